# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `milestones`: milestones, blocking and async."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ..calls import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ..models.milestone_dto import MilestoneDto
    from ..pages import AsyncPages, Pages, Progress
    from ..results import UpsertReport
    from ..runner import AsyncRunner, Runner


class Milestones:
    """Milestones."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> Pages[MilestoneDto]:
        """Return the milestones with these property values: `find(milestone_id=12)`.

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
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return self._runner.find(MILESTONES, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> Pages[MilestoneDto]:
        """Return the milestones created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment, sent as UTC if it has an offset; or a date, which means its beginning.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return self._runner.changed_since(MILESTONES, when, size=size, limit=limit, keyset=keyset)

    def upsert_by(
        self, key: str, records: Iterable[MilestoneDto], *, dry_run: bool = False, confirm_timeout: float = 60
    ) -> UpsertReport:
        """Create or update milestones by your own key property; safe to run again at any time.

        The API cannot write milestones, so this always raises `ConfigurationError`.

        Args:
            key: The property with the key, such as `"OrganisationExtraCustom8"`, or its label: one of type text or
                integer, for which queries are reliable, and which nothing else writes. It is not one that the service
                assigns or derives, such as `MilestoneId`.
            records: The records; a property that is unset keeps its value.
            dry_run: Report what would be done, and write nothing.
            confirm_timeout: Seconds of pauses at the end of the run until a record that does not appear is `unknown`; 0
                looks them up once.

        Returns:
            The outcome of each record, in their order. A record that cannot be written raises nothing. If some are
            `unknown`, run it again later.

        Raises:
            FieldValueError: A record has no key, or one that queries cannot distinguish from another, or the service
                assigns or derives the key property; nothing was sent.
            QueryError: No property has this name or label; nothing was written.
            ConfigurationError: The API cannot write this entity, or `confirm_timeout` is not a number of at least 0;
                nothing was sent.
            WebCRMError: The look-up of the keys failed, and nothing was written; or the service became unreachable or
                refused the login or all further calls. Then `error.report` has the outcomes so far, and the message
                counts them and names the unknown ones.

        Calls `GET /Queries`, for a label `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return self._runner.upsert_by(MILESTONES, key, records, dry_run=dry_run, confirm_timeout=confirm_timeout)

    def get(self, id: int) -> MilestoneDto:
        """Return one milestone.

        Args:
            id: The milestone's id.

        Returns:
            `MilestoneDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones/{id}`.
        """
        from ..api.milestones import milestones_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[MilestoneDto]:
        """Return all milestones, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones`.
        """
        from ..api.milestones import milestones_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=lambda value: value,
                paged=True,
                model="MilestoneDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )


class AsyncMilestones:
    """Milestones, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> AsyncPages[MilestoneDto]:
        """Return the milestones with these property values: `find(milestone_id=12)`.

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
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return self._runner.find(MILESTONES, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> AsyncPages[MilestoneDto]:
        """Return the milestones created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment, sent as UTC if it has an offset; or a date, which means its beginning.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return self._runner.changed_since(MILESTONES, when, size=size, limit=limit, keyset=keyset)

    async def upsert_by(
        self, key: str, records: Iterable[MilestoneDto], *, dry_run: bool = False, confirm_timeout: float = 60
    ) -> UpsertReport:
        """Create or update milestones by your own key property; safe to run again at any time.

        The API cannot write milestones, so this always raises `ConfigurationError`.

        Args:
            key: The property with the key, such as `"OrganisationExtraCustom8"`, or its label: one of type text or
                integer, for which queries are reliable, and which nothing else writes. It is not one that the service
                assigns or derives, such as `MilestoneId`.
            records: The records; a property that is unset keeps its value.
            dry_run: Report what would be done, and write nothing.
            confirm_timeout: Seconds of pauses at the end of the run until a record that does not appear is `unknown`; 0
                looks them up once.

        Returns:
            The outcome of each record, in their order. A record that cannot be written raises nothing. If some are
            `unknown`, run it again later.

        Raises:
            FieldValueError: A record has no key, or one that queries cannot distinguish from another, or the service
                assigns or derives the key property; nothing was sent.
            QueryError: No property has this name or label; nothing was written.
            ConfigurationError: The API cannot write this entity, or `confirm_timeout` is not a number of at least 0;
                nothing was sent.
            WebCRMError: The look-up of the keys failed, and nothing was written; or the service became unreachable or
                refused the login or all further calls. Then `error.report` has the outcomes so far, and the message
                counts them and names the unknown ones.

        Calls `GET /Queries`, for a label `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import MILESTONES  # noqa: PLC0415

        return await self._runner.upsert_by(MILESTONES, key, records, dry_run=dry_run, confirm_timeout=confirm_timeout)

    async def get(self, id: int) -> MilestoneDto:
        """Return one milestone.

        Args:
            id: The milestone's id.

        Returns:
            `MilestoneDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones/{id}`.
        """
        from ..api.milestones import milestones_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[MilestoneDto]:
        """Return all milestones, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones`.
        """
        from ..api.milestones import milestones_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=lambda value: value,
                paged=True,
                model="MilestoneDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )
