"""A destination of dlt for one test, and what the sandbox says should be in it."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import dlt

from webcrm_ext.exports.tables import descriptions
from webcrm_ext.sandbox import Sandbox

DATASET = "warehouse"


class Warehouse:
    """A dataset, and the working folder of a pipeline that loads it."""

    def __init__(self, folder: Path, postgres_url: str | None = None, dataset: str = DATASET) -> None:
        self.folder, self.dataset, self.postgres_url = folder, dataset, postgres_url

    def pipeline(self, **options: Any) -> Any:
        """Return the pipeline, from the working folder if it is there."""
        database = dlt.destinations.duckdb(str(self.folder / "crm.duckdb"))
        destination = dlt.destinations.postgres(self.postgres_url) if self.postgres_url else database
        return dlt.pipeline(
            "crm", destination=destination, dataset_name=self.dataset, pipelines_dir=str(self.folder / "working"),
            **options,
        )  # fmt: skip

    def run(self, source: Any) -> Any:
        """Run the pipeline with a source."""
        return self.pipeline().run(source)

    def lose_working_folder(self) -> None:
        """Remove the working folder, as a container that ends does."""
        shutil.rmtree(self.folder / "working")

    def sql(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query, in which `{dataset}` is the dataset."""
        with self.pipeline().sql_client() as client:
            return client.execute_sql(query.format(dataset=self.dataset))

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns in the destination."""
        return [
            name
            for (name,) in self.sql(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = '{dataset}' "
                f"AND table_name = '{table}' ORDER BY ordinal_position"
            )
        ]

    def rows(self, table: str, id_column: str, where: str = "TRUE") -> dict[int, dict[str, Any]]:
        """Return the rows of a table by id."""
        names = self.columns(table)
        quoted = ", ".join(f'"{name}"' for name in names)
        found = [
            dict(zip(names, row, strict=True))
            for row in self.sql(f"SELECT {quoted} FROM {{dataset}}.{table} WHERE {where}")
        ]
        rows = {row[id_column]: row for row in found}
        assert len(rows) == len(found), f"{table} has an id twice"
        return rows


def assert_equal(
    warehouse: Warehouse, sandbox: Sandbox, path: str, table: str, labels: dict[str, str] | None = None
) -> dict[int, dict[str, Any]]:
    """Check that a table has the records of the sandbox, by id and value. Return its rows.

    Args:
        warehouse: The warehouse.
        sandbox: The sandbox.
        path: The path of the records, such as `Persons`.
        table: The table.
        labels: The columns, by property, whose names are not those of their properties.
    """
    (description,) = descriptions([table])
    id_property = description.table.id_column
    deleted = '"_deleted_at" IS NULL' if "_deleted_at" in warehouse.columns(table) else "TRUE"
    rows = warehouse.rows(table, column(id_property), deleted)
    ids = sandbox.tenant.store.ids(path)
    assert sorted(rows) == sorted(ids)
    kinds = {each.property: each.kind for each in description.columns}
    for id_ in ids:
        record = sandbox.record(path, id_)
        unexpected = {name: value for name, value in record.items() if name not in kinds}
        stored = rows[id_]["_unexpected"]
        assert (json.loads(stored) if stored else {}) == unexpected
        for name, kind in kinds.items():
            found = rows[id_][(labels or {}).get(name) or column(name)]
            assert _plain(found, kind) == _plain(record.get(name), kind), (table, id_, name)
    return rows


def column(property_: str) -> str:
    """Return the column of a property, in snake case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", property_).lower()


@cache
def entities() -> dict[str, str]:
    """Return the names of entities, as columns begin with them, by the path of their records."""
    return {"Persons": "Person", "Organisations": "Organisation", "Deliveries": "Delivery", "Events": "Event"}


def change(sandbox: Sandbox, path: str, id_: int, *, seconds: float = 0, **values: Any) -> None:
    """Change a record, or create it.

    Args:
        sandbox: The sandbox.
        path: The path of the records.
        id_: The id.
        seconds: How long ago, by its date of change.
        values: Properties.
    """
    entity = entities()[path]
    moment = (sandbox.clock.now() - datetime.timedelta(seconds=seconds)).isoformat()
    before = sandbox.record(path, id_) or sandbox.record(path, sandbox.tenant.store.ids(path)[0])
    sandbox.put_record(path, id_, {**before, f"{entity}UpdatedAt": moment, **values})


@contextmanager
def requests_of(sandbox: Sandbox) -> Iterator[list[str]]:
    """Collect the operations that are requested meanwhile, without logins and what leads to them."""
    operations: list[str] = []
    first = len(sandbox.requests)
    yield operations
    operations += [
        each.operation
        for each in list(sandbox.requests)[first:]
        if not each.path.startswith("/Auth") and each.status != 401  # advance() expires tokens
    ]


def _plain(value: Any, kind: str) -> Any:
    """Return a value as the sandbox and the destinations have it in common."""
    if value is None:
        return None
    if kind in ("struct", "list"):
        return json.loads(value) if isinstance(value, str) else value
    if kind == "timestamp" and isinstance(value, str):
        if value.startswith("0001-01-01"):
            return None
        return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d", r"\1", value)).astimezone(datetime.UTC)
    return value.astimezone(datetime.UTC) if kind == "timestamp" else value
