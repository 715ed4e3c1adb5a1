"""The jobs of the clients on many records: each is prepared here, for both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import fields_dict
from webcrm_api.results import UpsertReport

from webcrm_ext.config import Config
from webcrm_ext.custom_fields.names import key_property
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.operation import upsert_by as upsert_records
from webcrm_ext.upsert.options import SyncOptions, UpsertOptions
from webcrm_ext.upsert.run import Writer

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import Fields

T = TypeVar("T")


def upsert_by(
    writer: Writer[Any],
    config: Config,
    fields: dict[str, Fields],
    key: str,
    records: Iterable[Any],
    options: Mapping[str, Any],
    *,
    sync: SyncOptions | None = None,
) -> Operation[UpsertReport]:
    """Create or update records by a key.

    Raises:
        ConfigurationError: An option is invalid.
    """
    named = partial(key_property, fields, writer.table.model)
    return upsert_records(writer, key, records, UpsertOptions(**options), config, property_named=named, sync=sync)


def sync(
    writer: Writer[Any],
    config: Config,
    fields: dict[str, Fields],
    key: str,
    records: Iterable[Any],
    options: Mapping[str, Any],
) -> Operation[UpsertReport]:
    """Create or update records by a key, and remember what was sent.

    Raises:
        ConfigurationError: An option is invalid.
    """
    sync_options, others = _take(options, SyncOptions)
    return upsert_by(writer, config, fields, key, records, others, sync=sync_options)


def upsert_csv(
    writer: Writer[Any],
    config: Config,
    fields: dict[str, Fields],
    path: os.PathLike[str] | str,
    key: str,
    options: Mapping[str, Any],
) -> Operation[UpsertReport]:
    """Create or update the records of a CSV file by a key.

    Args:
        writer: Writes the records.
        config: The settings of the client.
        fields: The fields already fetched, by entity.
        path: The file.
        key: The name of the key property.
        options: How the file is read, and the options of the upsert.

    Raises:
        ConfigurationError: An option is invalid.
        FieldValueError: `columns` is not a dict of names.
    """
    from webcrm_ext.upsert import csv_upsert  # noqa: PLC0415 - when it is used

    csv_options, others = _take(options, csv_upsert.CsvOptions)
    return csv_upsert.upsert_csv(writer, config, fields, path, key, csv_options, UpsertOptions(**others))


def _take(options: Mapping[str, Any], kind: type[T]) -> tuple[T, dict[str, Any]]:
    """Return the options of one kind, and the others."""
    names = set(fields_dict(cast("Any", kind)))
    return kind(**{name: options[name] for name in names if name in options}), {
        name: value for name, value in options.items() if name not in names
    }
