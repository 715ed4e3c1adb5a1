# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import inferred, integer
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.relation_dto import RelationDto


_reader = inferred(integer, "RelationId")


def call(
    *,
    body: RelationDto | Mapping[str, Any],
) -> Call[int | None]:
    """Prepare the call `POST /Relations`; nothing is sent.

    Create a relation, whose id must be 0.
    """
    return Call(
        name="relations.create",
        method="POST",
        path="/Relations",
        body=body,
        model="RelationDto",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    body: RelationDto | Mapping[str, Any],
) -> Response[int | None]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: RelationDto | Mapping[str, Any],
) -> int | None:
    """Create a relation, whose id must be 0."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: RelationDto | Mapping[str, Any],
) -> Response[int | None]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: RelationDto | Mapping[str, Any],
) -> int | None:
    """Create a relation, whose id must be 0."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
