"""The typed facade: a class for every tag, with one documented method for each operation, blocking and async.

It is generated from the normalised document alone, and so are the facts on tables.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import jinja2
from openapi_python_client.strings import safe_for_docstring

from scripts import words
from scripts.facade_arguments import Argument, body_arguments, identifier, named_arguments, path_arguments, type_of
from scripts.facade_tables import Table, table_of
from scripts.integer_enums import integer_enums
from scripts.normalise import ID, ITEMS, paging, response_schema
from scripts.read_only import read_only_columns
from webcrm_ext.definition.document import Document, PipelineError, models, operations, reference_name
from webcrm_ext.definition.naming import DELETE_MANY, attribute_name, name_of, resource_name
from webcrm_ext.drift.client_attributes import client_attributes

TEMPLATES = Path(__file__).parent / "templates" / "resources"

_LIMIT = ("limit", "int | None = None", "Stop after this many records; None for all.")
_READING = (
    ("concurrency", "int = 1", "Pages to prefetch at once; 1 reads one after another."),
    ("progress", "Progress | None = None", "Called after each page with the number of pages and of records so far."),
)
_REFUSED = ("APIError", "The service refused the call.")
_REFUSED_OR_MISSING = ("APIError", "The service refused the call; `NotFoundError` if the record does not exist.")
_UNKNOWN = (
    "OutcomeUnknownError",
    "No response arrived, and the call may have been carried out; it is never retried blindly.",
)
_NO_RESPONSE = (
    "WebCRMError",
    "No usable response arrived: `AuthenticationError`, `APIConnectionError` or `UnexpectedResponseError`.",
)
_RAISES = {
    "GET": (_REFUSED_OR_MISSING, _NO_RESPONSE),
    "POST": (_REFUSED, _UNKNOWN, _NO_RESPONSE),
    "PATCH": (_REFUSED, _UNKNOWN, _NO_RESPONSE),
    "PUT": (_REFUSED_OR_MISSING, _NO_RESPONSE),
    "DELETE": (_REFUSED_OR_MISSING, _NO_RESPONSE),
}
_REFUSED_PROPERTIES = (
    ("TypeError", "Both a record and properties are passed, or neither; nothing was sent."),
    ("FieldValueError", "A name is unknown, or a value does not fit; nothing was written."),
)

_RESULTS = "builtins.list[WriteResult]"


class Properties(NamedTuple):
    """The properties of a model that an update takes as keywords, with their types."""

    model: str
    types: list[tuple[str, str]]
    models: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """The name of the class with their types."""
        return f"{self.model.removesuffix('Dto')}Properties"

    @property
    def doc(self) -> str:
        """Their documentation as an argument."""
        return (
            f"The values to send instead, by attribute of `{self.model}`. With `**{{...}}` also by the API's names or, "
            "for an entity with field metadata, by label: a value by label is checked as by `crm.custom`."
        )

    @property
    def example(self) -> str:
        """One of them for the documentation: a name if there is one, and no password."""
        return max(self.types, key=lambda each: (each[0].endswith("name"), "password" not in each[0]))[0]

    @property
    def module(self) -> str:
        """The module of that class, below `webcrm_api.properties`."""
        return identifier(self.model)


class Method(NamedTuple):
    """One method of a resource."""

    name: str
    module: str
    arguments: list[Argument]
    reading: list[tuple[str, str]]
    returns: str
    item: str | None
    items: str | None
    paging: tuple[str, str] | None
    doc: str
    results: tuple[str, str] | None = None
    """Of a PATCH with one string for each record: the argument with the records, and their id property."""
    properties: Properties | None = None
    """Of an update of one record: the properties that it takes as keywords."""
    delete_many: tuple[str, str] | None = None
    """Of the deletion of one record by its id: the name of the method that deletes several, and its first line."""

    @property
    def paged(self) -> bool:
        """Whether the method reads page by page."""
        return self.paging is not None

    @property
    def limit(self) -> str:
        """The value that is passed on as the limit of the list."""
        return "limit" if any(name == "limit" for name, _ in self.reading) else "None"

    @property
    def signature(self) -> str:
        """The arguments after `self`."""
        parts = [f"{argument.name}: {argument.type}" for argument in self.arguments if argument.by_position]
        named = [f"{argument.name}: {argument.type}" for argument in self.arguments if not argument.by_position]
        named += [f"{name}: {declared}" for name, declared in self.reading]
        keywords = [f"**properties: Unpack[{self.properties.name}]"] if self.properties else []
        return ", ".join(["self", *parts, *(["*", *named] if named else []), *keywords])

    @property
    def by_ids(self) -> str:
        """The signature of `delete_many`: the ids in place of the id, and the other arguments."""
        (id_,) = (each for each in self.arguments if each.by_position)
        return self.signature.replace(f"{id_.name}: {id_.type}", f"ids: Iterable[{id_.type}]", 1)

    @property
    def others_passed_on(self) -> str:
        """The arguments of the raw call without the id."""
        return ", ".join(f"{each.passed_as}={each.name}" for each in self.arguments if not each.by_position)

    @property
    def passed_on(self) -> str:
        """The arguments of the raw call."""
        passed = [f"{argument.passed_as}={argument.name}" for argument in self.arguments]
        if self.paging:
            passed += [f"{name}={value}" for name, value in zip(self.paging, ("page", "size"), strict=True)]
        return ", ".join(passed)


class Resource(NamedTuple):
    """One class of the facade, for one tag, with its attribute of the client and its module."""

    tag: str
    attribute: str
    module: str
    many: str
    methods: list[Method]
    models: list[tuple[str, str]]
    table: Table | None


def resources(document: Document) -> list[Resource]:
    """Return the facade's classes, one for each tag, with every operation exactly once."""
    by_tag: defaultdict[str, list[tuple[str, str, Document]]] = defaultdict(list)
    for method, path, operation in operations(document):
        by_tag[operation["tags"][0]].append((method, path, operation))
    described = []
    reserved = client_attributes()
    for tag, found in sorted(by_tag.items()):
        methods = [_method(*each, document) for each in sorted(found, key=lambda each: each[2]["operationId"])]
        module = resource_name(tag)
        table = table_of(module, {each.name: each for each in methods}, document)
        attribute = resource_name(tag, reserved)
        many = words.noun(tag).many
        described.append(Resource(tag, attribute, module, many, methods, _models_of(methods, document), table))
    return described


