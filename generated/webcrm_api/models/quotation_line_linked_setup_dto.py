# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quotation_line_linked_setup_cost_price_edit_mode import QuotationLineLinkedSetupCostPriceEditMode
    from ..models.quotation_line_linked_setup_entity_type import QuotationLineLinkedSetupEntityType
    from ..models.quotation_line_linked_setup_link_mode import QuotationLineLinkedSetupLinkMode
    from ..models.quotation_line_linked_setup_lookup_mode import QuotationLineLinkedSetupLookupMode


@define(kw_only=True, repr=False)
class QuotationLineLinkedSetupDto(Model):
    """The setup of linked data for quotation lines: which fields it uses.

    Attributes:
        quotation_line_linked_setup_field_1: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_2: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_3: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_4: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_5: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_6: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_7: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_8: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_field_9: The id of the field that it uses; null or 0 if it uses none.
        quotation_line_linked_setup_memo_field: The id of the field that it uses; null or 0 if it uses none.
    """

    quotation_line_linked_setup_id: int
    quotation_line_linked_setup_cost_price_condition_field: None | str | Unset = UNSET
    quotation_line_linked_setup_cost_price_condition_value: None | str | Unset = UNSET
    quotation_line_linked_setup_cost_price_edit_mode: None | QuotationLineLinkedSetupCostPriceEditMode | Unset = UNSET
    quotation_line_linked_setup_cost_price_label: None | str | Unset = UNSET
    quotation_line_linked_setup_create_date_field: None | str | Unset = UNSET
    quotation_line_linked_setup_entity_type: None | QuotationLineLinkedSetupEntityType | Unset = UNSET
    quotation_line_linked_setup_field_1: int | None | Unset = UNSET
    quotation_line_linked_setup_field_2: int | None | Unset = UNSET
    quotation_line_linked_setup_field_3: int | None | Unset = UNSET
    quotation_line_linked_setup_field_4: int | None | Unset = UNSET
    quotation_line_linked_setup_field_5: int | None | Unset = UNSET
    quotation_line_linked_setup_field_6: int | None | Unset = UNSET
    quotation_line_linked_setup_field_7: int | None | Unset = UNSET
    quotation_line_linked_setup_field_8: int | None | Unset = UNSET
    quotation_line_linked_setup_field_9: int | None | Unset = UNSET
    quotation_line_linked_setup_font_family: None | str | Unset = UNSET
    quotation_line_linked_setup_font_size: int | None | Unset = UNSET
    quotation_line_linked_setup_highlight_vat: bool | None | Unset = UNSET
    quotation_line_linked_setup_image_height: int | None | Unset = UNSET
    quotation_line_linked_setup_image_url: None | str | Unset = UNSET
    quotation_line_linked_setup_image_width: int | None | Unset = UNSET
    quotation_line_linked_setup_is_image_enabled: bool | None | Unset = UNSET
    quotation_line_linked_setup_is_unique_value_required: bool | None | Unset = UNSET
    quotation_line_linked_setup_link_mode: None | QuotationLineLinkedSetupLinkMode | Unset = UNSET
    quotation_line_linked_setup_list_price_label: None | str | Unset = UNSET
    quotation_line_linked_setup_lookup_mode: None | QuotationLineLinkedSetupLookupMode | Unset = UNSET
    quotation_line_linked_setup_memo_field: int | None | Unset = UNSET
    quotation_line_linked_setup_past_as_cost_price: bool | None | Unset = UNSET
    quotation_line_linked_setup_price_label: None | str | Unset = UNSET
    quotation_line_linked_setup_quantity_label: None | str | Unset = UNSET
    quotation_line_linked_setup_update_date_field: None | str | Unset = UNSET
    quotation_line_linked_setup_use_cost_price: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_custom_memo: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_discount: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_integer_discount: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_integer_price: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_integer_quantity: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_item_group: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_line_number: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_1: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_2: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_3: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_4: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_5: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_6: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_7: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_8: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_linked_field_9: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_list_price: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_price_line: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_price_total: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_quantity: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_revenue: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_spacer: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_total_discount: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_vat: bool | None | Unset = UNSET
    quotation_line_linked_setup_use_vat_per_line: bool | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "quotation_line_linked_setup_id": "QuotationLineLinkedSetupId",
            "quotation_line_linked_setup_cost_price_condition_field": "QuotationLineLinkedSetupCostPriceConditionField",
            "quotation_line_linked_setup_cost_price_condition_value": "QuotationLineLinkedSetupCostPriceConditionValue",
            "quotation_line_linked_setup_cost_price_edit_mode": "QuotationLineLinkedSetupCostPriceEditMode",
            "quotation_line_linked_setup_cost_price_label": "QuotationLineLinkedSetupCostPriceLabel",
            "quotation_line_linked_setup_create_date_field": "QuotationLineLinkedSetupCreateDateField",
            "quotation_line_linked_setup_entity_type": "QuotationLineLinkedSetupEntityType",
            "quotation_line_linked_setup_field_1": "QuotationLineLinkedSetupField1",
            "quotation_line_linked_setup_field_2": "QuotationLineLinkedSetupField2",
            "quotation_line_linked_setup_field_3": "QuotationLineLinkedSetupField3",
            "quotation_line_linked_setup_field_4": "QuotationLineLinkedSetupField4",
            "quotation_line_linked_setup_field_5": "QuotationLineLinkedSetupField5",
            "quotation_line_linked_setup_field_6": "QuotationLineLinkedSetupField6",
            "quotation_line_linked_setup_field_7": "QuotationLineLinkedSetupField7",
            "quotation_line_linked_setup_field_8": "QuotationLineLinkedSetupField8",
            "quotation_line_linked_setup_field_9": "QuotationLineLinkedSetupField9",
            "quotation_line_linked_setup_font_family": "QuotationLineLinkedSetupFontFamily",
            "quotation_line_linked_setup_font_size": "QuotationLineLinkedSetupFontSize",
            "quotation_line_linked_setup_highlight_vat": "QuotationLineLinkedSetupHighlightVat",
            "quotation_line_linked_setup_image_height": "QuotationLineLinkedSetupImageHeight",
            "quotation_line_linked_setup_image_url": "QuotationLineLinkedSetupImageUrl",
            "quotation_line_linked_setup_image_width": "QuotationLineLinkedSetupImageWidth",
            "quotation_line_linked_setup_is_image_enabled": "QuotationLineLinkedSetupIsImageEnabled",
            "quotation_line_linked_setup_is_unique_value_required": "QuotationLineLinkedSetupIsUniqueValueRequired",
            "quotation_line_linked_setup_link_mode": "QuotationLineLinkedSetupLinkMode",
            "quotation_line_linked_setup_list_price_label": "QuotationLineLinkedSetupListPriceLabel",
            "quotation_line_linked_setup_lookup_mode": "QuotationLineLinkedSetupLookupMode",
            "quotation_line_linked_setup_memo_field": "QuotationLineLinkedSetupMemoField",
            "quotation_line_linked_setup_past_as_cost_price": "QuotationLineLinkedSetupPastAsCostPrice",
            "quotation_line_linked_setup_price_label": "QuotationLineLinkedSetupPriceLabel",
            "quotation_line_linked_setup_quantity_label": "QuotationLineLinkedSetupQuantityLabel",
            "quotation_line_linked_setup_update_date_field": "QuotationLineLinkedSetupUpdateDateField",
            "quotation_line_linked_setup_use_cost_price": "QuotationLineLinkedSetupUseCostPrice",
            "quotation_line_linked_setup_use_custom_memo": "QuotationLineLinkedSetupUseCustomMemo",
            "quotation_line_linked_setup_use_discount": "QuotationLineLinkedSetupUseDiscount",
            "quotation_line_linked_setup_use_integer_discount": "QuotationLineLinkedSetupUseIntegerDiscount",
            "quotation_line_linked_setup_use_integer_price": "QuotationLineLinkedSetupUseIntegerPrice",
            "quotation_line_linked_setup_use_integer_quantity": "QuotationLineLinkedSetupUseIntegerQuantity",
            "quotation_line_linked_setup_use_item_group": "QuotationLineLinkedSetupUseItemGroup",
            "quotation_line_linked_setup_use_line_number": "QuotationLineLinkedSetupUseLineNumber",
            "quotation_line_linked_setup_use_linked_field_1": "QuotationLineLinkedSetupUseLinkedField1",
            "quotation_line_linked_setup_use_linked_field_2": "QuotationLineLinkedSetupUseLinkedField2",
            "quotation_line_linked_setup_use_linked_field_3": "QuotationLineLinkedSetupUseLinkedField3",
            "quotation_line_linked_setup_use_linked_field_4": "QuotationLineLinkedSetupUseLinkedField4",
            "quotation_line_linked_setup_use_linked_field_5": "QuotationLineLinkedSetupUseLinkedField5",
            "quotation_line_linked_setup_use_linked_field_6": "QuotationLineLinkedSetupUseLinkedField6",
            "quotation_line_linked_setup_use_linked_field_7": "QuotationLineLinkedSetupUseLinkedField7",
            "quotation_line_linked_setup_use_linked_field_8": "QuotationLineLinkedSetupUseLinkedField8",
            "quotation_line_linked_setup_use_linked_field_9": "QuotationLineLinkedSetupUseLinkedField9",
            "quotation_line_linked_setup_use_list_price": "QuotationLineLinkedSetupUseListPrice",
            "quotation_line_linked_setup_use_price_line": "QuotationLineLinkedSetupUsePriceLine",
            "quotation_line_linked_setup_use_price_total": "QuotationLineLinkedSetupUsePriceTotal",
            "quotation_line_linked_setup_use_quantity": "QuotationLineLinkedSetupUseQuantity",
            "quotation_line_linked_setup_use_revenue": "QuotationLineLinkedSetupUseRevenue",
            "quotation_line_linked_setup_use_spacer": "QuotationLineLinkedSetupUseSpacer",
            "quotation_line_linked_setup_use_total_discount": "QuotationLineLinkedSetupUseTotalDiscount",
            "quotation_line_linked_setup_use_vat": "QuotationLineLinkedSetupUseVat",
            "quotation_line_linked_setup_use_vat_per_line": "QuotationLineLinkedSetupUseVatPerLine",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.quotation_line_linked_setup_id,
            self.quotation_line_linked_setup_cost_price_condition_field,
            self.quotation_line_linked_setup_cost_price_condition_value,
            self.quotation_line_linked_setup_cost_price_edit_mode,
            self.quotation_line_linked_setup_cost_price_label,
            self.quotation_line_linked_setup_create_date_field,
            self.quotation_line_linked_setup_entity_type,
            self.quotation_line_linked_setup_field_1,
            self.quotation_line_linked_setup_field_2,
            self.quotation_line_linked_setup_field_3,
            self.quotation_line_linked_setup_field_4,
            self.quotation_line_linked_setup_field_5,
            self.quotation_line_linked_setup_field_6,
            self.quotation_line_linked_setup_field_7,
            self.quotation_line_linked_setup_field_8,
            self.quotation_line_linked_setup_field_9,
            self.quotation_line_linked_setup_font_family,
            self.quotation_line_linked_setup_font_size,
            self.quotation_line_linked_setup_highlight_vat,
            self.quotation_line_linked_setup_image_height,
            self.quotation_line_linked_setup_image_url,
            self.quotation_line_linked_setup_image_width,
            self.quotation_line_linked_setup_is_image_enabled,
            self.quotation_line_linked_setup_is_unique_value_required,
            self.quotation_line_linked_setup_link_mode,
            self.quotation_line_linked_setup_list_price_label,
            self.quotation_line_linked_setup_lookup_mode,
            self.quotation_line_linked_setup_memo_field,
            self.quotation_line_linked_setup_past_as_cost_price,
            self.quotation_line_linked_setup_price_label,
            self.quotation_line_linked_setup_quantity_label,
            self.quotation_line_linked_setup_update_date_field,
            self.quotation_line_linked_setup_use_cost_price,
            self.quotation_line_linked_setup_use_custom_memo,
            self.quotation_line_linked_setup_use_discount,
            self.quotation_line_linked_setup_use_integer_discount,
            self.quotation_line_linked_setup_use_integer_price,
            self.quotation_line_linked_setup_use_integer_quantity,
            self.quotation_line_linked_setup_use_item_group,
            self.quotation_line_linked_setup_use_line_number,
            self.quotation_line_linked_setup_use_linked_field_1,
            self.quotation_line_linked_setup_use_linked_field_2,
            self.quotation_line_linked_setup_use_linked_field_3,
            self.quotation_line_linked_setup_use_linked_field_4,
            self.quotation_line_linked_setup_use_linked_field_5,
            self.quotation_line_linked_setup_use_linked_field_6,
            self.quotation_line_linked_setup_use_linked_field_7,
            self.quotation_line_linked_setup_use_linked_field_8,
            self.quotation_line_linked_setup_use_linked_field_9,
            self.quotation_line_linked_setup_use_list_price,
            self.quotation_line_linked_setup_use_price_line,
            self.quotation_line_linked_setup_use_price_total,
            self.quotation_line_linked_setup_use_quantity,
            self.quotation_line_linked_setup_use_revenue,
            self.quotation_line_linked_setup_use_spacer,
            self.quotation_line_linked_setup_use_total_discount,
            self.quotation_line_linked_setup_use_vat,
            self.quotation_line_linked_setup_use_vat_per_line,
        ) = values
