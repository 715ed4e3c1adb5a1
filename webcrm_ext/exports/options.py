"""The options of an export, validated before anything is sent."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import field, frozen

from webcrm_ext.errors import ConfigurationError, did_you_mean, short_repr
from webcrm_ext.exports.report import ExportProgress
from webcrm_ext.exports.tables import TableDescription, descriptions, table_named
from webcrm_ext.paging.pages import validate_concurrency
from webcrm_ext.validation.validators import is_number, must_be, one_of

Format = Literal["jsonl", "csv", "parquet", "duckdb"]
Columns = Sequence[str] | Mapping[str, Sequence[str]]
"""Names of columns for all tables that have them, or by table."""

_SWITCH = must_be("True or False", lambda value: isinstance(value, bool))


def _is_since(value: Any) -> bool:
    return value is None or value == "last" or isinstance(value, datetime.date)


@frozen(kw_only=True)
class ExportOptions:
    """The options of an export; see `export` of the clients.

    Raises:
        ConfigurationError: An option is invalid.
    """

    to: Any = field(
        validator=must_be("the path of a folder", lambda value: isinstance(value, str | os.PathLike) and bool(value))
    )
    tables: Any = None
    columns: Any = None
    exclude: Any = None
    format: Format = field(default="parquet", validator=one_of(Format))
    since: Any = field(default=None, validator=must_be('"last", a datetime, a date or None', _is_since))
    labels: bool = field(default=False, validator=_SWITCH)
    concurrency: int = 4
    overlap: float = field(
        default=300, validator=must_be("seconds, 0 or more", lambda value: is_number(value) and value >= 0)
    )
    ids: bool = field(default=False, validator=_SWITCH)
    resume: bool = field(default=True, validator=_SWITCH)
    spreadsheet_safe: bool = field(default=False, validator=_SWITCH)
    on_error: Literal["stop", "skip"] = field(default="stop", validator=one_of(Literal["stop", "skip"]))
    progress: ExportProgress | None = field(
        default=None, validator=must_be("a function, or None", lambda value: value is None or callable(value))
    )

    def __attrs_post_init__(self) -> None:
        validate_concurrency(self.concurrency)
        if self.spreadsheet_safe and self.format != "csv":
            raise ConfigurationError(f'spreadsheet_safe is for CSV alone, not for {self.format}. Pass format="csv".')
        if self.folder.exists() and not self.folder.is_dir():
            raise ConfigurationError(f"{self.folder} is a file. Pass a folder.")

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return Path(self.to)

    def descriptions(self) -> list[TableDescription]:
        """Return the tables with the columns to export.

        Raises:
            ConfigurationError: A table or a column is unknown.
        """
        described = descriptions(self.tables)
        columns = _by_table("columns", self.columns, described)
        exclude = _by_table("exclude", self.exclude, described)
        return [each.select(columns.get(each.resource), exclude.get(each.resource, ())) for each in described]


def _by_table(option: str, names: Any, described: Sequence[TableDescription]) -> dict[str, Collection[str]]:
    """Return the names of columns by resource. A list of names is for all tables that have them.

    Raises:
        ConfigurationError: It is neither a list nor a mapping, or no table has one of the columns.
    """
    if names is None:
        return {}
    if isinstance(names, Mapping):
        return {table_named(table).resource: _listed(option, each) for table, each in names.items()}
    listed = _listed(option, names)
    found: dict[str, Collection[str]] = {}
    for description in described:
        shape = description.table.model._shape  # noqa: SLF001 - the generated base's, for this layer
        own = [name for name in listed if name in shape.names or name in shape.known]
        if own or option == "exclude":
            found[description.resource] = own
    unknown = [name for name in listed if not any(name in own for own in found.values())]
    if unknown:
        known = [name for each in described for name in sorted(each.known)]
        shown = ", ".join(map(short_repr, unknown))
        hints = "".join(dict.fromkeys(did_you_mean(name, known) for name in unknown))
        raise ConfigurationError(f"{option} has {shown}, which no exported table has.{hints}")
    return found


def _listed(option: str, names: Any) -> list[str]:
    if isinstance(names, str) or not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise ConfigurationError(
            f'{option} is {short_repr(names)}. Pass names, such as ["PersonEmail"], or a dict of them by table.'
        )
    return list(names)
