# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `OrganisationDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.country_dto import CountryDto
    from ..models.organisation_last_item_type import OrganisationLastItemType


class OrganisationProperties(TypedDict, total=False):
    """The properties of `OrganisationDto`, without its id and those that the service assigns or derives."""

    organisation_address: str | None
    organisation_alert: str | None
    organisation_approval_status: int | None
    organisation_city: str | None
    organisation_comment: str | None
    organisation_company_description: str | None
    organisation_country: str | None
    organisation_country_data: CountryDto | None
    organisation_custom_1: str | None
    organisation_custom_2: str | None
    organisation_custom_3: str | None
    organisation_custom_4: str | None
    organisation_custom_5: str | None
    organisation_custom_6: str | None
    organisation_custom_7: str | None
    organisation_custom_8: str | None
    organisation_custom_9: str | None
    organisation_custom_10: str | None
    organisation_custom_11: str | None
    organisation_custom_12: str | None
    organisation_custom_13: str | None
    organisation_custom_14: str | None
    organisation_custom_15: str | None
    organisation_delivery_address: str | None
    organisation_delivery_city: str | None
    organisation_delivery_post_code: str | None
    organisation_delivery_state: str | None
    organisation_division_name: str | None
    organisation_domain: str | None
    organisation_extra_custom_1: str | None
    organisation_extra_custom_2: str | None
    organisation_extra_custom_3: str | None
    organisation_extra_custom_4: str | None
    organisation_extra_custom_5: str | None
    organisation_extra_custom_6: str | None
    organisation_extra_custom_7: str | None
    organisation_extra_custom_8: str | None
    organisation_fax: str | None
    organisation_gps: str | None
    organisation_image_file_extension: str | None
    organisation_industry: str | None
    organisation_last_displayed_at: datetime.date | None
    organisation_last_item_type: OrganisationLastItemType | None
    organisation_last_item_updated_at: datetime.date | None
    organisation_market_data_id: str | None
    organisation_market_data_provider_id: int | None
    organisation_memo: str | None
    organisation_name: str | None
    organisation_no_ads: bool | None
    organisation_outlook_sync: int | None
    organisation_overlay_url: str | None
    organisation_owner: int | None
    organisation_owner_2: int | None
    organisation_plus_1: str | None
    organisation_plus_2: str | None
    organisation_plus_3: str | None
    organisation_plus_4: str | None
    organisation_plus_5: str | None
    organisation_plus_6: str | None
    organisation_plus_7: str | None
    organisation_plus_8: str | None
    organisation_plus_9: str | None
    organisation_plus_10: str | None
    organisation_plus_11: str | None
    organisation_plus_12: str | None
    organisation_plus_13: str | None
    organisation_plus_14: str | None
    organisation_plus_15: str | None
    organisation_plus_16: str | None
    organisation_plus_17: str | None
    organisation_plus_18: str | None
    organisation_plus_19: str | None
    organisation_plus_20: str | None
    organisation_post_code: str | None
    organisation_report_temp: int | None
    organisation_sla: int | None
    organisation_state: str | None
    organisation_status: str | None
    organisation_telephone: str | None
    organisation_territory_id: int | None
    organisation_type: str | None
    organisation_vat_country: str | None
    organisation_vat_group: str | None
    organisation_vat_number: str | None
    organisation_vat_status: str | None
    organisation_vat_verified_at: datetime.date | None
    organisation_www: str | None
    organisation_x_date_1: datetime.date | None
    organisation_x_date_2: datetime.date | None
    organisation_x_int_1: int | None
    organisation_x_int_2: int | None
    organisation_x_int_3: int | None
    organisation_x_int_4: int | None
    organisation_x_int_5: int | None
    organisation_x_int_6: int | None
    organisation_x_int_7: int | None
    organisation_x_int_8: int | None
    organisation_x_memo_1: str | None
    organisation_x_memo_2: str | None
    organisation_x_text_1: str | None
    organisation_x_text_2: str | None
    organisation_x_text_3: str | None
    organisation_x_text_4: str | None
    organisation_x_text_5: str | None
    organisation_x_text_6: str | None
    organisation_x_text_7: str | None
    organisation_x_text_8: str | None


__all__ = ["OrganisationProperties"]
