# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The outcomes of writing several records: `WriteResult`, `UpsertResult` and `UpsertReport`."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args

from attrs import define, field, frozen

from .errors import FieldValueError, UpsertError
from .redaction import is_secret, redact_address
from .suggestions import did_you_mean
from .values import to_json

Outcome = Literal["created", "updated", "unchanged", "failed", "unknown"]

UpsertPhase = Literal["look-up", "write", "confirm"]
"""What a job does: find the stored records, write, or look up the records of unknown outcome."""

UpsertProgress = Callable[[UpsertPhase, int, int | None, int, float | None], object]
"""Called as `progress(phase, done, total, requests, seconds_left)`.

`done` is the number of records that have ended, `total` that of all records, None for an iterator. `requests` is the
number of calls so far, without logins and retries. `seconds_left` is an estimate by the plan, the rate limit and the
time so far; None while there is no plan, and for an iterator.
"""

_SHOWN = 10
"""Records that a report shows of each kind: failed, of unknown outcome, and those that a dry run would write."""

_SHOWN_CHARACTERS = 60

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_CONFIRMATIONS = frozenset({"", "0", "ok", "true", "updated"})
"""Strings, in lower case, that confirm an update and say nothing about a create."""

_MAX_DIGITS = 19
"""Digits of the largest id."""


@frozen
class WriteResult:
    """The outcome of one of several records that were written together.

    Attributes:
        id: The record's id, new or existing; None if it has none, or none that is known.
        outcome: `"created"`, `"updated"`, `"failed"` if it was not written, or `"unknown"` if no response, or none that
            is clear, says so, and the record may have been written.
        error: The reason if the write failed, such as the service's message, or why the outcome is unknown.
    """

    id: int | None
    outcome: Literal["created", "updated", "failed", "unknown"]
    error: str | None = None


def write_results(strings: list[str], records: Iterable[Any], id_property: str) -> list[WriteResult]:
    """Return the outcome of each record of a PATCH, whose response has one string for each.

    The strings for a success are not documented, so several are accepted. A create is confirmed only by its new id:
    without one it is unknown, and must not be sent again before the record was looked up.

    Args:
        strings: The strings of the response; null is read as "".
        records: The records that were sent, as models or dicts.
        id_property: The API's name of the id property, such as `PersonId`; 0 or none in a record to create.
    """
    ids = [to_json(record).get(id_property) or 0 for record in records]
    if len(strings) != len(ids):
        reason = f"The service returned {len(strings)} strings for {len(ids)} records: read them before writing again."
        return [WriteResult(id_ or None, "unknown", reason) for id_ in ids]
    return [_write_result(id_, string.strip()) for id_, string in zip(ids, strings, strict=True)]


def _write_result(id_: int, string: str) -> WriteResult:
    confirms_nothing = string.lower() in _CONFIRMATIONS
    number = int(string) if string.isascii() and string.isdecimal() and len(string) <= _MAX_DIGITS else 0
    if id_:
        if confirms_nothing or number == id_:
            return WriteResult(id_, "updated")
        if number:
            return WriteResult(
                id_, "unknown", f"The service returned {string}: read the record before writing it again."
            )
        return WriteResult(id_, "failed", string)
    if number:
        return WriteResult(number, "created")
    if confirms_nothing:
        return WriteResult(None, "unknown", "The service returned no id: look the record up before writing it again.")
    return WriteResult(None, "failed", string)


@frozen
class DeleteResult:
    """The outcome of the deletion of one of several records.

    Attributes:
        id: The id that was passed.
        outcome: `"deleted"`, `"failed"`, or `"unknown"` if no usable response arrived; it can be deleted again.
        error: The reason if the deletion failed or its outcome is unknown.
    """

    id: int | str
    outcome: Literal["deleted", "failed", "unknown"]
    error: str | None = None


@frozen
class UpsertResult:
    """The outcome of one record of an upsert.

    Attributes:
        key: The record's value of the key property.
        outcome: What was done, or would be done in a dry run. `"unknown"` if a write got no usable response and was not
            found by a look-up; run the upsert again later.
        id: The record's id; None if it is not known or does not exist.
        differences: The old and the new value of each property that differed, by the API's name.
        error: The error if the record failed or its outcome is unknown.
        dry_run: Whether nothing was written.
    """

    key: str | int
    outcome: Outcome
    id: int | None = None
    differences: Mapping[str, tuple[Any, Any]] = field(factory=dict, repr=False, hash=False)
    error: Exception | None = field(default=None, eq=repr, hash=False)  # so that a copied result is equal
    dry_run: bool = False

    @property
    def changed(self) -> tuple[str, ...]:
        """The API's names of the properties that differed."""
        return tuple(self.differences)

    @property
    def code(self) -> str:
        """The kind of error for programs, such as `bad_request` for a `BadRequestError`; "" without an error."""
        return error_code(self.error) if self.error else ""

    def __str__(self) -> str:
        """Return one line about the record: `'K7' updated (id 12): OrganisationName`; in a dry run with the values."""
        more = f" (id {self.id})" if self.id else ""
        if self.differences:
            shown = [_shown(name, *values) for name, values in self.differences.items()]
            more += f": {', '.join(shown if self.dry_run else self.differences)}"
        return f"{self.key!r} {_worded(self.outcome, self.dry_run)}{more}{f': {self.error}' if self.error else ''}"


