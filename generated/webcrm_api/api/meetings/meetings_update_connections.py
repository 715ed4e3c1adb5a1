# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import done
from ...types import Response
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.meeting_info_update_connections_dto import MeetingInfoUpdateConnectionsDto


_path_formats = {
    "meetingId": string,
}

_reader = done()


def call(
    meeting_id: str,
    *,
    body: MeetingInfoUpdateConnectionsDto | Mapping[str, Any],
) -> Call[None]:
    """Prepare the call `PUT /Meetings/{meetingId}/Connections`; nothing is sent.

    Update the connections of one meeting.
    """
    return Call(
        name="meetings.update_connections",
        method="PUT",
        path="/Meetings/{meetingId}/Connections",
        path_values={
            "meetingId": meeting_id,
        },
        path_formats=_path_formats,
        body=body,
        model="MeetingInfoUpdateConnectionsDto",
        reader=_reader,
    )


def sync_detailed(
    meeting_id: str,
    *,
    client: Client,
    body: MeetingInfoUpdateConnectionsDto | Mapping[str, Any],
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            meeting_id=meeting_id,
            body=body,
        )
    )


def sync(
    meeting_id: str,
    *,
    client: Client,
    body: MeetingInfoUpdateConnectionsDto | Mapping[str, Any],
) -> None:
    """Update the connections of one meeting."""
    sync_detailed(
        meeting_id=meeting_id,
        client=client,
        body=body,
    )


async def asyncio_detailed(
    meeting_id: str,
    *,
    client: Client,
    body: MeetingInfoUpdateConnectionsDto | Mapping[str, Any],
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            meeting_id=meeting_id,
            body=body,
        )
    )


async def asyncio(
    meeting_id: str,
    *,
    client: Client,
    body: MeetingInfoUpdateConnectionsDto | Mapping[str, Any],
) -> None:
    """Update the connections of one meeting."""
    await asyncio_detailed(
        meeting_id=meeting_id,
        client=client,
        body=body,
    )
