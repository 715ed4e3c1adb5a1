"""The demo shows the main job and prints no token."""

from __future__ import annotations

import re

import pytest

from scripts.demo import main


def test_demo_shows_the_main_job(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    output = capsys.readouterr().out
    table = re.search(
        r"id +person +e-mail +organisation\n((?: +\d+ .*\n)+) +… +(\d+) persons in pages of 100\n", output
    )
    assert table is not None
    assert len(table[1].splitlines()) == 8
    assert int(table[2]) > 100
    assert "crm.persons.get(1) returns\n  PersonDto(person_id=1, " in output
    assert re.search(r"crm.persons.get\(1000000\) raises\n  NotFoundError: .*GET /Persons/", output)
    assert re.search(r"^\d+ requests were sent, logins included\.$", output, re.MULTILINE)
    assert "Bearer" not in output
