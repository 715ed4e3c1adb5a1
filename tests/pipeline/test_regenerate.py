"""A whole run, in repositories of its own."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts import regenerate as regenerate_module
from scripts.generate import TOOLS
from scripts.regenerate import derive, main, regenerate
from scripts.staging import STAGING, staging
from tests.definitions import operation
from webcrm_ext.definition.canonical import canonicalise
from webcrm_ext.definition.document import PipelineError, operations
from webcrm_ext.definition.upgrade import upgrade

from .conftest import MakeRepository
from .documents import NO_CORRECTIONS, ORIGIN, ROOT, definitions, read, small

State = Callable[[Path], dict[str, bytes]]
CHANGES_NAME = {"target": "$.info", "description": "Name it", "x-reason": "It has no name.", "x-source": "a test"}


def with_user() -> dict[str, Any]:
    document = small()
    document["paths"]["/Users"] = {"get": operation("Users")}
    del document["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    return document


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A newer definition, in a file."""
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(with_user()), encoding="utf-8")
    return path


def test_offline_twice_is_byte_identical(generated: Path, state: State) -> None:
    before = state(generated)
    summary = regenerate(generated, None)
    assert state(generated) == before
    assert not (generated / STAGING).exists()
    *lines, last = summary.splitlines()
    assert lines == [
        "Definition   swagger/webcrm.json (offline)",
        "Operations   11 of the definition, 0 of the overlay",
        "Models       5 of the definition, 8 generated types",
        "Changes      none since the last definition",
        "Files        none changed",
    ]
    assert re.fullmatch(r"Time         \d+\.\d s, without a warning", last)


def test_offline_keeps_the_origin(generated: Path) -> None:
    lock = read(generated / "swagger/lock.json")
    assert {key: lock[key] for key in ORIGIN} == ORIGIN


