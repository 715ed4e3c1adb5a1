"""Create or update records by a key, and remember what was sent, so that the next run sends only what differs.

A record whose columns are those that were last sent is unchanged, and costs no request. All others are processed as
`upsert_by` processes them; a known id makes their look-up cheaper. `sync_state.py` is what is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from attrs import define, evolve, field, fields_dict
from webcrm_api.model import Model
from webcrm_api.results import DeleteResult, EditedRecord, MissingRecord, SyncReport, UpsertReport

from webcrm_ext.errors import FieldValueError, WebCRMError
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.chunks import Chunks
from webcrm_ext.upsert.deletes import delete_many
from webcrm_ext.upsert.differences import all_differences, values_of, writable
from webcrm_ext.upsert.job import UpsertJob
from webcrm_ext.upsert.look_up import Found, look_up
from webcrm_ext.upsert.options import SyncOptions
from webcrm_ext.upsert.run import Entry
from webcrm_ext.upsert.sync_state import SyncedRecord, SyncState, hash_of
from webcrm_ext.upsert.validation import folded

M = TypeVar("M", bound=Model)

SAMPLE = 50
"""Records that a sample reads: one query, with the records that were not read for the longest time."""

_DONE = ("created", "updated", "unchanged")


@define(eq=False)
class SyncJob(UpsertJob[M]):
    """One sync.

    Attributes:
        sync: The options of the sync.
        state: What earlier runs have sent.
    """

    sync: SyncOptions = field(kw_only=True)
    state: SyncState = field(kw_only=True)
    _hashes: dict[Entry[M], bytes | None] = field(factory=dict, init=False)
    """The hashes of the records of this chunk, and of those that were set aside."""
    _edited: list[EditedRecord] = field(factory=list, init=False)

    def upsert(self, chunks: Chunks[M]) -> Operation[SyncReport]:
        """Process all chunks, and then the records that no longer come; return the report.

        Raises:
            FieldValueError: No record came, and `on_missing` would delete all.
            WebCRMError: See `upsert_by`.
        """
        try:
            report = cast("SyncReport", (yield from super().upsert(chunks)))
        finally:
            self._record(list(self._hashes))
        if self.sync.on_missing == "keep":
            return report
        if self.has_stopped:
            report.notes.append("Records that no longer come were not looked for, because the run stopped early.")
            return report
        missing = self.state.missing()
        report = evolve(report, missing=missing)
        if self.sync.on_missing == "delete" and missing and not self.options.dry_run:
            try:
                deletions = yield from self._delete(missing)
            except WebCRMError as error:
                error.report = report
                raise
            report = evolve(report, deletions=deletions, requests=self.progress.requests)
        return report

    def close(self) -> None:
        """Complete the result files, and close the state."""
        try:
            super().close()
        finally:
            self.state.close()

    def _process(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        table = self.run.writer.table
        valid = [each for each in entries if each.result is None]
        known = self.state.find(each.key for each in valid)
        self.run.stored.ids = {key: each.id for key, each in known.items() if each.id}
        self._hashes |= {each: _hash(table, each) for each in valid}
        unchanged = {
            entry: synced
            for entry in valid
            if (synced := known.get(folded(entry.key))) is not None and self._is_unchanged(entry, synced)
        }
        verified = yield from self._verify(unchanged, valid)
        for entry, synced in unchanged.items():
            entry.end("unchanged", synced.id)
        self.state.begin(each.key for each in valid if each not in unchanged)
        self.state.write(
            (each.key, synced.id, synced.hash, "unchanged", each in verified) for each, synced in unchanged.items()
        )
        for entry in unchanged:
            del self._hashes[entry]
        try:
            yield from super()._process(entries)
        finally:
            self._record([each for each in valid if each not in unchanged])

    def _is_unchanged(self, entry: Entry[M], synced: SyncedRecord) -> bool:
        is_same = synced.hash is not None and synced.hash == self._hashes[entry]
        return is_same and bool(synced.id) and entry.own_id in (0, synced.id)

    def _verify(self, unchanged: dict[Entry[M], SyncedRecord], valid: Sequence[Entry[M]]) -> Operation[set[Entry[M]]]:
        """Read back some records that were not changed at the source, note those that were edited, and return them."""
        table = self.run.writer.table
        if self.sync.verify == "never" or not unchanged:
            return set()
        if self.sync.verify == "sample":
            chosen = sorted(unchanged, key=lambda each: unchanged[each].verified)[:SAMPLE]
            by_id = yield from look_up(table, table.id_column, [unchanged[each].id or 0 for each in chosen])
            found: Found[M] = {folded(each.key): by_id.get(folded(unchanged[each].id or 0), []) for each in chosen}
        else:
            chosen = list(unchanged)
            columns = {name for each in valid for name in writable(table, each.record)}
            self.run.stored.keep = True
            found = yield from self.run.stored.find([each.key for each in chosen], columns, self.progress.plan)
        for entry in chosen:
            id_ = unchanged[entry].id or 0
            stored = [each for each in found.get(folded(entry.key), []) if each.get(table.id_column) == id_]
            if not stored:
                self._edited.append(EditedRecord(entry.key, id_))
            elif differing := all_differences(table, entry.record, stored[0]):
                values = values_of(table, differing, stored[0])
                edits = {name: (sent, current) for name, (current, sent) in values.items()}
                self._edited.append(EditedRecord(entry.key, id_, edits))
        return set(chosen)

    def _record(self, entries: Sequence[Entry[M]]) -> None:
        """Record the outcome of entries; those of unknown outcome may be recorded again."""
        results = [(each, each.result) for each in entries if each.result is not None]
        self.state.write(
            (entry.key, result.id, self._hashes[entry] if is_done else None, result.outcome, is_done)
            for entry, result in results
            for is_done in [result.outcome in _DONE]
        )
        later = set(self.run.set_aside)
        self._hashes = {each: hash_ for each, hash_ in self._hashes.items() if each in later}

    def _delete(self, missing: Sequence[MissingRecord]) -> Operation[list[DeleteResult]]:
        """Delete the records that no longer come and still have their keys.

        Raises:
            FieldValueError: No record came.
            WebCRMError: They could not be looked up, or nothing was deleted.
        """
        table, column = self.run.writer.table, self.run.column
        if not self.results.started:
            raise FieldValueError(
                f"No record came, and on_missing='delete' would delete all {len(missing)} records of earlier runs. "
                "Nothing was deleted. Check the source."
            )
        found = yield from look_up(table, table.id_column, [each.id for each in missing])
        results: list[DeleteResult] = []
        to_delete: list[MissingRecord] = []
        for each in missing:
            records = found.get(folded(each.id), [])
            if not records:
                results.append(DeleteResult(each.id, "deleted", "It was deleted before."))
            elif folded(records[0].get(column, "")) == folded(each.key):
                to_delete.append(each)
            else:
                reason = f"Its {column} is no longer {each.key!r}, so it was not deleted."
                results.append(DeleteResult(each.id, "failed", reason))
        self.state.forget([each.key for each in missing if each not in to_delete])
        deletions = yield from delete_many(table.delete_call, [each.id for each in to_delete])
        deleted = {each.id for each in deletions if each.outcome == "deleted"}
        self.state.forget([each.key for each in to_delete if each.id in deleted])
        order = {each.id: number for number, each in enumerate(missing)}
        return sorted([*results, *deletions], key=lambda each: order[int(each.id)])

    def _report(self) -> SyncReport:
        report = super()._report()
        values = {name: getattr(report, name) for name in fields_dict(UpsertReport)}
        return SyncReport(**values, edited=self._edited)


def _hash(table: Any, entry: Entry[Any]) -> bytes | None:
    """Return the hash of what is sent for a record, or None if it cannot be sent."""
    try:
        return hash_of(writable(table, entry.record))
    except WebCRMError:
        return None
