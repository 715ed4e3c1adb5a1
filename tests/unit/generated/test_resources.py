"""Every operation is one documented method, blocking and async, and makes the declared call."""

from __future__ import annotations

import ast
import contextlib
import datetime
import inspect
import keyword
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import webcrm_api.resources
from webcrm_api import tables
from webcrm_api.calls import Call, Listing
from webcrm_api.resources import AsyncResources, Resources
from webcrm_api.tables import TABLES, Table

from webcrm_ext.definition.naming import DELETE_MANY, TABLE_METHODS

from .payloads import DOCUMENT, Json, filled, model

pytestmark = pytest.mark.generated

MOMENT = datetime.datetime(2024, 5, 31, 9, 30, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
PAGE = {"Page": 3, "Size": 7}
WHERE = ("path", "query", "header")
READING = ["size", "limit", "concurrency", "progress"]

Operation = tuple[str, str, Json]
OPERATIONS: dict[str, Operation] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}


class Nothing:
    """The value of a call that is not sent; it can be awaited, and is empty."""

    def __await__(self) -> Iterator[None]:
        yield

    def __len__(self) -> int:
        return 0


class Recorder:
    """Runs nothing and records the calls of blocking and async resources."""

    def __init__(self) -> None:
        self.calls: list[Call[Any]] = []
        self.listings: list[Listing[Any]] = []
        self.options: list[Json] = []

    def run(self, call: Call[Any], /) -> Any:
        self.calls.append(call)
        return Nothing()

    def list_pages(self, listing: Listing[Any], /, **options: Any) -> Any:
        self.listings.append(listing)
        self.calls.append(listing.call(PAGE["Page"], PAGE["Size"]))
        self.options.append({**options, "paged": listing.paged})


def methods(root: Any) -> dict[str, Any]:
    """Return all methods of all resources by the names of their operations."""
    found: dict[str, Any] = {}
    for resource in names_of(type(root)):
        holder = getattr(root, resource)
        for name, method in vars(type(holder)).items():
            if inspect.isfunction(method) and not name.startswith("_") and calls_one_operation(name):
                assert found.setdefault(f"{resource}_{name}", getattr(holder, name)) == getattr(holder, name)
    return found


def calls_one_operation(name: str) -> bool:
    """Return whether a method of this name calls the operation that it is named by."""
    return name not in TABLE_METHODS and not name.startswith(DELETE_MANY)


def names_of(root: type) -> list[str]:
    return [name for name in vars(root) if not name.startswith("_")]


BLOCKING = methods(Resources(Recorder()))
ASYNC = methods(AsyncResources(Recorder()))
EVERY_OPERATION = pytest.mark.parametrize("name", OPERATIONS)


def test_every_operation_has_exactly_one_method() -> None:
    assert sorted(BLOCKING) == sorted(ASYNC) == sorted(OPERATIONS)
    files = sorted(Path(webcrm_api.resources.__file__).parent.glob("*.py"))
    written = [
        f"{path.stem}_{function.name}"
        for path in files
        for class_ in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(class_, ast.ClassDef) and path.stem != "__init__" and not class_.name.startswith("Async")
        for function in class_.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if calls_one_operation(function.name)
    ]
    assert sorted(written) == sorted(OPERATIONS)


def test_blocking_and_async_have_the_same_resources() -> None:
    assert names_of(Resources) == names_of(AsyncResources)
    for name in names_of(Resources):
        described = [inspect.getdoc(getattr(root, name)) for root in (Resources, AsyncResources)]
        assert described[0] == described[1]
        assert len(described[0] or "") > len("x.")


def awaited(method: Any) -> bool:
    return inspect.iscoroutinefunction(method)


@EVERY_OPERATION
def test_blocking_and_async_have_the_same_signature_and_docs(name: str) -> None:
    assert ASYNC[name].__doc__ == BLOCKING[name].__doc__
    assert parameters(ASYNC[name]) == parameters(BLOCKING[name])
    assert not awaited(BLOCKING[name])
    returned, async_type = (inspect.signature(each).return_annotation for each in (BLOCKING[name], ASYNC[name]))
    # A list is not awaited itself, its records are; every other method is awaited.
    assert awaited(ASYNC[name]) is not returned.startswith("Pages[")
    assert async_type == ("Async" if returned.startswith("Pages[") else "") + returned


