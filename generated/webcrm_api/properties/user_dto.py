# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `UserDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.user_address_format import UserAddressFormat
    from ..models.user_bcc_mode import UserBccMode
    from ..models.user_calendar_color_scheme import UserCalendarColorScheme
    from ..models.user_date_format import UserDateFormat
    from ..models.user_support_case_notification_type import UserSupportCaseNotificationType
    from ..models.user_support_case_status import UserSupportCaseStatus
    from ..models.user_synchronization_mode import UserSynchronizationMode
    from ..models.user_time_format import UserTimeFormat


class UserProperties(TypedDict, total=False):
    """The properties of `UserDto`, without its id and those that the service assigns or derives."""

    user_access_id: int | None
    user_access_level: int | None
    user_address_format: UserAddressFormat | None
    user_advanced_groups: str | None
    user_authentication_code: str | None
    user_bcc_email: str | None
    user_bcc_mode: UserBccMode | None
    user_bcc_tag: str | None
    user_budget_note: str | None
    user_calendar_color_scheme: UserCalendarColorScheme | None
    user_currency_name: str | None
    user_custom_1: str | None
    user_custom_2: str | None
    user_custom_3: str | None
    user_custom_4: str | None
    user_custom_5: str | None
    user_custom_6: str | None
    user_custom_7: str | None
    user_custom_8: str | None
    user_custom_9: str | None
    user_custom_10: str | None
    user_custom_11: str | None
    user_custom_12: str | None
    user_custom_13: str | None
    user_custom_14: str | None
    user_custom_15: str | None
    user_date_format: UserDateFormat | None
    user_decimal_point: str | None
    user_default_member_group_id: int | None
    user_default_opportunity_2_nd_responsible: int | None
    user_default_organisation_2_nd_responsible: int | None
    user_default_support_case_channel: int | None
    user_email: str | None
    user_gmt_difference: int | None
    user_group_id: int | None
    user_initials: str | None
    user_integration_id: str | None
    user_ip_restrict: str | None
    user_is_rest_api_enabled: bool | None
    user_is_spell_checker_enabled: bool | None
    user_is_support_case_available_status_enabled: bool | None
    user_language_id: int | None
    user_last_login_date_time: datetime.date | None
    user_last_try_date_time: datetime.date | None
    user_login_count: int | None
    user_login_log: str | None
    user_login_name: str | None
    user_memo: str | None
    user_mobile_phone: str | None
    user_name: str | None
    user_password: str | None
    user_password_in_url: bool | None
    user_password_updated_at: datetime.date | None
    user_phone_parameters: str | None
    user_sms_login: int | None
    user_soft_call: str | None
    user_support_case_expiration_date_time: datetime.date | None
    user_support_case_latest: datetime.date | None
    user_support_case_notification_type: UserSupportCaseNotificationType | None
    user_support_case_status: UserSupportCaseStatus | None
    user_synchronization_mode: UserSynchronizationMode | None
    user_telephone: str | None
    user_territories: str | None
    user_ticket: str | None
    user_ticket_expiration_date_time: datetime.date | None
    user_time_format: UserTimeFormat | None
    user_title: str | None
    user_wrong_password_count: int | None


__all__ = ["UserProperties"]
