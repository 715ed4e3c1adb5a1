# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `EventDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import builtins
import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.event_location import EventLocation
    from ..models.event_status import EventStatus
    from ..models.event_type import EventType


class EventProperties(TypedDict, total=False):
    """The properties of `EventDto`, without its id and those that the service assigns or derives."""

    event_assigned_to: int | None
    event_comment: str | None
    event_custom_1: str | None
    event_custom_2: str | None
    event_custom_3: str | None
    event_custom_4: str | None
    event_custom_5: str | None
    event_custom_6: str | None
    event_custom_7: str | None
    event_custom_8: str | None
    event_custom_9: str | None
    event_custom_10: str | None
    event_custom_11: str | None
    event_custom_12: str | None
    event_custom_13: str | None
    event_custom_14: str | None
    event_custom_15: str | None
    event_date_time: datetime.date | None
    event_description: str | None
    event_duration: str | None
    event_group_id: int | None
    event_location: EventLocation | None
    event_memo: str | None
    event_organisation_id: int | None
    event_other_participates: str | None
    event_outlook_sync: int | None
    event_participant_ids: builtins.list[int] | None
    event_person_id: int | None
    event_plus_1: str | None
    event_plus_2: str | None
    event_plus_3: str | None
    event_plus_4: str | None
    event_plus_5: str | None
    event_plus_6: str | None
    event_plus_7: str | None
    event_plus_8: str | None
    event_plus_9: str | None
    event_plus_10: str | None
    event_plus_11: str | None
    event_plus_12: str | None
    event_plus_13: str | None
    event_plus_14: str | None
    event_plus_15: str | None
    event_plus_16: str | None
    event_plus_17: str | None
    event_plus_18: str | None
    event_plus_19: str | None
    event_plus_20: str | None
    event_site: str | None
    event_status: EventStatus | None
    event_type: EventType | None


__all__ = ["EventProperties"]
