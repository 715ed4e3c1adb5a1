"""The rows of one table for dlt: all records, or those that have changed since the last run."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Iterator, MutableMapping
from contextlib import closing
from typing import Any

from attrs import define, field, frozen

from webcrm_ext.client import WebCRM
from webcrm_ext.custom_fields.metadata import fields as fields_of
from webcrm_ext.definition.entity_names import FIELD_ENTITIES, entity_of
from webcrm_ext.dlt.columns import DELETED_AT, digest, fix_labels
from webcrm_ext.dlt.deletions import find_deleted
from webcrm_ext.dlt.destination import StoredTable
from webcrm_ext.errors import UnexpectedResponseError, WebCRMError
from webcrm_ext.exports.arrow import ArrowConverter
from webcrm_ext.exports.arrow_formats import page_batch
from webcrm_ext.exports.pages import list_call, query_call
from webcrm_ext.exports.reader import ReadIds, TableReader, is_refused_query
from webcrm_ext.exports.tables import TableDescription
from webcrm_ext.exports.text_formats import Records
from webcrm_ext.operations import Operation, Together
from webcrm_ext.queries.selection import changed_since

OVERLAP = datetime.timedelta(seconds=300)
"""How long before the start of the last run changes are read again: they may have been committed late."""

CONCURRENCY = 4
"""The most pages that are requested at once, within the rate limit."""


Steps = Generator[Any, Any, None]
"""An operation that has `Yield` as a further step."""


@frozen
class Yield:
    """A step: pass rows to dlt."""

    rows: Any


@define(eq=False)
class TableRun:
    """One run of a table.

    Attributes:
        description: The table and its columns.
        crm: The client.
        state: The state of the table, which dlt keeps in the destination: when the last run began, columns and labels.
        dlt: The module dlt.
        use_labels: Whether labels name the columns of custom fields.
        first_since: The moment from which the first run reads changes; None for all records.
        with_deleted: Whether to mark deleted records.
    """

    description: TableDescription
    crm: WebCRM
    state: MutableMapping[str, Any]
    dlt: Any
    use_labels: bool
    first_since: datetime.datetime | None
    with_deleted: bool
    _converter: ArrowConverter = field(init=False)
    _reader: TableReader = field(init=False)

    def rows(self) -> Iterator[Any]:
        """Iterate over the rows, a `pyarrow.Table` for each page.

        Raises:
            WebCRMError: A call failed.
        """
        yield from _rows(self._read(), lambda step: self.crm.run_operation(_one(step)))

    def _read(self) -> Steps:
        if self.use_labels:
            yield from self._name_columns()
        table = self.description.table
        self._converter = ArrowConverter(self.description.columns, self.description.known, "webcrm_source")
        self._reader = TableReader(table, CONCURRENCY, ReadIds(), self._take)
        columns = digest(self.description)
        since = self._since(columns)
        config = self.crm._config
        began, by_query = config.clock(), since is not None
        where = changed_since(table, since).where if since else ""
        page: Any = None
        if by_query:
            (page,) = yield Together((query_call(table, 0, where),))
            by_query = not is_refused_query(page)
        if not by_query:
            began = config.clock()
            (page,) = yield Together((list_call(table, 1),))
        if isinstance(page, WebCRMError):
            raise page
        moment = page.requested_at(config.clock() - began, config.wall_clock)
        if by_query:
            yield from self._reader.read_rows(page, where)
        else:
            yield from self._reader.read_list(page)
        if self.with_deleted:
            yield from self._mark_deleted(moment, all_read=not by_query)
        # Only after the last row: dlt may stop reading earlier, as with `add_limit`.
        self.state.update(began=moment.isoformat(), columns=columns)

    def _since(self, columns: str) -> datetime.datetime | None:
        """Return the moment from which changes are read, or None to read all records."""
        if self.description.table.changed_column is None:
            return None
        if "began" not in self.state:
            return self.first_since
        if self.state["columns"] != columns:
            return None  # the rows in the destination lack a column
        return datetime.datetime.fromisoformat(self.state["began"]) - OVERLAP

    def _name_columns(self) -> Operation[None]:
        entity = entity_of(self.description.table.model)
        if entity in FIELD_ENTITIES:
            fields = yield from fields_of({}, entity, {}, refresh=True)
            labels = {each.property: each.label for each in fields.custom() if each.label != each.property}
            fixed = self.state.setdefault("labels", {})
            normalized = self.dlt.current.source_schema().naming.normalize_identifier
            self.description = fix_labels(self.description, labels, fixed, normalized)

    def _take(self, records: Records, _ids: list[int], by_query: bool) -> Steps:
        batch = page_batch(self._converter, self.description, records, rows=by_query)
        yield from self._yield(self._converter.table([batch]), None)

    def _mark_deleted(self, moment: datetime.datetime, *, all_read: bool) -> Steps:
        """Yield the rows of deleted records, with the moment of this run."""
        stored = StoredTable(self.dlt, self.description.resource, self.description.table.id_column)
        gone = yield from find_deleted(self._reader, *stored.ids(), all_read=all_read)
        arrow = self._converter.arrow
        names = {stored.column(each.name): each for each in self._converter.schema}
        for values in stored.rows(sorted(gone)):
            others = {name: arrow.array(each) for name, each in values.items() if name not in names}
            others.pop(stored.column(DELETED_AT), None)
            columns = {
                each.name: arrow.array(values[name], each.type) for name, each in names.items() if name in values
            }
            yield from self._yield(arrow.table({**columns, **others}), moment)

    def _yield(self, rows: Any, deleted_at: datetime.datetime | None) -> Steps:
        """Pass rows to dlt.

        Raises:
            UnexpectedResponseError: A row has no id.
        """
        arrow, id_column = self._converter.arrow, self.description.table.id_column
        if rows[id_column].null_count:
            raise UnexpectedResponseError(
                f"A record of {self.description.resource} has no {id_column}, so it cannot be merged.",
                status=200,
                body="",
            )
        if self.with_deleted:
            type_ = arrow.timestamp("us", "UTC")
            rows = rows.append_column(DELETED_AT, arrow.array([deleted_at] * rows.num_rows, type_))
        position = rows.schema.get_field_index(id_column)
        required = rows.schema.field(position).with_nullable(False)  # as the primary key; else dlt warns
        yield Yield(rows.cast(rows.schema.set(position, required)))


def _one(step: Any) -> Operation[Any]:
    return (yield step)


def _rows(operation: Steps, perform: Callable[[Any], Any]) -> Iterator[Any]:
    """Run an operation, and iterate over the rows that it yields."""
    with closing(operation):
        act: Callable[[Any], Any] = operation.send
        result: Any = None
        while True:
            try:
                step = act(result)
            except StopIteration:
                return
            act, result = operation.send, None
            if isinstance(step, Yield):
                yield step.rows
                continue
            try:
                result = perform(step)
            except WebCRMError as error:
                act, result = operation.throw, error
