"""The typed facade, generated from the document alone."""

from __future__ import annotations

import ast
import copy
from typing import Any

import pytest

from scripts.facade import Method, render_facade, resources
from scripts.facade_tables import Table
from scripts.regenerate import derive
from tests.definitions import body, listed, operation, parameter, reference
from webcrm_ext.definition.document import PipelineError, operations

from .documents import NO_CORRECTIONS, small


def described(document: dict[str, Any]) -> dict[str, Method]:
    return {
        f"{resource.module}.{method.name}": method
        for resource in resources(derive(document, NO_CORRECTIONS))
        for method in resource.methods
    }


METHODS = described(small())


def test_every_operation_has_exactly_one_method(openapi: dict[str, Any]) -> None:
    modules = [method.module for resource in resources(openapi) for method in resource.methods]
    assert sorted(modules) == sorted(found["operationId"] for _, _, found in operations(openapi))


@pytest.mark.parametrize(
    ("name", "signature", "returns"),
    [
        ("persons.get", "self, id: int", "PersonDto"),
        ("persons.create", "self, person: PersonDto | Mapping[str, Any]", "int"),
        ("persons.upsert", "self, persons: builtins.list[PersonDto]", "builtins.list[WriteResult]"),
        (
            "persons.update",
            "self, id: int, person: PersonDto | Mapping[str, Any] | None = None, "
            "**properties: Unpack[PersonProperties]",
            "None",
        ),
        ("persons.clear_linked_data", "self", "None"),
        ("documents.download", "self, id: int", "bytes"),
        ("auth.api_login", "self, auth_api_login_form: AuthApiLoginForm | Mapping[str, Any]", "TokenDto"),
        ("auth.api_refresh", "self, *, refresh_token: str | Unset = UNSET", "TokenDto"),
    ],
)
def test_signature_follows_the_parameters(name: str, signature: str, returns: str) -> None:
    assert (METHODS[name].signature, METHODS[name].returns) == (signature, returns)
    assert METHODS[name].item is None


def test_paged_list_takes_size_limit_concurrency_and_progress() -> None:
    found = METHODS["persons.find_by_create_dates"]
    assert found.signature == (
        "self, start_date: datetime.date, end_date: datetime.date, *, size: int = 1000, "
        "limit: int | None = None, concurrency: int = 1, progress: Progress | None = None"
    )
    assert (found.item, found.items, found.paged) == ("PersonDto", "builtins.list", True)
    assert found.passed_on == "start_date=start_date, end_date=end_date, page=page, size=size"


@pytest.mark.parametrize(("page", "size"), [("page", "size"), ("PAGE", "SIZE"), ("pAGE", "Size")])
def test_paging_parameters_are_detected_in_any_case(page: str, size: str) -> None:
    document = small()
    for path in ("/Meetings", "/Persons"):
        for each in document["paths"][path]["get"]["parameters"]:
            each["name"] = {"Page": page, "Size": size}.get(each["name"], each["name"])
    found = described(document)
    for name in ("meetings.list", "persons.list"):
        assert (found[name].signature, found[name].item, found[name].paged) == (
            METHODS[name].signature, METHODS[name].item, True
        )  # fmt: skip
    arguments = {"pAGE": "p_age"}.get(page, "page")
    assert found["meetings.list"].passed_on == f"{arguments}=page, size=size"


def test_list_in_an_envelope_returns_its_items() -> None:
    found = METHODS["meetings.list"]
    assert (found.item, found.items, found.paged) == ("MeetingDto", "lambda value: value.meetings or []", True)


def test_list_without_paging_parameters_is_not_paged() -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["parameters"] = []
    found = described(document)["persons.list"]
    assert (found.signature, found.item, found.paged) == ("self, *, limit: int | None = None", "PersonDto", False)


def test_limit_of_the_api_itself_keeps_its_name() -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["parameters"].append(parameter("limit", type="integer"))
    found = described(document)["persons.list"]
    assert found.signature.count("limit:") == 1
    assert "limit: int | Unset = UNSET" in found.signature
    assert (found.limit, METHODS["persons.list"].limit) == ("None", "limit")


def test_page_size_limit_comes_from_the_definition() -> None:
    document = small()
    sizes = document["paths"]["/Meetings"]["get"]["parameters"][1]
    sizes["maximum"] = 50
    found = described(document)["meetings.list"]
    assert "size: int = 50" in found.signature
    assert "size: Records per page, 1 to 50." in found.doc


