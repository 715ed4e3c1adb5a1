# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...calls import Call
from ...models.meeting_list_dto import MeetingListDto
from ...readers import one
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = one(MeetingListDto)


def call(
    *,
    from_: datetime.date,
    to: datetime.date,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    user_id: str,
    include_recurring: bool | Unset = True,
) -> Call[MeetingListDto]:
    """Prepare the call `GET /Meetings`; nothing is sent.

    Return the meetings of one user between two moments.
    """
    return Call(
        name="meetings.list",
        method="GET",
        path="/Meetings",
        query={
            "from": from_,
            "to": to,
            "Page": page,
            "Size": size,
            "userId": user_id,
            "includeRecurring": include_recurring,
        },
        dates=(from_, to),
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    user_id: str,
    include_recurring: bool | Unset = True,
) -> Response[MeetingListDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            from_=from_,
            to=to,
            page=page,
            size=size,
            user_id=user_id,
            include_recurring=include_recurring,
        )
    )


def sync(
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    user_id: str,
    include_recurring: bool | Unset = True,
) -> MeetingListDto:
    """Return the meetings of one user between two moments."""
    return sync_detailed(
        client=client,
        from_=from_,
        to=to,
        page=page,
        size=size,
        user_id=user_id,
        include_recurring=include_recurring,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    user_id: str,
    include_recurring: bool | Unset = True,
) -> Response[MeetingListDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            from_=from_,
            to=to,
            page=page,
            size=size,
            user_id=user_id,
            include_recurring=include_recurring,
        )
    )


async def asyncio(
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
    user_id: str,
    include_recurring: bool | Unset = True,
) -> MeetingListDto:
    """Return the meetings of one user between two moments."""
    return (
        await asyncio_detailed(
            client=client,
            from_=from_,
            to=to,
            page=page,
            size=size,
            user_id=user_id,
            include_recurring=include_recurring,
        )
    ).parsed
