# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `PersonB2CDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.person_b2c_status import PersonB2CStatus


class PersonB2CProperties(TypedDict, total=False):
    """The properties of `PersonB2CDto`, without its id and those that the service assigns or derives."""

    person_b2c_address: str | None
    person_b2c_alert: str | None
    person_b2c_birthday: datetime.date | None
    person_b2c_campaign_password: str | None
    person_b2c_campaign_wrong_password_count: int | None
    person_b2c_check_mark_1: bool | None
    person_b2c_check_mark_2: bool | None
    person_b2c_check_mark_3: bool | None
    person_b2c_check_mark_4: bool | None
    person_b2c_check_mark_5: bool | None
    person_b2c_check_mark_6: bool | None
    person_b2c_check_mark_7: bool | None
    person_b2c_check_mark_8: bool | None
    person_b2c_check_mark_9: bool | None
    person_b2c_check_mark_10: bool | None
    person_b2c_city: str | None
    person_b2c_comment: str | None
    person_b2c_country: str | None
    person_b2c_direct_phone: str | None
    person_b2c_email: str | None
    person_b2c_email_2: str | None
    person_b2c_extra_custom_1: str | None
    person_b2c_extra_custom_2: str | None
    person_b2c_extra_custom_3: str | None
    person_b2c_extra_custom_4: str | None
    person_b2c_extra_custom_5: str | None
    person_b2c_extra_custom_6: str | None
    person_b2c_extra_custom_7: str | None
    person_b2c_extra_custom_8: str | None
    person_b2c_fax: str | None
    person_b2c_first_name: str | None
    person_b2c_gps: str | None
    person_b2c_industry: str | None
    person_b2c_last_login_date_time: datetime.date | None
    person_b2c_last_name: str | None
    person_b2c_member_group_id: int | None
    person_b2c_member_language_id: int | None
    person_b2c_member_number: str | None
    person_b2c_member_password: str | None
    person_b2c_member_start_date: datetime.date | None
    person_b2c_member_status_id: int | None
    person_b2c_member_wrong_password_count: int | None
    person_b2c_middle_name: str | None
    person_b2c_mobile_phone: str | None
    person_b2c_organisation_comment: str | None
    person_b2c_organisation_id: int
    person_b2c_organisation_status: str | None
    person_b2c_overlay_url: str | None
    person_b2c_owner: int | None
    person_b2c_owner_2: int | None
    person_b2c_person_1_custom_1: str | None
    person_b2c_person_1_custom_2: str | None
    person_b2c_person_1_custom_3: str | None
    person_b2c_person_1_custom_4: str | None
    person_b2c_person_1_custom_5: str | None
    person_b2c_person_1_custom_6: str | None
    person_b2c_person_1_custom_7: str | None
    person_b2c_person_1_custom_8: str | None
    person_b2c_person_1_custom_9: str | None
    person_b2c_person_1_custom_10: str | None
    person_b2c_person_1_custom_11: str | None
    person_b2c_person_1_custom_12: str | None
    person_b2c_person_1_custom_13: str | None
    person_b2c_person_1_custom_14: str | None
    person_b2c_person_1_custom_15: str | None
    person_b2c_person_1_memo: str | None
    person_b2c_person_1_plus_1: str | None
    person_b2c_person_1_plus_2: str | None
    person_b2c_person_1_plus_3: str | None
    person_b2c_person_1_plus_4: str | None
    person_b2c_person_1_plus_5: str | None
    person_b2c_person_1_plus_6: str | None
    person_b2c_person_1_plus_7: str | None
    person_b2c_person_1_plus_8: str | None
    person_b2c_person_1_plus_9: str | None
    person_b2c_person_1_plus_10: str | None
    person_b2c_person_1_plus_11: str | None
    person_b2c_person_1_plus_12: str | None
    person_b2c_person_1_plus_13: str | None
    person_b2c_person_1_plus_14: str | None
    person_b2c_person_1_plus_15: str | None
    person_b2c_person_1_plus_16: str | None
    person_b2c_person_1_plus_17: str | None
    person_b2c_person_1_plus_18: str | None
    person_b2c_person_1_plus_19: str | None
    person_b2c_person_1_plus_20: str | None
    person_b2c_person_2_custom_1: str | None
    person_b2c_person_2_custom_2: str | None
    person_b2c_person_2_custom_3: str | None
    person_b2c_person_2_custom_4: str | None
    person_b2c_person_2_custom_5: str | None
    person_b2c_person_2_custom_6: str | None
    person_b2c_person_2_custom_7: str | None
    person_b2c_person_2_custom_8: str | None
    person_b2c_person_2_custom_9: str | None
    person_b2c_person_2_custom_10: str | None
    person_b2c_person_2_custom_11: str | None
    person_b2c_person_2_custom_12: str | None
    person_b2c_person_2_custom_13: str | None
    person_b2c_person_2_custom_14: str | None
    person_b2c_person_2_custom_15: str | None
    person_b2c_person_2_memo: str | None
    person_b2c_post_code: str | None
    person_b2c_salutation: str | None
    person_b2c_sort_order: int | None
    person_b2c_state: str | None
    person_b2c_status: PersonB2CStatus | None
    person_b2c_telephone: str | None
    person_b2c_territory_id: int | None
    person_b2c_title: str | None
    person_b2c_type: str | None
    person_b2c_vat_group: str | None
    person_b2c_www: str | None


__all__ = ["PersonB2CProperties"]
