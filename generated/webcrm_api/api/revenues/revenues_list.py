# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.revenue_dto import RevenueDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = many(RevenueDto)


def call(
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[RevenueDto]]:
    """Prepare the call `GET /Revenues`; nothing is sent.

    Return all revenues, by id.
    """
    return Call(
        name="revenues.list",
        method="GET",
        path="/Revenues",
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[RevenueDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            page=page,
            size=size,
        )
    )


def sync(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[RevenueDto]:
    """Return all revenues, by id."""
    return sync_detailed(
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[RevenueDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            page=page,
            size=size,
        )
    )


async def asyncio(
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[RevenueDto]:
    """Return all revenues, by id."""
    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
        )
    ).parsed
