# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `budgets`: budgets, blocking and async."""

from __future__ import annotations

import builtins
import datetime
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource

if TYPE_CHECKING:
    from typing import Any

    from ..models.budget_dto import BudgetDto
    from ..pages import AsyncPages, Pages, Progress
    from ..runner import AsyncRunner, Runner


class Budgets(Resource):
    """Budgets."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> Pages[BudgetDto]:
        """Return the budgets with these property values: `find(budget_id=12)`.

        Strings are compared without regard to case. None finds null. A property that was never set is not null:
        the service returns "" or 0 for it, so search for that. Filtering on custom and plus fields can return
        wrong results for some types (documented).

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number, so that no record is lost or repeated when
                others are added or deleted meanwhile.
            properties: Values by property, named as in Python or as in the API; with `**{...}` also by the label that
                the system's users see. Labels are requested with the first page, once for each entity.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import BUDGETS  # noqa: PLC0415

        return self._runner.find(BUDGETS, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> Pages[BudgetDto]:
        """Return the budgets created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment; or a date, which means its beginning in UTC. A datetime without an offset is in UTC: pass
                `datetime.datetime.now(datetime.UTC)`, not `datetime.datetime.now()`.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import BUDGETS  # noqa: PLC0415

        return self._runner.changed_since(BUDGETS, when, size=size, limit=limit, keyset=keyset)

    def get(self, id: int) -> BudgetDto:
        """Return one budget.

        Args:
            id: The budget's id.

        Returns:
            `BudgetDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Budgets/{id}`.
        """
        from ..api.budgets import budgets_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[BudgetDto]:
        """Return all budgets, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Budgets`.
        """
        from ..api.budgets import budgets_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="BudgetDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )


class AsyncBudgets(Resource):
    """Budgets, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> AsyncPages[BudgetDto]:
        """Return the budgets with these property values: `find(budget_id=12)`.

        Strings are compared without regard to case. None finds null. A property that was never set is not null:
        the service returns "" or 0 for it, so search for that. Filtering on custom and plus fields can return
        wrong results for some types (documented).

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number, so that no record is lost or repeated when
                others are added or deleted meanwhile.
            properties: Values by property, named as in Python or as in the API; with `**{...}` also by the label that
                the system's users see. Labels are requested with the first page, once for each entity.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import BUDGETS  # noqa: PLC0415

        return self._runner.find(BUDGETS, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> AsyncPages[BudgetDto]:
        """Return the budgets created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment; or a date, which means its beginning in UTC. A datetime without an offset is in UTC: pass
                `datetime.datetime.now(datetime.UTC)`, not `datetime.datetime.now()`.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import BUDGETS  # noqa: PLC0415

        return self._runner.changed_since(BUDGETS, when, size=size, limit=limit, keyset=keyset)

    async def get(self, id: int) -> BudgetDto:
        """Return one budget.

        Args:
            id: The budget's id.

        Returns:
            `BudgetDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Budgets/{id}`.
        """
        from ..api.budgets import budgets_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[BudgetDto]:
        """Return all budgets, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `BudgetDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Budgets`.
        """
        from ..api.budgets import budgets_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="BudgetDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )
