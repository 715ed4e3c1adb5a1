"""Write records by a key of your own, so that it can be done again after any interruption.

The API has no idempotency keys. So a record is looked up by its own key first, only what is missing is
created and only what differs is changed; a create whose answer was lost is looked up before it is made
again. Creates go one after the other, for the service assigns ids in a race.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from attrs import frozen
from webcrm_api.model import Model

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
)
from webcrm_ext.generated import operation
from webcrm_ext.operations import Operation, Pause, call
from webcrm_ext.paging.pages import all_records
from webcrm_ext.queries.selection import equal_to_any, property_of, script_call, select, table_of
from webcrm_ext.upsert.differences import differences
from webcrm_ext.upsert.report import UpsertReport, UpsertResult
from webcrm_ext.upsert.validation import validate_records

M = TypeVar("M", bound=Model)

Key = str | int

ATTEMPTS = 4
"""How often a create is tried, with a look-up before each repetition."""

WAIT = 0.5
"""Seconds from a create that failed to the look-up; doubled each time. The service may still be at work."""

_SHOWN = 10
_MAYBE_CREATED = (OutcomeUnknownError, ServerError, APIConnectionError, UnexpectedResponseError, ConflictError)

FAILS_FOR_ALL = (AuthenticationError, APIConnectionError)
"""After these, every other call fails as well, each after all of its repetitions."""


@frozen
class Writing(Generic[M]):
    """How the records of one entity are written.

    Attributes:
        model: The entity's model.
        create: Creates one and gives its id, or None where the service does not tell it.
        update: Changes what is set of one.
    """

    model: type[M]
    create: Callable[[M], Operation[int | None]]
    update: Callable[[int, M], Operation[None]]


def writing_of(model: type[M], package: str) -> Writing[M]:
    """Give how an entity's records are written by its plain calls.

    Raises:
        ConfigurationError: The API cannot write this entity.
    """
    calls: dict[str, Any] = {}
    for name in ("create", "update"):
        try:
            calls[name] = operation(package, name)
        except ModuleNotFoundError:
            raise ConfigurationError(
                f"The API cannot {name} {package.replace('_', ' ')}; it only reads them."
            ) from None
    return Writing(
        model,
        create=lambda record: call(calls["create"].call(body=record)),
        update=lambda id_, record: call(calls["update"].call(id_, body=record)),
    )


def upsert_by(writing: Writing[M], key: str, records: Iterable[M], *, dry_run: bool = False) -> Operation[UpsertReport]:
    """Make the system hold the given records, known by a key of their own, and report on each.

    Raises:
        QueryError: The model has no such property.
        FieldValueError: A record has no key, or one that queries cannot tell from another; nothing was sent.
        WebCRMError: Looking the keys up failed, or nothing more can be written.
    """
    column = property_of(writing.model, key, QueryError)
    records = validate_records(records, writing.model)
    keys = _checked_keys(column, records)
    found = yield from _look_up(writing.model, column, keys)
    results: list[UpsertResult] = []
    for own_key, record in zip(keys, records, strict=True):
        write = _write_one(writing, column, own_key, record, found.get(_folded(own_key), []), dry_run)
        try:
            results.append((yield from write))
        except WebCRMError as error:
            error.add_to_message(
                f"Before that, {len(results)} of {len(records)} records were seen to. It can be run again at any time."
            )
            raise
    return UpsertReport(results, dry_run)


def _write_one(
    writing: Writing[M], column: str, key: Key, record: M, alike: list[M], dry_run: bool
) -> Operation[UpsertResult]:
    try:
        current = _the_one(alike, column, key)
        if current is not None:
            return (yield from _update(writing, key, record, current, dry_run))
        if dry_run:
            return UpsertResult(key, "created")
        return (yield from _create(writing, column, key, record))
    except FAILS_FOR_ALL:
        raise
    except WebCRMError as error:
        return UpsertResult(key, "failed", error=error)


def _update(writing: Writing[M], key: Key, record: M, current: M, dry_run: bool) -> Operation[UpsertResult]:
    id_ = _id(current)
    changed = differences(record, current)
    if not changed:
        return UpsertResult(key, "unchanged", id_)
    if not dry_run:
        id_column = table_of(writing.model).id_column
        yield from writing.update(id_, writing.model.from_dict({id_column: id_, **changed}))
    return UpsertResult(key, "updated", id_, tuple(changed))


def _create(writing: Writing[M], column: str, key: Key, record: M) -> Operation[UpsertResult]:
    body = writing.model.from_dict({**record.to_dict(), table_of(writing.model).id_column: 0})
    attempt = 0
    while True:
        attempt += 1
        lost = None
        try:
            id_ = yield from writing.create(body)
        except _MAYBE_CREATED as error:
            lost = error
            yield Pause(WAIT * 2 ** (attempt - 1))
        else:
            if id_:
                return UpsertResult(key, "created", id_)
        # It may be there all the same; made again without a look, it would be there twice.
        made = yield from _find_one(writing.model, column, key)
        if made is not None or lost is None:
            return UpsertResult(key, "created", _id(made) if made else None)
        if attempt == ATTEMPTS or isinstance(lost, FAILS_FOR_ALL):
            raise lost


def _find_one(model: type[M], column: str, key: Key) -> Operation[M | None]:
    found = yield from _look_up(model, column, [key])
    return _the_one(found.get(_folded(key), []), column, key)


def _the_one(alike: list[M], column: str, key: Key) -> M | None:
    """Give the record that a key means, of those whose key equals it to the service; None if there is none.

    Raises:
        FieldValueError: There are several, and it cannot be told which one is meant.
    """
    exact = [record for record in alike if str(record[column]) == str(key)]
    candidates = exact or alike
    if len(candidates) > 1:
        held = ", ".join(f"{_id(each)} has {each[column]!r}" for each in candidates)
        raise FieldValueError(
            f"{column} {key!r} is held by several records ({held}), so it cannot be told which one is meant. "
            "Give all but one of them another key, or none."
        )
    return candidates[0] if candidates else None


def _look_up(model: type[M], column: str, keys: Sequence[Key]) -> Operation[dict[str, list[M]]]:
    """Give the records that have one of the keys, by the key as the service compares it."""
    table = table_of(model)
    found: dict[str, dict[int, M]] = {_folded(key): {} for key in keys}
    for where in equal_to_any(column, keys, rest=select(table, "")):
        rows = yield from all_records(partial(script_call, select(table, where), format_custom_fields=True))
        for row in rows:
            record = model.from_dict(row.to_dict())
            alike = found.get(_folded(record.get(column, "")))
            if alike is not None:
                alike[_id(record)] = record
    return {key: list(records.values()) for key, records in found.items()}


def _checked_keys(column: str, records: Sequence[Model]) -> list[Key]:
    keys = [_checked_key(column, record, f"Record {n} of {len(records)}") for n, record in enumerate(records, 1)]
    by_folded: dict[str, list[Key]] = {}
    for key in keys:
        by_folded.setdefault(_folded(key), []).append(key)
    twice = [" and ".join(map(repr, alike)) for alike in by_folded.values() if len(alike) > 1]
    if twice:
        raise FieldValueError(
            f"{column} must differ from record to record, also without regard to case, as the service compares it: "
            f"{', '.join(twice[:_SHOWN])}{', …' if len(twice) > _SHOWN else ''}."
        )
    return keys


def _checked_key(column: str, record: Model, which: str) -> Key:
    value = record.get(column)
    # The service answers 0 and "" for what was never set, so they tell nothing apart.
    if value is None or value in (0, "") or (isinstance(value, str) and not value.strip()):
        raise FieldValueError(f"{which} has no {column}: each needs its own key.")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldValueError(f"{which} has {value!r} as its {column}; a key is a text or a whole number.")
    if isinstance(value, str) and value != value.strip():
        raise FieldValueError(
            f"{which} has {value!r} as its {column}. A key neither begins nor ends with blanks, for the service may "
            "not keep or compare them: strip it."
        )
    return value


def _folded(key: Any) -> str:
    # The service compares text without regard to case, so two such keys are one to it.
    return str(key).strip().casefold()


def _id(record: Model) -> int:
    id_: int = record[table_of(type(record)).id_column]
    return id_
