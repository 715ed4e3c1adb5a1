"""Normalisation of the document for the generator."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from scripts.normalise import ITEMS, normalise, paging, response_schema
from tests.definitions import body, listed, operation, parameter, reference
from webcrm_ext.definition.document import PipelineError, models, operations
from webcrm_ext.definition.naming import name_operations
from webcrm_ext.definition.upgrade import upgrade

from .documents import small, small_openapi


def normal(document: dict[str, Any]) -> dict[str, Any]:
    return normalise(name_operations(upgrade(document)))


def only(found: dict[str, Any]) -> Any:
    [value] = found.values()
    return value


def test_argument_is_not_changed() -> None:
    document = name_operations(upgrade(small()))
    before = copy.deepcopy(document)
    normalise(document)
    assert document == before


def test_normalised_paths_are_unchanged() -> None:
    once = normal(small())
    again = normalise(once)
    assert again["paths"] == once["paths"]


def test_each_body_has_one_media_type() -> None:
    document = normal(small_openapi())
    persons = document["paths"]["/Persons"]["post"]
    assert list(persons["requestBody"]["content"]) == ["application/json"]
    assert list(persons["responses"]["200"]["content"]) == ["application/json"]
    login = document["paths"]["/Auth/ApiLogin"]["post"]
    assert list(login["requestBody"]["content"]) == ["multipart/form-data"]
    # text/json counts as JSON.
    assert list(login["responses"]["200"]["content"]) == ["application/json"]


def test_any_binary_media_type_becomes_octet_stream() -> None:
    document = small()
    document["paths"]["/Documents/{id}/Download"]["get"]["produces"] = ["image/png"]
    response = normal(document)["paths"]["/Documents/{id}/Download"]["get"]["responses"]["200"]
    assert response["content"] == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@pytest.mark.parametrize("where", ["consumes", "produces"])
def test_unsupported_media_type_raises(where: str) -> None:
    document = small()
    create = document["paths"]["/Persons"]["post"]
    create[where] = ["application/xml"]
    expected = "requestBody" if where == "consumes" else "responses/200"
    with pytest.raises(
        PipelineError,
        match=rf"^/paths/~1Persons/post/{expected}: the client supports none of these media types: application/xml",
    ):
        normal(document)


def test_bodies_are_required() -> None:
    for _, _, found in operations(normal(small())):
        assert found.get("requestBody", {"required": True})["required"] is True


def test_error_and_default_responses_are_dropped() -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["responses"] |= {
        "default": {"description": "Any"},
        "500": {"description": "Broken"},
    }
    assert {status for _, _, found in operations(normal(document)) for status in found["responses"]} == {"200"}


def test_form_is_named_after_its_operation() -> None:
    document = normal(small())
    content = document["paths"]["/Auth/ApiLogin"]["post"]["requestBody"]["content"]
    assert only(content)["schema"] == {"$ref": "#/components/schemas/AuthApiLoginForm"}
    form = models(document)["AuthApiLoginForm"]
    assert form["description"] == "The form of `POST /Auth/ApiLogin`."
    assert list(form["properties"]) == ["authCode"]


def test_form_that_is_a_model_is_unchanged() -> None:
    document = small_openapi()
    content = document["paths"]["/Auth/ApiLogin"]["post"]["requestBody"]["content"]
    only(content)["schema"] = {"$ref": "#/components/schemas/PersonDto"}
    assert "AuthApiLoginForm" not in models(normal(document))


def test_enum_of_a_property_is_named_after_model_and_property() -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["Mood"] = listed({"type": "string", "enum": ["Good", "Bad"]})
    schemas = models(normal(document))
    assert schemas["PersonStatus"] == {"type": "string", "enum": ["Active", "Passive"]}
    assert schemas["PersonMood"] == {"type": "string", "enum": ["Good", "Bad"]}
    assert schemas["PersonDto"]["properties"]["Mood"]["items"] == {"$ref": "#/components/schemas/PersonMood"}


def with_status(path: str, values: list[str], tag: str = "Persons", name: str = "status") -> dict[str, Any]:
    return {path: {"get": operation(tag, parameter(name, type="string", enum=values))}}


def status_of(document: dict[str, Any], path: str) -> str:
    found: str = document["paths"][path]["get"]["parameters"][0]["schema"]["$ref"].rpartition("/")[2]
    return found


def test_parameter_with_the_values_of_a_property_has_its_type() -> None:
    document = small()
    document["paths"] |= with_status("/Persons/All", ["Active", "Passive"])
    assert status_of(normal(document), "/Persons/All") == "PersonStatus"


def test_enum_of_a_parameter_is_named_after_it() -> None:
    document = small()
    document["paths"] |= with_status("/Persons/All", ["New"])
    assert status_of(normal(document), "/Persons/All") == "Status"


def test_parameters_with_different_values_are_named_with_their_tag() -> None:
    document = small()
    document["paths"] |= with_status("/Persons/All", ["New"]) | with_status("/Users/All", ["Old"], "Users")
    named = normal(document)
    assert (status_of(named, "/Persons/All"), status_of(named, "/Users/All")) == ("PersonsStatus", "UsersStatus")


def test_enum_of_array_items_is_named() -> None:
    document = normal(small())
    include = next(each for each in document["paths"]["/Persons"]["get"]["parameters"] if each["name"] == "include")
    assert include["schema"]["items"] == {"$ref": "#/components/schemas/Include"}
    assert include["schema"]["type"] == "array"


def test_two_schemas_with_one_name_raise() -> None:
    document = small()
    document["definitions"]["PersonStatus"] = {"type": "object", "properties": {"a": {"type": "string"}}}
    with pytest.raises(PipelineError, match=r"Two different schemas would be named PersonStatus.*normalise\.py"):
        normal(document)


def test_every_property_but_a_required_id_is_nullable() -> None:
    properties = models(normal(small()))["PersonDto"]["properties"]
    assert properties["PersonId"] == {"type": "integer", "format": "int32"}
    assert properties["PersonName"] == {"type": "string", "nullable": True}
    assert properties["PersonSecurityInfo"] == {
        "allOf": [{"$ref": "#/components/schemas/SecurityInfoDto"}],
        "nullable": True,
    }


def test_property_without_a_type_is_unchanged() -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["Anything"] = {}
    assert models(normal(document))["PersonDto"]["properties"]["Anything"] == {}


def test_required_property_that_is_not_an_id_is_nullable() -> None:
    document = small()
    document["definitions"]["PersonDto"]["required"].append("PersonName")
    assert models(normal(document))["PersonDto"]["properties"]["PersonName"]["nullable"] is True


def test_object_with_a_list_is_marked() -> None:
    document = normal(small())
    assert document["paths"]["/Meetings"]["get"][ITEMS] == "Meetings"
    assert ITEMS not in document["paths"]["/Persons"]["get"]


def test_object_with_more_than_a_list_is_not_marked() -> None:
    document = small()
    document["definitions"]["MeetingListDto"]["properties"]["Total"] = {"type": "integer"}
    assert ITEMS not in normal(document)["paths"]["/Meetings"]["get"]


def test_object_with_a_list_without_a_type_raises() -> None:
    document = small()
    document["definitions"]["MeetingListDto"]["properties"]["Meetings"]["items"] = {}
    with pytest.raises(PipelineError, match="GET /Meetings: the items of Meetings have no type"):
        normal(document)


def test_response_without_a_body_has_no_schema() -> None:
    document = normal(small())
    assert response_schema(document["paths"]["/Persons/LinkedData"]["delete"]) is None
    assert response_schema(document["paths"]["/Persons"]["get"])["type"] == "array"  # type: ignore[index]


def test_paging_needs_both_parameters() -> None:
    page, size = {"name": "Page", "in": "query"}, {"name": "Size", "in": "query"}
    assert paging({"parameters": [size, {"name": "include", "in": "query"}, page]}) == (page, size)
    assert paging({"parameters": [page]}) is None
    assert paging({"parameters": [page, size | {"in": "path"}]}) is None


@pytest.mark.parametrize("spelled", [str.lower, str.upper])
def test_paging_does_not_depend_on_case(spelled: Callable[[str], str]) -> None:
    document = small()
    for each in document["paths"]["/Meetings"]["get"]["parameters"]:
        each["name"] = spelled(each["name"])
    meetings = normal(document)["paths"]["/Meetings"]["get"]
    assert [each["name"] for each in paging(meetings) or ()] == [spelled("Page"), spelled("Size")]
    assert meetings[ITEMS] == "Meetings"


def test_servers_are_dropped() -> None:
    assert "servers" not in normal(small() | {"host": "example.test"})


def test_definition_without_models() -> None:
    document = {"openapi": "3.0.3", "paths": {"/A": {"post": {"tags": ["A"], "responses": {}}}}}
    assert models(normalise(name_operations(document))) == {}


def test_whole_definition(definition: dict[str, Any], overlay: dict[str, Any]) -> None:
    document = normal(definition | {"definitions": definition["definitions"] | {"ObjectDto": {"type": "object"}}})
    for _, _, found in operations(document):
        for holder in [found.get("requestBody", {}), *found["responses"].values()]:
            assert len(holder.get("content", "1")) == 1
        assert all("enum" not in str(each["schema"]) for each in found["parameters"])
    for name, schema in models(document).items():
        if "enum" not in schema:
            assert "enum" not in str(schema), name


def test_body_that_is_a_list(overlay: dict[str, Any]) -> None:
    document = small()
    document["paths"]["/Persons"]["patch"]["parameters"] = [body(listed(reference("PersonDto")), "all")]
    upsert = normal(document)["paths"]["/Persons"]["patch"]
    assert only(upsert["requestBody"]["content"])["schema"]["type"] == "array"