def error_code(error: Exception) -> str:
    """Return the kind of an error in lower case: `bad_request` for a `BadRequestError`."""
    return _CAPITAL.sub("_", type(error).__name__.removesuffix("Error")).lower()


@define
class UpsertPlan:
    """What a run requests, if every write succeeds.

    As a string: `look-up: 21 pages of the table; 151 PATCH calls, 2 reads for the probe; 174 requests: no rate-limit
    wait`.

    Attributes:
        look_up_queries: Queries by key that find the stored records.
        look_up_pages: Pages of the whole table that are read in their place, 0 if none: the highest id tells how many.
        look_up_requests: The requests that find the stored records, in all.
        patches: PATCH calls.
        single_writes: POST and PUT calls.
        probe_reads: Reads before and after the first PATCH of an update, to see whether it keeps the other properties.
        requests_per_minute: The rate limit, or None.
    """

    look_up_queries: int = 0
    look_up_pages: int = 0
    look_up_requests: int = 0
    patches: int = 0
    single_writes: int = 0
    probe_reads: int = 0
    requests_per_minute: int | None = None

    @property
    def requests(self) -> int:
        """The number of requests, one for the login included."""
        return 1 + self.look_up_requests + self.patches + self.single_writes + self.probe_reads

    @property
    def wait(self) -> int:
        """Seconds that the run waits for the rate limit if nothing else uses it: 60 for each further window."""
        limit = self.requests_per_minute
        return 60 * ((self.requests - 1) // limit) if limit else 0

    def __str__(self) -> str:
        if self.look_up_pages:
            looked_up = f"{_counted(self.look_up_pages, 'page')} of the table"
        else:
            looked_up = "1 query by key" if self.look_up_queries == 1 else f"{self.look_up_queries} queries by key"
        writes = [
            _counted(self.patches, "PATCH call"),
            *([_counted(self.single_writes, "single write")] if self.single_writes else []),
            *([_counted(self.probe_reads, "read") + " for the probe"] if self.probe_reads else []),
            "1 login",
        ]
        wait = f"a rate-limit wait of {self.wait} s" if self.wait else "no rate-limit wait"
        return f"look-up: {looked_up}; {', '.join(writes)}; {_counted(self.requests, 'request')}: {wait}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


@frozen(repr=False)
class UpsertReport:
    """The outcomes of all records, in their order.

    For records from an iterator, it holds only the results that are failed or of unknown outcome, and the counts of all.

    As a string: the counts, the first failures, the first records of unknown outcome, and what a dry run would change.

    Attributes:
        results: One result for each record that was processed.
        dry_run: Whether nothing was written.
        plan: What the run requests if every write succeeds.
        notes: What else there is to know, such as that the service's PATCH does not keep the other properties.
        unprocessed: The keys of the records that were read and not processed, because `max_failures` was reached or an
            error ended the run.
        counts: The number of records by outcome; None to count the results.
        requests: The calls that were made, without logins and retries.
    """

    results: list[UpsertResult]
    dry_run: bool = False
    plan: UpsertPlan | None = None
    notes: list[str] = field(factory=list)
    unprocessed: list[str | int] = field(factory=list)
    counts: Mapping[str, int] | None = None
    requests: int = 0

    def count(self, outcome: Outcome) -> int:
        """Return the number of records with an outcome.

        Raises:
            FieldValueError: There is no such outcome.
        """
        known = get_args(Outcome)
        if outcome not in known:
            hint = did_you_mean(str(outcome), known)
            raise FieldValueError(f"There is no outcome {outcome!r}.{hint} The outcomes are {', '.join(known)}.")
        return self._counted().get(outcome, 0)

    def _counted(self) -> Mapping[str, int]:
        return Counter(result.outcome for result in self.results) if self.counts is None else self.counts

    @property
    def ids(self) -> list[int | None]:
        """The id of each result, in their order; None for one that does not exist or whose id is unknown."""
        return [result.id for result in self.results]

    @property
    def failed(self) -> list[UpsertResult]:
        """The results of the records that could not be written."""
        return [result for result in self.results if result.outcome == "failed"]

    @property
    def unknown(self) -> list[UpsertResult]:
        """The results of the records that may have been written; run the upsert again later."""
        return [result for result in self.results if result.outcome == "unknown"]

    def raise_for_failures(self) -> None:
        """Raise an error if a record failed or its outcome is unknown; do nothing otherwise.

        Raises:
            UpsertError: Its `failures` are these results, and its `report` is this report.
        """
        if self.failed or self.unknown:
            raise UpsertError(str(self), self)

    def __str__(self) -> str:
        counted = self._counted()
        counts = ", ".join(f"{counted.get(each, 0)} {_worded(each, self.dry_run)}" for each in get_args(Outcome))
        lines = [counts + (" (dry run: nothing was written)" if self.dry_run else "")]
        lines += [*([str(self.plan)] if self.plan and self.dry_run else []), *self.notes]
        if self.unprocessed:
            shown = ", ".join(map(repr, self.unprocessed[:_SHOWN])) + (", …" if len(self.unprocessed) > _SHOWN else "")
            lines.append(f"Stopped early: {_counted(len(self.unprocessed), 'record')} not processed ({shown}).")
        lines += _first(self.failed, "that failed") + _first(self.unknown, "of unknown outcome")
        if self.unknown:
            lines.append("Run it again later: a record of unknown outcome may still appear, and was not created twice.")
        if self.dry_run:
            lines += _first([each for each in self.results if each.outcome == "created"], "that would be created")
            lines += _first([each for each in self.results if each.outcome == "updated"], "that would be updated")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self}>"


