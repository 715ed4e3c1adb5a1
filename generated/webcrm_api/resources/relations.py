# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `relations`: relations, blocking and async."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..calls import AsyncRunner, Listing, Runner
from ..pages import AsyncPages, Pages, Progress

if TYPE_CHECKING:
    from ..models.relation_dto import RelationDto
    from ..models.relation_hook_dto import RelationHookDto


class Relations:
    """Relations."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def create(self, relation: RelationDto) -> int | None:
        """Create a relation, whose id must be 0.

        Args:
            relation: What to send, `RelationDto`.

        Returns:
            The id, or None where the service does not say it.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Relations`.
        """
        from ..api.relations import relations_create as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=relation))

    def create_hook(self, relation_hook: RelationHookDto) -> int:
        """Create a hook on relations.

        Args:
            relation_hook: What to send, `RelationHookDto`.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Relations/Hooks`.
        """
        from ..api.relations import relations_create_hook as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=relation_hook))

    def delete_hook(self, id: int) -> None:
        """Delete one hook on relations.

        Args:
            id: The hook's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_delete_hook as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id))

    def get(self, id: int) -> RelationDto:
        """One relation.

        Args:
            id: The relation's id.

        Returns:
            `RelationDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/{id}`.
        """
        from ..api.relations import relations_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def get_hook(self, id: int) -> RelationHookDto:
        """One hook on relations.

        Args:
            id: The hook's id.

        Returns:
            `RelationHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_get_hook as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None) -> Pages[RelationDto]:
        """All relations, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `RelationDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations`.
        """
        from ..api.relations import relations_list as operation  # noqa: PLC0415

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

    def list_hooks(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[RelationHookDto]:
        """All hooks on relations.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `RelationHookDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/Hooks`.
        """
        from ..api.relations import relations_list_hooks as operation  # noqa: PLC0415

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

    def update(self, id: int, relation: RelationDto) -> None:
        """Change one relation: properties that are set are written, the others stay.

        Args:
            id: The relation's id.
            relation: What to send, `RelationDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Relations/{id}`.
        """
        from ..api.relations import relations_update as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id, body=relation))

    def update_hook(self, id: int, relation_hook: RelationHookDto) -> None:
        """Change one hook on relations.

        Args:
            id: The hook's id.
            relation_hook: What to send, `RelationHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_update_hook as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id, body=relation_hook))

    def upsert(self, relations: builtins.list[RelationDto]) -> builtins.list[str]:
        """Create (id 0) or change several relations in one call; gives one text for each.

        Args:
            relations: The relations; one text comes back for each.

        Returns:
            A text for each input, in their order: the new id, or what went wrong.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PATCH /Relations`.
        """
        from ..api.relations import relations_upsert as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=relations))


class AsyncRelations:
    """Relations, to be awaited."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def create(self, relation: RelationDto) -> int | None:
        """Create a relation, whose id must be 0.

        Args:
            relation: What to send, `RelationDto`.

        Returns:
            The id, or None where the service does not say it.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Relations`.
        """
        from ..api.relations import relations_create as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=relation))

    async def create_hook(self, relation_hook: RelationHookDto) -> int:
        """Create a hook on relations.

        Args:
            relation_hook: What to send, `RelationHookDto`.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Relations/Hooks`.
        """
        from ..api.relations import relations_create_hook as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=relation_hook))

    async def delete_hook(self, id: int) -> None:
        """Delete one hook on relations.

        Args:
            id: The hook's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_delete_hook as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id))

    async def get(self, id: int) -> RelationDto:
        """One relation.

        Args:
            id: The relation's id.

        Returns:
            `RelationDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/{id}`.
        """
        from ..api.relations import relations_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    async def get_hook(self, id: int) -> RelationHookDto:
        """One hook on relations.

        Args:
            id: The hook's id.

        Returns:
            `RelationHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_get_hook as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[RelationDto]:
        """All relations, by id.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `RelationDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations`.
        """
        from ..api.relations import relations_list as operation  # noqa: PLC0415

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

    def list_hooks(
        self, *, size: int = 1000, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[RelationHookDto]:
        """All hooks on relations.

        Args:
            size: Records a page, 1 to 1000.
            concurrency: Pages read ahead at once; 1 reads one after another.
            progress: Is told the pages and the records so far, after each page.

        Returns:
            The records, `RelationHookDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Relations/Hooks`.
        """
        from ..api.relations import relations_list_hooks as operation  # noqa: PLC0415

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

    async def update(self, id: int, relation: RelationDto) -> None:
        """Change one relation: properties that are set are written, the others stay.

        Args:
            id: The relation's id.
            relation: What to send, `RelationDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Relations/{id}`.
        """
        from ..api.relations import relations_update as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id, body=relation))

    async def update_hook(self, id: int, relation_hook: RelationHookDto) -> None:
        """Change one hook on relations.

        Args:
            id: The hook's id.
            relation_hook: What to send, `RelationHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` where it says that there is none.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Relations/Hooks/{id}`.
        """
        from ..api.relations import relations_update_hook as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id, body=relation_hook))

    async def upsert(self, relations: builtins.list[RelationDto]) -> builtins.list[str]:
        """Create (id 0) or change several relations in one call; gives one text for each.

        Args:
            relations: The relations; one text comes back for each.

        Returns:
            A text for each input, in their order: the new id, or what went wrong.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No answer came, and the call may have been carried out; it is never repeated
                blindly.
            WebCRMError: No usable answer came: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PATCH /Relations`.
        """
        from ..api.relations import relations_upsert as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=relations))
