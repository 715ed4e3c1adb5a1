# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.person_dto import PersonDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_reader = many(PersonDto)


def call(
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Call[list[PersonDto]]:
    """Prepare the call `GET /Persons`; nothing is sent.

    Return all persons, by id.
    """
    return Call(
        name="persons.list",
        method="GET",
        path="/Persons",
        query={
            "Page": page,
            "Size": size,
            "include": include,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[PersonDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            page=page,
            size=size,
            include=include,
        )
    )


def sync(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[PersonDto]:
    """Return all persons, by id."""
    return sync_detailed(
        client=client,
        page=page,
        size=size,
        include=include,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Response[list[PersonDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            page=page,
            size=size,
            include=include,
        )
    )


async def asyncio(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> list[PersonDto]:
    """Return all persons, by id."""
    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
            include=include,
        )
    ).parsed
