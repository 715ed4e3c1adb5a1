"""Small documents: enough for every step, and quick to generate from."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.definitions import at, body, listed, operation, parameter, reference

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
VENDOR = "vendor-swagger-2019-09-30.json"
SURFACE = "surface.json"

NO_CORRECTIONS = {"overlay": "1.0.0", "info": {"title": "None", "version": "1"}, "actions": []}
ORIGIN = {"source": "a test", "pulled": None, "raw_sha256": None}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def of_2019() -> bool:
    """Whether the committed definition states the facts of that day: reconstructed, or the vendor's file itself."""
    return "2019-09-30" in read(ROOT / "swagger/lock.json")["source"]


def beside(name: str) -> Path | None:
    """A file of facts that lies beside the checkout, or None where there is none, which the end of a run says.

    Raises:
        FileNotFoundError: WEBCRM_SHARED says where the facts are, and they are not there.
    """
    told = os.environ.get("WEBCRM_SHARED")
    path = Path(told or ROOT.parent / "shared") / "webcrm-api" / name
    if path.exists():
        return path
    if told:
        raise FileNotFoundError(f"WEBCRM_SHARED is {told!r}, and {path} does not exist.")
    return None


def definitions() -> list[Path]:
    """The definitions to test with: the committed one, and the vendor's while the corrections are made for it."""
    vendor = beside(VENDOR) if of_2019() else None
    return [ROOT / "swagger/webcrm.json", *([vendor] if vendor else [])]


def untested() -> list[str]:
    """What cannot be tested here, to be said at the end of a run."""
    if not of_2019():
        return ["The vendor's file of 2019: the committed definition is a later one."]
    return [
        f"{name}: it does not lie in ../shared/webcrm-api, so what holds for it was not tested."
        for name in (VENDOR, SURFACE)
        if beside(name) is None
    ]


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, as the keys that lead to it."""
    yield place
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield from places(item, (*place, key))


def changed(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value in one place."""
    copied = copy.deepcopy(document)
    if not place:
        return value
    at(copied, place[:-1])[place[-1]] = value
    return copied


def small() -> dict[str, Any]:
    """A definition in Swagger 2.0 with one of each kind of operation."""
    identifier = parameter("id", "path", type="integer", format="int32")
    paging = [
        parameter("Page", type="integer", format="int32", minimum=1, maximum=1000000),
        parameter("Size", type="integer", format="int32", minimum=1, maximum=1000),
    ]
    include = parameter(
        "include", type="array", collectionFormat="multi", items={"type": "string", "enum": ["SecurityInfo"]}
    )
    moments = [
        parameter("startDate", "path", format="date-time"),
        parameter("endDate", "path", format="date-time"),
    ]
    integer = {"type": "integer", "format": "int32"}
    text = {"type": "string"}
    person = reference("PersonDto")
    return {
        "swagger": "2.0",
        "info": {"title": "A small API", "version": "v1"},
        "securityDefinitions": {
            "Bearer": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer and a token"}
        },
        "security": [{"Bearer": []}],
        "paths": {
            "/Auth/ApiLogin": {
                "post": operation("Auth", parameter("authCode", "formData"), answer=reference("TokenDto"), consumes=[])
            },
            "/Auth/ApiRefresh": {
                "post": operation("Auth", parameter("refreshToken", "header"), answer=reference("TokenDto"))
            },
            "/Documents/{id}/Download": {
                "get": operation(
                    "Documents", identifier, answer={"type": "file"}, produces=["application/octet-stream"]
                )
            },
            "/Meetings": {"get": operation("Meetings", *paging, answer=reference("MeetingListDto"))},
            "/Persons": {
                "get": operation("Persons", *paging, include, answer=listed(person)),
                "post": operation("Persons", body(person, "person"), answer=integer),
                "patch": operation("Persons", body(listed(person), "persons"), answer=listed(text)),
            },
            "/Persons/FindByCreateDates/{startDate}/{endDate}": {
                "get": operation("Persons", *moments, *paging, answer=listed(person))
            },
            "/Persons/LinkedData": {"delete": operation("Persons")},
            "/Persons/{id}": {
                "get": operation("Persons", identifier, answer=person),
                "put": operation("Persons", identifier, body(person, "person")),
            },
        },
        "definitions": {
            "MeetingDto": {"type": "object", "properties": {"MeetingId": text, "MeetingStart": _moment()}},
            "MeetingListDto": {"type": "object", "properties": {"Meetings": listed(reference("MeetingDto"))}},
            "PersonDto": {
                "type": "object",
                "required": ["PersonId"],
                "properties": {
                    "PersonBirthday": _moment(),
                    "PersonId": integer,
                    "PersonName": text,
                    "PersonPassword": text,
                    "PersonSecurityInfo": reference("SecurityInfoDto"),
                    "PersonStatus": {"type": "string", "enum": ["Active", "Passive"]},
                },
            },
            "SecurityInfoDto": {"type": "object", "properties": {"CanEdit": {"type": "boolean"}}},
            "TokenDto": {"type": "object", "properties": {"AccessToken": text, "ExpiresIn": integer}},
        },
    }


def _moment() -> dict[str, Any]:
    return {"type": "string", "format": "date-time"}


def small_openapi() -> dict[str, Any]:
    """A definition in OpenAPI 3, as the newer versions of the vendor's own generator write it."""
    media_types = ("application/json-patch+json", "application/json", "text/json", "application/*+json")
    person = {"$ref": "#/components/schemas/PersonDto"}

    def content(schema: Any, *names: str) -> dict[str, Any]:
        return {name: {"schema": copy.deepcopy(schema)} for name in names}

    return {
        "openapi": "3.0.1",
        "info": {"title": "A small API", "version": "v1"},
        "servers": [{"url": "https://example.test"}],
        "paths": {
            "/Auth/ApiLogin": {
                "post": {
                    "tags": ["Auth"],
                    "requestBody": {
                        "content": {
                            "multipart/form-data": {
                                "schema": {"type": "object", "properties": {"authCode": {"type": "string"}}},
                                "encoding": {"authCode": {"style": "form"}},
                            }
                        }
                    },
                    "responses": {
                        "200": {"description": "Success", "content": content(person, "text/plain", "text/json")}
                    },
                }
            },
            "/Persons": {
                "post": {
                    "tags": ["Persons"],
                    "requestBody": {"content": content(person, *media_types)},
                    "responses": {
                        "200": {
                            "description": "Success",
                            "content": content({"type": "integer"}, "text/plain", "application/json", "text/json"),
                        }
                    },
                }
            },
        },
        "components": {
            "schemas": {
                "PersonDto": {
                    "type": "object",
                    "properties": {
                        "PersonId": {"type": "integer", "format": "int32"},
                        "PersonName": {"type": "string", "nullable": True},
                    },
                    "additionalProperties": False,
                }
            }
        },
    }
