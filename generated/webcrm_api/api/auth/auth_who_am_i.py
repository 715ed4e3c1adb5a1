# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import nothing
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


def call() -> Call[None]:
    """Prepare the call `GET /Auth`; nothing is sent.

    Return the owner of the token; the response is not declared.
    """
    return Call(
        name="auth.who_am_i",
        method="GET",
        path="/Auth",
        reader=nothing,
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
    """Return the owner of the token; the response is not declared."""
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
    """Return the owner of the token; the response is not declared."""
    await asyncio_detailed(
        client=client,
    )
