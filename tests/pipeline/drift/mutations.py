"""Single changes of a definition: every kind of change on every kind of slot, with what must be said of it."""

# ruff: noqa: E501 - tables, one change a line

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.definitions import Document, at, body, operation, parameter, reference
from webcrm_ext.drift.codes import Direction

from .sample import (
    BOTH,
    NEITHER,
    RECEIVED,
    SENT,
    SLOTS,
    Slot,
    record,
)

Change = Callable[[Document], None]


class Mutation(NamedTuple):
    """One change: what is there before it, the change, and what drift must say."""

    name: str
    prepare: Change
    change: Change
    code: str
    subject: str
    directions: frozenset[Direction]
    owner: str
    guess: bool = False
    in_python: bool = False


TEXT = {"type": "string"}
WHOLE = {"type": "integer", "format": "int32"}
LIST = {"type": "array", "items": {"type": "string"}}


def one_of(*values: str) -> Document:
    return {"type": "string", "enum": list(values)}


# What is there, what it becomes, and the code.
VALUES: dict[str, tuple[Document, Document, str]] = {
    "another type": (TEXT, {"type": "boolean"}, "type-changed"),
    "any number": (WHOLE, {"type": "number", "format": "double"}, "type-widened"),
    "a whole number": ({"type": "number"}, {"type": "integer"}, "type-narrowed"),
    "a moment": (TEXT, TEXT | {"format": "date-time"}, "format-changed"),
    "no moment": (TEXT | {"format": "date"}, TEXT, "format-changed"),
    "another format of text": (TEXT | {"format": "email"}, TEXT | {"format": "uri"}, "format-detail-changed"),
    "a longer number": (WHOLE, {"type": "integer", "format": "int64"}, "format-detail-changed"),
    "a list": (TEXT, LIST, "became-list"),
    "no list": (LIST, TEXT, "became-single"),
    "a new entry": (one_of("A", "B"), one_of("A", "B", "C"), "enum-value-added"),
    "an entry less": (one_of("A", "B"), one_of("A"), "enum-value-removed"),
    "an entry in capitals": (one_of("Active", "B"), one_of("ACTIVE", "B"), "enum-value-renamed"),
    "another order": (one_of("A", "B"), one_of("B", "A"), "enum-reordered"),
    "a list of values": (TEXT, one_of("A", "B"), "enum-added"),
    "any value": (one_of("A", "B"), TEXT, "enum-dropped"),
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
    "a longer text": (TEXT | {"maxLength": 50}, TEXT | {"maxLength": 200}, "bound-widened"),
    "a shorter text": (TEXT | {"maxLength": 50}, TEXT | {"maxLength": 20}, "bound-narrowed"),
    "a text that is not empty": (TEXT, TEXT | {"minLength": 1}, "bound-narrowed"),
    "a pattern": (TEXT, TEXT | {"pattern": "^a"}, "bound-narrowed"),
    "another pattern": (TEXT | {"pattern": "^a"}, TEXT | {"pattern": "^b"}, "bound-narrowed"),
    "values that differ": (LIST, LIST | {"uniqueItems": True}, "bound-narrowed"),
    "fewer items": (LIST | {"maxItems": 9}, LIST | {"maxItems": 3}, "bound-narrowed"),
    "a default": (WHOLE, WHOLE | {"default": 1}, "default-added"),
    "no default": (WHOLE | {"default": 1}, WHOLE, "default-removed"),
    "another default": (WHOLE | {"default": 1}, WHOLE | {"default": 2}, "default-changed"),
    "false for none": ({"type": "boolean", "default": 0}, {"type": "boolean", "default": False}, "default-changed"),
}
# What stands in schemas alone, not beside the name of a parameter.
SCHEMAS: dict[str, tuple[Document, Document, str]] = {
    "two models in another order": (
        {"allOf": [reference("TokenDto"), reference("UnusedDto")]},
        {"allOf": [reference("UnusedDto"), reference("TokenDto")]},
        "composition-reordered",
    ),
    "more in one of two": (
        {"allOf": [reference("TokenDto"), record()]},
        {"allOf": [reference("TokenDto"), record(New=TEXT)]},
        "property-added",
    ),
    "another model": (reference("TokenDto"), reference("UnusedDto"), "model-replaced"),
    "a model": (TEXT, reference("TokenDto"), "type-changed"),
    "no model": (reference("TokenDto"), TEXT, "type-changed"),
    "a list of models": (reference("TokenDto"), {"type": "array", "items": reference("TokenDto")}, "became-list"),
    "two models": (
        {"allOf": [reference("TokenDto"), reference("UnusedDto")]},
        {"allOf": [reference("TokenDto"), reference("CompanyDto")]},
        "composition-changed",
    ),
    "an object with more in it": (record(), record(New=TEXT), "property-added"),
    "other values in an object": (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": WHOLE},
        "type-changed",
    ),
    "an extension": (TEXT, TEXT | {"x-new": 1}, "extension-changed"),
    "another extension": (TEXT | {"x-new": 1}, TEXT | {"x-new": 2}, "extension-changed"),
    "a title": (TEXT, TEXT | {"title": "Name"}, "keyword-changed"),
}


