"""What an export has written, and its progress."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from attrs import asdict, frozen

ExportProgress = Callable[[str, int, int, int, int], object]
"""Called after each page as `progress(table, rows, requests, tables_done, tables)`.

`rows` are those of the table so far; `requests` those of the whole export, without logins and retries.
"""

Content = Literal["all", "changes", "none"]


@frozen(kw_only=True)
class TableReport:
    """The outcome of one table.

    Attributes:
        table: The name of the resource, such as `persons`.
        content: `"all"` records, the `"changes"`, or `"none"` because the table was skipped.
        path: The file; None if none was written, because nothing has changed or the table was skipped.
        rows: The records written.
        unexpected: The rows with a value in the column `_unexpected`; 0 for JSON lines, which have records as they are.
        started: When reading began, by the clock of the service; the next export with `since="last"` begins there.
        resumed: Whether an interrupted export was continued.
        reason: Why all records were read instead of the changes, or why the table was skipped; "" otherwise.
        deleted: The ids of records that an earlier export had and that are gone; only with `ids=True`.
    """

    table: str
    content: Content
    path: Path | None = None
    rows: int = 0
    unexpected: int = 0
    started: datetime.datetime | None = None
    resumed: bool = False
    reason: str = ""
    deleted: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        started = self.started.isoformat() if self.started else None
        return {**asdict(self), "path": self.path.name if self.path else None, "started": started}


@frozen(kw_only=True)
class ExportReport:
    """The outcome of an export; `print` shows it.

    Attributes:
        tables: The outcome of each table, by the name of its resource.
        requests: The calls, without logins and retries.
    """

    tables: dict[str, TableReport]
    requests: int

    @property
    def rows(self) -> int:
        """The records written, of all tables."""
        return sum(each.rows for each in self.tables.values())

    @property
    def unexpected(self) -> int:
        """The rows with a value in the column `_unexpected`, of all tables."""
        return sum(each.unexpected for each in self.tables.values())

    @property
    def skipped(self) -> dict[str, str]:
        """The reason for each table that was skipped."""
        return {name: each.reason for name, each in self.tables.items() if each.content == "none"}

    @property
    def read_whole(self) -> dict[str, str]:
        """The reason for each table of which all records were read in place of the changes."""
        return {name: each.reason for name, each in self.tables.items() if each.content == "all" and each.reason}

    def __str__(self) -> str:
        lines = [_shown(each) for each in self.tables.values()]
        counts = ((self.rows, "row"), (len(self.tables), "table"), (self.requests, "request"))
        rows, tables, requests = (f"{number} {what}{'' if number == 1 else 's'}" for number, what in counts)
        return "\n".join([*lines, f"{rows} of {tables}, {requests}"])


def report_from_json(values: dict[str, Any], folder: Path) -> TableReport:
    """Return the report of a table that an interrupted export has completed."""
    path, started = values["path"], values["started"]
    return TableReport(
        **{
            **values,
            "path": folder / path if path else None,
            "started": datetime.datetime.fromisoformat(started) if started else None,
            "deleted": tuple(values["deleted"]),
        }
    )


def _shown(report: TableReport) -> str:
    notes = [report.path.name if report.path else "no file"]
    if report.unexpected:
        notes.append(f"{report.unexpected} rows with unexpected values")
    if report.deleted:
        notes.append(f"{len(report.deleted)} deleted")
    if report.reason:
        notes.append(report.reason)
    content = {"all": "rows", "changes": "changed rows", "none": "skipped"}[report.content]
    return f"{report.table:<16} {report.rows:>9} {content:<12}  {', '.join(notes)}"