@frozen
class EditedRecord:
    """A record that was not changed at the source of a sync, and differs in webCRM from what was last sent.

    Attributes:
        key: Its key.
        id: Its id.
        differences: What was sent and what webCRM has, for each property that differs, by the API's name. Empty if no
            record has both this id and this key: it was deleted, or its key was changed.
    """

    key: str | int
    id: int
    differences: Mapping[str, tuple[Any, Any]] = field(factory=dict, repr=False, hash=False)

    def __str__(self) -> str:
        """Return one line: `'K7' (id 12): OrganisationName 'Acme' → 'Acme A/S'`."""
        shown = [_shown(name, *values) for name, values in self.differences.items()]
        return f"{self.key!r} (id {self.id}): {', '.join(shown) or 'not found'}"


@frozen
class MissingRecord:
    """A record that an earlier run of a sync sent, and that no longer comes.

    Attributes:
        key: Its key, as text.
        id: Its id.
    """

    key: str
    id: int

    def __str__(self) -> str:
        return f"{self.key!r} (id {self.id})"


@frozen(repr=False)
class SyncReport(UpsertReport):
    """The outcomes of a sync. A record that is the same as in the last run is `unchanged`, and costs no request.

    Attributes:
        edited: The records that were read back, and were edited in webCRM since they were sent; they stay as they are.
        missing: The records that no longer come; empty with `on_missing="keep"`.
        deletions: What came of their deletion, by id; empty unless `on_missing="delete"`.
    """

    edited: list[EditedRecord] = field(factory=list)
    missing: list[MissingRecord] = field(factory=list)
    deletions: list[DeleteResult] = field(factory=list)

    def raise_for_failures(self) -> None:
        """Raise an error if a record failed, was not deleted, or its outcome is unknown; do nothing otherwise.

        Raises:
            UpsertError: Its `failures` are the results of the records that failed or are unknown, and its `report` is
                this report.
        """
        super().raise_for_failures()
        if any(each.outcome != "deleted" for each in self.deletions):
            raise UpsertError(str(self), self)

    def __str__(self) -> str:
        lines = [super().__str__()]
        for records, what in ((self.edited, "edited in webCRM"), (self.missing, "missing at the source")):
            if records:
                lines.append(f"{_counted(len(records), 'record')} {what}:")
                lines += _first(records, what)
        if self.deletions:
            counts = Counter(each.outcome for each in self.deletions)
            lines.append("Deletions: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
            failed = [f"{each.id} {each.outcome}: {each.error}" for each in self.deletions if each.outcome != "deleted"]
            lines += _first(failed, "that were not deleted")
        return "\n".join(lines)


def _first(results: Sequence[object], what: str) -> list[str]:
    lines = [str(result) for result in results[:_SHOWN]]
    return [*lines, f"… and {len(results) - _SHOWN} more {what}"] if len(results) > _SHOWN else lines


def _worded(outcome: Outcome, dry_run: bool) -> str:
    return f"would be {outcome}" if dry_run and outcome in ("created", "updated") else outcome


def _shown(name: str, old: Any, new: Any) -> str:
    if is_secret(name):
        return f"{name} *** → ***"
    return f"{name} {_shown_value(old)} → {_shown_value(new)}"


def _shown_value(value: Any) -> str:
    shown = value.isoformat() if isinstance(value, datetime.date) else repr(redact_address(value))
    return shown if len(shown) <= _SHOWN_CHARACTERS else f"{shown[:_SHOWN_CHARACTERS]}…"


__all__ = [
    "DeleteResult",
    "EditedRecord",
    "MissingRecord",
    "Outcome",
    "SyncReport",
    "UpsertPhase",
    "UpsertPlan",
    "UpsertProgress",
    "UpsertReport",
    "UpsertResult",
    "WriteResult",
    "error_code",
    "write_results",
]
