# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.milestone_dto import MilestoneDto
from ...readers import one
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


def call(
    id: int,
) -> Call[MilestoneDto]:
    """Prepare the call `GET /Milestones/{id}`; nothing is sent.

    One milestone.
    """
    return Call(
        name="milestones.get",
        method="GET",
        path="/Milestones/{id}",
        path_values={
            "id": id,
        },
        reader=one(MilestoneDto),
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
) -> Response[MilestoneDto]:
    """Send the call, blocking, and give the answer with status, headers and content."""
    return client.send(
        call(
            id=id,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
) -> MilestoneDto:
    """One milestone."""
    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
) -> Response[MilestoneDto]:
    """Send the call, awaiting, and give the answer with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
) -> MilestoneDto:
    """One milestone."""
    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
