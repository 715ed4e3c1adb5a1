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
    from ..models.person_status import PersonStatus
    from ..models.security_info_dto import SecurityInfoDto


@define(kw_only=True, repr=False)
class PersonDto(Model):
    """A person, as the API returns and accepts it.

    The meaning of the Custom and Plus fields differs from system to system; `crm.fields_metadata` describes it.
    Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be
    spelled exactly as in the list, including case.

    Attributes:
        person_created_by: The user's name; `api2` and the token's name for a call of the API.
        person_history: Rows of HTML, written by the service.
        person_last_name: Required; `-` if it is not known.
        person_name: Set by the service from the other names.
        person_organisation_id: The organisation's id. An update does not change it.
        person_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    person_id: int
    person_birthday: datetime.datetime | None | Unset = UNSET
    person_block_mass_email: bool | None | Unset = UNSET
    person_block_mass_email_2: bool | None | Unset = UNSET
    person_campaign_password: None | str | Unset = UNSET
    person_campaign_wrong_password_count: int | None | Unset = UNSET
    person_check_mark_1: bool | None | Unset = UNSET
    person_check_mark_2: bool | None | Unset = UNSET
    person_check_mark_3: bool | None | Unset = UNSET
    person_check_mark_4: bool | None | Unset = UNSET
    person_check_mark_5: bool | None | Unset = UNSET
    person_check_mark_6: bool | None | Unset = UNSET
    person_check_mark_7: bool | None | Unset = UNSET
    person_check_mark_8: bool | None | Unset = UNSET
    person_check_mark_9: bool | None | Unset = UNSET
    person_check_mark_10: bool | None | Unset = UNSET
    person_comment: None | str | Unset = UNSET
    person_created_at: datetime.datetime | None | Unset = UNSET
    person_created_by: None | str | Unset = UNSET
    person_custom_1: None | str | Unset = UNSET
    person_custom_2: None | str | Unset = UNSET
    person_custom_3: None | str | Unset = UNSET
    person_custom_4: None | str | Unset = UNSET
    person_custom_5: None | str | Unset = UNSET
    person_custom_6: None | str | Unset = UNSET
    person_custom_7: None | str | Unset = UNSET
    person_custom_8: None | str | Unset = UNSET
    person_custom_9: None | str | Unset = UNSET
    person_custom_10: None | str | Unset = UNSET
    person_custom_11: None | str | Unset = UNSET
    person_custom_12: None | str | Unset = UNSET
    person_custom_13: None | str | Unset = UNSET
    person_custom_14: None | str | Unset = UNSET
    person_custom_15: None | str | Unset = UNSET
    person_direct_phone: None | str | Unset = UNSET
    person_email: None | str | Unset = UNSET
    person_email_2: None | str | Unset = UNSET
    person_email_2_bounces: bool | None | Unset = UNSET
    person_email_bounces: bool | None | Unset = UNSET
    person_first_name: None | str | Unset = UNSET
    person_history: None | str | Unset = UNSET
    person_image_file_extension: None | str | Unset = UNSET
    person_last_login_date_time: datetime.datetime | None | Unset = UNSET
    person_last_name: None | str | Unset = UNSET
    person_login_log: None | str | Unset = UNSET
    person_market_data_id: None | str | Unset = UNSET
    person_market_data_provider_id: int | None | Unset = UNSET
    person_market_date_id: None | str | Unset = UNSET
    person_member_group_id: int | None | Unset = UNSET
    person_member_language_id: int | None | Unset = UNSET
    person_member_number: None | str | Unset = UNSET
    person_member_password: None | str | Unset = UNSET
    person_member_start_date: datetime.datetime | None | Unset = UNSET
    person_member_status_id: int | None | Unset = UNSET
    person_member_wrong_password_count: int | None | Unset = UNSET
    person_memo: None | str | Unset = UNSET
    person_middle_name: None | str | Unset = UNSET
    person_mobile_phone: None | str | Unset = UNSET
    person_name: None | str | Unset = UNSET
    person_organisation_id: int | None | Unset = UNSET
    person_password: None | str | Unset = UNSET
    person_plus_1: None | str | Unset = UNSET
    person_plus_2: None | str | Unset = UNSET
    person_plus_3: None | str | Unset = UNSET
    person_plus_4: None | str | Unset = UNSET
    person_plus_5: None | str | Unset = UNSET
    person_plus_6: None | str | Unset = UNSET
    person_plus_7: None | str | Unset = UNSET
    person_plus_8: None | str | Unset = UNSET
    person_plus_9: None | str | Unset = UNSET
    person_plus_10: None | str | Unset = UNSET
    person_plus_11: None | str | Unset = UNSET
    person_plus_12: None | str | Unset = UNSET
    person_plus_13: None | str | Unset = UNSET
    person_plus_14: None | str | Unset = UNSET
    person_plus_15: None | str | Unset = UNSET
    person_plus_16: None | str | Unset = UNSET
    person_plus_17: None | str | Unset = UNSET
    person_plus_18: None | str | Unset = UNSET
    person_plus_19: None | str | Unset = UNSET
    person_plus_20: None | str | Unset = UNSET
    person_salutation: None | str | Unset = UNSET
    person_security_info: None | SecurityInfoDto | Unset = UNSET
    person_skype: None | str | Unset = UNSET
    person_sort_order: int | None | Unset = UNSET
    person_status: None | PersonStatus | Unset = UNSET
    person_support_language_id: int | None | Unset = UNSET
    person_telephone_search: None | str | Unset = UNSET
    person_title: None | str | Unset = UNSET
    person_updated_at: datetime.datetime | None | Unset = UNSET
    person_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "person_id": "PersonId",
            "person_birthday": "PersonBirthday",
            "person_block_mass_email": "PersonBlockMassEmail",
            "person_block_mass_email_2": "PersonBlockMassEmail2",
            "person_campaign_password": "PersonCampaignPassword",
            "person_campaign_wrong_password_count": "PersonCampaignWrongPasswordCount",
            "person_check_mark_1": "PersonCheckMark1",
            "person_check_mark_2": "PersonCheckMark2",
            "person_check_mark_3": "PersonCheckMark3",
            "person_check_mark_4": "PersonCheckMark4",
            "person_check_mark_5": "PersonCheckMark5",
            "person_check_mark_6": "PersonCheckMark6",
            "person_check_mark_7": "PersonCheckMark7",
            "person_check_mark_8": "PersonCheckMark8",
            "person_check_mark_9": "PersonCheckMark9",
            "person_check_mark_10": "PersonCheckMark10",
            "person_comment": "PersonComment",
            "person_created_at": "PersonCreatedAt",
            "person_created_by": "PersonCreatedBy",
            "person_custom_1": "PersonCustom1",
            "person_custom_2": "PersonCustom2",
            "person_custom_3": "PersonCustom3",
            "person_custom_4": "PersonCustom4",
            "person_custom_5": "PersonCustom5",
            "person_custom_6": "PersonCustom6",
            "person_custom_7": "PersonCustom7",
            "person_custom_8": "PersonCustom8",
            "person_custom_9": "PersonCustom9",
            "person_custom_10": "PersonCustom10",
            "person_custom_11": "PersonCustom11",
            "person_custom_12": "PersonCustom12",
            "person_custom_13": "PersonCustom13",
            "person_custom_14": "PersonCustom14",
            "person_custom_15": "PersonCustom15",
            "person_direct_phone": "PersonDirectPhone",
            "person_email": "PersonEmail",
            "person_email_2": "PersonEmail2",
            "person_email_2_bounces": "PersonEmail2Bounces",
            "person_email_bounces": "PersonEmailBounces",
            "person_first_name": "PersonFirstName",
            "person_history": "PersonHistory",
            "person_image_file_extension": "PersonImageFileExtension",
            "person_last_login_date_time": "PersonLastLoginDateTime",
            "person_last_name": "PersonLastName",
            "person_login_log": "PersonLoginLog",
            "person_market_data_id": "PersonMarketDataId",
            "person_market_data_provider_id": "PersonMarketDataProviderId",
            "person_market_date_id": "PersonMarketDateId",
            "person_member_group_id": "PersonMemberGroupId",
            "person_member_language_id": "PersonMemberLanguageId",
            "person_member_number": "PersonMemberNumber",
            "person_member_password": "PersonMemberPassword",
            "person_member_start_date": "PersonMemberStartDate",
            "person_member_status_id": "PersonMemberStatusId",
            "person_member_wrong_password_count": "PersonMemberWrongPasswordCount",
            "person_memo": "PersonMemo",
            "person_middle_name": "PersonMiddleName",
            "person_mobile_phone": "PersonMobilePhone",
            "person_name": "PersonName",
            "person_organisation_id": "PersonOrganisationId",
            "person_password": "PersonPassword",
            "person_plus_1": "PersonPlus1",
            "person_plus_2": "PersonPlus2",
            "person_plus_3": "PersonPlus3",
            "person_plus_4": "PersonPlus4",
            "person_plus_5": "PersonPlus5",
            "person_plus_6": "PersonPlus6",
            "person_plus_7": "PersonPlus7",
            "person_plus_8": "PersonPlus8",
            "person_plus_9": "PersonPlus9",
            "person_plus_10": "PersonPlus10",
            "person_plus_11": "PersonPlus11",
            "person_plus_12": "PersonPlus12",
            "person_plus_13": "PersonPlus13",
            "person_plus_14": "PersonPlus14",
            "person_plus_15": "PersonPlus15",
            "person_plus_16": "PersonPlus16",
            "person_plus_17": "PersonPlus17",
            "person_plus_18": "PersonPlus18",
            "person_plus_19": "PersonPlus19",
            "person_plus_20": "PersonPlus20",
            "person_salutation": "PersonSalutation",
            "person_security_info": "PersonSecurityInfo",
            "person_skype": "PersonSkype",
            "person_sort_order": "PersonSortOrder",
            "person_status": "PersonStatus",
            "person_support_language_id": "PersonSupportLanguageId",
            "person_telephone_search": "PersonTelephoneSearch",
            "person_title": "PersonTitle",
            "person_updated_at": "PersonUpdatedAt",
            "person_updated_by": "PersonUpdatedBy",
        },
        converters={
            "person_security_info": read_model("SecurityInfoDto"),
        },
        dates=(
            "person_birthday",
            "person_created_at",
            "person_last_login_date_time",
            "person_member_start_date",
            "person_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.person_id,
            self._person_birthday,
            self.person_block_mass_email,
            self.person_block_mass_email_2,
            self.person_campaign_password,
            self.person_campaign_wrong_password_count,
            self.person_check_mark_1,
            self.person_check_mark_2,
            self.person_check_mark_3,
            self.person_check_mark_4,
            self.person_check_mark_5,
            self.person_check_mark_6,
            self.person_check_mark_7,
            self.person_check_mark_8,
            self.person_check_mark_9,
            self.person_check_mark_10,
            self.person_comment,
            self._person_created_at,
            self.person_created_by,
            self.person_custom_1,
            self.person_custom_2,
            self.person_custom_3,
            self.person_custom_4,
            self.person_custom_5,
            self.person_custom_6,
            self.person_custom_7,
            self.person_custom_8,
            self.person_custom_9,
            self.person_custom_10,
            self.person_custom_11,
            self.person_custom_12,
            self.person_custom_13,
            self.person_custom_14,
            self.person_custom_15,
            self.person_direct_phone,
            self.person_email,
            self.person_email_2,
            self.person_email_2_bounces,
            self.person_email_bounces,
            self.person_first_name,
            self.person_history,
            self.person_image_file_extension,
            self._person_last_login_date_time,
            self.person_last_name,
            self.person_login_log,
            self.person_market_data_id,
            self.person_market_data_provider_id,
            self.person_market_date_id,
            self.person_member_group_id,
            self.person_member_language_id,
            self.person_member_number,
            self.person_member_password,
            self._person_member_start_date,
            self.person_member_status_id,
            self.person_member_wrong_password_count,
            self.person_memo,
            self.person_middle_name,
            self.person_mobile_phone,
            self.person_name,
            self.person_organisation_id,
            self.person_password,
            self.person_plus_1,
            self.person_plus_2,
            self.person_plus_3,
            self.person_plus_4,
            self.person_plus_5,
            self.person_plus_6,
            self.person_plus_7,
            self.person_plus_8,
            self.person_plus_9,
            self.person_plus_10,
            self.person_plus_11,
            self.person_plus_12,
            self.person_plus_13,
            self.person_plus_14,
            self.person_plus_15,
            self.person_plus_16,
            self.person_plus_17,
            self.person_plus_18,
            self.person_plus_19,
            self.person_plus_20,
            self.person_salutation,
            self.person_security_info,
            self.person_skype,
            self.person_sort_order,
            self.person_status,
            self.person_support_language_id,
            self.person_telephone_search,
            self.person_title,
            self._person_updated_at,
            self.person_updated_by,
        ) = values
