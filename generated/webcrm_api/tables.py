# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The tables of the API: for each, its name in queries, its model and its main columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from attrs import frozen

from .lookup import model, operation
from .model import Model

if TYPE_CHECKING:
    from .calls import Call
    from .models.activity_dto import ActivityDto
    from .models.budget_dto import BudgetDto
    from .models.delivery_dto import DeliveryDto
    from .models.document_dto import DocumentDto
    from .models.event_dto import EventDto
    from .models.milestone_dto import MilestoneDto
    from .models.opportunity_dto import OpportunityDto
    from .models.organisation_dto import OrganisationDto
    from .models.person_b2c_dto import PersonB2CDto
    from .models.person_dto import PersonDto
    from .models.product_dto import ProductDto
    from .models.quotation_line_dto import QuotationLineDto
    from .models.relation_dto import RelationDto
    from .models.revenue_dto import RevenueDto
    from .models.support_case_dto import SupportCaseDto
    from .models.support_case_email_dto import SupportCaseEmailDto
    from .models.time_expense_dto import TimeExpenseDto
    from .models.user_dto import UserDto

M = TypeVar("M", bound=Model)


@frozen(kw_only=True)
class Table(Generic[M]):
    """A table that queries can select from.

    Attributes:
        name: The name in queries, such as `Person`.
        resource: The client's attribute for it, such as `persons`.
        model_name: The name of the records' model, such as `PersonDto`.
        id_column: The column of the record's id.
        changed_column: The column of the last change, or None.
        created_column: The column of the creation, or None.
        read_only_columns: The columns that the service assigns or derives, and ignores in requests; the id aside.
        can_create: Whether the API can create records.
        can_update: Whether the API can update records.
        can_upsert: Whether the API takes several records to create or update in one call.
        can_delete: Whether the API can delete records.
    """

    name: str
    resource: str
    model_name: str
    id_column: str
    changed_column: str | None
    created_column: str | None
    read_only_columns: tuple[str, ...]
    can_create: bool
    can_update: bool
    can_upsert: bool
    can_delete: bool

    @property
    def model(self) -> type[M]:
        """The model of the records, imported on first use."""
        found: type[M] = model(self.model_name)
        return found

    def create_call(self, record: M) -> Call[int | None]:
        """Prepare the call that creates a record and returns its id, if the service returns one."""
        prepared: Call[int | None] = operation(self.resource, "create").call(body=record)
        return prepared

    def update_call(self, id: int, record: M) -> Call[None]:
        """Prepare the call that updates what is set in a record."""
        prepared: Call[None] = operation(self.resource, "update").call(id, body=record)
        return prepared

    def upsert_call(self, records: list[M]) -> Call[list[str]]:
        """Prepare the call that creates or updates several records; `results.write_results` reads its value."""
        prepared: Call[list[str]] = operation(self.resource, "upsert").call(body=records)
        return prepared

    def delete_call(self, id: int) -> Call[None]:
        """Prepare the call that deletes a record."""
        prepared: Call[None] = operation(self.resource, "delete").call(id)
        return prepared

    def get_call(self, id: int) -> Call[M]:
        """Prepare the call that returns a record."""
        prepared: Call[M] = operation(self.resource, "get").call(id)
        return prepared


