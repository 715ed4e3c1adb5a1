"""Names are derived from method and path alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.definitions import operation
from webcrm_ext.async_client import AsyncWebCRM
from webcrm_ext.client import WebCRM
from webcrm_ext.definition.document import PipelineError, operations
from webcrm_ext.definition.names_file import HEADER, edit_names, parse_names
from webcrm_ext.definition.naming import (
    TABLE_METHODS,
    Naming,
    name_by_rule,
    name_of,
    name_operations,
    names_to_keep,
    operation_names,
    resource_name,
    snake_case,
    unused_names,
)
from webcrm_ext.definition.upgrade import upgrade
from webcrm_ext.drift.client_attributes import client_attributes

from .documents import ROOT, read, small


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ByResponsible2", "by_responsible_2"),
        ("PersonsB2C", "persons_b2c"),
        ("LinkedData", "linked_data"),
        ("userId", "user_id"),
        ("Auth", "auth"),
    ],
)
def test_snake_case(name: str, expected: str) -> None:
    assert snake_case(name) == expected


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/Persons/{id}", "get"),
        ("GET", "/Persons", "list"),
        ("POST", "/Persons", "create"),
        ("PUT", "/Persons/{id}", "update"),
        ("PATCH", "/Persons", "upsert"),
        ("DELETE", "/Documents/{id}", "delete"),
        ("GET", "/Meetings/{meetingId}", "get"),
        ("GET", "/Opportunities/ByPipelineLevel/{pipelineLevel}", "by_pipeline_level"),
        ("GET", "/Deliveries/ByResponsible2/{responsibleId}", "by_responsible_2"),
        ("GET", "/Organisations/FindByUpdateDates/{startDate}/{endDate}", "find_by_update_dates"),
        ("DELETE", "/QuotationLines/LinkedData", "clear_linked_data"),
        ("DELETE", "/QuotationLines/LinkedData/{id}", "delete_linked_data"),
        ("GET", "/Persons/LinkedSetup", "get_linked_setup"),
        ("POST", "/Persons/Hooks", "create_hook"),
        ("GET", "/Persons/Hooks", "list_hooks"),
        ("POST", "/Activities/{id}/Notes", "create_note"),
        ("DELETE", "/Activities/{id}/NewestNote", "delete_newest_note"),
        ("POST", "/Deliveries/{id}/ConvertToOpportunity/{level}", "convert_to_opportunity"),
        ("PUT", "/Meetings/{meetingId}/Connections", "update_connections"),
        ("GET", "/Users/AllActive", "all_active"),
        ("POST", "/Auth/ApiLogin", "api_login"),
        ("GET", "/Auth", "who_am_i"),
        ("GET", "/FieldsMetadata/{entityTypes}", "by_entity_types"),
    ],
)
def test_operation_names(method: str, path: str, name: str) -> None:
    assert name_by_rule(method, path) == name


def document_with(*paths: tuple[str, str, str]) -> dict[str, Any]:
    """An OpenAPI 3 document with operations: method, path and tag of each."""
    document: dict[str, Any] = {"openapi": "3.0.3", "paths": {}}
    for method, path, tag in paths:
        document["paths"].setdefault(path, {})[method.lower()] = operation(tag)
    return document


def named(*paths: tuple[str, str, str]) -> dict[str, Any]:
    return name_operations(document_with(*paths))


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "/Deliveries/{id}/Approve", "deliveries.approve"),
        ("POST", "/Deliveries/{id}/LineItems/{lineItemId}/Approve", "deliveries.line_items_by_line_item_approve"),
        ("POST", "/Deliveries/{id}/Comments", "deliveries.create_comment"),
        ("POST", "/Deliveries/{id}/Process", "deliveries.process"),
        ("POST", "/Deliveries/{id}", "deliveries.post"),
        ("GET", "/Deliveries/a/b-c/v2", "deliveries.a_b_c_v_2"),
        ("GET", "/Deliveries/{id}/History/{year}", "deliveries.history_by_year"),
        ("PUT", "/Deliveries/{id}/Lines/{lineId}", "deliveries.update_lines_by_line"),
        ("PUT", "/Deliveries/Settings", "deliveries.update_settings"),
        ("PATCH", "/Deliveries/{id}", "deliveries.patch"),
        ("DELETE", "/Deliveries", "deliveries.delete_all"),
        ("DELETE", "/Deliveries/{id}/Lines/{lineId}", "deliveries.delete_lines_by_line"),
        ("HEAD", "/Deliveries", "deliveries.head"),
        ("POST", "/Deliveries/{id}/2FA", "deliveries.call_2fa"),
        ("POST", "/Deliveries/{id}/Import", "deliveries.import_"),
    ],
)
def test_path_without_a_rule_gets_a_default_name(method: str, path: str, name: str) -> None:
    assert name_by_rule(method, path) is None
    found = operation_names(document_with((method, path, "Deliveries")))[method, path]
    assert (str(found), found.is_default) == (name, True)
    identifiers = [each["operationId"] for _, _, each in operations(named((method, path, "Deliveries")))]
    assert identifiers == [name.replace(".", "_").rstrip("_")]


def test_create_beside_a_list_is_named_as_one() -> None:
    names = operation_names(
        document_with(("GET", "/Orders/{id}/Address", "Orders"), ("POST", "/Orders/{id}/Address", "Orders"))
    )
    assert [str(each) for each in names.values()] == ["orders.address", "orders.create_address"]


APPROVE = "POST /Deliveries/{id}/Approve"


def test_kept_name_survives_rules_and_respelled_paths() -> None:
    naming = Naming({APPROVE: "deliveries.approve", "GET /Deliveries/{id}": "deliveries.read"})
    document = document_with(
        ("POST", "/deliveries/{deliveryId}/approve", "Deliveries"), ("GET", "/Deliveries/{id}", "Deliveries")
    )
    names = operation_names(document, naming)
    assert {str(each): each.is_default for each in names.values()} == {
        "deliveries.approve": True,
        "deliveries.read": False,
    }
    assert names_to_keep(document, naming) == naming.names
    assert unused_names(document, naming) == []
    assert [name_of(each) for _, _, each in operations(name_operations(document, naming))] == ["approve", "read"]


def test_kept_name_follows_its_tag_and_reports_when_unused() -> None:
    naming = Naming({APPROVE: "deliveries.sign", "GET /Gone/{id}": "gone.read"})
    document = document_with(("POST", "/Deliveries/{id}/Approve", "Orders"))
    assert names_to_keep(document, naming) == {APPROVE: "orders.sign"}
    assert unused_names(document, naming) == ["GET /Gone/{id}"]


def test_default_name_is_kept_and_a_ruled_one_is_not() -> None:
    document = document_with(("POST", "/Deliveries/{id}/Approve", "Deliveries"), ("GET", "/Deliveries", "Deliveries"))
    assert names_to_keep(document, Naming()) == {APPROVE: "deliveries.approve"}


def test_names_file_keeps_all_other_lines() -> None:
    text = f"{HEADER}\n# Chosen.\n{APPROVE}: deliveries.sign   # shorter\n'GET /A/{{x}}': a.read\nHEAD /B: b.head\n"
    names = parse_names(text)
    assert names == {APPROVE: "deliveries.sign", "GET /A/{x}": "a.read", "HEAD /B": "b.head"}
    assert edit_names(text, names) == text
    edited = edit_names(text, {APPROVE: "orders.sign", "POST /A/{x}/Z": "a.z"}, removed=["HEAD /B"])
    assert edited == text.replace("deliveries.sign", "orders.sign").replace("HEAD /B: b.head", "POST /A/{x}/Z: a.z")
    assert edit_names("", {}) == HEADER
    assert yaml.safe_load(edited) == parse_names(edited)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Approve: deliveries.approve", "'Approve: deliveries.approve' is not a name"),
        ("POST /A: approve", "is not a name"),
        ("POST /A: a.Approve", "is not a name"),
        ("POST /A: a.b__c", "is not a name"),
        ("POST /A: a.b\nPOST /A: a.c", "line 2: POST /A occurs twice"),
    ],
)
def test_invalid_line_of_the_names_file_raises(line: str, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        parse_names(line)


def test_committed_names_are_those_of_the_committed_definition() -> None:
    names = parse_names((ROOT / "swagger/names.yaml").read_text(encoding="utf-8"))
    document = upgrade(read(ROOT / "swagger/webcrm.json"))
    naming = Naming(names, client_attributes())
    assert names_to_keep(document, naming) == names
    assert unused_names(document, naming) == []


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_reserved_names_are_the_attributes_of_the_client(client: type[Any]) -> None:
    reserved = client_attributes()
    assert {"query", "request", "fields", "custom", "raw", "run", "hooks", "linked_data"} <= reserved
    assert all(hasattr(WebCRM, name) or hasattr(AsyncWebCRM, name) for name in reserved)
    # Resources of the API keep their names, also those with hand-written methods.
    assert reserved.isdisjoint({"persons", "documents", "quotation_lines"})
    assert {"close", "aclose"} & reserved & set(dir(client))


@pytest.mark.parametrize(
    ("tag", "name"),
    [("Persons", "persons"), ("Query", "query_"), ("Fields", "fields_"), ("Import", "import_"), ("Filter", "filter_")],
)
def test_tag_with_the_name_of_an_attribute_gets_an_underscore(tag: str, name: str) -> None:
    assert resource_name(tag, client_attributes()) == name
    found = operation_names(document_with(("GET", f"/{tag}", tag)), Naming(reserved=client_attributes()))
    assert [str(each) for each in found.values()] == [f"{name}.list"]


def test_operation_with_the_name_of_a_table_method_gets_an_underscore() -> None:
    templates = (ROOT / "scripts/templates/resources").glob("*_methods.jinja")
    names = {name for each in templates for name in re.findall(r"def (\w+)\(\s*self", each.read_text(encoding="utf-8"))}
    assert names == TABLE_METHODS
    assert [name_of(each) for _, _, each in operations(named(("GET", "/Persons/Find", "Persons")))] == ["find_"]
    document = named(("GET", "/Persons/DeleteMany", "Persons"))
    assert [name_of(each) for _, _, each in operations(document)] == ["delete_many_"]


def test_tags_that_are_one_word_raise() -> None:
    with pytest.raises(PipelineError, match="The tags 'Persons' and 'persons' would both be the resource persons"):
        named(("GET", "/Persons", "Persons"), ("POST", "/Persons", "persons"))


def test_operation_id_is_tag_and_name() -> None:
    document = small()
    before = [operation.get("operationId") for _, _, operation in operations(document)]
    ids = {
        path: found["operationId"] for method, path, found in operations(name_operations(document)) if method == "GET"
    }
    assert ids["/Persons/{id}"] == "persons_get"
    assert ids["/Documents/{id}/Download"] == "documents_download"
    assert [operation.get("operationId") for _, _, operation in operations(document)] == before


def test_duplicate_name_reports_both_operations() -> None:
    message = r"GET /A/\{id\} as things\.get, and GET /B/\{id\} as things\.get\. .*swagger/names\.yaml"
    with pytest.raises(PipelineError, match=message):
        named(("get", "/A/{id}", "Things"), ("get", "/B/{id}", "Things"))
    message = r"POST /Persons/\{id\}/DataList as persons\.data_list, and GET /PersonsData as persons_data\.list"
    with pytest.raises(PipelineError, match=message):
        named(("post", "/Persons/{id}/DataList", "Persons"), ("get", "/PersonsData", "PersonsData"))


@pytest.mark.parametrize("tags", [[], None])
def test_operation_without_a_tag_raises(tags: Any) -> None:
    document = {"openapi": "3.0.3", "paths": {"/A": {"get": {"tags": tags}}}}
    with pytest.raises(PipelineError, match=r"^/paths/~1A/get: GET /A has no tag"):
        name_operations(document)


def test_names_of_a_whole_definition_are_unique(definition: dict[str, Any]) -> None:
    named = name_operations(upgrade(definition))
    ids = [operation["operationId"] for _, _, operation in operations(named)]
    assert len(set(ids)) == len(ids)
    assert all(identifier.isidentifier() and identifier == identifier.lower() for identifier in ids)
    names = operation_names(upgrade(definition))
    assert all(name_of(each) == names[method, path].method for method, path, each in operations(named))
