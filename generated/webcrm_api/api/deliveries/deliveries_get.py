# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.delivery_dto import DeliveryDto
from ...readers import one
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}

_reader = one(DeliveryDto)


def call(
    id: int,
) -> Call[DeliveryDto]:
    """Prepare the call `GET /Deliveries/{id}`; nothing is sent.

    Return one delivery.
    """
    return Call(
        name="deliveries.get",
        method="GET",
        path="/Deliveries/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
) -> Response[DeliveryDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
) -> DeliveryDto:
    """Return one delivery."""
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[DeliveryDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
) -> DeliveryDto:
    """Return one delivery."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
