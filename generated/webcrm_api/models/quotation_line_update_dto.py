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
class QuotationLineUpdateDto(Model):
    """A quotation line to create or update.

    Attributes:
        quotation_line_created_by: The user's name; `api2` and the token's name for a call of the API.
        quotation_line_linked_data_id: The id from `create_linked_data`, if linked data is on.
        quotation_line_opportunity_id: The opportunity's id, or the delivery's; they share ids.
        quotation_line_organisation_id: Must be set for the lines of a delivery.
        quotation_line_price: Price of one unit or of the whole line (not documented): do not compute with it.
        quotation_line_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    quotation_line_id: int
    quotation_line_comment: None | str | Unset = UNSET
    quotation_line_cost_price: float | None | Unset = UNSET
    quotation_line_created_at: datetime.datetime | None | Unset = UNSET
    quotation_line_created_by: None | str | Unset = UNSET
    quotation_line_data_1: None | str | Unset = UNSET
    quotation_line_data_2: None | str | Unset = UNSET
    quotation_line_data_3: None | str | Unset = UNSET
    quotation_line_data_4: None | str | Unset = UNSET
    quotation_line_data_5: None | str | Unset = UNSET
    quotation_line_data_6: None | str | Unset = UNSET
    quotation_line_data_7: None | str | Unset = UNSET
    quotation_line_data_8: None | str | Unset = UNSET
    quotation_line_data_9: None | str | Unset = UNSET
    quotation_line_discount: float | None | Unset = UNSET
    quotation_line_linked_data_id: int | None | Unset = UNSET
    quotation_line_list_price: float | None | Unset = UNSET
    quotation_line_memo: None | str | Unset = UNSET
    quotation_line_opportunity_id: int | None | Unset = UNSET
    quotation_line_organisation_id: int | None | Unset = UNSET
    quotation_line_person_id: int | None | Unset = UNSET
    quotation_line_price: float | None | Unset = UNSET
    quotation_line_quantity: float | None | Unset = UNSET
    quotation_line_sort_order: int | None | Unset = UNSET
    quotation_line_stock_status: None | str | Unset = UNSET
    quotation_line_updated_at: datetime.datetime | None | Unset = UNSET
    quotation_line_updated_by: None | str | Unset = UNSET
    quotation_line_vat_percentage: float | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "quotation_line_id": "QuotationLineId",
            "quotation_line_comment": "QuotationLineComment",
            "quotation_line_cost_price": "QuotationLineCostPrice",
            "quotation_line_created_at": "QuotationLineCreatedAt",
            "quotation_line_created_by": "QuotationLineCreatedBy",
            "quotation_line_data_1": "QuotationLineData1",
            "quotation_line_data_2": "QuotationLineData2",
            "quotation_line_data_3": "QuotationLineData3",
            "quotation_line_data_4": "QuotationLineData4",
            "quotation_line_data_5": "QuotationLineData5",
            "quotation_line_data_6": "QuotationLineData6",
            "quotation_line_data_7": "QuotationLineData7",
            "quotation_line_data_8": "QuotationLineData8",
            "quotation_line_data_9": "QuotationLineData9",
            "quotation_line_discount": "QuotationLineDiscount",
            "quotation_line_linked_data_id": "QuotationLineLinkedDataId",
            "quotation_line_list_price": "QuotationLineListPrice",
            "quotation_line_memo": "QuotationLineMemo",
            "quotation_line_opportunity_id": "QuotationLineOpportunityId",
            "quotation_line_organisation_id": "QuotationLineOrganisationId",
            "quotation_line_person_id": "QuotationLinePersonId",
            "quotation_line_price": "QuotationLinePrice",
            "quotation_line_quantity": "QuotationLineQuantity",
            "quotation_line_sort_order": "QuotationLineSortOrder",
            "quotation_line_stock_status": "QuotationLineStockStatus",
            "quotation_line_updated_at": "QuotationLineUpdatedAt",
            "quotation_line_updated_by": "QuotationLineUpdatedBy",
            "quotation_line_vat_percentage": "QuotationLineVatPercentage",
        },
        converters={},
        dates=(
            "quotation_line_created_at",
            "quotation_line_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.quotation_line_id,
            self.quotation_line_comment,
            self.quotation_line_cost_price,
            self._quotation_line_created_at,
            self.quotation_line_created_by,
            self.quotation_line_data_1,
            self.quotation_line_data_2,
            self.quotation_line_data_3,
            self.quotation_line_data_4,
            self.quotation_line_data_5,
            self.quotation_line_data_6,
            self.quotation_line_data_7,
            self.quotation_line_data_8,
            self.quotation_line_data_9,
            self.quotation_line_discount,
            self.quotation_line_linked_data_id,
            self.quotation_line_list_price,
            self.quotation_line_memo,
            self.quotation_line_opportunity_id,
            self.quotation_line_organisation_id,
            self.quotation_line_person_id,
            self.quotation_line_price,
            self.quotation_line_quantity,
            self.quotation_line_sort_order,
            self.quotation_line_stock_status,
            self._quotation_line_updated_at,
            self.quotation_line_updated_by,
            self.quotation_line_vat_percentage,
        ) = values
