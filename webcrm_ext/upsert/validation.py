"""Check the records that a caller passes and their keys, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import fields_dict
from webcrm_api.model import Model
from webcrm_api.tables import Table
from webcrm_api.values import record_id

from webcrm_ext.errors import ConfigurationError, FieldValueError, QueryError, short_repr
from webcrm_ext.validators import is_count, is_number

T = TypeVar("T")

Key = str | int
"""A value of the key property."""

MAX_BATCH = 1000
"""The most records in one PATCH."""

_SHOWN = 10
_INTEGER_BITS = 63


def validate_records(records: Iterable[T], *models: type[Any]) -> list[T]:
    """Return the records as a list.

    Raises:
        FieldValueError: `records` is a single record, or one of them is of another model; nothing was sent.
    """
    # A record is iterable too: it yields the names of its properties.
    if isinstance(records, Model | Mapping | str) or not isinstance(records, Iterable):
        raise FieldValueError(f"Expected a list of records, not a single {type(records).__name__}; pass a list.")
    try:
        checked = list(records)
    except TypeError:
        raise FieldValueError(f"Expected a list of records, not a {type(records).__name__}; pass a list.") from None
    for number, record in enumerate(checked, 1):
        if not isinstance(record, models):
            wanted = " or ".join(model.__name__ for model in models)
            raise FieldValueError(f"Record {number} of {len(checked)} is a {type(record).__name__}; pass {wanted}.")
    return checked


def validate_options(*, batch: Any, confirm_timeout: Any, max_failures: Any, progress: Any) -> None:
    """Check the options of a run.

    Raises:
        ConfigurationError: One is invalid; nothing was sent.
    """
    if not is_count(batch) or batch > MAX_BATCH:
        raise ConfigurationError(f"batch is {short_repr(batch)}. Pass a number of records, 1 to {MAX_BATCH}.")
    if not is_number(confirm_timeout) or confirm_timeout < 0:
        raise ConfigurationError(
            f"confirm_timeout is {short_repr(confirm_timeout)}. Pass a number of seconds, 0 or more."
        )
    if max_failures is not None and not (is_number(max_failures) and max_failures >= 0):
        raise ConfigurationError(
            f"max_failures is {short_repr(max_failures)}. Pass a number, a share below 1, or None."
        )
    if progress is not None and not callable(progress):
        raise ConfigurationError(f"progress is {short_repr(progress)}. Pass a function of two numbers, or None.")


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


def validate_keys(table: Table[Any], column: str, records: Sequence[Model]) -> list[Key]:
    """Return the key of each record.

    Raises:
        FieldValueError: A record has no key, one of another type than the property, or one that queries cannot
            distinguish from another; nothing was sent.
    """
    declared = _declared_type(table, column)
    keys = [_valid_key(column, declared, each, f"Record {n} of {len(records)}") for n, each in enumerate(records, 1)]
    by_folded: dict[str, list[Key]] = {}
    for key in keys:
        by_folded.setdefault(folded(key), []).append(key)
    twice = [" and ".join(map(repr, same)) for same in by_folded.values() if len(same) > 1]
    if twice:
        raise FieldValueError(
            f"{column} must differ from record to record, also without regard to case, as the service compares it: "
            f"{', '.join(twice[:_SHOWN])}{', …' if len(twice) > _SHOWN else ''}."
        )
    return keys


def own_ids(table: Table[Any], records: Sequence[Model]) -> list[int]:
    """Return the id that each record has itself, or 0.

    Raises:
        FieldValueError: An id is neither unset nor an integer of at least 0; nothing was sent.
    """
    try:
        return [int(record_id(table.id_column, id_)) if (id_ := each.get(table.id_column)) else 0 for each in records]
    except FieldValueError as error:
        raise FieldValueError(f"{error} Leave it out, or pass 0, for a new record. Nothing was sent.") from None


def folded(key: Any) -> str:
    """Return a key in a form that is equal for all keys that the service treats as equal: without regard to case."""
    return str(key).strip().casefold()


def _declared_type(table: Table[Any], column: str) -> type[Any] | None:
    """Return the type of a property, if it is text or an integer."""
    model = table.model
    name = model._shape.by_api_name[column]  # noqa: SLF001 - the generated base's, for this layer
    parts = str(fields_dict(model)[name].type).replace(" ", "").split("|")
    return next((each for each in (str, int) if each.__name__ in parts), None)


def _valid_key(column: str, declared: type[Any] | None, record: Model, which: str) -> Key:
    value = record.get(column)
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise FieldValueError(f"{which} has {short_repr(value)} as its {column}; a key is a string or an integer.")
    if isinstance(value, int) and value.bit_length() > _INTEGER_BITS:
        raise FieldValueError(
            f"{which} has an integer as its {column} that is too large for a key. Pass a smaller one."
        )
    # The service returns 0 and "" for a property that was never set, so they identify nothing.
    if not value or (isinstance(value, str) and not value.strip()):
        raise FieldValueError(f"{which} has no {column}. Each record needs its own key.")
    if declared is not None and not isinstance(value, declared):
        # A service that converts it stores another value, and the next run would not find it.
        wanted = "a string" if declared is str else "an integer"
        raise FieldValueError(
            f"{which} has {short_repr(value)} as its {column}; pass {wanted}, as the property has it."
        )
    if isinstance(value, str) and value != value.strip():
        raise FieldValueError(
            f"{which} has {short_repr(value)} as its {column}. A key must not begin or end with blanks, which "
            "the service may not keep or compare: strip it."
        )
    return value
