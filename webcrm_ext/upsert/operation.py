"""Create or update records by a key property, so that the job can be run again after any interruption.

The API has no idempotency keys. So each record is looked up by its key, only missing ones are created and only
different ones are updated. Records are written one after the other, because the service assigns ids in a race.
`webcrm_ext.upsert.run` says what follows from each outcome of a write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.results import UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.errors import ConfigurationError, FieldValueError, QueryError, WebCRMError, short_repr
from webcrm_ext.operations import Operation, call
from webcrm_ext.queries.selection import property_of
from webcrm_ext.upsert.run import Entry, Run, Writer
from webcrm_ext.upsert.validation import own_ids, validate_key_column, validate_keys, validate_records, validate_timeout

M = TypeVar("M", bound=Model)

_SHOWN = 10


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


def upsert_by(
    writer: Writer[M],
    key: str,
    records: Iterable[M | Mapping[str, Any]],
    *,
    dry_run: bool = False,
    confirm_timeout: float = 60,
    property_named: Callable[[str], Operation[str]] | None = None,
) -> Operation[UpsertReport]:
    """Create or update records by a key property, and return the outcome of each.

    Args:
        writer: Writes the records.
        key: The property with the key, named as in Python, as in the API or by its label.
        records: The records.
        dry_run: Whether to write nothing.
        confirm_timeout: Seconds of pauses, in all, between the look-ups of records of unknown outcome.
        property_named: Returns the API's name of a property that is named in any of these ways; by default labels are
            unknown.

    Raises:
        ConfigurationError: `confirm_timeout` is invalid; nothing was sent.
        QueryError: The model has no such property; nothing was sent.
        FieldValueError: The service assigns or derives the key property, or a record has no key, or one that queries
            cannot distinguish; nothing was sent.
        WebCRMError: The look-up of the keys failed, and nothing was written; or no more can be written. Then `report`
            has the outcomes so far, and records of unknown outcome were looked up if that was possible.
    """
    validate_timeout(confirm_timeout)
    table = writer.table
    if not isinstance(key, str):
        raise FieldValueError(f"The key is {short_repr(key)}. Pass the name of one property.")
    checked = validate_records(records, table.model)
    column = (yield from property_named(key)) if property_named else property_of(table.model, key, QueryError)
    validate_key_column(table, column)
    keys, ids = validate_keys(table, column, checked, name=key), own_ids(table, checked)
    if writer.prepare is not None:
        checked = yield from writer.prepare(checked)
    entries = [Entry(*each) for each in zip(keys, checked, ids, strict=True)]
    run = Run(writer, column, dry_run)
    yield from run.find_targets(entries)
    try:
        for entry in entries:
            if entry.result is None:
                yield from run.write(entry)
        yield from run.send_refused_again()
    except WebCRMError as error:
        yield from run.confirm(confirm_timeout)
        error.report = _report(entries, dry_run=dry_run)
        error.add_to_message(_progress(error.report, len(entries)))
        raise
    yield from run.confirm(confirm_timeout)
    return _report(entries, dry_run=dry_run)


def _report(entries: Iterable[Entry[M]], *, dry_run: bool) -> UpsertReport:
    return UpsertReport([each.result for each in entries if each.result is not None], dry_run)


def _progress(report: UpsertReport, count: int) -> str:
    """Return the sentences on a run that an error has ended."""
    text = f"{len(report.results)} of {count} records were processed before that."
    unknown = report.unknown
    if not unknown:
        return f"{text} Run it again at any time."
    named = ", ".join(repr(each.key) for each in unknown[:_SHOWN]) + (", …" if len(unknown) > _SHOWN else "")
    return f"{text} Run it again later: the outcome of {len(unknown)} of them is unknown ({named})."
