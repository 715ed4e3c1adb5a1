"""The demo runs, and prints no token."""

from __future__ import annotations

import re

import pytest

from scripts.demo import main


def test_the_demo_prints_records_and_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    printed = capsys.readouterr().out
    table = re.search(
        r"id +person +e-mail +organisation\n((?: +\d+ .*\n)+) +… +(\d+) persons in pages of 100\n", printed
    )
    assert table is not None
    assert len(table[1].splitlines()) == 8
    assert int(table[2]) > 100
    assert "crm.persons.get(1) returns\n  PersonDto(person_id=1, " in printed
    assert re.search(r"crm.persons.get\(1000000\) raises\n  NotFoundError: .*GET /Persons/", printed)
    assert re.search(r"^The client sent \d+ requests, logins included\.$", printed, re.MULTILINE)
    assert "Bearer" not in printed
