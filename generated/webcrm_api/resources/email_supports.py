# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `email_supports`: support e-mails, blocking and async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..calls import AsyncRunner, Listing, Runner
from ..pages import AsyncPages, Pages, Progress

if TYPE_CHECKING:
    from ..models.support_case_email_dto import SupportCaseEmailDto


class EmailSupports:
    """Support e-mails."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def by_support_case(
        self, support_case_id: int, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[SupportCaseEmailDto]:
        """The support e-mails of one support case.

        Args:
            support_case_id: The support case's id.
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/BySupportCase/{supportCaseId}`.
        """
        from ..api.email_supports import email_supports_by_support_case as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(support_case_id=support_case_id, page=page, size=size),
                items=lambda answer: answer,
                paged=True,
            ),
            size=size,
            concurrency=concurrency,
            progress=progress,
        )

    def get(self, id: int) -> SupportCaseEmailDto:
        """One support e-mail.

        Args:
            id: The support e-mail's id.

        Returns:
            `SupportCaseEmailDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/{id}`.
        """
        from ..api.email_supports import email_supports_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[SupportCaseEmailDto]:
        """All support e-mails, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports`.
        """
        from ..api.email_supports import email_supports_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=lambda answer: answer,
                paged=True,
            ),
            size=size,
            concurrency=concurrency,
            progress=progress,
        )


class AsyncEmailSupports:
    """Support e-mails, to be awaited."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def by_support_case(
        self, support_case_id: int, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[SupportCaseEmailDto]:
        """The support e-mails of one support case.

        Args:
            support_case_id: The support case's id.
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/BySupportCase/{supportCaseId}`.
        """
        from ..api.email_supports import email_supports_by_support_case as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(support_case_id=support_case_id, page=page, size=size),
                items=lambda answer: answer,
                paged=True,
            ),
            size=size,
            concurrency=concurrency,
            progress=progress,
        )

    async def get(self, id: int) -> SupportCaseEmailDto:
        """One support e-mail.

        Args:
            id: The support e-mail's id.

        Returns:
            `SupportCaseEmailDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports/{id}`.
        """
        from ..api.email_supports import email_supports_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[SupportCaseEmailDto]:
        """All support e-mails, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `SupportCaseEmailDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /EmailSupports`.
        """
        from ..api.email_supports import email_supports_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=lambda answer: answer,
                paged=True,
            ),
            size=size,
            concurrency=concurrency,
            progress=progress,
        )
