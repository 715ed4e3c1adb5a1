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
    pass


@define(kw_only=True, repr=False)
class RevenueDto(Model):
    """A revenue, as the API returns and accepts it.

    Attributes:
        revenue_created_by: The user's name; `api2` and the token's name for a call of the API.
        revenue_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    revenue_id: int
    revenue_created_at: datetime.datetime | None | Unset = UNSET
    revenue_created_by: None | str | Unset = UNSET
    revenue_date: datetime.datetime | None | Unset = UNSET
    revenue_gm_revenue_1: float | None | Unset = UNSET
    revenue_gm_revenue_2: float | None | Unset = UNSET
    revenue_gm_revenue_3: float | None | Unset = UNSET
    revenue_gm_revenue_4: float | None | Unset = UNSET
    revenue_gm_revenue_5: float | None | Unset = UNSET
    revenue_gm_revenue_6: float | None | Unset = UNSET
    revenue_gm_revenue_7: float | None | Unset = UNSET
    revenue_gm_revenue_8: float | None | Unset = UNSET
    revenue_gm_revenue_9: float | None | Unset = UNSET
    revenue_gm_revenue_10: float | None | Unset = UNSET
    revenue_gm_revenue_11: float | None | Unset = UNSET
    revenue_gm_revenue_12: float | None | Unset = UNSET
    revenue_memo: None | str | Unset = UNSET
    revenue_months_text: None | str | Unset = UNSET
    revenue_opportunity_id: int | None | Unset = UNSET
    revenue_organisation_id: int | None | Unset = UNSET
    revenue_repeat_month: int | None | Unset = UNSET
    revenue_repeat_until: datetime.datetime | None | Unset = UNSET
    revenue_revenue_1: float | None | Unset = UNSET
    revenue_revenue_2: float | None | Unset = UNSET
    revenue_revenue_3: float | None | Unset = UNSET
    revenue_revenue_4: float | None | Unset = UNSET
    revenue_revenue_5: float | None | Unset = UNSET
    revenue_revenue_6: float | None | Unset = UNSET
    revenue_revenue_7: float | None | Unset = UNSET
    revenue_revenue_8: float | None | Unset = UNSET
    revenue_revenue_9: float | None | Unset = UNSET
    revenue_revenue_10: float | None | Unset = UNSET
    revenue_revenue_11: float | None | Unset = UNSET
    revenue_revenue_12: float | None | Unset = UNSET
    revenue_text: None | str | Unset = UNSET
    revenue_total_gm_reveue: float | None | Unset = UNSET
    revenue_total_revenue: float | None | Unset = UNSET
    revenue_updated_at: datetime.datetime | None | Unset = UNSET
    revenue_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "revenue_id": "RevenueId",
            "revenue_created_at": "RevenueCreatedAt",
            "revenue_created_by": "RevenueCreatedBy",
            "revenue_date": "RevenueDate",
            "revenue_gm_revenue_1": "RevenueGmRevenue1",
            "revenue_gm_revenue_2": "RevenueGmRevenue2",
            "revenue_gm_revenue_3": "RevenueGmRevenue3",
            "revenue_gm_revenue_4": "RevenueGmRevenue4",
            "revenue_gm_revenue_5": "RevenueGmRevenue5",
            "revenue_gm_revenue_6": "RevenueGmRevenue6",
            "revenue_gm_revenue_7": "RevenueGmRevenue7",
            "revenue_gm_revenue_8": "RevenueGmRevenue8",
            "revenue_gm_revenue_9": "RevenueGmRevenue9",
            "revenue_gm_revenue_10": "RevenueGmRevenue10",
            "revenue_gm_revenue_11": "RevenueGmRevenue11",
            "revenue_gm_revenue_12": "RevenueGmRevenue12",
            "revenue_memo": "RevenueMemo",
            "revenue_months_text": "RevenueMonthsText",
            "revenue_opportunity_id": "RevenueOpportunityId",
            "revenue_organisation_id": "RevenueOrganisationId",
            "revenue_repeat_month": "RevenueRepeatMonth",
            "revenue_repeat_until": "RevenueRepeatUntil",
            "revenue_revenue_1": "RevenueRevenue1",
            "revenue_revenue_2": "RevenueRevenue2",
            "revenue_revenue_3": "RevenueRevenue3",
            "revenue_revenue_4": "RevenueRevenue4",
            "revenue_revenue_5": "RevenueRevenue5",
            "revenue_revenue_6": "RevenueRevenue6",
            "revenue_revenue_7": "RevenueRevenue7",
            "revenue_revenue_8": "RevenueRevenue8",
            "revenue_revenue_9": "RevenueRevenue9",
            "revenue_revenue_10": "RevenueRevenue10",
            "revenue_revenue_11": "RevenueRevenue11",
            "revenue_revenue_12": "RevenueRevenue12",
            "revenue_text": "RevenueText",
            "revenue_total_gm_reveue": "RevenueTotalGmReveue",
            "revenue_total_revenue": "RevenueTotalRevenue",
            "revenue_updated_at": "RevenueUpdatedAt",
            "revenue_updated_by": "RevenueUpdatedBy",
        },
        converters={},
        dates=(
            "revenue_created_at",
            "revenue_date",
            "revenue_repeat_until",
            "revenue_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.revenue_id,
            self._revenue_created_at,
            self.revenue_created_by,
            self._revenue_date,
            self.revenue_gm_revenue_1,
            self.revenue_gm_revenue_2,
            self.revenue_gm_revenue_3,
            self.revenue_gm_revenue_4,
            self.revenue_gm_revenue_5,
            self.revenue_gm_revenue_6,
            self.revenue_gm_revenue_7,
            self.revenue_gm_revenue_8,
            self.revenue_gm_revenue_9,
            self.revenue_gm_revenue_10,
            self.revenue_gm_revenue_11,
            self.revenue_gm_revenue_12,
            self.revenue_memo,
            self.revenue_months_text,
            self.revenue_opportunity_id,
            self.revenue_organisation_id,
            self.revenue_repeat_month,
            self._revenue_repeat_until,
            self.revenue_revenue_1,
            self.revenue_revenue_2,
            self.revenue_revenue_3,
            self.revenue_revenue_4,
            self.revenue_revenue_5,
            self.revenue_revenue_6,
            self.revenue_revenue_7,
            self.revenue_revenue_8,
            self.revenue_revenue_9,
            self.revenue_revenue_10,
            self.revenue_revenue_11,
            self.revenue_revenue_12,
            self.revenue_text,
            self.revenue_total_gm_reveue,
            self.revenue_total_revenue,
            self._revenue_updated_at,
            self.revenue_updated_by,
        ) = values
