# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import content
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}


def call(
    id: int,
) -> Call[bytes]:
    """Prepare the call `GET /Documents/{id}/Download`; nothing is sent.

    Return the file of one document.
    """
    return Call(
        name="documents.download",
        method="GET",
        path="/Documents/{id}/Download",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        reader=content,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
) -> Response[bytes]:
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
) -> bytes:
    """Return the file of one document."""
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[bytes]:
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
) -> bytes:
    """Return the file of one document."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
