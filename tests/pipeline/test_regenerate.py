"""Whole runs of `make regenerate`, in temporary repositories."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.check_generated import differences
from scripts.generate import PACKAGE, TOOLS, Generate
from scripts.regenerate import derive, main, regenerate
from scripts.staging import READY, STAGING, staging
from tests.definitions import operation, parameter
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import PipelineError, models, operations
from webcrm_ext.definition.upgrade import upgrade

from .conftest import MakeRepository
from .documents import LOCKED_SOURCE, NO_CORRECTIONS, ROOT, definitions, read, small

State = Callable[[Path], dict[str, bytes]]


def newer() -> dict[str, Any]:
    document = small()
    document["paths"]["/Users"] = {"get": operation("Users")}
    del document["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    return document


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A newer definition in a file."""
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(newer()), encoding="utf-8")
    return path


@pytest.mark.slow
def test_offline_run_changes_no_byte(generated: Path, state: State) -> None:
    before = state(generated)
    summary = regenerate(generated, None)
    assert state(generated) == before
    assert not (generated / STAGING).exists()
    *lines, last = summary.splitlines()
    assert lines == [
        "Definition   swagger/webcrm.json (offline)",
        "Operations   11 in the definition, 0 in the overlay",
        "Models       5 in the definition, 8 generated types",
        "Overlay      0 applied",
        "Names        0 named by default",
        "Changes      none since the last definition",
        "Files        none changed",
    ]
    assert re.fullmatch(r"Time         \d+\.\d s, no warnings", last)


def test_offline_run_keeps_the_source(generated: Path) -> None:
    lock = read(generated / "swagger/lock.json")
    assert {key: lock[key] for key in LOCKED_SOURCE} == LOCKED_SOURCE


@pytest.mark.slow
def test_newer_definition_replaces_everything(
    generated: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(generated), "--source", str(source)]) == 0
    output = capsys.readouterr().out
    assert output.startswith("Definition   newer.json\nOperations   12 in the definition")
    assert "Changes      1 breaking, 1 additive, 0 neutral since the last definition\n" in output
    listed = output.partition("Changes ")[2].partition("Files ")[0].splitlines()[1:]
    assert [line.split() for line in listed] == [
        ["property-removed", "PersonDto.PersonBirthday"],
        ["operation-added", "GET", "/Users"],
    ]
    assert re.search(
        r"\nFiles        \d+ of \d+ changed\n             generated/webcrm_api/api/users/__init__\.py\n", output
    )
    assert (generated / "generated/webcrm_api/resources/users.py").exists()
    assert read(generated / "swagger/webcrm.json") == newer()
    lock = read(generated / "swagger/lock.json")
    assert lock["source"] == "newer.json"
    assert datetime.date.fromisoformat(lock["pulled"])
    assert lock["counts"]["operations"] == 12


def test_removed_resource_is_deleted(generated: Path, source: Path, copy_package: Generate) -> None:
    def without_meetings(document: dict[str, Any], folder: Path) -> Path:
        package = copy_package(document, folder)
        (package / "resources/meetings.py").unlink()
        return package

    regenerate(generated, str(source), generate=without_meetings)
    assert not (generated / "generated/webcrm_api/resources/meetings.py").exists()
    assert (generated / "generated/webcrm_api/resources/persons.py").exists()


def test_many_changes_are_truncated(generated: Path, source: Path, copy_package: Generate) -> None:
    document = small()
    for number in range(30):
        document["definitions"]["PersonDto"]["properties"][f"PersonNew{number:02}"] = {"type": "string"}
    source.write_text(json.dumps(document), encoding="utf-8")
    lines = regenerate(generated, str(source), generate=copy_package).splitlines()
    assert "Changes      0 breaking, 30 additive, 0 neutral since the last definition" in lines
    assert "             … and 10 more, see `git diff`" in lines
    assert len([line for line in lines if "PersonDto.PersonNew" in line]) == 20


def test_upgraded_definition_generates_the_same_package(generated: Path, tmp_path: Path, state: State) -> None:
    before = state(generated / "generated")
    upgraded = tmp_path / "upgraded.json"
    upgraded.write_bytes(canonicalise(upgrade(small())))
    regenerate(generated, str(upgraded))
    assert state(generated / "generated") == before


def document_as_package(document: dict[str, Any], folder: Path) -> Path:
    """Stands for the generator: equal documents generate equal packages."""
    package = folder / PACKAGE
    package.mkdir()
    (package / "document.json").write_bytes(canonicalise(document))
    return package


