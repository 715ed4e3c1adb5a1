"""The dlt source of webCRM: its tables in a warehouse, kept up to date by `pipeline.run(webcrm_source())`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webcrm_ext.client import WebCRM

__all__ = ["webcrm_source"]


def webcrm_source(
    tables: Iterable[str] | None = None,
    labels: bool = False,
    since: datetime.datetime | None = None,
    deleted: bool = False,
    *,
    crm: WebCRM | None = None,
) -> Any:
    """Return a dlt source with one resource for each table, merged by id.

    The first run reads each table in full. Later runs read the records that were created or changed since the last run
    began, less 300 seconds. dlt keeps that moment in the destination. A table is read in full if it has no date of
    change, if the service refuses the query, or if its columns have changed.

    Args:
        tables: Names of tables, singular or plural, in any case, such as `["persons", "Organisation"]`; None for all.
        labels: Whether to name the columns of custom fields by their labels. A column keeps the first one.
        since: The moment from which the first run reads changes, with an offset; None for all records.
        deleted: Whether to compare the ids with those in the destination, and to set `_deleted_at` of records that
            were deleted. This costs a request for each 1000 records.
        crm: The client, which stays open. By default a client is created with `sources.webcrm.application_token` and
            `sources.webcrm.base_url` of dlt's secrets, or else with the settings in the environment.

    Returns:
        A `dlt.sources.DltSource` named `webcrm`.

    Raises:
        ConfigurationError: dlt or pyarrow is not installed, a table is unknown, or an argument is invalid.

    Example:
        >>> pipeline = dlt.pipeline("crm", destination="duckdb", dataset_name="webcrm")
        >>> pipeline.run(webcrm_source(["persons", "organisations"]))
    """
    from webcrm_ext.dlt.source import build_source  # noqa: PLC0415 - an extra

    return build_source(tables, labels=labels, since=since, deleted=deleted, crm=crm)
