"""Create or update records by a key property, so that the job can be run again after any interruption.

The API has no idempotency keys. So each record is looked up by its key (`stored_records.py`), only missing ones are
created and only different ones are updated, many in one call (`batches.py`). Batches of new records are written one
after the other, because the service assigns ids in a race. `run.py` says what follows from each outcome of a write.

A list is one chunk, and its report holds every result. An iterator is read in chunks of 20,000 records, and what has
ended is dropped: `chunks.py` checks the records of a chunk, `results.py` collects what is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.config import Config
from webcrm_ext.errors import (
    ConfigurationError,
    FieldValueError,
    OutcomeUnknownError,
    QueryError,
    WebCRMError,
    short_repr,
)
from webcrm_ext.operations import Operation, Pause, call
from webcrm_ext.queries.selection import property_of
from webcrm_ext.upsert.batches import BatchWriter
from webcrm_ext.upsert.chunks import Chunks
from webcrm_ext.upsert.journal import Journal
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.progress import Progress
from webcrm_ext.upsert.result_files import ResultFiles
from webcrm_ext.upsert.results import Results
from webcrm_ext.upsert.run import Entry, Run, Writer
from webcrm_ext.upsert.stored_records import StoredRecords
from webcrm_ext.upsert.validation import folded, validate_key_column

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
    config: Config,
    *,
    property_named: Callable[[str], Operation[str]] | None = None,
) -> Operation[UpsertReport]:
    """Create or update records by a key property, and return the outcome of each.

    Args:
        writer: Writes the records.
        key: The property with the key, named as in Python, as in the API or by its label.
        records: The records.
        options: The options.
        config: The settings of the client.
        property_named: Returns the API's name of a property that is named in any of these ways; by default labels are
            unknown.

    Raises:
        QueryError: The model has no such property; nothing was sent.
        FieldValueError: The service assigns or derives the key property, or a record has no key, or one that queries
            cannot distinguish. Of a list, nothing was sent; of an iterator, nothing of the chunk with the record.
        WebCRMError: The look-up of the keys failed, and nothing was written; or no more can be written. Then `report`
            has the outcomes so far, and records of unknown outcome were looked up if that was possible.
    """
    table = writer.table
    if not isinstance(key, str):
        raise FieldValueError(f"The key is {short_repr(key)}. Pass the name of one property.")
    column = (yield from property_named(key)) if property_named else property_of(table.model, key, QueryError)
    validate_key_column(table, column)
    chunks = Chunks(table, column, key, records)
    plan = UpsertPlan(requests_per_minute=config.requests_per_minute)
    progress = Progress(options.progress, plan, config.clock, chunks.total)
    with ExitStack() as stack:
        journal = None
        if options.journal is not None and not options.dry_run:
            journal = stack.enter_context(Journal(options.journal, table.name, column, config))
        stored = StoredRecords(table, column, keep=chunks.several)
        run = Run(writer, column, options.dry_run, stored, journal)
        job = UpsertJob(run, options, progress, Results(options.dry_run, keep_all=not chunks.several))
        stack.callback(job.results.close)
        return (yield from progress.counted(job.upsert(chunks)))


@define(eq=False)
class UpsertJob(Generic[M]):
    """One job.

    Attributes:
        run: Looks up and writes records.
        options: The options.
        progress: The progress.
        results: Collects the results.
    """

    run: Run[M]
    options: UpsertOptions
    progress: Progress
    results: Results[M]
    _batches: BatchWriter[M] = field(init=False)
    _has_written: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        self._batches = BatchWriter(
            self.run, self.options.batch, self.progress.plan, self._after, concurrency=self.options.concurrency
        )

    def upsert(self, chunks: Chunks[M]) -> Operation[UpsertReport]:
        """Process all chunks, and return the report.

        Raises:
            WebCRMError: See `upsert_by`.
        """
        try:
            for entries in chunks:
                self._open_files(chunks)
                yield from self._process(entries)
        except _TooManyFailures:
            self.results.add_unprocessed(chunks)
        except WebCRMError as error:
            self.results.add_unprocessed(chunks)
            if not self._has_written:
                raise
            yield from self._confirm()
            error.report = self._report()
            error.add_to_message(_progress(error.report, chunks.total))
            raise
        if (yield from self._confirm()) and self.run.journal is not None:
            self.run.journal.finish(self.options.confirm_timeout)
        return self._report()

    def _process(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        """Process the records of one chunk.

        Raises:
            _TooManyFailures: More records have failed than `max_failures` allows.
            WebCRMError: See `upsert_by`.
        """
        self.results.start(entries)
        valid = [each for each in entries if each.result is None]
        if self.run.writer.prepare is not None:
            prepared = yield from self.run.writer.prepare([each.record for each in valid])
            for entry, record in zip(valid, prepared, strict=True):
                entry.record = record
        if self.run.journal is not None:
            seconds = self.run.journal.wait([each.key for each in valid], self.options.confirm_timeout)
            yield Pause(seconds, "until the last batch of an interrupted run can no longer appear")
        self.progress.report("look-up", self.results.done)
        yield from self.run.find_targets(valid, self.progress.plan)
        self._refuse_keys_of_unknown_outcome(valid)
        compared = [(each, self.run.compare(each)) for each in valid if each.result is None]
        to_write = [each for each, differs in compared if differs]
        self._batches.expect([each for each in valid if each.result is None or each.result.outcome in _TO_WRITE])
        self._after([each for each in entries if each.result is not None])
        if not self.options.dry_run:
            self._has_written = True
            self.run.stored.written(each.key for each in to_write)
            yield from self._batches.write(to_write)
            yield from self.run.send_refused_again()
        self.results.complete(self.run.set_aside)

    def _open_files(self, chunks: Chunks[M]) -> None:
        if self.options.report is not None and self.results.files is None:
            self.results.files = ResultFiles(self.options.report, chunks.delimiter)

    def _after(self, entries: Iterable[Entry[M]]) -> None:
        """Report the progress after a write.

        Raises:
            _TooManyFailures: More records have failed than `max_failures` allows.
        """
        self.results.ended(entries)
        self.progress.report("write", self.results.done)
        count = self.results.started if self.progress.total is None else self.progress.total
        if self.results.failures > self.options.allowed_failures(count):
            raise _TooManyFailures

    def _refuse_keys_of_unknown_outcome(self, entries: Sequence[Entry[M]]) -> None:
        """End the new records whose key a record of unknown outcome has: it may exist."""
        unknown = {folded(each.key) for each in self.run.set_aside}
        for entry in entries if unknown else ():
            if entry.result is None and entry.target is None and folded(entry.key) in unknown:
                message = "Not sent: an earlier record of this run has the same key, and its outcome is unknown."
                entry.end("unknown", error=OutcomeUnknownError(message))

    def _confirm(self) -> Operation[bool]:
        """Look up the records of unknown outcome, and return False if that was not possible."""
        if self.run.set_aside:
            self.progress.report("confirm", self.results.done)
        were_looked_up = yield from self.run.confirm(self.options.confirm_timeout)
        yield from self._batches.finish()
        return were_looked_up

    def _report(self) -> UpsertReport:
        return self.results.report(self.progress.plan, self._batches.notes, self.progress.requests)


class _TooManyFailures(Exception):
    """More records failed than `max_failures` allows."""


def _progress(report: UpsertReport, count: int | None) -> str:
    """Return the sentences on a run that an error has ended."""
    processed = sum(report.counts.values()) if report.counts is not None else len(report.results)
    text = f"{processed}{f' of {count}' if count is not None else ''} records were processed before that."
    unknown = report.unknown
    if not unknown:
        return f"{text} Run it again at any time."
    named = ", ".join(repr(each.key) for each in unknown[:_SHOWN]) + (", …" if len(unknown) > _SHOWN else "")
    return f"{text} Run it again later: the outcome of {len(unknown)} of them is unknown ({named})."
