"""All sides of the benchmarks return the same records."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection

import httpx
import pyarrow.parquet as pq
import pytest

from scripts.bench import canned as canned_server
from scripts.bench import decoding, exports, pulling, serving, stock
from scripts.bench.harness import server
from scripts.bench.records import MODELS, TOKEN, page


@pytest.fixture(scope="module")
def canned():
    with server("--pages", "2") as url:
        yield url


@pytest.fixture(scope="module")
def compressed():
    with server("--pages", "2", "--gzip") as url:
        yield url


def as_dict(record):
    write = getattr(record, "to_request", None) or getattr(record, "to_dict", None)
    return write() if write else record


@pytest.mark.slow
@pytest.mark.parametrize("side", pulling.SIDES)
def test_every_side_reads_the_same_records(canned, compressed, side):
    expected = page("PersonDto", 2000)
    for url, prefetch in ((canned, 1), (compressed, 2)):
        pages: list[list[object]] = []
        pulling.SIDES[side](url, 2, pages.append, prefetch)
        assert [len(each) for each in pages] == [1000, 1000]
        assert [as_dict(record) for each in pages for record in each] == expected


def test_pull_reports_the_records_read(canned):
    _seconds, result = pulling.pull("ours", canned, 2)
    assert (result["count"], result["ids"]) == (2000, sum(range(1, 2001)))


def test_a_side_can_run_as_a_program(canned):
    command = [sys.executable, "-m", "scripts.bench.pulling", "httpx_json", canned, "1", "1"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert printed["result"]["ids"] == sum(range(1, 1001))
    assert printed["figure"] > 0


def test_distinct_ids_continue_where_records_repeat(monkeypatch):
    monkeypatch.setattr(canned_server, "_DISTINCT_PAGES", 1)
    server = canned_server.Canned(2, 0.0, compressed=False, distinct_ids=True)
    first, second, third = (json.loads(server.body(page, 1000)) for page in (1, 2, 3))
    assert [each["PersonId"] for each in first + second] == list(range(1, 2001))
    assert second == [{**each, "PersonId": each["PersonId"] + 1000} for each in first]
    assert third == []


@pytest.mark.slow
def test_scripts_export_the_same_values_as_the_client(canned, tmp_path):
    for side in exports.SIDES:
        (tmp_path / side).mkdir()
        exported = exports.SIDES[side](canned, 2, tmp_path / side)
        assert exported.rows == 2000
        assert 3 <= exported.requests <= 8
    ours, script = (pq.read_table(tmp_path / side / "persons.parquet") for side in ("parquet", "pandas_parquet"))
    names = [name for name in ours.column_names if name in script.column_names]
    assert len(names) == script.num_columns
    assert ours.select(names).cast(script.select(names).schema).equals(script.select(names))
    lines, by_json = ((tmp_path / side / "persons.jsonl").read_bytes() for side in ("jsonl", "json_lines"))
    assert [json.loads(each) for each in lines.splitlines()] == [json.loads(each) for each in by_json.splitlines()]


def test_servers_are_measured_by_whole_pages(canned):
    with server("2000", module="scripts.bench.sandboxed") as sandbox:
        for url in (canned, sandbox):
            pages_a_second, result = serving.read(url, 2)
            assert pages_a_second > 0
            assert result["pages"] == 2
            assert result["bytes"] > 2 * 1000 * 1000
        login = httpx.post(f"{sandbox}/Auth/ApiLogin", data={"authCode": TOKEN}).json()
        with httpx.Client(headers={"Authorization": f"Bearer {login['AccessToken']}"}) as client:
            counts = [len(client.get(f"{sandbox}/Persons?Page={page}&Size=1000").json()) for page in (1, 2, 3)]
        assert counts == [1000, 1000, 0]
        with closing(HTTPConnection(sandbox.removeprefix("http://"))) as connection:
            with pytest.raises(RuntimeError, match="GET /Nowhere returned status 404"):
                serving._body(connection, "GET", "/Nowhere")


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", ["json", "msgspec", "stock", "stock_nullable", "ours"])
def test_every_side_decodes_the_same_records(name, model):
    side = decoding.make_side(name, model, decoding.json_page(model, 20))
    for decode in (side.timed, side.whole):
        assert [side.write(record) for record in decode()] == page(model, 20)


def test_stock_clients_are_cached_by_definition_and_generator(tmp_path, monkeypatch):
    monkeypatch.setattr(stock, "CACHE", tmp_path)
    names = set()
    for version, document in (("1", {"one": 1}), ("2", {"one": 1}), ("2", {"two": 2})):
        monkeypatch.setattr(stock, "version", lambda _package, version=version: version)
        monkeypatch.setattr(stock, "openapi", lambda document=document: document)
        name = stock.cache_name(stock.canonicalise(document), version)
        (tmp_path / name).mkdir()  # as if generated before
        assert stock.make_stock.__wrapped__("stock") == tmp_path / name
        names.add(name)
    assert len(names) == 3


def test_decode_reports_the_records_read():
    figure, result = decoding.decode("ours", "PersonDto", 20)
    assert figure > 0
    assert result["ids"] == sum(range(1, 21))
    assert result["memory"] > 0
