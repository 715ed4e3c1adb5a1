"""What is generated from unusual definitions: reserved names, defaults, enums of integers, plain responses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from webcrm_api.model import Model

from scripts.facade import render_facade
from scripts.generate import generate
from scripts.integer_enums import integer_enums
from scripts.normalise import normalise
from scripts.regenerate import derive
from scripts.validate import validate
from tests.definitions import listed, operation, parameter, reference
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.naming import MODEL_METHODS, attribute_name

from .documents import NO_CORRECTIONS, small

Document = dict[str, Any]

HOSTILE = 'a "b" \\ c\' {d}'
RATING: Document = {
    "type": "integer",
    "format": "int32",
    "enum": [0, 1, -2],
    "x-enumNames": ["None", "very good", "1st"],
}
BOSS: Document = {"allOf": [reference("PersonDto")], "x-nullable": True}
LEVEL: Document = {"type": "integer", "enum": [1, 2]}


def unusual() -> Document:
    document = small()
    identifier = parameter("id", "path", type="integer", format="int32")
    document["definitions"]["PersonDto"]["properties"] |= {
        "Keys": {"type": "string"}, "Get": {"type": "string"}, "class": {"type": "string"}, "self": {"type": "string"},
        "PersonRating": RATING, "Levels": listed(LEVEL),
    }  # fmt: skip
    document["definitions"]["PersonDto"]["title"] = "Another name"
    levels = parameter("levels", type="array", collectionFormat="multi", items=LEVEL)
    level = parameter("level", "path", **LEVEL)
    document["paths"] |= {
        "/Persons/Text": {"get": operation("Persons", parameter("text", default=HOSTILE), answer={"type": "string"})},
        "/Persons/{id}/IsActive": {"get": operation("Persons", identifier, answer={"type": "boolean"})},
        "/Persons/{id}/Share": {"get": operation("Persons", identifier, answer={"type": "number"})},
        "/Persons/{id}/Rating": {"get": operation("Persons", identifier, answer=RATING)},
        "/Persons/{id}/Boss": {"get": operation("Persons", identifier, answer=BOSS)},
        "/Persons/Numbers": {"get": operation("Persons", levels, answer=listed({"type": "integer"}))},
        "/Persons/ByLevel/{level}": {"get": operation("Persons", level, answer=listed(reference("PersonDto")))},
    }
    return document


PROGRAM = """
import json
import httpx
import webcrm_api.models as models
from webcrm_api.api.persons import (
    persons_boss, persons_by_level, persons_is_active, persons_numbers, persons_rating, persons_share, persons_text)
from webcrm_api.errors import UnexpectedContent

record = {"PersonId": 1, "Keys": "k", "Get": "g", "class": "c", "self": "s", "PersonRating": 1, "Levels": [2, 3]}
person = models.PersonDto.from_dict(record)
Rating, Levels = models.PersonRating, models.PersonLevels

def read(call, content):
    try:
        return call.read(httpx.Response(200, content=content.encode()))
    except UnexpectedContent:
        return "refused"

