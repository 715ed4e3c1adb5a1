# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...calls import Call
from ...readers import done
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "meetingId": string,
}

_reader = done("MeetingId")


def call(
    meeting_id: str,
    *,
    start_time: datetime.date | Unset = UNSET,
    send_cancellations: bool | Unset = UNSET,
) -> Call[None]:
    """Prepare the call `DELETE /Meetings/{meetingId}`; nothing is sent.

    Delete one meeting.
    """
    return Call(
        name="meetings.delete",
        method="DELETE",
        path="/Meetings/{meetingId}",
        path_values={
            "meetingId": meeting_id,
        },
        path_formats=_path_formats,
        query={
            "startTime": start_time,
            "sendCancellations": send_cancellations,
        },
        reader=_reader,
    )


def sync_detailed(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
    send_cancellations: bool | Unset = UNSET,
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            meeting_id=meeting_id,
            start_time=start_time,
            send_cancellations=send_cancellations,
        )
    )


def sync(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
    send_cancellations: bool | Unset = UNSET,
) -> None:
    """Delete one meeting."""
    sync_detailed(
        meeting_id=meeting_id,
        client=client,
        start_time=start_time,
        send_cancellations=send_cancellations,
    )


async def asyncio_detailed(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
    send_cancellations: bool | Unset = UNSET,
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            meeting_id=meeting_id,
            start_time=start_time,
            send_cancellations=send_cancellations,
        )
    )


async def asyncio(
    meeting_id: str,
    *,
    client: Client,
    start_time: datetime.date | Unset = UNSET,
    send_cancellations: bool | Unset = UNSET,
) -> None:
    """Delete one meeting."""
    await asyncio_detailed(
        meeting_id=meeting_id,
        client=client,
        start_time=start_time,
        send_cancellations=send_cancellations,
    )
