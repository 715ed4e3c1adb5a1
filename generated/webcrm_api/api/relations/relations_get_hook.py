# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.relation_hook_dto import RelationHookDto
from ...readers import one
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "id": record_id,
}

_reader = one(RelationHookDto)


def call(
    id: int,
) -> Call[RelationHookDto]:
    """Prepare the call `GET /Relations/Hooks/{id}`; nothing is sent.

    Return one hook on relations.
    """
    return Call(
        name="relations.get_hook",
        method="GET",
        path="/Relations/Hooks/{id}",
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
) -> Response[RelationHookDto]:
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
) -> RelationHookDto:
    """Return one hook on relations."""
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[RelationHookDto]:
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
) -> RelationHookDto:
    """Return one hook on relations."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
