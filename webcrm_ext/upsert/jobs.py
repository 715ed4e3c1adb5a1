"""The jobs of the clients on many records: each is prepared here, for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from webcrm_api.results import UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.config import Config
from webcrm_ext.custom_fields.names import key_property
from webcrm_ext.operations import Operation
from webcrm_ext.upsert.operation import upsert_by as upsert_records
from webcrm_ext.upsert.operation import writer_for
from webcrm_ext.upsert.options import UpsertOptions

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import Fields


def upsert_by(
    config: Config,
    fields: dict[str, Fields],
    table: Table[Any],
    key: str,
    records: Iterable[Any],
    options: Mapping[str, Any],
) -> Operation[UpsertReport]:
    """Create or update records by a key.

    Raises:
        ConfigurationError: An option is invalid, or the API cannot write this entity.
    """
    chosen = UpsertOptions(**options, requests_per_minute=config.requests_per_minute)
    named = partial(key_property, fields, table.model)
    return upsert_records(writer_for(table), key, records, chosen, property_named=named)
