"""The command line of the drift check: output and exit codes."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scripts.drift.__main__ import main
from scripts.drift.body import body
from tests.definitions import operation, parameter
from webcrm_ext import __version__
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
def test_the_exit_code_reports_the_severity(fail_on: str, repository: Path, write: Write) -> None:
    codes = [
        main(["--root", str(repository), "--source", write(document), "--fail-on", fail_on])
        for document in (sample(), neutral(), breaking())
    ]
    assert tuple(codes) == CODES[fail_on]


INVALID: dict[str, tuple[dict[str, Any], str]] = {
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
    "other JSON": ({"body": b"[]"}, "is neither Swagger 2.0 nor OpenAPI 3.x"),
    "paths of another type": (
        {"body": json.dumps(sample() | {"paths": {"/Persons": {"get": 1}, "/Users": 2}}).encode()},
        "is a definition (Swagger 2.0) without operations",
    ),
}


@pytest.mark.parametrize("fail_on", ["any", "never"])
@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_definition_is_never_reported_as_no_drift(
    case: str, fail_on: str, repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    response, message = INVALID[case]
    assert main(["--root", str(repository), "--source", serve(**response), "--fail-on", fail_on]) == 3
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("drift: ")
    assert message in output.err
    assert output.err.endswith("\nNothing was compared: it is unknown whether the API has changed.\n")
    assert "secret" not in output.err


def test_one_unreadable_construct_does_not_end_the_check(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    document = breaking()
    document["definitions"]["UnusedDto"]["type"] = "date"
    assert main(["--root", str(repository), "--source", write(document)]) == 2
    output = capsys.readouterr().out
    assert "PersonDto.PersonFirstName: a property was removed" in output
    assert (
        "\nNOT COMPARED\n\n    UnusedDto at /definitions/UnusedDto\n        It cannot be read: type 'date'.\n" in output
    )


def test_the_advice_omits_secrets_in_urls(repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    source = serve(json.dumps(neutral()).encode())
    assert main(["--root", str(repository), "--source", f"{source}?key=secret"]) == 1
    output = capsys.readouterr()
    assert f"SOURCE={source}`" in output.out
    assert "secret" not in output.out + output.err


def test_a_refused_connection_exits_with_3(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        source = f"http://127.0.0.1:{unused.getsockname()[1]}/swagger.json"
        assert main(["--root", str(repository), "--source", source]) == 3
    assert f"drift: Downloading {source} failed after 2 attempts: " in capsys.readouterr().err


def test_plain_http_from_other_machines_is_refused(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(repository), "--source", "http://api.example.test/swagger.json"]) == 3
    assert "only https is allowed" in capsys.readouterr().err


def test_a_corrupt_committed_definition_exits_with_3(
    repository: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "swagger/webcrm.json").write_text("{", encoding="utf-8")
    assert main(["--root", str(repository), "--source", write(sample())]) == 3
    assert "Restore it with `git checkout swagger/webcrm.json`." in capsys.readouterr().err


def test_invalid_options_exit_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--fail-on", "additive"])
    assert stopped.value.code == 3
    assert "drift: argument --fail-on: invalid choice" in capsys.readouterr().err


def test_an_internal_error_is_not_drift(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> command_line.Baseline:
        raise KeyError("an error")

    options = command_line.parser("drift", "").parse_args(["--source", write(sample()), "--fail-on", "never"])
    assert command_line.check(options, broken) == 3
    output = capsys.readouterr().err
    assert "KeyError: 'an error'" in output
    assert output.endswith("drift: internal error of the check. Nothing was compared. Please report it.\n")


def test_the_check_writes_no_files(repository: Path, write: Write) -> None:
    source = write(breaking())
    before = {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}
    assert main(["--root", str(repository), "--source", source]) == 2
    assert {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()} == before


def test_keep_writes_reports_and_definition(repository: Path, write: Write, tmp_path: Path) -> None:
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
def test_passwords_are_never_printed(
    form: str, repository: Path, serve: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    source = serve(json.dumps(breaking()).encode()).replace("//", "//me:hunter2@") + "?key=s3cret"
    assert main(["--root", str(repository), "--source", source, "--format", form]) == 2
    output = "".join(capsys.readouterr())
    assert "127.0.0.1" in output or form in ("github", "changelog")
    assert not re.search("hunter2|s3cret", output)


def test_the_advice_names_the_source(repository: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(breaking())
    main(["--root", str(repository), "--source", source])
    assert f"`make regenerate SOURCE={source}`" in "".join(capsys.readouterr().out.splitlines())


def test_the_sandbox_serves_the_committed_definition(capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox(records=1) as sandbox:
        assert main(["--root", str(ROOT), "--source", f"{sandbox.url}/swagger/v1/swagger.json"]) == 0
    assert capsys.readouterr().out.startswith("No drift: for the client the two definitions are the same.\n")


def test_two_given_definitions_are_compared(repository: Path, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(breaking())
    assert main(["--against", source, "--source", str(repository / "swagger/webcrm.json")]) == 1
    assert "  was  new.json: " in capsys.readouterr().out


@pytest.mark.slow
def test_the_installed_client_can_be_up_to_date(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(installed_definition())
    for run, options in ((command_line.main, []), (main, ["--against-installed"])):
        assert run([*options, "--source", source]) == 0
        output = capsys.readouterr().out
        assert output.startswith(f"Your client, webcrm-client {__version__}, is up to date with the API.\nNo drift")
        assert f"  was  webcrm-client {__version__} (" in output


@pytest.mark.slow
def test_the_installed_client_can_be_behind(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    document = installed_definition()
    document["paths"]["/Users/Search"] = {"get": operation("Users", answer=TEXT)}
    assert command_line.main(["--source", write(document)]) == 1
    assert "is behind the API, and none of its calls break.\n" in capsys.readouterr().out
    del document["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    assert command_line.main(["--source", write(document)]) == 2
    output = " ".join(capsys.readouterr().out.split())
    assert "is behind the API, and one change breaks calls that you may make: see what each one touches." in output
    assert "touches PersonDto.person_first_name; " in output
    del document["paths"]["/Users/{id}"]
    assert command_line.main(["--source", write(document)]) == 2
    assert "changes break calls that you may make" in capsys.readouterr().out


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of an installed package with the sample as its definition."""
    folder = tmp_path / "webcrm_ext/definition"
    folder.mkdir(parents=True)
    (folder / "webcrm.json").write_bytes(GOOD)
    (folder / "lock.json").write_text('{"pulled": "2026-01-02"}', encoding="utf-8")
    (folder / "names.yaml").write_text("POST /Users/{id}/Lock: users.lock_out\n", encoding="utf-8")
    return folder.parent


