# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import integer
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.linked_data_item_dto import LinkedDataItemDto


def call(
    *,
    body: LinkedDataItemDto | Mapping[str, Any],
) -> Call[int]:
    """Prepare the call `POST /Opportunities/LinkedData`; nothing is sent.

    Create a linked-data item of opportunities.
    """
    return Call(
        name="opportunities.create_linked_data",
        method="POST",
        path="/Opportunities/LinkedData",
        body=body,
        model="LinkedDataItemDto",
        reader=integer,
    )


def sync_detailed(
    *,
    client: Client,
    body: LinkedDataItemDto | Mapping[str, Any],
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: LinkedDataItemDto | Mapping[str, Any],
) -> int:
    """Create a linked-data item of opportunities."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: LinkedDataItemDto | Mapping[str, Any],
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: LinkedDataItemDto | Mapping[str, Any],
) -> int:
    """Create a linked-data item of opportunities."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