def parameters(method: Any) -> list[str]:
    return [str(each) for each in inspect.signature(method).parameters.values()]


@EVERY_OPERATION
def test_documentation_is_complete(name: str) -> None:
    method, path, operation = OPERATIONS[name]
    text = inspect.getdoc(BLOCKING[name]) or ""
    first, _, rest = text.partition("\n")
    assert re.match(r"[A-Z]\w+ \S+", first)
    assert operation["summary"].split()[:3] == first.split()[:3]
    assert f"Calls `{method} {path}`." in rest
    raised = re.findall(r"^    (\w+): \S", rest.partition("Raises:\n")[2].partition("\n\n")[0], re.MULTILINE)
    by_property = ["TypeError", "FieldValueError"] if "Unpack[" in str(inspect.signature(BLOCKING[name])) else []
    assert raised == [*by_property, "APIError", *(["OutcomeUnknownError"] if method in ("POST", "PATCH") else []), "WebCRMError"]
    documented = re.findall(r"^    (\w+): \S", rest.partition("Args:\n")[2].partition("\n\n")[0], re.MULTILINE)
    assert documented == list(inspect.signature(BLOCKING[name]).parameters)
    returns = inspect.signature(BLOCKING[name]).return_annotation != "None"
    assert ("\nReturns:\n" in rest) is returns


def test_limits_of_arguments_are_documented() -> None:
    assert "size: Records per page, 1 to 1000.\n" in BLOCKING["persons_list"].__doc__
    dates = " ".join(BLOCKING["organisations_find_by_update_dates"].__doc__.split())
    assert "end_date: The end, excluded. Sent to the second; an offset is converted to UTC, and none means UTC." in dates


@EVERY_OPERATION
def test_lists_return_pages(name: str) -> None:
    method, _, operation = OPERATIONS[name]
    returned = inspect.signature(BLOCKING[name]).return_annotation
    if method == "GET" and takes_pages(operation):
        assert returned.startswith("Pages[")
        assert list(inspect.signature(BLOCKING[name]).parameters)[-4:] == READING
    elif returned.startswith("Pages["):
        assert [each for each in READING if each in inspect.signature(BLOCKING[name]).parameters] == ["limit"]


def takes_pages(operation: Json) -> bool:
    return {each["name"] for each in operation["parameters"]} >= PAGE.keys()


@EVERY_OPERATION
@pytest.mark.parametrize("root", [Resources, AsyncResources])
def test_method_makes_the_declared_call(name: str, root: Any) -> None:
    method, path, operation = OPERATIONS[name]
    inputs = {where: [each for each in operation["parameters"] if each["in"] == where] for where in WHERE}
    given = {pythonic(each["name"]): value_for(each)[0] for each in operation["parameters"] if not paging(each, name)}
    content = operation.get("requestBody", {}).get("content", {})
    bodies = [body_for(each["schema"]) for each in content.values()]
    in_path = sorted(inputs["path"], key=lambda each: path.index("{" + each["name"] + "}"))
    positional = [given.pop(pythonic(each["name"])) for each in in_path]

    call, options = made_by(root, name, [*positional, *(record for record, _ in bodies)], given)

    assert (call.method, call.path) == (method, path)
    assert call.name.replace(".", "_", 1) == name
    request = call.request()
    texts = {"{" + each["name"] + "}": value_for(each)[1] for each in in_path}
    assert unquote(request["url"]) == re.sub(r"{\w+}", lambda gap: texts[gap[0]], path)
    assert request.get("params", {}) == {
        each["name"]: PAGE[each["name"]] if paging(each, name) else value_for(each)[1] for each in inputs["query"]
    }
    assert request.get("headers", {}) == {each["name"]: value_for(each)[1] for each in inputs["header"]}
    sent = {"json" if media_type == "application/json" else "data": bodies[0][1] for media_type in content}
    assert {key: value for key, value in request.items() if key in ("json", "data")} == sent
    paged = method == "GET" and takes_pages(operation)
    is_list = inspect.signature(BLOCKING[name]).return_annotation.startswith("Pages[")
    everything = {"size": 1000, "limit": None, "concurrency": 1, "progress": None, "paged": paged}
    assert options == ([everything] if is_list else [])