ACTIVITIES: Final[Table[ActivityDto]] = Table(
    name="Activity",
    resource="activities",
    model_name="ActivityDto",
    id_column="ActivityId",
    changed_column="ActivityUpdatedAt",
    created_column="ActivityCreatedAt",
    read_only_columns=(
        "ActivityCreatedAt",
        "ActivityCreatedBy",
        "ActivitySecurityInfo",
        "ActivityUpdatedAt",
        "ActivityUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
BUDGETS: Final[Table[BudgetDto]] = Table(
    name="Budget",
    resource="budgets",
    model_name="BudgetDto",
    id_column="BudgetId",
    changed_column="BudgetUpdatedAt",
    created_column="BudgetCreatedAt",
    read_only_columns=("BudgetCreatedAt", "BudgetCreatedBy", "BudgetUpdatedAt", "BudgetUpdatedBy"),
    can_create=False,
    can_update=False,
    can_upsert=False,
    can_delete=False,
)
DELIVERIES: Final[Table[DeliveryDto]] = Table(
    name="Delivery",
    resource="deliveries",
    model_name="DeliveryDto",
    id_column="DeliveryId",
    changed_column="DeliveryUpdatedAt",
    created_column="DeliveryCreatedAt",
    read_only_columns=(
        "DeliveryCreatedAt",
        "DeliveryCreatedBy",
        "DeliveryHistory",
        "DeliveryUpdatedAt",
        "DeliveryUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
DOCUMENTS: Final[Table[DocumentDto]] = Table(
    name="Document",
    resource="documents",
    model_name="DocumentDto",
    id_column="DocumentId",
    changed_column="DocumentLastUpdatedAt",
    created_column="DocumentCreatedAt",
    read_only_columns=(
        "DocumentCreatedAt",
        "DocumentCreatedBy",
        "DocumentFileSize",
        "DocumentLastUpdatedAt",
        "DocumentLastUpdatedBy",
        "DocumentUploadCount",
        "DocumentUploadedAt",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=True,
)
EMAIL_SUPPORTS: Final[Table[SupportCaseEmailDto]] = Table(
    name="EmailSupport",
    resource="email_supports",
    model_name="SupportCaseEmailDto",
    id_column="EmailSupportId",
    changed_column=None,
    created_column=None,
    read_only_columns=(),
    can_create=False,
    can_update=False,
    can_upsert=False,
    can_delete=False,
)
EVENTS: Final[Table[EventDto]] = Table(
    name="Event",
    resource="events",
    model_name="EventDto",
    id_column="EventId",
    changed_column="EventUpdatedAt",
    created_column="EventCreatedAt",
    read_only_columns=(
        "EventCreatedAt",
        "EventCreatedBy",
        "EventHistory",
        "EventSecurityInfo",
        "EventUpdatedAt",
        "EventUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
MILESTONES: Final[Table[MilestoneDto]] = Table(
    name="Milestone",
    resource="milestones",
    model_name="MilestoneDto",
    id_column="MilestoneId",
    changed_column="MilestoneUpdatedAt",
    created_column="MilestoneCreatedAt",
    read_only_columns=("MilestoneCreatedAt", "MilestoneCreatedBy", "MilestoneUpdatedAt", "MilestoneUpdatedBy"),
    can_create=False,
    can_update=False,
    can_upsert=False,
    can_delete=False,
)
OPPORTUNITIES: Final[Table[OpportunityDto]] = Table(
    name="Opportunity",
    resource="opportunities",
    model_name="OpportunityDto",
    id_column="OpportunityId",
    changed_column="OpportunityUpdatedAt",
    created_column="OpportunityCreatedAt",
    read_only_columns=(
        "OpportunityCreatedAt",
        "OpportunityCreatedBy",
        "OpportunityHistory",
        "OpportunitySecurityInfo",
        "OpportunityUpdatedAt",
        "OpportunityUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
ORGANISATIONS: Final[Table[OrganisationDto]] = Table(
    name="Organisation",
    resource="organisations",
    model_name="OrganisationDto",
    id_column="OrganisationId",
    changed_column="OrganisationUpdatedAt",
    created_column="OrganisationCreatedAt",
    read_only_columns=(
        "OrganisationCompareName",
        "OrganisationCreatedAt",
        "OrganisationCreatedBy",
        "OrganisationHistory",
        "OrganisationTelephoneSearch",
        "OrganisationUpdatedAt",
        "OrganisationUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
PERSONS: Final[Table[PersonDto]] = Table(
    name="Person",
    resource="persons",
    model_name="PersonDto",
    id_column="PersonId",
    changed_column="PersonUpdatedAt",
    created_column="PersonCreatedAt",
    read_only_columns=(
        "PersonCreatedAt",
        "PersonCreatedBy",
        "PersonHistory",
        "PersonName",
        "PersonSecurityInfo",
        "PersonTelephoneSearch",
        "PersonUpdatedAt",
        "PersonUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
PERSONS_B2C: Final[Table[PersonB2CDto]] = Table(
    name="PersonB2C",
    resource="persons_b2c",
    model_name="PersonB2CDto",
    id_column="PersonB2CId",
    changed_column=None,
    created_column=None,
    read_only_columns=("PersonB2CHistory",),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
PRODUCTS: Final[Table[ProductDto]] = Table(
    name="Product",
    resource="products",
    model_name="ProductDto",
    id_column="ProductId",
    changed_column="ProductUpdatedAt",
    created_column="ProductCreatedAt",
    read_only_columns=(
        "ProductCreatedAt",
        "ProductCreatedBy",
        "ProductHistory",
        "ProductUpdatedAt",
        "ProductUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=True,
)
QUOTATION_LINES: Final[Table[QuotationLineDto]] = Table(
    name="QuotationLine",
    resource="quotation_lines",
    model_name="QuotationLineDto",
    id_column="QuotationLineId",
    changed_column="QuotationLineUpdatedAt",
    created_column="QuotationLineCreatedAt",
    read_only_columns=(
        "QuotationLineCreatedAt",
        "QuotationLineCreatedBy",
        "QuotationLineUpdatedAt",
        "QuotationLineUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=True,
)
RELATIONS: Final[Table[RelationDto]] = Table(
    name="Relation",
    resource="relations",
    model_name="RelationDto",
    id_column="RelationId",
    changed_column="RelationUpdatedAt",
    created_column="RelationCreatedAt",
    read_only_columns=("RelationCreatedAt", "RelationCreatedBy", "RelationUpdatedAt", "RelationUpdatedBy"),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
REVENUES: Final[Table[RevenueDto]] = Table(
    name="Revenue",
    resource="revenues",
    model_name="RevenueDto",
    id_column="RevenueId",
    changed_column="RevenueUpdatedAt",
    created_column="RevenueCreatedAt",
    read_only_columns=("RevenueCreatedAt", "RevenueCreatedBy", "RevenueUpdatedAt", "RevenueUpdatedBy"),
    can_create=False,
    can_update=False,
    can_upsert=False,
    can_delete=False,
)
SUPPORT_CASES: Final[Table[SupportCaseDto]] = Table(
    name="SupportCase",
    resource="support_cases",
    model_name="SupportCaseDto",
    id_column="SupportCaseId",
    changed_column="SupportCaseUpdatedAt",
    created_column="SupportCaseCreatedAt",
    read_only_columns=(
        "SupportCaseCreatedAt",
        "SupportCaseCreatedBy",
        "SupportCaseHistory",
        "SupportCaseUpdatedAt",
        "SupportCaseUpdatedBy",
    ),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)
TIME_EXPENSES: Final[Table[TimeExpenseDto]] = Table(
    name="TimeExpense",
    resource="time_expenses",
    model_name="TimeExpenseDto",
    id_column="TimeExpenseId",
    changed_column="TimeExpenseUpdatedAt",
    created_column="TimeExpenseCreatedAt",
    read_only_columns=("TimeExpenseCreatedAt", "TimeExpenseCreatedBy", "TimeExpenseUpdatedAt", "TimeExpenseUpdatedBy"),
    can_create=False,
    can_update=False,
    can_upsert=False,
    can_delete=False,
)
USERS: Final[Table[UserDto]] = Table(
    name="User",
    resource="users",
    model_name="UserDto",
    id_column="UserId",
    changed_column="UserUpdatedAt",
    created_column="UserCreatedAt",
    read_only_columns=("UserCreatedAt", "UserCreatedBy", "UserUpdatedAt", "UserUpdatedBy"),
    can_create=True,
    can_update=True,
    can_upsert=True,
    can_delete=False,
)

TABLES: Final[tuple[Table[Any], ...]] = (
    ACTIVITIES,
    BUDGETS,
    DELIVERIES,
    DOCUMENTS,
    EMAIL_SUPPORTS,
    EVENTS,
    MILESTONES,
    OPPORTUNITIES,
    ORGANISATIONS,
    PERSONS,
    PERSONS_B2C,
    PRODUCTS,
    QUOTATION_LINES,
    RELATIONS,
    REVENUES,
    SUPPORT_CASES,
    TIME_EXPENSES,
    USERS,
)
"""All tables, in the order of their resources' names."""

__all__ = [
    "ACTIVITIES",
    "BUDGETS",
    "DELIVERIES",
    "DOCUMENTS",
    "EMAIL_SUPPORTS",
    "EVENTS",
    "MILESTONES",
    "OPPORTUNITIES",
    "ORGANISATIONS",
    "PERSONS",
    "PERSONS_B2C",
    "PRODUCTS",
    "QUOTATION_LINES",
    "RELATIONS",
    "REVENUES",
    "SUPPORT_CASES",
    "TIME_EXPENSES",
    "USERS",
    "TABLES",
    "Table",
]
