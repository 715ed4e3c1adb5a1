# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.object_dto import ObjectDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = many(ObjectDto)


def call(
    *,
    script: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    format_custom_fields: bool | Unset = UNSET,
) -> Call[list[ObjectDto]]:
    """Prepare the call `GET /Queries`; nothing is sent.

    Return the rows of a SELECT statement.
    """
    return Call(
        name="queries.list",
        method="GET",
        path="/Queries",
        query={
            "script": script,
            "Page": page,
            "Size": size,
            "formatCustomFields": format_custom_fields,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    script: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    format_custom_fields: bool | Unset = UNSET,
) -> Response[list[ObjectDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            script=script,
            page=page,
            size=size,
            format_custom_fields=format_custom_fields,
        )
    )


def sync(
    *,
    client: Client,
    script: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    format_custom_fields: bool | Unset = UNSET,
) -> list[ObjectDto]:
    """Return the rows of a SELECT statement."""
    return sync_detailed(
        client=client,
        script=script,
        page=page,
        size=size,
        format_custom_fields=format_custom_fields,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    script: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    format_custom_fields: bool | Unset = UNSET,
) -> Response[list[ObjectDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            script=script,
            page=page,
            size=size,
            format_custom_fields=format_custom_fields,
        )
    )


async def asyncio(
    *,
    client: Client,
    script: str | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    format_custom_fields: bool | Unset = UNSET,
) -> list[ObjectDto]:
    """Return the rows of a SELECT statement."""
    return (
        await asyncio_detailed(
            client=client,
            script=script,
            page=page,
            size=size,
            format_custom_fields=format_custom_fields,
        )
    ).parsed
