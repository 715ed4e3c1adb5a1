"""The check from the command line: what it prints, and exit codes that cannot be taken for one another."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.drift.__main__ import main
from tests.definitions import operation
from webcrm_ext import __version__
from webcrm_ext.definition import installed as installed_module
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.download import BYTES
from webcrm_ext.definition.installed import installed_definition, installed_lock
from webcrm_ext.drift import command_line
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.sandbox import Sandbox

from .conftest import Serve
from .sample import TEXT, sample

Write = Callable[[Any], str]
ROOT = Path(__file__).parents[3]
GOOD = json.dumps(sample()).encode()


def neutral() -> dict[str, Any]:
    document = sample()
    document["info"]["version"] = "v2"
    return document


def breaking() -> dict[str, Any]:
    document = neutral()
    del document["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    return document


CODES = {"any": (0, 1, 2), "breaking": (0, 0, 2), "never": (0, 0, 0)}


@pytest.mark.parametrize("fail_on", CODES)
def test_the_exit_code_says_how_bad_it_is(fail_on: str, repository: Path, write: Write) -> None:
    found = [
        main(["--root", str(repository), "--source", write(document), "--fail-on", fail_on])
        for document in (sample(), neutral(), breaking())
    ]
    assert tuple(found) == CODES[fail_on]


NO_DEFINITION: dict[str, tuple[dict[str, Any], str]] = {
    "an error": ({"body": b"oops", "status": 500}, "returned status 500, expected 200"),
    "a login page": (
        {"body": b"<html>Log in</html>", "Content_Type": "text/html"},
        "is not a definition: it is an HTML page",
    ),
    "cut off JSON": ({"body": GOOD[:-9]}, "is not a definition: it is not valid JSON"),
    "30 MB": ({"body": b" " * (30 * 2**20)}, f"is larger than {BYTES // 2**20} MB"),
    "a redirect elsewhere": (
        {"body": b"", "status": 302, "Location": "https://elsewhere.test/login?token=secret"},
        "returned status 302 to https://elsewhere.test/login, expected 200",
    ),
    "other JSON": ({"body": b"[]"}, "is JSON, but neither Swagger 2.0 nor OpenAPI 3.x"),
    "a construct that is not known": (
        {"body": json.dumps(sample() | {"unheard": 1}).encode()},
        "/unheard: the keyword 'unheard' has no rule",
    ),
}


@pytest.mark.parametrize("fail_on", ["any", "never"])
@pytest.mark.parametrize("answer", NO_DEFINITION)
def test_what_is_no_definition_is_never_taken_for_no_drift(
    answer: str, fail_on: str, repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    response, said = NO_DEFINITION[answer]
    assert main(["--root", str(repository), "--source", serve(**response), "--fail-on", fail_on]) == 3
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("drift: ")
    assert said in written.err
    assert written.err.endswith("\nNothing was compared: whether the API has changed is not known.\n")
    assert "secret" not in written.err


def test_the_advice_shows_no_key_of_an_address(
    repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    source = serve(json.dumps(neutral()).encode())
    assert main(["--root", str(repository), "--source", f"{source}?key=secret"]) == 1
    said = capsys.readouterr()
    assert f"SOURCE={source}`" in said.out
    assert "secret" not in said.out + said.err


def test_nobody_listens(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = f"http://127.0.0.1:{unused.getsockname()[1]}/swagger.json"
        assert main(["--root", str(repository), "--source", source]) == 3
    assert f"drift: Downloading {source} failed after 2 attempts: " in capsys.readouterr().err


def test_only_https_is_taken_from_elsewhere(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "--source", "http://api.example.test/swagger.json"]) == 3
    assert "only https is allowed" in capsys.readouterr().err


def test_a_committed_definition_that_is_spoiled(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "swagger/webcrm.json").write_text("{", encoding="utf-8")
    assert main(["--root", str(repository), "--source", write(sample())]) == 3
    assert "Restore it with `git checkout swagger/webcrm.json`." in capsys.readouterr().err


def test_a_command_that_is_not_understood_has_the_code_of_nothing_compared(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--fail-on", "additive"])
    assert stopped.value.code == 3
    assert "drift: argument --fail-on: invalid choice" in capsys.readouterr().err


def test_a_fault_of_the_check_itself_is_no_drift(
    repository: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(command_line, "compare", broken)
    assert main(["--root", str(repository), "--source", write(sample()), "--fail-on", "never"]) == 3
    said = capsys.readouterr().err
    assert "KeyError: 'a fault'" in said
    assert said.endswith("drift: a fault of the check itself. Nothing was compared.\n")


def test_nothing_is_written(repository: Path, write: Write) -> None:
    source = write(breaking())
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    assert main(["--root", str(repository), "--source", source]) == 2
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before


def test_what_was_found_is_kept_where_that_is_wanted(repository: Path, write: Write, tmp_path: Path) -> None:
    source = write(breaking())
    folder = tmp_path / "a" / "folder"
    assert main(["--root", str(repository), "--source", source, "--keep", str(folder)]) == 2
    assert {path.name for path in folder.iterdir()} == {"report.md", "report.json", "changelog.md", "definition.json"}
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("## Drift of the API\n")
    assert "make regenerate" not in (folder / "report.md").read_text(encoding="utf-8")
    assert json.loads((folder / "report.json").read_bytes())["verdict"] == "breaking"
    assert (folder / "changelog.md").read_text(encoding="utf-8").startswith("### ")
    assert (folder / "definition.json").read_bytes() == Path(source).read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_a_password_is_never_printed(
    form: str, repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    source = serve(json.dumps(breaking()).encode()).replace("//", "//me:hunter2@") + "?key=s3cret"
    assert main(["--root", str(repository), "--source", source, "--format", form]) == 2
    written = "".join(capsys.readouterr())
    assert "127.0.0.1" in written or form in ("github", "changelog")
    assert not re.search("hunter2|s3cret", written)


def test_what_to_do_about_drift_names_the_source(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(breaking())
    main(["--root", str(repository), "--source", source])
    assert f"`make regenerate SOURCE={source}`" in "".join(capsys.readouterr().out.splitlines())


def test_against_the_sandbox_over_http(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox(records=1) as sandbox:
        assert main(["--root", str(ROOT), "--source", f"{sandbox.url}/swagger/v1/swagger.json"]) == 0
    assert capsys.readouterr().out.startswith("No drift: for the client the two definitions are the same.\n")


def test_any_two_definitions(repository: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(breaking())
    assert main(["--against", source, "--source", str(repository / "swagger/webcrm.json")]) == 1
    assert "  was  new.json: " in capsys.readouterr().out


def test_the_installed_client_is_up_to_date(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(installed_definition())
    for run, options in ((command_line.main, []), (main, ["--against-installed"])):
        assert run([*options, "--source", source]) == 0
        said = capsys.readouterr().out
        assert said.startswith(f"Your client, webcrm-client {__version__}, is up to date with the API.\nNo drift")
        assert f"  was  webcrm-client {__version__} (" in said


def test_the_installed_client_is_behind(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    document = installed_definition()
    document["paths"]["/Users/Search"] = {"get": operation("Users", answer=TEXT)}
    assert command_line.main(["--source", write(document)]) == 1
    assert "is behind the API, and nothing that you might call breaks.\n" in capsys.readouterr().out
    del document["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    assert command_line.main(["--source", write(document)]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert "is behind the API, and one change breaks what you might call: see what is touched." in said
    assert "touches PersonDto.person_first_name; " in said
    del document["paths"]["/Users/{id}"]
    assert command_line.main(["--source", write(document)]) == 2
    assert "changes break what you might call" in capsys.readouterr().out


def test_when_the_installed_definition_was_pulled_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "installed_lock", lambda: {"pulled": "2026-01-02"})
    assert command_line.installed().name == f"webcrm-client {__version__} (pulled on 2026-01-02)"


def test_the_wheel_holds_its_definition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed_module, "files", lambda package: tmp_path / package)
    folder = tmp_path / "webcrm_ext/definition"
    folder.mkdir(parents=True)
    (folder / "webcrm.json").write_bytes(GOOD)
    (folder / "lock.json").write_text("{}", encoding="utf-8")
    assert installed_definition() == sample()
    assert installed_lock() == {}
    (folder / "lock.json").write_text("{", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"lock\.json is not JSON.*Reinstall webcrm-client"):
        installed_lock()


def test_a_package_without_its_definition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed_module, "files", lambda package: tmp_path)
    monkeypatch.setattr(installed_module, "__file__", str(tmp_path / "a/b/c.py"))
    with pytest.raises(PipelineError, match=r"webcrm\.json is missing from the package"):
        installed_definition()


@pytest.mark.parametrize("module", ["webcrm_ext.drift", "scripts.drift"])
def test_it_runs_as_a_module(module: str, write: Write) -> None:
    source = write(installed_definition())
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, "--source", source, "--format", "json"],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["verdict"] == "same"


def test_importing_the_package_does_not_import_the_check() -> None:
    code = "import sys, webcrm_ext; print([name for name in sys.modules if 'drift' in name or 'definition' in name])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_the_installed_check_needs_none_of_the_scripts() -> None:
    code = "import sys, webcrm_ext.drift.command_line; "
    code += "print({name.partition('.')[0] for name in sys.modules} & {'scripts', 'yaml'})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"set()"
