"""What is committed must be what the committed definition gives, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.check_generated import differences, main
from scripts.staging import STAGING

from .documents import ROOT

MODEL = "generated/webcrm_api/models/person_dto.py"
State = Callable[[Path], dict[str, bytes]]


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    # The last byte but one: in a file of JSON and of Python the last is a line end.
    content[-2] ^= 1
    path.write_bytes(bytes(content))


def test_what_was_generated_passes(generated: Path, capsys: pytest.CaptureFixture[str], state: State) -> None:
    before = state(generated)
    assert main(["--root", str(generated)]) == 0
    said = capsys.readouterr()
    assert said.out == (
        "check-generated: generated/webcrm_api and swagger/openapi.json are what swagger/webcrm.json "
        "and its overlay give.\n"
    )
    assert state(generated) == before


@pytest.mark.slow
def test_what_is_committed_passes() -> None:
    assert differences(ROOT) == []


def test_every_difference_is_named(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(generated / MODEL)
    spoil(generated / "swagger/openapi.json")
    (generated / "generated/webcrm_api/py.typed").unlink()
    (generated / "generated/webcrm_api/more.py").write_text("", encoding="utf-8")
    (generated / "generated/aside.txt").write_text("", encoding="utf-8")
    assert main(["--root", str(generated)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[1:6] == [
        "  generated/aside.txt",
        f"  {MODEL}".replace("models/person_dto", "models/person_dto"),
        "  generated/webcrm_api/more.py",
        "  generated/webcrm_api/py.typed",
        "  swagger/openapi.json",
    ]
    assert "make regenerate OFFLINE=1" in said.err


def test_a_definition_that_is_not_canonical_is_named(generated: Path) -> None:
    path = generated / "swagger/webcrm.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert differences(generated) == ["swagger/webcrm.json"]


def test_a_lock_that_does_not_fit_is_named(generated: Path) -> None:
    path = generated / "swagger/lock.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"operations": 11', '"operations": 12'), encoding="utf-8")
    assert differences(generated) == ["swagger/lock.json"]


def test_many_differences_are_counted_and_some_named(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(12):
        (generated / f"generated/webcrm_api/more_{number:02}.py").write_text("", encoding="utf-8")
    assert main(["--root", str(generated)]) == 1
    said = capsys.readouterr().err
    assert "(12):" in said
    assert "more_09.py\n  … and 2 more\n" in said
    assert "more_10.py" not in said


def test_caches_are_no_difference(generated: Path) -> None:
    cache = generated / "generated/webcrm_api/__pycache__"
    cache.mkdir()
    (cache / "a.pyc").write_bytes(b"")
    assert differences(generated) == []


def test_an_interrupted_change_is_named(generated: Path, capsys: pytest.CaptureFixture[str], state: State) -> None:
    (generated / STAGING).mkdir()
    (generated / STAGING / "swapping").write_text("{}", encoding="utf-8")
    before = state(generated)
    assert main(["--root", str(generated)]) == 1
    said = capsys.readouterr().err
    assert "was killed in the middle of its change" in said
    assert "make regenerate" in said
    assert state(generated) == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("check-generated: the file system refused: ")
    assert "nowhere" in said


def test_a_definition_that_gives_nothing_is_told(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (generated / "swagger/webcrm.json").write_text("{}", encoding="utf-8")
    assert main(["--root", str(generated)]) == 1
    assert capsys.readouterr().err.startswith("check-generated: swagger/webcrm.json cannot be used")
