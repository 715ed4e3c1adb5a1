"""The documentation of models' properties, where name and type are not enough."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scripts.describe import describe
from scripts.property_words import _SENTENCES, custom_fields_words, property_words
from webcrm_ext.definition.document import models
from webcrm_ext.definition.naming import name_operations
from webcrm_ext.definition.upgrade import upgrade

from .documents import small


@pytest.mark.parametrize(
    ("name", "schema", "sentence"),
    [
        ("PersonDto.PersonEmail", {}, None),
        ("PersonDto.PersonEmail", {"maxLength": 50}, "At most 50 characters."),
        ("PersonDto.PersonLastName", {}, "Required; `-` if it is not known."),
        ("OrganisationDto.OrganisationAddress", {"maxLength": 250}, "May have several lines. At most 250 characters."),
        ("DeliveryDto.DeliveryAssignedTo2", {}, "The id of a user; 0 for no user. Send 0 when a delivery is created."),
        ("EventDto.EventAssignedTo", {}, "The id of a user; 0 for no user."),
        ("UserDto.UserDefaultOrganisation2ndResponsible", {}, "The id of a user; 0 for no user."),
        ("ProductDto.ProductHistory", {}, "Rows of HTML, written by the service."),
    ],
)
def test_property_documentation_has_its_limits(name: str, schema: dict[str, Any], sentence: str | None) -> None:
    assert property_words(*name.split("."), schema) == sentence


def test_custom_fields_are_documented_once_for_a_model() -> None:
    names = ["OrganisationCustom1", "OrganisationCustom15", "OrganisationExtraCustom8", "OrganisationPlus1"]
    text = custom_fields_words({"properties": dict.fromkeys(names)})
    assert text is not None
    assert text.startswith("The meaning of the Custom, ExtraCustom and Plus fields differs from system to system;")
    assert custom_fields_words({"properties": {"CustomerId": {}, "PersonCustom": {}}}) is None
    assert custom_fields_words({}) is None


def test_every_pattern_matches_a_property(openapi: dict[str, Any]) -> None:
    names = [f"{model}.{name}" for model, schema in models(openapi).items() for name in schema.get("properties", {})]
    assert [pattern for pattern, _ in _SENTENCES if not any(re.fullmatch(pattern, name) for name in names)] == []


def test_definition_texts_of_models_and_properties_stay() -> None:
    document = small()
    properties = document["definitions"]["PersonDto"]["properties"]
    properties |= {"PersonLastName": {"type": "string"}, "PersonCustom1": {"type": "string"}}
    properties["PersonName"]["description"] = "As the file has it."
    document["definitions"]["MeetingDto"]["description"] = "A meeting of the file's own."
    found = models(describe(name_operations(upgrade(document))))
    described = found["PersonDto"]["properties"]
    assert described["PersonName"]["description"] == "Set by the service from the other names.\n\nAs the file has it."
    assert described["PersonLastName"]["description"].startswith("Required")
    # A reference has no room for a description beside it.
    assert described["PersonSecurityInfo"] == {"$ref": "#/components/schemas/SecurityInfoDto"}
    assert "description" not in described["PersonStatus"]
    first, second = found["PersonDto"]["description"].split("\n\n")
    assert first == "A person, as the API returns and accepts it."
    assert second.startswith("The meaning of the Custom fields")
    assert found["MeetingDto"]["description"] == "A meeting of the file's own."
