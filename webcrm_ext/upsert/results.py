"""Collect the results of a job: for the report, and for the result files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, UpsertReport, UpsertResult

from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.upsert.chunks import Chunks
from webcrm_ext.upsert.result_files import ResultFiles
from webcrm_ext.upsert.run import Entry
from webcrm_ext.upsert.validation import Key

M = TypeVar("M", bound=Model)


@define(eq=False)
class Results(Generic[M]):
    """The results of one job.

    Attributes:
        dry_run: Whether nothing was written.
        keep_all: Whether the report has every result, not only those that failed or are unknown.
        files: The result files, or None.
        started: The number of records that were read.
        done: The number of records that have ended.
        failures: The number of records that failed.
        notes: What else there is to know.
    """

    dry_run: bool
    keep_all: bool
    files: ResultFiles | None = None
    started: int = 0
    done: int = 0
    failures: int = 0
    notes: list[str] = field(factory=list, init=False)
    _entries: list[Entry[M]] = field(factory=list, init=False)
    _ended: set[Entry[M]] = field(factory=set, init=False)
    _failed: set[Entry[M]] = field(factory=set, init=False)
    _results: list[UpsertResult] = field(factory=list, init=False)
    _counts: Counter[str] = field(factory=Counter, init=False)
    _unprocessed: list[Key] = field(factory=list, init=False)

    def start(self, entries: Sequence[Entry[M]]) -> None:
        """Add the records of a chunk, which have not ended."""
        self.started += len(entries)
        self._entries += entries

    def ended(self, entries: Iterable[Entry[M]]) -> None:
        """Count records that have ended; a refused one may end again."""
        for entry in entries:
            self.done += entry not in self._ended
            self._ended.add(entry)
            failed = entry.result is not None and entry.result.outcome == "failed"
            self.failures += failed - (entry in self._failed)
            (self._failed.add if failed else self._failed.discard)(entry)

    def complete(self, set_aside: Iterable[Entry[M]]) -> None:
        """Collect the results of a chunk and drop its records, but for those that will be looked up."""
        if self.keep_all:
            return
        later = set(set_aside)
        entries, self._entries = self._entries, [each for each in self._entries if each in later]
        self._collect([each for each in entries if each not in later])
        self._ended.intersection_update(later)
        self._failed.clear()

    def add_unprocessed(self, chunks: Chunks[M]) -> None:
        """Collect the records that were not processed; the result files also have those that were not read."""
        entries, self._entries = self._entries, [each for each in self._entries if each.result is not None]
        try:
            self._collect([each for each in entries if each.result is None])
            for source in chunks.unread() if self.files is not None else ():
                self._write(source, None)
        except Exception as error:  # noqa: BLE001 - of the iterator, or of the disk: the report has more than this
            self.notes.append(f"The unprocessed records are not complete: {short_repr(error)}.")

    def report(self, plan: UpsertPlan, notes: list[str], requests: int) -> UpsertReport:
        """Collect all results, and return the report."""
        entries, self._entries = self._entries, []
        self._collect(entries)
        counts = None if self.keep_all else dict(self._counts)
        return UpsertReport(self._results, self.dry_run, plan, notes, self._unprocessed, counts, requests)

    def close(self) -> None:
        """Complete the result files, also after an error."""
        entries, self._entries = self._entries, []
        self._collect(entries)
        files, self.files = self.files, None
        if files is not None:
            files.close()

    def _collect(self, entries: Sequence[Entry[M]]) -> None:
        for entry in entries:
            result = entry.result
            if result is None:
                self._unprocessed.append(entry.key)
                continue
            self._counts[result.outcome] += 1
            if self.keep_all or result.outcome in ("failed", "unknown"):
                self._results.append(result)
        for entry in entries if self.files is not None else ():
            self._write(entry.source, entry.result)

    def _write(self, source: Mapping[str, Any], result: UpsertResult | None) -> None:
        """Write the result of a record to the result files, None for one that was not processed.

        Raises:
            ConfigurationError: They cannot be written. The run goes on without them.
        """
        if self.files is None:
            return
        try:
            self.files.write(source, result)
        except ConfigurationError:
            self.files = None
            raise
