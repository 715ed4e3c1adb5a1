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
    from ..models.person_b2c_status import PersonB2CStatus


@define(kw_only=True, repr=False)
class PersonB2CDto(Model):
    """A person B2C, as the API returns and accepts it.

    The meaning of the Custom, ExtraCustom and Plus fields differs from system to system; `crm.fields_metadata`
    describes it. Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list
    must be spelled exactly as in the list, including case.

    Attributes:
        person_b2c_history: Rows of HTML, written by the service.
    """

    person_b2c_id: int
    person_b2c_organisation_id: int
    person_b2c_address: None | str | Unset = UNSET
    person_b2c_alert: None | str | Unset = UNSET
    person_b2c_birthday: datetime.datetime | None | Unset = UNSET
    person_b2c_campaign_password: None | str | Unset = UNSET
    person_b2c_campaign_wrong_password_count: int | None | Unset = UNSET
    person_b2c_check_mark_1: bool | None | Unset = UNSET
    person_b2c_check_mark_2: bool | None | Unset = UNSET
    person_b2c_check_mark_3: bool | None | Unset = UNSET
    person_b2c_check_mark_4: bool | None | Unset = UNSET
    person_b2c_check_mark_5: bool | None | Unset = UNSET
    person_b2c_check_mark_6: bool | None | Unset = UNSET
    person_b2c_check_mark_7: bool | None | Unset = UNSET
    person_b2c_check_mark_8: bool | None | Unset = UNSET
    person_b2c_check_mark_9: bool | None | Unset = UNSET
    person_b2c_check_mark_10: bool | None | Unset = UNSET
    person_b2c_city: None | str | Unset = UNSET
    person_b2c_comment: None | str | Unset = UNSET
    person_b2c_country: None | str | Unset = UNSET
    person_b2c_direct_phone: None | str | Unset = UNSET
    person_b2c_email: None | str | Unset = UNSET
    person_b2c_email_2: None | str | Unset = UNSET
    person_b2c_extra_custom_1: None | str | Unset = UNSET
    person_b2c_extra_custom_2: None | str | Unset = UNSET
    person_b2c_extra_custom_3: None | str | Unset = UNSET
    person_b2c_extra_custom_4: None | str | Unset = UNSET
    person_b2c_extra_custom_5: None | str | Unset = UNSET
    person_b2c_extra_custom_6: None | str | Unset = UNSET
    person_b2c_extra_custom_7: None | str | Unset = UNSET
    person_b2c_extra_custom_8: None | str | Unset = UNSET
    person_b2c_fax: None | str | Unset = UNSET
    person_b2c_first_name: None | str | Unset = UNSET
    person_b2c_gps: None | str | Unset = UNSET
    person_b2c_history: None | str | Unset = UNSET
    person_b2c_industry: None | str | Unset = UNSET
    person_b2c_last_login_date_time: datetime.datetime | None | Unset = UNSET
    person_b2c_last_name: None | str | Unset = UNSET
    person_b2c_member_group_id: int | None | Unset = UNSET
    person_b2c_member_language_id: int | None | Unset = UNSET
    person_b2c_member_number: None | str | Unset = UNSET
    person_b2c_member_password: None | str | Unset = UNSET
    person_b2c_member_start_date: datetime.datetime | None | Unset = UNSET
    person_b2c_member_status_id: int | None | Unset = UNSET
    person_b2c_member_wrong_password_count: int | None | Unset = UNSET
    person_b2c_middle_name: None | str | Unset = UNSET
    person_b2c_mobile_phone: None | str | Unset = UNSET
    person_b2c_organisation_comment: None | str | Unset = UNSET
    person_b2c_organisation_status: None | str | Unset = UNSET
    person_b2c_overlay_url: None | str | Unset = UNSET
    person_b2c_owner: int | None | Unset = UNSET
    person_b2c_owner_2: int | None | Unset = UNSET
    person_b2c_person_1_custom_1: None | str | Unset = UNSET
    person_b2c_person_1_custom_2: None | str | Unset = UNSET
    person_b2c_person_1_custom_3: None | str | Unset = UNSET
    person_b2c_person_1_custom_4: None | str | Unset = UNSET
    person_b2c_person_1_custom_5: None | str | Unset = UNSET
    person_b2c_person_1_custom_6: None | str | Unset = UNSET
    person_b2c_person_1_custom_7: None | str | Unset = UNSET
    person_b2c_person_1_custom_8: None | str | Unset = UNSET
    person_b2c_person_1_custom_9: None | str | Unset = UNSET
    person_b2c_person_1_custom_10: None | str | Unset = UNSET
    person_b2c_person_1_custom_11: None | str | Unset = UNSET
    person_b2c_person_1_custom_12: None | str | Unset = UNSET
    person_b2c_person_1_custom_13: None | str | Unset = UNSET
    person_b2c_person_1_custom_14: None | str | Unset = UNSET
    person_b2c_person_1_custom_15: None | str | Unset = UNSET
    person_b2c_person_1_memo: None | str | Unset = UNSET
    person_b2c_person_1_plus_1: None | str | Unset = UNSET
    person_b2c_person_1_plus_2: None | str | Unset = UNSET
    person_b2c_person_1_plus_3: None | str | Unset = UNSET
    person_b2c_person_1_plus_4: None | str | Unset = UNSET
    person_b2c_person_1_plus_5: None | str | Unset = UNSET
    person_b2c_person_1_plus_6: None | str | Unset = UNSET
    person_b2c_person_1_plus_7: None | str | Unset = UNSET
    person_b2c_person_1_plus_8: None | str | Unset = UNSET
    person_b2c_person_1_plus_9: None | str | Unset = UNSET
    person_b2c_person_1_plus_10: None | str | Unset = UNSET
    person_b2c_person_1_plus_11: None | str | Unset = UNSET
    person_b2c_person_1_plus_12: None | str | Unset = UNSET
    person_b2c_person_1_plus_13: None | str | Unset = UNSET
    person_b2c_person_1_plus_14: None | str | Unset = UNSET
    person_b2c_person_1_plus_15: None | str | Unset = UNSET
    person_b2c_person_1_plus_16: None | str | Unset = UNSET
    person_b2c_person_1_plus_17: None | str | Unset = UNSET
    person_b2c_person_1_plus_18: None | str | Unset = UNSET
    person_b2c_person_1_plus_19: None | str | Unset = UNSET
    person_b2c_person_1_plus_20: None | str | Unset = UNSET
    person_b2c_person_2_custom_1: None | str | Unset = UNSET
    person_b2c_person_2_custom_2: None | str | Unset = UNSET
    person_b2c_person_2_custom_3: None | str | Unset = UNSET
    person_b2c_person_2_custom_4: None | str | Unset = UNSET
    person_b2c_person_2_custom_5: None | str | Unset = UNSET
    person_b2c_person_2_custom_6: None | str | Unset = UNSET
    person_b2c_person_2_custom_7: None | str | Unset = UNSET
    person_b2c_person_2_custom_8: None | str | Unset = UNSET
    person_b2c_person_2_custom_9: None | str | Unset = UNSET
    person_b2c_person_2_custom_10: None | str | Unset = UNSET
    person_b2c_person_2_custom_11: None | str | Unset = UNSET
    person_b2c_person_2_custom_12: None | str | Unset = UNSET
    person_b2c_person_2_custom_13: None | str | Unset = UNSET
    person_b2c_person_2_custom_14: None | str | Unset = UNSET
    person_b2c_person_2_custom_15: None | str | Unset = UNSET
    person_b2c_person_2_memo: None | str | Unset = UNSET
    person_b2c_post_code: None | str | Unset = UNSET
    person_b2c_salutation: None | str | Unset = UNSET
    person_b2c_sort_order: int | None | Unset = UNSET
    person_b2c_state: None | str | Unset = UNSET
    person_b2c_status: None | PersonB2CStatus | Unset = UNSET
    person_b2c_telephone: None | str | Unset = UNSET
    person_b2c_territory_id: int | None | Unset = UNSET
    person_b2c_title: None | str | Unset = UNSET
    person_b2c_type: None | str | Unset = UNSET
    person_b2c_vat_group: None | str | Unset = UNSET
    person_b2c_www: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "person_b2c_id": "PersonB2CId",
            "person_b2c_organisation_id": "PersonB2COrganisationId",
            "person_b2c_address": "PersonB2CAddress",
            "person_b2c_alert": "PersonB2CAlert",
            "person_b2c_birthday": "PersonB2CBirthday",
            "person_b2c_campaign_password": "PersonB2CCampaignPassword",
            "person_b2c_campaign_wrong_password_count": "PersonB2CCampaignWrongPasswordCount",
            "person_b2c_check_mark_1": "PersonB2CCheckMark1",
            "person_b2c_check_mark_2": "PersonB2CCheckMark2",
            "person_b2c_check_mark_3": "PersonB2CCheckMark3",
            "person_b2c_check_mark_4": "PersonB2CCheckMark4",
            "person_b2c_check_mark_5": "PersonB2CCheckMark5",
            "person_b2c_check_mark_6": "PersonB2CCheckMark6",
            "person_b2c_check_mark_7": "PersonB2CCheckMark7",
            "person_b2c_check_mark_8": "PersonB2CCheckMark8",
            "person_b2c_check_mark_9": "PersonB2CCheckMark9",
            "person_b2c_check_mark_10": "PersonB2CCheckMark10",
            "person_b2c_city": "PersonB2CCity",
            "person_b2c_comment": "PersonB2CComment",
            "person_b2c_country": "PersonB2CCountry",
            "person_b2c_direct_phone": "PersonB2CDirectPhone",
            "person_b2c_email": "PersonB2CEmail",
            "person_b2c_email_2": "PersonB2CEmail2",
            "person_b2c_extra_custom_1": "PersonB2CExtraCustom1",
            "person_b2c_extra_custom_2": "PersonB2CExtraCustom2",
            "person_b2c_extra_custom_3": "PersonB2CExtraCustom3",
            "person_b2c_extra_custom_4": "PersonB2CExtraCustom4",
            "person_b2c_extra_custom_5": "PersonB2CExtraCustom5",
            "person_b2c_extra_custom_6": "PersonB2CExtraCustom6",
            "person_b2c_extra_custom_7": "PersonB2CExtraCustom7",
            "person_b2c_extra_custom_8": "PersonB2CExtraCustom8",
            "person_b2c_fax": "PersonB2CFax",
            "person_b2c_first_name": "PersonB2CFirstName",
            "person_b2c_gps": "PersonB2CGps",
            "person_b2c_history": "PersonB2CHistory",
            "person_b2c_industry": "PersonB2CIndustry",
            "person_b2c_last_login_date_time": "PersonB2CLastLoginDateTime",
            "person_b2c_last_name": "PersonB2CLastName",
            "person_b2c_member_group_id": "PersonB2CMemberGroupId",
            "person_b2c_member_language_id": "PersonB2CMemberLanguageId",
            "person_b2c_member_number": "PersonB2CMemberNumber",
            "person_b2c_member_password": "PersonB2CMemberPassword",
            "person_b2c_member_start_date": "PersonB2CMemberStartDate",
            "person_b2c_member_status_id": "PersonB2CMemberStatusId",
            "person_b2c_member_wrong_password_count": "PersonB2CMemberWrongPasswordCount",
            "person_b2c_middle_name": "PersonB2CMiddleName",
            "person_b2c_mobile_phone": "PersonB2CMobilePhone",
            "person_b2c_organisation_comment": "PersonB2COrganisationComment",
            "person_b2c_organisation_status": "PersonB2COrganisationStatus",
            "person_b2c_overlay_url": "PersonB2COverlayUrl",
            "person_b2c_owner": "PersonB2COwner",
            "person_b2c_owner_2": "PersonB2COwner2",
            "person_b2c_person_1_custom_1": "PersonB2CPerson1Custom1",
            "person_b2c_person_1_custom_2": "PersonB2CPerson1Custom2",
            "person_b2c_person_1_custom_3": "PersonB2CPerson1Custom3",
            "person_b2c_person_1_custom_4": "PersonB2CPerson1Custom4",
            "person_b2c_person_1_custom_5": "PersonB2CPerson1Custom5",
            "person_b2c_person_1_custom_6": "PersonB2CPerson1Custom6",
            "person_b2c_person_1_custom_7": "PersonB2CPerson1Custom7",
            "person_b2c_person_1_custom_8": "PersonB2CPerson1Custom8",
            "person_b2c_person_1_custom_9": "PersonB2CPerson1Custom9",
            "person_b2c_person_1_custom_10": "PersonB2CPerson1Custom10",
            "person_b2c_person_1_custom_11": "PersonB2CPerson1Custom11",
            "person_b2c_person_1_custom_12": "PersonB2CPerson1Custom12",
            "person_b2c_person_1_custom_13": "PersonB2CPerson1Custom13",
            "person_b2c_person_1_custom_14": "PersonB2CPerson1Custom14",
            "person_b2c_person_1_custom_15": "PersonB2CPerson1Custom15",
            "person_b2c_person_1_memo": "PersonB2CPerson1Memo",
            "person_b2c_person_1_plus_1": "PersonB2CPerson1Plus1",
            "person_b2c_person_1_plus_2": "PersonB2CPerson1Plus2",
            "person_b2c_person_1_plus_3": "PersonB2CPerson1Plus3",
            "person_b2c_person_1_plus_4": "PersonB2CPerson1Plus4",
            "person_b2c_person_1_plus_5": "PersonB2CPerson1Plus5",
            "person_b2c_person_1_plus_6": "PersonB2CPerson1Plus6",
            "person_b2c_person_1_plus_7": "PersonB2CPerson1Plus7",
            "person_b2c_person_1_plus_8": "PersonB2CPerson1Plus8",
            "person_b2c_person_1_plus_9": "PersonB2CPerson1Plus9",
            "person_b2c_person_1_plus_10": "PersonB2CPerson1Plus10",
            "person_b2c_person_1_plus_11": "PersonB2CPerson1Plus11",
            "person_b2c_person_1_plus_12": "PersonB2CPerson1Plus12",
            "person_b2c_person_1_plus_13": "PersonB2CPerson1Plus13",
            "person_b2c_person_1_plus_14": "PersonB2CPerson1Plus14",
            "person_b2c_person_1_plus_15": "PersonB2CPerson1Plus15",
            "person_b2c_person_1_plus_16": "PersonB2CPerson1Plus16",
            "person_b2c_person_1_plus_17": "PersonB2CPerson1Plus17",
            "person_b2c_person_1_plus_18": "PersonB2CPerson1Plus18",
            "person_b2c_person_1_plus_19": "PersonB2CPerson1Plus19",
            "person_b2c_person_1_plus_20": "PersonB2CPerson1Plus20",
            "person_b2c_person_2_custom_1": "PersonB2CPerson2Custom1",
            "person_b2c_person_2_custom_2": "PersonB2CPerson2Custom2",
            "person_b2c_person_2_custom_3": "PersonB2CPerson2Custom3",
            "person_b2c_person_2_custom_4": "PersonB2CPerson2Custom4",
            "person_b2c_person_2_custom_5": "PersonB2CPerson2Custom5",
            "person_b2c_person_2_custom_6": "PersonB2CPerson2Custom6",
            "person_b2c_person_2_custom_7": "PersonB2CPerson2Custom7",
            "person_b2c_person_2_custom_8": "PersonB2CPerson2Custom8",
            "person_b2c_person_2_custom_9": "PersonB2CPerson2Custom9",
            "person_b2c_person_2_custom_10": "PersonB2CPerson2Custom10",
            "person_b2c_person_2_custom_11": "PersonB2CPerson2Custom11",
            "person_b2c_person_2_custom_12": "PersonB2CPerson2Custom12",
            "person_b2c_person_2_custom_13": "PersonB2CPerson2Custom13",
            "person_b2c_person_2_custom_14": "PersonB2CPerson2Custom14",
            "person_b2c_person_2_custom_15": "PersonB2CPerson2Custom15",
            "person_b2c_person_2_memo": "PersonB2CPerson2Memo",
            "person_b2c_post_code": "PersonB2CPostCode",
            "person_b2c_salutation": "PersonB2CSalutation",
            "person_b2c_sort_order": "PersonB2CSortOrder",
            "person_b2c_state": "PersonB2CState",
            "person_b2c_status": "PersonB2CStatus",
            "person_b2c_telephone": "PersonB2CTelephone",
            "person_b2c_territory_id": "PersonB2CTerritoryId",
            "person_b2c_title": "PersonB2CTitle",
            "person_b2c_type": "PersonB2CType",
            "person_b2c_vat_group": "PersonB2CVatGroup",
            "person_b2c_www": "PersonB2CWww",
        },
        converters={},
        dates=(
            "person_b2c_birthday",
            "person_b2c_last_login_date_time",
            "person_b2c_member_start_date",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.person_b2c_id,
            self.person_b2c_organisation_id,
            self.person_b2c_address,
            self.person_b2c_alert,
            self._person_b2c_birthday,
            self.person_b2c_campaign_password,
            self.person_b2c_campaign_wrong_password_count,
            self.person_b2c_check_mark_1,
            self.person_b2c_check_mark_2,
            self.person_b2c_check_mark_3,
            self.person_b2c_check_mark_4,
            self.person_b2c_check_mark_5,
            self.person_b2c_check_mark_6,
            self.person_b2c_check_mark_7,
            self.person_b2c_check_mark_8,
            self.person_b2c_check_mark_9,
            self.person_b2c_check_mark_10,
            self.person_b2c_city,
            self.person_b2c_comment,
            self.person_b2c_country,
            self.person_b2c_direct_phone,
            self.person_b2c_email,
            self.person_b2c_email_2,
            self.person_b2c_extra_custom_1,
            self.person_b2c_extra_custom_2,
            self.person_b2c_extra_custom_3,
            self.person_b2c_extra_custom_4,
            self.person_b2c_extra_custom_5,
            self.person_b2c_extra_custom_6,
            self.person_b2c_extra_custom_7,
            self.person_b2c_extra_custom_8,
            self.person_b2c_fax,
            self.person_b2c_first_name,
            self.person_b2c_gps,
            self.person_b2c_history,
            self.person_b2c_industry,
            self._person_b2c_last_login_date_time,
            self.person_b2c_last_name,
            self.person_b2c_member_group_id,
            self.person_b2c_member_language_id,
            self.person_b2c_member_number,
            self.person_b2c_member_password,
            self._person_b2c_member_start_date,
            self.person_b2c_member_status_id,
            self.person_b2c_member_wrong_password_count,
            self.person_b2c_middle_name,
            self.person_b2c_mobile_phone,
            self.person_b2c_organisation_comment,
            self.person_b2c_organisation_status,
            self.person_b2c_overlay_url,
            self.person_b2c_owner,
            self.person_b2c_owner_2,
            self.person_b2c_person_1_custom_1,
            self.person_b2c_person_1_custom_2,
            self.person_b2c_person_1_custom_3,
            self.person_b2c_person_1_custom_4,
            self.person_b2c_person_1_custom_5,
            self.person_b2c_person_1_custom_6,
            self.person_b2c_person_1_custom_7,
            self.person_b2c_person_1_custom_8,
            self.person_b2c_person_1_custom_9,
            self.person_b2c_person_1_custom_10,
            self.person_b2c_person_1_custom_11,
            self.person_b2c_person_1_custom_12,
            self.person_b2c_person_1_custom_13,
            self.person_b2c_person_1_custom_14,
            self.person_b2c_person_1_custom_15,
            self.person_b2c_person_1_memo,
            self.person_b2c_person_1_plus_1,
            self.person_b2c_person_1_plus_2,
            self.person_b2c_person_1_plus_3,
            self.person_b2c_person_1_plus_4,
            self.person_b2c_person_1_plus_5,
            self.person_b2c_person_1_plus_6,
            self.person_b2c_person_1_plus_7,
            self.person_b2c_person_1_plus_8,
            self.person_b2c_person_1_plus_9,
            self.person_b2c_person_1_plus_10,
            self.person_b2c_person_1_plus_11,
            self.person_b2c_person_1_plus_12,
            self.person_b2c_person_1_plus_13,
            self.person_b2c_person_1_plus_14,
            self.person_b2c_person_1_plus_15,
            self.person_b2c_person_1_plus_16,
            self.person_b2c_person_1_plus_17,
            self.person_b2c_person_1_plus_18,
            self.person_b2c_person_1_plus_19,
            self.person_b2c_person_1_plus_20,
            self.person_b2c_person_2_custom_1,
            self.person_b2c_person_2_custom_2,
            self.person_b2c_person_2_custom_3,
            self.person_b2c_person_2_custom_4,
            self.person_b2c_person_2_custom_5,
            self.person_b2c_person_2_custom_6,
            self.person_b2c_person_2_custom_7,
            self.person_b2c_person_2_custom_8,
            self.person_b2c_person_2_custom_9,
            self.person_b2c_person_2_custom_10,
            self.person_b2c_person_2_custom_11,
            self.person_b2c_person_2_custom_12,
            self.person_b2c_person_2_custom_13,
            self.person_b2c_person_2_custom_14,
            self.person_b2c_person_2_custom_15,
            self.person_b2c_person_2_memo,
            self.person_b2c_post_code,
            self.person_b2c_salutation,
            self.person_b2c_sort_order,
            self.person_b2c_state,
            self.person_b2c_status,
            self.person_b2c_telephone,
            self.person_b2c_territory_id,
            self.person_b2c_title,
            self.person_b2c_type,
            self.person_b2c_vat_group,
            self.person_b2c_www,
        ) = values
