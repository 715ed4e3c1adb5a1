"""What every entity with a table for queries can do: find, changed_since, upsert_by."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from webcrm_api.model import Model

from webcrm_ext.dates import query_date
from webcrm_ext.errors import ConfigurationError, QueryError
from webcrm_ext.queries import KeysetCourse, find_where, query_listing, rows_into, select, table_of
from webcrm_ext.query_pages import AsyncKeysetPages, KeysetPages
from webcrm_ext.upsert import UpsertReport, Writing, upsert_by

if TYPE_CHECKING:
    from webcrm_api.pages import AsyncPages, Pages

    from webcrm_ext.extensions import AsyncExtended, Extended

M = TypeVar("M", bound=Model)

LARGEST_PAGE = 1000


class _Tabular(Generic[M]):
    """What blocking and async tables share: the queries themselves."""

    model: ClassVar[type[Model]]
    module: ClassVar[str] = ""

    def _changed_where(self, when: datetime.datetime) -> str:
        table = table_of(self.model)
        if table.updated_column is None:
            raise QueryError(f"{self.model.__name__} does not say when it was changed.")
        return f"{table.updated_column} >= '{query_date(when)}'"

    def _course(self, where: str, size: int) -> KeysetCourse[Any]:
        return KeysetCourse(table_of(self.model), where, rows_into(self.model), size)

    def _writing(self) -> Writing[Any]:
        package = type(self).module
        return Writing(
            self.model,
            create=lambda record: _operation(package, "create").call(body=record),
            update=lambda id_, record: _operation(package, "update").call(id_, body=record),
        )


def _operation(package: str, name: str) -> Any:
    try:
        return import_module(f"webcrm_api.api.{package}.{package}_{name}")
    except ModuleNotFoundError:
        raise ConfigurationError(f"The API cannot {name} {package.replace('_', ' ')}.") from None


class Table(_Tabular[M]):
    """Finds and writes records by what they hold, blocking."""

    def __init__(self, crm: Extended) -> None:
        super().__init__(crm)  # type: ignore[call-arg] # the generated resource's, next in line
        self._extended = crm

    def find(self, *, size: int = LARGEST_PAGE, keyset: bool = False, **properties: Any) -> Pages[M]:
        """The records whose properties equal the given values: `find(person_email="a@example.com")`.

        Text is compared without regard to case; None finds what holds nothing. Filtering on custom and
        plus fields can give wrong results for some types (documented).

        Args:
            size: Records a page, 1 to 1000.
            keyset: Ask for pages by id instead of number, so that nothing is lost or doubled when
                records come and go meanwhile.
            properties: Values by property, named as in Python or as in the API.

        Raises:
            QueryError: The model has no such property, or a value cannot be written; nothing was sent.

        Calls `GET /Queries`.
        """
        return self._query(find_where(self.model, properties), size=size, keyset=keyset)

    def changed_since(self, when: datetime.datetime, *, size: int = LARGEST_PAGE, keyset: bool = True) -> Pages[M]:
        """The records changed at a moment or after it, by id. Safe to run while others write.

        Args:
            when: The moment; one with an offset is sent as UTC.
            size: Records a page, 1 to 1000.
            keyset: Ask for pages by id instead of number.

        Raises:
            QueryError: The entity does not say when it was changed; nothing was sent.

        Calls `GET /Queries`.
        """
        return self._query(self._changed_where(when), size=size, keyset=keyset)

    def upsert_by(self, key: str, records: Sequence[M], *, dry_run: bool = False) -> UpsertReport[M]:
        """Make the system hold these records, known by a key of your own; safe to run again at any time.

        The keys are looked up in few queries; what is missing is created, what differs is changed, the
        rest is left alone.

        Args:
            key: The property that holds the key, such as `"OrganisationExtraCustom8"`.
            records: The records; what is unset in them stays as it is.
            dry_run: Say what would happen, and write nothing.

        Raises:
            FieldValueError: A record has no key, or two have the same; nothing was sent.
            QueryError: The model has no such property; nothing was sent.
            WebCRMError: Looking the keys up failed; nothing was written. A record that cannot be written
                raises nothing: the report says what became of each.

        Calls `GET /Queries`, and the entity's POST and PUT.
        """
        return self._extended.operate(upsert_by(self._writing(), key, records, dry_run=dry_run))

    def _query(self, where: str, *, size: int, keyset: bool) -> Pages[M]:
        if keyset:
            return KeysetPages(self._extended.run, lambda each: self._course(where, each), size)
        listing = query_listing(select(table_of(self.model), where), rows_into(self.model))
        return self._extended.list_pages(listing, size=size, concurrency=1, progress=None)


class AsyncTable(_Tabular[M]):
    """Finds and writes records by what they hold, awaiting; otherwise as `Table`."""

    def __init__(self, crm: AsyncExtended) -> None:
        super().__init__(crm)  # type: ignore[call-arg] # the generated resource's, next in line
        self._extended = crm

    def find(self, *, size: int = LARGEST_PAGE, keyset: bool = False, **properties: Any) -> AsyncPages[M]:
        """The records whose properties equal the given values; as `Table.find`."""
        return self._query(find_where(self.model, properties), size=size, keyset=keyset)

    def changed_since(self, when: datetime.datetime, *, size: int = LARGEST_PAGE, keyset: bool = True) -> AsyncPages[M]:
        """The records changed at a moment or after it, by id; as `Table.changed_since`."""
        return self._query(self._changed_where(when), size=size, keyset=keyset)

    async def upsert_by(self, key: str, records: Sequence[M], *, dry_run: bool = False) -> UpsertReport[M]:
        """Make the system hold these records, known by a key of your own; as `Table.upsert_by`."""
        return await self._extended.operate(upsert_by(self._writing(), key, records, dry_run=dry_run))

    def _query(self, where: str, *, size: int, keyset: bool) -> AsyncPages[M]:
        if keyset:
            return AsyncKeysetPages(self._extended.run, lambda each: self._course(where, each), size)
        listing = query_listing(select(table_of(self.model), where), rows_into(self.model))
        return self._extended.list_pages(listing, size=size, concurrency=1, progress=None)
