"""Definitions with enums of numbers, and records without nulls."""

import json
from typing import Any

from webcrm_ext.sandbox import Sandbox

from .browser import Browser
from .definitions import definition


def with_number_enums() -> dict[str, Any]:
    """Return the definition with each enum as the numbers of its values, and null."""
    document = definition()

    def changed(node: Any) -> Any:
        if isinstance(node, list):
            return [changed(each) for each in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("enum"), list) and "type" in node:
            return {"type": "integer", "format": "int32", "enum": [None, *range(len(node["enum"]))]}
        return {name: changed(each) for name, each in node.items()}

    document["paths"] = changed(document["paths"])
    document["components"] = changed(document["components"])
    for methods in document["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "entityTypes":
                    parameter["schema"] = {"type": "string"}
    return document


def nulls(value: Any) -> list[str]:
    """Return the names of the properties that are null, at any depth."""
    if isinstance(value, list):
        return [name for each in value for name in nulls(each)]
    if isinstance(value, dict):
        return [name for name, each in value.items() if each is None] + nulls(list(value.values()))
    return []


def test_enums_of_numbers_are_served():
    with Sandbox(records=24, definition=with_number_enums()) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        assert type(crm.read("/Persons/1")["PersonStatus"]) is int
        id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl", "PersonStatus": 1})
        assert crm.read(f"/Persons/{id_}")["PersonStatus"] == 1
        for wrong in (987, True, 1.0, "1", "Active"):
            response = crm.put("/Persons/1", {"PersonStatus": wrong})
            assert (response.status_code, response.json()["Message"][:35]) == (
                400,
                "PersonStatus must be one of 0, 1, 2",
            )
        assert crm.get("/Activities/ByStatus/1").status_code == 200
        assert crm.get("/Activities/ByStatus/99").json()["Message"].startswith("status must be one of 0, 1")
        assert crm.get("/FieldsMetadata/Person").status_code == 200
        item = {"LinkedDataItemId": 0, "LinkedDataItemEntityType": 7, "LinkedDataItemDataMemo": ""}
        item |= {"LinkedDataItemItemGroup": ""} | {f"LinkedDataItemData{number}": "-" for number in range(1, 10)}
        id_ = crm.create("/Persons/LinkedData", item)
        rows = crm.read("/Queries?script=SELECT * FROM LinkedData WHERE LinkedDataItemEntityType = 7")
        assert [(each["LinkedDataItemId"], each["LinkedDataItemEntityType"]) for each in rows] == [(id_, 7)]
        assert crm.get("/documentation").status_code == 200
        sandbox.set_faults(unknown_enums=True)
        assert crm.read("/Persons/1")["PersonStatus"] == 987_654


def test_plus_fields_that_were_never_set_are_null(sandbox, crm):
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl", "PersonPlus5": "set"})
    person = crm.read(f"/Persons/{id_}")
    assert set(nulls(person)) == {f"PersonPlus{number}" for number in range(1, 21)} - {"PersonPlus5"}
    sandbox.change_options(plus_null=False)
    assert nulls(crm.read(f"/Persons/{crm.create('/Persons', {'PersonId': 0, 'PersonLastName': 'Dahl'})}")) == []


def test_no_property_is_null_on_request():
    with Sandbox(records=24, requests_per_minute=None, plus_null=False) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        sandbox.set_faults(null_share=0)
        read = 0
        for operation in sandbox.tenant.definition.operations:
            if operation.method == "GET" and operation.tag not in {"Auth", "Queries"}:
                path = operation.path.replace("{id}", "1").replace("{meetingId}", "meeting-000001")
                response = crm.get(path)
                if "{" not in path and response.headers.get("Content-Type", "").startswith("application/json"):
                    assert nulls(json.loads(response.content)) == [], path
                    read += response.status_code == 200
        assert read > 90


def test_generated_plus_fields_follow_the_option():
    for plus_null in (True, False, True, False):
        with Sandbox(records=13, plus_null=plus_null) as sandbox:
            assert (sandbox.record("Persons", 1)["PersonPlus9"] is None) == plus_null