@pytest.mark.slow
def test_upgraded_committed_definition_gives_the_committed_document(
    make_repository: MakeRepository, overlay: dict[str, Any]
) -> None:
    root = make_repository(upgrade(read(ROOT / "swagger/webcrm.json")), overlay)
    regenerate(root, None, generate=document_as_package)
    committed = (ROOT / "swagger/openapi.json").read_bytes()
    assert (root / "generated/webcrm_api/document.json").read_bytes() == committed
    assert (root / "swagger/openapi.json").read_bytes() == committed


@pytest.mark.slow
def test_whole_definition_is_generated(
    make_repository: MakeRepository, overlay: dict[str, Any], state: State, tmp_path: Path
) -> None:
    # The vendor's own file where it is available.
    source = definitions()[-1]
    count = sum(1 for _ in operations(read(source)))
    root = make_repository(read(ROOT / "swagger/webcrm.json"), overlay)
    summary = regenerate(root, str(source))
    added = read(root / "swagger/lock.json")["counts"]["operations_with_overlay"] - count
    assert f"\nOperations   {count} in the definition, {added} in the overlay\n" in summary
    before = (root / "swagger/openapi.json").read_bytes()
    upgraded = tmp_path / "upgraded.json"
    upgraded.write_bytes(canonicalise(upgrade(read(source))))
    summary = regenerate(root, str(upgraded), generate=document_as_package)
    assert "Changes      none since the last definition" in summary
    assert read(root / "swagger/webcrm.json")["openapi"] == "3.0.3"
    assert state(root / "generated") == {"webcrm_api/document.json": before}


def test_missing_definition_can_be_pulled(generated: Path, source: Path, copy_package: Generate) -> None:
    (generated / "swagger/webcrm.json").unlink()
    summary = regenerate(generated, str(source), generate=copy_package)
    assert "Changes      unknown: no earlier definition" in summary


def test_losing_most_operations_needs_force(
    generated: Path, source: Path, state: State, capsys: pytest.CaptureFixture[str], copy_package: Generate
) -> None:
    document = small()
    document["paths"] = {"/Persons/{id}": document["paths"]["/Persons/{id}"]}
    source.write_text(json.dumps(document), encoding="utf-8")
    before = state(generated)
    assert main(["--root", str(generated), "--source", str(source)]) == 1
    assert "fewer than half of the 11 committed ones" in capsys.readouterr().err
    assert state(generated) == before
    assert main(["--root", str(generated), "--source", str(source), "--force"], generate=copy_package) == 0


def with_duplicate_name() -> dict[str, Any]:
    document = small()
    document["paths"]["/People"] = {"get": document["paths"]["/Persons"]["get"]}
    return document


def with_warning() -> dict[str, Any]:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["Person-Name"] = {"type": "string"}
    return document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (with_duplicate_name(), "GET /People as persons.list, and GET /Persons as persons.list"),
        (with_warning(), "The generator failed:"),
        (small() | {"definitions": {"A": {"type": "date"}}}, "/definitions/A: type 'date' has no rule"),
    ],
    ids=["duplicate name", "warning", "unknown type"],
)
def test_failed_run_changes_nothing(
    generated: Path,
    source: Path,
    state: State,
    capsys: pytest.CaptureFixture[str],
    document: dict[str, Any],
    message: str,
) -> None:
    source.write_text(json.dumps(document), encoding="utf-8")
    before = state(generated)
    assert main(["--root", str(generated), "--source", str(source)]) == 1
    output = capsys.readouterr()
    assert message in output.err
    assert output.out == ""
    assert state(generated) == before
    assert not (generated / STAGING).exists()


STALE = """\
overlay: 1.0.0
info: {title: Corrections, version: '1'}
actions:
  # Section.

  # Belongs to the first.
  - target: $.nowhere.at.all
    description: Matches
    x-reason: It is broken.
    x-source: a test
    remove: true
  - target: $.components.schemas.PersonDto.properties
    description: Adds
    x-reason: It lacks them.
    x-source: a test
    update:
      PersonCity: {type: string}  # Kept.
      PersonName: {type: string}
      PersonId: {type: string}
"""


@pytest.fixture
def stale(make_repository: MakeRepository) -> Path:
    """A repository whose overlay and names have entries that its definition does not need."""
    root = make_repository(with_action())
    (root / "swagger/overlay.yaml").write_text(STALE, encoding="utf-8")
    (root / "swagger/names.yaml").write_text("# Ours.\nPOST /Gone: gone.post\n", encoding="utf-8")
    return root


def with_action() -> dict[str, Any]:
    document = small()
    document["paths"]["/Persons/{id}/Approve"] = {
        "post": operation("Persons", *document["paths"]["/Persons/{id}"]["get"]["parameters"])
    }
    return document


