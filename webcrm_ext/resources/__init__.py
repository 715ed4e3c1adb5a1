"""Resources that know more than their definition: they extend the generated ones.

Most of them only add what every entity with a table for queries can do. Those classes are written down for
type checkers and editors alone; at run time each is put together from the same two parts when it is first
asked for, because importing all the generated resources at once costs a third of what httpx does.
"""

from __future__ import annotations

from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

from webcrm_ext.definition.naming import snake_case

T = TypeVar("T")

if TYPE_CHECKING:
    from webcrm_api import models
    from webcrm_api.resources import (
        activities,
        budgets,
        deliveries,
        email_supports,
        events,
        milestones,
        opportunities,
        organisations,
        persons,
        persons_b2c,
        products,
        relations,
        revenues,
        support_cases,
        time_expenses,
        users,
    )

    from webcrm_ext.resources.documents import AsyncDocuments as AsyncDocuments
    from webcrm_ext.resources.documents import Documents as Documents
    from webcrm_ext.resources.linked_data import AsyncLinkedData as AsyncLinkedData
    from webcrm_ext.resources.linked_data import LinkedData as LinkedData
    from webcrm_ext.resources.quotation_lines import AsyncQuotationLines as AsyncQuotationLines
    from webcrm_ext.resources.quotation_lines import QuotationLines as QuotationLines
    from webcrm_ext.resources.tables import AsyncTable, Table
    from webcrm_ext.resources.webhooks import AsyncHooks as AsyncHooks
    from webcrm_ext.resources.webhooks import Hooks as Hooks

    class Activities(Table[models.ActivityDto], activities.Activities):
        """Activities."""

    class AsyncActivities(AsyncTable[models.ActivityDto], activities.AsyncActivities):
        """Activities, to be awaited."""

    class Budgets(Table[models.BudgetDto], budgets.Budgets):
        """Budgets."""

    class AsyncBudgets(AsyncTable[models.BudgetDto], budgets.AsyncBudgets):
        """Budgets, to be awaited."""

    class Deliveries(Table[models.DeliveryDto], deliveries.Deliveries):
        """Deliveries."""

    class AsyncDeliveries(AsyncTable[models.DeliveryDto], deliveries.AsyncDeliveries):
        """Deliveries, to be awaited."""

    class EmailSupports(Table[models.SupportCaseEmailDto], email_supports.EmailSupports):
        """E-mails of support cases."""

    class AsyncEmailSupports(AsyncTable[models.SupportCaseEmailDto], email_supports.AsyncEmailSupports):
        """E-mails of support cases, to be awaited."""

    class Events(Table[models.EventDto], events.Events):
        """Events."""

    class AsyncEvents(AsyncTable[models.EventDto], events.AsyncEvents):
        """Events, to be awaited."""

    class Milestones(Table[models.MilestoneDto], milestones.Milestones):
        """Milestones."""

    class AsyncMilestones(AsyncTable[models.MilestoneDto], milestones.AsyncMilestones):
        """Milestones, to be awaited."""

    class Opportunities(Table[models.OpportunityDto], opportunities.Opportunities):
        """Opportunities."""

    class AsyncOpportunities(AsyncTable[models.OpportunityDto], opportunities.AsyncOpportunities):
        """Opportunities, to be awaited."""

    class Organisations(Table[models.OrganisationDto], organisations.Organisations):
        """Organisations."""

    class AsyncOrganisations(AsyncTable[models.OrganisationDto], organisations.AsyncOrganisations):
        """Organisations, to be awaited."""

    class Persons(Table[models.PersonDto], persons.Persons):
        """Persons."""

    class AsyncPersons(AsyncTable[models.PersonDto], persons.AsyncPersons):
        """Persons, to be awaited."""

    class PersonsB2C(Table[models.PersonB2CDto], persons_b2c.PersonsB2C):
        """B2C persons."""

    class AsyncPersonsB2C(AsyncTable[models.PersonB2CDto], persons_b2c.AsyncPersonsB2C):
        """B2C persons, to be awaited."""

    class Products(Table[models.ProductDto], products.Products):
        """Products."""

    class AsyncProducts(AsyncTable[models.ProductDto], products.AsyncProducts):
        """Products, to be awaited."""

    class Relations(Table[models.RelationDto], relations.Relations):
        """Relations."""

    class AsyncRelations(AsyncTable[models.RelationDto], relations.AsyncRelations):
        """Relations, to be awaited."""

    class Revenues(Table[models.RevenueDto], revenues.Revenues):
        """Revenues."""

    class AsyncRevenues(AsyncTable[models.RevenueDto], revenues.AsyncRevenues):
        """Revenues, to be awaited."""

    class SupportCases(Table[models.SupportCaseDto], support_cases.SupportCases):
        """Support cases."""

    class AsyncSupportCases(AsyncTable[models.SupportCaseDto], support_cases.AsyncSupportCases):
        """Support cases, to be awaited."""

    class TimeExpenses(Table[models.TimeExpenseDto], time_expenses.TimeExpenses):
        """Time and expenses."""

    class AsyncTimeExpenses(AsyncTable[models.TimeExpenseDto], time_expenses.AsyncTimeExpenses):
        """Time and expenses, to be awaited."""

    class Users(Table[models.UserDto], users.Users):
        """Users."""

    class AsyncUsers(AsyncTable[models.UserDto], users.AsyncUsers):
        """Users, to be awaited."""


_MODELS: Final = {
    "Activities": "ActivityDto",
    "Budgets": "BudgetDto",
    "Deliveries": "DeliveryDto",
    "EmailSupports": "SupportCaseEmailDto",
    "Events": "EventDto",
    "Milestones": "MilestoneDto",
    "Opportunities": "OpportunityDto",
    "Organisations": "OrganisationDto",
    "Persons": "PersonDto",
    "PersonsB2C": "PersonB2CDto",
    "Products": "ProductDto",
    "Relations": "RelationDto",
    "Revenues": "RevenueDto",
    "SupportCases": "SupportCaseDto",
    "TimeExpenses": "TimeExpenseDto",
    "Users": "UserDto",
}
_MODULES: Final = {
    "Documents": "documents",
    "Hooks": "webhooks",
    "LinkedData": "linked_data",
    "QuotationLines": "quotation_lines",
}


class Lazy(cached_property[T]):
    """One resource of a client, imported and made when it is first touched."""

    def __init__(self, name: str) -> None:
        def make(crm: Any) -> T:
            made: T = _class(name)(crm)
            return made

        super().__init__(make)


def __getattr__(name: str) -> Any:
    try:
        return _class(name)
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None


@cache
def _class(name: str) -> Any:
    kind = name.removeprefix("Async")
    if kind in _MODULES:
        return getattr(import_module(f"webcrm_ext.resources.{_MODULES[kind]}"), name)
    model = _MODELS[kind]
    package = snake_case(kind)
    generated = getattr(import_module(f"webcrm_api.resources.{package}"), name)
    from webcrm_ext.resources.tables import AsyncTable, Table  # noqa: PLC0415 - when the first is touched

    table = Table if kind == name else AsyncTable
    return type(name, (table, generated), {"_model": model, "_package": package, "__doc__": generated.__doc__})
