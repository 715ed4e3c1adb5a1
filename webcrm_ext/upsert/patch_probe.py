"""Learn from the first updates of a run whether PATCH keeps the properties that a body leaves out, as PUT does.

what happened to the record                               what follows
──────────────────────────────────────────────────────    ──────────────────────────────────────────────────────────
only the properties of the body changed                   the other updates are sent in batches
another property changed                                  it is restored by PUT; the other updates are made by PUT
the read before the PATCH failed                          it is updated by PUT, and the next record is tried
the PATCH was refused                                     it failed, and the next record is tried
the PATCH got no usable response, and shows no effect     read again at the end of the probe, and at that of the run, as
                                                          the service may write it late; the next record is tried
the read after the PATCH failed                           the same

After `MAX_PROBES` records without a result, the other updates are made by PUT.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from attrs import define, field
from webcrm_api.model import Model

from webcrm_ext.errors import WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.upsert.differences import all_differences, writable
from webcrm_ext.upsert.look_up import look_up, match
from webcrm_ext.upsert.run import FAILS_FOR_ALL, Entry, Run

M = TypeVar("M", bound=Model)

MAX_PROBES = 3
"""The most records that are tried."""

_SHOWN = 5
_BY_PUT = "The other updates were made by PUT, one by one."


@define(eq=False)
class PatchProbe(Generic[M]):
    """Updates records by PATCH one by one, until one shows what happens to the other properties.

    Attributes:
        run: The run.
        notes: What the report says beside the outcomes.
        keeps: Whether PATCH keeps the other properties; None while that is unknown.
    """

    run: Run[M]
    notes: list[str]
    keeps: bool | None = None
    _count: int = field(default=0, init=False)
    _unverified: list[tuple[Entry[M], M]] = field(factory=list, init=False)

    @property
    def is_possible(self) -> bool:
        """Whether the answer is unknown, and another record can be tried."""
        return self.keeps is None and self._count < MAX_PROBES

    def next_record(self, updates: Sequence[Entry[M]]) -> Entry[M] | None:
        """Return the first update that keeps its key, which shows whether PATCH does, or None."""
        return next((each for each in updates if self.run.column not in each.body), None)

    def reads(self, entry: Entry[M]) -> int:
        """Return how many reads the probe of a record takes: one less if all its properties were just read."""
        return 1 if self._is_complete(entry) else 2

    def try_record(self, entry: Entry[M], send: Callable[[Entry[M]], Operation[object]]) -> Operation[None]:
        """Update a record by PATCH, and compare its other properties with those before.

        Args:
            entry: The record; it ends, or is set aside.
            send: Sends it by PATCH.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        assert entry.target is not None  # noqa: S101 - it is an update
        self._count += 1
        by_query = self._is_complete(entry)
        before = entry.target if by_query else (yield from self._read(entry, by_query=False))
        if before is None:
            yield from self.run.write(entry)
            return
        self._unverified.append((entry, before))
        yield from send(entry)
        if entry.result is not None and entry.result.outcome == "failed":
            self._unverified.pop()
            return
        after = yield from self._read(entry, by_query=by_query)
        if after is None:
            return
        if lost := self._lost(entry, before, after):
            self.keeps = False
            yield from self._restore(entry, before, after, lost)
            self._unverified.pop()
        elif not self._shows_no_effect(entry, after):
            self.keeps = True
            self._unverified.clear()

    def conclude(self) -> Operation[None]:
        """Read the records again that have not shown what happened to their other properties, and restore these.

        Raises:
            WebCRMError: One of `FAILS_FOR_ALL`.
        """
        waiting: list[tuple[Entry[M], M]] = []
        try:
            while self._unverified:
                entry, before = self._unverified[0]
                after = yield from self._read(entry, by_query=self._is_complete(entry))
                if after is None:
                    self._note_unverified(entry)
                elif lost := self._lost(entry, before, after):
                    self.keeps = False
                    yield from self._restore(entry, before, after, lost)
                elif self._shows_no_effect(entry, after):
                    waiting.append((entry, before))
                self._unverified.pop(0)
        finally:
            self._unverified += waiting
        if self.keeps is None and self._count == MAX_PROBES:
            self.keeps = False
            self.notes.append(f"No update showed whether PATCH keeps the properties that it leaves out. {_BY_PUT}")

    def finish(self) -> Operation[None]:
        """Conclude the probe at the end of the run, and name the records whose other properties may have changed."""
        with suppress(WebCRMError):
            yield from self.conclude()
        for entry, _ in self._unverified:
            self._note_unverified(entry)
        self._unverified.clear()

    def _restore(self, entry: Entry[M], before: M, after: M, lost: dict[str, Any]) -> Operation[None]:
        """Write the old values of the properties that a PATCH has changed."""
        run, table = self.run, self.run.writer.table
        named = f"{', '.join(_shown(sorted(lost)))} of {table.id_column} {before[table.id_column]}"
        try:
            record = table.model.from_dict({table.id_column: before[table.id_column], **lost, **entry.body})
            yield from run.writer.update(before[table.id_column], record)
        except WebCRMError as error:
            entry.changed = {**entry.changed, **{name: (before.get(name), after.get(name)) for name in lost}}
            entry.end("failed", before[table.id_column], changed=entry.changed, error=error)
            self.notes.append(
                f"PATCH does not keep the properties that it leaves out: it changed {named}, which could not be "
                f"restored. The result has their old values. {_BY_PUT}"
            )
            if isinstance(error, FAILS_FOR_ALL):
                self._unverified = [each for each in self._unverified if each[0] is not entry]
                raise
        else:
            entry.end("updated", before[table.id_column], changed=entry.changed)
            self.notes.append(
                f"PATCH does not keep the properties that it leaves out: it changed {named}, which were restored. "
                f"{_BY_PUT}"
            )
        finally:
            run.set_aside = [each for each in run.set_aside if each is not entry]

    def _lost(self, entry: Entry[M], before: M, after: M) -> dict[str, Any]:
        """Return the old values of the properties that changed and were not sent, as the API's JSON."""
        different = all_differences(self.run.writer.table, before, after)
        return {name: value for name, value in different.items() if name not in entry.body}

    def _shows_no_effect(self, entry: Entry[M], after: M) -> bool:
        """Return whether the stored record differs from what was sent: the service may still write it."""
        return bool(all_differences(self.run.writer.table, self.run.record_to_send(entry), after))

    def _read(self, entry: Entry[M], *, by_query: bool) -> Operation[M | None]:
        """Return the stored record, or None if it cannot be read; by a query if it was read so before."""
        table = self.run.writer.table
        assert entry.target is not None  # noqa: S101 - it is an update
        id_: int = entry.target[table.id_column]
        try:
            if by_query:
                return match(table, table.id_column, id_, (yield from look_up(table, table.id_column, [id_])))
            return (yield from call(table.get_call(id_)))
        except FAILS_FOR_ALL:
            raise
        except WebCRMError:
            return None

    def _is_complete(self, entry: Entry[M]) -> bool:
        """Return whether a query has returned every property of the stored record that can be written."""
        table = self.run.writer.table
        ignored = {table.id_column, *table.read_only_columns}
        known = table.model._shape.known - ignored  # noqa: SLF001 - the generated base's, for this layer
        return entry.target is not None and known <= writable(table, entry.target).keys()

    def _note_unverified(self, entry: Entry[M]) -> None:
        table = self.run.writer.table
        id_ = entry.target[table.id_column] if entry.target is not None else None
        self.notes.append(
            f"PATCH may change, or have changed, other properties of {table.id_column} {id_} than it contains. "
            "Check it."
        )


def _shown(names: Sequence[str]) -> Iterator[str]:
    yield from names[:_SHOWN]
    if len(names) > _SHOWN:
        yield f"{len(names) - _SHOWN} more properties"
