"""The definitions there are: they drift from nothing that they should not, and regenerating ends all drift."""

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
from tests.definitions import reference
from webcrm_ext.definition.document import operations
from webcrm_ext.definition.naming import attribute_name, method_name
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.code_references import CALLED_FOR_EACH
from webcrm_ext.drift.compare import compare
from webcrm_ext.paging.pages import LARGEST_PAGE

from .sample import sample
from .test_command_line import ROOT
from .test_properties import NO_CORRECTIONS, read_by_the_generator

COMMITTED = ROOT / "swagger/webcrm.json"
VENDOR = Path(os.environ.get("WEBCRM_SHARED", ROOT.parent / "shared")) / "webcrm-api/vendor-swagger-2019-09-30.json"
DEFINITIONS = [path for path in (COMMITTED, VENDOR) if path.exists()]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_a_definition_and_its_own_upgrade_are_the_same(path: Path) -> None:
    document = read(path)
    drift = compare(document, upgrade(document))
    assert (drift.changes, drift.documentation) == ((), ())


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_the_definitions_of_that_day_differ_in_words_alone(path: Path) -> None:
    assert compare(read(COMMITTED), read(path)).changes == ()


def with_named_values(name_of: Callable[[str, str], str]) -> Any:
    """Give the definition with each list of values that a property has inline as a model of its own."""
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


def test_values_that_get_the_name_that_the_client_gave_them_are_no_drift_but_for_parameters_of_their_type() -> None:
    before, after = read(COMMITTED), with_named_values(named_by_the_client)
    for one, other in ((before, after), (after, before)):
        changes = compare(one, other).changes
        # These offer what a property holds, and were of its type as long as that had no name.
        assert {each.subject.partition(",")[2] for each in changes} <= {" parameter status", " parameter entityTypes"}
        assert {each.code for each in changes} <= {"enum-type-renamed"}


def test_values_that_get_another_name_are_told_once_for_each_property() -> None:
    changes = compare(read(COMMITTED), with_named_values(lambda model, name: f"{model}{name}Values")).changes
    assert {each.code for each in changes} == {"enum-type-renamed", "model-added"}


def test_a_named_list_of_values_is_compared_with_one_in_its_place() -> None:
    before, after = sample(), sample()
    before["definitions"]["PersonDto"]["properties"]["PersonState"] = {"type": "string", "enum": ["A", "B"]}
    after["definitions"]["PersonDto"]["properties"]["PersonState"] = reference("PersonState")
    after["definitions"]["PersonState"] = {"type": "string", "enum": ["A", "B"]}
    assert compare(before, after).changes == compare(after, before).changes == ()
    assert read_by_the_generator(before) == read_by_the_generator(after)
    before["definitions"]["PersonDto"]["properties"]["PersonState"]["description"] = "A word."
    assert [each.subject for each in compare(before, after).documentation] == ["PersonDto.PersonState"]
    after["definitions"]["PersonState"]["enum"].append("C")
    [change] = compare(before, after).changes
    assert (change.code, change.subject, change.after) == ("enum-value-added", "PersonDto.PersonState", "C")


def test_null_in_the_way_of_openapi_3_1_is_no_drift() -> None:
    before = read(COMMITTED)
    after = upgrade(before) | {"openapi": "3.1.0"}
    for model in after["components"]["schemas"].values():
        for name, value in model.get("properties", {}).items():
            if "$ref" in value:
                model["properties"][name] = {"anyOf": [value, {"type": "null"}]}
            elif not name.endswith("Id"):
                value["type"] = [value["type"], "null"]
    assert compare(before, after).changes == ()


