"""The command `webcrm export`."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import table_named
from webcrm_ext.cli.exit_codes import DONE, PARTLY_FAILED
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.properties import in_any_case, properties_of
from webcrm_ext.cli.values import names
from webcrm_ext.exports.report import ExportReport
from webcrm_ext.exports.tables import descriptions

_TEXT_FORMATS = ("jsonl", "csv")


def export(context: Context) -> int:
    """Export tables into files, and print a report on stderr; with the global option `--format json` on stdout."""
    options = context.options
    tables = [table_named(each).resource for each in options.tables] or None
    since = _since(options.since)
    settings: dict[str, Any] = {"progress": context.progress.export} if context.progress.enabled else {}
    crm = context.crm
    again = "without --no-resume " if options.no_resume else ""
    context.resume_hint = f"Run the same command {again}again to go on: what was read is kept in {options.to}."
    report = crm.export(
        options.to, tables, since=since, format=_format(context), labels=options.labels,
        columns=_columns(options.columns, tables), exclude=_columns(options.exclude, tables), ids=options.ids,
        resume=not options.no_resume, on_error=options.on_error, concurrency=options.concurrency,
        overlap=options.overlap, spreadsheet_safe=options.spreadsheet_safe, **settings,
    )  # fmt: skip
    _print(context, report)
    return PARTLY_FAILED if report.skipped else DONE


def _columns(text: str | None, tables: list[str] | None) -> list[str] | None:
    """Return the names of columns as the tables spell them; None for no names.

    Raises:
        FieldValueError: One may be several.
    """
    known: dict[str, str] = {}
    for each in descriptions(tables) if text else ():
        known |= properties_of(each.table)
    return [in_any_case(name, known) for name in names(text)] or None


def _format(context: Context) -> Any:
    """Return the format of the files: also that of a `--format` before the command, where files can have it."""
    options = context.options
    return options.file_format or (options.format if options.format in _TEXT_FORMATS else "parquet")


def _since(text: str | None) -> Literal["last"] | datetime.datetime | None:
    """Return the moment from which changes are read.

    Raises:
        CommandError: It is neither `last` nor a date.
    """
    if text is None:
        return None
    if text == "last":
        return "last"
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--since is {text!r}, which is no date.",
            "Pass last, or a date such as 2026-01-31 or 2026-01-31T08:00+01:00.",
        ) from None


def _print(context: Context, report: ExportReport) -> None:
    context.progress.clear()
    if context.options.format == "json":
        tables = {name: each.to_json() for name, each in report.tables.items()}
        context.output.one({"tables": tables, "rows": report.rows, "requests": report.requests})
    else:
        context.note(str(report))
    skipped = report.skipped
    if skipped:
        context.warn(f"Skipped {', '.join(skipped)}: {next(iter(skipped.values()))}")
