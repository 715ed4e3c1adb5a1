# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.linked_data_item_dto import LinkedDataItemDto
from ...readers import many
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = many(LinkedDataItemDto)


def call() -> Call[list[LinkedDataItemDto]]:
    """Prepare the call `GET /Deliveries/LinkedData`; nothing is sent.

    Return all linked-data items of deliveries.
    """
    return Call(
        name="deliveries.list_linked_data",
        method="GET",
        path="/Deliveries/LinkedData",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[list[LinkedDataItemDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> list[LinkedDataItemDto]:
    """Return all linked-data items of deliveries."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[list[LinkedDataItemDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> list[LinkedDataItemDto]:
    """Return all linked-data items of deliveries."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
