"""What every entity with a table for queries can do: find, changed_since, upsert_by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from webcrm_api.model import Model

from webcrm_ext.generated import model
from webcrm_ext.paging.pages import MAX_PAGE_SIZE

if TYPE_CHECKING:
    from webcrm_api.pages import AsyncPages, Pages

    from webcrm_ext.extensions import AsyncExtended, Extended
    from webcrm_ext.operations import Operation
    from webcrm_ext.queries.selection import Selection
    from webcrm_ext.upsert.operation import Writing
    from webcrm_ext.upsert.report import UpsertReport

M = TypeVar("M", bound=Model)


class _Tabular(Generic[M]):
    """What blocking and async tables share: the operations themselves, imported when they are used."""

    _model: ClassVar[str]
    _package: ClassVar[str]  # of the calls

    @property
    def model(self) -> type[M]:
        """The model of the table's records."""
        found: type[M] = model(self._model)
        return found

    def _find(self, properties: dict[str, Any]) -> Selection[M]:
        from webcrm_ext.queries.selection import Selection, find_where  # noqa: PLC0415 - when it is used

        return Selection(self.model, find_where(self.model, properties))

    def _changed_since(self, when: datetime.date) -> Selection[M]:
        from webcrm_ext.queries.selection import Selection, changed_where  # noqa: PLC0415 - when it is used

        return Selection(self.model, changed_where(self.model, when))

    def _upsert_by(self, key: str, records: Iterable[M], *, dry_run: bool) -> Operation[UpsertReport]:
        from webcrm_ext.upsert.operation import upsert_by  # noqa: PLC0415 - when it is used

        return upsert_by(self._writing(), key, records, dry_run=dry_run)

    def _writing(self) -> Writing[M]:
        from webcrm_ext.upsert.operation import writing_of  # noqa: PLC0415 - when it is used

        return writing_of(self.model, self._package)


class Table(_Tabular[M]):
    """Finds and writes records by what they hold, blocking."""

    def __init__(self, crm: Extended) -> None:
        super().__init__(crm)  # type: ignore[call-arg] # the generated resource's, next in line
        self._crm = crm

    def find(self, *, size: int = MAX_PAGE_SIZE, keyset: bool = False, **properties: Any) -> Pages[M]:
        """The records whose properties equal the given values: `find(person_email="a@example.com")`.

        Text is compared without regard to case. None finds null, which is not what was never set: a text that
        never was is answered as "", a number as 0, and found as such. Filtering on custom and plus fields can
        give wrong results for some types (documented).

        Args:
            size: Records a page, 1 to 1000.
            keyset: Ask for pages by id instead of number, so that nothing is lost or doubled when
                records come and go meanwhile.
            properties: Values by property, named as in Python or as in the API.

        Raises:
            QueryError: The model has no such property, or a value cannot be written; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000; nothing was sent.

        Calls `GET /Queries`.
        """
        return self._select(self._find(properties), size=size, keyset=keyset)

    def changed_since(self, when: datetime.date, *, size: int = MAX_PAGE_SIZE, keyset: bool = True) -> Pages[M]:
        """The records made or changed at a moment or after it, by id. Safe to run while others write.

        Args:
            when: The moment, one with an offset is sent as UTC; or a date, which stands for its beginning.
            size: Records a page, 1 to 1000.
            keyset: Ask for pages by id instead of number.

        Raises:
            QueryError: The entity does not say when it was changed, or no moment was given; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000; nothing was sent.

        Calls `GET /Queries`.
        """
        return self._select(self._changed_since(when), size=size, keyset=keyset)

    def upsert_by(self, key: str, records: Iterable[M], *, dry_run: bool = False) -> UpsertReport:
        """Make the system hold these records, known by a key of your own; safe to run again at any time.

        The keys are looked up in few queries; what is missing is created, what differs is changed, the
        rest is left alone. Records are written one after the other.

        Args:
            key: The property that holds the key, such as `"OrganisationExtraCustom8"`: one of type text or
                integer, for which queries are reliable, and which nobody else fills.
            records: The records; what is unset in them stays as it is.
            dry_run: Say what would happen, and write nothing.

        Raises:
            FieldValueError: A record has no key, or one that queries cannot tell from another; nothing was
                sent.
            QueryError: The model has no such property; nothing was sent.
            ConfigurationError: The API cannot write this entity; nothing was sent.
            WebCRMError: Looking the keys up failed, and nothing was written; or the service could no longer
                be reached or no longer let the client in, and the message says how many records were done.
                A record that cannot be written raises nothing: the report says what became of each.

        Calls `GET /Queries`, and the entity's POST and PUT.
        """
        return self._crm.operate(self._upsert_by(key, records, dry_run=dry_run))

    def _select(self, selection: Selection[M], *, size: int, keyset: bool) -> Pages[M]:
        if not keyset:
            return self._crm.list_pages(selection.listing(), size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import CoursePages  # noqa: PLC0415 - when it is used

        return CoursePages(self._crm.run, selection.by_id, size)


class AsyncTable(_Tabular[M]):
    """Finds and writes records by what they hold, awaiting; otherwise as `Table`."""

    def __init__(self, crm: AsyncExtended) -> None:
        super().__init__(crm)  # type: ignore[call-arg] # the generated resource's, next in line
        self._crm = crm

    def find(self, *, size: int = MAX_PAGE_SIZE, keyset: bool = False, **properties: Any) -> AsyncPages[M]:
        """The records whose properties equal the given values; as `Table.find`."""
        return self._select(self._find(properties), size=size, keyset=keyset)

    def changed_since(self, when: datetime.date, *, size: int = MAX_PAGE_SIZE, keyset: bool = True) -> AsyncPages[M]:
        """The records made or changed at a moment or after it, by id; as `Table.changed_since`."""
        return self._select(self._changed_since(when), size=size, keyset=keyset)

    async def upsert_by(self, key: str, records: Iterable[M], *, dry_run: bool = False) -> UpsertReport:
        """Make the system hold these records, known by a key of your own; as `Table.upsert_by`."""
        return await self._crm.operate(self._upsert_by(key, records, dry_run=dry_run))

    def _select(self, selection: Selection[M], *, size: int, keyset: bool) -> AsyncPages[M]:
        if not keyset:
            return self._crm.list_pages(selection.listing(), size=size, concurrency=1, progress=None)
        from webcrm_ext.paging.keyset import AsyncCoursePages  # noqa: PLC0415 - when it is used

        return AsyncCoursePages(self._crm.run, selection.by_id, size)