def paging(parameter: Json, name: str) -> bool:
    return parameter["name"] in PAGE and takes_pages(OPERATIONS[name][2])


def pythonic(name: str) -> str:
    """Return an argument's name, independently of the generator."""
    word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return word + "_" * (keyword.iskeyword(word) or word == "input")


def value_for(parameter: Json) -> tuple[Any, Any]:
    """Return a value of a parameter, and the value sent."""
    schema = parameter["schema"]
    if schema.get("format") == "date-time":
        return MOMENT, "2024-05-31T07:30:15" if parameter["in"] == "path" else "2024-05-31T09:30:15+02:00"
    value = {"integer": 12, "boolean": False, "array": ["SecurityInfo"]}.get(schema.get("type"), "a b/c")
    return value, str(value) if parameter["in"] == "path" else value


def body_for(schema: Json) -> tuple[Any, Any]:
    """Return a record or a list of records, and the JSON sent."""
    if schema.get("type") == "array":
        record, sent = body_for(schema["items"])
        return [record], [sent]
    name = schema["$ref"].rpartition("/")[2]
    return model(name).from_dict(filled(name)), filled(name)


def made_by(root: Any, name: str, positional: list[Any], named: Json) -> tuple[Call[Any], list[Json]]:
    recorder = Recorder()
    result = methods(root(recorder))[name](*positional, **named)
    if inspect.iscoroutine(result):
        with contextlib.suppress(StopIteration):
            result.send(None)
    (call,) = recorder.calls
    return call, recorder.options


def test_list_passes_its_options_to_the_runner() -> None:
    recorder = Recorder()
    Resources(recorder).persons.list(size=7, limit=9, concurrency=4, progress=print)
    assert recorder.options == [{"size": 7, "limit": 9, "concurrency": 4, "progress": print, "paged": True}]


@pytest.mark.parametrize(("name", "by"), [("meetings_list", []), ("meetings_by_organisation", [12])])
def test_list_in_an_envelope_returns_its_items(name: str, by: list[int]) -> None:
    recorder = Recorder()
    methods(Resources(recorder))[name](*by, from_=MOMENT, to=MOMENT, user_id="1")
    (listing,) = recorder.listings
    one = {"MeetingId": "a"}
    assert listing.items(model("MeetingListDto").from_dict({"Meetings": [one]})) == [
        model("MeetingInfoGetAllDto").from_dict(one)
    ]
    assert listing.items(model("MeetingListDto").from_dict({"Meetings": None})) == []


def test_unset_arguments_are_not_sent() -> None:
    recorder = Recorder()
    Resources(recorder).persons.search("anna")
    assert recorder.calls[0].request()["params"] == {"input": "anna", **PAGE}
    with pytest.raises(TypeError):
        Resources(recorder).persons.get()  # type: ignore[call-arg]


class TableRecorder:
    """Runs nothing and returns the arguments of each table method."""

    def find(self, *arguments: Any, **options: Any) -> Any:
        return "find", arguments, options

    def changed_since(self, *arguments: Any, **options: Any) -> Any:
        return "changed_since", arguments, options

    def upsert_by(self, *arguments: Any, **options: Any) -> Any:
        return "upsert_by", arguments, options

    def upsert_csv(self, *arguments: Any, **options: Any) -> Any:
        return "upsert_csv", arguments, options


class AsyncTableRecorder(TableRecorder):
    async def upsert_by(self, *arguments: Any, **options: Any) -> Any:
        return "upsert_by", arguments, options

    async def upsert_csv(self, *arguments: Any, **options: Any) -> Any:
        return "upsert_csv", arguments, options


