# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.linked_setup_dto import LinkedSetupDto
from ...readers import one
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = one(LinkedSetupDto)


def call() -> Call[LinkedSetupDto]:
    """Prepare the call `GET /Activities/LinkedSetup`; nothing is sent.

    Return the setup of linked data for activities; it is on if any field is used.
    """
    return Call(
        name="activities.get_linked_setup",
        method="GET",
        path="/Activities/LinkedSetup",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[LinkedSetupDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> LinkedSetupDto:
    """Return the setup of linked data for activities; it is on if any field is used."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[LinkedSetupDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> LinkedSetupDto:
    """Return the setup of linked data for activities; it is on if any field is used."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
