# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.activity_dto import ActivityDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.activity_status import ActivityStatus
    from ...models.include import Include


_path_formats = {
    "status": string,
}

_reader = many(ActivityDto)


def call(
    status: ActivityStatus,
    *,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[ActivityDto]]:
    """Prepare the call `GET /Activities/ByStatus/{status}`; nothing is sent.

    Return the activities of one status.
    """
    return Call(
        name="activities.by_status",
        method="GET",
        path="/Activities/ByStatus/{status}",
        path_values={
            "status": status,
        },
        path_formats=_path_formats,
        query={
            "include": include,
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    status: ActivityStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[ActivityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            status=status,
            include=include,
            page=page,
            size=size,
        )
    )


def sync(
    status: ActivityStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[ActivityDto]:
    """Return the activities of one status."""
    return sync_detailed(
        status=status,
        client=client,
        include=include,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    status: ActivityStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[ActivityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            status=status,
            include=include,
            page=page,
            size=size,
        )
    )


async def asyncio(
    status: ActivityStatus,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[ActivityDto]:
    """Return the activities of one status."""
    return (
        await asyncio_detailed(
            status=status,
            client=client,
            include=include,
            page=page,
            size=size,
        )
    ).parsed
