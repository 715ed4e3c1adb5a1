"""Files of JSON lines as the records of an upsert: all are checked first, then read again as they are needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from webcrm_api.tables import Table

from webcrm_ext.cli.exit_codes import FAILED
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.wording import in_shell
from webcrm_ext.custom_fields.fields import Fields
from webcrm_ext.errors import FieldValueError
from webcrm_ext.upsert.validation import folded

_SHOWN = 10
"""Bad records that an error lists."""


class JsonLines:
    """The records of a file, by the API's names. Each iteration reads the file again.

    Args:
        file: The file.
        table: The table of the records.
        fields: The fields of the entity.
        mapping: The property or label by name; None for a name to ignore.
        key: The property with the key.
    """

    def __init__(
        self, file: Path, table: Table[Any], fields: Fields, mapping: Mapping[str, str | None], key: str
    ) -> None:
        self.read_only: set[str] = set()
        self._file = file
        self._table = table
        self._fields = fields
        self._mapping = mapping
        self._key = key

    def checked(self, few: int) -> JsonLines | list[dict[str, Any]]:
        """Check all records; return them as a list if they are few.

        Args:
            few: The most records of a list.

        Raises:
            CommandError: The file has no records, or some of them cannot be written; nothing was written.
        """
        records: list[dict[str, Any]] = []
        errors: list[str] = []
        first_lines: dict[str, int] = {}
        unused = set(self._mapping)
        count = bad = 0
        for number, values in self._lines():
            count += 1
            unused -= values.keys()
            record, found = self._record(values)
            key = record.get(self._key)
            if not found and not key:  # the service has 0 and "" where nothing was ever set
                found.append(f"it has no {self._key}, which is the key")
            elif key and (line := first_lines.setdefault(folded(key), number)) != number:
                found.append(f"{key!r} is the {self._key} of line {line}, too")
            bad += bool(found)
            errors += [f"- Line {number}: {each}" for each in found]
            if len(records) <= few:
                records.append(record)
        name = self._file.name
        if not count:
            raise CommandError(f"{name} has no records. Nothing was written.", "Pass a file of JSON lines.")
        if errors:
            more = [f"- … and {len(errors) - _SHOWN} more"] if len(errors) > _SHOWN else []
            raise CommandError(
                f"{bad} of {count} records of {name} cannot be written. Nothing was written.", "Correct them.",
                code="invalid_rows", exit_code=FAILED, details=(*errors[:_SHOWN], *more),
            )  # fmt: skip
        if unused:
            raise CommandError(f"No record of {name} has {', '.join(sorted(unused))}.", "Correct --map.")
        return self if count > few else records

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield the records.

        Raises:
            CommandError: The file was changed since it was checked.
        """
        for number, values in self._lines():
            record, errors = self._record(values)
            if errors:
                raise CommandError(
                    f"Line {number} of {self._file.name} was changed while the file was read: {errors[0]}.",
                    "Run it again: what was written is found by its key.",
                    exit_code=FAILED,
                )
            yield record

    def _record(self, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return the record of a line, and what is wrong with it."""
        record: dict[str, Any] = {}
        errors: list[str] = []
        known = self._table.model._shape.known  # noqa: SLF001 - the generated base's, for this layer
        for name, value in values.items():
            target = self._mapping.get(name, name)
            if target is None:
                continue
            if target in self._table.read_only_columns and name not in self._mapping:
                self.read_only.add(name)
                continue
            try:
                if target in known and (isinstance(value, dict) or not self._fields.has(target)):
                    record[target] = value  # an enum, a record or a list
                else:
                    field = self._fields.find(target)
                    record[field.property] = field.parse(value)
            except FieldValueError as error:
                errors.append(in_shell(str(error)))
        return record, errors

    def _lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        number = 0
        try:
            with self._file.open(encoding="utf-8-sig") as content:
                for number, text in enumerate(content, 1):
                    if not text.strip():
                        continue
                    values = json.loads(text, parse_constant=_refuse_constant)
                    if not isinstance(values, dict):
                        raise CommandError(
                            f"Line {number} of {self._file.name} is no JSON object.", "Write one object in each line."
                        )
                    yield number, values
        except ValueError as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            raise CommandError(
                f"Line {number or 1} of {self._file.name} is not JSON: {reason}.", "Write one object in each line."
            ) from None


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no number"
    raise ValueError(message)
