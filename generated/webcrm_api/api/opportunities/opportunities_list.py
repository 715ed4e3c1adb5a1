# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.opportunity_dto import OpportunityDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_reader = many(OpportunityDto)


def call(
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    include: list[Include] | Unset = UNSET,
) -> Call[list[OpportunityDto]]:
    """Prepare the call `GET /Opportunities`; nothing is sent.

    Return all opportunities, by id.
    """
    return Call(
        name="opportunities.list",
        method="GET",
        path="/Opportunities",
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
) -> Response[list[OpportunityDto]]:
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
) -> list[OpportunityDto]:
    """Return all opportunities, by id."""
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
) -> Response[list[OpportunityDto]]:
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
) -> list[OpportunityDto]:
    """Return all opportunities, by id."""
    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
            include=include,
        )
    ).parsed
