# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The models; each is imported on first use."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .activity_auto_complete_mode import ActivityAutoCompleteMode
    from .activity_dto import ActivityDto
    from .activity_hook_dto import ActivityHookDto
    from .activity_hook_event_type import ActivityHookEventType
    from .activity_hook_filter import ActivityHookFilter
    from .activity_note_dto import ActivityNoteDto
    from .activity_status import ActivityStatus
    from .attendee_info import AttendeeInfo
    from .attendee_info_status import AttendeeInfoStatus
    from .auth_api_login_form import AuthApiLoginForm
    from .auth_crm_login_form import AuthCrmLoginForm
    from .auth_login_form import AuthLoginForm
    from .budget_dto import BudgetDto
    from .budget_revenue_type import BudgetRevenueType
    from .budget_type import BudgetType
    from .country_dto import CountryDto
    from .create_activity_note_dto import CreateActivityNoteDto
    from .delivery_dto import DeliveryDto
    from .delivery_erp_status import DeliveryErpStatus
    from .delivery_hook_dto import DeliveryHookDto
    from .delivery_hook_event_type import DeliveryHookEventType
    from .delivery_hook_filter import DeliveryHookFilter
    from .delivery_risk import DeliveryRisk
    from .delivery_status import DeliveryStatus
    from .document_dto import DocumentDto
    from .document_hook_dto import DocumentHookDto
    from .document_hook_event_type import DocumentHookEventType
    from .document_hook_filter import DocumentHookFilter
    from .document_linked_entity_type import DocumentLinkedEntityType
    from .entity_types import EntityTypes
    from .event_dto import EventDto
    from .event_hook_dto import EventHookDto
    from .event_hook_event_type import EventHookEventType
    from .event_hook_filter import EventHookFilter
    from .event_location import EventLocation
    from .event_status import EventStatus
    from .event_type import EventType
    from .features_calendar_integration import FeaturesCalendarIntegration
    from .features_dto import FeaturesDto
    from .field_metadata_display_type import FieldMetadataDisplayType
    from .field_metadata_dropdown_list_dto import FieldMetadataDropdownListDto
    from .field_metadata_dto import FieldMetadataDto
    from .include import Include
    from .linked_data_item_dto import LinkedDataItemDto
    from .linked_data_item_entity_type import LinkedDataItemEntityType
    from .linked_setup_dto import LinkedSetupDto
    from .linked_setup_entity_type import LinkedSetupEntityType
    from .linked_setup_link_mode import LinkedSetupLinkMode
    from .linked_setup_lookup_mode import LinkedSetupLookupMode
    from .meeting_activity import MeetingActivity
    from .meeting_info_create_dto import MeetingInfoCreateDto
    from .meeting_info_get_all_dto import MeetingInfoGetAllDto
    from .meeting_info_get_all_meeting_source import MeetingInfoGetAllMeetingSource
    from .meeting_info_get_by_id_dto import MeetingInfoGetByIdDto
    from .meeting_info_get_by_id_meeting_source import MeetingInfoGetByIdMeetingSource
    from .meeting_info_update_connections_dto import MeetingInfoUpdateConnectionsDto
    from .meeting_info_update_dto import MeetingInfoUpdateDto
    from .meeting_info_update_meeting_send_updates import MeetingInfoUpdateMeetingSendUpdates
    from .meeting_list_dto import MeetingListDto
    from .meeting_opportunity import MeetingOpportunity
    from .meeting_organisation_dto import MeetingOrganisationDto
    from .meeting_person import MeetingPerson
    from .meeting_user import MeetingUser
    from .milestone_billing_status import MilestoneBillingStatus
    from .milestone_dto import MilestoneDto
    from .milestone_status import MilestoneStatus
    from .move_dto import MoveDto
    from .object_dto import ObjectDto
    from .opportunity_dto import OpportunityDto
    from .opportunity_erp_status import OpportunityErpStatus
    from .opportunity_hook_dto import OpportunityHookDto
    from .opportunity_hook_event_type import OpportunityHookEventType
    from .opportunity_hook_filter import OpportunityHookFilter
    from .organisation_dto import OrganisationDto
    from .organisation_hook_dto import OrganisationHookDto
    from .organisation_hook_event_type import OrganisationHookEventType
    from .organisation_hook_filter import OrganisationHookFilter
    from .organisation_info_dto import OrganisationInfoDto
    from .organisation_last_item_type import OrganisationLastItemType
    from .person_b2c_dto import PersonB2CDto
    from .person_b2c_hook_dto import PersonB2CHookDto
    from .person_b2c_hook_event_type import PersonB2CHookEventType
    from .person_b2c_hook_filter import PersonB2CHookFilter
    from .person_b2c_status import PersonB2CStatus
    from .person_dto import PersonDto
    from .person_hook_dto import PersonHookDto
    from .person_hook_event_type import PersonHookEventType
    from .person_hook_filter import PersonHookFilter
    from .person_status import PersonStatus
    from .product_dto import ProductDto
    from .product_hook_dto import ProductHookDto
    from .product_hook_event_type import ProductHookEventType
    from .product_hook_filter import ProductHookFilter
    from .quotation_line_dto import QuotationLineDto
    from .quotation_line_hook_dto import QuotationLineHookDto
    from .quotation_line_hook_event_type import QuotationLineHookEventType
    from .quotation_line_hook_filter import QuotationLineHookFilter
    from .quotation_line_linked_data_item_dto import QuotationLineLinkedDataItemDto
    from .quotation_line_linked_data_item_entity_type import QuotationLineLinkedDataItemEntityType
    from .quotation_line_linked_setup_cost_price_edit_mode import QuotationLineLinkedSetupCostPriceEditMode
    from .quotation_line_linked_setup_dto import QuotationLineLinkedSetupDto
    from .quotation_line_linked_setup_entity_type import QuotationLineLinkedSetupEntityType
    from .quotation_line_linked_setup_link_mode import QuotationLineLinkedSetupLinkMode
    from .quotation_line_linked_setup_lookup_mode import QuotationLineLinkedSetupLookupMode
    from .quotation_line_update_dto import QuotationLineUpdateDto
    from .relation_dto import RelationDto
    from .relation_hook_dto import RelationHookDto
    from .relation_hook_event_type import RelationHookEventType
    from .relation_hook_filter import RelationHookFilter
    from .relation_type import RelationType
    from .revenue_dto import RevenueDto
    from .security_info_dto import SecurityInfoDto
    from .support_case_dto import SupportCaseDto
    from .support_case_email_dto import SupportCaseEmailDto
    from .support_case_email_email_support_direction import SupportCaseEmailEmailSupportDirection
    from .support_case_hook_dto import SupportCaseHookDto
    from .support_case_hook_event_type import SupportCaseHookEventType
    from .support_case_hook_filter import SupportCaseHookFilter
    from .support_case_notification_type import SupportCaseNotificationType
    from .support_case_priority import SupportCasePriority
    from .support_case_source import SupportCaseSource
    from .support_case_status import SupportCaseStatus
    from .time_expense_dto import TimeExpenseDto
    from .time_expense_type import TimeExpenseType
    from .token_response_dto import TokenResponseDto
    from .token_response_with_user_id_dto import TokenResponseWithUserIdDto
    from .user_address_format import UserAddressFormat
    from .user_bcc_mode import UserBccMode
    from .user_calendar_color_scheme import UserCalendarColorScheme
    from .user_date_format import UserDateFormat
    from .user_dto import UserDto
    from .user_hook_dto import UserHookDto
    from .user_hook_event_type import UserHookEventType
    from .user_hook_filter import UserHookFilter
    from .user_support_case_notification_type import UserSupportCaseNotificationType
    from .user_support_case_status import UserSupportCaseStatus
    from .user_synchronization_mode import UserSynchronizationMode
    from .user_time_format import UserTimeFormat

