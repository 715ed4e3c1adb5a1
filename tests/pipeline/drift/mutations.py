"""The corpus of single edits: every kind of change on every kind of slot, with the expected code and subject."""

# ruff: noqa: E501 - tables, one change a line

from __future__ import annotations

from collections.abc import Iterator

from tests.definitions import Document, at, body, operation, parameter, reference
from webcrm_ext.drift.codes import Direction

from .edits import Edit, Mutation, append, delete, in_turn, nothing, rename, set_value
from .sample import (
    BOTH,
    NEITHER,
    RECEIVED,
    SENT,
    SLOTS,
    Slot,
    record,
)

TEXT = {"type": "string"}
WHOLE = {"type": "integer", "format": "int32"}
LIST = {"type": "array", "items": {"type": "string"}}


def one_of(*values: str) -> Document:
    return {"type": "string", "enum": list(values)}


def numbers(*names: str) -> Document:
    return {"type": "integer", "enum": [*range(len(names) or 1)], **({"x-enumNames": list(names)} if names else {})}


# The schema before, the schema after, and the code.
VALUES: dict[str, tuple[Document, Document, str]] = {
    "another type": (TEXT, {"type": "boolean"}, "type-changed"),
    "a number instead of an integer": (WHOLE, {"type": "number", "format": "double"}, "type-widened"),
    "an integer instead of a number": ({"type": "number"}, {"type": "integer"}, "type-narrowed"),
    "a date": (TEXT, TEXT | {"format": "date-time"}, "format-changed"),
    "no date": (TEXT | {"format": "date-time"}, TEXT, "format-changed"),
    "another string format": (TEXT | {"format": "email"}, TEXT | {"format": "uri"}, "format-detail-changed"),
    "a longer integer": (WHOLE, {"type": "integer", "format": "int64"}, "format-detail-changed"),
    "a list": (TEXT, LIST, "became-list"),
    "a single value": (LIST, TEXT, "became-single"),
    "a new enum value": (one_of("A", "B"), one_of("A", "B", "C"), "enum-value-added"),
    "a removed enum value": (one_of("A", "B"), one_of("A"), "enum-value-removed"),
    "an enum value in capitals": (one_of("Active", "B"), one_of("ACTIVE", "B"), "enum-value-renamed"),
    "a reordered enum": (one_of("A", "B"), one_of("B", "A"), "enum-reordered"),
    "a number with another name": (numbers("Low", "High"), numbers("Low", "Top"), "number-name-changed"),
    "numbers without names": (numbers("Low"), numbers(), "number-name-changed"),
    "names for the numbers": (numbers(), numbers("Low"), "number-name-changed"),
    "an enum": (TEXT, one_of("A", "B"), "enum-added"),
    "no enum": (one_of("A", "B"), TEXT, "enum-dropped"),
    "a minimum": (WHOLE, WHOLE | {"minimum": 1}, "bound-narrowed"),
    "a higher minimum": (WHOLE | {"minimum": 1}, WHOLE | {"minimum": 2}, "bound-narrowed"),
    "a lower minimum": (WHOLE | {"minimum": 1}, WHOLE | {"minimum": 0}, "bound-widened"),
    "no minimum": (WHOLE | {"minimum": 1}, WHOLE, "bound-widened"),
    "a lower maximum": (WHOLE | {"maximum": 9}, WHOLE | {"maximum": 8}, "bound-narrowed"),
    "a higher maximum": (WHOLE | {"maximum": 9}, WHOLE | {"maximum": 10}, "bound-widened"),
    "an exclusive maximum": (
        WHOLE | {"maximum": 9},
        WHOLE | {"maximum": 9, "exclusiveMaximum": True},
        "bound-narrowed",
    ),
    "a larger maximum length": (TEXT | {"maxLength": 50}, TEXT | {"maxLength": 200}, "bound-widened"),
    "a smaller maximum length": (TEXT | {"maxLength": 50}, TEXT | {"maxLength": 20}, "bound-narrowed"),
    "a minimum length": (TEXT, TEXT | {"minLength": 1}, "bound-narrowed"),
    "a pattern": (TEXT, TEXT | {"pattern": "^a"}, "bound-narrowed"),
    "another pattern": (TEXT | {"pattern": "^a"}, TEXT | {"pattern": "^b"}, "bound-narrowed"),
    "unique items": (LIST, LIST | {"uniqueItems": True}, "bound-narrowed"),
    "fewer items": (LIST | {"maxItems": 9}, LIST | {"maxItems": 3}, "bound-narrowed"),
    "a default": (WHOLE, WHOLE | {"default": 1}, "default-added"),
    "no default": (WHOLE | {"default": 1}, WHOLE, "default-removed"),
    "another default": (WHOLE | {"default": 1}, WHOLE | {"default": 2}, "default-changed"),
    "false instead of 0": ({"type": "boolean", "default": 0}, {"type": "boolean", "default": False}, "default-changed"),
}
# Only for slots that hold a schema, not for Swagger 2.0 parameters.
SCHEMAS: dict[str, tuple[Document, Document, str]] = {
    "a reordered allOf": (
        {"allOf": [reference("TokenDto"), reference("UnusedDto")]},
        {"allOf": [reference("UnusedDto"), reference("TokenDto")]},
        "composition-reordered",
    ),
    "a new property in an allOf": (
        {"allOf": [reference("TokenDto"), record()]},
        {"allOf": [reference("TokenDto"), record(New=TEXT)]},
        "property-added",
    ),
    "another model": (reference("TokenDto"), reference("UnusedDto"), "model-replaced"),
    "a model": (TEXT, reference("TokenDto"), "type-changed"),
    "no model": (reference("TokenDto"), TEXT, "type-changed"),
    "a list of models": (reference("TokenDto"), {"type": "array", "items": reference("TokenDto")}, "became-list"),
    "another model in an allOf": (
        {"allOf": [reference("TokenDto"), reference("UnusedDto")]},
        {"allOf": [reference("TokenDto"), reference("CompanyDto")]},
        "composition-changed",
    ),
    "an object with a new property": (record(), record(New=TEXT), "property-added"),
    "other additional properties": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": WHOLE},
        "type-changed",
    ),
    "an extension": (TEXT, TEXT | {"x-new": 1}, "extension-changed"),
    "another extension": (TEXT | {"x-new": 1}, TEXT | {"x-new": 2}, "extension-changed"),
}