def result_of(value: Any) -> Any:
    if not inspect.iscoroutine(value):
        return value
    with pytest.raises(StopIteration) as stopped:
        value.send(None)
    return stopped.value.value


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.resource)
def test_table_methods_pass_their_table_to_the_runner(table: Table[Any]) -> None:
    for resources in (Resources(TableRecorder()), AsyncResources(AsyncTableRecorder())):
        resource = getattr(resources, table.resource)
        assert resource.find(x=1) == ("find", (table, {"x": 1}), {"size": 1000, "limit": None, "keyset": False})
        assert hasattr(resource, "changed_since") is (table.changed_column is not None)
        if table.changed_column:
            assert resource.changed_since(MOMENT, size=7, limit=9) == (
                "changed_since", (table, MOMENT), {"size": 7, "limit": 9, "keyset": True},
            )  # fmt: skip
        assert hasattr(resource, "upsert_by") is (table.can_create and table.can_update)
        if table.can_create and table.can_update:
            name, arguments, options = result_of(resource.upsert_by("key", [], dry_run=True, confirm_timeout=5))
            assert (name, arguments) == ("upsert_by", (table, "key", []))
            assert options == {
                "dry_run": True, "batch": 100, "concurrency": 1, "confirm_timeout": 5, "max_failures": None,
                "progress": None, "journal": None, "report": None,
            }  # fmt: skip
            name, arguments, options = result_of(resource.upsert_csv("a.csv", "key", {"a": None}, on_error="skip"))
            assert (name, arguments) == ("upsert_csv", (table, "a.csv", "key"))
            assert options.items() >= {"columns": {"a": None}, "encoding": None, "on_error": "skip"}.items()
            assert options.keys() >= inspect.signature(resource.upsert_by).parameters.keys() - {"key", "records"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.resource)
def test_table_facts_match_the_model(table: Table[Any]) -> None:
    properties = DOCUMENT["components"]["schemas"][table.model_name]["properties"]
    assert table.model is model(table.model_name)
    assert properties[table.id_column]["type"] == "integer"
    for column in (table.changed_column, table.created_column):
        assert column is None or properties[column]["format"] == "date-time"
    assert f"{table.resource}_get" in OPERATIONS
    if table.can_create:
        call = table.create_call(table.model.from_dict({table.id_column: 0}))
        assert (call.name, call.method) == (f"{table.resource}.create", "POST")
    if table.can_update:
        call = table.update_call(7, table.model.from_dict({}))
        assert (call.name, call.url()[-2:]) == (f"{table.resource}.update", "/7")
    assert table.can_create is (f"{table.resource}_create" in OPERATIONS)
    assert table.can_update is (f"{table.resource}_update" in OPERATIONS)


def test_tables_of_the_committed_definition() -> None:
    assert [table.resource for table in TABLES] == [
        "activities", "budgets", "deliveries", "documents", "email_supports", "events", "milestones", "opportunities",
        "organisations", "persons", "persons_b2c", "products", "quotation_lines", "relations", "revenues",
        "support_cases", "time_expenses", "users",
    ]  # fmt: skip
    assert {table.resource for table in TABLES if table.changed_column is None} == {"email_supports", "persons_b2c"}
    assert tables.EMAIL_SUPPORTS.name == "EmailSupport"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.resource)
def test_table_methods_document_their_arguments(table: Table[Any]) -> None:
    resource = getattr(Resources(Recorder()), table.resource)
    for name in filter(partial(hasattr, resource), TABLE_METHODS):
        method = getattr(resource, name)
        twin = getattr(getattr(AsyncResources(Recorder()), table.resource), name)
        text = inspect.getdoc(method) or ""
        documented = re.findall(r"^    (\w+): \S", text.partition("Args:\n")[2].partition("\n\n")[0], re.MULTILINE)
        assert sorted(documented) == sorted(inspect.signature(method).parameters)
        assert all(part in text for part in ("\nReturns:\n", "\nRaises:\n", "\nCalls "))
        assert (twin.__doc__, parameters(twin)) == (method.__doc__, parameters(method))
