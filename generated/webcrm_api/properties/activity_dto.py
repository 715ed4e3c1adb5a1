# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `ActivityDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.activity_auto_complete_mode import ActivityAutoCompleteMode
    from ..models.activity_status import ActivityStatus


class ActivityProperties(TypedDict, total=False):
    """The properties of `ActivityDto`, without its id and those that the service assigns or derives."""

    activity_action: str | None
    activity_assigned_to: int | None
    activity_auto_complete_mode: ActivityAutoCompleteMode | None
    activity_campaign_date: datetime.date | None
    activity_campaign_id: int | None
    activity_campaign_result: str | None
    activity_client_name: str | None
    activity_client_telephone: str | None
    activity_comment: str | None
    activity_custom_1: str | None
    activity_custom_2: str | None
    activity_custom_3: str | None
    activity_custom_4: str | None
    activity_custom_5: str | None
    activity_custom_6: str | None
    activity_custom_7: str | None
    activity_custom_8: str | None
    activity_custom_9: str | None
    activity_custom_10: str | None
    activity_custom_11: str | None
    activity_custom_12: str | None
    activity_custom_13: str | None
    activity_custom_14: str | None
    activity_custom_15: str | None
    activity_date_time: datetime.date | None
    activity_description: str | None
    activity_event_id: int | None
    activity_memo: str | None
    activity_note: str | None
    activity_opportunity_id: int | None
    activity_organisation_id: int | None
    activity_outlook_sync: int | None
    activity_person_id: int | None
    activity_plus_1: str | None
    activity_plus_2: str | None
    activity_plus_3: str | None
    activity_plus_4: str | None
    activity_plus_5: str | None
    activity_plus_6: str | None
    activity_plus_7: str | None
    activity_plus_8: str | None
    activity_plus_9: str | None
    activity_plus_10: str | None
    activity_plus_11: str | None
    activity_plus_12: str | None
    activity_plus_13: str | None
    activity_plus_14: str | None
    activity_plus_15: str | None
    activity_plus_16: str | None
    activity_plus_17: str | None
    activity_plus_18: str | None
    activity_plus_19: str | None
    activity_plus_20: str | None
    activity_product: str | None
    activity_status: ActivityStatus | None
    activity_type: str | None


__all__ = ["ActivityProperties"]
