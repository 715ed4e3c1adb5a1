# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class ObjectDto(Model):
    """A row of a SELECT statement, with any columns."""

    row_number: int | None | Unset = UNSET
    a_dismissed: bool | None | Unset = UNSET
    a_history: Any | Unset = UNSET
    a_snoozed_at: Any | Unset = UNSET
    o_last_updated_by_id: Any | Unset = UNSET
    op_last_updated_by_id: Any | Unset = UNSET
    op_multi_territory: Any | Unset = UNSET
    p_last_login: Any | Unset = UNSET
    p_last_updated_by_id: Any | Unset = UNSET
    p_market_data_provider_id: Any | Unset = UNSET
    p_mem_date: Any | Unset = UNSET
    p_report_filter_match: Any | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "row_number": "RowNumber",
            "a_dismissed": "a_dismissed",
            "a_history": "a_history",
            "a_snoozed_at": "a_snoozedAt",
            "o_last_updated_by_id": "o_lastUpdatedById",
            "op_last_updated_by_id": "op_lastUpdatedById",
            "op_multi_territory": "op_multiTerritory",
            "p_last_login": "p_lastLogin",
            "p_last_updated_by_id": "p_lastUpdatedById",
            "p_market_data_provider_id": "p_marketDataProviderId",
            "p_mem_date": "p_memDate",
            "p_report_filter_match": "p_reportFilterMatch",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.row_number,
            self.a_dismissed,
            self.a_history,
            self.a_snoozed_at,
            self.o_last_updated_by_id,
            self.op_last_updated_by_id,
            self.op_multi_territory,
            self.p_last_login,
            self.p_last_updated_by_id,
            self.p_market_data_provider_id,
            self.p_mem_date,
            self.p_report_filter_match,
        ) = values