def test_an_installed_package_holds_its_definition(package: Path) -> None:
    assert installed_definition(package) == sample()
    assert installed_lock(package) == {"pulled": "2026-01-02"}
    assert command_line.installed(package).document == sample()
    assert command_line.installed(package).naming.names == {"POST /Users/{id}/Lock": "users.lock_out"}
    assert "query" in command_line.installed(package).naming.reserved
    assert command_line.installed(package).name == f"webcrm-client {__version__} (pulled on 2026-01-02)"


def test_the_package_contains_the_files_of_the_definition() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    names = ("webcrm.json", "openapi.json", "lock.json", "names.yaml")
    assert included == {f"swagger/{name}": f"webcrm_ext/definition/{name}" for name in names}


def test_an_installed_client_names_operations_as_it_was_generated(
    package: Path, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    document = sample()
    for path in ("/Users/{id}/Lock", "/Users/{id}/Unlock"):
        document["paths"][path] = {"post": operation("Users", parameter("id", "path"))}
    document["paths"]["/Query"] = {"get": operation("Query", answer=TEXT)}
    options = command_line.parser("drift", "").parse_args(["--source", write(document), "--format", "json"])
    assert command_line.check(options, partial(command_line.installed, package)) == 1
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {each["subject"]: (each["code"], each["touches"]["methods"]) for each in changes} == {
        "GET /Query": ("operation-added", ["query_.list"]),
        "POST /Users/{id}/Lock": ("operation-added", ["users.lock_out"]),
        "POST /Users/{id}/Unlock": ("nameless-operation-added", ["users.unlock"]),
    }


OVERLAY = """\
overlay: 1.0.0
actions:
  - target: $.components.schemas.PersonDto.properties
    description: PersonDto has a city
    x-reason: The service returns it.
    x-source: a test
    update:
      PersonCity: {type: string}
"""


@pytest.fixture
def noted(repository: Path) -> dict[str, Any]:
    """A definition that has the correction of the repository's overlay, and an operation without a rule."""
    (repository / "swagger/overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    (repository / "swagger/names.yaml").write_text(
        "POST /Users/{id}/Lock: users.lock\nPOST /Gone: gone.post\n", encoding="utf-8"
    )
    document = sample()
    document["definitions"]["PersonDto"]["properties"]["PersonCity"] = TEXT
    for path in ("/Users/{id}/Lock", "/Users/{id}/Unlock"):
        document["paths"][path] = {"post": operation("Users", parameter("id", "path"))}
    return document


NOTES = {
    "Overlay actions that regenerating skips": ["no longer needed: PersonDto has a city"],
    "Operations named by default": ["POST /Users/{id}/Unlock is crm.users.unlock"],
    "Names without an operation": ["POST /Gone"],
}


def test_the_report_lists_what_regenerating_skips_and_names(
    repository: Path, noted: dict[str, Any], write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kept"
    assert main(["--root", str(repository), "--source", write(noted), "--keep", str(folder)]) == 1
    text = capsys.readouterr().out
    markdown = (folder / "report.md").read_text(encoding="utf-8")
    assert json.loads((folder / "report.json").read_bytes())["notes"] == NOTES
    for heading, items in NOTES.items():
        assert f"\n{heading}:\n  {items[0]}\n" in text
        assert f"\n### {heading}\n\n- {items[0]}\n" in markdown
    assert "- no longer needed: PersonDto has a city\n" in body(markdown, "", [], regenerated=True)
    assert main(["--root", str(repository), "--source", write(noted), "--format", "github"]) == 1
    assert "\n::notice title=Names without an operation::POST /Gone\n" in capsys.readouterr().out


def test_a_malformed_overlay_does_not_stop_the_check(
    repository: Path, noted: dict[str, Any], write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "swagger/overlay.yaml").write_text("- text", encoding="utf-8")
    assert main(["--root", str(repository), "--source", write(noted)]) == 1
    assert "The overlay cannot be applied:\n  overlay.yaml is not an overlay" in capsys.readouterr().out


def test_a_corrupt_lock_file_raises(package: Path) -> None:
    (package / "definition/lock.json").write_text("{", encoding="utf-8")
    with pytest.raises(PipelineError, match=r"lock\.json is not JSON.*Reinstall webcrm-client"):
        installed_lock(package)


def test_a_package_without_a_definition_raises(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"webcrm\.json is missing from the package"):
        installed_definition(tmp_path)


@pytest.mark.parametrize("module", ["webcrm_ext.drift", "scripts.drift"])
def test_the_check_runs_as_a_module(module: str, write: Write) -> None:
    source = write(installed_definition())
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, "--source", source, "--format", "json"],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["verdict"] == "same"


def test_importing_the_package_does_not_import_drift() -> None:
    code = "import sys, webcrm_ext; print([name for name in sys.modules if 'drift' in name or 'definition' in name])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_the_installed_check_imports_neither_scripts_nor_client() -> None:
    code = "import sys, webcrm_ext.drift.command_line; "
    # The errors are common to both; they load neither models nor resources.
    code += "errors = {'webcrm_api', 'webcrm_api.errors', 'webcrm_api.redaction', 'webcrm_api.suggestions'}; "
    code += "print({name for name in sys.modules if name.startswith(('scripts', 'yaml', 'webcrm_api'))} - errors)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"set()"