REPORTED = {
    "overlay": {
        "applied": 1,
        "no longer needed": ["Adds, PersonName"],
        "overruled": ['Adds, PersonId (the definition has {"format": "int32", "type": "integer"})'],
        "without target": ["Matches ($.nowhere.at.all matches nothing)"],
    },
    "names": {
        "named by default": {"POST /Persons/{id}/Approve": "persons.approve"},
        "without an operation": ["POST /Gone"],
    },
}


def test_stale_actions_and_default_names_are_reported(
    stale: Path, copy_package: Generate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(stale), "--offline"], generate=copy_package) == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("Overlay      1 applied, 3 skipped; PRUNE=1 removes what is skipped")
    assert lines[first + 1 : first + 7] == [
        "             without target: Matches ($.nowhere.at.all matches nothing)",
        "             no longer needed: Adds, PersonName",
        '             overruled: Adds, PersonId (the definition has {"format": "int32", "type": "integer"})',
        "Names        1 named by default, 1 without an operation; PRUNE=1 removes them",
        "             named by default: POST /Persons/{id}/Approve is crm.persons.approve",
        "             without an operation: POST /Gone",
    ]
    lock = read(stale / "swagger/lock.json")
    assert {key: lock[key] for key in REPORTED} == REPORTED
    assert (stale / "swagger/overlay.yaml").read_text(encoding="utf-8") == STALE
    names = (stale / "swagger/names.yaml").read_text(encoding="utf-8")
    assert names == "# Ours.\nPOST /Gone: gone.post\nPOST /Persons/{id}/Approve: persons.approve\n"
    properties = models(read(stale / "swagger/openapi.json"))["PersonDto"]["properties"]
    assert properties["PersonCity"]["type"] == "string"
    assert properties["PersonId"]["type"] == "integer"
    assert differences(stale, generate=copy_package) == []


def test_reports_do_not_depend_on_the_order_of_keys(stale: Path, source: Path, copy_package: Generate) -> None:
    def reordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reordered(value[key]) for key in sorted(value, reverse=True)}
        return [reordered(each) for each in value] if isinstance(value, list) else value

    source.write_text(json.dumps(reordered(with_action())), encoding="utf-8")
    regenerate(stale, str(source), generate=copy_package)
    assert differences(stale, generate=copy_package) == []
    lock = read(stale / "swagger/lock.json")
    assert {key: lock[key] for key in REPORTED} == REPORTED


def test_prune_removes_what_is_skipped_and_keeps_comments(
    stale: Path, copy_package: Generate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(stale), "--offline", "--prune"], generate=copy_package) == 0
    output = capsys.readouterr().out
    assert "Overlay      1 applied, 3 skipped, removed from swagger/overlay.yaml\n" in output
    assert "             without target: Matches ($.nowhere.at.all matches nothing)\n" in output
    assert "Names        1 named by default, 1 without an operation, removed from swagger/names.yaml\n" in output
    kept = STALE.splitlines(keepends=True)
    assert (stale / "swagger/overlay.yaml").read_text(encoding="utf-8") == "".join(kept[:5] + kept[11:17])
    names = (stale / "swagger/names.yaml").read_text(encoding="utf-8")
    assert names == "# Ours.\nPOST /Persons/{id}/Approve: persons.approve\n"
    lock = read(stale / "swagger/lock.json")
    assert lock["overlay"] == {"applied": 1, "no longer needed": [], "overruled": [], "without target": []}
    assert lock["names"]["without an operation"] == []
    assert differences(stale, generate=copy_package) == []
    assert main(["--root", str(stale), "--offline", "--prune"], generate=copy_package) == 0
    assert "Overlay      1 applied\n" in capsys.readouterr().out


def test_chosen_name_is_used_and_kept(stale: Path, copy_package: Generate) -> None:
    chosen = "POST /Persons/{id}/Approve: persons.sign  # Shorter.\n"
    (stale / "swagger/names.yaml").write_text(chosen, encoding="utf-8")
    summary = regenerate(stale, None, generate=copy_package)
    assert "Names        0 named by default" in summary
    assert (stale / "swagger/names.yaml").read_text(encoding="utf-8") == chosen
    found = read(stale / "swagger/openapi.json")["paths"]["/Persons/{id}/Approve"]["post"]
    assert found["operationId"] == "persons_sign"
    assert found["summary"] == "Run the action `sign` on one person."