def render_facade(document: Document) -> dict[str, str]:
    """Return the facade's files: path below the package → content, not yet formatted."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - Python source, not HTML
    )
    environment.filters["docstring"] = _as_docstring
    environment.filters["sentence"] = words.sentence_case
    environment.filters["literal"] = repr
    described = resources(document)
    files = {
        f"resources/{resource.module}.py": environment.get_template("resource.py.jinja").render(resource=resource)
        for resource in described
    }
    tables = [resource.table for resource in described if resource.table]
    for enum in integer_enums(document):
        template = environment.get_template("integer_enum.py.jinja")
        files[f"models/{identifier(enum.name)}.py"] = template.render(enum=enum)
    files["properties/__init__.py"] = (
        '"""The properties that updates take as keywords, by model; for type checkers."""\n'
    )
    for properties in (method.properties for resource in described for method in resource.methods if method.properties):
        template = environment.get_template("properties.py.jinja")
        files[f"properties/{properties.module}.py"] = template.render(properties=properties)
    paths = {word for path in document["paths"] for word in path.split("/") if word and "{" not in word}
    files["paths.py"] = environment.get_template("paths.py.jinja").render(words=sorted(map(str.casefold, paths)))
    files["tables.py"] = environment.get_template("tables.py.jinja").render(tables=tables)
    files["resources/__init__.py"] = environment.get_template("root.py.jinja").render(resources=described)
    return files


def _method(method: str, path: str, operation: Document, document: Document) -> Method:
    schema = response_schema(operation)
    is_list = method == "GET" and (ITEMS in operation or (schema or {}).get("type") == "array")
    pages = paging(operation) if is_list else None
    arguments = [*path_arguments(operation, path), *body_arguments(operation), *named_arguments(operation, pages)]
    properties = _properties(method, operation, arguments, document)
    if properties:
        arguments = [_optional_body(each) for each in arguments]
    reading: list[tuple[str, str, str]] = []
    items = None
    if is_list:
        item = _item_type(operation, document)
        returns = item
        items = _items(operation)
        # An argument of the API itself keeps its name.
        limit: list[tuple[str, str, str]] = [] if any(each.name == "limit" for each in arguments) else [_LIMIT]
        reading = limit
        if pages:
            sizes = pages[1]["schema"]
            bounds = f"{sizes.get('minimum', 1)} to {sizes.get('maximum', 1000)}"
            largest = sizes.get("maximum", 1000)
            reading = [("size", f"int = {largest}", f"Records per page, {bounds}."), *limit, *_READING]
    else:
        item = None
        returns = type_of(schema) if schema else "None"
    results = _results(operation, arguments) if (method, returns) == ("PATCH", "builtins.list[str]") else None
    if results:
        returns = _RESULTS
    return Method(
        name=name_of(operation),
        module=operation["operationId"],
        arguments=arguments,
        reading=[(each, declared) for each, declared, _ in reading],
        returns=returns,
        item=item,
        items=items,
        paging=(identifier(pages[0]["name"]), identifier(pages[1]["name"])) if pages else None,
        doc=_documentation(method, path, operation, arguments, reading, item or returns, properties, is_list=is_list),
        results=results,
        properties=properties,
        delete_many=_delete_many(method, path, operation),
    )


def _delete_many(method: str, path: str, operation: Document) -> tuple[str, str] | None:
    """Return the name and the first line of the method that deletes several of what an operation deletes by its id."""
    one, _, what = name_of(operation).partition("_")
    if method != "DELETE" or path.count("{") != 1 or not path.endswith("}") or one != "delete":
        return None
    name = f"{DELETE_MANY}_{words.plural(what)}" if what else DELETE_MANY
    return name, words.summary(name, operation["tags"][0])


def _properties(method: str, operation: Document, arguments: list[Argument], document: Document) -> Properties | None:
    """Return the properties that an update of one record takes as keywords; None for other operations."""
    body = next((each for each in arguments if each.passed_as == "body"), None)
    if (method, name_of(operation)) != ("PUT", "update") or body is None:
        return None
    model = body.type.split(" | ")[0]
    columns = models(document)[model].get("properties", {})
    table = model.removesuffix("Dto").removesuffix("Update")
    ignored = {f"{table}Id", *read_only_columns(table, columns)}
    types = [(attribute_name(name), _property_type(each)) for name, each in columns.items() if name not in ignored]
    if not types or {name for name, _ in types} & {"self", "properties", *(each.name for each in arguments)}:
        return None  # a keyword would have two meanings
    return Properties(model, types, _named_in(" ".join(declared for _, declared in types), document))


def _optional_body(argument: Argument) -> Argument:
    """Return the body of an update that takes properties instead, too; any other argument as it is."""
    if argument.passed_as != "body":
        return argument
    doc = f"{argument.doc.removesuffix('.')}; not beside `properties`."
    return argument._replace(type=f"{argument.type} | None = None", doc=doc)


def _property_type(schema: Document) -> str:
    """Return the type of a property as an argument; any for what has no type of its own, such as an object."""
    try:
        declared = type_of(schema)
    except (PipelineError, KeyError):
        return "Any"
    return f"{declared} | None" if schema.get("nullable") and not declared.endswith(" | None") else declared


def _named_in(types: str, document: Document) -> list[tuple[str, str]]:
    return [(name, identifier(name)) for name in sorted(set(re.findall(r"\w+", types)) & models(document).keys())]


def _results(operation: Document, arguments: list[Argument]) -> tuple[str, str] | None:
    """Return the argument with the records of a PATCH and their id property, or None if they have none."""
    ids = [response[ID] for response in operation["responses"].values() if ID in response]
    return (arguments[0].name, ids[0]) if ids and arguments else None


def _models_of(methods: list[Method], document: Document) -> list[tuple[str, str]]:
    types = " ".join(f"{each.returns} {' '.join(argument.type for argument in each.arguments)}" for each in methods)
    return _named_in(types, document)


def _item_type(operation: Document, document: Document) -> str:
    schema = response_schema(operation) or {}
    if ITEMS in operation:
        schema = models(document)[reference_name(schema)]["properties"][operation[ITEMS]]
    return type_of(schema["items"])


def _items(operation: Document) -> str:
    return f"lambda value: value.{attribute_name(operation[ITEMS])} or []" if ITEMS in operation else "builtins.list"


def _documentation(
    method: str,
    path: str,
    operation: Document,
    arguments: list[Argument],
    reading: list[tuple[str, str, str]],
    returns: str,
    properties: Properties | None,
    *,
    is_list: bool,
) -> str:
    parts = [operation["summary"], *([operation["description"]] if "description" in operation else [])]
    documented = [(each.name, each.doc) for each in arguments] + [(name, doc) for name, _, doc in reading]
    raises = _RAISES[method]
    if properties:
        parts.append(f"`update({arguments[0].name}, {properties.example}=…)` sends just this property.")
        documented.append(("properties", properties.doc))
        raises = (*_REFUSED_PROPERTIES, *raises)
    if documented:
        parts.append("Args:\n" + "\n".join(f"    {name}: {doc}" for name, doc in documented))
    if is_list:
        parts.append(f"Returns:\n    The records, `{returns}`; nothing is sent until they are iterated.")
    elif returns != "None":
        parts.append(f"Returns:\n    {_returns_doc(method, returns)}")
    parts.append("Raises:\n" + "\n".join(f"    {error}: {why}" for error, why in raises))
    parts.append(f"Calls `{method} {path}`.")
    return "\n\n".join(parts)


def _returns_doc(method: str, returns: str) -> str:
    if returns in ("int", "str"):
        return "The id."
    if returns in ("int | None", "str | None"):
        return "The id, or None if the service does not return it."
    if returns == "builtins.list[str]":
        return "A string for each input, in their order: the new id, or the error."
    if returns == _RESULTS:
        return (
            "A `WriteResult` for each record, in their order. One that is `unknown` must not be sent again before it "
            "was looked up."
        )
    if returns in ("bool", "float"):
        return "The value that the service returns."
    if returns == "bytes":
        return "The file's bytes."
    return f"`{returns}`." if method == "GET" else f"The service's response, `{returns}`."


def _as_docstring(text: str, indent: int) -> str:
    """Return a documentation text wrapped for a docstring, keeping its paragraphs and entries."""
    wrapped = [
        textwrap.fill(
            line, 112 - indent, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 4 * (line[:1] == " "))
        )
        for line in safe_for_docstring(inspect.cleandoc(text)).splitlines()
    ]
    return textwrap.indent("\n".join(wrapped), " " * indent).strip()
