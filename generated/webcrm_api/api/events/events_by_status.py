# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.event_dto import EventDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.event_status import EventStatus
    from ...models.include import Include


_path_formats = {
    "status": string,
}

_reader = many(EventDto)


def call(
    status: EventStatus,
    *,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[EventDto]]:
    """Prepare the call `GET /Events/ByStatus/{status}`; nothing is sent.

    Return the events of one status.
    """
    return Call(
        name="events.by_status",
        method="GET",
        path="/Events/ByStatus/{status}",
        path_values={
            "status": status,
        },
        path_formats=_path_formats,
        query={
            "include": include,
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    status: EventStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            status=status,
            include=include,
            page=page,
            size=size,
        )
    )


def sync(
    status: EventStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return the events of one status."""
    return sync_detailed(
        status=status,
        client=client,
        include=include,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    status: EventStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            status=status,
            include=include,
            page=page,
            size=size,
        )
    )


async def asyncio(
    status: EventStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return the events of one status."""
    return (
        await asyncio_detailed(
            status=status,
            client=client,
            include=include,
            page=page,
            size=size,
        )
    ).parsed
