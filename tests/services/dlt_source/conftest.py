"""A sandbox, a client, and a destination of dlt for each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.services.dlt_source.warehouse import DATASET, Warehouse
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Clock, Sandbox

_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def dlt_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what dlt writes in a folder of the tests, and let it send nothing."""
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path_factory.getbasetemp() / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Start a small sandbox with a frozen clock."""
    with Sandbox(records=120, clock=Clock(frozen=True), requests_per_minute=None) as running:
        yield running


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[WebCRM]:
    """Return a client of the sandbox."""
    with WebCRM(sandbox.application_token, base_url=sandbox.url, requests_per_minute=None) as client:
        yield client


@pytest.fixture(params=["duckdb", "postgres"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """Return an empty warehouse."""
    if request.param == "duckdb":
        return Warehouse(tmp_path)
    return Warehouse(tmp_path, request.getfixturevalue("postgres").url, f"{DATASET}_{next(_NUMBERS)}")


@pytest.fixture
def duckdb_warehouse(tmp_path: Path) -> Warehouse:
    """Return an empty warehouse in DuckDB, for what does not depend on the destination."""
    return Warehouse(tmp_path)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read pages of 50, so that tables have several."""
    monkeypatch.setattr("webcrm_ext.exports.pages.SIZE", 50)
