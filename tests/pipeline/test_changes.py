"""What changed between two definitions."""

from __future__ import annotations

from typing import Any

from scripts.changes import changes
from webcrm_ext.definition.upgrade import upgrade

from .documents import changed, operation, parameter, small

PERSONS = ("paths", "/Persons", "get")


def test_nothing_changed() -> None:
    assert changes(small(), small()) == []


def test_an_upgrade_is_no_change(definition: dict[str, Any]) -> None:
    assert changes(definition, upgrade(definition)) == []


def test_what_came_went_and_changed() -> None:
    after = small()
    after["paths"]["/Users"] = {"get": operation("Users")}
    del after["paths"]["/Persons/LinkedData"]
    after["paths"]["/Persons"]["get"]["parameters"].append(parameter("new"))
    after["definitions"]["PersonDto"]["properties"]["PersonNew"] = {"type": "string"}
    after["definitions"]["PersonDto"]["properties"]["PersonName"] = {"type": "integer"}
    del after["definitions"]["PersonDto"]["properties"]["PersonBirthday"]
    after["definitions"]["PersonDto"]["required"] = []
    after["definitions"]["UserDto"] = {"type": "object"}
    assert changes(small(), after) == [
        "- DELETE /Persons/LinkedData",
        "~ GET /Persons",
        "+ GET /Users",
        "- PersonDto.PersonBirthday",
        "~ PersonDto.PersonName",
        "+ PersonDto.PersonNew",
        "~ model PersonDto",
        "+ model UserDto",
    ]


def test_the_order_of_parameters_and_descriptions_are_no_change() -> None:
    after = small()
    after["paths"]["/Persons"]["get"]["parameters"].reverse()
    after["paths"]["/Persons"]["get"]["description"] = "Other words."
    after["definitions"]["PersonDto"]["description"] = "Other words."
    after["definitions"]["PersonDto"]["properties"]["PersonName"] |= {"description": "Other", "uniqueItems": False}
    assert changes(small(), after) == []


def test_another_answer_is_a_change() -> None:
    after = changed(small(), (*PERSONS, "responses", "200", "schema"), {"type": "string"})
    assert changes(small(), after) == ["~ GET /Persons"]