def mutations() -> list[Mutation]:
    """Return the whole corpus."""
    return [*_of_values(), *_of_operations(), *_of_parameters(), *_of_contents(), *_of_models(), *_of_the_api()]


def _of_values() -> Iterator[Mutation]:
    for where, slot in SLOTS.items():
        for name, (before, after, code) in (VALUES | ({} if slot.is_parameter else SCHEMAS)).items():
            if where == "a path parameter" and code in ("became-list", "became-single"):
                continue
            subject = slot.subject + (".New" if code == "property-added" else "")
            yield Mutation(
                f"{where}: {name}",
                _put(slot, before),
                _put(slot, after),
                code,
                subject,
                slot.directions,
                slot.owner,
                guess=code.endswith("-renamed"),
            )


def _put(slot: Slot, schema: Document) -> Edit:
    return lambda document: slot.put(document, schema)


PERSONS = ("paths", "/Persons")
DELIVERIES = ("paths", "/Deliveries", "get")
DELETE = ("paths", "/Persons/{id}", "delete")


def _of_operations() -> Iterator[Mutation]:
    users = operation("Users", answer=reference("TokenDto"))
    listed: list[tuple[str, Edit, Edit, str, str, bool]] = [
        ("removed", nothing, delete(*DELETE), "operation-removed", "DELETE /Persons/{id}", False),
        ("added", nothing, set_value("paths", "/Users/AllActive", {"get": users}), "operation-added", "GET /Users/AllActive", False),
        ("without a naming rule", nothing, set_value("paths", "/Users", "head", users), "nameless-operation-added", "HEAD /Users", False),
        (
            "moved", set_value("paths", "/Users/ByStatus/{status}", {"get": users}),
            rename("paths", "/Users/ByStatus/{status}", to="/Users/ByState/{status}"),
            "operation-renamed", "GET /Users/ByState/{status}", True,
        ),
        ("of another entity", nothing, set_value(*DELETE, "tags", ["People"]), "operation-moved", "DELETE /Persons/{id}", False),
        ("in lower case", nothing, rename("paths", "/Users/{id}/Role", to="/users/{id}/Role"), "path-respelled", "PUT /users/{id}/Role", False),
        ("deprecated", nothing, set_value(*DELETE, "deprecated", True), "operation-deprecated", "DELETE /Persons/{id}", False),
        ("no longer deprecated", set_value(*DELETE, "deprecated", True), set_value(*DELETE, "deprecated", False), "operation-restored", "DELETE /Persons/{id}", False),
        ("another security scheme", nothing, set_value(*DELETE, "security", [{"Key": []}]), "security-changed", "DELETE /Persons/{id}", False),
        ("no security", nothing, set_value(*DELETE, "security", []), "security-dropped", "DELETE /Persons/{id}", False),
        ("an extension", nothing, set_value(*DELETE, "x-new", True), "extension-changed", "DELETE /Persons/{id}", False),
    ]  # fmt: skip
    for name, prepare, change, code, subject, guess in listed:
        yield Mutation(f"an operation: {name}", prepare, change, code, subject, NEITHER, "an operation", guess)


