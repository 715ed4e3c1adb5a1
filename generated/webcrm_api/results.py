# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The outcomes of writing several records: `WriteResult`, `UpsertResult` and `UpsertReport`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, get_args

from attrs import frozen

from .values import to_json

Outcome = Literal["created", "updated", "unchanged", "failed", "unknown"]

_SHOWN = 10
"""Records that a report shows of those that failed, and of those whose outcome is unknown."""

_CONFIRMATIONS = frozenset({"", "0", "ok", "updated"})
"""Strings, in lower case, that confirm an update and say nothing about a create."""


@frozen
class WriteResult:
    """The outcome of one record of a batch.

    Attributes:
        id: The record's id, new or existing; None if it has none, or none that is known.
        outcome: `"created"`, `"updated"`, `"failed"`, or `"unknown"` if the response does not tell and the
            record may have been written.
        error: The service's message if the write failed, or the reason why the outcome is unknown.
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
    if id_:
        return (
            WriteResult(id_, "updated")
            if confirms_nothing or string == str(id_)
            else WriteResult(id_, "failed", string)
        )
    if string.isascii() and string.isdecimal() and int(string) > 0:
        return WriteResult(int(string), "created")
    if confirms_nothing:
        return WriteResult(None, "unknown", "The service returned no id: look the record up before writing it again.")
    return WriteResult(None, "failed", string)


@frozen
class UpsertResult:
    """The outcome of one record of an upsert.

    Attributes:
        key: The record's value of the key property.
        outcome: What was done, or would be done in a dry run. `"unknown"` if a write got no usable response and was not
            found by a look-up; run the upsert again later.
        id: The record's id; None if it is not known or does not exist.
        changed: The API's names of the properties that differed.
        error: The error if the record failed or its outcome is unknown.
    """

    key: str | int
    outcome: Outcome
    id: int | None = None
    changed: tuple[str, ...] = ()
    error: Exception | None = None

    def __str__(self) -> str:
        """Return one line about the record: `'K7' updated as 12: OrganisationName`."""
        more = f" as {self.id}" if self.id else ""
        more += f": {', '.join(self.changed)}" if self.changed else ""
        return f"{self.key!r} {self.outcome}{more}{f': {self.error}' if self.error else ''}"


@frozen
class UpsertReport:
    """The outcomes of all records, in their order.

    As a string: the counts, the first failures, and the first records of unknown outcome.

    Attributes:
        results: One result for each record.
        dry_run: Whether nothing was written.
    """

    results: list[UpsertResult]
    dry_run: bool = False

    def count(self, outcome: Outcome) -> int:
        """Return the number of records with an outcome.

        Raises:
            ValueError: There is no such outcome.
        """
        if outcome not in get_args(Outcome):
            raise ValueError(f"There is no outcome {outcome!r}. Known: {', '.join(get_args(Outcome))}.")
        return sum(1 for result in self.results if result.outcome == outcome)

    @property
    def failed(self) -> list[UpsertResult]:
        """The results of the records that could not be written."""
        return [result for result in self.results if result.outcome == "failed"]

    @property
    def unknown(self) -> list[UpsertResult]:
        """The results of the records that may have been written; run the upsert again later."""
        return [result for result in self.results if result.outcome == "unknown"]

    def __str__(self) -> str:
        counted = Counter(result.outcome for result in self.results)
        counts = ", ".join(f"{counted[each]} {each}" for each in get_args(Outcome))
        lines = [counts + (" (dry run: nothing was written)" if self.dry_run else "")]
        for results, what in ((self.failed, "that failed"), (self.unknown, "of unknown outcome")):
            lines += [str(result) for result in results[:_SHOWN]]
            if len(results) > _SHOWN:
                lines.append(f"… and {len(results) - _SHOWN} more {what}")
        if self.unknown:
            lines.append("Run it again later: a record of unknown outcome may still appear, and was not created twice.")
        return "\n".join(lines)


__all__ = ["Outcome", "UpsertReport", "UpsertResult", "WriteResult", "write_results"]