def test_malformed_overlay_or_name_stops_the_run(
    stale: Path, state: State, copy_package: Generate, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text, message in (
        ("overlay.yaml", STALE.replace("    x-source: a test\n", "", 1), "1. Matches: it has no x-source"),
        ("names.yaml", "POST /Gone gone.post", "swagger/names.yaml, line 1: 'POST /Gone gone.post' is not a name"),
    ):
        before = (stale / "swagger" / name).read_text(encoding="utf-8")
        (stale / "swagger" / name).write_text(text, encoding="utf-8")
        files = state(stale)
        assert main(["--root", str(stale), "--offline"], generate=copy_package) == 1
        assert message in capsys.readouterr().err
        assert state(stale) == files
        (stale / "swagger" / name).write_text(before, encoding="utf-8")


@pytest.mark.slow
def test_tag_with_the_name_of_a_client_attribute_is_generated(make_repository: MakeRepository) -> None:
    document = small()
    for tag in ("Query", "Import"):
        document["paths"][f"/{tag}"] = {"get": operation(tag), "post": operation(tag)}
        document["paths"][f"/{tag}/{{id}}/Print"] = {"post": operation(tag, parameter("id", "path"))}
    root = make_repository(document)
    regenerate(root, None)
    code = """if True:
        from webcrm_api.resources import Resources, AsyncResources
        calls = []
        class Runner:
            def run(self, call):
                calls.append((call.name, call.url()))
        for resource in (Resources(Runner()).query_, Resources(Runner()).import_):
            resource.create()
            resource.print("7")
        print(calls, AsyncResources(None).query_.print, hasattr(Resources, "query"))
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(root / "generated")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith(
        str(
            [
                ("query.create", "/Query"),
                ("query.print", "/Query/7/Print"),
                ("import_.create", "/Import"),
                ("import_.print", "/Import/7/Print"),
            ]
        )
    )
    assert done.stdout.endswith(" False\n")


def test_other_version_of_a_tool_raises(
    generated: Path, state: State, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(TOOLS, "ruff", "0.0.1")
    before = state(generated)
    assert main(["--root", str(generated), "--offline"]) == 1
    assert "0.0.1 is pinned" in capsys.readouterr().err
    assert state(generated) == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("swagger/webcrm.json", None, "Reading swagger/webcrm.json failed: No such file"),
        ("swagger/webcrm.json", b"<<<<<<< HEAD", "Reading swagger/webcrm.json failed: "),
        ("swagger/lock.json", None, "Reading swagger/lock.json failed: No such file"),
        ("swagger/lock.json", b"{", "Reading swagger/lock.json failed: Expecting"),
        ("swagger/lock.json", b"[]", "swagger/lock.json: expected an object"),
        ("swagger/lock.json", b"{}", "swagger/lock.json lacks source, pulled, raw_sha256"),
        ("swagger/overlay.yaml", None, "Reading overlay.yaml as YAML failed"),
    ],
)
def test_invalid_file_in_the_repository_is_reported(
    generated: Path,
    capsys: pytest.CaptureFixture[str],
    copy_package: Generate,
    name: str,
    content: bytes | None,
    message: str,
) -> None:
    if content is None:
        (generated / name).unlink()
    else:
        (generated / name).write_bytes(content)
    assert main(["--root", str(generated), "--offline"], generate=copy_package) == 1
    output = capsys.readouterr().err
    assert message in output
    assert "git checkout" in output or "overlay" in output


def test_folder_without_a_repository_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path / "nowhere"), "--offline"]) == 1
    assert "file system error: " in capsys.readouterr().err
    assert main(["--root", str(tmp_path), "--offline"]) == 1
    assert "Reading swagger/webcrm.json failed" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_second_run_at_the_same_time_fails(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with staging(generated):
        assert main(["--root", str(generated), "--offline"]) == 1
    assert "Another `make regenerate`" in capsys.readouterr().err


def test_derive_does_not_change_its_arguments(overlay: dict[str, Any]) -> None:
    document, actions = small(), NO_CORRECTIONS
    derive(document, actions)
    assert document == small()
    assert actions == {"overlay": "1.0.0", "info": {"title": "None", "version": "1"}, "actions": []}


def test_failure_reports_that_an_interrupted_run_was_completed(
    generated: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (generated / READY / "swagger").mkdir(parents=True)
    (generated / READY / "swagger/openapi.json").write_text("{}", encoding="utf-8")
    arguments = ["--root", str(generated), "--source", str(source.with_name("nowhere.json"))]
    assert main(arguments) == 1
    completed = "The interrupted replacement of an earlier run was completed first."
    assert capsys.readouterr().err.endswith(f"{completed}\n")
    assert read(generated / "swagger/openapi.json") == {}
    assert main(arguments) == 1
    assert completed not in capsys.readouterr().err


def test_default_source_is_the_live_definition(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = []

    def pull(source: str, **_named: Any) -> Any:
        sources.append(source)
        raise PipelineError("Not today.")

    assert main(["--root", str(generated)], pull=pull) == 1
    assert sources == ["https://api.webcrm.com/swagger/v1/swagger.json"]
    assert capsys.readouterr().err == "regenerate: Not today.\n"


def test_offline_with_a_source_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--offline", "--source", "swagger.json"])
    assert "not allowed with argument --offline" in capsys.readouterr().err
