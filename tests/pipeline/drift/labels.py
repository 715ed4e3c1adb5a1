"""Single mutations of a definition, each with the judgement that docs/drift.md demands for it.

The labels are data: they are written by hand from the tables in docs/drift.md, and not computed from the table of
codes. Three models have the same properties: one is sent, one is received, and one goes both directions. So a mutation
of a property has two labels, and the worse one where the model goes both directions.
"""

# ruff: noqa: E501 - tables, one mutation a line

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from tests.definitions import Document, at, body, listed, operation, parameter, reference
from webcrm_ext.definition.upgrade import upgrade

from .edits import Edit, append, delete, in_turn, rename, set_value

NEUTRAL, ADDITIVE, BREAKING = "neutral", "additive", "breaking"

SWAGGER_2, OPENAPI_3_0, OPENAPI_3_1 = "2.0", "3.0", "3.1"


class Labelled(NamedTuple):
    """One mutation: its name, its edit of the base in one form, and the judgement that it must get."""

    name: str
    form: str
    edit: Edit
    label: str


TEXT = {"type": "string"}
WHOLE = {"type": "integer", "format": "int32"}
FIELDS: Document = {
    "Id": WHOLE,
    "Name": TEXT | {"maxLength": 50},
    "Note": TEXT,
    "Email": TEXT | {"format": "email"},
    "Status": TEXT | {"enum": ["Active", "Passive", "Closed"]},
    "Level": WHOLE | {"enum": [0, 1, 2]},
    "Grade": WHOLE | {"enum": [1, 2, 3], "x-enumNames": ["Low", "Middle", "High"]},
    "Score": WHOLE | {"minimum": 1, "maximum": 100},
    "Rate": {"type": "number", "format": "double"},
    "Born": TEXT | {"format": "date"},
    "Changed": TEXT | {"format": "date-time"},
    "Locked": {"type": "boolean"},
    "Tags": listed(TEXT) | {"maxItems": 10},
    "Colors": listed(TEXT | {"enum": ["Red", "Green", "Blue"]}),
    "Share": WHOLE | {"default": 10},
    "Code": TEXT | {"pattern": "^[A-Z]+$", "minLength": 2},
    "Address": reference("AddressDto"),
    "Serial": TEXT | {"readOnly": True},
}
KIND = parameter("kind", enum=["private", "company"])