def test_after_regenerating_there_is_no_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = sample(), sample()
    for document in (before, after):
        document["paths"]["/Users/{id}/Role"]["put"]["parameters"][0]["schema"] = reference("TokenDto")
    del after["definitions"]["PersonDto"]["properties"]["PersonFirstName"]
    (tmp_path / "swagger").mkdir()
    (tmp_path / "swagger/webcrm.json").write_text(json.dumps(before), encoding="utf-8")
    (tmp_path / "swagger/overlay.yaml").write_text(yaml.safe_dump(NO_CORRECTIONS), encoding="utf-8")
    source = tmp_path / "new.json"
    source.write_text(json.dumps(after), encoding="utf-8")
    asked = ["--root", str(tmp_path), "--source", str(source)]
    assert main(asked) == 2
    old = shutil.copy(tmp_path / "swagger/webcrm.json", tmp_path / "old.json")
    said = regenerate(tmp_path, str(source))
    assert "Changes      1 breaking, 0 additive, 0 neutral since the last definition\n" in said
    assert re.search(r"^ +property-removed +PersonDto\.PersonFirstName$", said, re.MULTILINE)
    assert main(asked) == 0
    capsys.readouterr()
    assert (
        main(["--against", str(old), "--source", str(tmp_path / "swagger/webcrm.json"), "--format", "changelog"]) == 2
    )
    assert "`PersonDto.person_first_name`" in capsys.readouterr().out


def test_methods_and_attributes_are_named_as_in_the_generated_client() -> None:
    openapi = read(ROOT / "swagger/openapi.json")
    for method, path, operation in operations(openapi):
        tag = operation["tags"][0]
        named = method_name(method, path, tag)
        assert named is not None
        assert named.replace(".", "_") == operation["operationId"]
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


def test_what_is_touched_is_found_in_the_hand_written_layer() -> None:
    download = touched(lambda document: document["paths"].pop("/Documents/{id}/Download"))
    assert download.methods == ("documents.download",)
    assert download.modules == ("webcrm_ext/resources/documents.py",)
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
    assert "webcrm_ext/quotation_lines/operations.py" in item.modules


def test_what_is_called_by_a_name_made_at_run_time_is_touched() -> None:
    for path, name in (("/Deliveries/Hooks", "post"), ("/Deliveries/Hooks", "get"), ("/Persons/Hooks/{id}", "put")):
        assert touched(lambda document, p=path, n=name: document["paths"][p].pop(n)).modules == (
            "webcrm_ext/webhooks.py",
        )
    updated = touched(lambda document: document["definitions"]["PersonDto"]["properties"].pop("PersonUpdatedAt"))
    assert "webcrm_ext/queries/selection.py" in updated.modules
    own_id = touched(lambda document: document["definitions"]["PersonDto"]["properties"]["PersonId"].update(maximum=9))
    assert "webcrm_ext/queries/selection.py" in own_id.modules
    # What only ends alike is another property.
    other = touched(
        lambda document: document["definitions"]["PersonDto"]["properties"]["PersonOrganisationId"].update(maximum=9)
    )
    assert "webcrm_ext/queries/selection.py" not in other.modules


def test_the_size_of_pages_is_touched() -> None:
    document = read(COMMITTED)
    sizes = [each for each in document["paths"]["/Persons"]["get"]["parameters"] if each["name"] == "Size"]
    assert sizes[0]["maximum"] == LARGEST_PAGE
    sizes[0]["maximum"] = 500
    [change] = compare(read(COMMITTED), document).changes
    assert change.touches.modules == ("webcrm_ext/paging/pages.py",)
    assert "number, self._size" in (ROOT / "webcrm_ext/paging/pages.py").read_text(encoding="utf-8")


def test_the_names_made_at_run_time_are_those_of_the_code() -> None:
    made: set[tuple[str, str]] = set()
    for path in (ROOT / "webcrm_ext").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        # What asks for an operation says its name, or goes through a few of them.
        for given in re.findall(r'\boperation\(package, ("\w+"|name)\)', text):
            listed = re.search(r'for name in \(("\w+"(?:, "\w+")*)\)', text) if given == "name" else None
            names = re.findall(r"\w+", listed[1] if listed else given)
            made |= {(name, path.relative_to(ROOT).as_posix()) for name in names}
    assert made == {(name, module) for name, (module, _) in CALLED_FOR_EACH.items()}
    for _, entities in CALLED_FOR_EACH.values():
        assert re.search('"(Persons|Deliveries)"', (ROOT / entities).read_text(encoding="utf-8"))
