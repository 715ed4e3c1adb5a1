"""Read the records of a job in chunks, and check each chunk before anything of it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from itertools import chain, islice
from operator import length_hint
from typing import Any, Generic, TypeVar

from attrs import frozen
from webcrm_api.model import Model
from webcrm_api.tables import Table

from webcrm_ext.errors import WebCRMError
from webcrm_ext.upsert.run import Entry
from webcrm_ext.upsert.validation import iterate, own_ids, validate_keys, validate_records

M = TypeVar("M", bound=Model)


@frozen
class SourceRow(Generic[M]):
    """A record that was read from a file.

    Attributes:
        values: The columns of the file with their values, for the result files.
        record: The record; an empty one if the row is invalid.
        error: What is wrong with the row, or None. It is reported as failed and not sent.
        key: The key of an invalid row as far as it has one, for the report.
    """

    values: Mapping[str, Any]
    record: M
    error: WebCRMError | None = None
    key: str = ""


class Chunks(Generic[M]):
    """The records of a job, in chunks of entries that were checked.

    Args:
        table: The table.
        column: The key property.
        key: The name of the key property that was passed, for messages.
        records: The records: models, dicts with the API's names, or rows of a file.
        size: Records of an iterator that are processed together.

    Attributes:
        total: The number of all records, or None if it is not known.
        several: Whether they come from an iterator, in several chunks.
        delimiter: The character between the cells of result files.

    Raises:
        FieldValueError: `records` is a single record, or not iterable; nothing was sent.
    """

    def __init__(self, table: Table[M], column: str, key: str, records: Iterable[Any], size: int) -> None:
        self._records = iterate(records)
        self._size = size
        self._has_failed = False
        self._table = table
        self._column = column
        self._key = key
        self.several = not isinstance(records, Sized)
        self.total = length_hint(records) or (None if self.several else 0)
        self._read: list[Any] = []
        """Records that were read and not yielded."""
        self.delimiter: str = getattr(records, "delimiter", ",")

    def __iter__(self) -> Iterator[list[Entry[M]]]:
        """Yield the entries of each chunk.

        Raises:
            FieldValueError: A record is invalid; nothing of its chunk was sent.
        """
        first = 1
        self._read_next()
        while True:
            entries, self._read = self._entries(self._read, first), []
            first += len(entries)
            yield entries
            del entries  # before the next ones are read
            if self.several:
                self._read_next()
            if not self._read:
                return

    def unread(self) -> Iterator[Mapping[str, Any]]:
        """Yield the columns and values of the records that were not yielded, unchecked."""
        for record in chain(self._read, () if self._has_failed else self._records):
            yield record.values if isinstance(record, SourceRow) else record

    def _read_next(self) -> None:
        self._has_failed = True
        self._read.extend(islice(self._records, self._size) if self.several else self._records)
        self._has_failed = False

    def _entries(self, chunk: list[Any], first: int) -> list[Entry[M]]:
        rows = [each for each in chunk if not (isinstance(each, SourceRow) and each.error is not None)]
        records = [each.record if isinstance(each, SourceRow) else each for each in rows]
        checked = validate_records(records, self._table.model, first, self.total)
        keys = validate_keys(self._table, self._column, checked, name=self._key, first=first)
        ids = own_ids(self._table, checked, first)
        valid = iter(zip(keys, checked, ids, strict=True))
        return [self._entry(each, valid) for each in chunk]

    def _entry(self, row: Any, valid: Iterator[tuple[Any, M, int]]) -> Entry[M]:
        if isinstance(row, SourceRow) and row.error is not None:
            entry = Entry(row.key, row.record, 0, source=row.values)
            entry.end("failed", error=row.error)
            return entry
        return Entry(*next(valid), source=row.values if isinstance(row, SourceRow) else row)
