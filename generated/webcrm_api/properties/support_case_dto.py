# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `SupportCaseDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.support_case_notification_type import SupportCaseNotificationType
    from ..models.support_case_priority import SupportCasePriority
    from ..models.support_case_source import SupportCaseSource
    from ..models.support_case_status import SupportCaseStatus


class SupportCaseProperties(TypedDict, total=False):
    """The properties of `SupportCaseDto`, without its id and those that the service assigns or derives."""

    support_case_action: str | None
    support_case_assigned_to: int | None
    support_case_cc_bcc: str | None
    support_case_channel: int | None
    support_case_close_reason: str | None
    support_case_custom_1: str | None
    support_case_custom_2: str | None
    support_case_custom_3: str | None
    support_case_custom_4: str | None
    support_case_custom_5: str | None
    support_case_custom_6: str | None
    support_case_custom_7: str | None
    support_case_custom_8: str | None
    support_case_custom_9: str | None
    support_case_custom_10: str | None
    support_case_custom_11: str | None
    support_case_custom_12: str | None
    support_case_custom_13: str | None
    support_case_custom_14: str | None
    support_case_custom_15: str | None
    support_case_deadline: datetime.date | None
    support_case_description: str | None
    support_case_duration: float | None
    support_case_memo: str | None
    support_case_notification_type: SupportCaseNotificationType | None
    support_case_opportunity_id: int | None
    support_case_organisation_id: int | None
    support_case_owner_id: int | None
    support_case_person_id: int | None
    support_case_plus_1: str | None
    support_case_plus_2: str | None
    support_case_plus_3: str | None
    support_case_plus_4: str | None
    support_case_plus_5: str | None
    support_case_plus_6: str | None
    support_case_plus_7: str | None
    support_case_plus_8: str | None
    support_case_plus_9: str | None
    support_case_plus_10: str | None
    support_case_plus_11: str | None
    support_case_plus_12: str | None
    support_case_plus_13: str | None
    support_case_plus_14: str | None
    support_case_plus_15: str | None
    support_case_plus_16: str | None
    support_case_plus_17: str | None
    support_case_plus_18: str | None
    support_case_plus_19: str | None
    support_case_plus_20: str | None
    support_case_priority: SupportCasePriority | None
    support_case_product: str | None
    support_case_product_id: int | None
    support_case_solution: str | None
    support_case_source: SupportCaseSource | None
    support_case_spent_time: str | None
    support_case_status: SupportCaseStatus | None
    support_case_subject: str | None
    support_case_ticket: int | None


__all__ = ["SupportCaseProperties"]
