"""Operations of a newer definition, which the sandbox serves by their declared shape."""

from collections.abc import Iterator
from typing import Any

import pytest

from webcrm_ext.sandbox import Sandbox

from .browser import Browser
from .definitions import definition

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "format": "int32"}}
PAGING = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1}}
    for name in ("Page", "Size")
]


def operation(
    tag: str, name: str, answer: dict[str, Any] | None, *parameters: dict[str, Any], status: str = "200"
) -> Any:
    content = {"content": {"application/json": {"schema": answer}}} if answer else {}
    response = {"description": "OK", **content}
    return {"tags": [tag], "operationId": name, "parameters": [ID, *parameters], "responses": {status: response}}


def model(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def newer() -> dict[str, Any]:
    document = definition()
    schemas, paths = document["components"]["schemas"], document["paths"]
    schemas["ReportKind"] = {"type": "string", "enum": ["Short", "Long"]}
    schemas["ReportDto"] = {
        "type": "object",
        "properties": {
            "Title": {"type": "string"}, "Kind": model("ReportKind"), "At": {"type": "string", "format": "date-time"},
            "Share": {"type": "number"}, "Next": {"allOf": [model("ReportDto")], "nullable": True},
            "Parts": {"type": "array", "items": {"type": "integer"}}, "Anything": {},
        },
    }  # fmt: skip
    schemas["PersonDto"]["properties"]["PersonBoss"] = {"allOf": [model("PersonDto")], "nullable": True}
    schemas["PersonDto"]["properties"]["PersonNickname"] = {"type": "string", "nullable": True}
    array = {"type": "array", "items": model("DeliveryDto")}
    paths["/Organisations/{id}/Invoices"] = {
        "get": operation("Organisations", "organisations_invoices", array, *PAGING)
    }
    paths["/Budgets/{id}/Invoices"] = {"get": operation("Budgets", "budgets_invoices", array, *PAGING)}
    paths["/Deliveries/{id}/Approve"] = {"post": operation("Deliveries", "deliveries_approve", {"type": "boolean"})}
    paths["/Persons/{id}/Report"] = {"get": operation("Persons", "persons_report", model("ReportDto"))}
    paths["/Persons/{id}/Copy"] = {"get": operation("Persons", "persons_copy", model("PersonDto"))}
    paths["/Persons/{id}/Forget"] = {"post": operation("Persons", "persons_forget", None, status="204")}
    paths["/Persons/{id}/Any"] = {"post": operation("Persons", "persons_any", None, status="2XX")}
    return document


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(records=24, requests_per_minute=None, definition=newer()) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def crm(sandbox: Sandbox) -> Iterator[Browser]:
    with Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        yield crm


def test_every_operation_of_the_definition_is_simulated():
    with Sandbox(records=0) as sandbox:
        assert sandbox.handlers.not_simulated == []


def test_list_under_an_entity_returns_its_records(crm):
    delivery = crm.read("/Deliveries?Size=1")[0]
    organisation = delivery["DeliveryOrganisationId"]
    found = crm.read(f"/Organisations/{organisation}/Invoices")
    assert delivery in found
    assert {each["DeliveryOrganisationId"] for each in found} == {organisation}
    assert crm.read(f"/Organisations/{organisation}/Invoices?Page=99") == []


def test_list_without_a_link_returns_all_records(crm):
    assert crm.read("/Budgets/1/Invoices?Size=2") == crm.read("/Deliveries?Size=2")


def test_action_returns_its_declared_type(crm):
    delivery = crm.read("/Deliveries?Size=1")[0]["DeliveryId"]
    assert crm.post(f"/Deliveries/{delivery}/Approve", {}).json() is True
    forget, any_ = crm.post("/Persons/1/Forget", {}), crm.post("/Persons/1/Any", {})
    assert [(each.status_code, each.content) for each in (forget, any_)] == [(204, b""), (200, b"")]
    report = crm.read("/Persons/1/Report")
    assert report.pop("At").startswith("20")
    expected = {"Title": "Title", "Kind": "Short", "Share": 1.0, "Next": None, "Parts": [1], "Anything": None}
    assert report == expected
    assert crm.read("/Persons/1/Copy") == crm.read("/Persons/1")


@pytest.mark.parametrize("path", ["/Organisations/99999/Invoices", "/Persons/99999/Report"])
def test_missing_owner_is_not_found(crm, path):
    assert crm.get(path).status_code == 404


def test_new_property_is_stored(crm):
    assert crm.read("/Persons/1")["PersonNickname"] == ""
    assert crm.put("/Persons/1", {"PersonNickname": "Bo"}).status_code == 200
    assert crm.read("/Persons/1")["PersonNickname"] == "Bo"
    rows = crm.read("/Queries?script=SELECT PersonId FROM Person WHERE PersonNickname = 'Bo'")
    assert [each["PersonId"] for each in rows] == [1]


def test_model_with_a_property_of_its_own_type_is_served(crm):
    assert crm.read("/Persons/1")["PersonBoss"] is None
    assert crm.put("/Persons/1", {"PersonBoss": {"PersonBoss": {"PersonName": "Bo"}}}).status_code == 200
    assert crm.read("/Persons/1")["PersonBoss"]["PersonBoss"]["PersonName"] == "Bo"
    assert crm.put("/Persons/1", {"PersonBoss": {"PersonBoss": {"PersonName": 5}}}).status_code == 400


def test_documentation_marks_what_is_not_simulated(crm):
    marked = [row for row in crm.get("/documentation/plain").text.split("<tr>") if "not simulated" in row]
    assert len(marked) == 7
    assert any("/Deliveries/{id}/Approve" in row for row in marked)
