# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import inferred, text
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.meeting_info_create_dto import MeetingInfoCreateDto


_reader = inferred(text, "MeetingId")


def call(
    *,
    body: MeetingInfoCreateDto | Mapping[str, Any],
) -> Call[None | str]:
    """Prepare the call `POST /Meetings`; nothing is sent.

    Create a meeting.
    """
    return Call(
        name="meetings.create",
        method="POST",
        path="/Meetings",
        body=body,
        model="MeetingInfoCreateDto",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    body: MeetingInfoCreateDto | Mapping[str, Any],
) -> Response[None | str]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: MeetingInfoCreateDto | Mapping[str, Any],
) -> None | str:
    """Create a meeting."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: MeetingInfoCreateDto | Mapping[str, Any],
) -> Response[None | str]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: MeetingInfoCreateDto | Mapping[str, Any],
) -> None | str:
    """Create a meeting."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
