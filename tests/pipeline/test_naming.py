"""Names are derived from method and path alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.definitions import operation
from webcrm_ext.definition.document import PipelineError, operations
from webcrm_ext.definition.naming import name_of, name_operations, operation_name, snake_case
from webcrm_ext.definition.upgrade import upgrade

from .documents import small


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
    assert operation_name(method, path) == name


@pytest.mark.parametrize(("method", "path"), [("HEAD", "/Persons"), ("GET", "/A/b/c/d"), ("DELETE", "/Persons")])
def test_path_without_a_rule_raises(method: str, path: str) -> None:
    with pytest.raises(
        PipelineError, match=rf"no naming rule matches {method} {path}\. .*webcrm_ext/definition/naming\.py"
    ):
        operation_name(method, path)


def named(*paths: tuple[str, str, str]) -> dict[str, Any]:
    document: dict[str, Any] = {"openapi": "3.0.3", "paths": {}}
    for method, path, tag in paths:
        document["paths"].setdefault(path, {})[method] = operation(tag)
    return name_operations(document)


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
    with pytest.raises(PipelineError, match=r"GET /B/\{id\} and GET /A/\{id\} would both be named things_get"):
        named(("get", "/A/{id}", "Things"), ("get", "/B/{id}", "Things"))


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
    assert all(name_of(each) == operation_name(method, path) for method, path, each in operations(named))
