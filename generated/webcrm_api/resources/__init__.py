# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""All resources: one attribute for each, created on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..resource import Root

if TYPE_CHECKING:
    from ..runner import AsyncRunner, Runner
    from .activities import Activities, AsyncActivities
    from .auth import AsyncAuth, Auth
    from .budgets import AsyncBudgets, Budgets
    from .deliveries import AsyncDeliveries, Deliveries
    from .documents import AsyncDocuments, Documents
    from .email_supports import AsyncEmailSupports, EmailSupports
    from .events import AsyncEvents, Events
    from .fields_metadata import AsyncFieldsMetadata, FieldsMetadata
    from .meetings import AsyncMeetings, Meetings
    from .milestones import AsyncMilestones, Milestones
    from .opportunities import AsyncOpportunities, Opportunities
    from .organisations import AsyncOrganisations, Organisations
    from .persons import AsyncPersons, Persons
    from .persons_b2c import AsyncPersonsB2C, PersonsB2C
    from .products import AsyncProducts, Products
    from .queries import AsyncQueries, Queries
    from .quotation_lines import AsyncQuotationLines, QuotationLines
    from .relations import AsyncRelations, Relations
    from .revenues import AsyncRevenues, Revenues
    from .settings import AsyncSettings, Settings
    from .support_cases import AsyncSupportCases, SupportCases
    from .time_expenses import AsyncTimeExpenses, TimeExpenses
    from .users import AsyncUsers, Users


class Resources(Root):
    """The resources of the API, whose calls go through a runner."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    @cached_property
    def activities(self) -> Activities:
        """Activities."""
        from .activities import Activities  # noqa: PLC0415

        return Activities(self._runner)

    @cached_property
    def auth(self) -> Auth:
        """Logins."""
        from .auth import Auth  # noqa: PLC0415

        return Auth(self._runner)

    @cached_property
    def budgets(self) -> Budgets:
        """Budgets."""
        from .budgets import Budgets  # noqa: PLC0415

        return Budgets(self._runner)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Deliveries."""
        from .deliveries import Deliveries  # noqa: PLC0415

        return Deliveries(self._runner)

    @cached_property
    def documents(self) -> Documents:
        """Documents."""
        from .documents import Documents  # noqa: PLC0415

        return Documents(self._runner)

    @cached_property
    def email_supports(self) -> EmailSupports:
        """Support e-mails."""
        from .email_supports import EmailSupports  # noqa: PLC0415

        return EmailSupports(self._runner)

    @cached_property
    def events(self) -> Events:
        """Events."""
        from .events import Events  # noqa: PLC0415

        return Events(self._runner)

    @cached_property
    def fields_metadata(self) -> FieldsMetadata:
        """Fields' metadata."""
        from .fields_metadata import FieldsMetadata  # noqa: PLC0415

        return FieldsMetadata(self._runner)

    @cached_property
    def meetings(self) -> Meetings:
        """Meetings."""
        from .meetings import Meetings  # noqa: PLC0415

        return Meetings(self._runner)

    @cached_property
    def milestones(self) -> Milestones:
        """Milestones."""
        from .milestones import Milestones  # noqa: PLC0415

        return Milestones(self._runner)

    @cached_property
    def opportunities(self) -> Opportunities:
        """Opportunities."""
        from .opportunities import Opportunities  # noqa: PLC0415

        return Opportunities(self._runner)

    @cached_property
    def organisations(self) -> Organisations:
        """Organisations."""
        from .organisations import Organisations  # noqa: PLC0415

        return Organisations(self._runner)

    @cached_property
    def persons(self) -> Persons:
        """Persons."""
        from .persons import Persons  # noqa: PLC0415

        return Persons(self._runner)

    @cached_property
    def persons_b2c(self) -> PersonsB2C:
        """B2C persons."""
        from .persons_b2c import PersonsB2C  # noqa: PLC0415

        return PersonsB2C(self._runner)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from .products import Products  # noqa: PLC0415

        return Products(self._runner)

    @cached_property
    def queries(self) -> Queries:
        """Queries."""
        from .queries import Queries  # noqa: PLC0415

        return Queries(self._runner)

    @cached_property
    def quotation_lines(self) -> QuotationLines:
        """Quotation lines."""
        from .quotation_lines import QuotationLines  # noqa: PLC0415

        return QuotationLines(self._runner)

    @cached_property
    def relations(self) -> Relations:
        """Relations."""
        from .relations import Relations  # noqa: PLC0415

        return Relations(self._runner)

    @cached_property
    def revenues(self) -> Revenues:
        """Revenues."""
        from .revenues import Revenues  # noqa: PLC0415

        return Revenues(self._runner)

    @cached_property
    def settings(self) -> Settings:
        """Settings."""
        from .settings import Settings  # noqa: PLC0415

        return Settings(self._runner)

    @cached_property
    def support_cases(self) -> SupportCases:
        """Support cases."""
        from .support_cases import SupportCases  # noqa: PLC0415

        return SupportCases(self._runner)

    @cached_property
    def time_expenses(self) -> TimeExpenses:
        """Time expenses."""
        from .time_expenses import TimeExpenses  # noqa: PLC0415

        return TimeExpenses(self._runner)

    @cached_property
    def users(self) -> Users:
        """Users."""
        from .users import Users  # noqa: PLC0415

        return Users(self._runner)


