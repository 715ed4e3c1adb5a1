# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...calls import Call
from ...models.meeting_info_get_by_id_dto import MeetingInfoGetByIdDto
from ...readers import one
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "meetingId": string,
}

_reader = one(MeetingInfoGetByIdDto)


def call(
    meeting_id: str,
    *,
    start_time: datetime.date | Unset = UNSET,
) -> Call[MeetingInfoGetByIdDto]:
    """Prepare the call `GET /Meetings/{meetingId}`; nothing is sent.

    Return one meeting.
    """
    return Call(
        name="meetings.get",
        method="GET",
        path="/Meetings/{meetingId}",
        path_values={
            "meetingId": meeting_id,
        },
        path_formats=_path_formats,
        query={
            "startTime": start_time,
        },
        reader=_reader,
    )


def sync_detailed(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
) -> Response[MeetingInfoGetByIdDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            meeting_id=meeting_id,
            start_time=start_time,
        )
    )


def sync(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
) -> MeetingInfoGetByIdDto:
    """Return one meeting."""
    return sync_detailed(
        meeting_id=meeting_id,
        client=client,
        start_time=start_time,
    ).parsed


async def asyncio_detailed(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
) -> Response[MeetingInfoGetByIdDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            meeting_id=meeting_id,
            start_time=start_time,
        )
    )


async def asyncio(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
) -> MeetingInfoGetByIdDto:
    """Return one meeting."""
    return (
        await asyncio_detailed(
            meeting_id=meeting_id,
            client=client,
            start_time=start_time,
        )
    ).parsed
