# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.event_dto import EventDto
from ...readers import one
from ...types import UNSET, Response, Unset
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_path_formats = {
    "id": record_id,
}

_reader = one(EventDto)


def call(
    id: int,
    *,
    include: list[Include] | Unset = UNSET,
) -> Call[EventDto]:
    """Prepare the call `GET /Events/{id}`; nothing is sent.

    Return one event.
    """
    return Call(
        name="events.get",
        method="GET",
        path="/Events/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        query={
            "include": include,
        },
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> Response[EventDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
            include=include,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> EventDto:
    """Return one event."""
    return sync_detailed(
        id=id,
        client=client,
        include=include,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> Response[EventDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
            include=include,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> EventDto:
    """Return one event."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
            include=include,
        )
    ).parsed