class AsyncResources(Root):
    """The resources of the API, async, whose calls go through a runner."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    @cached_property
    def activities(self) -> AsyncActivities:
        """Activities."""
        from .activities import AsyncActivities  # noqa: PLC0415

        return AsyncActivities(self._runner)

    @cached_property
    def auth(self) -> AsyncAuth:
        """Logins."""
        from .auth import AsyncAuth  # noqa: PLC0415

        return AsyncAuth(self._runner)

    @cached_property
    def budgets(self) -> AsyncBudgets:
        """Budgets."""
        from .budgets import AsyncBudgets  # noqa: PLC0415

        return AsyncBudgets(self._runner)

    @cached_property
    def deliveries(self) -> AsyncDeliveries:
        """Deliveries."""
        from .deliveries import AsyncDeliveries  # noqa: PLC0415

        return AsyncDeliveries(self._runner)

    @cached_property
    def documents(self) -> AsyncDocuments:
        """Documents."""
        from .documents import AsyncDocuments  # noqa: PLC0415

        return AsyncDocuments(self._runner)

    @cached_property
    def email_supports(self) -> AsyncEmailSupports:
        """Support e-mails."""
        from .email_supports import AsyncEmailSupports  # noqa: PLC0415

        return AsyncEmailSupports(self._runner)

    @cached_property
    def events(self) -> AsyncEvents:
        """Events."""
        from .events import AsyncEvents  # noqa: PLC0415

        return AsyncEvents(self._runner)

    @cached_property
    def fields_metadata(self) -> AsyncFieldsMetadata:
        """Fields' metadata."""
        from .fields_metadata import AsyncFieldsMetadata  # noqa: PLC0415

        return AsyncFieldsMetadata(self._runner)

    @cached_property
    def meetings(self) -> AsyncMeetings:
        """Meetings."""
        from .meetings import AsyncMeetings  # noqa: PLC0415

        return AsyncMeetings(self._runner)

    @cached_property
    def milestones(self) -> AsyncMilestones:
        """Milestones."""
        from .milestones import AsyncMilestones  # noqa: PLC0415

        return AsyncMilestones(self._runner)

    @cached_property
    def opportunities(self) -> AsyncOpportunities:
        """Opportunities."""
        from .opportunities import AsyncOpportunities  # noqa: PLC0415

        return AsyncOpportunities(self._runner)

    @cached_property
    def organisations(self) -> AsyncOrganisations:
        """Organisations."""
        from .organisations import AsyncOrganisations  # noqa: PLC0415

        return AsyncOrganisations(self._runner)

    @cached_property
    def persons(self) -> AsyncPersons:
        """Persons."""
        from .persons import AsyncPersons  # noqa: PLC0415

        return AsyncPersons(self._runner)

    @cached_property
    def persons_b2c(self) -> AsyncPersonsB2C:
        """B2C persons."""
        from .persons_b2c import AsyncPersonsB2C  # noqa: PLC0415

        return AsyncPersonsB2C(self._runner)

    @cached_property
    def products(self) -> AsyncProducts:
        """Products."""
        from .products import AsyncProducts  # noqa: PLC0415

        return AsyncProducts(self._runner)

    @cached_property
    def queries(self) -> AsyncQueries:
        """Queries."""
        from .queries import AsyncQueries  # noqa: PLC0415

        return AsyncQueries(self._runner)

    @cached_property
    def quotation_lines(self) -> AsyncQuotationLines:
        """Quotation lines."""
        from .quotation_lines import AsyncQuotationLines  # noqa: PLC0415

        return AsyncQuotationLines(self._runner)

    @cached_property
    def relations(self) -> AsyncRelations:
        """Relations."""
        from .relations import AsyncRelations  # noqa: PLC0415

        return AsyncRelations(self._runner)

    @cached_property
    def revenues(self) -> AsyncRevenues:
        """Revenues."""
        from .revenues import AsyncRevenues  # noqa: PLC0415

        return AsyncRevenues(self._runner)

    @cached_property
    def settings(self) -> AsyncSettings:
        """Settings."""
        from .settings import AsyncSettings  # noqa: PLC0415

        return AsyncSettings(self._runner)

    @cached_property
    def support_cases(self) -> AsyncSupportCases:
        """Support cases."""
        from .support_cases import AsyncSupportCases  # noqa: PLC0415

        return AsyncSupportCases(self._runner)

    @cached_property
    def time_expenses(self) -> AsyncTimeExpenses:
        """Time expenses."""
        from .time_expenses import AsyncTimeExpenses  # noqa: PLC0415

        return AsyncTimeExpenses(self._runner)

    @cached_property
    def users(self) -> AsyncUsers:
        """Users."""
        from .users import AsyncUsers  # noqa: PLC0415

        return AsyncUsers(self._runner)
