"""The source: one resource for each table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from webcrm_ext.dlt.client import SourceClient
from webcrm_ext.dlt.load import load_dlt
from webcrm_ext.dlt.rows import TableRun
from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.exports.arrow import load_arrow
from webcrm_ext.exports.tables import TableDescription, descriptions


def build_source(tables: Any, *, labels: Any, since: Any, deleted: Any, crm: Any) -> Any:
    """Return the source; see `webcrm_source`.

    Raises:
        ConfigurationError: dlt or pyarrow is not installed, a table is unknown, or an argument is invalid.
    """
    dlt = load_dlt()
    load_arrow("webcrm_source")
    for name, value in (("labels", labels), ("deleted", deleted)):
        if not isinstance(value, bool):
            raise ConfigurationError(f"{name} must be True or False, not {short_repr(value)}.")
    if since is not None and not (isinstance(since, datetime.datetime) and since.utcoffset() is not None):
        raise ConfigurationError(
            f"since must be a datetime with an offset, or None, not {short_repr(since)}. "
            "Pass for example datetime(2024, 5, 31, tzinfo=UTC)."
        )
    described = [each.with_nested_as_json() for each in descriptions(tables)]
    client = SourceClient(dlt, crm)

    def resource(description: TableDescription) -> Any:
        def rows() -> Iterator[Any]:
            state = dlt.current.resource_state()
            run = TableRun(
                description, client.open(), state, dlt, use_labels=labels, first_since=since, with_deleted=deleted
            )
            yield from run.rows()

        return dlt.resource(
            rows,
            name=description.resource,
            primary_key=description.table.id_column,
            write_disposition="merge",
            file_format="parquet",  # inserts take minutes for a wide table
        )

    # dlt names the state and the sections of the settings by the source.
    return dlt.source(lambda: [resource(each) for each in described], name="webcrm", section="webcrm")()
