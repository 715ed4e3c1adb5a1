# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `milestones`: milestones, blocking and async."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..calls import AsyncRunner, Listing, Runner
from ..pages import AsyncPages, Pages, Progress

if TYPE_CHECKING:
    from ..models.milestone_dto import MilestoneDto


class Milestones:
    """Milestones."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def get(self, id: int) -> MilestoneDto:
        """One milestone.

        Args:
            id: The milestone's id.

        Returns:
            `MilestoneDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones/{id}`.
        """
        from ..api.milestones import milestones_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None) -> Pages[MilestoneDto]:
        """All milestones, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones`.
        """
        from ..api.milestones import milestones_list as operation  # noqa: PLC0415

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


class AsyncMilestones:
    """Milestones, to be awaited."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def get(self, id: int) -> MilestoneDto:
        """One milestone.

        Args:
            id: The milestone's id.

        Returns:
            `MilestoneDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones/{id}`.
        """
        from ..api.milestones import milestones_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[MilestoneDto]:
        """All milestones, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `MilestoneDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Milestones`.
        """
        from ..api.milestones import milestones_list as operation  # noqa: PLC0415

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
