# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.features_dto import FeaturesDto
from ...readers import many
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = many(FeaturesDto)


def call() -> Call[list[FeaturesDto]]:
    """Prepare the call `GET /Settings/Features`; nothing is sent.

    Return the features of the system, and whether they are enabled.
    """
    return Call(
        name="settings.features",
        method="GET",
        path="/Settings/Features",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[list[FeaturesDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> list[FeaturesDto]:
    """Return the features of the system, and whether they are enabled."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[list[FeaturesDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> list[FeaturesDto]:
    """Return the features of the system, and whether they are enabled."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
