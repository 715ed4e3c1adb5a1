"""What the program that runs tap-webcrm reads from its output, and its report."""

from __future__ import annotations

import json

from scripts.tap_webcrm import STREAMS, main, records_by_stream, report


def message(stream: str, key: int) -> str:
    return json.dumps({"type": "RECORD", "stream": stream, "record": {STREAMS[stream][1]: key}})


def test_keys_of_the_records_are_read_by_stream() -> None:
    output = [json.dumps({"type": "SCHEMA", "stream": "person"}), message("person", 1), message("activity", 7)]
    output += [message("person", 2), json.dumps({"type": "STATE", "value": {}})]
    assert records_by_stream(output) == {"person": [1, 2], "activity": [7]}


def test_report_names_the_streams_that_differ() -> None:
    stored = {"person": {1, 2}, "activity": {7}, "delivery": {3}}
    table, is_complete = report({"person": [2, 1], "activity": [7, 7]}, stored)
    assert not is_complete
    assert [line.endswith("differs") for line in table.splitlines()] == [False, False, True, True]
    assert report({"person": [1, 2]}, {"person": {1, 2}})[1]


def test_program_without_the_tools_of_linux_reports_them(monkeypatch, capsys) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([]) == 2
    assert "unshare, ip, mount not found" in capsys.readouterr().err
