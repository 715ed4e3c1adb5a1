"""The export of one table: which calls read it, and what it has written."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import define, field
from webcrm_api.calls import Call

from webcrm_ext.config import Config
from webcrm_ext.errors import BadRequestError, UnexpectedResponseError, WebCRMError
from webcrm_ext.exports.folder import Parts, State, writing
from webcrm_ext.exports.options import ExportOptions
from webcrm_ext.exports.pages import IdReader, Page, list_call, query_call
from webcrm_ext.exports.report import TableReport
from webcrm_ext.exports.tables import TableDescription
from webcrm_ext.exports.text_formats import Records, TableFormat
from webcrm_ext.operations import Operation, RunBlocking, Together
from webcrm_ext.queries.selection import changed_since

DATABASE = "webcrm.duckdb"

_GAPS_AT_ONCE = 30
"""So many conditions make a query of about 2,000 characters."""


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
    _read_id: IdReader = field(init=False)
    _about: dict[str, Any] = field(init=False, factory=dict)
    _resumed: bool = False
    _number: int = 1
    """The page of the list that is read first."""

    def __attrs_post_init__(self) -> None:
        self.parts = Parts(self.options.folder, self.name)
        self._read_id = IdReader(self.description.table)

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
            return self._query(max(self.parts.ids, default=-1) + 1)
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
            date = page.date or datetime.datetime.fromtimestamp(self.config.wall_clock(), datetime.UTC)
            self._about["started"] = (date - datetime.timedelta(seconds=seconds)).isoformat()

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
            yield from self._read_rows(first, self._where) if by_query else self._read_list(first)
            yield from self._read_between_pages()
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
        return self._about["content"] == "changes" or (bool(self.parts.paths) and self.parts.is_ordered)

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

    def _query(self, start: int) -> Call[Page]:
        return query_call(self.description.table, start, self._where)

    @property
    def _where(self) -> str:
        since = self._about["since"]
        return changed_since(self.description.table, datetime.datetime.fromisoformat(since)).where if since else ""

    def _read_rows(self, page: Page, where: str) -> Operation[None]:
        """Read the rows of a query by id. Records that others add or delete meanwhile move no other."""
        start = 0
        while True:
            yield from self._take(page, rows=True)
            if page.is_last:
                return
            ids = [self._read_id(each) for each in page.records]
            if not all(id_ is not None and id_ >= start for id_ in ids):
                raise UnexpectedResponseError(
                    f"The rows of {self.description.table.name} are not in the order of "
                    f"{self.description.table.id_column}.",
                    status=200,
                    body="",
                )
            start = max(id_ for id_ in ids if id_ is not None) + 1
            page = yield query_call(self.description.table, start, where)

    def _read_list(self, page: Page) -> Operation[None]:
        """Read the pages of the list, several at once."""
        number, together = self._number, 1
        known = self._resumed  # one page back, whose records were read before
        while True:
            new = yield from self._take(page, rows=False)
            if page.is_last:
                return
            if not new and not known:
                raise self._endless(number)
            together = min(2 * together, self.options.concurrency)
            calls = tuple(list_call(self.description.table, number + each) for each in range(1, together + 1))
            *before, page = yield from _all(calls)
            number, known = number + together, False
            for position, each in enumerate(before):
                new = yield from self._take(each, rows=False)
                if each.is_last:
                    return
                if not new:
                    raise self._endless(number - together + position + 1)

    def _read_between_pages(self) -> Operation[None]:
        """Read the records between the last id of a page of the list and the first of the next.

        Usually there are none. If a record is deleted while the list is read, the service moves the later ones
        forwards, and the first of a page is then on the page before, which was read already.
        """
        parts, column = self.parts, self.description.table.id_column
        if not parts.is_ordered:
            return
        gaps = [(before + 1, after - 1) for (_, before), (after, _) in pairwise(parts.ranges) if after - before > 1]
        for start in range(0, len(gaps), _GAPS_AT_ONCE):
            some = gaps[start : start + _GAPS_AT_ONCE]
            where = " OR ".join(f"({column} >= {first} AND {column} <= {last})" for first, last in some)
            (page,) = yield Together((query_call(self.description.table, 0, where),))
            if is_refused_query(page):
                return
            if isinstance(page, WebCRMError):
                raise page
            yield from self._read_rows(page, where)

    def _compare_ids(self) -> Operation[tuple[set[int], tuple[int, ...]]]:
        """Return the ids that the table has, as far as they are known, and with `ids=True` those that are gone."""
        earlier, all_read = self.parts.earlier_ids(), self._about["content"] == "all"
        if not self.options.ids:
            return (self.parts.ids if all_read else earlier | self.parts.ids), ()
        current = self.parts.ids if all_read else (yield from self._all_ids())
        return current, tuple(sorted(earlier - current))

    def _take(self, page: Page, *, rows: bool) -> Operation[int]:
        """Write the records of a page that are not written yet, and return their number."""

        def write() -> int:
            ids = [self._read_id(each) for each in page.records]
            new = _not_seen(page.records, ids, self.parts.ids)
            if new:
                known = [id_ for id_ in ids if id_ is not None and id_ not in self.parts.ids]
                self.parts.add(partial(self.writer.write_part, new, rows=rows), known, len(new), listed=not rows)
            return len(new)

        new: int = yield from self._blocking(write)
        self.on_page(self.description.resource, self.parts.rows)
        return new

    def _all_ids(self) -> Operation[set[int]]:
        """Read the ids of all records."""
        table, ids, start = self.description.table, set[int](), 0
        while True:
            page: Page = yield query_call(table, start, columns=table.id_column)
            found = {id_ for each in page.records if (id_ := self._read_id(each)) is not None and id_ >= start}
            ids |= found
            if page.is_last or not found:
                return ids
            start = max(found) + 1

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

    def _endless(self, number: int) -> UnexpectedResponseError:
        return UnexpectedResponseError(
            f"Page {number} of {self.description.resource} has only records of the pages before: the service does not "
            "seem to page this list. Reading stopped.",
            status=200,
            body="",
        )


def is_refused_query(outcome: Any) -> bool:
    """Return whether the service has no table for a query, or refuses it otherwise."""
    return isinstance(outcome, BadRequestError)


def _not_seen(records: Records, ids: Sequence[int | None], seen: set[int]) -> Records:
    """Return the records whose ids were not seen before, each once; those without an id are all returned."""
    if seen.isdisjoint(ids) and len(set(ids)) == len(ids):
        return records
    found = dict.fromkeys(ids)
    new = []
    for record, id_ in zip(records, ids, strict=True):
        if id_ is None or (id_ in found and id_ not in seen):
            new.append(record)
            found.pop(id_, None)
    return new


def _all(calls: tuple[Call[Page], ...]) -> Operation[list[Page]]:
    """Make calls at once, and return their pages.

    Raises:
        WebCRMError: One failed.
    """
    pages: list[Page] = []
    for outcome in (yield Together(calls)):
        if isinstance(outcome, WebCRMError):
            raise outcome
        pages.append(outcome)
    return pages
