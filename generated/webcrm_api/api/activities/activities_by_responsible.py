# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.activity_dto import ActivityDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import reference_id

if TYPE_CHECKING:
    from ...client import Client
    from ...models.include import Include


_path_formats = {
    "userId": reference_id,
}

_reader = many(ActivityDto)


def call(
    user_id: int,
    *,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[ActivityDto]]:
    """Prepare the call `GET /Activities/ByResponsible/{userId}`; nothing is sent.

    Return the activities that one user is responsible for.
    """
    return Call(
        name="activities.by_responsible",
        method="GET",
        path="/Activities/ByResponsible/{userId}",
        path_values={
            "userId": user_id,
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
    user_id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[ActivityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            user_id=user_id,
            include=include,
            page=page,
            size=size,
        )
    )


def sync(
    user_id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[ActivityDto]:
    """Return the activities that one user is responsible for."""
    return sync_detailed(
        user_id=user_id,
        client=client,
        include=include,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    user_id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[ActivityDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            user_id=user_id,
            include=include,
            page=page,
            size=size,
        )
    )


async def asyncio(
    user_id: int,
    *,
    client: Client,
    include: list[Include] | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[ActivityDto]:
    """Return the activities that one user is responsible for."""
    return (
        await asyncio_detailed(
            user_id=user_id,
            client=client,
            include=include,
            page=page,
            size=size,
        )
    ).parsed
