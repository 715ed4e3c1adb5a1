"""The jobs of the clients on many records: each is prepared here, for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from webcrm_api.results import UpsertReport

from webcrm_ext.config import Config
from webcrm_ext.custom_fields.names import key_property
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.operation import upsert_by as upsert_records
from webcrm_ext.upsert.options import UpsertOptions
from webcrm_ext.upsert.run import Writer

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import Fields


def upsert_by(
    writer: Writer[Any],
    config: Config,
    fields: dict[str, Fields],
    key: str,
    records: Iterable[Any],
    options: Mapping[str, Any],
) -> Operation[UpsertReport]:
    """Create or update records by a key.

    Raises:
        ConfigurationError: An option is invalid.
    """
    named = partial(key_property, fields, writer.table.model)
    return upsert_records(writer, key, records, UpsertOptions(**options), config, property_named=named)
