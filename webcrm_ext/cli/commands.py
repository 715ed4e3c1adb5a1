"""The commands of `webcrm`, with their arguments."""

from __future__ import annotations

import argparse
import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from webcrm_ext.cli.parser import Commands

_ENTITY = "a resource, entity or table, in any case and number, such as persons"


def add_commands(commands: Commands) -> None:
    """Add all commands to a program."""
    commands.add(
        "check", "service:check", "log in, and show the system, rights, limits, versions and drift", "webcrm check"
    )
    parser = commands.add(
        "login", "login:login", "check an application token, and write it into a profile",
        "webcrm login --profile test --token-file token.txt",
    )  # fmt: skip
    parser.add_argument("--keyring", action="store_true", help="store the token in the system's keyring")
    parser.add_argument("--default", action="store_true", help="use this profile where none is named")
    _add_reading(commands)
    _add_writing(commands)
    _add_jobs(commands)
    _add_export(commands)
    _add_documents(
        commands.add_group("documents", "list, download and upload documents", "webcrm documents download 1 --to .")
    )
    _add_hooks(
        commands.add_group(
            "hooks",
            "list, ensure and remove webhooks",
            "webcrm hooks ensure organisations https://example.com/hook --event Update",
        )
    )
    _add_fleet(
        commands.add_group("fleet", "run the systems of systems.toml, and show their runs", "webcrm fleet status")
    )
    parser = commands.add(
        "request", "service:request", "make any call, with login, rate limit and retries",
        "webcrm request GET /Persons/1",
        "webcrm request GET /Persons --param page=1 --param size=2",
    )  # fmt: skip
    parser.add_argument("method", metavar="METHOD", help="the HTTP method")
    parser.add_argument("path", metavar="PATH", help="the path, with a leading /; it may contain a query")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a query parameter")
    parser.add_argument("--data", metavar="FILE", help="the body, a file with JSON; - reads stdin")
    parser = commands.add(
        "probe", "modules:probe", "find out what the API documentation leaves open; it only reads",
        "webcrm probe --out probe.json",
    )  # fmt: skip
    parser.add_argument("--out", type=_path, metavar="FILE", help="also write the findings to this file, as JSON")
    commands.add_module(
        "drift",
        "check whether the client is behind the API; exit code 1: it is, 2: a call breaks, 3: nothing was compared",
        "webcrm drift --fail-on breaking",
    )
    commands.add_module(
        "sandbox", "start a webCRM on your own machine, for development and tests", "webcrm sandbox --port 0"
    )
    parser = commands.add(
        "completion", "modules:completion", "print the completion script of a shell",
        "webcrm completion bash",
    )  # fmt: skip
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), metavar="SHELL", help="bash, zsh or tcsh")


def _add_reading(commands: Commands) -> None:
    commands.add("tables", "records:tables", "list the entities, and what the API can do with each", "webcrm tables")
    parser = commands.add(
        "fields", "records:fields", "list the fields of an entity, with labels, types and choices",
        "webcrm fields organisations",
        "webcrm fields organisations --module organisation_fields.py",
    )  # fmt: skip
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser.add_argument("--module", type=_path, metavar="FILE", help="write a typed module for the custom fields")
    parser = commands.add("get", "records:get", "print a record", "webcrm get person 1 --labels")
    _add_entity_and_id(parser)
    _add_columns(parser)
    parser = commands.add(
        "list", "records:list_records", "print the records of an entity",
        "webcrm list persons --limit 5",
        "webcrm list persons --where PersonOrganisationId=1 --format jsonl",
    )  # fmt: skip
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="PROPERTY=VALUE",
        help="only records with this value; repeatable",
    )
    _add_limit(parser)
    _add_columns(parser)
    parser = commands.add(
        "query", "records:query", "print the rows of a SELECT, without RowNumber",
        "webcrm query 'SELECT PersonId, PersonName FROM Person WHERE PersonId < :most' --param most:=5",
    )  # fmt: skip
    parser.add_argument("statement", metavar="SQL", help="a SELECT, with placeholders such as :name")
    parser.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE",
        help="the value of :name; NAME:=JSON for a number, a list or null",
    )  # fmt: skip
    _add_limit(parser)
    _add_columns(parser, labels=False)