def test_required_arguments_come_first() -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["parameters"] = [
        parameter("may", type="boolean", default=True),
        parameter("from", required=True, format="date-time"),
        parameter("share", type="number"),
    ]
    assert described(document)["persons.list"].signature == (
        "self, *, from_: datetime.date, may: bool | Unset = True, share: float | Unset = UNSET, "
        "limit: int | None = None"
    )


def test_update_takes_properties_by_attribute_with_their_types() -> None:
    document = small()
    more = {"Keys": {"type": "string"}, "PersonAnything": {"type": "object"}, "PersonUpdatedAt": {"type": "string"}}
    document["definitions"]["PersonDto"]["properties"] |= more
    properties = described(document)["persons.update"].properties
    assert properties is not None
    types = dict(properties.types)
    assert types.items() >= {"keys_": "str | None", "person_anything": "Any"}.items()
    assert types["person_birthday"] == "datetime.date | None"
    assert not {"person_id", "person_updated_at"} & types.keys()


def test_update_has_no_keywords_with_two_meanings() -> None:
    document = small()
    document["definitions"]["PersonDto"]["properties"]["Id"] = {"type": "integer"}
    method = described(document)["persons.update"]
    assert (method.signature, method.properties) == ("self, id: int, person: PersonDto | Mapping[str, Any]", None)


def test_text_of_a_search_is_passed_by_position() -> None:
    document = small()
    operation = copy.deepcopy(document["paths"]["/Persons"]["get"])
    document["paths"]["/Persons/Search"] = {"get": operation}
    size = [each for each in operation["parameters"] if each["name"] in ("Page", "Size")]
    for text in (parameter("input"), parameter("words", required=True)):
        operation["parameters"] = [parameter("share", type="number"), text, *size]
        name = {"input": "input_"}.get(text["name"], text["name"])
        signature = described(document)["persons.search"].signature
        assert signature.startswith(f"self, {name}: str, *, share: float | Unset = UNSET")


def test_path_arguments_are_in_the_order_of_the_path() -> None:
    document = small()
    found = document["paths"]["/Persons/FindByCreateDates/{startDate}/{endDate}"]["get"]["parameters"]
    found[0], found[1] = found[1], found[0]
    assert described(document)["persons.find_by_create_dates"].signature.startswith("self, start_date: ")


def test_documentation_has_arguments_returns_raises_and_endpoint() -> None:
    assert METHODS["persons.update"].doc == (
        "Update one person; properties that are not set keep their values.\n\n"
        "`update(id, person_birthday=…)` sends just this property.\n\n"
        "Args:\n    id: The person's id.\n"
        "    person: The values to send, `PersonDto`, or a dict with the API's names; not beside `properties`.\n"
        "    properties: The values to send instead, by attribute of `PersonDto`. With `**{...}` also by the API's "
        "names or, for an entity with field metadata, by label: a value by label is checked as by `crm.custom`.\n\n"
        "Raises:\n    TypeError: Both a record and properties are passed, or neither; nothing was sent.\n"
        "    FieldValueError: A name is unknown, or a value does not fit; nothing was written.\n"
        "    APIError: The service refused the call; `NotFoundError` if the record does not exist.\n"
        "    WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or "
        "`UnexpectedResponseError`.\n\n"
        "Calls `PUT /Persons/{id}`."
    )
    assert "Returns:\n    The file's bytes." in METHODS["documents.download"].doc
    assert "Returns:\n    The id." in METHODS["persons.create"].doc
    assert "Returns:\n    A `WriteResult` for each record, in their order." in METHODS["persons.upsert"].doc
    assert "Returns:\n    `PersonDto`." in METHODS["persons.get"].doc
    assert "Returns:\n    The service's response, `TokenDto`." in METHODS["auth.api_login"].doc
    assert "Returns:\n    The records, `PersonDto`; nothing is sent" in METHODS["persons.list"].doc
    for name in ("persons.create", "persons.upsert"):
        assert "Raises:\n    APIError: The service refused the call.\n    OutcomeUnknownError: " in METHODS[name].doc


@pytest.mark.parametrize("kind", ["integer", "string"])
def test_id_that_may_be_missing_is_documented(kind: str) -> None:
    document = small()
    schema = {"type": kind, "x-nullable": True}
    document["paths"]["/Persons"]["post"]["responses"]["200"]["schema"] = schema
    found = described(document)["persons.create"]
    assert found.returns == f"{'int' if kind == 'integer' else 'str'} | None"
    assert "The id, or None if the service does not return it." in found.doc


