"""The demo runs, and prints no token."""

from __future__ import annotations

import os

import pytest

from scripts.demo import main


def test_the_demo_shows_the_main_jobs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    assert main() == 0
    printed, errors = capsys.readouterr()
    for command in ("check", "list persons", "query", "upsert organisations", "export persons"):
        assert f"\n$ webcrm {command}" in printed
    assert "3 would be created" in printed
    assert "1 PATCH call" in printed
    assert "3 created, 0 updated" in printed
    assert "Fjord Interiors AS" in printed.rpartition("--where")[2]
    assert "persons.parquet" in errors
    assert "Did you mean 'persons'" in errors
    assert "Bearer" not in printed + errors