def _add_writing(commands: Commands) -> None:
    parser = commands.add(
        "create", "writes:create", "create a record, and print its id",
        "webcrm create organisation OrganisationName='Acme A/S' --dry-run",
    )  # fmt: skip
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    _add_values(parser)
    parser = commands.add(
        "update", "writes:update", "change some properties of a record",
        "webcrm update organisation 1 OrganisationName='Acme A/S' --dry-run",
    )  # fmt: skip
    _add_entity_and_id(parser)
    _add_values(parser)
    parser = commands.add(
        "delete", "writes:delete", "delete a record, where the API can", "webcrm delete product 1 --dry-run"
    )
    _add_entity_and_id(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask first")
    parser.add_argument("--dry-run", action="store_true", help="show what would be deleted, and delete nothing")


def _add_jobs(commands: Commands) -> None:
    parser = commands.add(
        "upsert", "jobs:upsert", "create or update the records of a file by a key; safe to run again",
        "webcrm upsert organisations customers.csv --key OrganisationExtraCustom8 --dry-run",
    )  # fmt: skip
    _add_job(parser)
    parser = commands.add(
        "sync", "jobs:sync", "upsert a file, and remember what was sent, so that the next run sends what differs",
        "webcrm sync organisations customers.csv --key OrganisationExtraCustom8 --state customers.state",
    )  # fmt: skip
    _add_job(parser)
    parser.add_argument("--state", required=True, type=_path, metavar="FILE", help="what earlier runs have sent")
    parser.add_argument(
        "--verify", choices=("never", "sample", "full"), default="sample",
        help="how many unchanged records are read back (default: sample)",
    )  # fmt: skip
    parser.add_argument(
        "--on-missing", choices=("keep", "report", "delete"), default="keep",
        help="what happens to records that no longer come (default: keep)",
    )  # fmt: skip


def _add_job(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser.add_argument("file", type=_path, metavar="FILE", help="a CSV file, or JSON lines (.jsonl, .ndjson)")
    parser.add_argument("--key", required=True, metavar="KEY", help="the property with the key, or its label")
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=PROPERTY",
        help="the property or label of a column; nothing after = ignores the column; repeatable",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="print the plan and the differences, and write nothing")
    parser.add_argument("--report", type=_path, metavar="FOLDER", help="write success.csv, failed.csv, unprocessed.csv")
    parser.add_argument(
        "--confirm-timeout", type=_seconds, default=60, metavar="SECONDS",
        help="how long a record of unknown outcome is looked for (default: 60)",
    )  # fmt: skip
    parser.add_argument("--batch", type=_id, default=100, metavar="N", help="records in one PATCH (default: 100)")
    parser.add_argument(
        "--max-failures", type=_failures, metavar="N", help="stop after more failures, or a share below 1"
    )
    parser.add_argument(
        "--on-error", choices=("stop", "skip"), default="stop",
        help="what follows from bad rows of a CSV file (default: stop, and write nothing)",
    )  # fmt: skip
    parser.add_argument("--encoding", metavar="NAME", help="the encoding of a CSV file (default: detected)")
    parser.add_argument("--delimiter", metavar="CHARACTER", help="the separator of a CSV file (default: detected)")
    journal = parser.add_mutually_exclusive_group()
    journal.add_argument(
        "--journal", type=_path, metavar="FILE",
        help="the file that records which batches were sent, so that a run after a crash creates nothing twice "
        "(default: one for each system and key)",
    )  # fmt: skip
    journal.add_argument(
        "--no-journal", action="store_true",
        help="do not record which batches were sent: after a crash, wait a minute before you run it again",
    )  # fmt: skip


def _add_export(commands: Commands) -> None:
    parser = commands.add(
        "export", "export:export", "export tables into files; run it again to go on, or to read what has changed",
        "webcrm export persons organisations --to warehouse --format csv",
        "webcrm export persons --to warehouse --format duckdb --since last",
        has_format=False,
    )  # fmt: skip
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"{_ENTITY}; without one, all tables are exported")
    parser.add_argument("--to", required=True, type=_path, metavar="DIR", help="the folder, made if it is missing")
    parser.add_argument(
        "--format", dest="file_format", choices=("parquet", "jsonl", "csv", "duckdb"),
        help="the format of the files (default: parquet); --format json before the command: errors and the report "
        "as JSON",
    )  # fmt: skip
    parser.add_argument(
        "--since", metavar="WHEN", help="only what has changed: last (since the last export into DIR), or since a date"
    )
    parser.add_argument(
        "--overlap", type=_seconds, default=300, metavar="SECONDS",
        help="seconds before the last export that --since last reads again (default: 300)",
    )  # fmt: skip
    parser.add_argument("--no-resume", action="store_true", help="start anew after an interruption")
    parser.add_argument("--ids", action="store_true", help="compare ids, and report the records that are gone")
    parser.add_argument("--columns", metavar="NAMES", help="the columns to export, separated by commas, and the id")
    parser.add_argument("--exclude", metavar="NAMES", help="the columns to leave out, separated by commas")
    parser.add_argument("--labels", action="store_true", help="name columns by the labels that users see")
    parser.add_argument(
        "--spreadsheet-safe", action="store_true", help="CSV: an apostrophe before texts that begin with = + - @"
    )
    parser.add_argument(
        "--on-error", choices=("stop", "skip"), default="stop",
        help="what follows from a table that cannot be read (default: stop, and write nothing)",
    )  # fmt: skip
    parser.add_argument(
        "--concurrency", type=_id, default=4, metavar="N", help="pages that are requested at once (default: 4)"
    )