def _base() -> str:
    def model(**more: Document) -> Document:
        return {"type": "object", "required": ["Id", "Born"], "properties": FIELDS | more}

    made = {
        "swagger": "2.0",
        "info": {"title": "A frozen definition", "version": "v1"},
        "host": "api.example.test",
        "schemes": ["https"],
        "securityDefinitions": {
            "Bearer": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer and a token"},
            "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        },
        "security": [{"Bearer": []}],
        "tags": [{"name": "Persons"}, {"name": "Deliveries"}],
        "paths": {
            "/Auth/ApiLogin": {
                "post": operation(
                    "Auth",
                    parameter("authCode", "formData", required=True),
                    parameter("note", "formData"),
                    parameter("X-Client", "header"),
                    answer=reference("TokenDto"),
                    consumes=["application/x-www-form-urlencoded"],
                )
            },
            "/Deliveries": {
                "get": operation("Deliveries", KIND, answer=listed(reference("DeliveryDto"))),
                "post": operation("Deliveries", body(reference("DeliveryDto")), answer=WHOLE),
            },
            "/Deliveries/ByPhase/{phase}": {
                "get": operation(
                    "Deliveries",
                    parameter("phase", "path", enum=["Planned", "Sent", "Paid"]),
                    answer=listed(reference("DeliveryDto")),
                )
            },
            "/Documents/{id}/Download": {
                "get": operation(
                    "Documents",
                    parameter("id", "path", type="integer"),
                    answer={"type": "file"},
                    produces=["application/octet-stream"],
                )
            },
            "/Persons": {
                "get": operation(
                    "Persons",
                    parameter("Page", type="integer", minimum=1, default=1),
                    parameter("Size", type="integer", minimum=1, maximum=1000),
                    parameter("filter"),
                    parameter("input", required=True),
                    parameter("fields", type="array", items=TEXT, collectionFormat="multi"),
                    parameter("since", format="date-time"),
                    parameter("sort", enum=["asc", "desc"]),
                    KIND,
                    answer=listed(reference("PersonDto")),
                ),
                "post": operation("Persons", body(reference("PersonCreateDto")), answer=WHOLE),
                "patch": operation("Persons", body(listed(reference("PersonCreateDto")))),
            },
            "/Persons/{id}": {
                "get": operation("Persons", parameter("id", "path", type="integer"), answer=reference("PersonDto")),
                "delete": operation("Persons", parameter("id", "path", type="integer")),
            },
            "/Users": {"get": operation("Users", answer=listed(TEXT))},
        },
        "definitions": {
            "PersonCreateDto": model(),
            "PersonDto": model(),
            "DeliveryDto": model(Phase=TEXT | {"enum": ["Planned", "Sent", "Paid"]}),
            "AddressDto": {"type": "object", "properties": {"Street": TEXT, "City": TEXT}},
            "CountryDto": {"type": "object", "properties": {"Country": TEXT}},
            "TokenDto": {"type": "object", "properties": {"AccessToken": TEXT}},
            "BothDto": {"allOf": [reference("AddressDto"), {"type": "object", "properties": {"Extra": TEXT}}]},
        },
    }
    return json.dumps(made)


@cache
def _base_in(form: str) -> str:
    if form == SWAGGER_2:
        return _base()
    upgraded = upgrade(json.loads(_base()))
    return json.dumps(upgraded | {"openapi": "3.1.0" if form == OPENAPI_3_1 else "3.0.3"})


def base(form: str) -> Document:
    """Return the definition that is mutated, in one form: Swagger 2.0, OpenAPI 3.0 or 3.1."""
    # Parsing is faster than a deep copy, and no two parts share an object.
    made: Document = json.loads(_base_in(form))
    return made


# The name of a mutation of a property, its keys below the properties, the value there (or an edit of the model),
# the label where the model is sent, and the label where it is received.
REMOVE = object()
PROPERTY_VALUES: list[tuple[str, tuple[str, ...], Any, str, str]] = [
    ("removed", ("Note",), REMOVE, BREAKING, BREAKING),
    ("a list removed", ("Tags",), REMOVE, BREAKING, BREAKING),
    ("added", ("Nickname",), TEXT, ADDITIVE, ADDITIVE),
    ("a model added", ("Second",), reference("AddressDto"), ADDITIVE, ADDITIVE),
    ("read-only", ("Note", "readOnly"), True, BREAKING, NEUTRAL),
    ("no longer read-only", ("Serial", "readOnly"), REMOVE, ADDITIVE, NEUTRAL),
    ("a boolean instead of a string", ("Note", "type"), "boolean", BREAKING, BREAKING),
    ("a string instead of an integer", ("Score",), TEXT, BREAKING, BREAKING),
    ("a string instead of a boolean", ("Locked", "type"), "string", BREAKING, BREAKING),
    ("a number instead of an integer", ("Id",), {"type": "number"}, ADDITIVE, BREAKING),
    ("an integer instead of a number", ("Rate",), WHOLE, BREAKING, NEUTRAL),
    ("a date-time instead of a string", ("Note", "format"), "date-time", BREAKING, BREAKING),
    ("a string instead of a date-time", ("Changed", "format"), REMOVE, BREAKING, BREAKING),
    ("a date-time instead of a date", ("Born", "format"), "date-time", BREAKING, BREAKING),
    ("a uuid instead of a string", ("Note", "format"), "uuid", NEUTRAL, NEUTRAL),
    ("a string instead of a date", ("Born", "format"), REMOVE, NEUTRAL, NEUTRAL),
    ("another string format", ("Email", "format"), "uri", NEUTRAL, NEUTRAL),
    ("no string format", ("Email", "format"), REMOVE, NEUTRAL, NEUTRAL),
    ("a longer integer", ("Score", "format"), "int64", NEUTRAL, NEUTRAL),
    ("a list instead of a string", ("Note",), listed(TEXT), BREAKING, BREAKING),
    ("a string instead of a list", ("Tags",), TEXT, BREAKING, BREAKING),
    ("other items of a list", ("Tags", "items"), WHOLE, BREAKING, BREAKING),
    ("an enum value added", ("Status", "enum"), ["Active", "Passive", "Closed", "New"], ADDITIVE, ADDITIVE),
    ("an enum value added first", ("Status", "enum"), ["New", "Active", "Passive", "Closed"], ADDITIVE, ADDITIVE),
    ("an enum value removed", ("Status", "enum"), ["Active", "Closed"], BREAKING, NEUTRAL),
    ("an enum value in lower case", ("Status", "enum"), ["active", "Passive", "Closed"], BREAKING, BREAKING),
    ("a reordered enum", ("Status", "enum"), ["Closed", "Active", "Passive"], NEUTRAL, NEUTRAL),
    ("an enum instead of a string", ("Note", "enum"), ["A", "B"], BREAKING, NEUTRAL),
    ("a string instead of an enum", ("Status", "enum"), REMOVE, BREAKING, BREAKING),
    ("an integer enum value added", ("Level", "enum"), [0, 1, 2, 3], ADDITIVE, ADDITIVE),
    ("an integer enum value removed", ("Level", "enum"), [0, 1], BREAKING, NEUTRAL),
    ("a reordered integer enum", ("Level", "enum"), [2, 1, 0], NEUTRAL, NEUTRAL),
    ("a number with another name", ("Grade", "x-enumNames"), ["Low", "Medium", "High"], BREAKING, BREAKING),
    ("a number with its name in capitals", ("Grade", "x-enumNames"), ["LOW", "Middle", "High"], NEUTRAL, NEUTRAL),
    ("numbers without their names", ("Grade", "x-enumNames"), REMOVE, BREAKING, BREAKING),
    # Until then their names are `VALUE_0`, `VALUE_1` and `VALUE_2`, and these disappear.
    ("names for the numbers", ("Level", "x-enumNames"), ["None", "Some", "Many"], BREAKING, BREAKING),
    ("a string enum instead of an integer enum", ("Level",), TEXT | {"enum": ["Low", "High"]}, BREAKING, BREAKING),
    ("an enum value of a list added", ("Colors", "items", "enum"), ["Red", "Green", "Blue", "Black"], ADDITIVE, ADDITIVE),
    ("an enum value of a list removed", ("Colors", "items", "enum"), ["Red", "Green"], BREAKING, NEUTRAL),
    ("a reordered enum of a list", ("Colors", "items", "enum"), ["Blue", "Green", "Red"], NEUTRAL, NEUTRAL),
    ("a higher minimum", ("Score", "minimum"), 5, BREAKING, NEUTRAL),
    ("a lower minimum", ("Score", "minimum"), 0, ADDITIVE, NEUTRAL),
    ("no minimum", ("Score", "minimum"), REMOVE, ADDITIVE, NEUTRAL),
    ("a lower maximum", ("Score", "maximum"), 50, BREAKING, NEUTRAL),
    ("a higher maximum", ("Score", "maximum"), 200, ADDITIVE, NEUTRAL),
    ("an exclusive maximum", ("Score", "exclusiveMaximum"), True, BREAKING, NEUTRAL),
    ("a new minimum", ("Rate", "minimum"), 0, BREAKING, NEUTRAL),
    ("a multiple", ("Score", "multipleOf"), 5, BREAKING, NEUTRAL),
    ("a smaller maximum length", ("Name", "maxLength"), 20, BREAKING, NEUTRAL),
    ("a larger maximum length", ("Name", "maxLength"), 80, ADDITIVE, NEUTRAL),
    ("no maximum length", ("Name", "maxLength"), REMOVE, ADDITIVE, NEUTRAL),
    ("a minimum length", ("Name", "minLength"), 1, BREAKING, NEUTRAL),
    ("a smaller minimum length", ("Code", "minLength"), 1, ADDITIVE, NEUTRAL),
    ("another pattern", ("Code", "pattern"), "^[a-z]+$", BREAKING, NEUTRAL),
    ("no pattern", ("Code", "pattern"), REMOVE, ADDITIVE, NEUTRAL),
    ("fewer items", ("Tags", "maxItems"), 5, BREAKING, NEUTRAL),
    ("unique items", ("Tags", "uniqueItems"), True, BREAKING, NEUTRAL),
    ("a default", ("Note", "default"), "none", NEUTRAL, NEUTRAL),
    ("another default", ("Share", "default"), 20, BREAKING, NEUTRAL),
    ("no default", ("Share", "default"), REMOVE, NEUTRAL, NEUTRAL),
    ("another model", ("Address",), reference("CountryDto"), BREAKING, BREAKING),
    ("a string instead of a model", ("Address",), TEXT, BREAKING, BREAKING),
    ("a model instead of a string", ("Note",), reference("AddressDto"), BREAKING, BREAKING),
    ("a list of models instead of a model", ("Address",), listed(reference("AddressDto")), BREAKING, BREAKING),
    ("a title", ("Note", "title"), "The note", NEUTRAL, NEUTRAL),
    ("a description", ("Note", "description"), "The note.", NEUTRAL, NEUTRAL),
    ("an example", ("Note", "example"), "A note", NEUTRAL, NEUTRAL),
    ("an extension", ("Note", "x-order"), 3, NEUTRAL, NEUTRAL),
    ("nullable", ("Note", "x-nullable"), True, NEUTRAL, NEUTRAL),
    ("an id that becomes nullable", ("Id", "x-nullable"), True, ADDITIVE, BREAKING),
    ("a keyword that no rule knows", ("Note", "not"), {"enum": ["A"]}, BREAKING, BREAKING),
]  # fmt: skip


def _edit(keys: tuple[Any, ...], value: Any) -> Edit:
    return delete(*keys) if value is REMOVE else set_value(*keys, value)


def _of_properties() -> Iterator[Labelled]:
    for model in ("PersonCreateDto", "PersonDto", "DeliveryDto"):
        here = ("definitions", model)
        for name, keys, value, sent, received in PROPERTY_VALUES + PROPERTY_EDITS:
            label = {"PersonCreateDto": sent, "PersonDto": received}.get(model, _worse(sent, received))
            edit = value(here) if callable(value) else _edit((*here, "properties", *keys), value)
            yield Labelled(f"{model}: a property: {name}", SWAGGER_2, edit, label)


def _worse(*labels: str) -> str:
    return max(labels, key=(NEUTRAL, ADDITIVE, BREAKING).index)


PROPERTY_EDITS: list[tuple[str, tuple[str, ...], Any, str, str]] = [
    ("renamed", (), lambda here: rename(*here, "properties", "Note", to="Notes"), BREAKING, BREAKING),
    ("renamed by another word", (), lambda here: rename(*here, "properties", "Note", to="Remark"), BREAKING, BREAKING),
    ("in lower case", (), lambda here: rename(*here, "properties", "Note", to="note"), BREAKING, BREAKING),
    ("renamed beside a new one", (), lambda here: in_turn(rename(*here, "properties", "Email", to="EmailAddress"), set_value(*here, "properties", "Phone", TEXT)), BREAKING, BREAKING),
    ("required", (), lambda here: append(*here, "required", "Note"), BREAKING, NEUTRAL),
    ("optional", (), lambda here: set_value(*here, "required", ["Id"]), ADDITIVE, BREAKING),
    ("added and required", (), lambda here: in_turn(set_value(*here, "properties", "Nickname", TEXT), append(*here, "required", "Nickname")), BREAKING, ADDITIVE),
    ("required in another order", (), lambda here: set_value(*here, "required", ["Born", "Id"]), NEUTRAL, NEUTRAL),
    ("required and not declared", (), lambda here: append(*here, "required", "Nowhere"), BREAKING, BREAKING),
    ("numbers and their names in another order", (), lambda here: _numbers(here, [3, 1, 2], ["High", "Low", "Middle"]), NEUTRAL, NEUTRAL),
    ("a named number added", (), lambda here: _numbers(here, [1, 2, 3, 4], ["Low", "Middle", "High", "Top"]), ADDITIVE, ADDITIVE),
    ("a named number removed", (), lambda here: _numbers(here, [1, 2], ["Low", "Middle"]), BREAKING, NEUTRAL),
    ("names swapped", (), lambda here: _numbers(here, [1, 2, 3], ["Middle", "Low", "High"]), BREAKING, BREAKING),
    ("in another order", (), lambda here: lambda document: _reverse(document, (*here, "properties")), NEUTRAL, NEUTRAL),
]  # fmt: skip


def _numbers(here: tuple[str, ...], values: list[int], names: list[str]) -> Edit:
    grade = (*here, "properties", "Grade")
    return in_turn(set_value(*grade, "enum", values), set_value(*grade, "x-enumNames", names))


def _reverse(document: Document, keys: tuple[Any, ...]) -> None:
    holder = at(document, keys)
    items = list(reversed(holder.items()))
    holder.clear()
    holder.update(items)


GET_PERSONS = ("paths", "/Persons", "get")
PARAMETERS = (*GET_PERSONS, "parameters")
PAGE, SIZE, FILTER, INPUT, FIELDS_LIST, SINCE, SORT, KIND_OF_PERSONS = ((*PARAMETERS, index) for index in range(8))
PHASE = ("paths", "/Deliveries/ByPhase/{phase}", "get", "parameters", 0)
LOGIN = ("paths", "/Auth/ApiLogin", "post", "parameters")

PARAMETER_EDITS: list[tuple[str, Edit, str]] = [
    ("removed", delete(*FILTER), BREAKING),
    ("added", append(*PARAMETERS, parameter("expand")), ADDITIVE),
    ("added and required", append(*PARAMETERS, parameter("expand", required=True)), BREAKING),
    ("a header added", append(*PARAMETERS, parameter("X-Trace", "header")), ADDITIVE),
    ("renamed", set_value(*FILTER, "name", "filters"), BREAKING),
    ("renamed by another word", set_value(*FILTER, "name", "query"), BREAKING),
    ("in lower case", set_value(*PAGE, "name", "page"), NEUTRAL),
    ("moved to a header", set_value(*FILTER, "in", "header"), BREAKING),
    ("required", set_value(*FILTER, "required", True), BREAKING),
    ("optional", set_value(*INPUT, "required", False), ADDITIVE),
    ("another type", set_value(*FILTER, "type", "boolean"), BREAKING),
    ("a number instead of an integer", set_value(*PAGE, "type", "number"), ADDITIVE),
    ("a date-time instead of a string", set_value(*FILTER, "format", "date-time"), BREAKING),
    ("a date instead of a date-time", set_value(*SINCE, "format", "date"), BREAKING),
    ("another string format", set_value(*FILTER, "format", "uri"), NEUTRAL),
    ("a longer integer", set_value(*PAGE, "format", "int64"), NEUTRAL),
    ("a list instead of a string", in_turn(set_value(*FILTER, "type", "array"), set_value(*FILTER, "items", TEXT), set_value(*FILTER, "collectionFormat", "multi")), BREAKING),
    ("a string instead of a list", set_value(*FIELDS_LIST, parameter("fields")), BREAKING),
    ("a list serialised differently", set_value(*FIELDS_LIST, "collectionFormat", "csv"), BREAKING),
    ("a list of other items", set_value(*FIELDS_LIST, "items", WHOLE), BREAKING),
    ("a lower maximum", set_value(*SIZE, "maximum", 500), BREAKING),
    ("a higher maximum", set_value(*SIZE, "maximum", 2000), ADDITIVE),
    ("no maximum", delete(*SIZE, "maximum"), ADDITIVE),
    ("a higher minimum", set_value(*PAGE, "minimum", 2), BREAKING),
    ("a lower minimum", set_value(*PAGE, "minimum", 0), ADDITIVE),
    ("a pattern", set_value(*FILTER, "pattern", "^a"), BREAKING),
    ("a default", set_value(*SIZE, "default", 100), NEUTRAL),
    ("another default", set_value(*PAGE, "default", 0), BREAKING),
    ("no default", delete(*PAGE, "default"), NEUTRAL),
    ("an enum value added", append(*SORT, "enum", "none"), ADDITIVE),
    ("an enum value removed", set_value(*SORT, "enum", ["asc"]), BREAKING),
    ("an enum value in capitals", set_value(*SORT, "enum", ["ASC", "desc"]), BREAKING),
    ("a reordered enum", set_value(*SORT, "enum", ["desc", "asc"]), NEUTRAL),
    ("an enum instead of a string", set_value(*FILTER, "enum", ["a", "b"]), BREAKING),
    ("a string instead of an enum", delete(*SORT, "enum"), BREAKING),
    ("a description", set_value(*FILTER, "description", "A filter."), NEUTRAL),
    ("an extension", set_value(*FILTER, "x-position", 3), NEUTRAL),
    ("empty values allowed", set_value(*FILTER, "allowEmptyValue", True), BREAKING),
    ("in another order", lambda document: at(document, PARAMETERS).reverse(), NEUTRAL),
    # Enum types that operations share: only where a name disappears does code break.
    ("a shared enum reordered at one operation", set_value(*KIND_OF_PERSONS, "enum", ["company", "private"]), NEUTRAL),
    ("a shared enum with a new value at one operation", append(*KIND_OF_PERSONS, "enum", "other"), BREAKING),
    ("a path enum reordered", set_value(*PHASE, "enum", ["Paid", "Sent", "Planned"]), NEUTRAL),
    ("a path enum with a new value", append(*PHASE, "enum", "Lost"), ADDITIVE),
    ("a path enum without a value", set_value(*PHASE, "enum", ["Planned", "Sent"]), BREAKING),
    ("a placeholder renamed", in_turn(rename("paths", "/Deliveries/ByPhase/{phase}", to="/Deliveries/ByPhase/{state}"), set_value("paths", "/Deliveries/ByPhase/{state}", "get", "parameters", 0, "name", "state")), BREAKING),
    ("a placeholder in capitals", in_turn(rename("paths", "/Deliveries/ByPhase/{phase}", to="/Deliveries/ByPhase/{Phase}"), set_value("paths", "/Deliveries/ByPhase/{Phase}", "get", "parameters", 0, "name", "Phase")), NEUTRAL),
    ("a header removed", delete(*LOGIN, 2), BREAKING),
    ("a header in lower case", set_value(*LOGIN, 2, "name", "x-client"), NEUTRAL),
    ("a form field removed", delete(*LOGIN, 1), BREAKING),
    ("a form field added", append(*LOGIN, parameter("language", "formData")), ADDITIVE),
    ("a form field added and required", append(*LOGIN, parameter("language", "formData", required=True)), BREAKING),
    ("a form field required", set_value(*LOGIN, 1, "required", True), BREAKING),
    ("a form field optional", set_value(*LOGIN, 0, "required", False), ADDITIVE),
    ("a form field renamed", set_value(*LOGIN, 0, "name", "authenticationCode"), BREAKING),
    ("a form field of another type", set_value(*LOGIN, 1, "type", "integer"), BREAKING),
]  # fmt: skip

USERS = ("paths", "/Users", "get")
DELETE_PERSON = ("paths", "/Persons/{id}", "delete")
CREATE_PERSON = ("paths", "/Persons", "post")
GET_PERSON = ("paths", "/Persons/{id}", "get")
DOWNLOAD = ("paths", "/Documents/{id}/Download", "get")

OPERATION_EDITS: list[tuple[str, Edit, str]] = [
    ("removed", delete(*DELETE_PERSON), BREAKING),
    ("the only one of its path removed", delete("paths", "/Users"), BREAKING),
    ("added", set_value("paths", "/Users/AllActive", {"get": operation("Users", answer=listed(TEXT))}), ADDITIVE),
    ("added to a path", set_value("paths", "/Users", "post", operation("Users", body(TEXT))), ADDITIVE),
    ("added without a naming rule", set_value("paths", "/Users/{id}/Approve", {"post": operation("Users", parameter("id", "path", type="integer"))}), ADDITIVE),
    ("moved to a similar path", rename("paths", "/Deliveries/ByPhase/{phase}", to="/Deliveries/ByPhases/{phase}"), BREAKING),
    ("moved to another path", rename("paths", "/Users", to="/Members"), BREAKING),
    ("with another method", rename("paths", "/Persons", "patch", to="put"), BREAKING),
    ("of another entity", set_value(*DELETE_PERSON, "tags", ["People"]), BREAKING),
    ("with a second tag", append(*DELETE_PERSON, "tags", "People"), NEUTRAL),
    ("in lower case", rename("paths", "/Persons", to="/persons"), NEUTRAL),
    ("deprecated", set_value(*DELETE_PERSON, "deprecated", True), NEUTRAL),
    ("with another operation id", set_value(*DELETE_PERSON, "operationId", "Another"), NEUTRAL),
    ("with a summary", set_value(*DELETE_PERSON, "summary", "A summary"), NEUTRAL),
    ("with an extension", set_value(*DELETE_PERSON, "x-owner", "sales"), NEUTRAL),
    ("with another security scheme", set_value(*DELETE_PERSON, "security", [{"Key": []}]), BREAKING),
    ("without security", set_value(*DELETE_PERSON, "security", []), NEUTRAL),
    ("with the same security as the API", set_value(*DELETE_PERSON, "security", [{"Bearer": []}]), NEUTRAL),
    ("with other schemes", set_value(*DELETE_PERSON, "schemes", ["https"]), NEUTRAL),
    ("a body added", append(*DELETE_PERSON, "parameters", body(TEXT)), BREAKING),
    ("a body removed", delete(*CREATE_PERSON, "parameters", 0), BREAKING),
    ("a body of another model", set_value(*CREATE_PERSON, "parameters", 0, "schema", reference("PersonDto")), BREAKING),
    ("a list as body", set_value(*CREATE_PERSON, "parameters", 0, "schema", listed(reference("PersonCreateDto"))), BREAKING),
    ("a body that is required", set_value(*CREATE_PERSON, "parameters", 0, "required", True), NEUTRAL),
    ("a body with another name", set_value(*CREATE_PERSON, "parameters", 0, "name", "dto"), NEUTRAL),
    ("a body of another media type", set_value(*CREATE_PERSON, "consumes", ["application/octet-stream"]), BREAKING),
    ("a body of a further media type", set_value(*CREATE_PERSON, "consumes", ["application/json", "text/json"]), NEUTRAL),
    ("media types of a body in another order", set_value(*GET_PERSONS, "produces", ["application/json", "text/plain"]), NEUTRAL),
    ("a response added", set_value(*DELETE_PERSON, "responses", "200", "schema", WHOLE), ADDITIVE),
    ("a response removed", delete(*CREATE_PERSON, "responses", "200", "schema"), BREAKING),
    ("a response of another model", set_value(*GET_PERSON, "responses", "200", "schema", reference("CountryDto")), BREAKING),
    ("a response of another type", set_value(*CREATE_PERSON, "responses", "200", "schema", TEXT), BREAKING),
    ("a list as response", set_value(*GET_PERSON, "responses", "200", "schema", listed(reference("PersonDto"))), BREAKING),
    ("a single value as response", set_value(*GET_PERSONS, "responses", "200", "schema", reference("PersonDto")), BREAKING),
    ("a response with another status", rename(*GET_PERSON, "responses", "200", to="203"), NEUTRAL),
    ("a further success response", set_value(*GET_PERSON, "responses", "202", {"description": "Accepted"}), NEUTRAL),
    ("a further error response", set_value(*GET_PERSON, "responses", "404", {"description": "Not found"}), NEUTRAL),
    ("an error response removed", delete(*GET_PERSON, "responses", "401"), NEUTRAL),
    ("another description of a response", set_value(*GET_PERSON, "responses", "200", "description", "A person."), NEUTRAL),
    ("a nullable response", set_value(*CREATE_PERSON, "responses", "200", "schema", "x-nullable", True), BREAKING),
    ("a header of a response", set_value(*GET_PERSON, "responses", "200", "headers", {"Retry-After": {"type": "integer"}}), NEUTRAL),
    ("an example of a response", set_value(*GET_PERSON, "responses", "200", "examples", {"application/json": {"Id": 1}}), NEUTRAL),
    ("JSON instead of a file", in_turn(set_value(*DOWNLOAD, "produces", ["application/json"]), set_value(*DOWNLOAD, "responses", "200", "schema", TEXT)), BREAKING),
    ("items of a response of another type", set_value(*USERS, "responses", "200", "schema", "items", WHOLE), BREAKING),
]  # fmt: skip

MODEL_EDITS: list[tuple[str, Edit, str]] = [
    ("removed", delete("definitions", "BothDto"), BREAKING),
    ("added", set_value("definitions", "NewDto", {"type": "object", "properties": {"Value": TEXT}}), ADDITIVE),
    ("renamed", rename("definitions", "CountryDto", to="NationDto"), BREAKING),
    ("in lower case", rename("definitions", "CountryDto", to="countryDto"), BREAKING),
    ("a title", set_value("definitions", "PersonDto", "title", "A person"), NEUTRAL),
    ("a description", set_value("definitions", "PersonDto", "description", "A person."), NEUTRAL),
    ("closed", set_value("definitions", "PersonDto", "additionalProperties", False), NEUTRAL),
    ("open", set_value("definitions", "PersonDto", "additionalProperties", True), NEUTRAL),
    ("an extension", set_value("definitions", "PersonDto", "x-table", "persons"), NEUTRAL),
    ("a list instead of an object", set_value("definitions", "CountryDto", listed(TEXT)), BREAKING),
    ("a property of a nested model removed", delete("definitions", "AddressDto", "properties", "City"), BREAKING),
    ("a property of a nested model added", set_value("definitions", "AddressDto", "properties", "Zip", TEXT), ADDITIVE),
    ("in another order in an allOf", lambda document: at(document, ("definitions", "BothDto", "allOf")).reverse(), NEUTRAL),
    ("another one in an allOf", set_value("definitions", "BothDto", "allOf", 0, reference("CountryDto")), BREAKING),
    ("a property in an allOf removed", delete("definitions", "BothDto", "allOf", 1, "properties", "Extra"), BREAKING),
    ("a property in an allOf added", set_value("definitions", "BothDto", "allOf", 1, "properties", "More", TEXT), ADDITIVE),
    ("no longer an allOf", set_value("definitions", "BothDto", {"type": "object", "properties": {"Extra": TEXT}}), BREAKING),
    ("all in another order", lambda document: _reverse(document, ("definitions",)), NEUTRAL),
    # The type of the path parameter follows that of the property while both have the same values.
    ("an enum that a parameter shares, reordered", set_value("definitions", "DeliveryDto", "properties", "Phase", "enum", ["Sent", "Paid", "Planned"]), NEUTRAL),
    ("an enum that a parameter shares, with a new value", append("definitions", "DeliveryDto", "properties", "Phase", "enum", "Lost"), ADDITIVE),
    ("an enum that a parameter shares, without a value", set_value("definitions", "DeliveryDto", "properties", "Phase", "enum", ["Planned", "Sent"]), BREAKING),
    ("a second property with the values of a parameter", set_value("definitions", "AddressDto", "properties", "Phase", {"type": "string", "enum": ["Planned", "Sent", "Paid"]}), ADDITIVE),
    ("a property with the values of a parameter that had its own type", set_value("definitions", "AddressDto", "properties", "Order", {"type": "string", "enum": ["asc", "desc"]}), BREAKING),
]  # fmt: skip

API_EDITS: list[tuple[str, Edit, str]] = [
    ("another version", set_value("info", "version", "v2"), NEUTRAL),
    ("another title", set_value("info", "title", "Another title"), NEUTRAL),
    ("the words of the title in another order", set_value("info", "title", "A definition, frozen"), NEUTRAL),
    ("a description", set_value("info", "description", "The API."), NEUTRAL),
    ("another server", set_value("host", "api2.example.test"), NEUTRAL),
    ("a base path", set_value("basePath", "/v2"), BREAKING),
    ("an empty base path", set_value("basePath", "/"), NEUTRAL),
    ("another security scheme", set_value("security", [{"Key": []}]), BREAKING),
    ("a second scheme that is required", set_value("security", [{"Bearer": [], "Key": []}]), BREAKING),
    ("no security", set_value("security", []), NEUTRAL),
    ("another key header", set_value("securityDefinitions", "Bearer", "name", "X-Token"), BREAKING),
    ("an unused security scheme", set_value("securityDefinitions", "Other", {"type": "basic"}), NEUTRAL),
    ("a scheme with another name", in_turn(rename("securityDefinitions", "Bearer", to="BearerToken"), set_value("security", [{"BearerToken": []}])), NEUTRAL),
    ("tags in another order", lambda document: document["tags"].reverse(), NEUTRAL),
    ("a description of a tag", set_value("tags", 0, "description", "Persons."), NEUTRAL),
    ("an extension", set_value("x-generator", "NSwag"), NEUTRAL),
    ("paths in another order", lambda document: _reverse(document, ("paths",)), NEUTRAL),
    ("media types for all operations", set_value("produces", ["application/json"]), NEUTRAL),
    ("schemes in another order", set_value("schemes", ["https", "http"]), NEUTRAL),
    ("a keyword that no rule knows", set_value("limits", {"perMinute": 250}), BREAKING),
]  # fmt: skip

SCHEMAS = ("components", "schemas")
SENT, RECEIVED = ((*SCHEMAS, name, "properties") for name in ("PersonCreateDto", "PersonDto"))
ADDRESS = {"$ref": "#/components/schemas/AddressDto"}
COUNTRY = {"$ref": "#/components/schemas/CountryDto"}
RESPONSE = ("paths", "/Persons/{id}", "get", "responses", "200")
SCHEMA = (*RESPONSE, "content", "application/json", "schema")
NOT_NULL = {"$ref": "#/components/schemas/PersonDto"}


def _to_components(kind: str, *keys: Any) -> Edit:
    """Move what is at some keys to the components, and refer to it."""

    def edit(document: Document) -> None:
        holder = at(document, keys[:-1])
        document["components"].setdefault(kind, {})["Shared"] = holder[keys[-1]]
        holder[keys[-1]] = {"$ref": f"#/components/{kind}/Shared"}

    return edit


def _named_enum(name: str) -> Edit:
    """Declare the enum of a property as a model."""

    def edit(document: Document) -> None:
        properties = at(document, (*SCHEMAS, "PersonDto", "properties"))
        document["components"]["schemas"][name] = properties["Status"]
        properties["Status"] = {"$ref": f"#/components/schemas/{name}"}

    return edit


OPENAPI_3_0_EDITS: list[tuple[str, Edit, str]] = [
    ("a reference in an allOf", set_value(*RECEIVED, "Address", {"allOf": [ADDRESS]}), NEUTRAL),
    ("a nullable reference in an allOf", set_value(*RECEIVED, "Address", {"allOf": [ADDRESS], "nullable": True}), NEUTRAL),
    ("a reference in a oneOf", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS]}), NEUTRAL),
    ("a nullable reference in a oneOf", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS], "nullable": True}), NEUTRAL),
    ("a nullable reference in a oneOf that is sent", set_value(*SENT, "Address", {"oneOf": [ADDRESS], "nullable": True}), NEUTRAL),
    ("a nullable reference in an anyOf", set_value(*RECEIVED, "Address", {"anyOf": [ADDRESS], "nullable": True}), NEUTRAL),
    ("a described reference in a oneOf", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS], "description": "The address."}), NEUTRAL),
    ("a titled reference in a oneOf", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS], "title": "The address"}), NEUTRAL),
    ("a reference in a oneOf to another model", set_value(*RECEIVED, "Address", {"oneOf": [COUNTRY], "nullable": True}), BREAKING),
    ("a reference in a oneOf with a second model", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS, COUNTRY]}), BREAKING),
    ("a read-only reference in a oneOf that is sent", set_value(*SENT, "Address", {"oneOf": [ADDRESS], "readOnly": True}), BREAKING),
    ("a read-only reference in a oneOf that is received", set_value(*RECEIVED, "Address", {"oneOf": [ADDRESS], "readOnly": True}), NEUTRAL),
    ("a response in a oneOf", set_value(*SCHEMA, {"oneOf": [NOT_NULL]}), NEUTRAL),
    ("a nullable response in a oneOf", set_value(*SCHEMA, {"oneOf": [NOT_NULL], "nullable": True}), BREAKING),
    ("an enum as a model with the name in the client", _named_enum("PersonStatus"), NEUTRAL),
    ("an enum as a model with another name", _named_enum("StateOfAPerson"), BREAKING),
    ("an enum with null", in_turn(set_value(*RECEIVED, "Status", "nullable", True), append(*RECEIVED, "Status", "enum", None)), NEUTRAL),
    ("nullable", set_value(*RECEIVED, "Note", "nullable", True), NEUTRAL),
    ("write-only where received", set_value(*RECEIVED, "Note", "writeOnly", True), BREAKING),
    ("write-only where sent", set_value(*SENT, "Note", "writeOnly", True), NEUTRAL),
    ("no additional properties", set_value(*SCHEMAS, "PersonDto", "additionalProperties", False), NEUTRAL),
    ("a shared parameter", _to_components("parameters", *PAGE), NEUTRAL),
    ("a shared response", _to_components("responses", *RESPONSE), NEUTRAL),
    ("a shared body", _to_components("requestBodies", *CREATE_PERSON, "requestBody"), NEUTRAL),
    ("a parameter of the path", lambda document: at(document, ("paths", "/Users")).update(parameters=[{"name": "expand", "in": "query", "schema": TEXT}]), ADDITIVE),
    ("a required parameter of the path", lambda document: at(document, ("paths", "/Users")).update(parameters=[{"name": "expand", "in": "query", "required": True, "schema": TEXT}]), BREAKING),
    ("a header of a response", set_value(*RESPONSE, "headers", {"Retry-After": {"schema": WHOLE}}), NEUTRAL),
    ("a link of a response", set_value(*RESPONSE, "links", {"self": {"operationId": "get"}}), NEUTRAL),
    ("an example of a response", set_value(*RESPONSE, "content", "application/json", "example", {"Id": 1}), NEUTRAL),
    ("a callback", set_value(*CREATE_PERSON, "callbacks", {"done": {}}), NEUTRAL),
    ("a shared header", set_value("components", "headers", {"Retry-After": {"schema": WHOLE}}), NEUTRAL),
    ("a shared example", set_value("components", "examples", {"One": {"value": 1}}), NEUTRAL),
    ("a further media type of a response", set_value(*RESPONSE, "content", "text/json", {"schema": NOT_NULL}), NEUTRAL),
    ("a server with another host", set_value("servers", [{"url": "https://api2.example.test"}]), NEUTRAL),
    ("a server with a path", set_value("servers", [{"url": "https://api.example.test/v2"}]), BREAKING),
    ("a described server", set_value("servers", 0, "description", "Production"), NEUTRAL),
    ("a server of one path", set_value("paths", "/Users", "servers", [{"url": "https://elsewhere.example.test"}]), BREAKING),
    ("a bearer scheme with a format", set_value("components", "securitySchemes", "Bearer", "bearerFormat", "JWT"), NEUTRAL),
    ("another scheme of the same header", set_value("components", "securitySchemes", "Bearer", {"type": "http", "scheme": "basic"}), BREAKING),
    ("another style of a list", set_value(*FIELDS_LIST, "explode", False), BREAKING),
    ("the style of a list, as it is by default", set_value(*FIELDS_LIST, "explode", True), NEUTRAL),
    ("another default of a parameter", set_value(*PAGE, "schema", "default", 0), BREAKING),
    ("an external reference", set_value(*RECEIVED, "Address", {"$ref": "other.json#/AddressDto"}), BREAKING),
]  # fmt: skip