def test_a_newer_definition(generated: Path, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(generated), "--source", str(source)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Definition   newer.json\nOperations   12 of the definition")
    assert "Changes      1 breaking, 1 additive, 0 neutral since the last definition\n" in said
    listed = said.partition("Changes ")[2].partition("Files ")[0].splitlines()[1:]
    assert [line.split() for line in listed] == [
        ["property-removed", "PersonDto.PersonBirthday"],
        ["operation-added", "GET", "/Users"],
    ]
    assert re.search(
        r"\nFiles        \d+ of \d+ changed\n             generated/webcrm_api/api/users/__init__\.py\n", said
    )
    assert (generated / "generated/webcrm_api/resources/users.py").exists()
    assert read(generated / "swagger/webcrm.json") == with_user()
    lock = read(generated / "swagger/lock.json")
    assert lock["source"] == "newer.json"
    assert datetime.date.fromisoformat(lock["pulled"])
    assert lock["counts"]["operations"] == 12


def test_what_went_is_gone(generated: Path, source: Path) -> None:
    document = with_user()
    del document["paths"]["/Meetings"]
    source.write_text(json.dumps(document), encoding="utf-8")
    regenerate(generated, str(source))
    assert not (generated / "generated/webcrm_api/resources/meetings.py").exists()


def test_many_changes_are_counted_and_some_shown(generated: Path, source: Path) -> None:
    document = small()
    for number in range(30):
        document["definitions"]["PersonDto"]["properties"][f"PersonNew{number:02}"] = {"type": "string"}
    source.write_text(json.dumps(document), encoding="utf-8")
    lines = regenerate(generated, str(source)).splitlines()
    assert "Changes      0 breaking, 30 additive, 0 neutral since the last definition" in lines
    assert "             … and 10 more, which `git diff` shows" in lines
    assert len([line for line in lines if "PersonDto.PersonNew" in line]) == 20


def test_an_upgraded_definition_gives_the_same_tree(generated: Path, tmp_path: Path, state: State) -> None:
    before = state(generated / "generated")
    upgraded = tmp_path / "upgraded.json"
    upgraded.write_bytes(canonicalise(upgrade(small())))
    regenerate(generated, str(upgraded))
    assert state(generated / "generated") == before


@pytest.mark.slow
def test_the_whole_definition_upgraded_gives_the_committed_tree(
    make_repository: MakeRepository, overlay: dict[str, Any], state: State
) -> None:
    root = make_repository(upgrade(read(ROOT / "swagger/webcrm.json")), overlay)
    regenerate(root, None)
    made = state(root / "generated")
    assert made == {name: content for name, content in state(ROOT / "generated").items() if name in made}
    assert made.keys() == {name for name in state(ROOT / "generated") if "_cache" not in name}


@pytest.mark.slow
def test_the_whole_definition_of_a_file_and_its_upgrade_give_one_tree(
    make_repository: MakeRepository, overlay: dict[str, Any], state: State, tmp_path: Path
) -> None:
    # The vendor's own file, where it lies beside the checkout.
    source = definitions()[-1]
    count = sum(1 for _ in operations(read(source)))
    root = make_repository(read(ROOT / "swagger/webcrm.json"), overlay)
    summary = regenerate(root, str(source))
    added = read(root / "swagger/lock.json")["counts"]["operations_with_overlay"] - count
    assert added == len([action for action in overlay["actions"] if action["target"] == "$.paths"])
    assert f"\nOperations   {count} of the definition, {added} of the overlay\n" in summary
    before = state(root / "generated")
    upgraded = tmp_path / "upgraded.json"
    upgraded.write_bytes(canonicalise(upgrade(read(source))))
    assert "Changes      none since the last definition" in regenerate(root, str(upgraded))
    assert read(root / "swagger/webcrm.json")["openapi"] == "3.0.3"
    assert state(root / "generated") == before


def test_without_a_definition_one_can_be_pulled(generated: Path, source: Path) -> None:
    (generated / "swagger/webcrm.json").unlink()
    assert "Changes      not known: there was no definition before" in regenerate(generated, str(source))


def test_a_definition_that_lost_most_is_taken_when_forced(
    generated: Path, source: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    document = small()
    document["paths"] = {"/Persons/{id}": document["paths"]["/Persons/{id}"]}
    source.write_text(json.dumps(document), encoding="utf-8")
    before = state(generated)
    assert main(["--root", str(generated), "--source", str(source)]) == 1
    assert "fewer than half of the 11 that are committed" in capsys.readouterr().err
    assert state(generated) == before
    assert main(["--root", str(generated), "--source", str(source), "--force"]) == 0


def duplicated() -> dict[str, Any]:
    document = small()
    document["paths"]["/People"] = {"get": document["paths"]["/Persons"]["get"]}
    return document


def unnamed() -> dict[str, Any]:
    document = small()
    document["paths"]["/Persons/some/thing/else"] = {"get": operation("Persons")}
    return document


def warned() -> dict[str, Any]:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["PersonName"] |= {"format": "date-time", "default": "never"}
    return document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (duplicated(), "would both be persons_list"),
        (unnamed(), "no rule gives GET /Persons/some/thing/else a name"),
        (warned(), "The generator failed:"),
        (small() | {"webhooks": {}}, "/webhooks: the keyword 'webhooks' has no rule"),
    ],
    ids=["two of one name", "no name", "a warning", "an unknown keyword"],
)
def test_a_refusal_changes_nothing(
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
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""
    assert state(generated) == before
    assert not (generated / STAGING).exists()


def test_all_corrections_that_no_longer_hold_are_named_at_once(
    make_repository: MakeRepository, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    actions = [
        CHANGES_NAME | {"description": "Matches", "target": "$.nowhere", "remove": True},
        CHANGES_NAME | {"description": "Changes", "update": {"title": "A small API"}},
        CHANGES_NAME | {"description": "Mended", "update": {"title": "B"}, "x-unless": "$.info.title"},
        CHANGES_NAME | {"description": "Good", "update": {"title": "C"}},
    ]
    root = make_repository(small(), NO_CORRECTIONS | {"actions": actions})
    before = state(root)
    assert main(["--root", str(root), "--offline"]) == 1
    said = capsys.readouterr().err
    assert "1. Matches: its target $.nowhere matches nothing" in said
    assert "2. Changes: it changes nothing" in said
    assert "3. Mended: the definition now has $.info.title" in said
    assert "Good" not in said
    assert state(root) == before


def test_another_version_of_a_tool_is_refused(
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
        ("swagger/webcrm.json", None, "swagger/webcrm.json cannot be used: No such file"),
        ("swagger/webcrm.json", b"<<<<<<< HEAD", "swagger/webcrm.json cannot be used: "),
        ("swagger/lock.json", None, "swagger/lock.json cannot be used: No such file"),
        ("swagger/lock.json", b"{", "swagger/lock.json cannot be used: Expecting"),
        ("swagger/lock.json", b"[]", "swagger/lock.json: an object is wanted here"),
        ("swagger/lock.json", b"{}", "swagger/lock.json does not say source, pulled, raw_sha256"),
        ("swagger/overlay.yaml", None, "overlay.yaml cannot be read as YAML"),
    ],
)
def test_a_spoiled_repository_is_told(
    generated: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    message: str,
) -> None:
    # The generator has no part in this, and takes its time.
    package = generated / "package"
    monkeypatch.setattr(regenerate_module, "generate", lambda document, folder: package)
    package.mkdir()
    if content is None:
        (generated / name).unlink()
    else:
        (generated / name).write_bytes(content)
    assert main(["--root", str(generated), "--offline"]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert "git checkout" in said or "overlay" in said


def test_a_folder_that_is_no_repository_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(tmp_path / "nowhere"), "--offline"]) == 1
    assert "the file system refused: " in capsys.readouterr().err
    assert main(["--root", str(tmp_path), "--offline"]) == 1
    assert "swagger/webcrm.json cannot be used" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_at_the_same_time_is_refused(generated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with staging(generated):
        assert main(["--root", str(generated), "--offline"]) == 1
    assert "Another `make regenerate`" in capsys.readouterr().err


def test_deriving_leaves_its_arguments_alone(overlay: dict[str, Any]) -> None:
    document, actions = small(), NO_CORRECTIONS
    derive(document, actions)
    assert document == small()
    assert actions == {"overlay": "1.0.0", "info": {"title": "None", "version": "1"}, "actions": []}


def test_a_refusal_says_that_an_earlier_change_was_carried_out_first(
    generated: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = generated / STAGING / "run-killed"
    (made / "swagger").mkdir(parents=True)
    (made / "swagger/openapi.json").write_text("{}", encoding="utf-8")
    listed = {"folder": made.name, "targets": ["swagger/openapi.json"]}
    (generated / STAGING / "swapping").write_text(json.dumps(listed), encoding="utf-8")
    arguments = ["--root", str(generated), "--source", str(source.with_name("nowhere.json"))]
    assert main(arguments) == 1
    first = "The change of an earlier run, killed in the middle of it, was carried out first."
    assert capsys.readouterr().err.endswith(f"{first}\n")
    assert read(generated / "swagger/openapi.json") == {}
    assert main(arguments) == 1
    assert first not in capsys.readouterr().err


def test_a_spoiled_list_of_what_is_left_to_do_is_told(
    generated: Path, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    (generated / STAGING).mkdir()
    (generated / STAGING / "swapping").write_bytes(b"")
    before = state(generated)
    assert main(["--root", str(generated), "--offline"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("regenerate: .regenerate/swapping, which lists a change that was left half done,")
    assert "carried out first" not in said
    assert state(generated) == before


def test_the_live_definition_is_the_default(
    generated: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def pull(source: str, **_named: Any) -> Any:
        asked.append(source)
        raise PipelineError("Not today.")

    monkeypatch.setattr(regenerate_module, "pull", pull)
    assert main(["--root", str(generated)]) == 1
    assert asked == ["https://api.webcrm.com/swagger/v1/swagger.json"]
    assert capsys.readouterr().err == "regenerate: Not today.\n"


def test_a_source_beside_offline_is_refused_and_not_ignored(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--offline", "--source", "swagger.json"])
    assert "not allowed with argument --offline" in capsys.readouterr().err
