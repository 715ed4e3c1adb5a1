"""The export of one table: which calls read it, and what it has written."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, field
from webcrm_api.calls import Call

from webcrm_ext.config import Config
from webcrm_ext.exports.folder import Parts, State, writing
from webcrm_ext.exports.options import ExportOptions
from webcrm_ext.exports.pages import Page, list_call, query_call
from webcrm_ext.exports.reader import TableReader
from webcrm_ext.exports.report import TableReport
from webcrm_ext.exports.tables import TableDescription
from webcrm_ext.exports.text_formats import Records, TableFormat
from webcrm_ext.operations import Operation, RunBlocking
from webcrm_ext.queries.selection import changed_since

DATABASE = "webcrm.duckdb"


@define(eq=False)
class TableJob:
    """The export of one table.

    Attributes:
        description: The table and its columns.
        writer: Writes its format.
        options: The options of the export.
        config: The settings of the client.
        key: What an interrupted export must have had in common to be continued.
        on_page: Called with the number of rows after each page.
    """

    description: TableDescription
    writer: TableFormat
    options: ExportOptions
    config: Config
    key: str
    on_page: Callable[[str, int], object]
    parts: Parts = field(init=False)
    _reader: TableReader = field(init=False)
    _about: dict[str, Any] = field(init=False, factory=dict)
    _resumed: bool = False
    _number: int = 1
    """The page of the list that is read first."""

    def __attrs_post_init__(self) -> None:
        self.parts = Parts(self.options.folder, self.name)
        self._reader = TableReader(self.description.table, self.options.concurrency, self.parts.read, self._write)

    @property
    def name(self) -> str:
        """The name of the table's file; that of a table in a database names the same folder of pages."""
        return f"{self.description.resource}.{self.writer.extension}"

    def prepare(self, state: State) -> None:
        """Decide what to read: the rest of an interrupted export, all records, or the changes."""
        if self.options.resume and self.parts.load(self.key):
            self._about, self._resumed = self.parts.about, True
            return
        since, reason = self._since(state)
        content = "all" if since is None else "changes"
        now = datetime.datetime.fromtimestamp(self.config.wall_clock(), datetime.UTC)
        target = self.name if content == "all" else f"{self.description.resource}.changes-{now:%Y%m%dT%H%M%SZ}"
        if content == "changes":
            target = self._unused(target)
        self._about = {
            "key": self.key, "content": content, "since": since and since.isoformat(), "reason": reason,
            "started": None, "target": DATABASE if self.writer.extension == "duckdb" else target,
        }  # fmt: skip

    def first_call(self) -> Call[Page] | None:
        """Return the first call, which shows whether the token may read the table; None if all pages were read."""
        if self.parts.is_complete:
            return None
        if self._by_query:
            return query_call(self.description.table, max(self.parts.read.ids, default=-1) + 1, self._where)
        return self._one_page_back()

    def without_query(self) -> Call[Page]:
        """Return the first call where the service refuses the query: a page of the list."""
        if self._about["content"] == "changes":
            self.parts.clear()
            reason = "the service refuses the query for changes"
            target = DATABASE if self.writer.extension == "duckdb" else self.name
            self._about |= {"content": "all", "since": None, "reason": reason, "started": None, "target": target}
            self._resumed = False
        return self._one_page_back()

    def set_started(self, page: Page, seconds: float) -> None:
        """Take the moment when reading began from the first response, which took so many seconds."""
        if self._about["started"] is None:
            self._about["started"] = page.requested_at(seconds, self.config.wall_clock).isoformat()

    def run(self, first: Page | None, state: State, *, by_query: bool) -> Operation[TableReport]:
        """Read and write the table.

        Args:
            first: The response to the first call; None if all pages were read before.
            state: The state, which is saved with the table.
            by_query: Whether the first call was a query.

        Raises:
            ConfigurationError: A file cannot be written.
            WebCRMError: A call failed.
        """
        if first is not None:
            if not self._resumed:
                yield from self._blocking(partial(self.parts.start, self._about))
            if by_query:
                yield from self._reader.read_rows(first, self._where)
                yield from self._reader.read_between_pages()  # those that were listed before the interruption
            else:
                yield from self._reader.read_list(first, self._number, known=self._resumed)
            current, deleted = yield from self._compare_ids()
            yield from self._blocking(partial(self.parts.complete, current, deleted))
        report: TableReport = yield from self._blocking(partial(self._finish, state))
        return report

    def _one_page_back(self) -> Call[Page]:
        """Return the call for the last page of the list that was read, or the first one."""
        self._number = max(1, len(self.parts.paths))
        return list_call(self.description.table, self._number)

    @property
    def _by_query(self) -> bool:
        return self._about["content"] == "changes" or (bool(self.parts.paths) and self.parts.read.is_ordered)

    def _since(self, state: State) -> tuple[datetime.datetime | None, str]:
        """Return the moment from which changes are read, None to read all records; and why all are read."""
        since = self.options.since
        if since is None:
            return None, ""
        if self.description.table.changed_column is None:
            return None, "no date of change"
        if since == "last":
            started = state.started(self.name)
            has_table = getattr(self.writer, "has_table", None)
            if started is None or (has_table is not None and not has_table(self.options.folder / DATABASE)):
                return None, ""
            return datetime.datetime.fromisoformat(started) - datetime.timedelta(seconds=self.options.overlap), ""
        if not isinstance(since, datetime.datetime):
            since = datetime.datetime.combine(since, datetime.time(), datetime.UTC)
        return since if since.tzinfo else since.replace(tzinfo=datetime.UTC), ""

    def _unused(self, stem: str) -> str:
        """Return the name of a file of changes that does not exist; two exports may begin in the same second."""
        name, number = f"{stem}.{self.writer.extension}", 1
        while (self.options.folder / name).exists():
            number += 1
            name = f"{stem}-{number}.{self.writer.extension}"
        return name

    @property
    def _where(self) -> str:
        since = self._about["since"]
        return changed_since(self.description.table, datetime.datetime.fromisoformat(since)).where if since else ""

    def _compare_ids(self) -> Operation[tuple[set[int], tuple[int, ...]]]:
        """Return the ids that the table has, as far as they are known, and with `ids=True` those that are gone."""
        earlier, all_read = self.parts.earlier_ids(), self._about["content"] == "all"
        if not self.options.ids:
            return (self.parts.read.ids if all_read else earlier | self.parts.read.ids), ()
        current = self.parts.read.ids if all_read else (yield from self._reader.read_ids())
        return current, tuple(sorted(earlier - current))

    def _write(self, records: Records, ids: list[int], by_query: bool) -> Operation[None]:
        write = partial(self.writer.write_part, records, rows=by_query)
        yield from self._blocking(lambda: self.parts.add(write, ids, len(records), listed=not by_query))
        self.on_page(self.description.resource, self.parts.rows)

    def _finish(self, state: State) -> TableReport:
        """Write the table from its pages, and record that it is complete."""
        about, parts = self._about, self.parts
        changes = about["content"] == "changes"
        target: Path | None = self.options.folder / about["target"]
        if target is not None and (parts.rows or not changes):
            self.writer.write_whole(parts.paths, target, changes=changes)
        elif self.writer.extension != "duckdb":
            target = None
        started = datetime.datetime.fromisoformat(about["started"]) if about["started"] else None
        report = TableReport(
            table=self.description.resource, content=about["content"], path=target, rows=parts.rows,
            unexpected=parts.unexpected, started=started, resumed=self._resumed, reason=about["reason"],
            deleted=tuple(parts.about["deleted"]),
        )  # fmt: skip
        parts.keep_ids()
        follows = self.options.since == "last" or not changes
        state.complete(self.name, about["started"] if follows else None, report.to_json())
        parts.clear()
        return report

    def _blocking(self, work: Callable[[], Any]) -> Operation[Any]:
        def guarded() -> Any:
            with writing(self.options.folder):
                return work()

        return (yield RunBlocking(guarded))
