"""Create or update the records of a CSV file by a key.

The file is read twice. The first time all rows are checked, before any record is written; the second time they become
records as these are needed, so that a large file needs little memory. Only the keys, and what is wrong, are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from attrs import define, evolve, field, frozen
from webcrm_api.model import Model
from webcrm_api.results import UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.config import Config
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.custom_fields.names import key_property
from webcrm_ext.errors import (
    ConfigurationError,
    FieldValueError,
    InvalidCell,
    InvalidRowsError,
    short_repr,
)
from webcrm_ext.operations import Operation, Pause
from webcrm_ext.upsert.chunks import SourceRow
from webcrm_ext.upsert.csv_columns import find_columns, validate_mapping
from webcrm_ext.upsert.csv_encoding import validate_encoding
from webcrm_ext.upsert.csv_file import CsvFile, open_csv, validate_delimiter
from webcrm_ext.upsert.csv_values import RowReader
from webcrm_ext.upsert.operation import upsert_by
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.run import Writer
from webcrm_ext.upsert.validation import Key, folded

M = TypeVar("M", bound=Model)

OnError = Literal["stop", "skip"]

_SHOWN = 30
_ROWS_AT_ONCE = 1000
"""Rows that are checked before other tasks of the event loop run."""


def _validated(check: Callable[[object], None]) -> Any:
    return lambda _instance, _attribute, value: check(value)


def _check_on_error(value: object) -> None:
    if value not in get_args(OnError):
        raise ConfigurationError(f"on_error is {short_repr(value)}. Pass one of: {', '.join(get_args(OnError))}.")


@frozen
class CsvOptions:
    """How a CSV file is read.

    Attributes:
        columns: Properties or labels by column; None for a column to ignore.
        encoding: Its encoding; None to detect it.
        delimiter: Its separator; None to detect it.
        on_error: What follows from bad rows: "stop" writes nothing, "skip" leaves them out.

    Raises:
        ConfigurationError: The encoding, the separator or `on_error` is invalid.
        FieldValueError: `columns` is not a dict of names.
    """

    columns: Mapping[str, str | None] | None = field(default=None, validator=_validated(validate_mapping))
    encoding: str | None = field(default=None, validator=_validated(validate_encoding))
    delimiter: str | None = field(default=None, validator=_validated(validate_delimiter))
    on_error: OnError = field(default="stop", validator=_validated(_check_on_error))


def upsert_csv(
    writer: Writer[M],
    config: Config,
    fields: dict[str, Fields],
    path: os.PathLike[str] | str,
    key: str,
    csv_options: CsvOptions,
    options: UpsertOptions,
) -> Operation[UpsertReport]:
    """Create or update the records of a CSV file by a key property, and return the outcome of each row.

    Args:
        writer: Writes the records.
        config: The settings of the client.
        fields: The fields already fetched, by entity. New ones are added.
        path: The file.
        key: The property with the key, named as in Python, as in the API or by its label.
        csv_options: How the file is read.
        options: The options of the upsert.

    Raises:
        FieldValueError: The file cannot be read, its columns cannot be written, or it has no rows; nothing was written.
            Or the file changed while it was read.
        InvalidRowsError: Rows are bad; nothing was written.
        QueryError: No property has the name or label `key`; nothing was written.
        WebCRMError: What `upsert_by` raises.
    """
    allowed = options.allowed_failures if csv_options.on_error == "skip" else None
    rows, notes = yield from csv_rows(writer.table, fields, path, key, csv_options, allowed, options.chunk)
    named = partial(key_property, fields, writer.table.model)
    report = yield from upsert_by(writer, key, cast("Iterable[Any]", rows), options, config, property_named=named)
    return evolve(report, notes=[*notes, *report.notes])


def csv_rows(
    table: Table[M],
    fields: dict[str, Fields],
    path: os.PathLike[str] | str,
    key: str,
    csv_options: CsvOptions,
    allowed_failures: Callable[[int], float] | None,
    chunk: int,
) -> Operation[tuple[CsvRows[M], tuple[str, ...]]]:
    """Check all rows of a CSV file; return them, to be read again, and what else there is to know.

    Args:
        table: The table of the records.
        fields: The fields already fetched, by entity. New ones are added.
        path: The file.
        key: The property with the key.
        csv_options: How the file is read.
        allowed_failures: Returns how many of so many rows may be bad; None for none.
        chunk: Rows of a small file, which are processed together.

    Raises:
        FieldValueError: See `upsert_csv`.
        InvalidRowsError: Too many rows are bad.
    """
    file = open_csv(path, encoding=csv_options.encoding, delimiter=csv_options.delimiter)
    columns = yield from find_columns(fields, table, file, key, csv_options.columns or {})
    check = RowCheck(file, RowReader(table, columns, key, file.delimiter))
    yield from check.run()
    if len(check.errors) > (allowed_failures(check.count) if allowed_failures else 0):
        raise check.error(csv_options.on_error)
    return CsvRowList(check) if check.count <= chunk else CsvRows(check), columns.notes


@define(eq=False)
class RowCheck(Generic[M]):
    """Finds the bad rows of a file.

    Attributes:
        file: The file.
        reader: Converts its rows.
        count: The number of rows.
        errors: What is wrong in each bad row, by its line.
    """

    file: CsvFile
    reader: RowReader[M]
    count: int = field(default=0, init=False)
    errors: dict[int, list[InvalidCell]] = field(factory=dict, init=False)

    def run(self) -> Operation[None]:
        """Read the file.

        Raises:
            FieldValueError: The file has no rows, is not in the format of CSV, or changed.
        """
        first_rows: dict[str, tuple[int, Key]] = {}
        for row in self.file.rows():
            self.count += 1
            record, errors = self.reader.read(row)
            if errors:
                self._add(row.line, errors)
            self._check_key(row.line, self.reader.key_of(row, record), first_rows)
            if self.count % _ROWS_AT_ONCE == 0:
                yield Pause(0)
        if not self.count:
            raise FieldValueError(f"{self.file.path.name} has no rows below its header. Nothing was written.")

    def error(self, on_error: OnError) -> InvalidRowsError:
        """Return the error that lists the bad rows."""
        errors = [error for _, errors in sorted(self.errors.items()) for error in errors]
        count = f"{len(self.errors)} of {self.count} row{'s' * (self.count != 1)} of {self.file.path.name}"
        advice = "or pass on_error='skip' to leave them out" if on_error == "stop" else "or raise max_failures"
        listed = "".join(f"\n- {error}" for error in errors[:_SHOWN])
        more = f"\n- … and {len(errors) - _SHOWN} more, in the attribute `errors`" if len(errors) > _SHOWN else ""
        return InvalidRowsError(
            f"{count} cannot be written. Nothing was written. Correct them, {advice}.{listed}{more}", errors
        )

    def _check_key(self, line: int, key: Key, first_rows: dict[str, tuple[int, Key]]) -> None:
        """Add what is wrong in a row and in the first one with the same key, if there is one."""
        if not key:
            return
        first, first_key = first_rows.setdefault(folded(key), (line, key))
        if first != line:
            self._add(first, [self.reader.duplicate(first, first_key, line)])
            self._add(line, [self.reader.duplicate(line, key, first)])

    def _add(self, line: int, errors: list[InvalidCell]) -> None:
        self.errors.setdefault(line, []).extend(errors)


class CsvRows(Generic[M]):
    """The rows of a file that was checked; each is read when it is needed.

    Attributes:
        delimiter: The separator, which result files have, too.
    """

    def __init__(self, check: RowCheck[M]) -> None:
        self.delimiter = check.file.delimiter
        self._check = check

    def __iter__(self) -> Iterator[SourceRow[M]]:
        """Yield the rows; a bad one has its error.

        Raises:
            FieldValueError: The file changed since it was checked.
        """
        check, reader = self._check, self._check.reader
        nothing = reader.table.model.from_dict({})
        for row in check.file.rows():
            record, _ = reader.read(row)
            source = reader.source(row)
            if errors := check.errors.get(row.line):
                error = InvalidRowsError(" ".join(map(str, errors)), errors)
                yield SourceRow(source, nothing, error, str(reader.key_of(row, record)))
            elif record is None:
                raise check.file.changed()
            else:
                yield SourceRow(source, record)

    def __length_hint__(self) -> int:
        return self._check.count


class CsvRowList(CsvRows[M]):
    """The rows of a small file: like those of a list, the report has every result."""

    def __len__(self) -> int:
        return self._check.count
