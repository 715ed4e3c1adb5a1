"""Create or update many records that have no key, in batches; the rules for each response are those of `batches.py`.

After the refusal of a whole batch `upsert_by` looks up the keys. Here there are none, so:

- updates are looked up by their ids, and what is missing or different is sent in halves;
- before the first batch of creates the highest id of the table is read, and after a refusal again. If it is not above
  all known ids, nothing was written, and the batch is sent in halves. Else the batch, or another client, has created
  records: the records of the batch are `unknown`, for sending them again could create them twice.

A write of unknown outcome is not looked up: a create has nothing to be found by, and an update can be sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, WriteResult
from webcrm_api.tables import Table
from webcrm_api.values import record_id

from webcrm_ext.errors import APIError, FieldValueError, OutcomeUnknownError, WebCRMError, short_repr
from webcrm_ext.operations import Operation, call
from webcrm_ext.queries.rows import as_row
from webcrm_ext.queries.selection import script_call
from webcrm_ext.upsert.batches import BatchWriter
from webcrm_ext.upsert.differences import writable
from webcrm_ext.upsert.look_up import Found
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.run import FAILS_FOR_ALL, Entry, Run, Writer
from webcrm_ext.upsert.stored_records import StoredRecords
from webcrm_ext.upsert.validation import iterate, sets_nothing, validate_records

M = TypeVar("M", bound=Model)

_SHOWN = 10
_SUCCESS = 200
"""The status of a response whose strings contain the reasons of failures."""

_PARTLY_WRITTEN = (
    "The service may have written some records of the batch: look the record up before you write it again."
)


def create_many(
    writer: Writer[M], records: Iterable[M | Mapping[str, Any]], *, batch: int
) -> Operation[list[WriteResult]]:
    """Create records, and return a result for each, in their order.

    Args:
        writer: Writes the records.
        records: The records; their id is 0 or unset.
        batch: The most records in one PATCH; 1 creates them one by one.

    Raises:
        ConfigurationError: `batch` is invalid; nothing was sent.
        FieldValueError: A record is invalid, has an id, or sets no value; nothing was sent.
        WebCRMError: No record was written, and no other could be.
    """
    batch = UpsertOptions(batch=batch).batch
    checked = new_records(writer.table, records)
    entries = [Entry(number, record, 0) for number, record in enumerate(checked, 1)]
    run = _Creation(**_settings(writer), entries=entries)
    if 1 + -(-len(entries) // batch) >= len(entries):
        batch = 1  # a batch would save no request
    elif writer.batches or writer.write_batch is not None:
        try:
            run.highest = yield from _highest_id(writer.table)
        except FAILS_FOR_ALL as error:
            error.add_to_message("No record was written.")
            raise
        except WebCRMError:
            pass  # only the refusal of a whole batch needs it
    return (yield from _write(run, entries, batch))


def update_many(
    writer: Writer[M], records: Iterable[M | Mapping[str, Any]], *, batch: int
) -> Operation[list[WriteResult]]:
    """Write the properties that are set in existing records, and return a result for each, in their order.

    Args:
        writer: Writes the records.
        records: The records, each with its id.
        batch: The most records in one PATCH; 1 updates them one by one.

    Raises:
        ConfigurationError: `batch` is invalid; nothing was sent.
        FieldValueError: A record is invalid, has no id or that of another one, or sets no property; nothing was sent.
        WebCRMError: No record was written, and no other could be.
    """
    table = writer.table
    batch = UpsertOptions(batch=batch).batch
    checked = _validated(table, records)
    bodies = _bodies(table, checked)
    ids = _own_ids(table, checked, bodies)
    entries = [
        Entry(id_, record, id_, target=table.model.from_dict({table.id_column: id_}), body=body)
        for id_, record, body in zip(ids, checked, bodies, strict=True)
    ]
    return (yield from _write(_Update(**_settings(writer)), entries, batch))


@define(eq=False)
class _Update(Run[M]):
    """A run whose keys are the ids of existing records."""

    def find_target(self, entry: Entry[M], found: Found[M]) -> bool:
        if super().find_target(entry, found) and entry.target is None:
            entry.end("failed", error=FieldValueError(f"No record has {self.column} {entry.key}."))
        return entry.target is not None


@define(eq=False, kw_only=True)
class _Creation(Run[M]):
    """A run whose records have no key.

    Attributes:
        entries: All records.
        highest: The highest id of the table before the run, or None if it is not known.
    """

    entries: list[Entry[M]]
    highest: int | None = None

    def look_up(self, entries: Sequence[Entry[M]]) -> Operation[Found[M]]:  # noqa: ARG002 - none can be found
        """Return that no record exists of those that the service refused.

        Raises:
            OutcomeUnknownError: That is not known.
        """
        if self.highest is None:
            raise OutcomeUnknownError("The highest id before the batch is not known.")
        created = [each.result.id or 0 for each in self.entries if each.result is not None]
        newest = yield from _highest_id(self.writer.table)
        if newest > max([self.highest, *created]):
            raise OutcomeUnknownError("Records were created meanwhile, maybe by another client.")
        return {}

    def find_target(self, entry: Entry[M], found: Found[M]) -> bool:  # noqa: ARG002 - there is none
        return True


def _settings(writer: Writer[Any]) -> dict[str, Any]:
    """Return the arguments of a run."""
    table = writer.table
    stored: StoredRecords[Any] = StoredRecords(table, table.id_column)
    return {"writer": writer, "column": table.id_column, "dry_run": False, "stored": stored}


def _write(run: Run[M], entries: Sequence[Entry[M]], batch: int) -> Operation[list[WriteResult]]:
    """Write entries, and return their results."""
    batches = BatchWriter(run, batch, UpsertPlan(), lambda _: None)
    reason = ""
    try:
        yield from batches.write(entries)
    except WebCRMError as error:
        if all(each.result is None for each in entries):
            error.add_to_message("No record was written.")
            raise
        # Raising would lose the ids of new records, and a second run would create these again.
        reason = str(error)
    yield from batches.finish()
    for note in batches.notes:
        logging.getLogger("webcrm_ext").warning("%s", note)
    return [_result(each, reason) for each in entries]


def _result(entry: Entry[Any], reason: str) -> WriteResult:
    """Return the result of an entry; one without an outcome was not sent, for this reason."""
    result = entry.result
    id_ = entry.own_id or None
    if result is None:
        return WriteResult(id_, "failed", reason)
    error = result.error
    message = str(error) if error else None
    if isinstance(error, APIError) and error.status == _SUCCESS:
        message = error.message  # it concerns this record alone
    if result.outcome == "unknown" and not entry.own_id and isinstance(error, APIError):
        message = f"{error} {_PARTLY_WRITTEN}"
    outcome = "updated" if result.outcome == "unchanged" else result.outcome
    return WriteResult(result.id or id_, outcome, message)


def _highest_id(table: Table[Any]) -> Operation[int]:
    """Return the highest id of a table, or 0 if it is empty."""
    script = f"SELECT {table.id_column} FROM {table.name} ORDER BY {table.id_column} DESC"  # noqa: S608 - own names
    rows = yield from call(script_call(script, 1, 1, read=as_row))
    id_ = rows[0].get(table.id_column) if rows else 0
    if not isinstance(id_, int):
        raise OutcomeUnknownError(f"A row of {table.name} has no {table.id_column}.")
    return id_


def new_records(table: Table[M], records: Iterable[M | Mapping[str, Any]]) -> list[M]:
    """Return the records to create.

    Raises:
        FieldValueError: A record is invalid, has an id, or sets no value; nothing was sent.
    """
    checked = _validated(table, records)
    with_id = [(number, id_) for number, each in enumerate(checked, 1) if (id_ := each.get(table.id_column))]
    _refuse(
        [f"Record {number} has {table.id_column} {short_repr(id_)}." for number, id_ in with_id],
        "A new record has no id, or 0; to change a record, use update_many",
    )
    bodies = _bodies(table, checked)
    _refuse(
        [
            f"Record {number} sets no value that can be written."
            for number, body in enumerate(bodies, 1)
            if sets_nothing(body)
        ],
        "A new record needs a value; leave out one that has none",
    )
    return checked


def _validated(table: Table[M], records: Iterable[M | Mapping[str, Any]]) -> list[M]:
    listed = list(iterate(records))
    return validate_records(listed, table.model, 1, len(listed))


def _bodies(table: Table[M], records: Sequence[M]) -> list[dict[str, Any]]:
    """Return the JSON of the properties of each record that can be written.

    Raises:
        FieldValueError: A record cannot be sent.
    """
    bodies = []
    for number, record in enumerate(records, 1):
        try:
            bodies.append(writable(table, record))
        except FieldValueError as error:
            message = f"Record {number} of {len(records)} cannot be written. {error} Nothing was sent."
            raise FieldValueError(message) from None
    return bodies


def _own_ids(table: Table[Any], records: Sequence[Model], bodies: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the id of each record to update.

    Raises:
        FieldValueError: A record has no id, or that of another one, or nothing else to write.
    """
    first: dict[int, int] = {}
    problems = []
    for number, (record, body) in enumerate(zip(records, bodies, strict=True), 1):
        own = record.get(table.id_column)
        try:
            id_ = int(record_id(table.id_column, own))
        except FieldValueError as error:
            problems.append(f"Record {number}: {error}" if own else f"Record {number} has no {table.id_column}.")
            continue
        if id_ in first:
            problems.append(f"Records {first[id_]} and {number} have the same {table.id_column}: {id_}.")
        elif not body:
            problems.append(f"Record {number} sets no property that can be written.")
        first.setdefault(id_, number)
    _refuse(problems, "Each record to update needs its own id, and a property to write")
    return list(first)


def _refuse(problems: Sequence[str], rule: str) -> None:
    """Raise an error if there are problems; the message lists at most ten."""
    if problems:
        shown = "".join(f"\n- {each}" for each in problems[:_SHOWN])
        more = f"\n- … and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise FieldValueError(f"{rule}. Nothing was sent.{shown}{more}")