def _of_parameters() -> Iterator[Mutation]:
    new = parameter("filter")
    several = parameter("several", type="array", items={"type": "string"}, collectionFormat="multi")
    last = (*DELIVERIES, "parameters", 2)
    listed: list[tuple[str, Edit, Edit, str, str, bool]] = [
        ("removed", nothing, delete(*DELIVERIES, "parameters", 1), "parameter-removed", ", parameter Page", False),
        ("added", nothing, append(*DELIVERIES, "parameters", new), "parameter-added", ", parameter filter", False),
        ("added and required", nothing, append(*DELIVERIES, "parameters", new | {"required": True}), "required-parameter-added", ", parameter filter", False),
        ("renamed", append(*DELIVERIES, "parameters", new), set_value(*last, "name", "filters"), "parameter-renamed", ", parameter filters", True),
        ("in lower case", nothing, set_value(*DELIVERIES, "parameters", 1, "name", "page"), "parameter-respelled", ", parameter page", False),
        ("in lower case that renames the argument", append(*DELIVERIES, "parameters", parameter("SortOrder")), set_value(*last, "name", "sortorder"), "argument-renamed", ", parameter sortorder", False),
        ("moved", append(*DELIVERIES, "parameters", new), set_value(*last, "in", "header"), "parameter-moved", ", parameter filter", False),
        ("required", nothing, set_value(*DELIVERIES, "parameters", 1, "required", True), "parameter-became-required", ", parameter Page", False),
        ("optional", append(*DELIVERIES, "parameters", new | {"required": True}), set_value(*last, "required", False), "parameter-became-optional", ", parameter filter", False),
        ("serialised differently", append(*DELIVERIES, "parameters", several), set_value(*last, "collectionFormat", "csv"), "parameter-style-changed", ", parameter several", False),
        ("an extension", nothing, set_value(*DELIVERIES, "parameters", 1, "x-new", 1), "extension-changed", ", parameter Page", False),
        ("a keyword", nothing, set_value(*DELIVERIES, "parameters", 1, "allowEmptyValue", True), "keyword-changed", ", parameter Page", False),
    ]  # fmt: skip
    for name, prepare, change, code, subject, guess in listed:
        yield Mutation(
            f"a parameter: {name}",
            prepare,
            change,
            code,
            f"GET /Deliveries{subject}",
            SENT,
            "GET /Deliveries",
            guess,
            in_python=code == "parameter-renamed",
        )
    yield Mutation(
        "parameters: reordered", nothing, lambda document: at(document, (*DELIVERIES, "parameters")).reverse(),
        "parameters-reordered", "GET /Deliveries", NEITHER, "GET /Deliveries",
    )  # fmt: skip
    yield Mutation(
        "a placeholder: renamed", nothing,
        in_turn(rename("paths", "/Deliveries/ByStatus/{slot}", to="/Deliveries/ByStatus/{number}"), set_value("paths", "/Deliveries/ByStatus/{number}", "get", "parameters", 0, "name", "number")),
        "argument-renamed", "GET /Deliveries/ByStatus/{number}, parameter number", SENT, "GET /Deliveries/ByStatus/{slot}",
    )  # fmt: skip


