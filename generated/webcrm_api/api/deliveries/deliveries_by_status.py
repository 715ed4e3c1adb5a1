# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.delivery_dto import DeliveryDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.delivery_status import DeliveryStatus


_path_formats = {
    "status": string,
}

_reader = many(DeliveryDto)


def call(
    status: DeliveryStatus,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[DeliveryDto]]:
    """Prepare the call `GET /Deliveries/ByStatus/{status}`; nothing is sent.

    Return the deliveries of one status.
    """
    return Call(
        name="deliveries.by_status",
        method="GET",
        path="/Deliveries/ByStatus/{status}",
        path_values={
            "status": status,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    status: DeliveryStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            status=status,
            page=page,
            size=size,
        )
    )


def sync(
    status: DeliveryStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries of one status."""
    return sync_detailed(
        status=status,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    status: DeliveryStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            status=status,
            page=page,
            size=size,
        )
    )


async def asyncio(
    status: DeliveryStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries of one status."""
    return (
        await asyncio_detailed(
            status=status,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
