# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `email_supports`: support e-mails, blocking and async."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource

if TYPE_CHECKING:
    from typing import Any

    from ..models.support_case_email_dto import SupportCaseEmailDto
    from ..pages import AsyncPages, Pages, Progress
    from ..runner import AsyncRunner, Runner


class EmailSupports(Resource):
    """Support e-mails."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> Pages[SupportCaseEmailDto]:
        """Return the support e-mails with these property values: `find(email_support_id=12)`.

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
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import EMAIL_SUPPORTS  # noqa: PLC0415

        return self._runner.find(EMAIL_SUPPORTS, properties, size=size, limit=limit, keyset=keyset)

    def by_support_case(
        self,
        support_case_id: int,
        *,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> Pages[SupportCaseEmailDto]:
        """Return the support e-mails of one support case.

        Args:
            support_case_id: The support case's id.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/BySupportCase/{supportCaseId}`.
        """
        from ..api.email_supports import email_supports_by_support_case as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(support_case_id=support_case_id, page=page, size=size),
                items=builtins.list,
                paged=True,
                model="SupportCaseEmailDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def get(self, id: int) -> SupportCaseEmailDto:
        """Return one support e-mail.

        Args:
            id: The support e-mail's id.

        Returns:
            `SupportCaseEmailDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/{id}`.
        """
        from ..api.email_supports import email_supports_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[SupportCaseEmailDto]:
        """Return all support e-mails, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports`.
        """
        from ..api.email_supports import email_supports_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="SupportCaseEmailDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )


class AsyncEmailSupports(Resource):
    """Support e-mails, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> AsyncPages[SupportCaseEmailDto]:
        """Return the support e-mails with these property values: `find(email_support_id=12)`.

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
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import EMAIL_SUPPORTS  # noqa: PLC0415

        return self._runner.find(EMAIL_SUPPORTS, properties, size=size, limit=limit, keyset=keyset)

    def by_support_case(
        self,
        support_case_id: int,
        *,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> AsyncPages[SupportCaseEmailDto]:
        """Return the support e-mails of one support case.

        Args:
            support_case_id: The support case's id.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/BySupportCase/{supportCaseId}`.
        """
        from ..api.email_supports import email_supports_by_support_case as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(support_case_id=support_case_id, page=page, size=size),
                items=builtins.list,
                paged=True,
                model="SupportCaseEmailDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    async def get(self, id: int) -> SupportCaseEmailDto:
        """Return one support e-mail.

        Args:
            id: The support e-mail's id.

        Returns:
            `SupportCaseEmailDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/{id}`.
        """
        from ..api.email_supports import email_supports_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[SupportCaseEmailDto]:
        """Return all support e-mails, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports`.
        """
        from ..api.email_supports import email_supports_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="SupportCaseEmailDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )
