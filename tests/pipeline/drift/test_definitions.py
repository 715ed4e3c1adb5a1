"""The real definitions: what is not drift, what a change touches, and that regenerating removes all drift."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.drift.__main__ import main
from scripts.regenerate import regenerate
from scripts.repository import committed_naming
from tests.definitions import reference
from webcrm_ext.definition.document import operations
from webcrm_ext.definition.naming import attribute_name, operation_names
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.compare import compare
from webcrm_ext.paging.reader import MAX_PAGE_SIZE

from .sample import sample
from .test_command_line import ROOT
from .test_properties import NO_CORRECTIONS, read_by_the_generator

COMMITTED = ROOT / "swagger/webcrm.json"
VENDOR = Path(os.environ.get("WEBCRM_SHARED", ROOT.parent / "shared")) / "webcrm-api/vendor-swagger-2019-09-30.json"
DEFINITIONS = [path for path in (COMMITTED, VENDOR) if path.exists()]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_a_definition_and_its_upgrade_do_not_differ(path: Path) -> None:
    document = read(path)
    drift = compare(document, upgrade(document))
    assert (drift.changes, drift.documentation) == ((), ())


@pytest.mark.slow
@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_vendor_and_committed_definition_do_not_differ(path: Path) -> None:
    assert compare(read(COMMITTED), read(path)).changes == ()


def with_named_values(name_of: Callable[[str, str], str]) -> Any:
    """Return the committed definition with a model in place of each inline enum of a property."""
    document = read(COMMITTED)
    for model, schema in list(document["definitions"].items()):
        for name, value in schema.get("properties", {}).items():
            if "enum" in value:
                named = name_of(model, name)
                document["definitions"][named] = value
                schema["properties"][name] = reference(named)
    return document


def named_by_the_client(model: str, name: str) -> str:
    owner = model.removesuffix("Dto")
    return name if name.startswith(owner) else owner + name


@pytest.mark.slow
def test_enums_named_as_in_the_client_only_rename_parameter_types() -> None:
    before, after = read(COMMITTED), with_named_values(named_by_the_client)
    for one, other in ((before, after), (after, before)):
        changes = compare(one, other).changes
        # Parameters with the values of a property, whose type they shared while the enum was inline.
        assert {each.subject.partition(",")[2] for each in changes} <= {" parameter status", " parameter entityTypes"}
        assert {each.code for each in changes} <= {"enum-type-renamed", "enum-type-split"}


def test_enums_with_other_names_are_reported_by_property() -> None:
    changes = compare(read(COMMITTED), with_named_values(lambda model, name: f"{model}{name}Values")).changes
    assert {each.code for each in changes} == {"enum-type-renamed", "model-added"}


def test_an_enum_model_is_compared_with_an_inline_enum() -> None:
    before, after = sample(), sample()
    before["definitions"]["PersonDto"]["properties"]["PersonState"] = {"type": "string", "enum": ["A", "B"]}
    after["definitions"]["PersonDto"]["properties"]["PersonState"] = reference("PersonState")
    after["definitions"]["PersonState"] = {"type": "string", "enum": ["A", "B"]}
    assert compare(before, after).changes == compare(after, before).changes == ()
    assert read_by_the_generator(before) == read_by_the_generator(after)
    before["definitions"]["PersonDto"]["properties"]["PersonState"]["description"] = "A description."
    assert [each.subject for each in compare(before, after).documentation] == ["PersonDto.PersonState"]
    after["definitions"]["PersonState"]["enum"].append("C")
    [change] = compare(before, after).changes
    assert (change.code, change.subject, change.after) == ("enum-value-added", "PersonDto.PersonState", "C")


def test_null_types_of_openapi_3_1_are_not_drift() -> None:
    before = read(COMMITTED)
    after = upgrade(before) | {"openapi": "3.1.0"}
    for model in after["components"]["schemas"].values():
        for name, value in model.get("properties", {}).items():
            if "$ref" in value:
                model["properties"][name] = {"anyOf": [value, {"type": "null"}]}
            elif not name.endswith("Id"):
                value["type"] = [value["type"], "null"]
    assert compare(before, after).changes == ()


def test_regenerating_removes_all_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = sample(), sample()
    for document in (before, after):
        document["paths"]["/Users/{id}/Role"]["put"]["parameters"][0]["schema"] = reference("TokenDto")
    del after["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    (tmp_path / "swagger").mkdir()
    (tmp_path / "swagger/webcrm.json").write_text(json.dumps(before), encoding="utf-8")
    (tmp_path / "swagger/overlay.yaml").write_text(yaml.safe_dump(NO_CORRECTIONS), encoding="utf-8")
    source = tmp_path / "new.json"
    source.write_text(json.dumps(after), encoding="utf-8")
    arguments = ["--root", str(tmp_path), "--source", str(source)]
    assert main(arguments) == 2
    old = shutil.copy(tmp_path / "swagger/webcrm.json", tmp_path / "old.json")
    output = regenerate(tmp_path, str(source))
    assert "Changes      1 breaking, 0 additive, 0 neutral since the last definition\n" in output
    assert re.search(r"^ +property-removed +PersonDto\.PersonFirstName$", output, re.MULTILINE)
    assert main(arguments) == 0
    capsys.readouterr()
    assert (
        main(["--against", str(old), "--source", str(tmp_path / "swagger/webcrm.json"), "--format", "changelog"]) == 2
    )
    assert "`PersonDto.person_first_name`" in capsys.readouterr().out


def test_names_are_those_of_the_generated_client() -> None:
    openapi = read(ROOT / "swagger/openapi.json")
    names = operation_names(openapi, committed_naming(ROOT))
    for method, path, operation in operations(openapi):
        assert str(names[method, path]).replace(".", "_") == operation["operationId"]
    for path in (ROOT / "generated/webcrm_api/models").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        block = re.search(r"names=\{(.*?)\}", text, re.DOTALL)
        for attribute, name in re.findall(r'"(\w+)": "(\w+)"', block[1] if block else ""):
            assert attribute_name(name) == attribute
    assert [attribute_name(each) for each in ("from", "id", "type", "_x", "1st", "a-b.c")] == [
        "from_", "id", "type_", "field_x", "field_1_st", "a_b_c",
    ]  # fmt: skip


def touched(change: Any) -> Any:
    document = read(COMMITTED)
    change(document)
    [found] = compare(read(COMMITTED), document).changes
    return found.touches


@pytest.mark.slow
def test_changes_touch_hand_written_files() -> None:
    download = touched(lambda document: document["paths"].pop("/Documents/{id}/Download"))
    assert download.methods == ("documents.download",)
    assert {"webcrm_ext/documents/download_all.py", "webcrm_ext/resources/documents.py"} <= {*download.modules}
    assert "webcrm_ext/queries/selection.py" not in download.modules
    created = touched(lambda document: document["paths"]["/Persons"].pop("post"))
    assert "webcrm_ext/upsert/operation.py" in created.modules
    setup = touched(lambda document: document["paths"]["/Persons/LinkedSetup"].pop("get"))
    assert "webcrm_ext/quotation_lines/linked_data.py" in setup.modules
    item = touched(
        lambda document: document["definitions"]["QuotationLineUpdateDto"]["properties"].pop(
            "QuotationLineLinkedDataId"
        )
    )
    assert item.models == ("QuotationLineUpdateDto.quotation_line_linked_data_id",)
    assert "webcrm_ext/quotation_lines/line_values.py" in item.modules


@pytest.mark.slow
def test_operations_called_by_a_string_touch_their_file() -> None:
    for path, name in (("/Deliveries/Hooks", "post"), ("/Deliveries/Hooks", "get"), ("/Persons/Hooks/{id}", "put")):
        hook = touched(lambda document, p=path, n=name: document["paths"][p].pop(n))
        assert hook.modules == ("webcrm_ext/webhooks.py",)


def test_the_page_size_touches_the_paging_files() -> None:
    document = read(COMMITTED)
    sizes = [each for each in document["paths"]["/Persons"]["get"]["parameters"] if each["name"] == "Size"]
    assert sizes[0]["maximum"] == MAX_PAGE_SIZE
    sizes[0]["maximum"] = 500
    [change] = compare(read(COMMITTED), document).changes
    assert "webcrm_ext/paging/pages.py" in change.touches.modules