print(json.dumps({
    "attributes": [person.keys_, person.get_, person.class_, person.self_],
    "methods": [person.get("Keys"), person.keys()],
    "rating": [repr(person.person_rating), [type(each).__name__ for each in person.levels]],
    "members": {each.name: each.value for each in Rating} | {each.name: each.value for each in Levels},
    "unknown": [models.PersonDto.from_dict({"PersonRating": each}).person_rating for each in (7, "x", True, None)],
    "dict": [person.to_dict() == record, type(person.to_dict()["PersonRating"]).__name__],
    "default": dict(persons_text.call().query),
    "text": read(persons_text.call(text="x"), '"found"'),
    "bool": [read(persons_is_active.call(id=1), each) for each in ("true", '"yes"', "<html>")],
    "number": [read(persons_share.call(id=1), each) for each in ("1.5", "2", "true")],
    "enum": [read(persons_rating.call(id=1), each) for each in ("1", "9")],
    "nullable": [read(persons_boss.call(id=1), "null"), read(persons_boss.call(id=1), '{"Keys": "b"}').keys_],
    "list": read(persons_numbers.call(levels=[Levels.VALUE_1]), "[1, 2]"),
    "query": str(persons_numbers.call(levels=[Levels.VALUE_1, 2]).request()["params"]),
    "url": persons_by_level.call(level=Levels.VALUE_2).url(),
}))
"""


@pytest.mark.slow
def test_unusual_definition_generates_a_working_client(tmp_path: Path) -> None:
    generate(derive(unusual(), NO_CORRECTIONS), tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        check=False, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["attributes"] == ["k", "g", "c", "s"]
    assert found["methods"][0] == "k"
    assert found["rating"] == ["<PersonRating.VERY_GOOD: 1>", ["PersonLevels", "int"]]
    assert found["members"] == {"NONE": 0, "VERY_GOOD": 1, "VALUE_MINUS_2": -2, "VALUE_1": 1, "VALUE_2": 2}
    assert found["unknown"] == [7, "x", True, None]
    assert found["dict"] == [True, "int"]
    assert found["default"] == {"text": HOSTILE}
    assert found["text"] == "found"
    assert found["bool"] == [True, "refused", "refused"]
    assert found["number"] == [1.5, 2, "refused"]
    assert found["enum"] == [1, 9]
    assert found["nullable"] == [None, "b"]
    assert found["list"] == [1, 2]
    assert "PersonLevels" not in found["query"]
    assert found["url"] == "/Persons/ByLevel/2"


def test_default_of_a_string_is_escaped_once_in_the_facade() -> None:
    source = render_facade(derive(unusual(), NO_CORRECTIONS))["resources/persons.py"]
    assert f"text: str | Unset = {HOSTILE!r}" in source


def test_attributes_of_models_do_not_replace_their_methods() -> None:
    public = {name for name in dir(Model) if not name.startswith("_")}
    assert set(MODEL_METHODS) == public
    assert [attribute_name(name) for name in ("Keys", "AdditionalProperties")] == ["keys_", "additional_properties_"]


def test_integer_enum_with_clashing_names_uses_the_values() -> None:
    enum = {"type": "integer", "enum": [1, 2, 3, 4], "x-enum-varnames": ["Same", "same", "", "Größe"]}
    [found] = integer_enums({"openapi": "3.0.3", "components": {"schemas": {"Kind": enum}}})
    assert found.members == [("SAME", 1), ("VALUE_2", 2), ("VALUE_3", 3), ("GR_ÖSS_E", 4)]


@pytest.mark.parametrize("name", ["Persons", "AsyncPersons"])
def test_model_with_the_name_of_a_resource_raises(name: str) -> None:
    document = small()
    document["definitions"][name] = {"type": "object"}
    with pytest.raises(PipelineError, match=f"The model {name} and the resource Persons would both be a class {name}"):
        derive(document, NO_CORRECTIONS)


def test_title_does_not_rename_a_class() -> None:
    document = small()
    expected = derive(document, NO_CORRECTIONS)
    document["definitions"]["PersonDto"]["title"] = "APerson"
    assert derive(document, NO_CORRECTIONS) == expected


def test_models_on_one_module_raise_with_both_names() -> None:
    schemas = {"PersonStatusDto": {"type": "object"}, "PersonStatus_Dto": {"type": "object"}}
    with pytest.raises(PipelineError, match=r"PersonStatusDto and PersonStatus_Dto would both .*person_status_dto"):
        normalise({"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}})


CYCLES: dict[str, tuple[Document, str]] = {
    "itself": ({"A": {"$ref": "#/components/schemas/A"}}, r"schemas/A: a model made of itself \(A → A\)"),
    "two": (
        {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}},
        r"a model made of itself \(A → B → A\)",
    ),
    "allOf": (
        {
            "A": {"allOf": [{"$ref": "#/components/schemas/B"}, {}]},
            "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {}]},
        },
        r"\(A → B → A\)",
    ),
    "items": ({"A": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}, r"\(A → A\)"),
}  # fmt: skip


@pytest.mark.parametrize("case", CYCLES)
def test_model_made_of_itself_is_refused(case: str) -> None:
    schemas, message = CYCLES[case]
    with pytest.raises(PipelineError, match=message):
        derive({"openapi": "3.1.0", "paths": {}, "components": {"schemas": schemas}}, NO_CORRECTIONS)


def test_model_with_properties_of_its_own_type_is_fine() -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"] |= {
        "Boss": reference("PersonDto"), "Friends": listed(reference("PersonDto")),
    }  # fmt: skip
    assert render_facade(derive(document, NO_CORRECTIONS))


def test_deep_chain_of_models_is_refused() -> None:
    count = 5000
    schemas = {f"A{number}Dto": {"$ref": f"#/components/schemas/A{number + 1}Dto"} for number in range(count)}
    schemas[f"A{count}Dto"] = {"type": "object"}
    with pytest.raises(PipelineError, match="schemas/A0Dto: a chain of more than 50 models"):
        validate({"openapi": "3.0.3", "paths": {}, "components": {"schemas": schemas}})


@pytest.mark.parametrize("name", ["Model", "Any", "Response", "None", "True", "Exception", "class"])
def test_reserved_model_name_is_refused(name: str) -> None:
    document = small()
    document["definitions"][name] = {"type": "object"}
    with pytest.raises(PipelineError, match=rf"schemas/{name}: the model name '{name}'"):
        derive(document, NO_CORRECTIONS)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["client"], "the parameter 'client', an argument of every raw function"),
        (["sortBy", "SortBy"], "a second parameter for the argument 'sort_by', beside 'sortBy'"),
    ],
)
def test_reserved_argument_is_refused(names: list[str], message: str) -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["parameters"] += [parameter(name) for name in names]
    with pytest.raises(PipelineError, match=message):
        derive(document, NO_CORRECTIONS)


def test_generator_has_a_time_limit(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"^The generator did not finish within 0\.01 s, and was stopped\."):
        generate(derive(small(), NO_CORRECTIONS), tmp_path, seconds=0.01)


@pytest.mark.slow
def test_exported_name_that_does_not_exist_raises(tmp_path: Path) -> None:
    broken = {"tables.py": "def __getattr__(name):\n    raise AttributeError(name)\n\n\n__all__ = 'MISSING'.split()\n"}
    with pytest.raises(PipelineError, match=r"(?s)^Importing the generated package failed:.*MISSING"):
        generate(derive(small(), NO_CORRECTIONS), tmp_path, render=lambda document: render_facade(document) | broken)
