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
    from ..models.budget_revenue_type import BudgetRevenueType
    from ..models.budget_type import BudgetType


@define(kw_only=True, repr=False)
class BudgetDto(Model):
    """A budget, as the API returns and accepts it.

    Attributes:
        budget_created_by: The user's name; `api2` and the token's name for a call of the API.
        budget_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    budget_id: int
    budget_access_level: int | None | Unset = UNSET
    budget_comment: None | str | Unset = UNSET
    budget_created_at: datetime.datetime | None | Unset = UNSET
    budget_created_by: None | str | Unset = UNSET
    budget_currency_name: None | str | Unset = UNSET
    budget_display_order: int | None | Unset = UNSET
    budget_gm_revenue_1: int | None | Unset = UNSET
    budget_gm_revenue_2: int | None | Unset = UNSET
    budget_gm_revenue_3: int | None | Unset = UNSET
    budget_gm_revenue_4: int | None | Unset = UNSET
    budget_gm_revenue_5: int | None | Unset = UNSET
    budget_gm_revenue_6: int | None | Unset = UNSET
    budget_gm_revenue_7: int | None | Unset = UNSET
    budget_gm_revenue_8: int | None | Unset = UNSET
    budget_gm_revenue_9: int | None | Unset = UNSET
    budget_gm_revenue_10: int | None | Unset = UNSET
    budget_gm_revenue_11: int | None | Unset = UNSET
    budget_gm_revenue_12: int | None | Unset = UNSET
    budget_gm_revenue_number: int | None | Unset = UNSET
    budget_language_id: int | None | Unset = UNSET
    budget_month_count: int | None | Unset = UNSET
    budget_name: None | str | Unset = UNSET
    budget_precision: int | None | Unset = UNSET
    budget_ref_id_number: int | None | Unset = UNSET
    budget_ref_id_text: None | str | Unset = UNSET
    budget_revenue_1: int | None | Unset = UNSET
    budget_revenue_2: int | None | Unset = UNSET
    budget_revenue_3: int | None | Unset = UNSET
    budget_revenue_4: int | None | Unset = UNSET
    budget_revenue_5: int | None | Unset = UNSET
    budget_revenue_6: int | None | Unset = UNSET
    budget_revenue_7: int | None | Unset = UNSET
    budget_revenue_8: int | None | Unset = UNSET
    budget_revenue_9: int | None | Unset = UNSET
    budget_revenue_10: int | None | Unset = UNSET
    budget_revenue_11: int | None | Unset = UNSET
    budget_revenue_12: int | None | Unset = UNSET
    budget_revenue_number: int | None | Unset = UNSET
    budget_revenue_type: BudgetRevenueType | None | Unset = UNSET
    budget_start_date: datetime.datetime | None | Unset = UNSET
    budget_territory_id: int | None | Unset = UNSET
    budget_type: BudgetType | None | Unset = UNSET
    budget_updated_at: datetime.datetime | None | Unset = UNSET
    budget_updated_by: None | str | Unset = UNSET
    budget_user_group_id: int | None | Unset = UNSET
    budget_user_id: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "budget_id": "BudgetId",
            "budget_access_level": "BudgetAccessLevel",
            "budget_comment": "BudgetComment",
            "budget_created_at": "BudgetCreatedAt",
            "budget_created_by": "BudgetCreatedBy",
            "budget_currency_name": "BudgetCurrencyName",
            "budget_display_order": "BudgetDisplayOrder",
            "budget_gm_revenue_1": "BudgetGmRevenue1",
            "budget_gm_revenue_2": "BudgetGmRevenue2",
            "budget_gm_revenue_3": "BudgetGmRevenue3",
            "budget_gm_revenue_4": "BudgetGmRevenue4",
            "budget_gm_revenue_5": "BudgetGmRevenue5",
            "budget_gm_revenue_6": "BudgetGmRevenue6",
            "budget_gm_revenue_7": "BudgetGmRevenue7",
            "budget_gm_revenue_8": "BudgetGmRevenue8",
            "budget_gm_revenue_9": "BudgetGmRevenue9",
            "budget_gm_revenue_10": "BudgetGmRevenue10",
            "budget_gm_revenue_11": "BudgetGmRevenue11",
            "budget_gm_revenue_12": "BudgetGmRevenue12",
            "budget_gm_revenue_number": "BudgetGmRevenueNumber",
            "budget_language_id": "BudgetLanguageId",
            "budget_month_count": "BudgetMonthCount",
            "budget_name": "BudgetName",
            "budget_precision": "BudgetPrecision",
            "budget_ref_id_number": "BudgetRefIdNumber",
            "budget_ref_id_text": "BudgetRefIdText",
            "budget_revenue_1": "BudgetRevenue1",
            "budget_revenue_2": "BudgetRevenue2",
            "budget_revenue_3": "BudgetRevenue3",
            "budget_revenue_4": "BudgetRevenue4",
            "budget_revenue_5": "BudgetRevenue5",
            "budget_revenue_6": "BudgetRevenue6",
            "budget_revenue_7": "BudgetRevenue7",
            "budget_revenue_8": "BudgetRevenue8",
            "budget_revenue_9": "BudgetRevenue9",
            "budget_revenue_10": "BudgetRevenue10",
            "budget_revenue_11": "BudgetRevenue11",
            "budget_revenue_12": "BudgetRevenue12",
            "budget_revenue_number": "BudgetRevenueNumber",
            "budget_revenue_type": "BudgetRevenueType",
            "budget_start_date": "BudgetStartDate",
            "budget_territory_id": "BudgetTerritoryId",
            "budget_type": "BudgetType",
            "budget_updated_at": "BudgetUpdatedAt",
            "budget_updated_by": "BudgetUpdatedBy",
            "budget_user_group_id": "BudgetUserGroupId",
            "budget_user_id": "BudgetUserId",
        },
        converters={},
        dates=(
            "budget_created_at",
            "budget_start_date",
            "budget_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.budget_id,
            self.budget_access_level,
            self.budget_comment,
            self._budget_created_at,
            self.budget_created_by,
            self.budget_currency_name,
            self.budget_display_order,
            self.budget_gm_revenue_1,
            self.budget_gm_revenue_2,
            self.budget_gm_revenue_3,
            self.budget_gm_revenue_4,
            self.budget_gm_revenue_5,
            self.budget_gm_revenue_6,
            self.budget_gm_revenue_7,
            self.budget_gm_revenue_8,
            self.budget_gm_revenue_9,
            self.budget_gm_revenue_10,
            self.budget_gm_revenue_11,
            self.budget_gm_revenue_12,
            self.budget_gm_revenue_number,
            self.budget_language_id,
            self.budget_month_count,
            self.budget_name,
            self.budget_precision,
            self.budget_ref_id_number,
            self.budget_ref_id_text,
            self.budget_revenue_1,
            self.budget_revenue_2,
            self.budget_revenue_3,
            self.budget_revenue_4,
            self.budget_revenue_5,
            self.budget_revenue_6,
            self.budget_revenue_7,
            self.budget_revenue_8,
            self.budget_revenue_9,
            self.budget_revenue_10,
            self.budget_revenue_11,
            self.budget_revenue_12,
            self.budget_revenue_number,
            self.budget_revenue_type,
            self._budget_start_date,
            self.budget_territory_id,
            self.budget_type,
            self._budget_updated_at,
            self.budget_updated_by,
            self.budget_user_group_id,
            self.budget_user_id,
        ) = values
