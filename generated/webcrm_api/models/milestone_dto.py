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
    from ..models.milestone_billing_status import MilestoneBillingStatus
    from ..models.milestone_status import MilestoneStatus


@define(kw_only=True, repr=False)
class MilestoneDto(Model):
    """A milestone, as the API returns and accepts it.

    The meaning of the Custom fields differs from system to system; `crm.fields_metadata` describes it. Their
    values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be spelled
    exactly as in the list, including case.

    Attributes:
        milestone_assigned_to: The id of a user; 0 for no user.
        milestone_created_by: The user's name; `api2` and the token's name for a call of the API.
        milestone_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    milestone_id: int
    milestone_actual_billable_hours: float | None | Unset = UNSET
    milestone_actual_end_date: datetime.datetime | None | Unset = UNSET
    milestone_actual_revenue_1: float | None | Unset = UNSET
    milestone_actual_revenue_2: float | None | Unset = UNSET
    milestone_actual_revenue_3: float | None | Unset = UNSET
    milestone_actual_revenue_4: float | None | Unset = UNSET
    milestone_actual_revenue_5: float | None | Unset = UNSET
    milestone_actual_revenue_6: float | None | Unset = UNSET
    milestone_actual_revenue_7: float | None | Unset = UNSET
    milestone_actual_revenue_8: float | None | Unset = UNSET
    milestone_actual_revenue_9: float | None | Unset = UNSET
    milestone_actual_revenue_10: float | None | Unset = UNSET
    milestone_actual_revenue_11: float | None | Unset = UNSET
    milestone_actual_revenue_12: float | None | Unset = UNSET
    milestone_actual_start_date: datetime.datetime | None | Unset = UNSET
    milestone_actual_work_hours: float | None | Unset = UNSET
    milestone_approved_at: datetime.datetime | None | Unset = UNSET
    milestone_approver_id: int | None | Unset = UNSET
    milestone_approver_name: None | str | Unset = UNSET
    milestone_assigned_to: int | None | Unset = UNSET
    milestone_billing_status: MilestoneBillingStatus | None | Unset = UNSET
    milestone_comment: None | str | Unset = UNSET
    milestone_complete_date: datetime.datetime | None | Unset = UNSET
    milestone_created_at: datetime.datetime | None | Unset = UNSET
    milestone_created_by: None | str | Unset = UNSET
    milestone_custom_1: None | str | Unset = UNSET
    milestone_custom_2: None | str | Unset = UNSET
    milestone_custom_3: None | str | Unset = UNSET
    milestone_custom_4: None | str | Unset = UNSET
    milestone_custom_5: None | str | Unset = UNSET
    milestone_custom_6: None | str | Unset = UNSET
    milestone_custom_7: None | str | Unset = UNSET
    milestone_custom_8: None | str | Unset = UNSET
    milestone_custom_9: None | str | Unset = UNSET
    milestone_custom_10: None | str | Unset = UNSET
    milestone_custom_11: None | str | Unset = UNSET
    milestone_custom_12: None | str | Unset = UNSET
    milestone_custom_13: None | str | Unset = UNSET
    milestone_custom_14: None | str | Unset = UNSET
    milestone_custom_15: None | str | Unset = UNSET
    milestone_description: None | str | Unset = UNSET
    milestone_locker_id: int | None | Unset = UNSET
    milestone_locker_name: None | str | Unset = UNSET
    milestone_memo: None | str | Unset = UNSET
    milestone_opportunity_id: int | None | Unset = UNSET
    milestone_organisation_id: int | None | Unset = UNSET
    milestone_planned_billable_hours: float | None | Unset = UNSET
    milestone_planned_end_date: datetime.datetime | None | Unset = UNSET
    milestone_planned_revenue_1: float | None | Unset = UNSET
    milestone_planned_revenue_2: float | None | Unset = UNSET
    milestone_planned_revenue_3: float | None | Unset = UNSET
    milestone_planned_revenue_4: float | None | Unset = UNSET
    milestone_planned_revenue_5: float | None | Unset = UNSET
    milestone_planned_revenue_6: float | None | Unset = UNSET
    milestone_planned_revenue_7: float | None | Unset = UNSET
    milestone_planned_revenue_8: float | None | Unset = UNSET
    milestone_planned_revenue_9: float | None | Unset = UNSET
    milestone_planned_revenue_10: float | None | Unset = UNSET
    milestone_planned_revenue_11: float | None | Unset = UNSET
    milestone_planned_revenue_12: float | None | Unset = UNSET
    milestone_planned_start_date: datetime.datetime | None | Unset = UNSET
    milestone_planned_work_hours: float | None | Unset = UNSET
    milestone_status: MilestoneStatus | None | Unset = UNSET
    milestone_updated_at: datetime.datetime | None | Unset = UNSET
    milestone_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "milestone_id": "MilestoneId",
            "milestone_actual_billable_hours": "MilestoneActualBillableHours",
            "milestone_actual_end_date": "MilestoneActualEndDate",
            "milestone_actual_revenue_1": "MilestoneActualRevenue1",
            "milestone_actual_revenue_2": "MilestoneActualRevenue2",
            "milestone_actual_revenue_3": "MilestoneActualRevenue3",
            "milestone_actual_revenue_4": "MilestoneActualRevenue4",
            "milestone_actual_revenue_5": "MilestoneActualRevenue5",
            "milestone_actual_revenue_6": "MilestoneActualRevenue6",
            "milestone_actual_revenue_7": "MilestoneActualRevenue7",
            "milestone_actual_revenue_8": "MilestoneActualRevenue8",
            "milestone_actual_revenue_9": "MilestoneActualRevenue9",
            "milestone_actual_revenue_10": "MilestoneActualRevenue10",
            "milestone_actual_revenue_11": "MilestoneActualRevenue11",
            "milestone_actual_revenue_12": "MilestoneActualRevenue12",
            "milestone_actual_start_date": "MilestoneActualStartDate",
            "milestone_actual_work_hours": "MilestoneActualWorkHours",
            "milestone_approved_at": "MilestoneApprovedAt",
            "milestone_approver_id": "MilestoneApproverId",
            "milestone_approver_name": "MilestoneApproverName",
            "milestone_assigned_to": "MilestoneAssignedTo",
            "milestone_billing_status": "MilestoneBillingStatus",
            "milestone_comment": "MilestoneComment",
            "milestone_complete_date": "MilestoneCompleteDate",
            "milestone_created_at": "MilestoneCreatedAt",
            "milestone_created_by": "MilestoneCreatedBy",
            "milestone_custom_1": "MilestoneCustom1",
            "milestone_custom_2": "MilestoneCustom2",
            "milestone_custom_3": "MilestoneCustom3",
            "milestone_custom_4": "MilestoneCustom4",
            "milestone_custom_5": "MilestoneCustom5",
            "milestone_custom_6": "MilestoneCustom6",
            "milestone_custom_7": "MilestoneCustom7",
            "milestone_custom_8": "MilestoneCustom8",
            "milestone_custom_9": "MilestoneCustom9",
            "milestone_custom_10": "MilestoneCustom10",
            "milestone_custom_11": "MilestoneCustom11",
            "milestone_custom_12": "MilestoneCustom12",
            "milestone_custom_13": "MilestoneCustom13",
            "milestone_custom_14": "MilestoneCustom14",
            "milestone_custom_15": "MilestoneCustom15",
            "milestone_description": "MilestoneDescription",
            "milestone_locker_id": "MilestoneLockerId",
            "milestone_locker_name": "MilestoneLockerName",
            "milestone_memo": "MilestoneMemo",
            "milestone_opportunity_id": "MilestoneOpportunityId",
            "milestone_organisation_id": "MilestoneOrganisationId",
            "milestone_planned_billable_hours": "MilestonePlannedBillableHours",
            "milestone_planned_end_date": "MilestonePlannedEndDate",
            "milestone_planned_revenue_1": "MilestonePlannedRevenue1",
            "milestone_planned_revenue_2": "MilestonePlannedRevenue2",
            "milestone_planned_revenue_3": "MilestonePlannedRevenue3",
            "milestone_planned_revenue_4": "MilestonePlannedRevenue4",
            "milestone_planned_revenue_5": "MilestonePlannedRevenue5",
            "milestone_planned_revenue_6": "MilestonePlannedRevenue6",
            "milestone_planned_revenue_7": "MilestonePlannedRevenue7",
            "milestone_planned_revenue_8": "MilestonePlannedRevenue8",
            "milestone_planned_revenue_9": "MilestonePlannedRevenue9",
            "milestone_planned_revenue_10": "MilestonePlannedRevenue10",
            "milestone_planned_revenue_11": "MilestonePlannedRevenue11",
            "milestone_planned_revenue_12": "MilestonePlannedRevenue12",
            "milestone_planned_start_date": "MilestonePlannedStartDate",
            "milestone_planned_work_hours": "MilestonePlannedWorkHours",
            "milestone_status": "MilestoneStatus",
            "milestone_updated_at": "MilestoneUpdatedAt",
            "milestone_updated_by": "MilestoneUpdatedBy",
        },
        converters={},
        dates=(
            "milestone_actual_end_date",
            "milestone_actual_start_date",
            "milestone_approved_at",
            "milestone_complete_date",
            "milestone_created_at",
            "milestone_planned_end_date",
            "milestone_planned_start_date",
            "milestone_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.milestone_id,
            self.milestone_actual_billable_hours,
            self._milestone_actual_end_date,
            self.milestone_actual_revenue_1,
            self.milestone_actual_revenue_2,
            self.milestone_actual_revenue_3,
            self.milestone_actual_revenue_4,
            self.milestone_actual_revenue_5,
            self.milestone_actual_revenue_6,
            self.milestone_actual_revenue_7,
            self.milestone_actual_revenue_8,
            self.milestone_actual_revenue_9,
            self.milestone_actual_revenue_10,
            self.milestone_actual_revenue_11,
            self.milestone_actual_revenue_12,
            self._milestone_actual_start_date,
            self.milestone_actual_work_hours,
            self._milestone_approved_at,
            self.milestone_approver_id,
            self.milestone_approver_name,
            self.milestone_assigned_to,
            self.milestone_billing_status,
            self.milestone_comment,
            self._milestone_complete_date,
            self._milestone_created_at,
            self.milestone_created_by,
            self.milestone_custom_1,
            self.milestone_custom_2,
            self.milestone_custom_3,
            self.milestone_custom_4,
            self.milestone_custom_5,
            self.milestone_custom_6,
            self.milestone_custom_7,
            self.milestone_custom_8,
            self.milestone_custom_9,
            self.milestone_custom_10,
            self.milestone_custom_11,
            self.milestone_custom_12,
            self.milestone_custom_13,
            self.milestone_custom_14,
            self.milestone_custom_15,
            self.milestone_description,
            self.milestone_locker_id,
            self.milestone_locker_name,
            self.milestone_memo,
            self.milestone_opportunity_id,
            self.milestone_organisation_id,
            self.milestone_planned_billable_hours,
            self._milestone_planned_end_date,
            self.milestone_planned_revenue_1,
            self.milestone_planned_revenue_2,
            self.milestone_planned_revenue_3,
            self.milestone_planned_revenue_4,
            self.milestone_planned_revenue_5,
            self.milestone_planned_revenue_6,
            self.milestone_planned_revenue_7,
            self.milestone_planned_revenue_8,
            self.milestone_planned_revenue_9,
            self.milestone_planned_revenue_10,
            self.milestone_planned_revenue_11,
            self.milestone_planned_revenue_12,
            self._milestone_planned_start_date,
            self.milestone_planned_work_hours,
            self.milestone_status,
            self._milestone_updated_at,
            self.milestone_updated_by,
        ) = values
