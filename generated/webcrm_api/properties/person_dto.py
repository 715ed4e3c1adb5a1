# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `PersonDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.person_status import PersonStatus


class PersonProperties(TypedDict, total=False):
    """The properties of `PersonDto`, without its id and those that the service assigns or derives."""

    person_birthday: datetime.date | None
    person_block_mass_email: bool | None
    person_block_mass_email_2: bool | None
    person_campaign_password: str | None
    person_campaign_wrong_password_count: int | None
    person_check_mark_1: bool | None
    person_check_mark_2: bool | None
    person_check_mark_3: bool | None
    person_check_mark_4: bool | None
    person_check_mark_5: bool | None
    person_check_mark_6: bool | None
    person_check_mark_7: bool | None
    person_check_mark_8: bool | None
    person_check_mark_9: bool | None
    person_check_mark_10: bool | None
    person_comment: str | None
    person_custom_1: str | None
    person_custom_2: str | None
    person_custom_3: str | None
    person_custom_4: str | None
    person_custom_5: str | None
    person_custom_6: str | None
    person_custom_7: str | None
    person_custom_8: str | None
    person_custom_9: str | None
    person_custom_10: str | None
    person_custom_11: str | None
    person_custom_12: str | None
    person_custom_13: str | None
    person_custom_14: str | None
    person_custom_15: str | None
    person_direct_phone: str | None
    person_email: str | None
    person_email_2: str | None
    person_email_2_bounces: bool | None
    person_email_bounces: bool | None
    person_first_name: str | None
    person_image_file_extension: str | None
    person_last_login_date_time: datetime.date | None
    person_last_name: str | None
    person_login_log: str | None
    person_market_data_id: str | None
    person_market_data_provider_id: int | None
    person_market_date_id: str | None
    person_member_group_id: int | None
    person_member_language_id: int | None
    person_member_number: str | None
    person_member_password: str | None
    person_member_start_date: datetime.date | None
    person_member_status_id: int | None
    person_member_wrong_password_count: int | None
    person_memo: str | None
    person_middle_name: str | None
    person_mobile_phone: str | None
    person_organisation_id: int | None
    person_password: str | None
    person_plus_1: str | None
    person_plus_2: str | None
    person_plus_3: str | None
    person_plus_4: str | None
    person_plus_5: str | None
    person_plus_6: str | None
    person_plus_7: str | None
    person_plus_8: str | None
    person_plus_9: str | None
    person_plus_10: str | None
    person_plus_11: str | None
    person_plus_12: str | None
    person_plus_13: str | None
    person_plus_14: str | None
    person_plus_15: str | None
    person_plus_16: str | None
    person_plus_17: str | None
    person_plus_18: str | None
    person_plus_19: str | None
    person_plus_20: str | None
    person_salutation: str | None
    person_skype: str | None
    person_sort_order: int | None
    person_status: PersonStatus | None
    person_support_language_id: int | None
    person_title: str | None


__all__ = ["PersonProperties"]
