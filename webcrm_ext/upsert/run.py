"""One run of `upsert_by`: write each record, and decide what follows from the outcome.

outcome of a write                                        what follows
──────────────────────────────────────────────────────    ──────────────────────────────────────────────────────────
429, or no connection (nothing was sent)                  sent again by the transport; if that gives up, the run ends
no usable response, 5xx, or a create without an id        set aside; all are looked up together at the end of the run
an update is refused after such an attempt                set aside
a create is refused with 403 or 404                       failed
a create is refused with another 4xx                      sent again at most twice, at the end, after a look-up
an update is refused                                      failed
the login is refused                                      the run ends

What was set aside is only looked up, so no run creates a record twice. 403 and 404 are about the token and the path:
each further create would fail in the same way. Another refusal may be of the moment, such as a race for the id.

An update is set aside, too: the transport has sent it again already, and the look-up shows whether it was carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Generic, TypeVar

from attrs import define, evolve, field, frozen
from webcrm_api.calls import Call
from webcrm_api.model import Model
from webcrm_api.results import Outcome, UpsertPlan, UpsertResult, WriteResult
from webcrm_api.tables import Table

from webcrm_ext.errors import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    FieldValueError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
    WebCRMError,
)
from webcrm_ext.operations import Operation, Pause, observed
from webcrm_ext.upsert.differences import Changes, differences, values_of, writable
from webcrm_ext.upsert.journal import Journal
from webcrm_ext.upsert.look_up import Found, look_up, match
from webcrm_ext.upsert.stored_records import StoredRecords
from webcrm_ext.upsert.validation import Key

T = TypeVar("T")
M = TypeVar("M", bound=Model)

RESENDS = 2
"""How often a refused create is sent again."""

RESEND_WAIT = 0.5
"""Seconds before refused creates are looked up and sent again; doubled the second time."""

CONFIRM_WAIT = 1.0
"""Seconds from the first look-up of records of unknown outcome to the second; doubled each time."""

FAILS_FOR_ALL = (AuthenticationError, APIConnectionError, RateLimitError)
"""After these errors every other call would fail too, each after all its retries."""

UNKNOWN = (OutcomeUnknownError, ServerError, UnexpectedResponseError)
"""After these errors a write may have been carried out."""

FINAL = (PermissionDeniedError, NotFoundError)
"""After these errors each further create would fail too."""


@frozen
class Writer(Generic[M]):
    """The operations that write the records of a table.

    Attributes:
        table: The table.
        create: Creates a record and returns its id, or None if the service does not return it.
        update: Updates what is set in a record.
        prepare: Returns the records as they will be stored, before they are compared; None to take them as they are.
        batches: Whether the table's PATCH writes them, too, many at once.
        write_batch: Writes many in place of the table's PATCH, and adds the result of each by its index. An error
            concerns those without a result.
    """

    table: Table[M]
    create: Callable[[M], Operation[int | None]]
    update: Callable[[int, M], Operation[None]]
    prepare: Callable[[list[M]], Operation[list[M]]] | None = None
    batches: bool = False
    write_batch: Callable[[list[M], dict[int, WriteResult]], Operation[None]] | None = None


@define(eq=False)
class Entry(Generic[M]):
    """One record of a run.

    Attributes:
        key: Its key.
        record: What to write.
        own_id: The id that it has itself, or 0.
        target: The stored record to update, or None to create one.
        body: The JSON of an update: the properties that differ.
        changed: The old and the new value of each of them.
        result: Its outcome; that of a record which was set aside or refused may still change.
        source: The record as it was passed, for the result files.
    """

    key: Key
    record: M
    own_id: int
    target: M | None = None
    body: Mapping[str, Any] = field(factory=dict)
    changed: Changes = field(factory=dict)
    result: UpsertResult | None = None
    source: Mapping[str, Any] = field(factory=dict)

    def end(
        self,
        outcome: Outcome,
        id_: int | None = None,
        *,
        changed: Changes | None = None,
        error: WebCRMError | None = None,
        dry_run: bool = False,
    ) -> None:
        """Set the outcome."""
        self.result = UpsertResult(self.key, outcome, id_, changed or {}, error, dry_run)


@define(eq=False)
class Run(Generic[M]):
    """The state of one run.

    Attributes:
        writer: Writes the records.
        column: The key property.
        dry_run: Whether to write nothing.
        stored: Finds stored records.
        journal: Records what is sent, or None.
        set_aside: The entries whose write had an unknown outcome; `confirm` looks them up.
    """

    writer: Writer[M]
    column: str
    dry_run: bool
    stored: StoredRecords[M]
    journal: Journal | None = None
    set_aside: list[Entry[M]] = field(factory=list, init=False)
    _refused: list[Entry[M]] = field(factory=list, init=False)

    def find_targets(self, entries: Sequence[Entry[M]], plan: UpsertPlan) -> Operation[None]:
        """Find the stored record that each entry updates: by its key, or else by its own id."""
        table = self.writer.table
        compared = {name for each in entries for name in writable(table, each.record)}
        found = yield from self.stored.find([each.key for each in entries], compared, plan)
        without_target = [each for each in entries if self.find_target(each, found) and each.target is None]
        with_id = [each for each in without_target if each.own_id]
        by_id = yield from look_up(table, table.id_column, [each.own_id for each in with_id])
        for entry in with_id:
            entry.target = match(table, table.id_column, entry.own_id, by_id)
            if entry.target is None:
                message = f"{table.id_column} is {entry.own_id}, and no such record exists. Pass 0 to create one."
                entry.end("failed", error=FieldValueError(message))
        self._refuse_shared_targets(entries)

    def compare(self, entry: Entry[M]) -> bool:
        """Compare an entry with its stored record, and return whether it is to be written; else it has ended."""
        table = self.writer.table
        if entry.target is None:
            if self.dry_run:
                entry.end("created", dry_run=True)
            return not self.dry_run
        id_: int = entry.target[table.id_column]
        try:
            entry.body = differences(table, entry.record, entry.target)
            entry.changed = values_of(table, entry.body, entry.target)
        except WebCRMError as error:
            entry.end("failed", error=error)
            return False
        if not entry.body:
            entry.end("unchanged", id_)
        elif self.dry_run:
            entry.end("updated", id_, changed=entry.changed, dry_run=True)
        return entry.result is None

    def record_to_send(self, entry: Entry[M]) -> M:
        """Return the body of a write: the whole record to create, or the id and what differs."""
        table = self.writer.table
        if entry.target is None:
            return table.model.from_dict({**writable(table, entry.record), table.id_column: 0})
        return table.model.from_dict({table.id_column: entry.target[table.id_column], **entry.body})

    def write(self, entry: Entry[M]) -> Operation[None]:
        """Create or update one record.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        with self.recorded([entry]) as before_send:
            try:
                if entry.target is not None:
                    yield from self._update(entry, entry.target, before_send)
                else:
                    yield from self._create(entry, before_send)
            except FAILS_FOR_ALL:
                raise
            except WebCRMError as error:
                entry.end("failed", error=error)

    @contextmanager
    def recorded(self, entries: Sequence[Entry[M]]) -> Iterator[Callable[[], object] | None]:
        """Record in the journal that entries are sent, and afterwards that they have ended if they have.

        Its value is the `before_send` of the calls. An interruption leaves the entries that have not ended unknown.
        """
        journal = self.journal
        batch = journal.begin([each.key for each in entries]) if journal is not None else 0
        try:
            yield partial(journal.sent, batch) if journal is not None else None
        except WebCRMError:
            raise
        except BaseException:
            error = OutcomeUnknownError("The run was interrupted while the record was sent.")
            for entry in [each for each in entries if each.result is None]:
                self.put_aside(entry, error)
            raise
        if journal is not None and all(each.result and each.result.outcome != "unknown" for each in entries):
            journal.end(batch)

    def send_refused_again(self) -> Operation[None]:
        """Look up the records whose create was refused, and send those again that do not exist.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        for attempt in range(RESENDS):
            entries, self._refused = self._refused, []
            if not entries:
                return
            yield Pause(RESEND_WAIT * 2**attempt)
            try:
                found = yield from self.look_up(entries)
            except WebCRMError:
                return  # whether they exist is not known, so they stay failed
            for entry in entries:
                entry.result = None
                if self.find_target(entry, found) and self.compare(entry):
                    yield from self.write(entry)

    def confirm(self, timeout: float) -> Operation[bool]:
        """Look up the records that were set aside, until all of them appear or the timeout is over.

        Returns False if they could not be looked up.

        Args:
            timeout: Seconds of pauses, in all.
        """
        pause, left = CONFIRM_WAIT, timeout
        while self.set_aside:
            try:
                found = yield from self.look_up(self.set_aside)
            except FAILS_FOR_ALL:
                return False
            except WebCRMError:
                pass  # the next look-up may succeed
            else:
                self.set_aside = [each for each in self.set_aside if not self.is_confirmed(each, found)]
            if not self.set_aside or left <= 0:
                return True
            pause = min(pause, left)
            count = len(self.set_aside)
            yield Pause(pause, f"for {count} record{'s' * (count != 1)} of unknown outcome")
            left -= pause
            pause *= 2
        return True

    def _create(self, entry: Entry[M], before_send: Callable[[], object] | None) -> Operation[None]:
        table = self.writer.table
        sent: list[str] = []
        try:
            id_ = yield from observed(self.writer.create(self.record_to_send(entry)), call_recorder(before_send, sent))
        except UNKNOWN as error:
            if sent[-1:] == [f"{table.resource}.create"]:
                self.put_aside(entry, error)
            else:  # another call failed, and the record was not sent
                self.refuse(entry, error)
        except (*FAILS_FOR_ALL, *FINAL):
            raise
        except APIError as error:
            self.refuse(entry, error)
        else:
            if id_:
                entry.end("created", id_)
            else:
                self.put_aside(entry, OutcomeUnknownError("The service returned no id for the new record."))

    def _update(self, entry: Entry[M], target: M, before_send: Callable[[], object] | None) -> Operation[None]:
        table = self.writer.table
        id_: int = target[table.id_column]
        sent: list[str] = []
        try:
            update = self.writer.update(id_, self.record_to_send(entry))
            yield from observed(update, call_recorder(before_send, sent))
        except WebCRMError as error:
            is_unknown = error.sent if isinstance(error, APIConnectionError) else isinstance(error, UNKNOWN)
            if not (is_unknown or error.may_be_done) or sent[-1:] != [f"{table.resource}.update"]:
                raise
            self.put_aside(entry, error)
            if isinstance(error, FAILS_FOR_ALL):
                raise
        else:
            entry.end("updated", id_, changed=entry.changed)

    def look_up(self, entries: Sequence[Entry[M]]) -> Operation[Found[M]]:
        """Return the stored records that have the keys of some entries."""
        return (yield from look_up(self.writer.table, self.column, [each.key for each in entries]))

    def find_target(self, entry: Entry[M], found: Found[M]) -> bool:
        """Find the stored record with the entry's key, and return whether the entry can be written."""
        table = self.writer.table
        try:
            entry.target = match(table, self.column, entry.key, found)
        except FieldValueError as error:
            entry.end("failed", error=error)
            return False
        if entry.target is None or entry.own_id in (0, entry.target[table.id_column]):
            return True
        message = (
            f"{table.id_column} is {entry.own_id}, and {self.column} {entry.key!r} belongs to record "
            f"{entry.target[table.id_column]}. Correct the id or the key, or leave out the id."
        )
        entry.end("failed", error=FieldValueError(message))
        return False

    def _refuse_shared_targets(self, entries: Sequence[Entry[M]]) -> None:
        """End the entries that would update the same record: each run would write both again."""
        column = self.writer.table.id_column
        targets = [(each, each.target[column]) for each in entries if each.target is not None and each.result is None]
        count = Counter(id_ for _, id_ in targets)
        for entry, id_ in targets:
            if count[id_] > 1:
                keys = ", ".join(repr(each.key) for each, other in targets if other == id_)
                message = f"{column} {id_} would be updated by several records of this run ({keys}). Pass one of them."
                entry.end("failed", error=FieldValueError(message))

    def refuse(self, entry: Entry[M], error: WebCRMError) -> None:
        """End an entry whose create was refused; `send_refused_again` sends it again."""
        entry.end("failed", error=error)
        self._refused.append(entry)

    def put_aside(self, entry: Entry[M], error: WebCRMError) -> None:
        """Set a write of unknown outcome aside: `confirm` looks it up."""
        id_ = entry.target[self.writer.table.id_column] if entry.target is not None else None
        entry.end("unknown", id_, changed=entry.changed, error=error)
        self.set_aside.append(entry)

    def is_confirmed(self, entry: Entry[M], found: Found[M]) -> bool:
        """Return whether a look-up shows the outcome of a write, and if so set it."""
        table = self.writer.table
        try:
            stored = match(table, self.column, entry.key, found)
            if stored is None:
                return False
            id_ = stored[table.id_column]
            if entry.target is None:
                entry.end("created", id_)
            elif id_ != entry.target[table.id_column] or differences(table, entry.record, stored):
                return False
            else:
                entry.end("updated", id_, changed=entry.changed)
        except FieldValueError as error:
            entry.end("failed", error=error)
        return True


def call_recorder(before_send: Callable[[], object] | None, sent: list[str]) -> Callable[[Any], Any]:
    """Return a function for `observed` that adds the name of each call to a list, and sets its `before_send`."""

    def record(step: Any) -> Any:
        if not isinstance(step, Call):
            return step
        sent.append(step.name)
        return step if before_send is None else evolve(step, before_send=before_send)

    return record
