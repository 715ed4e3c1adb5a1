"""The typed facade: for every tag a class with one documented method for each operation.

It is made from the normalised document alone, so that `crm.persons.get(12)` is there for every
operation, blocking and async, with types and documentation in an editor.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import jinja2
from openapi_python_client.strings import PythonIdentifier, safe_for_docstring

from scripts import words
from scripts.normalise import ITEMS, paging, response_schema
from webcrm_ext.definition.document import Document, PipelineError, models, operations, reference_name
from webcrm_ext.definition.naming import name_of, snake_case

TEMPLATES = Path(__file__).parent / "templates" / "resources"

_SCALARS = {"integer": "int", "number": "float", "boolean": "bool", "string": "str"}
_READING = (
    ("concurrency", "int = 1", "Pages read ahead at once; 1 reads one after another."),
    ("progress", "Progress | None = None", "Is told the pages and the records so far, after each page."),
)
_REFUSED = ("APIError", "The service refused the call.")
_REFUSED_OR_MISSING = ("APIError", "The service refused the call; `NotFoundError` where it says that there is none.")
_UNKNOWN = (
    "OutcomeUnknownError",
    "No answer came, and the call may have been carried out; it is never repeated blindly.",
)
_NO_ANSWER = (
    "WebCRMError",
    "No usable answer came: `AuthenticationError`, `APIConnectionError` or `UnexpectedResponseError`.",
)
_RAISES = {
    "GET": (_REFUSED_OR_MISSING, _NO_ANSWER),
    "POST": (_REFUSED, _UNKNOWN, _NO_ANSWER),
    "PATCH": (_REFUSED, _UNKNOWN, _NO_ANSWER),
    "PUT": (_REFUSED_OR_MISSING, _NO_ANSWER),
    "DELETE": (_REFUSED_OR_MISSING, _NO_ANSWER),
}


class Argument(NamedTuple):
    """One argument of a method: its declaration, what the raw call names it, and its documentation."""

    name: str
    type: str
    passed_as: str
    doc: str
    by_position: bool = False


class Method(NamedTuple):
    """One method of a resource."""

    name: str
    module: str
    arguments: list[Argument]
    reading: list[tuple[str, str]]
    answer: str
    item: str | None
    items: str | None
    paging: tuple[str, str] | None
    doc: str

    @property
    def paged(self) -> bool:
        """Whether it is read page by page."""
        return self.paging is not None

    @property
    def signature(self) -> str:
        """The arguments after `self`."""
        parts = [f"{argument.name}: {argument.type}" for argument in self.arguments if argument.by_position]
        named = [f"{argument.name}: {argument.type}" for argument in self.arguments if not argument.by_position]
        named += [f"{name}: {declared}" for name, declared in self.reading]
        return ", ".join(["self", *parts, *(["*", *named] if named else [])])

    @property
    def passed_on(self) -> str:
        """The arguments of the raw call."""
        passed = [f"{argument.passed_as}={argument.name}" for argument in self.arguments]
        if self.paging:
            passed += [f"{name}={value}" for name, value in zip(self.paging, ("page", "size"), strict=True)]
        return ", ".join(passed)


class Resource(NamedTuple):
    """One class of the facade, for one tag."""

    tag: str
    module: str
    many: str
    methods: list[Method]
    models: list[tuple[str, str]]


def resources(document: Document) -> list[Resource]:
    """Describe the facade's classes, one for each tag, every operation exactly once."""
    by_tag: defaultdict[str, list[tuple[str, str, Document]]] = defaultdict(list)
    for method, path, operation in operations(document):
        by_tag[operation["tags"][0]].append((method, path, operation))
    described = []
    for tag, found in sorted(by_tag.items()):
        methods = [_method(*each, document) for each in sorted(found, key=lambda each: each[2]["operationId"])]
        described.append(Resource(tag, snake_case(tag), words.noun(tag).many, methods, _models_of(methods, document)))
    return described


def render_facade(document: Document) -> dict[str, str]:
    """Give the facade's files: path below the package → content, not yet formatted."""
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
    described = resources(document)
    files = {
        f"resources/{resource.module}.py": environment.get_template("resource.py.jinja").render(resource=resource)
        for resource in described
    }
    files["resources/__init__.py"] = environment.get_template("root.py.jinja").render(resources=described)
    return files


def _method(method: str, path: str, operation: Document, document: Document) -> Method:
    schema = response_schema(operation)
    is_list = method == "GET" and (ITEMS in operation or (schema or {}).get("type") == "array")
    pages = paging(operation) if is_list else None
    arguments = [*_path_arguments(operation, path), *_body_arguments(operation), *_named_arguments(operation, pages)]
    reading: list[tuple[str, str, str]] = []
    items = None
    if is_list:
        item = _item_type(operation, document)
        answer = item
        items = _items(operation)
        if pages:
            sizes = pages[1]["schema"]
            bounds = f"{sizes.get('minimum', 1)} to {sizes.get('maximum', 1000)}"
            largest = sizes.get("maximum", 1000)
            reading = [("size", f"int = {largest}", f"Records a page, {bounds}."), *_READING]
    else:
        item = None
        answer = _type(schema) if schema else "None"
    return Method(
        name=name_of(operation),
        module=operation["operationId"],
        arguments=arguments,
        reading=[(each, declared) for each, declared, _ in reading],
        answer=answer,
        item=item,
        items=items,
        paging=(_identifier(pages[0]["name"]), _identifier(pages[1]["name"])) if pages else None,
        doc=_documentation(method, path, operation, arguments, reading, item or answer, is_list=is_list),
    )