OPENAPI_3_1_EDITS: list[tuple[str, Edit, str]] = [
    ("a nullable string", set_value(*RECEIVED, "Note", "type", ["string", "null"]), NEUTRAL),
    ("a nullable string that is sent", set_value(*SENT, "Note", "type", ["null", "string"]), NEUTRAL),
    ("a list of one type", set_value(*RECEIVED, "Note", "type", ["string"]), NEUTRAL),
    ("a nullable boolean instead of a string", set_value(*RECEIVED, "Note", "type", ["boolean", "null"]), BREAKING),
    ("two types", set_value(*RECEIVED, "Note", "type", ["string", "integer"]), BREAKING),
    ("a nullable reference in an anyOf", set_value(*RECEIVED, "Address", {"anyOf": [ADDRESS, {"type": "null"}]}), NEUTRAL),
    ("a nullable reference in a oneOf", set_value(*RECEIVED, "Address", {"oneOf": [{"type": "null"}, ADDRESS]}), NEUTRAL),
    ("a nullable reference to another model", set_value(*RECEIVED, "Address", {"oneOf": [{"type": "null"}, COUNTRY]}), BREAKING),
    ("a described reference", set_value(*RECEIVED, "Address", ADDRESS | {"description": "The address."}), NEUTRAL),
    ("a reference that is read-only where sent", set_value(*SENT, "Address", ADDRESS | {"readOnly": True}), BREAKING),
    ("a nullable enum", in_turn(set_value(*RECEIVED, "Status", "type", ["string", "null"]), append(*RECEIVED, "Status", "enum", None)), NEUTRAL),
    ("a constant where received", set_value(*RECEIVED, "Status", {"type": "string", "const": "Active"}), NEUTRAL),
    ("a constant where sent", set_value(*SENT, "Status", {"type": "string", "const": "Active"}), BREAKING),
    ("examples", set_value(*RECEIVED, "Note", "examples", ["A note"]), NEUTRAL),
    ("webhooks", set_value("webhooks", {"created": {"post": {"responses": {}}}}), NEUTRAL),
    ("a dialect", set_value("jsonSchemaDialect", "https://json-schema.example.test/draft"), NEUTRAL),
    ("shared path items", set_value("components", "pathItems", {"One": {}}), NEUTRAL),
    ("a summary of the API", set_value("info", "summary", "The API"), NEUTRAL),
    ("a nullable id where received", set_value(*RECEIVED, "Id", "type", ["integer", "null"]), BREAKING),
    ("a nullable id where sent", set_value(*SENT, "Id", "type", ["integer", "null"]), ADDITIVE),
]  # fmt: skip


def labelled() -> list[Labelled]:
    """Return the whole corpus."""
    tables = (
        ("a parameter", SWAGGER_2, PARAMETER_EDITS),
        ("an operation", SWAGGER_2, OPERATION_EDITS),
        ("a model", SWAGGER_2, MODEL_EDITS),
        ("the API", SWAGGER_2, API_EDITS),
        ("OpenAPI 3.0", OPENAPI_3_0, OPENAPI_3_0_EDITS),
        ("OpenAPI 3.1", OPENAPI_3_1, OPENAPI_3_1_EDITS),
    )
    others = [
        Labelled(f"{what}: {name}", form, edit, label) for what, form, table in tables for name, edit, label in table
    ]
    return [*_of_properties(), *others]
