"""Write records by a key of your own, so that it can be done again after any interruption.

The API has no idempotency keys. So a record is looked up by its own key first, only what is missing is
created and only what differs is changed; a create whose answer was lost is looked up before it is made
again. Creates go one after the other, for the service assigns ids in a race.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Generic, Literal, TypeVar

from attrs import field, frozen
from webcrm_api.calls import Call
from webcrm_api.model import Model

from webcrm_ext.dates import is_empty_date
from webcrm_ext.errors import (
    AuthenticationError,
    ConnectionFailed,
    FieldValueError,
    OutcomeUnknown,
    ServerError,
    UnexpectedAnswer,
    WebCRMError,
)
from webcrm_ext.flow import Operation, Pause, call
from webcrm_ext.queries import column_of, equal_to_any, script_call, select, table_of

M = TypeVar("M", bound=Model)

ATTEMPTS = 4
"""How often a create is tried, with a look-up before each repetition."""

WAIT = 0.5
"""Seconds before a create is tried again; doubled each time."""

PAGE = 1000

Outcome = Literal["created", "updated", "unchanged", "failed"]


@frozen
class UpsertResult:
    """What became of one record.

    Attributes:
        key: Its value of the key.
        outcome: What was done, or with `dry_run` what would be.
        id: The record's id; None where it failed or would be created.
        changed: The API's names of the properties that differed.
        error: What went wrong where it failed.
    """

    key: str
    outcome: Outcome
    id: int | None = None
    changed: tuple[str, ...] = ()
    error: WebCRMError | None = None


@frozen
class UpsertReport(Generic[M]):
    """What became of all records, in their order.

    Attributes:
        results: One for each record.
        dry_run: Whether nothing was written.
    """

    results: list[UpsertResult]
    dry_run: bool = field(default=False)

    def count(self, outcome: Outcome) -> int:
        """Give how many records came out so."""
        return sum(1 for result in self.results if result.outcome == outcome)

    @property
    def failed(self) -> list[UpsertResult]:
        """The records that could not be written."""
        return [result for result in self.results if result.outcome == "failed"]

    def __str__(self) -> str:
        counted = Counter(result.outcome for result in self.results)
        said = ", ".join(f"{counted[each]} {each}" for each in ("created", "updated", "unchanged", "failed"))
        return f"{said}{' (dry run: nothing was written)' if self.dry_run else ''}"


@frozen
class Writing(Generic[M]):
    """How the records of one entity are written.

    Attributes:
        model: The entity's model.
        create: Prepares the call that creates one and answers its id.
        update: Prepares the call that changes one.
    """

    model: type[M]
    create: Callable[[M], Call[Any]]
    update: Callable[[int, M], Call[Any]]


def upsert_by(
    writing: Writing[M], key: str, records: Sequence[M], *, dry_run: bool = False
) -> Operation[UpsertReport[M]]:
    """Make the system hold the given records, known by a key of their own, and report on each.

    Raises:
        QueryError: The model has no such property.
        FieldValueError: A record has no key, or two have the same; nothing was sent.
        WebCRMError: Looking the keys up failed; nothing was written.
    """
    column = column_of(writing.model, key)
    keys = _keys(column, records)
    found = yield from _look_up(writing.model, column, keys)
    results = []
    for own_key, record in zip(keys, records, strict=True):
        results.append(
            (yield from _write_one(writing, column, own_key, record, found.get(_folded(own_key), []), dry_run))
        )
    return UpsertReport(results, dry_run)


def _write_one(
    writing: Writing[M], column: str, key: str, record: M, found: list[M], dry_run: bool
) -> Operation[UpsertResult]:
    try:
        if len(found) > 1:
            ids = ", ".join(str(_id(each)) for each in found)
            raise FieldValueError(f"{column} {key!r} is held by several records ({ids}): which one is meant?")
        if found:
            return (yield from _update(writing, key, record, found[0], dry_run))
        if dry_run:
            return UpsertResult(key, "created")
        return (yield from _create(writing, column, key, record))
    except AuthenticationError:
        # It will fail for every other record too.
        raise
    except WebCRMError as error:
        return UpsertResult(key, "failed", error=error)


def _update(writing: Writing[M], key: str, record: M, current: M, dry_run: bool) -> Operation[UpsertResult]:
    id_ = _id(current)
    id_column = table_of(writing.model).id_column
    changed = {
        name: value
        for name, value in record.to_dict().items()
        if name != id_column and not _same(value, current.to_dict().get(name))
    }
    if not changed:
        return UpsertResult(key, "unchanged", id_)
    if not dry_run:
        yield from call(writing.update(id_, writing.model.from_dict({id_column: id_, **changed})))
    return UpsertResult(key, "updated", id_, tuple(changed))


def _create(writing: Writing[M], column: str, key: str, record: M) -> Operation[UpsertResult]:
    id_column = table_of(writing.model).id_column
    body = writing.model.from_dict({**record.to_dict(), id_column: 0})
    wait = WAIT
    for attempt in range(1, ATTEMPTS + 1):
        try:
            id_ = yield from call(writing.create(body))
        except (OutcomeUnknown, ServerError, ConnectionFailed, UnexpectedAnswer):
            # It may be there all the same; made again without a look, it would be there twice.
            found = (yield from _look_up(writing.model, column, [key])).get(_folded(key), [])
            if found:
                return UpsertResult(key, "created", _id(found[0]))
            if attempt == ATTEMPTS:
                raise
            yield Pause(wait)
            wait *= 2
        else:
            return UpsertResult(key, "created", id_)
    raise AssertionError("The last attempt returns or raises.")


def _look_up(model: type[M], column: str, keys: Sequence[str]) -> Operation[dict[str, list[M]]]:
    table = table_of(model)
    wanted = {_folded(key) for key in keys}
    found: dict[str, dict[int, M]] = {}
    for where in equal_to_any(column, keys, rest=select(table, "")):
        page = 0
        more = True
        while more:
            page += 1
            rows = yield from call(script_call(select(table, where), page, PAGE, format_custom_fields=True))
            more = len(rows) == PAGE
            for row in rows:
                record = model.from_dict(row.to_dict())
                folded = _folded(str(record[column]))
                if folded in wanted:
                    found.setdefault(folded, {})[_id(record)] = record
    return {key: list(records.values()) for key, records in found.items()}


def _keys(column: str, records: Sequence[Model]) -> list[str]:
    keys = []
    for number, record in enumerate(records, 1):
        value = record.get(column)
        if value is None or not str(value).strip():
            raise FieldValueError(f"Record {number} of {len(records)} has no {column}: each needs its own key.")
        keys.append(str(value))
    counted = Counter(_folded(key) for key in keys)
    twice = sorted({key for key in keys if counted[_folded(key)] > 1})
    if twice:
        raise FieldValueError(f"{column} {', '.join(map(repr, twice[:10]))} stands more than once: keys must differ.")
    return keys


def _folded(key: str) -> str:
    # The service compares text without regard to case, so two such keys are one to it.
    return key.strip().casefold()


def _id(record: Model) -> int:
    id_: int = record[table_of(type(record)).id_column]
    return id_


def _same(wanted: Any, current: Any) -> bool:
    """Say whether a value is there already. The service sends "" and 0 for what was never set."""
    if wanted == current or (_is_blank(wanted) and _is_blank(current)):
        return True
    return isinstance(wanted, str) and isinstance(current, str) and wanted.rstrip() == current.rstrip()


def _is_blank(value: Any) -> bool:
    return (
        value is None
        or value == ""
        or (value == 0 and not isinstance(value, bool))
        or (isinstance(value, str) and is_empty_date(value))
    )
