"""`export`: tables into files, written once for both clients."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import define, field
from webcrm_api.calls import Call

from webcrm_ext.auth.file_lock import unlock_file
from webcrm_ext.config import Config
from webcrm_ext.custom_fields.metadata import fields as fields_of
from webcrm_ext.definition.entity_names import FIELD_ENTITIES, entity_of
from webcrm_ext.errors import APIError, ConfigurationError, RateLimitError, UnexpectedResponseError, WebCRMError
from webcrm_ext.exports.folder import State, lock_folder, writing
from webcrm_ext.exports.options import ExportOptions
from webcrm_ext.exports.pages import Page
from webcrm_ext.exports.reader import is_refused_query
from webcrm_ext.exports.report import ExportReport, TableReport, report_from_json
from webcrm_ext.exports.table_job import TableJob
from webcrm_ext.exports.tables import TableDescription
from webcrm_ext.exports.text_formats import Csv, JsonLines, TableFormat
from webcrm_ext.operations import Operation, RunBlocking, Together, observed
from webcrm_ext.paging.tables import column_names

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import Fields


def export(config: Config, fields: dict[str, Fields], options: Mapping[str, Any]) -> Operation[ExportReport]:
    """Export tables into files.

    Args:
        config: The settings of the client.
        fields: The fields already fetched, by entity.
        options: The options; see `ExportOptions`.

    Raises:
        ConfigurationError: An option is invalid, an extra is not installed, or a file cannot be written.
        WebCRMError: A table could not be read.
    """
    run = _Run(ExportOptions(**options), config, fields)
    return observed(run.operation(), run.count)


@define(eq=False)
class _Run:
    """One export."""

    options: ExportOptions
    config: Config
    fields: dict[str, Fields]
    requests: int = 0
    reports: dict[str, TableReport] = field(factory=dict)
    tables: int = 0

    def count(self, step: Any) -> None:
        """Count the calls of a step."""
        self.requests += len(step.calls) if isinstance(step, Together) else isinstance(step, Call)

    def operation(self) -> Operation[ExportReport]:
        """Export all tables, and return the report."""
        options = self.options
        described = options.descriptions()
        self.tables = len(described)
        self._writer(described[0])  # a missing extra is the first error
        with ExitStack() as locks:
            if options.folder.exists():
                yield from self._lock(locks)
            state = State(options.folder, self.config)
            if options.labels:
                labelled = []
                for each in described:
                    labelled.append((yield from self._with_labels(each)))  # noqa: PERF401 - it cannot yield
                described = labelled
            yield from self._export([self._job(each) for each in described], state, locks)
        ordered = {each.resource: self.reports[each.resource] for each in described}
        return ExportReport(tables=ordered, requests=self.requests)

    def _lock(self, locks: ExitStack) -> Operation[None]:
        locks.callback(unlock_file, (yield RunBlocking(partial(lock_folder, self.options.folder))))

    def _export(self, jobs: list[TableJob], state: State, locks: ExitStack) -> Operation[None]:
        """Export the tables that an interrupted run has not completed."""
        options = self.options
        key = _key([each.key for each in jobs], options.ids)
        done = state.done(key) if options.resume else {}
        self.reports = {name: report_from_json(values, options.folder) for name, values in done.items()}
        jobs = [each for each in jobs if each.description.resource not in done]
        for job in jobs:
            yield RunBlocking(partial(job.prepare, state))
        pages = yield from self._first_pages(jobs)
        if not options.folder.exists():
            yield from self._lock(locks)
        with writing(options.folder):
            state.begin(key, done)
        for job in jobs:
            name = job.description.resource
            if name in self.reports:
                continue  # skipped
            page, by_query = pages.pop(name)
            try:
                self.reports[name] = yield from job.run(page, state, by_query=by_query)
            except WebCRMError as error:
                if options.on_error == "stop" or not _is_of_one_table(error):
                    if not isinstance(error, ConfigurationError):  # of the disk, which says so
                        error.add_to_message("What was read is kept: run the export again to go on.")
                    raise
                self.reports[name] = TableReport(table=name, content="none", reason=str(error))
            del page
        with writing(options.folder):
            state.end()

    def _first_pages(self, jobs: list[TableJob]) -> Operation[dict[str, tuple[Page | None, bool]]]:
        """Read the first page of each table, before anything is written; return it, and whether a query read it.

        Raises:
            WebCRMError: A table cannot be read, and `on_error` is "stop".
        """
        pages: dict[str, tuple[Page | None, bool]] = {}
        refused: dict[str, WebCRMError] = {}
        for first in range(0, len(jobs), self.options.concurrency):
            group = [(job, job.first_call()) for job in jobs[first : first + self.options.concurrency]]
            began = self.config.clock()
            calls = tuple(call for _, call in group if call is not None)
            outcomes = (yield Together(calls)) if calls else ()
            seconds = self.config.clock() - began
            remaining = iter(outcomes)
            for job, call in group:
                name = job.description.resource
                outcome: Any = next(remaining) if call is not None else None
                by_query = call is not None and call.name.startswith("queries.")
                if by_query and is_refused_query(outcome):
                    began, by_query = self.config.clock(), False
                    (outcome,) = yield Together((job.without_query(),))
                    seconds = self.config.clock() - began
                if isinstance(outcome, WebCRMError):
                    if not _is_of_one_table(outcome):
                        raise outcome
                    refused[name] = outcome
                    continue
                if outcome is not None:
                    job.set_started(outcome, seconds)
                pages[name] = outcome, by_query
        if refused and self.options.on_error == "stop":
            error = next(iter(refused.values()))
            error.add_to_message(
                f'Nothing was written. Not readable: {", ".join(refused)}. Pass on_error="skip" to export the others.'
            )
            raise error
        self.reports |= {
            name: TableReport(table=name, content="none", reason=str(error)) for name, error in refused.items()
        }
        return pages

    def _with_labels(self, description: TableDescription) -> Operation[TableDescription]:
        model = description.table.model
        entity = entity_of(model)
        if entity not in FIELD_ENTITIES:
            return description
        fields = yield from fields_of(self.fields, entity, {}, refresh=False)
        return description.with_labels(column_names(model, fields))

    def _job(self, description: TableDescription) -> TableJob:
        since = str(self.options.since)
        columns = [[each.property, each.kind, each.name] for each in description.columns]
        key = _key(description.resource, self.options.format, columns, since, self.options.spreadsheet_safe)
        return TableJob(
            description, self._writer(description), self.options, self.config, key, on_page=self._report_progress
        )

    def _writer(self, description: TableDescription) -> TableFormat:
        match self.options.format:
            case "jsonl":
                return JsonLines(description)
            case "csv":
                return Csv(description, spreadsheet_safe=self.options.spreadsheet_safe)
        from webcrm_ext.exports import arrow_formats  # noqa: PLC0415 - extras

        is_parquet = self.options.format == "parquet"
        return arrow_formats.Parquet(description) if is_parquet else arrow_formats.DuckDB(description)

    def _report_progress(self, table: str, rows: int) -> None:
        if self.options.progress is not None:
            self.options.progress(table, rows, self.requests, len(self.reports), self.tables)


def _is_of_one_table(error: WebCRMError) -> bool:
    """Return whether an error concerns one table, so that others may be readable."""
    return isinstance(error, APIError | UnexpectedResponseError) and not isinstance(error, RateLimitError)


def _key(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
