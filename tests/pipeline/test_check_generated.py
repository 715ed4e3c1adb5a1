"""The generated files must match the committed definition, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.check_generated import differences, main
from scripts.generate import Generate
from scripts.staging import READY

from .documents import ROOT

MODEL = "generated/webcrm_api/models/person_dto.py"
State = Callable[[Path], dict[str, bytes]]


def corrupt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    # The last byte is a newline.
    content[-2] ^= 1
    path.write_bytes(bytes(content))


def test_generated_files_match(generated: Path, capsys: pytest.CaptureFixture[str], state: State) -> None:
    before = state(generated)
    assert main(["--root", str(generated)]) == 0
    output = capsys.readouterr()
    assert output.out == (
        "check-generated: generated/webcrm_api and swagger/openapi.json match swagger/webcrm.json and its overlay.\n"
    )
    assert state(generated) == before


@pytest.mark.slow
def test_committed_files_match() -> None:
    assert differences(ROOT) == []


def test_every_difference_is_listed(
    generated: Path, copy_package: Generate, capsys: pytest.CaptureFixture[str]
) -> None:
    corrupt(generated / MODEL)
    corrupt(generated / "swagger/openapi.json")
    (generated / "generated/webcrm_api/py.typed").unlink()
    (generated / "generated/webcrm_api/more.py").write_text("", encoding="utf-8")
    (generated / "generated/aside.txt").write_text("", encoding="utf-8")
    assert main(["--root", str(generated)], generate=copy_package) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines()[1:6] == [
        "  generated/aside.txt",
        f"  {MODEL}",
        "  generated/webcrm_api/more.py",
        "  generated/webcrm_api/py.typed",
        "  swagger/openapi.json",
    ]
    assert "make regenerate OFFLINE=1" in output.err


def test_definition_that_is_not_canonical_differs(generated: Path, copy_package: Generate) -> None:
    path = generated / "swagger/webcrm.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert differences(generated, generate=copy_package) == ["swagger/webcrm.json"]


def test_wrong_lock_file_differs(generated: Path, copy_package: Generate) -> None:
    path = generated / "swagger/lock.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"operations": 11', '"operations": 12'), encoding="utf-8")
    assert differences(generated, generate=copy_package) == ["swagger/lock.json"]


def test_many_differences_are_truncated(
    generated: Path, copy_package: Generate, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        (generated / f"generated/webcrm_api/more_{number:02}.py").write_text("", encoding="utf-8")
    assert main(["--root", str(generated)], generate=copy_package) == 1
    error = capsys.readouterr().err
    assert error.startswith("check-generated: 12 files do not match")
    assert "more_09.py\n  … and 2 more\n" in error
    assert "more_10.py" not in error


def test_caches_are_ignored(generated: Path, copy_package: Generate) -> None:
    cache = generated / "generated/webcrm_api/__pycache__"
    cache.mkdir()
    (cache / "a.pyc").write_bytes(b"")
    assert differences(generated, generate=copy_package) == []


def test_interrupted_replacement_is_reported(generated: Path, capsys: pytest.CaptureFixture[str], state: State) -> None:
    (generated / READY).mkdir(parents=True)
    before = state(generated)
    assert main(["--root", str(generated)]) == 1
    error = capsys.readouterr().err
    assert "was killed while it replaced files" in error
    assert "make regenerate" in error
    assert state(generated) == before
    assert (generated / READY).exists()


def test_missing_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path / "nowhere")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("check-generated: file system error: ")
    assert "nowhere" in error


def test_invalid_definition_is_reported(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (generated / "swagger/webcrm.json").write_text("{}", encoding="utf-8")
    assert main(["--root", str(generated)]) == 1
    assert capsys.readouterr().err.startswith("check-generated: Reading swagger/webcrm.json failed")