def _failures(text: str) -> float:
    number = _number(text)
    if not 0 <= number < math.inf:
        message = f"{text!r} is neither a number of records nor a share below 1"
        raise argparse.ArgumentTypeError(message)
    return int(number) if number.is_integer() else number


def _seconds(text: str) -> float:
    number = _number(text)
    if not 0 <= number < math.inf:
        message = f"{text!r} is no number of seconds"
        raise argparse.ArgumentTypeError(message)
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _add_documents(commands: Commands) -> None:
    parser = commands.add(
        "list", "documents:list_documents", "print documents, without their content", "webcrm documents list --limit 3"
    )
    parser.add_argument("--organisation", type=_id, metavar="ID", help="only those of an organisation")
    _add_limit(parser)
    _add_columns(parser, labels=False)
    parser = commands.add(
        "download", "documents:download", "download a document, or all of an organisation, into a folder",
        "webcrm documents download 1 --to .",
    )  # fmt: skip
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", type=_id, nargs="?", metavar="ID", help="the id of the document")
    which.add_argument("--organisation", type=_id, metavar="ID", help="all documents of this organisation")
    parser.add_argument("--to", type=_path, default=".", metavar="FOLDER", help="an existing folder (default: .)")
    parser = commands.add(
        "upload", "documents:upload", "upload a file as a new document, and print its id",
        "webcrm documents upload contract.pdf DocumentOrganisationId=1",
    )  # fmt: skip
    parser.add_argument("file", type=_path, metavar="FILE", help="the file")
    parser.add_argument("values", nargs="*", metavar="PROPERTY=VALUE", help="further properties of the document")


def _add_hooks(commands: Commands) -> None:
    parser = commands.add(
        "list", "hooks:list_hooks", "print the webhooks of an entity", "webcrm hooks list organisations"
    )
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser = commands.add(
        "ensure", "hooks:ensure", "create or enable a webhook unless it exists, and print its id",
        "webcrm hooks ensure organisations https://example.com/hook --event Update",
    )  # fmt: skip
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser.add_argument("url", metavar="URL", help="the URL that the service calls")
    parser.add_argument("--event", required=True, choices=("Create", "Update", "Delete"), help="what triggers the call")
    parser.add_argument("--filter", action="append", metavar="FILTER", help="a filter of the entity (default: All)")
    parser = commands.add("remove", "hooks:remove", "delete a webhook", "webcrm hooks remove organisations 1 --yes")
    _add_entity_and_id(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def _add_fleet(commands: Commands) -> None:
    parser = commands.add(
        "run", "fleet:run", "load systems into their destinations now, in this process", "webcrm fleet run acme"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="the systems (default: all)")
    _add_systems(parser)
    parser = commands.add(
        "status", "fleet:status", "print the last and the next run of each system", "webcrm fleet status"
    )
    _add_systems(parser)


def _add_systems(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--systems", type=_path, metavar="FILE", help="the systems (default: WEBCRM_FLEET, else systems.toml)"
    )


def _add_entity_and_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    parser.add_argument("id", type=_id, metavar="ID", help="the id")


def _add_values(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "values", nargs="*", metavar="PROPERTY=VALUE",
        help="a value by property or label; nothing after = empties it; PROPERTY:=JSON for other types",
    )  # fmt: skip
    parser.add_argument("--data", metavar="FILE", help="a file with a JSON object of values; - reads stdin")
    parser.add_argument("--dry-run", action="store_true", help="show what would be sent, and write nothing")


def _add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_id, metavar="N", help="print so many records (default: all)")


def _add_columns(parser: argparse.ArgumentParser, *, labels: bool = True) -> None:
    parser.add_argument("--columns", metavar="NAMES", help="the columns to print, separated by commas")
    if labels:
        parser.add_argument("--labels", action="store_true", help="name custom fields by their labels")


def _path(text: str) -> Path:
    from pathlib import Path  # noqa: PLC0415 - not needed for --help

    return Path(text)


def _id(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 18 or int(text) < 1:  # noqa: PLR2004 - digits of an id
        message = f"{text!r} is not a whole number of 1 or more"
        raise argparse.ArgumentTypeError(message)
    return int(text)
