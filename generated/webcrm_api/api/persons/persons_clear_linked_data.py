# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import done
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = done("LinkedDataItemId")


def call() -> Call[None]:
    """Prepare the call `DELETE /Persons/LinkedData`; nothing is sent.

    Delete ALL linked data of persons. This cannot be undone.
    """
    return Call(
        name="persons.clear_linked_data",
        method="DELETE",
        path="/Persons/LinkedData",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> None:
    """Delete ALL linked data of persons. This cannot be undone."""
    sync_detailed(
        client=client,
    )


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> None:
    """Delete ALL linked data of persons. This cannot be undone."""
    await asyncio_detailed(
        client=client,
    )