def mutations() -> list[Mutation]:
    """All of them."""
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


def _put(slot: Slot, schema: Document) -> Change:
    return lambda document: slot.put(document, schema)


def _nothing(document: Document) -> None:
    pass


def _set(*keys_and_value: Any) -> Change:
    *keys, value = keys_and_value

    def change(document: Document) -> None:
        at(document, tuple(keys[:-1]))[keys[-1]] = copy.deepcopy(value)

    return change


def _delete(*keys: Any) -> Change:
    def change(document: Document) -> None:
        del at(document, keys[:-1])[keys[-1]]

    return change


def _move(*keys: Any, to: Any) -> Change:
    """Give a member of an object another name, in its slot."""

    def change(document: Document) -> None:
        holder = at(document, keys[:-1])
        moved = [(to if key == keys[-1] else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(moved)

    return change


def _append(*keys_and_value: Any) -> Change:
    *keys, value = keys_and_value
    return lambda document: at(document, tuple(keys)).append(copy.deepcopy(value))


def _all(*changes: Change) -> Change:
    def change(document: Document) -> None:
        for each in changes:
            each(document)

    return change


PERSONS = ("paths", "/Persons")
DELIVERIES = ("paths", "/Deliveries", "get")
DELETE = ("paths", "/Persons/{id}", "delete")


def _of_operations() -> Iterator[Mutation]:
    users = operation("Users", answer=reference("TokenDto"))
    listed: list[tuple[str, Change, Change, str, str, bool]] = [
        ("gone", _nothing, _delete(*DELETE), "operation-removed", "DELETE /Persons/{id}", False),
        ("new", _nothing, _set("paths", "/Users/AllActive", {"get": users}), "operation-added", "GET /Users/AllActive", False),
        ("without a rule", _nothing, _set("paths", "/Users", "head", users), "nameless-operation-added", "HEAD /Users", False),
        (
            "moved", _set("paths", "/Users/ByStatus/{status}", {"get": users}),
            _move("paths", "/Users/ByStatus/{status}", to="/Users/ByState/{status}"),
            "operation-renamed", "GET /Users/ByState/{status}", True,
        ),
        ("of another entity", _nothing, _set(*DELETE, "tags", ["People"]), "operation-moved", "DELETE /Persons/{id}", False),
        ("in small letters", _nothing, _move("paths", "/Users/{id}/Role", to="/users/{id}/Role"), "path-respelled", "PUT /users/{id}/Role", False),
        ("on its way out", _nothing, _set(*DELETE, "deprecated", True), "operation-deprecated", "DELETE /Persons/{id}", False),
        ("back again", _set(*DELETE, "deprecated", True), _set(*DELETE, "deprecated", False), "operation-restored", "DELETE /Persons/{id}", False),
        ("another login", _nothing, _set(*DELETE, "security", [{"Key": []}]), "security-changed", "DELETE /Persons/{id}", False),
        ("no login", _nothing, _set(*DELETE, "security", []), "security-dropped", "DELETE /Persons/{id}", False),
        ("an extension", _nothing, _set(*DELETE, "x-new", True), "extension-changed", "DELETE /Persons/{id}", False),
    ]  # fmt: skip
    for name, prepare, change, code, subject, guess in listed:
        yield Mutation(f"an operation: {name}", prepare, change, code, subject, NEITHER, "an operation", guess)


def _of_parameters() -> Iterator[Mutation]:
    new = parameter("filter")
    several = parameter("several", type="array", items={"type": "string"}, collectionFormat="multi")
    last = (*DELIVERIES, "parameters", 2)
    listed: list[tuple[str, Change, Change, str, str, bool]] = [
        ("gone", _nothing, _delete(*DELIVERIES, "parameters", 1), "parameter-removed", ", parameter Page", False),
        ("new", _nothing, _append(*DELIVERIES, "parameters", new), "parameter-added", ", parameter filter", False),
        ("new and required", _nothing, _append(*DELIVERIES, "parameters", new | {"required": True}), "required-parameter-added", ", parameter filter", False),
        ("renamed", _append(*DELIVERIES, "parameters", new), _set(*last, "name", "filters"), "parameter-renamed", ", parameter filters", True),
        ("in small letters", _nothing, _set(*DELIVERIES, "parameters", 1, "name", "page"), "parameter-respelled", ", parameter page", False),
        ("in small letters that Python shows", _append(*DELIVERIES, "parameters", parameter("SortOrder")), _set(*last, "name", "sortorder"), "argument-renamed", ", parameter sortorder", False),
        ("moved", _append(*DELIVERIES, "parameters", new), _set(*last, "in", "header"), "parameter-moved", ", parameter filter", False),
        ("required", _nothing, _set(*DELIVERIES, "parameters", 1, "required", True), "parameter-became-required", ", parameter Page", False),
        ("optional", _append(*DELIVERIES, "parameters", new | {"required": True}), _set(*last, "required", False), "parameter-became-optional", ", parameter filter", False),
        ("written otherwise", _append(*DELIVERIES, "parameters", several), _set(*last, "collectionFormat", "csv"), "parameter-style-changed", ", parameter several", False),
        ("an extension", _nothing, _set(*DELIVERIES, "parameters", 1, "x-new", 1), "extension-changed", ", parameter Page", False),
        ("a keyword", _nothing, _set(*DELIVERIES, "parameters", 1, "allowEmptyValue", True), "keyword-changed", ", parameter Page", False),
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
        "parameters: in another order", _nothing, lambda document: at(document, (*DELIVERIES, "parameters")).reverse(),
        "parameters-reordered", "GET /Deliveries", NEITHER, "GET /Deliveries",
    )  # fmt: skip
    yield Mutation(
        "a placeholder: renamed", _nothing,
        _all(_move("paths", "/Deliveries/ByStatus/{slot}", to="/Deliveries/ByStatus/{number}"), _set("paths", "/Deliveries/ByStatus/{number}", "get", "parameters", 0, "name", "number")),
        "argument-renamed", "GET /Deliveries/ByStatus/{number}, parameter number", SENT, "GET /Deliveries/ByStatus/{slot}",
    )  # fmt: skip


def _of_contents() -> Iterator[Mutation]:
    put, get, create = ("paths", "/Users/{id}/Role", "put"), ("paths", "/Users", "get"), (*PERSONS, "post")
    text = {"description": "OK", "schema": TEXT}
    listed: list[tuple[str, Change, Change, str, str, frozenset[Direction]]] = [
        ("a body: new", _nothing, _append(*DELETE, "parameters", body(TEXT)), "body-added", "DELETE /Persons/{id}, body", SENT),
        ("a body: gone", _nothing, _delete(*put, "parameters", 0), "body-removed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: as octets", _nothing, _set(*put, "consumes", ["application/octet-stream"]), "body-encoding-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: as nothing known", _nothing, _set(*put, "consumes", ["text/csv"]), "body-encoding-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: required", _nothing, _set(*put, "parameters", 0, "required", True), "body-required-changed", "PUT /Users/{id}/Role, body", SENT),
        ("a body: of another model", _nothing, _set(*create, "parameters", 0, "schema", reference("TokenDto")), "model-replaced", "POST /Persons, body", SENT),
        ("a body: several records", _nothing, _set(*create, "parameters", 0, "schema", {"type": "array", "items": reference("PersonDto")}), "became-list", "POST /Persons, body", SENT),
        ("a form field: new", _nothing, _append("paths", "/Auth/ApiLogin", "post", "parameters", parameter("more", "formData")), "property-added", "POST /Auth/ApiLogin, body.more", SENT),
        ("a form field: new and required", _nothing, _append("paths", "/Auth/ApiLogin", "post", "parameters", parameter("more", "formData", required=True)), "required-property-added", "POST /Auth/ApiLogin, body.more", SENT),
        ("an answer: new", _nothing, _set(*DELETE, "responses", "200", "schema", TEXT), "response-added", "DELETE /Persons/{id}, response", RECEIVED),
        ("an answer: gone", _nothing, _delete(*create, "responses", "200", "schema"), "response-removed", "POST /Persons, response", RECEIVED),
        ("an answer: as octets", _nothing, _set(*get, "produces", ["application/octet-stream"]), "response-encoding-changed", "GET /Users, response", RECEIVED),
        ("an answer: one record", _nothing, _set(*PERSONS, "get", "responses", "200", "schema", reference("PersonDto")), "became-single", "GET /Persons, response", RECEIVED),
        ("an answer: another status", _nothing, _move(*DELETE, "responses", "200", to="204"), "response-status-changed", "DELETE /Persons/{id}", NEITHER),
        ("an answer: a further one", _nothing, _set(*get, "responses", "202", text), "other-responses-changed", "GET /Users", NEITHER),
        ("an answer: another further one", _set(*get, "responses", "202", text), _set(*get, "responses", "202", "schema", WHOLE), "other-responses-changed", "GET /Users", NEITHER),
        ("an answer: another failure", _nothing, _set(*get, "responses", "404", {"description": "No"}), "error-responses-changed", "GET /Users", NEITHER),
        ("an answer: a failure with a body", _nothing, _set(*get, "responses", "401", text), "error-responses-changed", "GET /Users", NEITHER),
        ("an answer: any failure", _nothing, _set(*get, "responses", "default", text), "error-responses-changed", "GET /Users", NEITHER),
        ("an answer: null", _nothing, _set(*create, "responses", "200", "schema", "x-nullable", True), "null-allowed", "POST /Persons, response", RECEIVED),
        ("an answer: no null", _set(*create, "responses", "200", "schema", "x-nullable", True), _set(*create, "responses", "200", "schema", WHOLE), "null-refused", "POST /Persons, response", RECEIVED),
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
        needs = _set(*model, "required", ["Slot"])
        listed: list[tuple[str, Change, Change, str, str, bool]] = [
            ("gone", _nothing, _delete(*here, "Slot"), "property-removed", ".Slot", False),
            ("new", _nothing, _set(*here, "New", TEXT), "property-added", ".New", False),
            ("new and required", _set(*model, "required", []), _all(_set(*here, "New", TEXT), _set(*model, "required", ["New"])), "required-property-added", ".New", False),
            ("renamed", _nothing, _move(*here, "Slot", to="Slots"), "property-renamed", ".Slots", True),
            ("in small letters", _nothing, _move(*here, "Slot", to="slot"), "property-renamed", ".slot", True),
            ("of the server alone", _nothing, _set(*here, "Slot", "readOnly", True), "became-read-only", ".Slot", False),
            ("of the server no more", _set(*here, "Slot", "readOnly", True), _set(*here, "Slot", "readOnly", False), "became-writable", ".Slot", False),
            ("required", _set(*model, "required", []), needs, "property-became-required", ".Slot", False),
            ("optional", needs, _set(*model, "required", []), "property-became-optional", ".Slot", False),
            ("required and nowhere", _set(*model, "required", []), _set(*model, "required", ["Nowhere"]), "keyword-changed", "", False),
            ("null in an id", _all(_set(*here, "OwnId", WHOLE), _set(*model, "required", ["OwnId"])), _set(*here, "OwnId", "x-nullable", True), "null-allowed", ".OwnId", False),
        ]  # fmt: skip
        for what, prepare, change, code, subject, guess in listed:
            yield Mutation(
                f"{name}: a property {what}", prepare, change, code, name + subject, directions, name, guess,
                in_python=what == "renamed",
            )  # fmt: skip
    several = record(One=TEXT, Two=TEXT, Three=TEXT)
    yield Mutation(
        "a model: gone",
        _nothing,
        _delete("definitions", "UnusedDto"),
        "model-removed",
        "UnusedDto",
        NEITHER,
        "UnusedDto",
    )
    yield Mutation(
        "a model: new", _nothing, _set("definitions", "NewDto", several), "model-added", "NewDto", NEITHER, "NewDto"
    )
    yield Mutation(
        "a model: renamed", _set("definitions", "SeveralDto", several), _move("definitions", "SeveralDto", to="AllDto"),
        "model-renamed", "AllDto", NEITHER, "UnusedDto", guess=True,
    )  # fmt: skip
    yield Mutation(
        "a list of values: of another name",
        _all(_set("definitions", "UnusedDto", "properties", "Slot", one_of("A")), _set("definitions", "State", one_of("A"))),
        _set("definitions", "UnusedDto", "properties", "Slot", reference("State")),
        "enum-type-renamed", "UnusedDto.Slot", NEITHER, "UnusedDto",
    )  # fmt: skip
    yield Mutation(
        "a model: a title", _nothing, _set("definitions", "UnusedDto", "title", "Unused"),
        "keyword-changed", "UnusedDto", NEITHER, "UnusedDto",
    )  # fmt: skip


def _of_the_api() -> Iterator[Mutation]:
    listed: list[tuple[str, Change, str]] = [
        ("another version", _set("info", "version", "v2"), "api-version-changed"),
        ("a server", _set("host", "api.example.test"), "server-changed"),
        ("a beginning of all paths", _set("basePath", "/v2"), "base-path-changed"),
        ("another login", _set("security", [{"Key": []}]), "security-changed"),
        ("a second login", _set("security", [{"Bearer": []}, {"Key": []}]), "security-changed"),
        ("no login", _set("security", []), "security-dropped"),
        ("another key", _set("securityDefinitions", "Bearer", "name", "X-Token"), "security-changed"),
        ("an extension", _set("x-new", 1), "extension-changed"),
    ]
    for name, change, code in listed:
        yield Mutation(f"the API: {name}", _nothing, change, code, "The API", NEITHER, "The API")
