# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `fields_metadata`: fields' metadata, blocking and async."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource

if TYPE_CHECKING:
    from ..models.entity_types import EntityTypes
    from ..models.field_metadata_dto import FieldMetadataDto
    from ..pages import AsyncPages, Pages
    from ..runner import AsyncRunner, Runner


class FieldsMetadata(Resource):
    """Fields' metadata."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def by_entity_types(self, entity_types: EntityTypes, *, limit: int | None = None) -> Pages[FieldMetadataDto]:
        """Return one entity's fields: labels, types, lengths and list entries.

        Args:
            entity_types: The entity; `All` for every one.
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FieldMetadataDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /FieldsMetadata/{entityTypes}`.
        """
        from ..api.fields_metadata import fields_metadata_by_entity_types as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(entity_types=entity_types),
                items=builtins.list,
                paged=False,
                model="FieldMetadataDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )

    def list(self, *, limit: int | None = None) -> Pages[FieldMetadataDto]:
        """Return the system's fields: labels, types, lengths and list entries.

        Args:
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FieldMetadataDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /FieldsMetadata`.
        """
        from ..api.fields_metadata import fields_metadata_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(),
                items=builtins.list,
                paged=False,
                model="FieldMetadataDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )


class AsyncFieldsMetadata(Resource):
    """Fields' metadata, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def by_entity_types(self, entity_types: EntityTypes, *, limit: int | None = None) -> AsyncPages[FieldMetadataDto]:
        """Return one entity's fields: labels, types, lengths and list entries.

        Args:
            entity_types: The entity; `All` for every one.
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FieldMetadataDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /FieldsMetadata/{entityTypes}`.
        """
        from ..api.fields_metadata import fields_metadata_by_entity_types as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(entity_types=entity_types),
                items=builtins.list,
                paged=False,
                model="FieldMetadataDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )

    def list(self, *, limit: int | None = None) -> AsyncPages[FieldMetadataDto]:
        """Return the system's fields: labels, types, lengths and list entries.

        Args:
            limit: Stop after this many records; None for all.

        Returns:
            The records, `FieldMetadataDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /FieldsMetadata`.
        """
        from ..api.fields_metadata import fields_metadata_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda _page, _size: operation.call(),
                items=builtins.list,
                paged=False,
                model="FieldMetadataDto",
            ),
            size=1000,
            limit=limit,
            concurrency=1,
            progress=None,
        )