_MODULES = {
    "ActivityAutoCompleteMode": ".activity_auto_complete_mode",
    "ActivityDto": ".activity_dto",
    "ActivityHookDto": ".activity_hook_dto",
    "ActivityHookEventType": ".activity_hook_event_type",
    "ActivityHookFilter": ".activity_hook_filter",
    "ActivityNoteDto": ".activity_note_dto",
    "ActivityStatus": ".activity_status",
    "AttendeeInfo": ".attendee_info",
    "AttendeeInfoStatus": ".attendee_info_status",
    "AuthApiLoginForm": ".auth_api_login_form",
    "AuthCrmLoginForm": ".auth_crm_login_form",
    "AuthLoginForm": ".auth_login_form",
    "BudgetDto": ".budget_dto",
    "BudgetRevenueType": ".budget_revenue_type",
    "BudgetType": ".budget_type",
    "CountryDto": ".country_dto",
    "CreateActivityNoteDto": ".create_activity_note_dto",
    "DeliveryDto": ".delivery_dto",
    "DeliveryErpStatus": ".delivery_erp_status",
    "DeliveryHookDto": ".delivery_hook_dto",
    "DeliveryHookEventType": ".delivery_hook_event_type",
    "DeliveryHookFilter": ".delivery_hook_filter",
    "DeliveryRisk": ".delivery_risk",
    "DeliveryStatus": ".delivery_status",
    "DocumentDto": ".document_dto",
    "DocumentHookDto": ".document_hook_dto",
    "DocumentHookEventType": ".document_hook_event_type",
    "DocumentHookFilter": ".document_hook_filter",
    "DocumentLinkedEntityType": ".document_linked_entity_type",
    "EntityTypes": ".entity_types",
    "EventDto": ".event_dto",
    "EventHookDto": ".event_hook_dto",
    "EventHookEventType": ".event_hook_event_type",
    "EventHookFilter": ".event_hook_filter",
    "EventLocation": ".event_location",
    "EventStatus": ".event_status",
    "EventType": ".event_type",
    "FeaturesCalendarIntegration": ".features_calendar_integration",
    "FeaturesDto": ".features_dto",
    "FieldMetadataDisplayType": ".field_metadata_display_type",
    "FieldMetadataDropdownListDto": ".field_metadata_dropdown_list_dto",
    "FieldMetadataDto": ".field_metadata_dto",
    "Include": ".include",
    "LinkedDataItemDto": ".linked_data_item_dto",
    "LinkedDataItemEntityType": ".linked_data_item_entity_type",
    "LinkedSetupDto": ".linked_setup_dto",
    "LinkedSetupEntityType": ".linked_setup_entity_type",
    "LinkedSetupLinkMode": ".linked_setup_link_mode",
    "LinkedSetupLookupMode": ".linked_setup_lookup_mode",
    "MeetingActivity": ".meeting_activity",
    "MeetingInfoCreateDto": ".meeting_info_create_dto",
    "MeetingInfoGetAllDto": ".meeting_info_get_all_dto",
    "MeetingInfoGetAllMeetingSource": ".meeting_info_get_all_meeting_source",
    "MeetingInfoGetByIdDto": ".meeting_info_get_by_id_dto",
    "MeetingInfoGetByIdMeetingSource": ".meeting_info_get_by_id_meeting_source",
    "MeetingInfoUpdateConnectionsDto": ".meeting_info_update_connections_dto",
    "MeetingInfoUpdateDto": ".meeting_info_update_dto",
    "MeetingInfoUpdateMeetingSendUpdates": ".meeting_info_update_meeting_send_updates",
    "MeetingListDto": ".meeting_list_dto",
    "MeetingOpportunity": ".meeting_opportunity",
    "MeetingOrganisationDto": ".meeting_organisation_dto",
    "MeetingPerson": ".meeting_person",
    "MeetingUser": ".meeting_user",
    "MilestoneBillingStatus": ".milestone_billing_status",
    "MilestoneDto": ".milestone_dto",
    "MilestoneStatus": ".milestone_status",
    "MoveDto": ".move_dto",
    "ObjectDto": ".object_dto",
    "OpportunityDto": ".opportunity_dto",
    "OpportunityErpStatus": ".opportunity_erp_status",
    "OpportunityHookDto": ".opportunity_hook_dto",
    "OpportunityHookEventType": ".opportunity_hook_event_type",
    "OpportunityHookFilter": ".opportunity_hook_filter",
    "OrganisationDto": ".organisation_dto",
    "OrganisationHookDto": ".organisation_hook_dto",
    "OrganisationHookEventType": ".organisation_hook_event_type",
    "OrganisationHookFilter": ".organisation_hook_filter",
    "OrganisationInfoDto": ".organisation_info_dto",
    "OrganisationLastItemType": ".organisation_last_item_type",
    "PersonB2CDto": ".person_b2c_dto",
    "PersonB2CHookDto": ".person_b2c_hook_dto",
    "PersonB2CHookEventType": ".person_b2c_hook_event_type",
    "PersonB2CHookFilter": ".person_b2c_hook_filter",
    "PersonB2CStatus": ".person_b2c_status",
    "PersonDto": ".person_dto",
    "PersonHookDto": ".person_hook_dto",
    "PersonHookEventType": ".person_hook_event_type",
    "PersonHookFilter": ".person_hook_filter",
    "PersonStatus": ".person_status",
    "ProductDto": ".product_dto",
    "ProductHookDto": ".product_hook_dto",
    "ProductHookEventType": ".product_hook_event_type",
    "ProductHookFilter": ".product_hook_filter",
    "QuotationLineDto": ".quotation_line_dto",
    "QuotationLineHookDto": ".quotation_line_hook_dto",
    "QuotationLineHookEventType": ".quotation_line_hook_event_type",
    "QuotationLineHookFilter": ".quotation_line_hook_filter",
    "QuotationLineLinkedDataItemDto": ".quotation_line_linked_data_item_dto",
    "QuotationLineLinkedDataItemEntityType": ".quotation_line_linked_data_item_entity_type",
    "QuotationLineLinkedSetupCostPriceEditMode": ".quotation_line_linked_setup_cost_price_edit_mode",
    "QuotationLineLinkedSetupDto": ".quotation_line_linked_setup_dto",
    "QuotationLineLinkedSetupEntityType": ".quotation_line_linked_setup_entity_type",
    "QuotationLineLinkedSetupLinkMode": ".quotation_line_linked_setup_link_mode",
    "QuotationLineLinkedSetupLookupMode": ".quotation_line_linked_setup_lookup_mode",
    "QuotationLineUpdateDto": ".quotation_line_update_dto",
    "RelationDto": ".relation_dto",
    "RelationHookDto": ".relation_hook_dto",
    "RelationHookEventType": ".relation_hook_event_type",
    "RelationHookFilter": ".relation_hook_filter",
    "RelationType": ".relation_type",
    "RevenueDto": ".revenue_dto",
    "SecurityInfoDto": ".security_info_dto",
    "SupportCaseDto": ".support_case_dto",
    "SupportCaseEmailDto": ".support_case_email_dto",
    "SupportCaseEmailEmailSupportDirection": ".support_case_email_email_support_direction",
    "SupportCaseHookDto": ".support_case_hook_dto",
    "SupportCaseHookEventType": ".support_case_hook_event_type",
    "SupportCaseHookFilter": ".support_case_hook_filter",
    "SupportCaseNotificationType": ".support_case_notification_type",
    "SupportCasePriority": ".support_case_priority",
    "SupportCaseSource": ".support_case_source",
    "SupportCaseStatus": ".support_case_status",
    "TimeExpenseDto": ".time_expense_dto",
    "TimeExpenseType": ".time_expense_type",
    "TokenResponseDto": ".token_response_dto",
    "TokenResponseWithUserIdDto": ".token_response_with_user_id_dto",
    "UserAddressFormat": ".user_address_format",
    "UserBccMode": ".user_bcc_mode",
    "UserCalendarColorScheme": ".user_calendar_color_scheme",
    "UserDateFormat": ".user_date_format",
    "UserDto": ".user_dto",
    "UserHookDto": ".user_hook_dto",
    "UserHookEventType": ".user_hook_event_type",
    "UserHookFilter": ".user_hook_filter",
    "UserSupportCaseNotificationType": ".user_support_case_notification_type",
    "UserSupportCaseStatus": ".user_support_case_status",
    "UserSynchronizationMode": ".user_synchronization_mode",
    "UserTimeFormat": ".user_time_format",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


def resolve() -> None:
    """Import all models, so that `typing.get_type_hints` and `attrs.resolve_types` work on each of them.

    If cattrs is installed, its global converter learns to read and write records, in the JSON of `to_dict()`. Without
    this call it learns that only if cattrs is imported before the first model.
    """
    models = {name: getattr(sys.modules[__name__], name) for name in __all__}
    for name, module in _MODULES.items():
        resolved = vars(import_module(module, __name__))
        resolved.update({other: models[other] for other in models if other != name})
    if find_spec("cattrs") is not None:
        from ..structuring import register

        register()


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = (
    "ActivityAutoCompleteMode",
    "ActivityDto",
    "ActivityHookDto",
    "ActivityHookEventType",
    "ActivityHookFilter",
    "ActivityNoteDto",
    "ActivityStatus",
    "AttendeeInfo",
    "AttendeeInfoStatus",
    "AuthApiLoginForm",
    "AuthCrmLoginForm",
    "AuthLoginForm",
    "BudgetDto",
    "BudgetRevenueType",
    "BudgetType",
    "CountryDto",
    "CreateActivityNoteDto",
    "DeliveryDto",
    "DeliveryErpStatus",
    "DeliveryHookDto",
    "DeliveryHookEventType",
    "DeliveryHookFilter",
    "DeliveryRisk",
    "DeliveryStatus",
    "DocumentDto",
    "DocumentHookDto",
    "DocumentHookEventType",
    "DocumentHookFilter",
    "DocumentLinkedEntityType",
    "EntityTypes",
    "EventDto",
    "EventHookDto",
    "EventHookEventType",
    "EventHookFilter",
    "EventLocation",
    "EventStatus",
    "EventType",
    "FeaturesCalendarIntegration",
    "FeaturesDto",
    "FieldMetadataDisplayType",
    "FieldMetadataDropdownListDto",
    "FieldMetadataDto",
    "Include",
    "LinkedDataItemDto",
    "LinkedDataItemEntityType",
    "LinkedSetupDto",
    "LinkedSetupEntityType",
    "LinkedSetupLinkMode",
    "LinkedSetupLookupMode",
    "MeetingActivity",
    "MeetingInfoCreateDto",
    "MeetingInfoGetAllDto",
    "MeetingInfoGetAllMeetingSource",
    "MeetingInfoGetByIdDto",
    "MeetingInfoGetByIdMeetingSource",
    "MeetingInfoUpdateConnectionsDto",
    "MeetingInfoUpdateDto",
    "MeetingInfoUpdateMeetingSendUpdates",
    "MeetingListDto",
    "MeetingOpportunity",
    "MeetingOrganisationDto",
    "MeetingPerson",
    "MeetingUser",
    "MilestoneBillingStatus",
    "MilestoneDto",
    "MilestoneStatus",
    "MoveDto",
    "ObjectDto",
    "OpportunityDto",
    "OpportunityErpStatus",
    "OpportunityHookDto",
    "OpportunityHookEventType",
    "OpportunityHookFilter",
    "OrganisationDto",
    "OrganisationHookDto",
    "OrganisationHookEventType",
    "OrganisationHookFilter",
    "OrganisationInfoDto",
    "OrganisationLastItemType",
    "PersonB2CDto",
    "PersonB2CHookDto",
    "PersonB2CHookEventType",
    "PersonB2CHookFilter",
    "PersonB2CStatus",
    "PersonDto",
    "PersonHookDto",
    "PersonHookEventType",
    "PersonHookFilter",
    "PersonStatus",
    "ProductDto",
    "ProductHookDto",
    "ProductHookEventType",
    "ProductHookFilter",
    "QuotationLineDto",
    "QuotationLineHookDto",
    "QuotationLineHookEventType",
    "QuotationLineHookFilter",
    "QuotationLineLinkedDataItemDto",
    "QuotationLineLinkedDataItemEntityType",
    "QuotationLineLinkedSetupCostPriceEditMode",
    "QuotationLineLinkedSetupDto",
    "QuotationLineLinkedSetupEntityType",
    "QuotationLineLinkedSetupLinkMode",
    "QuotationLineLinkedSetupLookupMode",
    "QuotationLineUpdateDto",
    "RelationDto",
    "RelationHookDto",
    "RelationHookEventType",
    "RelationHookFilter",
    "RelationType",
    "RevenueDto",
    "SecurityInfoDto",
    "SupportCaseDto",
    "SupportCaseEmailDto",
    "SupportCaseEmailEmailSupportDirection",
    "SupportCaseHookDto",
    "SupportCaseHookEventType",
    "SupportCaseHookFilter",
    "SupportCaseNotificationType",
    "SupportCasePriority",
    "SupportCaseSource",
    "SupportCaseStatus",
    "TimeExpenseDto",
    "TimeExpenseType",
    "TokenResponseDto",
    "TokenResponseWithUserIdDto",
    "UserAddressFormat",
    "UserBccMode",
    "UserCalendarColorScheme",
    "UserDateFormat",
    "UserDto",
    "UserHookDto",
    "UserHookEventType",
    "UserHookFilter",
    "UserSupportCaseNotificationType",
    "UserSupportCaseStatus",
    "UserSynchronizationMode",
    "UserTimeFormat",
)
