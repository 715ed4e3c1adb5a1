"""What became of the records of an upsert."""

from __future__ import annotations

from collections import Counter
from typing import Literal, get_args

from attrs import frozen

from webcrm_ext.errors import WebCRMError

Outcome = Literal["created", "updated", "unchanged", "failed"]

_SHOWN_FAILURES = 10


@frozen
class UpsertResult:
    """What became of one record.

    Attributes:
        key: Its value of the key.
        outcome: What was done, or with `dry_run` what would be.
        id: The record's id; None where it failed or would be created.
        changed: The API's names of the properties that differed.
        error: What went wrong where it failed.
    """

    key: str | int
    outcome: Outcome
    id: int | None = None
    changed: tuple[str, ...] = ()
    error: WebCRMError | None = None

    def __str__(self) -> str:
        """Give a line about it: `'K7' updated as 12: OrganisationName`."""
        more = f" as {self.id}" if self.id else ""
        more += f": {', '.join(self.changed)}" if self.changed else ""
        return f"{self.key!r} {self.outcome}{more}{f': {self.error}' if self.error else ''}"


@frozen
class UpsertReport:
    """What became of all records, in their order. Printed, it counts them, and says why some failed.

    Attributes:
        results: One for each record.
        dry_run: Whether nothing was written.
    """

    results: list[UpsertResult]
    dry_run: bool = False

    def count(self, outcome: Outcome) -> int:
        """Give how many records came out so."""
        return sum(1 for result in self.results if result.outcome == outcome)

    @property
    def failed(self) -> list[UpsertResult]:
        """The records that could not be written."""
        return [result for result in self.results if result.outcome == "failed"]

    def __str__(self) -> str:
        counted = Counter(result.outcome for result in self.results)
        said = ", ".join(f"{counted[each]} {each}" for each in get_args(Outcome))
        lines = [said + (" (dry run: nothing was written)" if self.dry_run else "")]
        lines += [str(result) for result in self.failed[:_SHOWN_FAILURES]]
        if len(self.failed) > _SHOWN_FAILURES:
            lines.append(f"… and {len(self.failed) - _SHOWN_FAILURES} more that failed")
        return "\n".join(lines)
