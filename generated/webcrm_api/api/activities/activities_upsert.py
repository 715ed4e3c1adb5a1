# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import texts
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.activity_dto import ActivityDto


def call(
    *,
    body: list[ActivityDto],
) -> Call[list[str]]:
    """Prepare the call `PATCH /Activities`; nothing is sent.

    Create (id 0) or update several activities in one call, and return the outcome of each.
    """
    return Call(
        name="activities.upsert",
        method="PATCH",
        path="/Activities",
        body=body,
        model="ActivityDto",
        several=True,
        reader=texts,
    )


def sync_detailed(
    *,
    client: Client,
    body: list[ActivityDto],
) -> Response[list[str]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: list[ActivityDto],
) -> list[str]:
    """Create (id 0) or update several activities in one call, and return the outcome of each."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: list[ActivityDto],
) -> Response[list[str]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: list[ActivityDto],
) -> list[str]:
    """Create (id 0) or update several activities in one call, and return the outcome of each."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
