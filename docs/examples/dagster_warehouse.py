"""Load webCRM into DuckDB under Dagster, with one asset for each table.

dagster asset materialize --select '*' -f docs/examples/dagster_warehouse.py
"""
# pyright: basic, reportMissingImports=false

from collections.abc import Iterator
from typing import Any

import dlt
from dagster import AssetExecutionContext, Definitions
from dagster_dlt import DagsterDltResource, dlt_assets

from webcrm_ext.dlt import webcrm_source


@dlt_assets(  # type: ignore[untyped-decorator]
    dlt_source=webcrm_source(["persons", "organisations", "deliveries"], deleted=True),
    dlt_pipeline=dlt.pipeline("webcrm", destination="duckdb", dataset_name="crm"),
    group_name="webcrm",
)
def webcrm_assets(context: AssetExecutionContext, dlt: DagsterDltResource) -> Iterator[Any]:
    yield from dlt.run(context=context)


defs = Definitions(assets=[webcrm_assets], resources={"dlt": DagsterDltResource()})
