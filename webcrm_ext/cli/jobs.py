"""The commands that write the records of a file: upsert and sync."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Any, get_args

from webcrm_api.results import Outcome, UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import fields_of, require, table_named
from webcrm_ext.cli.exit_codes import DONE, PARTLY_FAILED
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.properties import spelled

_JSON_LINES = (".jsonl", ".ndjson")


def upsert(context: Context) -> int:
    """Create or update the records of a file by a key."""
    options = context.options
    table = _table(context)
    settings = _settings(context, table)
    resource = getattr(context.crm, table.resource)
    if _is_json(options.file):
        report = resource.upsert_by(options.key, _json_records(context, table), **settings)
    else:
        report = resource.upsert_csv(options.file, options.key, _mapping(context, table), **_csv(context), **settings)
    return _print(context, report)


def sync(context: Context) -> int:
    """Create or update the records of a file, and remember what was sent."""
    options = context.options
    table = _table(context)
    settings = _settings(context, table)
    if options.journal is None:
        settings.pop("journal", None)  # a sync has one beside its state
    resource = getattr(context.crm, table.resource)
    records = _json_records(context, table) if _is_json(options.file) else _csv_records(context, table)
    states = {"state": options.state, "verify": options.verify, "on_missing": options.on_missing}
    return _print(context, resource.sync(options.key, records, **states, **settings))


def _table(context: Context) -> Table[Any]:
    options = context.options
    table = table_named(options.entity)
    require(table.can_create and table.can_update, table, "create and update")
    if not options.dry_run:
        context.check_may_write()
    if not options.file.is_file():
        what = f"{options.file} is a folder" if options.file.is_dir() else f"There is no file {options.file}"
        raise CommandError(f"{what}.", "Pass a CSV file, or a file of JSON lines.")
    if options.report is not None and options.report.resolve() == options.file.resolve():
        raise CommandError(f"--report would replace {options.file}, which is read.", "Pass a folder.")
    options.key = spelled(context, table, options.key)
    return table


def _settings(context: Context, table: Table[Any]) -> dict[str, Any]:
    """Return the options that both jobs have."""
    options = context.options
    settings = {"dry_run": options.dry_run, "batch": options.batch, "max_failures": options.max_failures}
    settings["confirm_timeout"] = options.confirm_timeout
    if context.progress.enabled:
        settings["progress"] = context.progress.upsert
    if options.report is not None:
        settings["report"] = options.report
    if options.dry_run:
        return settings
    context.resume_hint = "Run the same command again to go on: what is written already is found by its key."
    if not options.no_journal:
        settings["journal"] = options.journal or _journal(context, table)
    return settings


def _journal(context: Context, table: Table[Any]) -> Path:
    """Return the journal for this system, table and key: also a run with another file waits for the last batch."""
    folder = os.environ.get("XDG_STATE_HOME", "")
    root = Path(folder) if Path(folder).is_absolute() else Path.home() / ".local" / "state"
    root = root / "webcrm" / "journals"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = re.sub(r"\W+", "_", context.options.key)
    token = context.crm._config.application_token
    system = f"{context.crm.base_url} {token} {context.options.key}"
    return root / f"{table.resource}.{key}.{hashlib.sha256(system.encode()).hexdigest()[:12]}.journal"


def _csv(context: Context) -> dict[str, Any]:
    options = context.options
    return {"encoding": options.encoding, "delimiter": options.delimiter, "on_error": options.on_error}


def _csv_records(context: Context, table: Table[Any]) -> Any:
    """Return the rows of a CSV file, checked, as a sync takes them."""
    from webcrm_ext.upsert.csv_upsert import CsvOptions, csv_rows  # noqa: PLC0415 - when it is used
    from webcrm_ext.upsert.options import CHUNK, UpsertOptions  # noqa: PLC0415

    options = context.options
    csv_options = CsvOptions(_mapping(context, table), **_csv(context))
    allowed = UpsertOptions(max_failures=options.max_failures).allowed_failures if options.on_error == "skip" else None
    rows, notes = context.crm.run_operation(
        csv_rows(table, context.crm._fields, options.file, options.key, csv_options, allowed, CHUNK)
    )
    for note in notes:
        context.note(note)
    return rows


def _mapping(context: Context, table: Table[Any]) -> dict[str, str | None]:
    """Return the property of each column that was mapped; None for one to ignore."""
    mapping: dict[str, str | None] = {}
    for text in context.options.map:
        column, equals, name = text.rpartition("=")
        if not equals or not column:
            raise CommandError(f"{text!r} maps no column.", "Write COLUMN=PROPERTY, or COLUMN= to ignore the column.")
        mapping[column] = spelled(context, table, name) if name else None
    return mapping


def _is_json(file: Path) -> bool:
    return file.suffix.lower() in _JSON_LINES


def _json_records(context: Context, table: Table[Any]) -> Any:
    """Return the records of a file of JSON lines, checked.

    Raises:
        CommandError: The file or one of its records is invalid, or an option is for CSV files; nothing was written.
    """
    from webcrm_ext.cli.json_lines import JsonLines  # noqa: PLC0415 - when it is used
    from webcrm_ext.custom_fields.names import key_property  # noqa: PLC0415
    from webcrm_ext.upsert.options import CHUNK  # noqa: PLC0415

    options = context.options
    if options.on_error == "skip" or options.encoding or options.delimiter:
        what = "--on-error" if options.on_error == "skip" else "--encoding" if options.encoding else "--delimiter"
        raise CommandError(f"{what} is for CSV files, and {options.file.name} has JSON lines.", "Leave it out.")
    crm = context.crm
    key = crm.run_operation(key_property(crm._fields, table.model, options.key))
    found = JsonLines(options.file, table, fields_of(context, table), _mapping(context, table), key)
    records = found.checked(CHUNK)
    if found.read_only:
        names = ", ".join(sorted(found.read_only))
        context.note(f"Not written, because the service assigns or derives it: {names}.")
    return records


def _print(context: Context, report: UpsertReport) -> int:
    context.progress.clear()
    if context.output.form == "table":
        context.output.text(str(report))
    elif context.output.form == "json":
        context.output.one(_summary(report))
    else:
        context.output.rows(map(_result, report.results))
    return PARTLY_FAILED if report.count("failed") or report.count("unknown") or report.unprocessed else DONE


def _summary(report: UpsertReport) -> dict[str, Any]:
    return {
        "dry_run": report.dry_run,
        "counts": {each: report.count(each) for each in get_args(Outcome)},
        "requests": report.requests,
        "plan": str(report.plan) if report.plan else None,
        "notes": report.notes,
        "unprocessed": report.unprocessed,
        "results": list(map(_result, report.results)),
    }


def _result(result: Any) -> dict[str, Any]:
    changes = {name: {"before": old, "after": new} for name, (old, new) in result.differences.items()}
    return {
        "key": result.key,
        "outcome": result.outcome,
        "id": result.id,
        "changed": list(result.changed),
        "code": result.code,
        "error": str(result.error) if result.error else "",
        **({"changes": changes} if result.dry_run else {}),
    }
