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
    from ..models.time_expense_type import TimeExpenseType


@define(kw_only=True, repr=False)
class TimeExpenseDto(Model):
    """A time expense, as the API returns and accepts it.

    Attributes:
        time_expense_created_by: The user's name; `api2` and the token's name for a call of the API.
        time_expense_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    time_expense_id: int
    time_expense_billable_hours: float | None | Unset = UNSET
    time_expense_created_at: datetime.datetime | None | Unset = UNSET
    time_expense_created_by: None | str | Unset = UNSET
    time_expense_date: datetime.datetime | None | Unset = UNSET
    time_expense_end_date: datetime.datetime | None | Unset = UNSET
    time_expense_fixed_price: float | None | Unset = UNSET
    time_expense_fixed_price_text: None | str | Unset = UNSET
    time_expense_milestone_id: int | None | Unset = UNSET
    time_expense_opportunity_id: int | None | Unset = UNSET
    time_expense_organisation_id: int | None | Unset = UNSET
    time_expense_overtime_billable_hours: float | None | Unset = UNSET
    time_expense_start_date: datetime.datetime | None | Unset = UNSET
    time_expense_text: None | str | Unset = UNSET
    time_expense_travel_hours: float | None | Unset = UNSET
    time_expense_type: None | TimeExpenseType | Unset = UNSET
    time_expense_updated_at: datetime.datetime | None | Unset = UNSET
    time_expense_updated_by: None | str | Unset = UNSET
    time_expense_user_id: int | None | Unset = UNSET
    time_expense_work_hours: float | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "time_expense_id": "TimeExpenseId",
            "time_expense_billable_hours": "TimeExpenseBillableHours",
            "time_expense_created_at": "TimeExpenseCreatedAt",
            "time_expense_created_by": "TimeExpenseCreatedBy",
            "time_expense_date": "TimeExpenseDate",
            "time_expense_end_date": "TimeExpenseEndDate",
            "time_expense_fixed_price": "TimeExpenseFixedPrice",
            "time_expense_fixed_price_text": "TimeExpenseFixedPriceText",
            "time_expense_milestone_id": "TimeExpenseMilestoneId",
            "time_expense_opportunity_id": "TimeExpenseOpportunityId",
            "time_expense_organisation_id": "TimeExpenseOrganisationId",
            "time_expense_overtime_billable_hours": "TimeExpenseOvertimeBillableHours",
            "time_expense_start_date": "TimeExpenseStartDate",
            "time_expense_text": "TimeExpenseText",
            "time_expense_travel_hours": "TimeExpenseTravelHours",
            "time_expense_type": "TimeExpenseType",
            "time_expense_updated_at": "TimeExpenseUpdatedAt",
            "time_expense_updated_by": "TimeExpenseUpdatedBy",
            "time_expense_user_id": "TimeExpenseUserId",
            "time_expense_work_hours": "TimeExpenseWorkHours",
        },
        converters={},
        dates=(
            "time_expense_created_at",
            "time_expense_date",
            "time_expense_end_date",
            "time_expense_start_date",
            "time_expense_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.time_expense_id,
            self.time_expense_billable_hours,
            self._time_expense_created_at,
            self.time_expense_created_by,
            self._time_expense_date,
            self._time_expense_end_date,
            self.time_expense_fixed_price,
            self.time_expense_fixed_price_text,
            self.time_expense_milestone_id,
            self.time_expense_opportunity_id,
            self.time_expense_organisation_id,
            self.time_expense_overtime_billable_hours,
            self._time_expense_start_date,
            self.time_expense_text,
            self.time_expense_travel_hours,
            self.time_expense_type,
            self._time_expense_updated_at,
            self.time_expense_updated_by,
            self.time_expense_user_id,
            self.time_expense_work_hours,
        ) = values
