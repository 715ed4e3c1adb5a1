# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.event_dto import EventDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}

_reader = many(EventDto)


def call(
    id: int,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[EventDto]]:
    """Prepare the call `GET /Organisations/{id}/Events`; nothing is sent.

    Return the events of one organisation.
    """
    return Call(
        name="organisations.events",
        method="GET",
        path="/Organisations/{id}/Events",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
            page=page,
            size=size,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return the events of one organisation."""
    return sync_detailed(
        id=id,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[EventDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
            page=page,
            size=size,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[EventDto]:
    """Return the events of one organisation."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
