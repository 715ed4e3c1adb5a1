# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.delivery_dto import DeliveryDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import reference_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "responsibleId": reference_id,
}

_reader = many(DeliveryDto)


def call(
    responsible_id: int,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[DeliveryDto]]:
    """Prepare the call `GET /Deliveries/ByResponsible2/{responsibleId}`; nothing is sent.

    Return the deliveries that one user is the second responsible for.
    """
    return Call(
        name="deliveries.by_responsible_2",
        method="GET",
        path="/Deliveries/ByResponsible2/{responsibleId}",
        path_values={
            "responsibleId": responsible_id,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    responsible_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            responsible_id=responsible_id,
            page=page,
            size=size,
        )
    )


def sync(
    responsible_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries that one user is the second responsible for."""
    return sync_detailed(
        responsible_id=responsible_id,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    responsible_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            responsible_id=responsible_id,
            page=page,
            size=size,
        )
    )


async def asyncio(
    responsible_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries that one user is the second responsible for."""
    return (
        await asyncio_detailed(
            responsible_id=responsible_id,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
