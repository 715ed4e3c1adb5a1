"""Exports of many records, read back by pyarrow, DuckDB and pandas: every row, and the values that the service sent."""

from __future__ import annotations

import datetime
import json
import random
import re

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.slow

COUNT = 20_000
STORM_COUNT = 3_000
FORMATS = ["parquet", "duckdb", "csv", "jsonl"]
WRONG = ["next week", 5, 1.5, 2**40, True, ["a"], {"b": 1}]


def read(folder, format_) -> dict[str, pa.Table]:
    """Return the rows of an exported file, by the program that has read it."""
    import duckdb  # noqa: PLC0415 - the environments of other Pythons lack it
    import pandas as pd  # noqa: PLC0415 - as above

    def arrow(frame):
        return pa.Table.from_pandas(frame, preserve_index=False)

    path = str(folder / ("webcrm.duckdb" if format_ == "duckdb" else f"persons.{format_}"))
    with duckdb.connect(path if format_ == "duckdb" else ":memory:") as connection:
        source = {
            "duckdb": "persons",
            "parquet": f"read_parquet('{path}')",
            "csv": f"read_csv('{path}', header=true, all_varchar=true, allow_quoted_nulls=false)",
            "jsonl": f"read_csv('{path}', header=false, columns={{'line': 'VARCHAR'}}, delim='\x01', quote='')",
        }[format_]
        tables = {"duckdb": connection.sql(f"SELECT * FROM {source}").to_arrow_table()}
    if format_ == "parquet":
        tables["pyarrow"] = pq.read_table(path)
        tables["pandas"] = arrow(pd.read_parquet(path, dtype_backend="pyarrow"))
    if format_ == "csv":
        tables["pandas"] = arrow(pd.read_csv(path, dtype=str, keep_default_na=False))
    return tables


def rows_by_id(table: pa.Table, ids: set[int]) -> dict[int, dict]:
    """Return some of the rows."""
    if table.column_names == ["line"]:
        rows = (json.loads(line) for line in table.column("line").to_pylist())
        return {row["PersonId"]: row for row in rows if row["PersonId"] in ids}
    column = table.column("PersonId").cast(pa.int64())
    chosen = table.filter(pc.is_in(column, pa.array(sorted(ids), pa.int64()))).to_pylist()
    return {int(row["PersonId"]): row for row in chosen}


def date_columns(crm) -> frozenset[str]:
    schema = crm.persons.find(person_id=0).to_arrow().schema
    return frozenset(each.name for each in schema if pa.types.is_timestamp(each.type))


def as_moment(value: str):
    """Return what a column of dates has for a value of the service, by the rules in docs/exports.md."""
    if value.startswith("0001-01-01") or not value:
        return None
    try:
        moment = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value))
    except ValueError:
        return value
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def as_cell(value, expected):
    """Return the value of a cell of CSV, which is a string or null."""
    match expected:
        case bool():
            return {"true": True, "false": False}.get(value)
        case int():
            return int(value) if value and value.lstrip("-").isdigit() else None
        case datetime.datetime():
            return datetime.datetime.fromisoformat(value) if value else None
    return value


def differences(row: dict, record: dict, dates: frozenset[str], reader: str) -> dict:
    """Return the properties of a record whose values are neither in their columns nor in `_unexpected`."""
    unexpected = json.loads(row["_unexpected"] or "{}")
    found = {}
    for name, value in record.items():
        if name in unexpected:
            if (unexpected[name], row.get(name)) != (value, None) and row.get(name) != "":
                found[name] = value, unexpected[name]
            continue
        expected = as_moment(value) if name in dates and isinstance(value, str) else value
        actual = as_cell(row.get(name), expected) if reader.startswith("csv") else row.get(name)
        if reader == "csv by pandas" and expected is None:  # which reads null and "" alike
            actual = actual or None
        if (actual, type(actual)) != (expected, type(expected)):
            found[name] = expected, actual
    return found


def test_values_are_those_of_single_records(open_sandbox, connect, tmp_path):
    crm = connect(open_sandbox(records=COUNT), requests_per_minute=None)
    dates = date_columns(crm)
    ids = set(random.Random(17).sample(range(1, COUNT + 1), 100))
    records = {id_: crm.request("GET", f"/Persons/{id_}") for id_ in ids}
    for format_ in FORMATS:
        report = crm.export(tmp_path, ["persons"], format=format_)
        assert (report.rows, report.unexpected) == (COUNT, 0)
        for reader, table in read(tmp_path, format_).items():
            assert table.num_rows == COUNT
            rows = rows_by_id(table, ids)
            assert rows.keys() == ids
            if format_ == "jsonl":
                assert rows == records
            else:
                found = {id_: differences(rows[id_], records[id_], dates, f"{format_} by {reader}") for id_ in ids}
                assert {id_: each for id_, each in found.items() if each} == {}


def test_storm_of_unexpected_values_loses_none(open_sandbox, connect, tmp_path):
    sandbox = open_sandbox(records=STORM_COUNT)
    chance = random.Random(17)
    for id_ in range(1, STORM_COUNT, 5):
        record = sandbox.record("Persons", id_)
        name = chance.choice([each for each in record if each not in ("PersonId", "PersonUpdatedAt")])
        sandbox.put_record("Persons", id_, {**record, name: chance.choice(WRONG)})
    sandbox.set_faults(seed=17, null_share=0.3, unknown_enums=True, unknown_properties=True)
    sent = {}  # differs from response to response

    def keep(response):
        response.read()
        if response.request.method == "GET":
            sent.update((each["PersonId"], each) for each in response.json())

    crm = connect(sandbox, requests_per_minute=None, event_hooks={"response": [keep]})
    dates = date_columns(crm)
    for format_ in FORMATS:
        sent.clear()
        report = crm.export(tmp_path, ["persons"], format=format_)
        assert report.rows == len(sent) == STORM_COUNT
        for reader, table in read(tmp_path, format_).items():
            rows = rows_by_id(table, set(sent))
            assert rows.keys() == sent.keys()
            if format_ == "jsonl":
                assert rows == sent
            else:
                assert report.unexpected == STORM_COUNT  # each has an unknown property
                found = {id_: differences(rows[id_], sent[id_], dates, f"{format_} by {reader}") for id_ in sent}
                assert {id_: each for id_, each in found.items() if each} == {}
