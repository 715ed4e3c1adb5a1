"""Create or update records by a key property, so that the job can be run again after any interruption.

The API has no idempotency keys. So each record is looked up by its key, only missing ones are created and only
different ones are updated. A create whose response was lost is looked up before it is retried. Records are
created one after the other, because the service assigns ids in a race.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from attrs import frozen
from webcrm_api.model import Model
from webcrm_api.results import UpsertReport, UpsertResult
from webcrm_api.tables import Table

from webcrm_ext.errors import (
    APIConnectionError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    FieldValueError,
    OutcomeUnknownError,
    QueryError,
    ServerError,
    UnexpectedResponseError,
    WebCRMError,
    short_repr,
)
from webcrm_ext.operations import Operation, Pause, call
from webcrm_ext.paging.pages import all_records
from webcrm_ext.queries.selection import equal_to_any, property_of, script_call, select
from webcrm_ext.upsert.differences import differences
from webcrm_ext.upsert.validation import validate_records

M = TypeVar("M", bound=Model)

Key = str | int

ATTEMPTS = 4
"""Attempts to create a record, with a look-up before each retry."""

WAIT = 0.5
"""Seconds from a failed create to the look-up; doubled each time. The service may still be processing it."""

_SHOWN = 10
_MAYBE_CREATED = (OutcomeUnknownError, ServerError, APIConnectionError, UnexpectedResponseError, ConflictError)

FAILS_FOR_ALL = (AuthenticationError, APIConnectionError)
"""After these errors every other call would fail too, each after all its retries."""


@frozen
class Writer(Generic[M]):
    """The operations that write the records of a table.

    Attributes:
        table: The table.
        create: Creates a record and returns its id, or None if the service does not return it.
        update: Updates what is set in a record.
    """

    table: Table[M]
    create: Callable[[M], Operation[int | None]]
    update: Callable[[int, M], Operation[None]]


def writer_for(table: Table[M]) -> Writer[M]:
    """Return the writer that uses the table's create and update calls.

    Raises:
        ConfigurationError: The API cannot write this entity.
    """
    for name, possible in (("create", table.can_create), ("update", table.can_update)):
        if not possible:
            raise ConfigurationError(f"The API cannot {name} {table.resource.replace('_', ' ')}; it only reads them.")
    return Writer(
        table,
        create=lambda record: call(table.create_call(record)),
        update=lambda id_, record: call(table.update_call(id_, record)),
    )


def upsert_by(writer: Writer[M], key: str, records: Iterable[M], *, dry_run: bool = False) -> Operation[UpsertReport]:
    """Create or update records by a key property, and return the outcome of each.

    Raises:
        QueryError: The model has no such property.
        FieldValueError: A record has no key, or one that queries cannot distinguish; nothing was sent.
        WebCRMError: The look-up of the keys failed, or nothing more can be written.
    """
    table = writer.table
    column = property_of(table.model, key, QueryError)
    records = validate_records(records, table.model)
    keys = _checked_keys(column, records)
    found = yield from _look_up(table, column, keys)
    results: list[UpsertResult] = []
    for own_key, record in zip(keys, records, strict=True):
        write = _write_one(writer, column, own_key, record, found.get(_folded(own_key), []), dry_run)
        try:
            results.append((yield from write))
        except WebCRMError as error:
            error.add_to_message(
                f"{len(results)} of {len(records)} records were processed before that. Run it again at any time."
            )
            raise
    return UpsertReport(results, dry_run)


def _write_one(
    writer: Writer[M], column: str, key: Key, record: M, candidates: list[M], dry_run: bool
) -> Operation[UpsertResult]:
    try:
        current = _match(writer.table, candidates, column, key)
        if current is not None:
            return (yield from _update(writer, key, record, current, dry_run))
        if dry_run:
            return UpsertResult(key, "created")
        return (yield from _create(writer, column, key, record))
    except FAILS_FOR_ALL:
        raise
    except WebCRMError as error:
        return UpsertResult(key, "failed", error=error)


def _update(writer: Writer[M], key: Key, record: M, current: M, dry_run: bool) -> Operation[UpsertResult]:
    table = writer.table
    id_: int = current[table.id_column]
    changed = differences(table, record, current)
    if not changed:
        return UpsertResult(key, "unchanged", id_)
    if not dry_run:
        yield from writer.update(id_, table.model.from_dict({table.id_column: id_, **changed}))
    return UpsertResult(key, "updated", id_, tuple(changed))


def _create(writer: Writer[M], column: str, key: Key, record: M) -> Operation[UpsertResult]:
    table = writer.table
    body = table.model.from_dict({**record.to_dict(), table.id_column: 0})
    attempt = 0
    while True:
        attempt += 1
        lost = None
        try:
            id_ = yield from writer.create(body)
        except _MAYBE_CREATED as error:
            lost = error
            yield Pause(WAIT * 2 ** (attempt - 1))
        else:
            if id_:
                return UpsertResult(key, "created", id_)
        # The record may exist after all; a retry without a look-up could create it twice.
        found = yield from _look_up(table, column, [key])
        created = _match(table, found.get(_folded(key), []), column, key)
        if created is not None or lost is None:
            return UpsertResult(key, "created", created[table.id_column] if created else None)
        if attempt == ATTEMPTS or isinstance(lost, FAILS_FOR_ALL):
            raise lost


def _match(table: Table[M], candidates: list[M], column: str, key: Key) -> M | None:
    """Return the one record that a key identifies, or None; exact spelling wins over case-insensitive equality.

    Raises:
        FieldValueError: Several records have the key.
    """
    exact = [record for record in candidates if str(record[column]) == str(key)]
    matching = exact or candidates
    if len(matching) > 1:
        ids = ", ".join(f"{each[table.id_column]} has {each[column]!r}" for each in matching)
        raise FieldValueError(
            f"{column} {key!r} belongs to several records ({ids}). Give all but one of them another key, or none."
        )
    return matching[0] if matching else None


def _look_up(table: Table[M], column: str, keys: Sequence[Key]) -> Operation[dict[str, list[M]]]:
    """Return the records that have one of the keys, by the key as the service compares it."""
    read = table.model.from_dict
    found: dict[str, dict[int, M]] = {_folded(key): {} for key in keys}
    for where in equal_to_any(column, keys, rest=select(table, "")):
        rows = yield from all_records(partial(script_call, select(table, where), format_custom_fields=True))
        for row in rows:
            record = read(row.to_dict())
            by_id = found.get(_folded(record.get(column, "")))
            if by_id is not None:
                by_id[record[table.id_column]] = record
    return {key: list(records.values()) for key, records in found.items()}


def _checked_keys(column: str, records: Sequence[Model]) -> list[Key]:
    keys = [_checked_key(column, record, f"Record {n} of {len(records)}") for n, record in enumerate(records, 1)]
    by_folded: dict[str, list[Key]] = {}
    for key in keys:
        by_folded.setdefault(_folded(key), []).append(key)
    twice = [" and ".join(map(repr, same)) for same in by_folded.values() if len(same) > 1]
    if twice:
        raise FieldValueError(
            f"{column} must differ from record to record, also without regard to case, as the service compares it: "
            f"{', '.join(twice[:_SHOWN])}{', …' if len(twice) > _SHOWN else ''}."
        )
    return keys


def _checked_key(column: str, record: Model, which: str) -> Key:
    value = record.get(column)
    # The service returns 0 and "" for a property that was never set, so they identify nothing.
    if value is None or value in (0, "") or (isinstance(value, str) and not value.strip()):
        raise FieldValueError(f"{which} has no {column}. Each record needs its own key.")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldValueError(f"{which} has {short_repr(value)} as its {column}; a key is a string or an integer.")
    if isinstance(value, str) and value != value.strip():
        raise FieldValueError(
            f"{which} has {short_repr(value)} as its {column}. A key must not begin or end with blanks, which the "
            "service may not keep or compare: strip it."
        )
    return value


def _folded(key: Any) -> str:
    # The service compares strings without regard to case.
    return str(key).strip().casefold()
