"""Definitions for tests: small ones that cover every step, the committed one, and the vendor's file."""

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
LOCKED_SOURCE = {"source": "a test", "pulled": None, "raw_sha256": None}


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def is_definition_of_2019() -> bool:
    """Whether the committed definition has the state of 2019-09-30: reconstructed, or the vendor's file."""
    return "2019-09-30" in read(ROOT / "swagger/lock.json")["source"]


def shared_file(name: str) -> Path | None:
    """A file of facts beside the checkout, or None if it is missing; the end of the test run reports that.

    Raises:
        FileNotFoundError: WEBCRM_SHARED is set and the file is missing there.
    """
    folder = os.environ.get("WEBCRM_SHARED")
    path = Path(folder or ROOT.parent / "shared") / "webcrm-api" / name
    if path.exists():
        return path
    if folder:
        raise FileNotFoundError(f"WEBCRM_SHARED is {folder!r}, but {path} does not exist.")
    return None


def definitions() -> list[Path]:
    """The definitions to test: the committed one, and the vendor's file while the overlay fits it."""
    vendor = shared_file(VENDOR) if is_definition_of_2019() else None
    return [ROOT / "swagger/webcrm.json", *([vendor] if vendor else [])]


def untested() -> list[str]:
    """What cannot be tested here, for the end of the test run."""
    if not is_definition_of_2019():
        return ["The vendor's file of 2019: the committed definition is newer."]
    return [
        f"{name}: missing in ../shared/webcrm-api, so tests that need it did not run."
        for name in (VENDOR, SURFACE)
        if shared_file(name) is None
    ]


def locations(value: Any, location: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every location in a document, as a tuple of keys."""
    yield location
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in members:
        yield from locations(item, (*location, key))


def changed(document: Any, location: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at one location."""
    copied = copy.deepcopy(document)
    if not location:
        return value
    at(copied, location[:-1])[location[-1]] = value
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
    """A definition in OpenAPI 3, as newer versions of the vendor's generator write it."""
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
