# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import integer
from ...types import Response
from ...values import record_id, whole_number

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
    "level": whole_number,
}


def call(
    id: int,
    level: int,
) -> Call[int]:
    """Prepare the call `POST /Deliveries/{id}/ConvertToOpportunity/{level}`; nothing is sent.

    Convert one delivery to an opportunity, and return its id.
    """
    return Call(
        name="deliveries.convert_to_opportunity",
        method="POST",
        path="/Deliveries/{id}/ConvertToOpportunity/{level}",
        path_values={
            "id": id,
            "level": level,
        },
        path_formats=_path_formats,
        reader=integer,
    )


def sync_detailed(
    id: int,
    level: int,
    *,
    client: Client,
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
            level=level,
        )
    )


def sync(
    id: int,
    level: int,
    *,
    client: Client,
) -> int:
    """Convert one delivery to an opportunity, and return its id."""
    return sync_detailed(
        id=id,
        level=level,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    level: int,
    *,
    client: Client,
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
            level=level,
        )
    )


async def asyncio(
    id: int,
    level: int,
    *,
    client: Client,
) -> int:
    """Convert one delivery to an opportunity, and return its id."""
    return (
        await asyncio_detailed(
            id=id,
            level=level,
            client=client,
        )
    ).parsed
