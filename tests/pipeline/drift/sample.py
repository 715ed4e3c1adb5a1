"""A small definition with one slot for a schema of each kind."""

from __future__ import annotations

import copy
import json
from typing import Any, NamedTuple

from tests.definitions import Document, at, body, listed, operation, parameter, reference
from webcrm_ext.drift.codes import Direction

SENT = frozenset({Direction.SENT})
RECEIVED = frozenset({Direction.RECEIVED})
BOTH = SENT | RECEIVED
NEITHER: frozenset[Direction] = frozenset()


def record(**properties: Any) -> Document:
    return {"type": "object", "properties": {"Slot": {"type": "string"}, **properties}}


def sample() -> Document:
    """Return a definition in Swagger 2.0 in which every `Slot` and `slot` can take a schema."""
    # Parsing is faster than a deep copy, and no two parts share an object.
    made: Document = json.loads(_SAMPLE)
    return made


def _sample() -> str:
    text, integer = {"type": "string"}, {"type": "integer", "format": "int32"}
    made = {
        "swagger": "2.0",
        "info": {"title": "A sample", "version": "v1"},
        "securityDefinitions": {
            "Bearer": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer and a token"},
            "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        },
        "security": [{"Bearer": []}],
        "paths": {
            "/Auth/ApiLogin": {
                "post": operation("Auth", parameter("slot", "formData"), answer=reference("TokenDto"), consumes=[])
            },
            "/Auth/ApiRefresh": {"post": operation("Auth", parameter("slot", "header"), answer=reference("TokenDto"))},
            "/Deliveries": {
                "get": operation(
                    "Deliveries",
                    parameter("slot"),
                    parameter("Page", type="integer", minimum=1),
                    answer=listed(reference("DeliveryDto")),
                ),
                "post": operation("Deliveries", body(reference("DeliveryCreateDto")), answer=integer),
            },
            "/Deliveries/ByStatus/{slot}": {"get": operation("Deliveries", parameter("slot", "path"), answer=text)},
            "/Persons": {
                "get": operation("Persons", answer=listed(reference("PersonDto"))),
                "post": operation("Persons", body(reference("PersonDto")), answer=integer),
                "patch": operation("Persons", body(listed(reference("PersonDto")))),
            },
            "/Persons/{id}": {
                "get": operation("Persons", parameter("id", "path", type="integer"), answer=reference("PersonDto")),
                "delete": operation("Persons", parameter("id", "path", type="integer")),
            },
            "/Users": {"get": operation("Users", answer=listed({"type": "string"}))},
            "/Users/{id}/Role": {
                "put": operation("Users", body({"type": "string"}), parameter("id", "path", type="integer"))
            },
        },
        "definitions": {
            "DeliveryCreateDto": record(DeliveryName=text),
            "DeliveryDto": record(DeliveryId=integer, DeliveryName=text, DeliveryNote=text),
            "PersonDto": record(
                PersonId=integer,
                PersonFirstName=text,
                PersonCompany=reference("CompanyDto"),
                PersonTags=listed(text),
            )
            | {"required": ["PersonId"]},
            "CompanyDto": record(CompanyId=integer),
            "TokenDto": record(AccessToken=text),
            "UnusedDto": record(Value=text),
        },
    }
    return json.dumps(made)


_SAMPLE = _sample()


class Slot(NamedTuple):
    """A slot for a schema: its subject in reports, its keys, and the directions of its value."""

    subject: str
    keys: tuple[Any, ...]
    directions: frozenset[Direction]
    is_parameter: bool = False

    @property
    def owner(self) -> str:
        """The subject of the operation or model that the slot belongs to."""
        return self.subject.split(",")[0].split(".")[0]

    def put(self, document: Document, schema: Document) -> None:
        """Put a schema into the slot; a Swagger 2.0 parameter holds it beside its name."""
        holder = at(document, self.keys[:-1])
        schema = copy.deepcopy(schema)
        if not self.is_parameter:
            holder[self.keys[-1]] = schema
            return
        kept = {key: value for key, value in holder[self.keys[-1]].items() if key in ("name", "in", "required")}
        style = {"collectionFormat": "multi" if kept["in"] in ("query", "formData") else "csv"}
        holder[self.keys[-1]] = kept | schema | (style if schema["type"] == "array" else {})


def _in_model(name: str) -> tuple[str, ...]:
    return ("definitions", name, "properties", "Slot")


def _response(path: str, method: str = "get") -> tuple[str, ...]:
    return ("paths", path, method, "responses", "200", "schema")


def _parameter(path: str, method: str, index: int = 0) -> tuple[Any, ...]:
    return ("paths", path, method, "parameters", index)


TEXT = {"type": "string"}
SLOTS = {
    "a query parameter": Slot(
        "GET /Deliveries, parameter slot", _parameter("/Deliveries", "get"), SENT, is_parameter=True
    ),
    "a path parameter": Slot(
        "GET /Deliveries/ByStatus/{slot}, parameter slot",
        _parameter("/Deliveries/ByStatus/{slot}", "get"),
        SENT,
        is_parameter=True,
    ),
    "a header": Slot(
        "POST /Auth/ApiRefresh, parameter slot", _parameter("/Auth/ApiRefresh", "post"), SENT, is_parameter=True
    ),
    "a form field": Slot(
        "POST /Auth/ApiLogin, body.slot", _parameter("/Auth/ApiLogin", "post"), SENT, is_parameter=True
    ),
    "a body": Slot("PUT /Users/{id}/Role, body", (*_parameter("/Users/{id}/Role", "put"), "schema"), SENT),
    "a response": Slot("GET /Deliveries/ByStatus/{slot}, response", _response("/Deliveries/ByStatus/{slot}"), RECEIVED),
    "the items of a response": Slot("GET /Users, response[]", (*_response("/Users"), "items"), RECEIVED),
    "a property that is sent": Slot("DeliveryCreateDto.Slot", _in_model("DeliveryCreateDto"), SENT),
    "a property that is received": Slot("DeliveryDto.Slot", _in_model("DeliveryDto"), RECEIVED),
    "a property that is sent and received": Slot("PersonDto.Slot", _in_model("PersonDto"), BOTH),
    "a property of a nested model": Slot("CompanyDto.Slot", _in_model("CompanyDto"), BOTH),
    "a property of an unused model": Slot("UnusedDto.Slot", _in_model("UnusedDto"), NEITHER),
    "the items of a property": Slot(
        "PersonDto.PersonTags[]", ("definitions", "PersonDto", "properties", "PersonTags", "items"), BOTH
    ),
}
