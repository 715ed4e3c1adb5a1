# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...calls import Call
from ...models.delivery_dto import DeliveryDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import moment

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "startDate": moment,
    "endDate": moment,
}

_reader = many(DeliveryDto)


def call(
    start_date: datetime.date,
    end_date: datetime.date,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[DeliveryDto]]:
    """Prepare the call `GET /Deliveries/FindByCreateDates/{startDate}/{endDate}`; nothing is sent.

    Return the deliveries created between two moments, the first included.
    """
    return Call(
        name="deliveries.find_by_create_dates",
        method="GET",
        path="/Deliveries/FindByCreateDates/{startDate}/{endDate}",
        path_values={
            "startDate": start_date,
            "endDate": end_date,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        dates=(start_date, end_date),
        reader=_reader,
    )


def sync_detailed(
    start_date: datetime.date,
    end_date: datetime.date,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            start_date=start_date,
            end_date=end_date,
            page=page,
            size=size,
        )
    )


def sync(
    start_date: datetime.date,
    end_date: datetime.date,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries created between two moments, the first included."""
    return sync_detailed(
        start_date=start_date,
        end_date=end_date,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    start_date: datetime.date,
    end_date: datetime.date,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[DeliveryDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            start_date=start_date,
            end_date=end_date,
            page=page,
            size=size,
        )
    )


async def asyncio(
    start_date: datetime.date,
    end_date: datetime.date,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[DeliveryDto]:
    """Return the deliveries created between two moments, the first included."""
    return (
        await asyncio_detailed(
            start_date=start_date,
            end_date=end_date,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
