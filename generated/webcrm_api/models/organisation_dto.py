# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.country_dto import CountryDto
    from ..models.organisation_last_item_type import OrganisationLastItemType


@define(kw_only=True, repr=False)
class OrganisationDto(Model):
    """An organisation, as the API returns and accepts it.

    The meaning of the Custom, ExtraCustom and Plus fields differs from system to system; `crm.fields_metadata`
    describes it. Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list
    must be spelled exactly as in the list, including case.

    Attributes:
        organisation_address: May have several lines. At most 250 characters.
        organisation_alert: At most 50 characters.
        organisation_city: At most 50 characters.
        organisation_compare_name: Set by the service. At most 500 characters.
        organisation_country: A name in the system's language, not a code. At most 50 characters.
        organisation_created_by: The user's name; `api2` and the token's name for a call of the API.
        organisation_division_name: At most 200 characters.
        organisation_domain: At most 50 characters.
        organisation_extra_custom_1: At most 50 characters.
        organisation_extra_custom_2: At most 50 characters.
        organisation_extra_custom_3: At most 50 characters.
        organisation_extra_custom_4: At most 50 characters.
        organisation_extra_custom_5: At most 50 characters.
        organisation_extra_custom_6: At most 50 characters.
        organisation_extra_custom_7: At most 50 characters.
        organisation_extra_custom_8: At most 50 characters.
        organisation_fax: At most 50 characters.
        organisation_gps: At most 50 characters.
        organisation_history: Rows of HTML, written by the service.
        organisation_industry: At most 50 characters.
        organisation_name: At most 200 characters.
        organisation_telephone: At most 50 characters.
        organisation_telephone_search: Set by the service.
        organisation_updated_by: The user's name; `api2` and the token's name for a call of the API.
        organisation_vat_country: At most 10 characters.
        organisation_vat_group: At most 20 characters.
        organisation_vat_number: At most 50 characters.
        organisation_www: At most 50 characters.
        organisation_x_text_1: At most 50 characters.
        organisation_x_text_2: At most 50 characters.
        organisation_x_text_3: At most 50 characters.
        organisation_x_text_4: At most 50 characters.
        organisation_x_text_5: At most 50 characters.
        organisation_x_text_6: At most 50 characters.
        organisation_x_text_7: At most 50 characters.
        organisation_x_text_8: At most 50 characters.
    """

    organisation_id: int
    organisation_address: None | str | Unset = UNSET
    organisation_alert: None | str | Unset = UNSET
    organisation_approval_status: int | None | Unset = UNSET
    organisation_city: None | str | Unset = UNSET
    organisation_comment: None | str | Unset = UNSET
    organisation_company_description: None | str | Unset = UNSET
    organisation_compare_name: None | str | Unset = UNSET
    organisation_country: None | str | Unset = UNSET
    organisation_country_data: CountryDto | None | Unset = UNSET
    organisation_created_at: datetime.datetime | None | Unset = UNSET
    organisation_created_by: None | str | Unset = UNSET
    organisation_custom_1: None | str | Unset = UNSET
    organisation_custom_2: None | str | Unset = UNSET
    organisation_custom_3: None | str | Unset = UNSET
    organisation_custom_4: None | str | Unset = UNSET
    organisation_custom_5: None | str | Unset = UNSET
    organisation_custom_6: None | str | Unset = UNSET
    organisation_custom_7: None | str | Unset = UNSET
    organisation_custom_8: None | str | Unset = UNSET
    organisation_custom_9: None | str | Unset = UNSET
    organisation_custom_10: None | str | Unset = UNSET
    organisation_custom_11: None | str | Unset = UNSET
    organisation_custom_12: None | str | Unset = UNSET
    organisation_custom_13: None | str | Unset = UNSET
    organisation_custom_14: None | str | Unset = UNSET
    organisation_custom_15: None | str | Unset = UNSET
    organisation_delivery_address: None | str | Unset = UNSET
    organisation_delivery_city: None | str | Unset = UNSET
    organisation_delivery_post_code: None | str | Unset = UNSET
    organisation_delivery_state: None | str | Unset = UNSET
    organisation_division_name: None | str | Unset = UNSET
    organisation_domain: None | str | Unset = UNSET
    organisation_extra_custom_1: None | str | Unset = UNSET
    organisation_extra_custom_2: None | str | Unset = UNSET
    organisation_extra_custom_3: None | str | Unset = UNSET
    organisation_extra_custom_4: None | str | Unset = UNSET
    organisation_extra_custom_5: None | str | Unset = UNSET
    organisation_extra_custom_6: None | str | Unset = UNSET
    organisation_extra_custom_7: None | str | Unset = UNSET
    organisation_extra_custom_8: None | str | Unset = UNSET
    organisation_fax: None | str | Unset = UNSET
    organisation_gps: None | str | Unset = UNSET
    organisation_history: None | str | Unset = UNSET
    organisation_image_file_extension: None | str | Unset = UNSET
    organisation_industry: None | str | Unset = UNSET
    organisation_last_displayed_at: datetime.datetime | None | Unset = UNSET
    organisation_last_item_type: None | OrganisationLastItemType | Unset = UNSET
    organisation_last_item_updated_at: datetime.datetime | None | Unset = UNSET
    organisation_market_data_id: None | str | Unset = UNSET
    organisation_market_data_provider_id: int | None | Unset = UNSET
    organisation_memo: None | str | Unset = UNSET
    organisation_name: None | str | Unset = UNSET
    organisation_no_ads: bool | None | Unset = UNSET
    organisation_outlook_sync: int | None | Unset = UNSET
    organisation_overlay_url: None | str | Unset = UNSET
    organisation_owner: int | None | Unset = UNSET
    organisation_owner_2: int | None | Unset = UNSET
    organisation_plus_1: None | str | Unset = UNSET
    organisation_plus_2: None | str | Unset = UNSET
    organisation_plus_3: None | str | Unset = UNSET
    organisation_plus_4: None | str | Unset = UNSET
    organisation_plus_5: None | str | Unset = UNSET
    organisation_plus_6: None | str | Unset = UNSET
    organisation_plus_7: None | str | Unset = UNSET
    organisation_plus_8: None | str | Unset = UNSET
    organisation_plus_9: None | str | Unset = UNSET
    organisation_plus_10: None | str | Unset = UNSET
    organisation_plus_11: None | str | Unset = UNSET
    organisation_plus_12: None | str | Unset = UNSET
    organisation_plus_13: None | str | Unset = UNSET
    organisation_plus_14: None | str | Unset = UNSET
    organisation_plus_15: None | str | Unset = UNSET
    organisation_plus_16: None | str | Unset = UNSET
    organisation_plus_17: None | str | Unset = UNSET
    organisation_plus_18: None | str | Unset = UNSET
    organisation_plus_19: None | str | Unset = UNSET
    organisation_plus_20: None | str | Unset = UNSET
    organisation_post_code: None | str | Unset = UNSET
    organisation_report_temp: int | None | Unset = UNSET
    organisation_sla: int | None | Unset = UNSET
    organisation_state: None | str | Unset = UNSET
    organisation_status: None | str | Unset = UNSET
    organisation_telephone: None | str | Unset = UNSET
    organisation_telephone_search: None | str | Unset = UNSET
    organisation_territory_id: int | None | Unset = UNSET
    organisation_type: None | str | Unset = UNSET
    organisation_updated_at: datetime.datetime | None | Unset = UNSET
    organisation_updated_by: None | str | Unset = UNSET
    organisation_vat_country: None | str | Unset = UNSET
    organisation_vat_group: None | str | Unset = UNSET
    organisation_vat_number: None | str | Unset = UNSET
    organisation_vat_status: None | str | Unset = UNSET
    organisation_vat_verified_at: datetime.datetime | None | Unset = UNSET
    organisation_www: None | str | Unset = UNSET
    organisation_x_date_1: datetime.datetime | None | Unset = UNSET
    organisation_x_date_2: datetime.datetime | None | Unset = UNSET
    organisation_x_int_1: int | None | Unset = UNSET
    organisation_x_int_2: int | None | Unset = UNSET
    organisation_x_int_3: int | None | Unset = UNSET
    organisation_x_int_4: int | None | Unset = UNSET
    organisation_x_int_5: int | None | Unset = UNSET
    organisation_x_int_6: int | None | Unset = UNSET
    organisation_x_int_7: int | None | Unset = UNSET
    organisation_x_int_8: int | None | Unset = UNSET
    organisation_x_memo_1: None | str | Unset = UNSET
    organisation_x_memo_2: None | str | Unset = UNSET
    organisation_x_text_1: None | str | Unset = UNSET
    organisation_x_text_2: None | str | Unset = UNSET
    organisation_x_text_3: None | str | Unset = UNSET
    organisation_x_text_4: None | str | Unset = UNSET
    organisation_x_text_5: None | str | Unset = UNSET
    organisation_x_text_6: None | str | Unset = UNSET
    organisation_x_text_7: None | str | Unset = UNSET
    organisation_x_text_8: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "organisation_id": "OrganisationId",
            "organisation_address": "OrganisationAddress",
            "organisation_alert": "OrganisationAlert",
            "organisation_approval_status": "OrganisationApprovalStatus",
            "organisation_city": "OrganisationCity",
            "organisation_comment": "OrganisationComment",
            "organisation_company_description": "OrganisationCompanyDescription",
            "organisation_compare_name": "OrganisationCompareName",
            "organisation_country": "OrganisationCountry",
            "organisation_country_data": "OrganisationCountryData",
            "organisation_created_at": "OrganisationCreatedAt",
            "organisation_created_by": "OrganisationCreatedBy",
            "organisation_custom_1": "OrganisationCustom1",
            "organisation_custom_2": "OrganisationCustom2",
            "organisation_custom_3": "OrganisationCustom3",
            "organisation_custom_4": "OrganisationCustom4",
            "organisation_custom_5": "OrganisationCustom5",
            "organisation_custom_6": "OrganisationCustom6",
            "organisation_custom_7": "OrganisationCustom7",
            "organisation_custom_8": "OrganisationCustom8",
            "organisation_custom_9": "OrganisationCustom9",
            "organisation_custom_10": "OrganisationCustom10",
            "organisation_custom_11": "OrganisationCustom11",
            "organisation_custom_12": "OrganisationCustom12",
            "organisation_custom_13": "OrganisationCustom13",
            "organisation_custom_14": "OrganisationCustom14",
            "organisation_custom_15": "OrganisationCustom15",
            "organisation_delivery_address": "OrganisationDeliveryAddress",
            "organisation_delivery_city": "OrganisationDeliveryCity",
            "organisation_delivery_post_code": "OrganisationDeliveryPostCode",
            "organisation_delivery_state": "OrganisationDeliveryState",
            "organisation_division_name": "OrganisationDivisionName",
            "organisation_domain": "OrganisationDomain",
            "organisation_extra_custom_1": "OrganisationExtraCustom1",
            "organisation_extra_custom_2": "OrganisationExtraCustom2",
            "organisation_extra_custom_3": "OrganisationExtraCustom3",
            "organisation_extra_custom_4": "OrganisationExtraCustom4",
            "organisation_extra_custom_5": "OrganisationExtraCustom5",
            "organisation_extra_custom_6": "OrganisationExtraCustom6",
            "organisation_extra_custom_7": "OrganisationExtraCustom7",
            "organisation_extra_custom_8": "OrganisationExtraCustom8",
            "organisation_fax": "OrganisationFax",
            "organisation_gps": "OrganisationGps",
            "organisation_history": "OrganisationHistory",
            "organisation_image_file_extension": "OrganisationImageFileExtension",
            "organisation_industry": "OrganisationIndustry",
            "organisation_last_displayed_at": "OrganisationLastDisplayedAt",
            "organisation_last_item_type": "OrganisationLastItemType",
            "organisation_last_item_updated_at": "OrganisationLastItemUpdatedAt",
            "organisation_market_data_id": "OrganisationMarketDataId",
            "organisation_market_data_provider_id": "OrganisationMarketDataProviderId",
            "organisation_memo": "OrganisationMemo",
            "organisation_name": "OrganisationName",
            "organisation_no_ads": "OrganisationNoAds",
            "organisation_outlook_sync": "OrganisationOutlookSync",
            "organisation_overlay_url": "OrganisationOverlayUrl",
            "organisation_owner": "OrganisationOwner",
            "organisation_owner_2": "OrganisationOwner2",
            "organisation_plus_1": "OrganisationPlus1",
            "organisation_plus_2": "OrganisationPlus2",
            "organisation_plus_3": "OrganisationPlus3",
            "organisation_plus_4": "OrganisationPlus4",
            "organisation_plus_5": "OrganisationPlus5",
            "organisation_plus_6": "OrganisationPlus6",
            "organisation_plus_7": "OrganisationPlus7",
            "organisation_plus_8": "OrganisationPlus8",
            "organisation_plus_9": "OrganisationPlus9",
            "organisation_plus_10": "OrganisationPlus10",
            "organisation_plus_11": "OrganisationPlus11",
            "organisation_plus_12": "OrganisationPlus12",
            "organisation_plus_13": "OrganisationPlus13",
            "organisation_plus_14": "OrganisationPlus14",
            "organisation_plus_15": "OrganisationPlus15",
            "organisation_plus_16": "OrganisationPlus16",
            "organisation_plus_17": "OrganisationPlus17",
            "organisation_plus_18": "OrganisationPlus18",
            "organisation_plus_19": "OrganisationPlus19",
            "organisation_plus_20": "OrganisationPlus20",
            "organisation_post_code": "OrganisationPostCode",
            "organisation_report_temp": "OrganisationReportTemp",
            "organisation_sla": "OrganisationSla",
            "organisation_state": "OrganisationState",
            "organisation_status": "OrganisationStatus",
            "organisation_telephone": "OrganisationTelephone",
            "organisation_telephone_search": "OrganisationTelephoneSearch",
            "organisation_territory_id": "OrganisationTerritoryId",
            "organisation_type": "OrganisationType",
            "organisation_updated_at": "OrganisationUpdatedAt",
            "organisation_updated_by": "OrganisationUpdatedBy",
            "organisation_vat_country": "OrganisationVatCountry",
            "organisation_vat_group": "OrganisationVatGroup",
            "organisation_vat_number": "OrganisationVatNumber",
            "organisation_vat_status": "OrganisationVatStatus",
            "organisation_vat_verified_at": "OrganisationVatVerifiedAt",
            "organisation_www": "OrganisationWww",
            "organisation_x_date_1": "OrganisationXDate1",
            "organisation_x_date_2": "OrganisationXDate2",
            "organisation_x_int_1": "OrganisationXInt1",
            "organisation_x_int_2": "OrganisationXInt2",
            "organisation_x_int_3": "OrganisationXInt3",
            "organisation_x_int_4": "OrganisationXInt4",
            "organisation_x_int_5": "OrganisationXInt5",
            "organisation_x_int_6": "OrganisationXInt6",
            "organisation_x_int_7": "OrganisationXInt7",
            "organisation_x_int_8": "OrganisationXInt8",
            "organisation_x_memo_1": "OrganisationXMemo1",
            "organisation_x_memo_2": "OrganisationXMemo2",
            "organisation_x_text_1": "OrganisationXText1",
            "organisation_x_text_2": "OrganisationXText2",
            "organisation_x_text_3": "OrganisationXText3",
            "organisation_x_text_4": "OrganisationXText4",
            "organisation_x_text_5": "OrganisationXText5",
            "organisation_x_text_6": "OrganisationXText6",
            "organisation_x_text_7": "OrganisationXText7",
            "organisation_x_text_8": "OrganisationXText8",
        },
        converters={
            "organisation_country_data": read_model("CountryDto"),
        },
        dates=(
            "organisation_created_at",
            "organisation_last_displayed_at",
            "organisation_last_item_updated_at",
            "organisation_updated_at",
            "organisation_vat_verified_at",
            "organisation_x_date_1",
            "organisation_x_date_2",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.organisation_id,
            self.organisation_address,
            self.organisation_alert,
            self.organisation_approval_status,
            self.organisation_city,
            self.organisation_comment,
            self.organisation_company_description,
            self.organisation_compare_name,
            self.organisation_country,
            self.organisation_country_data,
            self._organisation_created_at,
            self.organisation_created_by,
            self.organisation_custom_1,
            self.organisation_custom_2,
            self.organisation_custom_3,
            self.organisation_custom_4,
            self.organisation_custom_5,
            self.organisation_custom_6,
            self.organisation_custom_7,
            self.organisation_custom_8,
            self.organisation_custom_9,
            self.organisation_custom_10,
            self.organisation_custom_11,
            self.organisation_custom_12,
            self.organisation_custom_13,
            self.organisation_custom_14,
            self.organisation_custom_15,
            self.organisation_delivery_address,
            self.organisation_delivery_city,
            self.organisation_delivery_post_code,
            self.organisation_delivery_state,
            self.organisation_division_name,
            self.organisation_domain,
            self.organisation_extra_custom_1,
            self.organisation_extra_custom_2,
            self.organisation_extra_custom_3,
            self.organisation_extra_custom_4,
            self.organisation_extra_custom_5,
            self.organisation_extra_custom_6,
            self.organisation_extra_custom_7,
            self.organisation_extra_custom_8,
            self.organisation_fax,
            self.organisation_gps,
            self.organisation_history,
            self.organisation_image_file_extension,
            self.organisation_industry,
            self._organisation_last_displayed_at,
            self.organisation_last_item_type,
            self._organisation_last_item_updated_at,
            self.organisation_market_data_id,
            self.organisation_market_data_provider_id,
            self.organisation_memo,
            self.organisation_name,
            self.organisation_no_ads,
            self.organisation_outlook_sync,
            self.organisation_overlay_url,
            self.organisation_owner,
            self.organisation_owner_2,
            self.organisation_plus_1,
            self.organisation_plus_2,
            self.organisation_plus_3,
            self.organisation_plus_4,
            self.organisation_plus_5,
            self.organisation_plus_6,
            self.organisation_plus_7,
            self.organisation_plus_8,
            self.organisation_plus_9,
            self.organisation_plus_10,
            self.organisation_plus_11,
            self.organisation_plus_12,
            self.organisation_plus_13,
            self.organisation_plus_14,
            self.organisation_plus_15,
            self.organisation_plus_16,
            self.organisation_plus_17,
            self.organisation_plus_18,
            self.organisation_plus_19,
            self.organisation_plus_20,
            self.organisation_post_code,
            self.organisation_report_temp,
            self.organisation_sla,
            self.organisation_state,
            self.organisation_status,
            self.organisation_telephone,
            self.organisation_telephone_search,
            self.organisation_territory_id,
            self.organisation_type,
            self._organisation_updated_at,
            self.organisation_updated_by,
            self.organisation_vat_country,
            self.organisation_vat_group,
            self.organisation_vat_number,
            self.organisation_vat_status,
            self._organisation_vat_verified_at,
            self.organisation_www,
            self._organisation_x_date_1,
            self._organisation_x_date_2,
            self.organisation_x_int_1,
            self.organisation_x_int_2,
            self.organisation_x_int_3,
            self.organisation_x_int_4,
            self.organisation_x_int_5,
            self.organisation_x_int_6,
            self.organisation_x_int_7,
            self.organisation_x_int_8,
            self.organisation_x_memo_1,
            self.organisation_x_memo_2,
            self.organisation_x_text_1,
            self.organisation_x_text_2,
            self.organisation_x_text_3,
            self.organisation_x_text_4,
            self.organisation_x_text_5,
            self.organisation_x_text_6,
            self.organisation_x_text_7,
            self.organisation_x_text_8,
        ) = values
