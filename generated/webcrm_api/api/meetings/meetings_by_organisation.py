# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ...calls import Call
from ...models.meeting_list_dto import MeetingListDto
from ...readers import one
from ...types import UNSET, Response, Unset
from ...values import reference_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "organisationId": reference_id,
}

_reader = one(MeetingListDto)


def call(
    organisation_id: int,
    *,
    from_: datetime.date,
    to: datetime.date,
    user_id: str,
    include_recurring: bool | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[MeetingListDto]:
    """Prepare the call `GET /Meetings/ByOrganisation/{organisationId}`; nothing is sent.

    Return the meetings of one user with one organisation, between two moments.
    """
    return Call(
        name="meetings.by_organisation",
        method="GET",
        path="/Meetings/ByOrganisation/{organisationId}",
        path_values={
            "organisationId": organisation_id,
        },
        path_formats=_path_formats,
        query={
            "From": from_,
            "To": to,
            "UserId": user_id,
            "IncludeRecurring": include_recurring,
            "Page": page,
            "Size": size,
        },
        dates=(from_, to),
        reader=_reader,
    )


def sync_detailed(
    organisation_id: int,
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    user_id: str,
    include_recurring: bool | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[MeetingListDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            organisation_id=organisation_id,
            from_=from_,
            to=to,
            user_id=user_id,
            include_recurring=include_recurring,
            page=page,
            size=size,
        )
    )


def sync(
    organisation_id: int,
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    user_id: str,
    include_recurring: bool | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> MeetingListDto:
    """Return the meetings of one user with one organisation, between two moments."""
    return sync_detailed(
        organisation_id=organisation_id,
        client=client,
        from_=from_,
        to=to,
        user_id=user_id,
        include_recurring=include_recurring,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    organisation_id: int,
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    user_id: str,
    include_recurring: bool | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[MeetingListDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            organisation_id=organisation_id,
            from_=from_,
            to=to,
            user_id=user_id,
            include_recurring=include_recurring,
            page=page,
            size=size,
        )
    )


async def asyncio(
    organisation_id: int,
    *,
    client: Client,
    from_: datetime.date,
    to: datetime.date,
    user_id: str,
    include_recurring: bool | Unset = UNSET,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> MeetingListDto:
    """Return the meetings of one user with one organisation, between two moments."""
    return (
        await asyncio_detailed(
            organisation_id=organisation_id,
            client=client,
            from_=from_,
            to=to,
            user_id=user_id,
            include_recurring=include_recurring,
            page=page,
            size=size,
        )
    ).parsed
