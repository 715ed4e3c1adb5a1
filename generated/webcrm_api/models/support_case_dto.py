# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.support_case_notification_type import SupportCaseNotificationType
    from ..models.support_case_priority import SupportCasePriority
    from ..models.support_case_source import SupportCaseSource
    from ..models.support_case_status import SupportCaseStatus


@define(kw_only=True, repr=False)
class SupportCaseDto(Model):
    """A support case, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        support_case_assigned_to: The id of a user; 0 for no user.
        support_case_created_by: The user's name; `api2` and the token's name for a call of the API.
        support_case_history: Rows of HTML, written by the service.
        support_case_spent_time: A span of time, "00:00:00".
        support_case_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    support_case_id: int
    support_case_action: None | str | Unset = UNSET
    support_case_assigned_to: int | None | Unset = UNSET
    support_case_cc_bcc: None | str | Unset = UNSET
    support_case_channel: int | None | Unset = UNSET
    support_case_close_reason: None | str | Unset = UNSET
    support_case_created_at: datetime.datetime | None | Unset = UNSET
    support_case_created_by: None | str | Unset = UNSET
    support_case_custom_1: None | str | Unset = UNSET
    support_case_custom_2: None | str | Unset = UNSET
    support_case_custom_3: None | str | Unset = UNSET
    support_case_custom_4: None | str | Unset = UNSET
    support_case_custom_5: None | str | Unset = UNSET
    support_case_custom_6: None | str | Unset = UNSET
    support_case_custom_7: None | str | Unset = UNSET
    support_case_custom_8: None | str | Unset = UNSET
    support_case_custom_9: None | str | Unset = UNSET
    support_case_custom_10: None | str | Unset = UNSET
    support_case_custom_11: None | str | Unset = UNSET
    support_case_custom_12: None | str | Unset = UNSET
    support_case_custom_13: None | str | Unset = UNSET
    support_case_custom_14: None | str | Unset = UNSET
    support_case_custom_15: None | str | Unset = UNSET
    support_case_deadline: datetime.datetime | None | Unset = UNSET
    support_case_description: None | str | Unset = UNSET
    support_case_duration: float | None | Unset = UNSET
    support_case_history: None | str | Unset = UNSET
    support_case_memo: None | str | Unset = UNSET
    support_case_notification_type: None | SupportCaseNotificationType | Unset = UNSET
    support_case_opportunity_id: int | None | Unset = UNSET
    support_case_organisation_id: int | None | Unset = UNSET
    support_case_owner_id: int | None | Unset = UNSET
    support_case_person_id: int | None | Unset = UNSET
    support_case_plus_1: None | str | Unset = UNSET
    support_case_plus_2: None | str | Unset = UNSET
    support_case_plus_3: None | str | Unset = UNSET
    support_case_plus_4: None | str | Unset = UNSET
    support_case_plus_5: None | str | Unset = UNSET
    support_case_plus_6: None | str | Unset = UNSET
    support_case_plus_7: None | str | Unset = UNSET
    support_case_plus_8: None | str | Unset = UNSET
    support_case_plus_9: None | str | Unset = UNSET
    support_case_plus_10: None | str | Unset = UNSET
    support_case_plus_11: None | str | Unset = UNSET
    support_case_plus_12: None | str | Unset = UNSET
    support_case_plus_13: None | str | Unset = UNSET
    support_case_plus_14: None | str | Unset = UNSET
    support_case_plus_15: None | str | Unset = UNSET
    support_case_plus_16: None | str | Unset = UNSET
    support_case_plus_17: None | str | Unset = UNSET
    support_case_plus_18: None | str | Unset = UNSET
    support_case_plus_19: None | str | Unset = UNSET
    support_case_plus_20: None | str | Unset = UNSET
    support_case_priority: None | SupportCasePriority | Unset = UNSET
    support_case_product: None | str | Unset = UNSET
    support_case_product_id: int | None | Unset = UNSET
    support_case_solution: None | str | Unset = UNSET
    support_case_source: None | SupportCaseSource | Unset = UNSET
    support_case_spent_time: None | str | Unset = UNSET
    support_case_status: None | SupportCaseStatus | Unset = UNSET
    support_case_subject: None | str | Unset = UNSET
    support_case_ticket: int | None | Unset = UNSET
    support_case_updated_at: datetime.datetime | None | Unset = UNSET
    support_case_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "support_case_id": "SupportCaseId",
            "support_case_action": "SupportCaseAction",
            "support_case_assigned_to": "SupportCaseAssignedTo",
            "support_case_cc_bcc": "SupportCaseCcBcc",
            "support_case_channel": "SupportCaseChannel",
            "support_case_close_reason": "SupportCaseCloseReason",
            "support_case_created_at": "SupportCaseCreatedAt",
            "support_case_created_by": "SupportCaseCreatedBy",
            "support_case_custom_1": "SupportCaseCustom1",
            "support_case_custom_2": "SupportCaseCustom2",
            "support_case_custom_3": "SupportCaseCustom3",
            "support_case_custom_4": "SupportCaseCustom4",
            "support_case_custom_5": "SupportCaseCustom5",
            "support_case_custom_6": "SupportCaseCustom6",
            "support_case_custom_7": "SupportCaseCustom7",
            "support_case_custom_8": "SupportCaseCustom8",
            "support_case_custom_9": "SupportCaseCustom9",
            "support_case_custom_10": "SupportCaseCustom10",
            "support_case_custom_11": "SupportCaseCustom11",
            "support_case_custom_12": "SupportCaseCustom12",
            "support_case_custom_13": "SupportCaseCustom13",
            "support_case_custom_14": "SupportCaseCustom14",
            "support_case_custom_15": "SupportCaseCustom15",
            "support_case_deadline": "SupportCaseDeadline",
            "support_case_description": "SupportCaseDescription",
            "support_case_duration": "SupportCaseDuration",
            "support_case_history": "SupportCaseHistory",
            "support_case_memo": "SupportCaseMemo",
            "support_case_notification_type": "SupportCaseNotificationType",
            "support_case_opportunity_id": "SupportCaseOpportunityId",
            "support_case_organisation_id": "SupportCaseOrganisationId",
            "support_case_owner_id": "SupportCaseOwnerId",
            "support_case_person_id": "SupportCasePersonId",
            "support_case_plus_1": "SupportCasePlus1",
            "support_case_plus_2": "SupportCasePlus2",
            "support_case_plus_3": "SupportCasePlus3",
            "support_case_plus_4": "SupportCasePlus4",
            "support_case_plus_5": "SupportCasePlus5",
            "support_case_plus_6": "SupportCasePlus6",
            "support_case_plus_7": "SupportCasePlus7",
            "support_case_plus_8": "SupportCasePlus8",
            "support_case_plus_9": "SupportCasePlus9",
            "support_case_plus_10": "SupportCasePlus10",
            "support_case_plus_11": "SupportCasePlus11",
            "support_case_plus_12": "SupportCasePlus12",
            "support_case_plus_13": "SupportCasePlus13",
            "support_case_plus_14": "SupportCasePlus14",
            "support_case_plus_15": "SupportCasePlus15",
            "support_case_plus_16": "SupportCasePlus16",
            "support_case_plus_17": "SupportCasePlus17",
            "support_case_plus_18": "SupportCasePlus18",
            "support_case_plus_19": "SupportCasePlus19",
            "support_case_plus_20": "SupportCasePlus20",
            "support_case_priority": "SupportCasePriority",
            "support_case_product": "SupportCaseProduct",
            "support_case_product_id": "SupportCaseProductId",
            "support_case_solution": "SupportCaseSolution",
            "support_case_source": "SupportCaseSource",
            "support_case_spent_time": "SupportCaseSpentTime",
            "support_case_status": "SupportCaseStatus",
            "support_case_subject": "SupportCaseSubject",
            "support_case_ticket": "SupportCaseTicket",
            "support_case_updated_at": "SupportCaseUpdatedAt",
            "support_case_updated_by": "SupportCaseUpdatedBy",
        },
        converters={},
        dates=(
            "support_case_created_at",
            "support_case_deadline",
            "support_case_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.support_case_id,
            self.support_case_action,
            self.support_case_assigned_to,
            self.support_case_cc_bcc,
            self.support_case_channel,
            self.support_case_close_reason,
            self._support_case_created_at,
            self.support_case_created_by,
            self.support_case_custom_1,
            self.support_case_custom_2,
            self.support_case_custom_3,
            self.support_case_custom_4,
            self.support_case_custom_5,
            self.support_case_custom_6,
            self.support_case_custom_7,
            self.support_case_custom_8,
            self.support_case_custom_9,
            self.support_case_custom_10,
            self.support_case_custom_11,
            self.support_case_custom_12,
            self.support_case_custom_13,
            self.support_case_custom_14,
            self.support_case_custom_15,
            self._support_case_deadline,
            self.support_case_description,
            self.support_case_duration,
            self.support_case_history,
            self.support_case_memo,
            self.support_case_notification_type,
            self.support_case_opportunity_id,
            self.support_case_organisation_id,
            self.support_case_owner_id,
            self.support_case_person_id,
            self.support_case_plus_1,
            self.support_case_plus_2,
            self.support_case_plus_3,
            self.support_case_plus_4,
            self.support_case_plus_5,
            self.support_case_plus_6,
            self.support_case_plus_7,
            self.support_case_plus_8,
            self.support_case_plus_9,
            self.support_case_plus_10,
            self.support_case_plus_11,
            self.support_case_plus_12,
            self.support_case_plus_13,
            self.support_case_plus_14,
            self.support_case_plus_15,
            self.support_case_plus_16,
            self.support_case_plus_17,
            self.support_case_plus_18,
            self.support_case_plus_19,
            self.support_case_plus_20,
            self.support_case_priority,
            self.support_case_product,
            self.support_case_product_id,
            self.support_case_solution,
            self.support_case_source,
            self.support_case_spent_time,
            self.support_case_status,
            self.support_case_subject,
            self.support_case_ticket,
            self._support_case_updated_at,
            self.support_case_updated_by,
        ) = values
