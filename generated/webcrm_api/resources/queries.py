# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `queries`: queries, blocking and async."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.object_dto import ObjectDto
    from ..pages import AsyncPages, Pages, Progress
    from ..runner import AsyncRunner, Runner


class Queries(Resource):
    """Queries."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def list(
        self,
        *,
        script: str | Unset = UNSET,
        format_custom_fields: bool | Unset = UNSET,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> Pages[ObjectDto]:
        """Return the rows of a SELECT statement.

        Args:
            script: A SELECT statement.
            format_custom_fields: Whether to format custom fields as in the models; otherwise they are raw.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `ObjectDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Queries`.
        """
        from ..api.queries import queries_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    script=script, format_custom_fields=format_custom_fields, page=page, size=size
                ),
                items=builtins.list,
                paged=True,
                model="ObjectDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )


class AsyncQueries(Resource):
    """Queries, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def list(
        self,
        *,
        script: str | Unset = UNSET,
        format_custom_fields: bool | Unset = UNSET,
        size: int = 1000,
        limit: int | None = None,
        concurrency: int = 1,
        progress: Progress | None = None,
    ) -> AsyncPages[ObjectDto]:
        """Return the rows of a SELECT statement.

        Args:
            script: A SELECT statement.
            format_custom_fields: Whether to format custom fields as in the models; otherwise they are raw.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `ObjectDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Queries`.
        """
        from ..api.queries import queries_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(
                    script=script, format_custom_fields=format_custom_fields, page=page, size=size
                ),
                items=builtins.list,
                paged=True,
                model="ObjectDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )
