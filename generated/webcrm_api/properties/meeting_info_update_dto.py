# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `MeetingInfoUpdateDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import builtins
import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.meeting_info_update_meeting_send_updates import MeetingInfoUpdateMeetingSendUpdates
    from ..models.meeting_organisation_dto import MeetingOrganisationDto
    from ..models.meeting_person import MeetingPerson
    from ..models.meeting_user import MeetingUser


class MeetingInfoUpdateProperties(TypedDict, total=False):
    """The properties of `MeetingInfoUpdateDto`, without its id and those that the service assigns or derives."""

    meeting_attendee_emails: builtins.list[str] | None
    meeting_description: str | None
    meeting_end: datetime.date | None
    meeting_is_all_day_meeting: bool | None
    meeting_is_private: bool | None
    meeting_location: str | None
    meeting_organisations: builtins.list[MeetingOrganisationDto] | None
    meeting_persons: builtins.list[MeetingPerson] | None
    meeting_plus_1: str | None
    meeting_plus_2: str | None
    meeting_plus_3: str | None
    meeting_plus_4: str | None
    meeting_plus_5: str | None
    meeting_plus_6: str | None
    meeting_plus_7: str | None
    meeting_plus_8: str | None
    meeting_plus_9: str | None
    meeting_plus_10: str | None
    meeting_plus_11: str | None
    meeting_plus_12: str | None
    meeting_plus_13: str | None
    meeting_plus_14: str | None
    meeting_plus_15: str | None
    meeting_plus_16: str | None
    meeting_plus_17: str | None
    meeting_plus_18: str | None
    meeting_plus_19: str | None
    meeting_plus_20: str | None
    meeting_send_updates: MeetingInfoUpdateMeetingSendUpdates | None
    meeting_start: datetime.date | None
    meeting_start_time: datetime.date | None
    meeting_subject: str | None
    meeting_time_zone: str | None
    meeting_updated_by: str | None
    meeting_user_id: str | None
    meeting_users: builtins.list[MeetingUser] | None


__all__ = ["MeetingInfoUpdateProperties"]