def test_definition_description_follows_the_summary() -> None:
    document = small()
    document["paths"]["/Persons"]["get"]["description"] = "The vendor's own words."
    assert described(document)["persons.list"].doc.startswith(
        "Return all persons, by id.\n\nThe vendor's own words.\n\nArgs:"
    )


def test_body_without_a_schema_name_is_refused() -> None:
    document = small()
    document["paths"]["/Persons"]["post"]["parameters"] = [body({"type": "string"}, "text")]
    with pytest.raises(PipelineError, match="The body of persons_create is neither a model nor a list of one"):
        described(document)


def test_response_without_a_schema_name_is_refused() -> None:
    document = small()
    document["paths"]["/Persons/{id}"]["get"]["responses"]["200"]["schema"] = {"type": "object"}
    with pytest.raises(PipelineError, match="response is an object without a name"):
        described(document)


def test_files_are_python_with_a_blocking_and_an_async_class() -> None:
    files = render_facade(derive(small(), NO_CORRECTIONS))
    modules = {f"resources/{name}.py" for name in ("__init__", "auth", "documents", "meetings", "persons")}
    assert files.keys() == {"paths.py", "tables.py", "properties/__init__.py", "properties/person_dto.py", *modules}
    assert '"persons",' in files["paths.py"]
    ast.parse(files["tables.py"])
    persons = ast.parse(files["resources/persons.py"])
    blocking, awaiting = (each for each in persons.body if isinstance(each, ast.ClassDef))
    assert (blocking.name, awaiting.name) == ("Persons", "AsyncPersons")


def tables(document: dict[str, Any]) -> list[Table]:
    return [each.table for each in resources(derive(document, NO_CORRECTIONS)) if each.table]


def test_resource_that_lists_and_gets_a_model_with_its_id_has_a_table() -> None:
    (found,) = tables(small())
    assert (found.constant, found.name, found.model, found.id_column) == ("PERSONS", "Person", "PersonDto", "PersonId")
    assert (found.can_create, found.can_update) == (True, True)


@pytest.mark.parametrize("path", ["/Persons", "/Persons/{id}"])
def test_resource_without_list_or_get_has_no_table(path: str) -> None:
    document = small()
    del document["paths"][path]["get"]
    assert tables(document) == []


def test_model_without_its_id_has_no_table() -> None:
    document = small()
    del document["definitions"]["PersonDto"]["properties"]["PersonId"]
    assert tables(document) == []


@pytest.mark.parametrize(
    ("names", "changed", "created"),
    [
        (["PersonUpdatedAt", "PersonCreatedAt"], "PersonUpdatedAt", "PersonCreatedAt"),
        (["PersonLastUpdatedAt"], "PersonLastUpdatedAt", None),
        (["UpdatedAt", "PersonPasswordUpdatedAt"], None, None),
    ],
)
def test_table_has_the_columns_of_change_and_creation(
    names: list[str], changed: str | None, created: str | None
) -> None:
    document = small()
    properties = document["definitions"]["PersonDto"]["properties"]
    for name in ("PersonUpdatedAt", "PersonLastUpdatedAt", "PersonCreatedAt"):
        properties.pop(name, None)
    properties |= {name: {"type": "string", "format": "date-time"} for name in names}
    (found,) = tables(document)
    assert (found.changed_column, found.created_column) == (changed, created)


def test_table_has_the_columns_that_the_service_ignores() -> None:
    document = small()
    properties = document["definitions"]["PersonDto"]["properties"]
    ignored = {"PersonName", "PersonUpdatedBy", "PersonHistory", "PersonScore"}
    kept = {"PersonFileSize", "PersonLastItemUpdatedAt", "UpdatedBy"}
    properties |= {name: {"type": "string"} for name in ignored | kept}
    properties["PersonScore"] = {"type": "integer", "readOnly": True}
    (found,) = tables(document)
    assert set(found.read_only_columns) >= ignored
    assert not kept & set(found.read_only_columns)
    assert "PersonId" not in found.read_only_columns


def test_resource_without_models_is_valid_python() -> None:
    document = small()
    document["paths"] = {"/Things": {"get": operation("Things", answer={"type": "string"})}}
    files = render_facade(derive(document, NO_CORRECTIONS))
    ast.parse(files["resources/things.py"])


def test_list_of_strings_is_a_list() -> None:
    document = small()
    document["paths"]["/Persons/Names"] = {"get": operation("Persons", answer=listed({"type": "string"}))}
    document["paths"]["/Persons/Friends"] = {"get": operation("Persons", answer=listed(reference("PersonDto")))}
    assert described(document)["persons.names"].item == "str"
    assert described(document)["persons.friends"].item == "PersonDto"
