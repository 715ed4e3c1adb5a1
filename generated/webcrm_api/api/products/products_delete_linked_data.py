# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import done
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}

_reader = done("LinkedDataItemId")


def call(
    id: int,
) -> Call[None]:
    """Prepare the call `DELETE /Products/LinkedData/{id}`; nothing is sent.

    Delete one linked-data item of products.
    """
    return Call(
        name="products.delete_linked_data",
        method="DELETE",
        path="/Products/LinkedData/{id}",
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
) -> Response[None]:
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
) -> None:
    """Delete one linked-data item of products."""
    sync_detailed(
        id=id,
        client=client,
    )


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[None]:
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
) -> None:
    """Delete one linked-data item of products."""
    await asyncio_detailed(
        id=id,
        client=client,
    )