def _models_of(methods: list[Method], document: Document) -> list[tuple[str, str]]:
    types = " ".join(f"{each.answer} {' '.join(argument.type for argument in each.arguments)}" for each in methods)
    named = set(re.findall(r"\w+", types)) & models(document).keys()
    return [(name, _identifier(name)) for name in sorted(named)]


def _path_arguments(operation: Document, path: str) -> list[Argument]:
    found = [each for each in operation["parameters"] if each["in"] == "path"]
    found.sort(key=lambda each: path.index("{" + each["name"] + "}"))
    return [
        Argument(
            _identifier(each["name"]), _type(each["schema"]), _identifier(each["name"]), _said(each, operation), True
        )
        for each in found
    ]


def _body_arguments(operation: Document) -> list[Argument]:
    for value in operation.get("requestBody", {}).get("content", {}).values():
        schema = value["schema"]
        tag = operation["tags"][0]
        several = schema.get("type") == "array"
        record = schema["items"] if several else schema
        if "$ref" not in record:
            raise PipelineError(
                f"The body of {operation['operationId']} is neither a model nor a list of one: "
                "name its schema in swagger/overlay.yaml."
            )
        reference = reference_name(record)
        name = snake_case(tag if several else words.body_name(reference))
        doc = (
            f"The {words.noun(tag).many}; one text comes back for each." if several else f"What to send, `{reference}`."
        )
        return [Argument(name, _type(schema), "body", doc, True)]
    return []


def _named_arguments(operation: Document, pages: tuple[Document, Document] | None) -> list[Argument]:
    found = []
    for each in operation["parameters"]:
        if each["in"] == "path" or each in (pages or ()):
            continue
        name, declared = _identifier(each["name"]), _type(each["schema"])
        if not each.get("required"):
            declared = f"{declared} | Unset = {_default(each['schema'])}"
        found.append(Argument(name, declared, name, _said(each, operation)))
    return sorted(found, key=lambda argument: "=" in argument.type)


def _default(schema: Document) -> str:
    return repr(schema["default"]) if "default" in schema else "UNSET"


def _said(parameter: Document, operation: Document) -> str:
    return words.parameter(parameter["name"], parameter["schema"], operation["tags"][0], name_of(operation))


def _item_type(operation: Document, document: Document) -> str:
    schema = response_schema(operation) or {}
    if ITEMS in operation:
        schema = models(document)[reference_name(schema)]["properties"][operation[ITEMS]]
    return _type(schema["items"])


def _items(operation: Document) -> str:
    return f"answer.{_identifier(operation[ITEMS])} or []" if ITEMS in operation else "answer"


def _type(schema: Document) -> str:
    if "$ref" in schema:
        return reference_name(schema)
    if schema.get("type") == "array":
        return f"builtins.list[{_type(schema['items'])}]"
    if schema.get("format") == "binary":
        return "bytes"
    if schema["type"] not in _SCALARS:
        raise PipelineError(
            f"A parameter or answer is an {schema['type']} without a name: name its schema in swagger/overlay.yaml."
        )
    scalar = "datetime.datetime" if schema.get("format") == "date-time" else _SCALARS[schema["type"]]
    return f"{scalar} | None" if schema.get("nullable") else scalar


def _identifier(name: str) -> str:
    return str(PythonIdentifier(name, prefix="field_"))


def _documentation(
    method: str,
    path: str,
    operation: Document,
    arguments: list[Argument],
    reading: list[tuple[str, str, str]],
    answer: str,
    *,
    is_list: bool,
) -> str:
    parts = [operation["summary"], *([operation["description"]] if "description" in operation else [])]
    documented = [(each.name, each.doc) for each in arguments] + [(name, doc) for name, _, doc in reading]
    if documented:
        parts.append("Args:\n" + "\n".join(f"    {name}: {doc}" for name, doc in documented))
    if is_list:
        parts.append(f"Returns:\n    The records, `{answer}`; nothing is sent until they are iterated.")
    elif answer != "None":
        parts.append(f"Returns:\n    {_answer_in_words(method, answer)}")
    parts.append("Raises:\n" + "\n".join(f"    {error}: {why}" for error, why in _RAISES[method]))
    parts.append(f"Calls `{method} {path}`.")
    return "\n\n".join(parts)


def _answer_in_words(method: str, answer: str) -> str:
    if answer in ("int", "str"):
        return "The id."
    if answer in ("int | None", "str | None"):
        return "The id, or None where the service does not say it."
    if answer == "builtins.list[str]":
        return "A text for each input, in their order: the new id, or what went wrong."
    if answer == "bytes":
        return "The file's bytes."
    return f"`{answer}`." if method == "GET" else f"What the service answers, `{answer}`."


def _as_docstring(text: str, indent: int) -> str:
    """Wrap a documentation text for a docstring, keeping its paragraphs and entries."""
    wrapped = [
        textwrap.fill(
            line, 112 - indent, subsequent_indent=" " * (len(line) - len(line.lstrip()) + 4 * (line[:1] == " "))
        )
        for line in safe_for_docstring(inspect.cleandoc(text)).splitlines()
    ]
    return textwrap.indent("\n".join(wrapped), " " * indent).strip()
