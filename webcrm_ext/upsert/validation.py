"""Check the records that a caller passes and their keys, before anything is sent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import fields_dict
from webcrm_api.model import Model
from webcrm_api.tables import Table
from webcrm_api.values import record_id, record_json

from webcrm_ext.errors import FieldValueError, QueryError, short_repr

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Key = str | int
"""A value of the key property."""

_SHOWN = 10
_OF_FILE = (
    " upsert_csv takes a CSV file. For sync, read the file with csv.DictReader, and make a record of each row by "
    "crm.custom(record).update(row, parse=True); or run `webcrm sync`."
)
_INTEGER_BITS = 63


def iterate(records: Iterable[T], what: str = "records") -> Iterator[T]:
    """Return an iterator over records, or over what else a message calls them.

    Raises:
        FieldValueError: `records` is a single record, or not iterable; nothing was sent.
    """
    # A record is iterable too: it yields the names of its properties.
    if isinstance(records, Model | Mapping | str) or not isinstance(records, Iterable):
        of_file = _OF_FILE if what == "records" and isinstance(records, str | os.PathLike) else ""
        kind = type(records).__name__
        raise FieldValueError(f"Expected a list of {what}, not a single {kind}; pass a list.{of_file}")
    try:
        return iter(records)
    except TypeError:
        raise FieldValueError(f"Expected a list of {what}, not a {type(records).__name__}; pass a list.") from None


def validate_records(records: Iterable[Any], model: type[M], first: int, total: int | None) -> list[M]:
    """Return the records as a list, in which a dict with the API's names has become a record.

    Args:
        records: The records.
        model: Their model.
        first: The number of the first one.
        total: The number of all records, or None if it is not known.

    Raises:
        FieldValueError: One of them is of another model, or a dict has an unknown name or a value that cannot be sent;
            nothing was sent.
    """
    of = f" of {total}" if total is not None else ""
    end = not_sent(first)
    return [_as_record(each, model, f"Record {number}{of}", end) for number, each in enumerate(records, first)]


def sets_nothing(values: Mapping[str, Any]) -> bool:
    """Return whether the JSON of a record has no value: None and "" are none."""
    return all(value is None or value == "" for value in values.values())


def not_sent(first: int) -> str:
    """Return the sentence that none of the records from this number on was sent."""
    return "Nothing was sent." if first == 1 else f"No record from number {first} on was sent."


def _as_record(value: Any, model: type[M], which: str, end: str) -> M:
    if isinstance(value, model):
        return value
    try:
        return model.from_dict(record_json(value, model, "It"))
    except FieldValueError as error:
        raise FieldValueError(f"{which} cannot be written. {error} {end}") from None


def validate_key_column(table: Table[Any], column: str) -> None:
    """Check the API's name of the key property.

    Raises:
        FieldValueError: The service assigns or derives the property: a new record would get another key than its own,
            and the next run would create it again.
        QueryError: The model has no such property.
    """
    if column not in table.model._shape.known:  # noqa: SLF001 - the generated base's, for this layer
        raise QueryError(f"{table.model_name} has no property {column}, so it cannot be the key.")
    if column == table.id_column or column in table.read_only_columns:
        raise FieldValueError(
            f"{column} cannot be the key: the service assigns or derives it, so no new record keeps the value that it "
            "is created with. Use a property of your own, such as a custom field of type text."
        )


def validate_keys(table: Table[Any], column: str, records: Sequence[Model], *, name: str, first: int = 1) -> list[Key]:
    """Return the key of each record.

    Args:
        table: The table.
        column: The key property.
        records: The records.
        name: The name of the key property that was passed, for messages.
        first: The number of the first record, for messages.

    Raises:
        FieldValueError: A record has no key, one of another type than the property, or one that queries cannot
            distinguish from another; nothing was written. The message lists at most ten of these.
    """
    declared = _declared_type(table, column)
    keys: dict[int, Key] = {}
    problems: list[str] = []
    for number, record in enumerate(records, first):
        try:
            keys[number] = _valid_key(record.get(column), name, declared)
        except FieldValueError as error:
            problems.append(f"Record {number} has {error}")
    problems += _duplicates(keys, name)
    if problems:
        listed = "".join(f"\n- {problem}" for problem in problems[:_SHOWN])
        more = f"\n- … and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise FieldValueError(
            "Each record needs its own key, and keys must differ also without regard to case, as the service compares "
            f"them. {not_sent(first)}{listed}{more}"
        )
    return list(keys.values())


def _duplicates(keys: Mapping[int, Key], name: str) -> Iterator[str]:
    """Return a message for each key that several records have, with their positions."""
    numbers: dict[str, list[int]] = {}
    for number, key in keys.items():
        numbers.setdefault(folded(key), []).append(number)
    for same in numbers.values():
        if len(same) > 1:
            values = " and ".join(dict.fromkeys(short_repr(keys[number]) for number in same[:_SHOWN]))
            shown = ", ".join(map(str, same[: min(len(same) - 1, _SHOWN)]))
            last = same[-1] if len(same) <= _SHOWN else "…"
            yield f"Records {shown} and {last} have the same {name}: {values}."


def own_ids(table: Table[Any], records: Sequence[Model], first: int = 1) -> list[int]:
    """Return the id that each record has itself, or 0.

    Raises:
        FieldValueError: An id is neither unset nor an integer of at least 0; nothing was sent.
    """
    try:
        return [int(record_id(table.id_column, id_)) if (id_ := each.get(table.id_column)) else 0 for each in records]
    except FieldValueError as error:
        raise FieldValueError(f"{error} Leave it out, or pass 0, for a new record. {not_sent(first)}") from None


def folded(key: Any) -> str:
    """Return a key in a form that is equal for all keys that the service treats as equal: without regard to case."""
    return str(key).strip().casefold()


def _declared_type(table: Table[Any], column: str) -> type[Any] | None:
    """Return the type of a property, if it is text or an integer."""
    model = table.model
    name = model._shape.by_api_name[column]  # noqa: SLF001 - the generated base's, for this layer
    parts = str(fields_dict(model)[name].type).replace(" ", "").split("|")
    return next((each for each in (str, int) if each.__name__ in parts), None)


def _valid_key(value: Any, name: str, declared: type[Any] | None) -> Key:
    """Return the value of the key property.

    Raises:
        FieldValueError: It cannot be a key. The message goes on after "Record 1 has".
    """
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise FieldValueError(f"{short_repr(value)} as its {name}; a key is a string or an integer.")
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        raise FieldValueError(f"an integer as its {name} that is too large for a key. Pass a smaller one.")
    # The service returns 0 and "" for a property that was never set, so they identify nothing.
    if not value or (isinstance(value, str) and not value.strip()):
        raise FieldValueError(f"no {name}.")
    if declared is not None and not isinstance(value, declared):
        # A service that converts it stores another value, and the next run would not find it.
        wanted = "a string" if declared is str else "an integer"
        raise FieldValueError(f"{short_repr(value)} as its {name}; pass {wanted}, as the property has it.")
    if isinstance(value, str) and value != value.strip():
        raise FieldValueError(
            f"{short_repr(value)} as its {name}. A key must not begin or end with blanks, which the service may not "
            "keep or compare: strip it."
        )
    return value
