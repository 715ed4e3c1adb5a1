"""Definitions of tomorrow: the committed one with what was observed later, as several .NET tools write it.

`python -m tests.pipeline.tomorrow FORM FILE` writes one of them into a file.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.definitions import at, listed, operation, parameter, reference
from webcrm_ext.definition.document import models, operations
from webcrm_ext.definition.enums import inline_enums
from webcrm_ext.definition.upgrade import upgrade

from .documents import ROOT, locations, read

Document = dict[str, Any]

TEXT: Document = {"type": "string"}
INTEGER: Document = {"type": "integer", "format": "int32"}
NUMBER: Document = {"type": "number", "format": "double"}
YES_OR_NO: Document = {"type": "boolean"}
RATING = "OrganisationCreditRating"
RATINGS = {0: "Unknown", 1: "Good", 2: "Poor"}
"""An enum of integers, which only NSwag gives names."""


def texts(*names: str) -> Document:
    return dict.fromkeys(names, TEXT)


OBSERVED: dict[str, Document] = {
    "CountryDto": texts("CodeISO", "CodeUN", "Name"),
    "CountryDataDto": texts("CodeISO", "Name"),
    "DeliveryDto": {
        "OpportunityLevel": NUMBER, "OpportunityPersonId": INTEGER, "DeliveryOpportunityPersonId": INTEGER,
        **texts(
            "OpportunityLevelText", "OpportunityNumber", "OpportunityCurrencyName", "DeliveryCurrencySymbol",
            "DeliveryOpportunityCurrencyName", "DeliveryOpportunityCurrencySymbol",
        ),
    },
    "OpportunityDto": {
        "OpportunityPipelineType": INTEGER, "OpportunityPersonId2": INTEGER,
        "OpportunityCountry": reference("CountryDto"), "OpportunitySecurityInfo": reference("SecurityInfoDto"),
        **texts(
            "OpportunityCurrencySymbol", "OpportunityAddress", "OpportunityPostCode", "OpportunityCity",
            "OpportunityState", "OpportunityCountryValue", "OpportunityGps",
        ),
    },
    "OrganisationDto": {
        "OrganisationCountryData": reference("CountryDataDto"),
        **texts(
            "OrganisationCompanyDescription", "OrganisationDeliveryAddress", "OrganisationDeliveryCity",
            "OrganisationDeliveryPostCode", "OrganisationDeliveryState",
        ),
    },
    "PersonDto": {
        "PersonMarketDataId": TEXT, "PersonMarketDataProviderId": INTEGER,
        "PersonSecurityInfo": reference("SecurityInfoDto"),
    },
    "SecurityInfoDto": {"CanRead": YES_OR_NO},
    "TokenResponseDto": {"SystemId": INTEGER},
}  # fmt: skip
"""The properties that were observed after 2019, by model."""

WITH_INCLUDE = ("/Persons", "/Opportunities", "/Opportunities/ByPipelineLevel/{pipelineLevel}")
PAGING = [
    parameter("Page", type="integer", format="int32", minimum=1, maximum=1000000),
    parameter("Size", type="integer", format="int32", minimum=1, maximum=1000),
]
INCLUDE = parameter(
    "include", type="array", collectionFormat="multi", items={"type": "string", "enum": ["SecurityInfo"]}
)
PERSONS = listed(reference("PersonDto"))


def later() -> Document:
    """Return the committed definition, a Swagger 2.0 file, with all that was observed later."""
    document: Document = read(ROOT / "swagger/webcrm.json")
    for model, properties in OBSERVED.items():
        schema = document["definitions"].setdefault(model, {"type": "object", "properties": {}})
        for name, value in properties.items():
            schema["properties"].setdefault(name, copy.deepcopy(value))
    document["definitions"]["OrganisationDto"]["properties"][RATING] = {**INTEGER, "enum": list(RATINGS)}
    paths = document["paths"]
    for path in WITH_INCLUDE:
        _add_parameter(paths[path]["get"], INCLUDE)
    _add_parameter(paths["/Auth/ApiLogin"]["post"], parameter("authCode", "header"))
    search = operation("Persons", parameter("input"), *PAGING, INCLUDE, answer=PERSONS)
    identifier = parameter("organisationId", "path", type="integer", format="int32")
    paths.setdefault("/Persons/Search", {"get": copy.deepcopy(search)})
    paths.setdefault(
        "/Persons/ByOrganisation/{organisationId}",
        {"get": copy.deepcopy(operation("Persons", identifier, *PAGING, answer=PERSONS))},
    )
    return document


def _add_parameter(found: Document, declared: Document) -> None:
    known = {(each["in"], each["name"]) for each in found["parameters"]}
    if (declared["in"], declared["name"]) not in known:
        found["parameters"].append(copy.deepcopy(declared))


def swagger_2() -> Document:
    """Return the definition in Swagger 2.0, with everything that this format has."""
    document = later()
    document["securityDefinitions"] |= {
        "Login": {
            "type": "oauth2", "flow": "application", "tokenUrl": "https://example.test/token",
            "scopes": {"read": "Read"},
        },
        "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }  # fmt: skip
    document["parameters"] = {each["name"]: copy.deepcopy(each) for each in PAGING}
    limited = {"type": "integer", "format": "int32", "description": "Seconds to wait."}
    document["responses"] = {
        "TooMany": {"description": "Too many requests", "headers": {"Retry-After": limited}, "examples": {"a/b": 1}}
    }
    for _method, _path, found in operations(document):
        found["parameters"] = [
            {"$ref": f"#/parameters/{each['name']}"} if each in PAGING else each for each in found["parameters"]
        ]
        found["responses"]["429"] = {"$ref": "#/responses/TooMany"}
        for response in found["responses"].values():
            if "schema" in response:
                response["examples"] = {"application/json": None}
    for path, item in document["paths"].items():
        _move_to_path(path, item)
    for name, schema in document["definitions"].items():
        schema["title"] = f"A {name.removesuffix('Dto')}"
    document["x-generator"] = "a test"
    return document


def _move_to_path(path: str, item: Document) -> None:
    """Declare the parameters of a path once for all its operations."""
    found = [item[method] for method in item]
    if "{" in path and len(found) > 1:
        own = [each["parameters"] for each in found]
        shared = [each for each in own[0] if each.get("in") == "path" and all(each in others for others in own)]
        for each in found:
            each["parameters"] = [one for one in each["parameters"] if one not in shared]
        item["parameters"] = shared


def _openapi_3() -> Document:
    """Return the definition in plain OpenAPI 3.0, with a model for every enum, as current .NET tools write."""
    document = upgrade(later())
    for enum in inline_enums(document):
        models(document)[enum.name] = enum.schema
        enum.replace({"$ref": f"#/components/schemas/{enum.name}"})
    del document["components"]["securitySchemes"], document["security"]
    document["components"]["securitySchemes"] = {"Bearer": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"Bearer": []}]
    return document


def _properties(document: Document) -> Iterator[tuple[Document, str, Document]]:
    """Yield the properties that may be null of all models: the object that holds them, the name, and the schema."""
    for schema in models(document).values():
        properties = schema.get("properties", {})
        for name, value in list(properties.items()):
            if name not in schema.get("required", ()):
                yield properties, name, value


def _close(document: Document) -> None:
    """Allow no other properties in models, as both tools write, though the service sends others."""
    for schema in models(document).values():
        if "properties" in schema:
            schema["additionalProperties"] = False


def _allow_null(document: Document, wrapper: str) -> None:
    """Allow null where C# does: in strings, lists and other models, whose reference needs a wrapper."""
    for properties, name, value in _properties(document):
        if "$ref" in value:
            properties[name] = {wrapper: [value], "nullable": True}
        elif value.get("type") in ("string", "array"):
            value["nullable"] = True


