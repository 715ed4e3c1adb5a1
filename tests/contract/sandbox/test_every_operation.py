"""Every operation of the definition, called through the generated client over a real socket."""

import inspect
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import httpx
import pytest
import schemathesis
from webcrm_api.client import Client

from .bodies import BODIES, MEETING, minimal_body
from .browser import Browser
from .definitions import definition, with_service_dates

DOCUMENT = definition()
SCHEMA = schemathesis.openapi.from_dict(with_service_dates(DOCUMENT))
OPERATIONS = {
    raw["operationId"]: (method.upper(), path, raw)
    for path, methods in DOCUMENT["paths"].items()
    for method, raw in methods.items()
}


class Calls:
    """The generated client, and the responses as received."""

    def __init__(self, url: str, access_token: str) -> None:
        self.responses: list[httpx.Response] = []
        headers = {"Authorization": f"Bearer {access_token}"}
        http = httpx.Client(base_url=url, headers=headers, event_hooks={"response": [self._keep]})
        self.client = Client(base_url=url).set_httpx_client(http)

    def _keep(self, response: httpx.Response) -> None:
        response.read()
        self.responses.append(response)


@pytest.fixture(scope="module")
def calls(browser) -> Iterator[Calls]:
    made = Calls(browser.url, str(browser.session.headers["Authorization"]).removeprefix("Bearer "))
    yield made
    made.client.get_httpx_client().close()


def existing_id(method: str, path: str, browser: Browser) -> int | str:
    """Return the id of a record that the operation can use up, created for it where possible."""
    head = path.split("/{", maxsplit=1)[0]
    if head == "/Deliveries" and method == "GET":
        return int(browser.read("/Deliveries?Size=1")[0]["DeliveryId"])
    if head == "/Meetings":
        return str(browser.post("/Meetings", MEETING).json())
    if head.endswith(("/Hooks", "/LinkedData")) or path in {
        "/Products/{id}",
        "/Documents/{id}",
        "/QuotationLines/{id}",
    }:
        raw = DOCUMENT["paths"][head]["post"]
        schema = raw["requestBody"]["content"]["application/json"]["schema"]
        return browser.create(head, minimal_body(raw["operationId"], schema))
    if path in {"/Activities/{id}/Notes", "/Activities/{id}/NewestNote"}:
        browser.post("/Activities/1/Notes", {"Comment": "A note to list or delete."})
    if path.endswith("/ConvertToDelivery"):
        return browser.create("/Opportunities", {"OpportunityId": 0})
    if head == "/Deliveries":
        return browser.create("/Deliveries", BODIES["deliveries_create"])
    return 1


def value_of(parameter: dict, method: str, path: str, browser: Browser) -> object:
    name, schema = parameter["name"], parameter["schema"]
    if parameter["in"] == "path" and name in {"id", "meetingId"} and "By" not in path:
        return existing_id(method, path, browser)
    if "$ref" in schema:
        enum = schema["$ref"].rsplit("/", 1)[1]
        return DOCUMENT["components"]["schemas"][enum]["enum"][0]
    if schema.get("format") == "date-time":
        later = name.lower() in {"to", "enddate"}
        return datetime(2030 if later else 2000, 1, 1, tzinfo=UTC)
    values = {
        "script": "SELECT * FROM Person",
        "refreshToken": browser_refresh_token(browser, path),
        "userId": 2,
        "pipelineLevel": 2,  # of the first opportunity; a tenant this small has none on level 1
    }
    return values.get(name, 1) if schema.get("type") != "string" or name in values else "2"


def browser_refresh_token(browser: Browser, path: str) -> str:
    if path == "/Auth/CrmRefresh":
        response = browser.call("POST", "/Auth/CrmLogin", data=BODIES["auth_crm_login"])
    else:
        response = browser.call("POST", "/Auth/ApiLogin", data=BODIES["auth_api_login"])
    return str(response.json()["RefreshToken"])


def arguments_of(module, method, path: str, raw: dict, browser: Browser) -> dict:
    """Return the arguments of the generated function: required parameters, the query's script and the body."""
    arguments: dict = {}
    names = {parameter["name"].lower(): parameter for parameter in raw.get("parameters", [])}
    for name in inspect.signature(module.call).parameters:
        parameter = names.get(name.removesuffix("_").replace("_", ""))
        if parameter is None:
            continue
        if parameter["required"] or name in {"script", "refresh_token"}:
            arguments[name] = value_of(parameter, method, path, browser)
    if "requestBody" in raw:
        schema = next(iter(raw["requestBody"]["content"].values()))["schema"]
        model = next(part for part in _models(module.call) if hasattr(part, "from_dict"))
        body = model.from_dict(minimal_body(raw["operationId"], schema))
        arguments["body"] = [body] if schema.get("type") == "array" else body
    return arguments


def _models(function) -> list:
    """Return the models in the annotations of a generated function."""
    models = import_module("webcrm_api.models")
    words = str(inspect.signature(function).parameters["body"].annotation).replace("[", " ").replace("]", " ").split()
    return [getattr(models, word) for word in words if hasattr(models, word)]


def _tag_modules() -> dict[str, str]:
    root = Path(__file__).parents[3] / "generated" / "webcrm_api" / "api"
    return {file.stem: f"webcrm_api.api.{file.parent.name}.{file.stem}" for file in root.glob("*/*.py")}


MODULES = _tag_modules()


def test_every_operation_has_a_generated_function():
    assert len(OPERATIONS) >= 280
    assert set(OPERATIONS) == set(MODULES) - {"__init__"}


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_operation_returns_what_the_definition_declares(operation_id, browser, calls):
    method, path, raw = OPERATIONS[operation_id]
    module = import_module(MODULES[operation_id])
    if method == "GET" and path.endswith("/LinkedData"):
        existing_id(method, path, browser)
    arguments = arguments_of(module, method, path, raw, browser)
    response = module.sync_detailed(client=calls.client, **arguments)
    sent = calls.responses[-1]
    assert (sent.request.method, int(response.status_code)) == (method, int(next(iter(raw["responses"]))))
    SCHEMA.find_operation_by_id(operation_id).validate_response(sent)
    content = next(iter(raw["responses"].values())).get("content")
    if content:
        assert response.parsed is not None
        if isinstance(response.parsed, list) and "Hooks" not in path:
            assert response.parsed, "the seeded tenant has something to response everywhere"
