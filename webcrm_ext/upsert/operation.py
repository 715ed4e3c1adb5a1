"""Create or update records by a key property, so that the job can be run again after any interruption.

The API has no idempotency keys. So each record is looked up by its key (`plan.py`), only missing ones are created and
only different ones are updated, many in one call (`batches.py`). Batches are written one after the other, because the
service assigns ids in a race. `run.py` says what follows from each outcome of a single write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.errors import ConfigurationError, FieldValueError, QueryError, WebCRMError, short_repr
from webcrm_ext.operations import Operation, call
from webcrm_ext.queries.selection import property_of
from webcrm_ext.upsert.batches import BatchWriter
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.run import Entry, Run, Writer
from webcrm_ext.upsert.validation import own_ids, validate_key_column, validate_keys, validate_records

M = TypeVar("M", bound=Model)

_SHOWN = 10
_TO_WRITE = ("created", "updated")


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
        batches=table.can_upsert,
    )


def upsert_by(
    writer: Writer[M],
    key: str,
    records: Iterable[M | Mapping[str, Any]],
    options: UpsertOptions,
    *,
    property_named: Callable[[str], Operation[str]] | None = None,
) -> Operation[UpsertReport]:
    """Create or update records by a key property, and return the outcome of each.

    Args:
        writer: Writes the records.
        key: The property with the key, named as in Python, as in the API or by its label.
        records: The records.
        options: The options.
        property_named: Returns the API's name of a property that is named in any of these ways; by default labels are
            unknown.

    Raises:
        QueryError: The model has no such property; nothing was sent.
        FieldValueError: The service assigns or derives the key property, or a record has no key, or one that queries
            cannot distinguish; nothing was sent.
        WebCRMError: The look-up of the keys failed, and nothing was written; or no more can be written. Then `report`
            has the outcomes so far, and records of unknown outcome were looked up if that was possible.
    """
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
    plan = UpsertPlan(requests_per_minute=options.requests_per_minute)
    run = Run(writer, column, options.dry_run)
    yield from run.find_targets(entries, plan)
    to_write = [each for each in entries if each.result is None and run.compare(each)]
    allowed = options.allowed_failures(len(entries))

    def after() -> None:
        if options.progress is not None:
            options.progress(sum(1 for each in entries if each.result is not None), len(entries))
        if sum(1 for each in entries if each.result is not None and each.result.outcome == "failed") > allowed:
            raise _TooManyFailures

    batches = BatchWriter(run, options.batch, plan, after)

    def report() -> UpsertReport:
        results = [each.result for each in entries if each.result is not None]
        unprocessed = [each.key for each in entries if each.result is None]
        return UpsertReport(results, options.dry_run, plan, batches.notes, unprocessed)

    if options.dry_run:
        batches.expect([each for each in entries if each.result is not None and each.result.outcome in _TO_WRITE])
        return report()
    try:
        yield from batches.write(to_write)
        yield from run.send_refused_again()
    except _TooManyFailures:
        pass
    except WebCRMError as error:
        yield from run.confirm(options.confirm_timeout)
        error.report = report()
        error.add_to_message(_progress(error.report, len(entries)))
        raise
    yield from run.confirm(options.confirm_timeout)
    return report()


class _TooManyFailures(Exception):
    """More records failed than `max_failures` allows."""


def _progress(report: UpsertReport, count: int) -> str:
    """Return the sentences on a run that an error has ended."""
    text = f"{len(report.results)} of {count} records were processed before that."
    unknown = report.unknown
    if not unknown:
        return f"{text} Run it again at any time."
    named = ", ".join(repr(each.key) for each in unknown[:_SHOWN]) + (", …" if len(unknown) > _SHOWN else "")
    return f"{text} Run it again later: the outcome of {len(unknown)} of them is unknown ({named})."