def swashbuckle() -> Document:
    """Return the definition in OpenAPI 3.0, as Swashbuckle 6 writes it."""
    document = _openapi_3() | {"openapi": "3.0.1"}
    _close(document)
    _allow_null(document, "allOf")
    for _method, _path, found in operations(document):
        _respell_content(found, ("application/json-patch+json", "application/json", "text/json", "application/*+json"))
        for each in found.get("parameters", []):
            if not each["required"]:
                del each["required"]
            each.pop("style", None)
            each.pop("explode", None)
    return document


def nswag() -> Document:
    """Return the definition in OpenAPI 3.0, as NSwag writes it."""
    document = _openapi_3() | {"openapi": "3.0.0", "x-generator": "NSwag v14.0.0.0 (NJsonSchema v11.0.0.0)"}
    document["servers"] = [{"url": "https://api.webcrm.com"}]
    _close(document)
    for schema in models(document).values():
        if "enum" in schema:
            names = [RATINGS.get(value, str(value)) for value in schema["enum"]]
            schema |= {"description": "", "x-enumNames": names}
    _allow_null(document, "oneOf")
    for method, _path, found in operations(document):
        for position, each in enumerate(found.get("parameters", []), 1):
            each["x-position"] = position
            each["schema"]["nullable"] = True
        if "requestBody" in found:
            found["requestBody"] |= {"x-name": "body", "required": True}
        for status, response in found["responses"].items():
            if method != "GET" and status == "200" and "content" not in response:
                response["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return document


def openapi_3_1() -> Document:
    """Return the definition in OpenAPI 3.1, as ASP.NET Core writes it."""
    document = _openapi_3() | {"openapi": "3.1.1", "jsonSchemaDialect": "https://example.test/dialect"}
    document["servers"] = [{"url": "https://api.webcrm.com/"}]
    document["webhooks"] = {"changed": {"post": {"responses": {"200": {"description": "OK"}}}}}
    for properties, name, value in _properties(document):
        if "$ref" in value:
            properties[name] = {"oneOf": [{"type": "null"}, value], "examples": [None]}
        elif name.endswith("Name") and "type" in value:
            value["examples"] = ["A name"]
    for schema in _schemas(document):
        if "enum" in schema and len(schema["enum"]) == 1:
            [schema["const"]] = schema.pop("enum")
        if schema["type"] in ("integer", "number"):
            schema |= {"type": [schema["type"], "string"], "pattern": "^-?(?:0|[1-9]\\d*)$"}
    _allow_null_by_type(document)
    for _method, _path, found in operations(document):
        _respell_content(found, ("application/json",))
        body = found.get("requestBody", {}).get("content", {}).get("application/json")
        if body and "$ref" in body["schema"]:
            body["schema"]["description"] = "What to write."
    return document


def _allow_null_by_type(document: Document) -> None:
    for _holder, _name, value in _properties(document):
        if "type" in value:
            kinds = value["type"]
            value["type"] = ["null", *(kinds if isinstance(kinds, list) else [kinds])]


def _schemas(document: Document) -> list[Document]:
    """Return all schemas with a type."""
    found = (at(document, location) for location in locations(document) if location and location[-1] != "properties")
    return [
        each
        for each in found
        if isinstance(each, dict) and isinstance(each.get("type"), str) and each["type"] != "http"
    ]


def _respell_content(found: Document, media_types: tuple[str, ...]) -> None:
    for holder in (found.get("requestBody", {}), *found["responses"].values()):
        content = holder.get("content", {})
        if "application/json" in content:
            holder["content"] = {name: copy.deepcopy(content["application/json"]) for name in media_types}


FORMS: dict[str, Callable[[], Document]] = {
    "swagger-2.0": swagger_2,
    "swashbuckle": swashbuckle,
    "nswag": nswag,
    "openapi-3.1": openapi_3_1,
}


def maintainers_day() -> Document:
    """Return the committed definition after a usual change: some parts added, one renamed, one removed."""
    document: Document = read(ROOT / "swagger/webcrm.json")
    identifier = parameter("id", "path", type="integer", format="int32")
    paths, properties = document["paths"], {name: each["properties"] for name, each in document["definitions"].items()}
    paths["/Deliveries/{id}/Approve"] = {"post": operation("Deliveries", identifier, answer=YES_OR_NO)}
    paths["/Organisations/{id}/Invoices"] = {
        "get": operation("Organisations", identifier, *copy.deepcopy(PAGING), answer=listed(reference("DeliveryDto")))
    }
    properties["PersonDto"]["PersonNickname"] = dict(TEXT)
    properties["DeliveryDto"]["DeliveryApprovedAt"] = {"type": "string", "format": "date-time"}
    properties["ProductDto"]["ProductWeight"] = dict(NUMBER)
    properties["ActivityDto"]["ActivityAutoCompleteMode"]["enum"].append("Archive")
    properties["PersonDto"]["PersonMarketDataId"] = properties["PersonDto"].pop("PersonMarketDateId")
    del paths["/Settings/Features"]
    return document


DEFINITIONS = {**FORMS, "maintainers-day": maintainers_day}


def write(form: str, path: Path) -> Path:
    """Write a definition into a file, as YAML with a byte order mark if the name ends so."""
    document = DEFINITIONS[form]()
    if path.suffix == ".yaml":
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        separate = json.loads(json.dumps(document))  # no part twice, which would be an alias
        path.write_text(yaml.dump(separate, Dumper=dumper, sort_keys=False), encoding="utf-8-sig")
    else:
        path.write_text(json.dumps(document), encoding="utf-8")
    return path


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
