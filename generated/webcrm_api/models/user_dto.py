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
    from ..models.user_address_format import UserAddressFormat
    from ..models.user_bcc_mode import UserBccMode
    from ..models.user_calendar_color_scheme import UserCalendarColorScheme
    from ..models.user_date_format import UserDateFormat
    from ..models.user_support_case_notification_type import UserSupportCaseNotificationType
    from ..models.user_support_case_status import UserSupportCaseStatus
    from ..models.user_synchronization_mode import UserSynchronizationMode
    from ..models.user_time_format import UserTimeFormat


@define(kw_only=True, repr=False)
class UserDto(Model):
    """A user, as the API returns and accepts it.

    The meaning of the Custom fields differs from system to system; `crm.fields_metadata` describes it. Their
    values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be spelled
    exactly as in the list, including case.

    Attributes:
        user_created_by: The user's name; `api2` and the token's name for a call of the API.
        user_default_opportunity_2_nd_responsible: The id of a user; 0 for no user.
        user_default_organisation_2_nd_responsible: The id of a user; 0 for no user.
        user_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    user_id: int
    user_access_id: int | None | Unset = UNSET
    user_access_level: int | None | Unset = UNSET
    user_address_format: None | Unset | UserAddressFormat = UNSET
    user_advanced_groups: None | str | Unset = UNSET
    user_authentication_code: None | str | Unset = UNSET
    user_bcc_email: None | str | Unset = UNSET
    user_bcc_mode: None | Unset | UserBccMode = UNSET
    user_bcc_tag: None | str | Unset = UNSET
    user_budget_note: None | str | Unset = UNSET
    user_calendar_color_scheme: None | Unset | UserCalendarColorScheme = UNSET
    user_created_at: datetime.datetime | None | Unset = UNSET
    user_created_by: None | str | Unset = UNSET
    user_currency_name: None | str | Unset = UNSET
    user_custom_1: None | str | Unset = UNSET
    user_custom_2: None | str | Unset = UNSET
    user_custom_3: None | str | Unset = UNSET
    user_custom_4: None | str | Unset = UNSET
    user_custom_5: None | str | Unset = UNSET
    user_custom_6: None | str | Unset = UNSET
    user_custom_7: None | str | Unset = UNSET
    user_custom_8: None | str | Unset = UNSET
    user_custom_9: None | str | Unset = UNSET
    user_custom_10: None | str | Unset = UNSET
    user_custom_11: None | str | Unset = UNSET
    user_custom_12: None | str | Unset = UNSET
    user_custom_13: None | str | Unset = UNSET
    user_custom_14: None | str | Unset = UNSET
    user_custom_15: None | str | Unset = UNSET
    user_date_format: None | Unset | UserDateFormat = UNSET
    user_decimal_point: None | str | Unset = UNSET
    user_default_member_group_id: int | None | Unset = UNSET
    user_default_opportunity_2_nd_responsible: int | None | Unset = UNSET
    user_default_organisation_2_nd_responsible: int | None | Unset = UNSET
    user_default_support_case_channel: int | None | Unset = UNSET
    user_email: None | str | Unset = UNSET
    user_gmt_difference: int | None | Unset = UNSET
    user_group_id: int | None | Unset = UNSET
    user_initials: None | str | Unset = UNSET
    user_integration_id: None | str | Unset = UNSET
    user_ip_restrict: None | str | Unset = UNSET
    user_is_rest_api_enabled: bool | None | Unset = UNSET
    user_is_spell_checker_enabled: bool | None | Unset = UNSET
    user_is_support_case_available_status_enabled: bool | None | Unset = UNSET
    user_language_id: int | None | Unset = UNSET
    user_last_login_date_time: datetime.datetime | None | Unset = UNSET
    user_last_try_date_time: datetime.datetime | None | Unset = UNSET
    user_login_count: int | None | Unset = UNSET
    user_login_log: None | str | Unset = UNSET
    user_login_name: None | str | Unset = UNSET
    user_memo: None | str | Unset = UNSET
    user_mobile_phone: None | str | Unset = UNSET
    user_name: None | str | Unset = UNSET
    user_password: None | str | Unset = UNSET
    user_password_in_url: bool | None | Unset = UNSET
    user_password_updated_at: datetime.datetime | None | Unset = UNSET
    user_phone_parameters: None | str | Unset = UNSET
    user_sms_login: int | None | Unset = UNSET
    user_soft_call: None | str | Unset = UNSET
    user_support_case_expiration_date_time: datetime.datetime | None | Unset = UNSET
    user_support_case_latest: datetime.datetime | None | Unset = UNSET
    user_support_case_notification_type: None | Unset | UserSupportCaseNotificationType = UNSET
    user_support_case_status: None | Unset | UserSupportCaseStatus = UNSET
    user_synchronization_mode: None | Unset | UserSynchronizationMode = UNSET
    user_telephone: None | str | Unset = UNSET
    user_territories: None | str | Unset = UNSET
    user_ticket: None | str | Unset = UNSET
    user_ticket_expiration_date_time: datetime.datetime | None | Unset = UNSET
    user_time_format: None | Unset | UserTimeFormat = UNSET
    user_title: None | str | Unset = UNSET
    user_updated_at: datetime.datetime | None | Unset = UNSET
    user_updated_by: None | str | Unset = UNSET
    user_wrong_password_count: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "user_id": "UserId",
            "user_access_id": "UserAccessId",
            "user_access_level": "UserAccessLevel",
            "user_address_format": "UserAddressFormat",
            "user_advanced_groups": "UserAdvancedGroups",
            "user_authentication_code": "UserAuthenticationCode",
            "user_bcc_email": "UserBccEmail",
            "user_bcc_mode": "UserBccMode",
            "user_bcc_tag": "UserBccTag",
            "user_budget_note": "UserBudgetNote",
            "user_calendar_color_scheme": "UserCalendarColorScheme",
            "user_created_at": "UserCreatedAt",
            "user_created_by": "UserCreatedBy",
            "user_currency_name": "UserCurrencyName",
            "user_custom_1": "UserCustom1",
            "user_custom_2": "UserCustom2",
            "user_custom_3": "UserCustom3",
            "user_custom_4": "UserCustom4",
            "user_custom_5": "UserCustom5",
            "user_custom_6": "UserCustom6",
            "user_custom_7": "UserCustom7",
            "user_custom_8": "UserCustom8",
            "user_custom_9": "UserCustom9",
            "user_custom_10": "UserCustom10",
            "user_custom_11": "UserCustom11",
            "user_custom_12": "UserCustom12",
            "user_custom_13": "UserCustom13",
            "user_custom_14": "UserCustom14",
            "user_custom_15": "UserCustom15",
            "user_date_format": "UserDateFormat",
            "user_decimal_point": "UserDecimalPoint",
            "user_default_member_group_id": "UserDefaultMemberGroupId",
            "user_default_opportunity_2_nd_responsible": "UserDefaultOpportunity2ndResponsible",
            "user_default_organisation_2_nd_responsible": "UserDefaultOrganisation2ndResponsible",
            "user_default_support_case_channel": "UserDefaultSupportCaseChannel",
            "user_email": "UserEmail",
            "user_gmt_difference": "UserGmtDifference",
            "user_group_id": "UserGroupId",
            "user_initials": "UserInitials",
            "user_integration_id": "UserIntegrationId",
            "user_ip_restrict": "UserIpRestrict",
            "user_is_rest_api_enabled": "UserIsRestApiEnabled",
            "user_is_spell_checker_enabled": "UserIsSpellCheckerEnabled",
            "user_is_support_case_available_status_enabled": "UserIsSupportCaseAvailableStatusEnabled",
            "user_language_id": "UserLanguageId",
            "user_last_login_date_time": "UserLastLoginDateTime",
            "user_last_try_date_time": "UserLastTryDateTime",
            "user_login_count": "UserLoginCount",
            "user_login_log": "UserLoginLog",
            "user_login_name": "UserLoginName",
            "user_memo": "UserMemo",
            "user_mobile_phone": "UserMobilePhone",
            "user_name": "UserName",
            "user_password": "UserPassword",
            "user_password_in_url": "UserPasswordInUrl",
            "user_password_updated_at": "UserPasswordUpdatedAt",
            "user_phone_parameters": "UserPhoneParameters",
            "user_sms_login": "UserSmsLogin",
            "user_soft_call": "UserSoftCall",
            "user_support_case_expiration_date_time": "UserSupportCaseExpirationDateTime",
            "user_support_case_latest": "UserSupportCaseLatest",
            "user_support_case_notification_type": "UserSupportCaseNotificationType",
            "user_support_case_status": "UserSupportCaseStatus",
            "user_synchronization_mode": "UserSynchronizationMode",
            "user_telephone": "UserTelephone",
            "user_territories": "UserTerritories",
            "user_ticket": "UserTicket",
            "user_ticket_expiration_date_time": "UserTicketExpirationDateTime",
            "user_time_format": "UserTimeFormat",
            "user_title": "UserTitle",
            "user_updated_at": "UserUpdatedAt",
            "user_updated_by": "UserUpdatedBy",
            "user_wrong_password_count": "UserWrongPasswordCount",
        },
        converters={},
        dates=(
            "user_created_at",
            "user_last_login_date_time",
            "user_last_try_date_time",
            "user_password_updated_at",
            "user_support_case_expiration_date_time",
            "user_support_case_latest",
            "user_ticket_expiration_date_time",
            "user_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.user_id,
            self.user_access_id,
            self.user_access_level,
            self.user_address_format,
            self.user_advanced_groups,
            self.user_authentication_code,
            self.user_bcc_email,
            self.user_bcc_mode,
            self.user_bcc_tag,
            self.user_budget_note,
            self.user_calendar_color_scheme,
            self._user_created_at,
            self.user_created_by,
            self.user_currency_name,
            self.user_custom_1,
            self.user_custom_2,
            self.user_custom_3,
            self.user_custom_4,
            self.user_custom_5,
            self.user_custom_6,
            self.user_custom_7,
            self.user_custom_8,
            self.user_custom_9,
            self.user_custom_10,
            self.user_custom_11,
            self.user_custom_12,
            self.user_custom_13,
            self.user_custom_14,
            self.user_custom_15,
            self.user_date_format,
            self.user_decimal_point,
            self.user_default_member_group_id,
            self.user_default_opportunity_2_nd_responsible,
            self.user_default_organisation_2_nd_responsible,
            self.user_default_support_case_channel,
            self.user_email,
            self.user_gmt_difference,
            self.user_group_id,
            self.user_initials,
            self.user_integration_id,
            self.user_ip_restrict,
            self.user_is_rest_api_enabled,
            self.user_is_spell_checker_enabled,
            self.user_is_support_case_available_status_enabled,
            self.user_language_id,
            self._user_last_login_date_time,
            self._user_last_try_date_time,
            self.user_login_count,
            self.user_login_log,
            self.user_login_name,
            self.user_memo,
            self.user_mobile_phone,
            self.user_name,
            self.user_password,
            self.user_password_in_url,
            self._user_password_updated_at,
            self.user_phone_parameters,
            self.user_sms_login,
            self.user_soft_call,
            self._user_support_case_expiration_date_time,
            self._user_support_case_latest,
            self.user_support_case_notification_type,
            self.user_support_case_status,
            self.user_synchronization_mode,
            self.user_telephone,
            self.user_territories,
            self.user_ticket,
            self._user_ticket_expiration_date_time,
            self.user_time_format,
            self.user_title,
            self._user_updated_at,
            self.user_updated_by,
            self.user_wrong_password_count,
        ) = values
