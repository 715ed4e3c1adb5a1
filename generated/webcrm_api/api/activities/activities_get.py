# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.activity_dto import ActivityDto
from ...readers import one
from ...types import UNSET, Response, Unset
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_path_formats = {
    "id": record_id,
}

_reader = one(ActivityDto)


def call(
    id: int,
    *,
    include: list[Include] | Unset = UNSET,
) -> Call[ActivityDto]:
    """Prepare the call `GET /Activities/{id}`; nothing is sent.

    Return one activity.
    """
    return Call(
        name="activities.get",
        method="GET",
        path="/Activities/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        query={
            "include": include,
        },
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> Response[ActivityDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
            include=include,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> ActivityDto:
    """Return one activity."""
    return sync_detailed(
        id=id,
        client=client,
        include=include,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> Response[ActivityDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
            include=include,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
) -> ActivityDto:
    """Return one activity."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
            include=include,
        )
    ).parsed
