"""Write the records of a run in batches: each PATCH creates or updates many.

response to a PATCH                                       what follows for each of its records
──────────────────────────────────────────────────────    ──────────────────────────────────────────────────────────
an id for a create; a confirmation of an update           created; updated
another string                                            failed; a create is looked up and sent once more, for ids are
                                                          a race
another string for each update of the batch               looked up: it may be a confirmation that is not known; failed
no id for a create, an id that another record has, or     set aside: looked up at the end of the run
another number of strings
no usable response, or 5xx                                set aside
a refusal                                                 looked up; what is missing or unchanged is sent in halves
a refusal of one record                                   failed
a refusal of creates with 403 or 404                      looked up; what is missing has failed

Nobody has seen whether PATCH keeps the properties that a body leaves out, as PUT does: see `patch_probe.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, Generic, TypeVar

from attrs import define, evolve, field
from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, WriteResult, write_results

from webcrm_ext.errors import BadRequestError, OutcomeUnknownError, WebCRMError
from webcrm_ext.operations import Operation, Pause, Together, observed
from webcrm_ext.upsert.look_up import Found
from webcrm_ext.upsert.patch_probe import PatchProbe
from webcrm_ext.upsert.run import FAILS_FOR_ALL, FINAL, RESEND_WAIT, UNKNOWN, Entry, Run, call_recorder
from webcrm_ext.upsert.validation import folded

M = TypeVar("M", bound=Model)

Sent = tuple[dict[int, WriteResult], WebCRMError | None]
"""The results of the records of one batch, by index, and the error that concerns all others."""


@define(eq=False)
class BatchWriter(Generic[M]):
    """Writes entries in batches where that takes fewer requests, else one by one.

    Attributes:
        run: The run.
        batch: The most records in one PATCH.
        plan: Counts the requests.
        after: Called with the entries of each write or batch; it raises to end the run.
        notes: What the report says beside the outcomes.
        concurrency: The most PATCH calls with updates at once.
    """

    run: Run[M]
    batch: int
    plan: UpsertPlan
    after: Callable[[Sequence[Entry[M]]], None]
    notes: list[str] = field(factory=list)
    concurrency: int = 1
    _probe: PatchProbe[M] = field(init=False)
    _probe_is_expected: bool = field(default=False, init=False)
    _refused: list[tuple[Entry[M], Sequence[Entry[M]]]] = field(factory=list, init=False)
    """The creates to send once more, each with its batch."""
    _sent_again: set[Entry[M]] = field(factory=set, init=False)
    _ids: set[int] = field(factory=set, init=False)
    """The ids that belong to a record of this chunk."""

    def __attrs_post_init__(self) -> None:
        self._probe = PatchProbe(self.run, self.notes)

    def write(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        """Write all entries: those to create first, unless they are written one by one.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`, or what `after` raises.
        """
        if self.batch == 1:
            yield from self._write_each(entries)
            return
        id_column = self.run.writer.table.id_column
        creates = [each for each in entries if each.target is None]
        updates = [each for each in entries if each.target is not None]
        self._ids = {each.target[id_column] for each in updates if each.target is not None}
        if self._saves_requests(len(creates)):
            yield from self._send_creates(creates)
        else:
            yield from self._write_each(creates)
        updates = yield from self._probe_with(updates)
        if self._probe.keeps and self._saves_requests(len(updates)):
            yield from self._send_all(updates, self.concurrency)
        else:
            yield from self._write_each(updates)

    def finish(self) -> Operation[None]:
        """Complete the probe, also after an error: its records may have been written late."""
        yield from self._probe.finish()

    def expect(self, entries: Sequence[Entry[M]]) -> None:
        """Add the requests that the entries would take to the plan, as if each batch succeeded."""
        creates = sum(1 for each in entries if each.target is None)
        updates = [each for each in entries if each.target is not None]
        needs_probe = self._probe.keeps is None and not self._probe_is_expected
        probed = self._probe.next_record(updates) if needs_probe else None
        reads = self._probe.reads(probed) if probed is not None else 0
        can_batch_updates = self._probe.keeps is not False and (probed is not None or not needs_probe)
        for count, probe_reads, possible in ((creates, 0, True), (len(updates), reads, can_batch_updates)):
            if possible and self._saves_requests(count, probe_reads):
                self.plan.patches += self._requests(count, probe_reads) - probe_reads
                self.plan.probe_reads += probe_reads
                self._probe_is_expected = self._probe_is_expected or probe_reads > 0
            else:
                self.plan.single_writes += count

    def _saves_requests(self, count: int, probe_reads: int = 0) -> bool:
        writer = self.run.writer
        can_batch = self.batch > 1 and (writer.batches or writer.write_batch is not None)
        return can_batch and count > 1 and self._requests(count, probe_reads) < count

    def _requests(self, count: int, probe_reads: int) -> int:
        """Return the number of requests that so many records take in batches, the first alone if it is a probe."""
        probed = 1 if probe_reads else 0
        return probe_reads + probed + -(-(count - probed) // self.batch)

    def _write_each(self, entries: Sequence[Entry[M]]) -> Operation[None]:
        for entry in entries:
            yield from self.run.write(entry)
            self.after([entry])

    def _probe_with(self, updates: list[Entry[M]]) -> Operation[list[Entry[M]]]:
        """Learn whether updates can be sent in batches, and return those that are not written yet."""
        probe = self._probe
        while probe.is_possible and (entry := probe.next_record(updates)) is not None:
            if not self._saves_requests(len(updates), probe.reads(entry)):
                break
            updates = [each for each in updates if each is not entry]
            yield from probe.try_record(entry, self._send_one)
            self.after([entry])
        yield from probe.conclude()
        return updates

    def _send_one(self, entry: Entry[M]) -> Operation[bool]:
        return self._send([[entry]])

    def _send_creates(self, creates: Sequence[Entry[M]]) -> Operation[None]:
        """Send creates, one batch after the other, and those again that fail inside a response."""
        start = 0
        while start < len(creates):
            entries = creates[start : start + self.batch]
            start += len(entries)
            yield from self._send_all(entries)
            if len(self._refused) >= self.batch:
                yield from self._send_refused_again()
        yield from self._send_refused_again()

    def _send_all(self, entries: Sequence[Entry[M]], concurrency: int = 1) -> Operation[None]:
        if self.run.writer.write_batch is not None:
            concurrency = 1
        start = 0
        while start < len(entries):
            batches: list[Sequence[Entry[M]]] = []
            while start < len(entries) and len(batches) < concurrency:
                batches.append(entries[start : start + self.batch])
                start += self.batch
            yield from self._send(batches)
            again = {each for each, _ in self._refused}
            self.after([each for batch in batches for each in batch if each not in again])

    def _send(self, batches: Sequence[Sequence[Entry[M]]]) -> Operation[bool]:
        """Send batches at once, and return whether the service accepted each as a whole.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        with ExitStack() as stack:
            before_send = [stack.enter_context(self.run.recorded(entries)) for entries in batches]
            outcomes = yield from self._patch(batches, before_send)
            refused: list[tuple[Sequence[Entry[M]], WebCRMError]] = []
            to_look_up: list[Entry[M]] = []
            fatal: WebCRMError | None = None
            for entries, (results, error) in zip(batches, outcomes, strict=True):
                self._take(entries, results)
                if all(each.outcome == "failed" for each in results.values()):
                    to_look_up += [entries[index] for index in results if entries[index].target is not None]
                rest: Sequence[Entry[M]] = [entry for index, entry in enumerate(entries) if index not in results]
                if isinstance(error, FAILS_FOR_ALL):
                    fatal = fatal or error  # the rest was not sent
                elif isinstance(error, UNKNOWN):
                    self._put_aside(rest, error)
                elif error is not None:
                    refused.append((rest, error))
            try:
                yield from self._check_failures(to_look_up)
            except FAILS_FOR_ALL as error:
                fatal = fatal or error
            yield from self._follow_refusals(refused, fatal)
        return all(error is None for _, error in outcomes)

    def _patch(
        self, batches: Sequence[Sequence[Entry[M]]], before_send: Sequence[Callable[[], object] | None]
    ) -> Operation[list[Sent]]:
        """Make the calls of batches, and return the outcome of each."""
        writer = self.run.writer
        bodies = [[self.run.record_to_send(each) for each in entries] for entries in batches]
        if writer.write_batch is not None:
            results: dict[int, WriteResult] = {}
            try:
                yield from observed(writer.write_batch(bodies[0], results), call_recorder(before_send[0], []))
            except WebCRMError as error:
                return [(results, error)]
            return [(results, None)]
        calls = [
            evolve(writer.table.upsert_call(body), before_send=each)
            for body, each in zip(bodies, before_send, strict=True)
        ]
        responses: list[Any] = yield Together(tuple(calls))
        return [
            ({}, response)
            if isinstance(response, WebCRMError)
            else (dict(enumerate(write_results(response, body, writer.table.id_column))), None)
            for body, response in zip(bodies, responses, strict=True)
        ]

    def _take(self, entries: Sequence[Entry[M]], results: dict[int, WriteResult]) -> None:
        """End the entries of a batch whose results are known."""
        new_ids = Counter(each.id for each in results.values() if each.outcome == "created")
        for index, result in results.items():
            entry = entries[index]
            if result.outcome == "created" and (new_ids[result.id] > 1 or result.id in self._ids):
                self._put_aside([entry], OutcomeUnknownError(f"The service returned id {result.id} for two records."))
            elif result.outcome == "unknown":
                message = result.error or "The response says nothing about the record."
                self._put_aside([entry], OutcomeUnknownError(message))
            elif result.outcome == "failed":
                entry.end("failed", error=self._refusal(result.error or ""))
                if entry.target is None and entry not in self._sent_again:
                    self._refused.append((entry, entries))
            elif entry.target is None:
                entry.end("created", result.id)
            else:
                entry.end("updated", result.id, changed=entry.changed)
        self._ids.update(id_ for id_ in new_ids if id_ is not None)

    def _check_failures(self, updates: Sequence[Entry[M]]) -> Operation[None]:
        """Look up updates that a response reports as failed, and end those as updated that were made.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        if not updates:
            return
        try:
            found = yield from self.run.look_up(updates)
        except WebCRMError as error:
            self._put_aside(updates, error)
            if isinstance(error, FAILS_FOR_ALL):
                raise
            return
        for entry in updates:
            self.run.is_confirmed(entry, found)

    def _refusal(self, message: str) -> WebCRMError:
        path = self.run.writer.table.upsert_call([]).url()
        return BadRequestError(status=200, message=message, kind=None, method="PATCH", path=path, body=message)

    def _put_aside(self, entries: Sequence[Entry[M]], error: WebCRMError) -> None:
        for entry in entries:
            self.run.put_aside(entry, error)

    def _send_refused_again(self) -> Operation[None]:
        """Look up the creates that failed inside a response, and send those again that do not exist.

        One that exists shows that the strings of its response are in another order than the records: then all records
        of that batch are set aside.
        """
        refused, self._refused = self._refused, []
        if not refused:
            return
        yield Pause(RESEND_WAIT)
        try:
            found = yield from self.run.look_up([entry for entry, _ in refused])
        except FAILS_FOR_ALL:
            raise
        except WebCRMError:
            self.after([entry for entry, _ in refused])
            return
        misread = {id(batch): batch for entry, batch in refused if found.get(folded(entry.key))}
        for entry in (each for batch in misread.values() for each in batch):
            if entry.result is not None and entry.result.outcome != "unknown":
                message = "A record that the response reports as failed exists: its order may be another."
                self._put_aside([entry], OutcomeUnknownError(message))
        self.after([entry for entry, batch in refused if id(batch) in misread])
        again = [entry for entry, batch in refused if id(batch) not in misread]
        for entry in again:
            entry.result = None
        self._sent_again.update(again)
        yield from self._send_all(again)
        self._sent_again.clear()

    def _follow_refusals(
        self, refused: Sequence[tuple[Sequence[Entry[M]], WebCRMError]], fatal: WebCRMError | None
    ) -> Operation[None]:
        """Process the batches that were refused; after a fatal error their records are set aside.

        Raises:
            WebCRMError: The fatal error.
        """
        for entries, error in refused:
            if fatal is not None:
                self._put_aside(entries, error)
                continue
            try:
                yield from self._follow_refusal(entries, error)
            except FAILS_FOR_ALL as failure:
                fatal = failure
        if fatal is not None:
            raise fatal

    def _follow_refusal(self, entries: Sequence[Entry[M]], error: WebCRMError) -> Operation[None]:
        """Look up the records of a refused batch, and send what was not written in halves."""
        if len(entries) == 1:
            entries[0].end("failed", error=error)
            return
        try:
            found = yield from self.run.look_up(entries)
        except WebCRMError as failure:
            self._put_aside(entries, error)  # whether some were written is not known
            if isinstance(failure, FAILS_FOR_ALL):
                raise
            return
        outcomes = [(entry, self._was_written(entry, found)) for entry in entries]
        for entry in [each for each, written in outcomes if each.result is None and written]:
            yield from self.run.write(entry)  # a new record that exists with other values: PATCH might reset these
        remaining = [each for each, written in outcomes if not written]
        if isinstance(error, FINAL) and all(each.target is None for each in remaining):
            for entry in remaining:
                entry.end("failed", error=error)
            return
        half = -(-len(remaining) // 2)
        accepted = bool(remaining)
        for part in (remaining[:half], remaining[half:]):
            if part:
                accepted = (yield from self._send([part])) and accepted
        if accepted:
            self.batch = min(self.batch, -(-len(entries) // 2))  # the number was refused, not a record

    def _was_written(self, entry: Entry[M], found: Found[M]) -> bool:
        """Return whether a look-up shows that a record of a refused batch exists as wanted, or need not be sent.

        A new record that exists with other values becomes an update without a result.
        """
        run, target, changed = self.run, entry.target, entry.changed
        if not run.find_target(entry, found):
            return True
        id_column = run.writer.table.id_column
        if target is None and entry.target is None:
            return False
        if target is not None and (entry.target is None or entry.target[id_column] != target[id_column]):
            entry.target = target  # found by its own id: it does not have its new key yet
            return False
        if run.compare(entry):
            entry.changed = {**entry.changed, **changed}
            return target is None
        if entry.result is not None and entry.result.outcome == "unchanged":
            entry.end("created" if target is None else "updated", entry.result.id, changed=changed)
        return True