def _of_contents() -> Iterator[Mutation]:
    put, get, create = ("paths", "/Users/{id}/Role", "put"), ("paths", "/Users", "get"), (*PERSONS, "post")
    text = {"description": "OK", "schema": TEXT}
    listed: list[tuple[str, Edit, Edit, str, str, frozenset[Direction]]] = [
        ("a body: added", nothing, append(*DELETE, "parameters", body(TEXT)), "body-added", "DELETE /Persons/{id}, body", SENT),
        ("a body: removed", nothing, delete(*put, "parameters", 0), "body-removed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: binary", nothing, set_value(*put, "consumes", ["application/octet-stream"]), "body-encoding-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: of an unknown media type", nothing, set_value(*put, "consumes", ["text/csv"]), "body-encoding-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: required", nothing, set_value(*put, "parameters", 0, "required", True), "body-required-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: of another model", nothing, set_value(*create, "parameters", 0, "schema", reference("TokenDto")), "model-replaced", "POST /Persons, body", SENT),
        ("a body: a list of records", nothing, set_value(*create, "parameters", 0, "schema", {"type": "array", "items": reference("PersonDto")}), "became-list", "POST /Persons, body", SENT),
        ("a form field: added", nothing, append("paths", "/Auth/ApiLogin", "post", "parameters", parameter("more", "formData")), "property-added", "POST /Auth/ApiLogin, body.more", SENT),
        ("a form field: added and required", nothing, append("paths", "/Auth/ApiLogin", "post", "parameters", parameter("more", "formData", required=True)), "required-property-added", "POST /Auth/ApiLogin, body.more", SENT),
        ("a response: added", nothing, set_value(*DELETE, "responses", "200", "schema", TEXT), "response-added", "DELETE /Persons/{id}, response", RECEIVED),
        ("a response: removed", nothing, delete(*create, "responses", "200", "schema"), "response-removed", "POST /Persons, response", RECEIVED),
        ("a response: binary", nothing, set_value(*get, "produces", ["application/octet-stream"]), "response-encoding-changed", "GET /Users, response", RECEIVED),
        ("a response: a single record", nothing, set_value(*PERSONS, "get", "responses", "200", "schema", reference("PersonDto")), "became-single", "GET /Persons, response", RECEIVED),
        ("a response: another status", nothing, rename(*DELETE, "responses", "200", to="204"), "response-status-changed", "DELETE /Persons/{id}", NEITHER),
        ("a response: another success status", nothing, set_value(*get, "responses", "202", text), "other-responses-changed", "GET /Users", NEITHER),
        ("a response: another type for that status", set_value(*get, "responses", "202", text), set_value(*get, "responses", "202", "schema", WHOLE), "other-responses-changed", "GET /Users", NEITHER),
        ("a response: another error", nothing, set_value(*get, "responses", "404", {"description": "No"}), "error-responses-changed", "GET /Users", NEITHER),
        ("a response: an error with a body", nothing, set_value(*get, "responses", "401", text), "error-responses-changed", "GET /Users", NEITHER),
        ("a response: a default error", nothing, set_value(*get, "responses", "default", text), "error-responses-changed", "GET /Users", NEITHER),
        ("a response: nullable", nothing, set_value(*create, "responses", "200", "schema", "x-nullable", True), "null-allowed", "POST /Persons, response", RECEIVED),
        ("a response: not nullable", set_value(*create, "responses", "200", "schema", "x-nullable", True), set_value(*create, "responses", "200", "schema", WHOLE), "null-refused", "POST /Persons, response", RECEIVED),
    ]  # fmt: skip
    for name, prepare, change, code, subject, directions in listed:
        yield Mutation(name, prepare, change, code, subject, directions, subject.split(",")[0])


