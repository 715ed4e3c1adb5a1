# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.event_dto import EventDto
from ...readers import many
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_reader = many(EventDto)


def call(
    *,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[EventDto]]:
    """Prepare the call `GET /Events`; nothing is sent.

    Return all events, by id.
    """
    return Call(
        name="events.list",
        method="GET",
        path="/Events",
        query={
            "include": include,
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            include=include,
            page=page,
            size=size,
        )
    )


def sync(
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return all events, by id."""
    return sync_detailed(
        client=client,
        include=include,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            include=include,
            page=page,
            size=size,
        )
    )


async def asyncio(
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return all events, by id."""
    return (
        await asyncio_detailed(
            client=client,
            include=include,
            page=page,
            size=size,
        )
    ).parsed
