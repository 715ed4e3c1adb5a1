"""Write the records of a run in batches: each PATCH creates or updates many.

response to a PATCH                                       what follows for each of its records
──────────────────────────────────────────────────────    ──────────────────────────────────────────────────────────
an id for a create; a confirmation of an update           created; updated
another string                                            failed; a create is sent once more, for ids are a race
no id for a create, or another number of strings          set aside: looked up at the end of the run
no usable response, or 5xx                                set aside
400 or 413                                                looked up; what is missing or unchanged is sent in halves
another refusal                                           failed

Nobody has seen whether PATCH keeps the properties that a body leaves out, as PUT does. So the first update of a run is
read before and after its PATCH. If another property changed, it is restored, and the run goes on by PUT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, WriteResult, write_results

from webcrm_ext.errors import APIError, BadRequestError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.upsert.differences import differences
from webcrm_ext.upsert.run import FAILS_FOR_ALL, UNKNOWN, Entry, Run

M = TypeVar("M", bound=Model)

PROBE_READS = 2
"""Reads of one record, before and after its PATCH."""

_TOO_LARGE = (400, 413)
"""The statuses of a batch that may be too large, or contain an invalid record."""


@define(eq=False)
class BatchWriter(Generic[M]):
    """Writes entries in batches where that takes fewer requests, else one by one.

    Attributes:
        run: The run.
        batch: The most records in one PATCH.
        plan: Counts the requests.
        after: Called with the entries of each write or batch; it raises to end the run.
        notes: What the report says beside the outcomes.
    """

    run: Run[M]
    batch: int
    plan: UpsertPlan
    after: Callable[[Sequence[Entry[M]]], None]
    notes: list[str] = field(factory=list)
    _failed_creates: list[Entry[M]] = field(factory=list, init=False)

    def write(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        """Write all entries: those to create first.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`, or what `after` raises.
        """
        creates = [each for each in entries if each.target is None]
        updates = [each for each in entries if each.target is not None]
        if self._saves_requests(len(creates)):
            yield from self._send_all(creates)
            failed, self._failed_creates = self._failed_creates, []
            yield from self._send_all(failed)
            self._failed_creates.clear()
        else:
            yield from self._write_each(creates)
        if self._saves_requests(len(updates), PROBE_READS + 1):
            probed, updates = updates[0], updates[1:]
            if (yield from self._keeps_other_properties(probed)):
                yield from self._send_all(updates)
                return
        yield from self._write_each(updates)

    def expect(self, entries: Sequence[Entry[M]]) -> None:
        """Add the requests that the entries would take to the plan, as if each batch succeeded."""
        creates = sum(1 for each in entries if each.target is None)
        updates = len(entries) - creates
        for count, probe in ((creates, 0), (updates, PROBE_READS + 1)):
            if self._saves_requests(count, probe):
                self.plan.patches += (1 if probe else 0) + -(-(count - (1 if probe else 0)) // self.batch)
                self.plan.probe_reads += PROBE_READS if probe else 0
            else:
                self.plan.single_writes += count

    def _saves_requests(self, count: int, probe: int = 0) -> bool:
        can_batch = self.batch > 1 and self.run.writer.batches and count > 1
        return can_batch and probe + -(-(count - bool(probe)) // self.batch) < count

    def _write_each(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        for entry in entries:
            yield from self.run.write(entry)
            self.after([entry])

    def _send_all(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        start = 0
        while start < len(entries):
            chunk = entries[start : start + self.batch]
            start += len(chunk)
            yield from self._send(chunk)
            self.after(chunk)

    def _send(self, entries: Sequence[Entry[M]]) -> Operation[bool]:
        """Send one batch, and return whether the service accepted it as a whole."""
        table = self.run.writer.table
        bodies = [self.run.record_to_send(each) for each in entries]
        try:
            with self.run.recorded(entries):
                strings = yield from call(table.upsert_call(bodies))
        except FAILS_FOR_ALL:
            raise
        except UNKNOWN as error:
            for entry in entries:
                self.run.put_aside(entry, error)
        except APIError as error:
            if error.status in _TOO_LARGE and len(entries) > 1:
                yield from self._send_in_halves(entries, error)
            else:
                for entry in entries:
                    entry.end("failed", error=error)
            return False
        else:
            for entry, result in zip(entries, write_results(strings, bodies, table.id_column), strict=True):
                self._take(entry, result)
        return True

    def _take(self, entry: Entry[M], result: WriteResult) -> None:
        table = self.run.writer.table
        if result.outcome == "unknown":
            self.run.put_aside(
                entry, OutcomeUnknownError(result.error or "The response says nothing about the record.")
            )
        elif result.outcome == "failed":
            path = f"/{table.name}"
            refusal = BadRequestError(
                status=200, message=result.error or "", kind=None, method="PATCH", path=path, body=result.error or ""
            )
            entry.end("failed", error=refusal)
            if entry.target is None:
                self._failed_creates.append(entry)
        elif entry.target is None:
            entry.end("created", result.id)
        else:
            entry.end("updated", result.id, changed=entry.changed)

    def _send_in_halves(self, entries: Sequence[Entry[M]], error: APIError) -> Operation[None]:
        """Look up the records of a refused batch, and send what was not written in halves."""
        try:
            found = yield from self.run.look_up(entries)
        except FAILS_FOR_ALL:
            raise
        except WebCRMError:
            for entry in entries:  # whether some were written is not known
                self.run.put_aside(entry, error)
            return
        remaining = [entry for entry in entries if not self._was_written(entry, found)]
        half = -(-len(remaining) // 2)
        accepted = True
        for part in (remaining[:half], remaining[half:]):
            if part:
                accepted = (yield from self._send(part)) and accepted
        if accepted and half:
            self.batch = min(self.batch, half)  # the number was refused, not a record

    def _was_written(self, entry: Entry[M], found: dict[str, list[M]]) -> bool:
        """Return whether a look-up shows that a record of a refused batch was written, or cannot be written."""
        run = self.run
        was_new = entry.target is None
        if not run.find_target(entry, found):
            return True
        if entry.target is None or run.compare(entry):
            return False
        if entry.result is not None and entry.result.outcome == "unchanged":
            entry.end("created" if was_new else "updated", entry.result.id, changed=entry.changed)
        return True

    def _keeps_other_properties(self, entry: Entry[M]) -> Operation[bool]:
        """Update one record by PATCH, and return whether all other properties kept their values."""
        table = self.run.writer.table
        assert entry.target is not None  # noqa: S101 - it is an update
        id_: int = entry.target[table.id_column]
        before = yield from call(table.get_call(id_))
        changed = entry.body
        yield from self._send([entry])
        if entry.result is None or entry.result.outcome != "updated":
            return False
        after = yield from call(table.get_call(id_))
        lost = {name: value for name, value in differences(table, before, after).items() if name not in changed}
        if not lost:
            self.after([entry])
            return True
        yield from call(table.update_call(id_, table.model.from_dict({table.id_column: id_, **lost, **changed})))
        self.notes.append(
            f"PATCH does not keep the properties that it leaves out: it changed {', '.join(_shown(sorted(lost)))} of "
            f"{table.id_column} {id_}, which were restored. The other updates were made by PUT, one by one."
        )
        return False


def _shown(names: Sequence[str]) -> Iterator[str]:
    yield from names[:5]
    if len(names) > 5:  # noqa: PLR2004
        yield f"{len(names) - 5} more properties"
