"""What the clients know beyond the generated resources; blocking and async, over the same operations."""

# The resources are narrower than those of the generated base, and nobody assigns to them.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.resources import Lazy

if TYPE_CHECKING:
    from webcrm_ext.config import Config
    from webcrm_ext.resources import (
        Activities,
        AsyncActivities,
        AsyncBudgets,
        AsyncDeliveries,
        AsyncDocuments,
        AsyncEmailSupports,
        AsyncEvents,
        AsyncHooks,
        AsyncLinkedData,
        AsyncMilestones,
        AsyncOpportunities,
        AsyncOrganisations,
        AsyncPersons,
        AsyncPersonsB2C,
        AsyncProducts,
        AsyncQuotationLines,
        AsyncRelations,
        AsyncRevenues,
        AsyncSupportCases,
        AsyncTimeExpenses,
        AsyncUsers,
        Budgets,
        Deliveries,
        Documents,
        EmailSupports,
        Events,
        Hooks,
        LinkedData,
        Milestones,
        Opportunities,
        Organisations,
        Persons,
        PersonsB2C,
        Products,
        QuotationLines,
        Relations,
        Revenues,
        SupportCases,
        TimeExpenses,
        Users,
    )
    from webcrm_ext.transport.connection import AsyncConnection, Connection

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class LazyResources(Resources):
    """What `WebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: Connection

    activities: Lazy[Activities] = Lazy("Activities")
    budgets: Lazy[Budgets] = Lazy("Budgets")
    deliveries: Lazy[Deliveries] = Lazy("Deliveries")
    documents: Lazy[Documents] = Lazy("Documents")
    email_supports: Lazy[EmailSupports] = Lazy("EmailSupports")
    events: Lazy[Events] = Lazy("Events")
    milestones: Lazy[Milestones] = Lazy("Milestones")
    opportunities: Lazy[Opportunities] = Lazy("Opportunities")
    organisations: Lazy[Organisations] = Lazy("Organisations")
    persons: Lazy[Persons] = Lazy("Persons")
    persons_b2c: Lazy[PersonsB2C] = Lazy("PersonsB2C")
    products: Lazy[Products] = Lazy("Products")
    quotation_lines: Lazy[QuotationLines] = Lazy("QuotationLines")
    relations: Lazy[Relations] = Lazy("Relations")
    revenues: Lazy[Revenues] = Lazy("Revenues")
    support_cases: Lazy[SupportCases] = Lazy("SupportCases")
    time_expenses: Lazy[TimeExpenses] = Lazy("TimeExpenses")
    users: Lazy[Users] = Lazy("Users")
    hooks: Lazy[Hooks] = Lazy("Hooks")
    linked_data: Lazy[LinkedData] = Lazy("LinkedData")

    @property
    def linked_data_memory(self) -> Any:
        return self._linked_data_memory

    def operate(self, operation: Any) -> Any:
        return self.run_operation(operation)


class AsyncLazyResources(AsyncResources):
    """What `AsyncWebCRM` knows beyond the generated resources."""

    _config: Config
    _connection: AsyncConnection

    activities: Lazy[AsyncActivities] = Lazy("AsyncActivities")
    budgets: Lazy[AsyncBudgets] = Lazy("AsyncBudgets")
    deliveries: Lazy[AsyncDeliveries] = Lazy("AsyncDeliveries")
    documents: Lazy[AsyncDocuments] = Lazy("AsyncDocuments")
    email_supports: Lazy[AsyncEmailSupports] = Lazy("AsyncEmailSupports")
    events: Lazy[AsyncEvents] = Lazy("AsyncEvents")
    milestones: Lazy[AsyncMilestones] = Lazy("AsyncMilestones")
    opportunities: Lazy[AsyncOpportunities] = Lazy("AsyncOpportunities")
    organisations: Lazy[AsyncOrganisations] = Lazy("AsyncOrganisations")
    persons: Lazy[AsyncPersons] = Lazy("AsyncPersons")
    persons_b2c: Lazy[AsyncPersonsB2C] = Lazy("AsyncPersonsB2C")
    products: Lazy[AsyncProducts] = Lazy("AsyncProducts")
    quotation_lines: Lazy[AsyncQuotationLines] = Lazy("AsyncQuotationLines")
    relations: Lazy[AsyncRelations] = Lazy("AsyncRelations")
    revenues: Lazy[AsyncRevenues] = Lazy("AsyncRevenues")
    support_cases: Lazy[AsyncSupportCases] = Lazy("AsyncSupportCases")
    time_expenses: Lazy[AsyncTimeExpenses] = Lazy("AsyncTimeExpenses")
    users: Lazy[AsyncUsers] = Lazy("AsyncUsers")
    hooks: Lazy[AsyncHooks] = Lazy("AsyncHooks")
    linked_data: Lazy[AsyncLinkedData] = Lazy("AsyncLinkedData")

    @property
    def linked_data_memory(self) -> Any:
        return self._linked_data_memory

    def operate(self, operation: Any) -> Any:
        return self.run_operation(operation)