def _of_models() -> Iterator[Mutation]:
    for name, directions in (
        ("DeliveryCreateDto", SENT),
        ("DeliveryDto", RECEIVED),
        ("PersonDto", BOTH),
        ("UnusedDto", NEITHER),
    ):
        model = ("definitions", name)
        here = (*model, "properties")
        needs = set_value(*model, "required", ["Slot"])
        listed: list[tuple[str, Edit, Edit, str, str, bool]] = [
            ("removed", nothing, delete(*here, "Slot"), "property-removed", ".Slot", False),
            ("added", nothing, set_value(*here, "New", TEXT), "property-added", ".New", False),
            ("added and required", set_value(*model, "required", []), in_turn(set_value(*here, "New", TEXT), set_value(*model, "required", ["New"])), "required-property-added", ".New", False),
            ("renamed", nothing, rename(*here, "Slot", to="Slots"), "property-renamed", ".Slots", True),
            ("in lower case", nothing, rename(*here, "Slot", to="slot"), "property-renamed", ".slot", True),
            ("read-only", nothing, set_value(*here, "Slot", "readOnly", True), "became-read-only", ".Slot", False),
            ("no longer read-only", set_value(*here, "Slot", "readOnly", True), set_value(*here, "Slot", "readOnly", False), "became-writable", ".Slot", False),
            ("required", set_value(*model, "required", []), needs, "property-became-required", ".Slot", False),
            ("optional", needs, set_value(*model, "required", []), "property-became-optional", ".Slot", False),
            ("required and undeclared", set_value(*model, "required", []), set_value(*model, "required", ["Nowhere"]), "keyword-changed", "", False),
            ("nullable in an id", in_turn(set_value(*here, "OwnId", WHOLE), set_value(*model, "required", ["OwnId"])), set_value(*here, "OwnId", "x-nullable", True), "null-allowed", ".OwnId", False),
        ]  # fmt: skip
        for what, prepare, change, code, subject, guess in listed:
            yield Mutation(
                f"{name}: property {what}", prepare, change, code, name + subject, directions, name, guess,
                in_python=what == "renamed",
            )  # fmt: skip
    several = record(One=TEXT, Two=TEXT, Three=TEXT)
    yield Mutation(
        "a model: removed",
        nothing,
        delete("definitions", "UnusedDto"),
        "model-removed",
        "UnusedDto",
        NEITHER,
        "UnusedDto",
    )
    yield Mutation(
        "a model: added",
        nothing,
        set_value("definitions", "NewDto", several),
        "model-added",
        "NewDto",
        NEITHER,
        "NewDto",
    )
    yield Mutation(
        "a model: renamed", set_value("definitions", "SeveralDto", several), rename("definitions", "SeveralDto", to="AllDto"),
        "model-renamed", "AllDto", NEITHER, "UnusedDto", guess=True,
    )  # fmt: skip
    yield Mutation(
        "an enum: with another type name",
        in_turn(set_value("definitions", "UnusedDto", "properties", "Slot", one_of("A")), set_value("definitions", "State", one_of("A"))),
        set_value("definitions", "UnusedDto", "properties", "Slot", reference("State")),
        "enum-type-renamed", "UnusedDto.Slot", NEITHER, "UnusedDto",
    )  # fmt: skip
    yield Mutation(
        "an enum: with another type name beside the old one",
        in_turn(set_value("definitions", "State", one_of("A")), set_value("definitions", "UnusedDto", "properties", "Slot", reference("State"))),
        set_value("definitions", "UnusedDto", "properties", "Slot", one_of("A")),
        "enum-type-split", "UnusedDto.Slot", NEITHER, "UnusedDto",
    )  # fmt: skip


def _of_the_api() -> Iterator[Mutation]:
    listed: list[tuple[str, Edit, str]] = [
        ("another version", set_value("info", "version", "v2"), "api-version-changed"),
        ("a server", set_value("host", "api.example.test"), "server-changed"),
        ("another base path", set_value("basePath", "/v2"), "base-path-changed"),
        ("another security scheme", set_value("security", [{"Key": []}]), "security-changed"),
        ("a second security scheme", set_value("security", [{"Bearer": []}, {"Key": []}]), "security-changed"),
        ("no security", set_value("security", []), "security-dropped"),
        ("another key header", set_value("securityDefinitions", "Bearer", "name", "X-Token"), "security-changed"),
        ("an extension", set_value("x-new", 1), "extension-changed"),
    ]
    for name, change, code in listed:
        yield Mutation(f"the API: {name}", nothing, change, code, "The API", NEITHER, "The API")
