"""One upsert: process the records of each chunk, and report what came of them.

`run.py` has the rules for each write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model
from webcrm_api.results import UpsertReport

from webcrm_ext.errors import (
    OutcomeUnknownError,
    WebCRMError,
)
from webcrm_ext.operations import Operation, Pause
from webcrm_ext.upsert.batches import BatchWriter
from webcrm_ext.upsert.chunks import Chunks
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.progress import Progress
from webcrm_ext.upsert.result_files import ResultFiles
from webcrm_ext.upsert.results import Results
from webcrm_ext.upsert.run import Entry, Run
from webcrm_ext.upsert.validation import folded

M = TypeVar("M", bound=Model)

_SHOWN = 10
_TO_WRITE = ("created", "updated")


@define(eq=False)
class UpsertJob(Generic[M]):
    """One job.

    Attributes:
        run: Looks up and writes records.
        options: The options.
        progress: The progress.
        results: Collects the results.
        has_stopped: Whether more records have failed than `max_failures` allows.
    """

    run: Run[M]
    options: UpsertOptions
    progress: Progress
    results: Results[M]
    has_stopped: bool = field(default=False, init=False)
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
            return (yield from self._process_all(chunks))
        except WebCRMError as error:
            self.results.add_unprocessed(chunks)
            if not self._has_written:
                raise
            yield from self._confirm()
            error.report = self._report()
            error.add_to_message(_progress(error.report, chunks.total))
            raise
        except Exception as error:  # of the records, or of a callback
            self.results.add_unprocessed(chunks)
            if self._has_written:
                error.add_note(_progress(self._report(), chunks.total))
            raise

    def close(self) -> None:
        """Complete the result files."""
        self.results.close()

    def _process_all(self, chunks: Chunks[M]) -> Operation[UpsertReport]:
        try:
            for entries in chunks:
                self._open_files(chunks)
                yield from self._process(entries)
                del entries  # before the next ones are read
        except _TooManyFailures:
            self.has_stopped = True
            self.results.add_unprocessed(chunks)
        if (yield from self._confirm()) and self.run.journal is not None:
            self.run.journal.finish(self.options.confirm_timeout)
        report = self._report()
        self.results.close()
        return report

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
            seconds, keys = self.run.journal.wait([each.key for each in valid], self.options.confirm_timeout)
            if seconds:
                yield Pause(seconds, "until the last batch of an interrupted run can no longer appear")
            self.run.stored.written(keys)
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
        could_look_up = yield from self.run.confirm(self.options.confirm_timeout)
        yield from self._batches.finish()
        self.run.set_aside.clear()  # so that an error after this does not look them up again
        return could_look_up

    def _report(self) -> UpsertReport:
        results = self.results
        return results.report(self.progress.plan, [*self._batches.notes, *results.notes], self.progress.requests)


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
