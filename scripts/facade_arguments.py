"""The arguments of the facade's methods: their names, types and documentation."""

from __future__ import annotations

from typing import NamedTuple

from openapi_python_client.strings import PythonIdentifier

from scripts import words
from webcrm_ext.definition.document import Document, PipelineError, reference_name
from webcrm_ext.definition.naming import name_of, snake_case

_SCALARS = {"integer": "int", "number": "float", "boolean": "bool", "string": "str"}
_TEXTS = ("input_", "query", "text")
"""Arguments with the text of a search."""


class Argument(NamedTuple):
    """One argument of a method: its declaration, its name in the raw call, and its documentation."""

    name: str
    type: str
    passed_as: str
    doc: str
    by_position: bool = False


def path_arguments(operation: Document, path: str) -> list[Argument]:
    """Return the arguments for the parameters of a path, in the order of the path."""
    found = [each for each in operation["parameters"] if each["in"] == "path"]
    found.sort(key=lambda each: path.index("{" + each["name"] + "}"))
    return [
        Argument(
            identifier(each["name"]),
            type_of(each["schema"]),
            identifier(each["name"]),
            _parameter_doc(each, operation),
            True,
        )
        for each in found
    ]


def body_arguments(operation: Document) -> list[Argument]:
    """Return the argument for a body, if there is one.

    Raises:
        PipelineError: It is neither a model nor a list of one.
    """
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
            f"The {words.noun(tag).many}; one result is returned for each."
            if several
            else f"The values to send, `{reference}`, or a dict with the API's names."
        )
        declared = type_of(schema) if several else f"{type_of(schema)} | Mapping[str, Any]"
        return [Argument(name, declared, "body", doc, True)]
    return []


def named_arguments(operation: Document, pages: tuple[Document, Document] | None) -> list[Argument]:
    """Return the arguments that are passed by name, but for those of paging."""
    found = []
    for each in operation["parameters"]:
        if each["in"] == "path" or each in (pages or ()):
            continue
        name, declared = identifier(each["name"]), type_of(each["schema"])
        if not each.get("required"):
            declared = f"{declared} | Unset = {_default(each['schema'])}"
        found.append(Argument(name, declared, name, _parameter_doc(each, operation)))
    found.sort(key=lambda argument: "=" in argument.type)
    return _with_main_argument(found, operation)


def _with_main_argument(named: list[Argument], operation: Document) -> list[Argument]:
    """Return the arguments of a search with its text by position: `persons.search("anna")`.

    The text is required, whatever is declared: it is the only required argument, or is named as one.
    """
    if not name_of(operation).startswith("search"):
        return named
    texts = [each for each in named if "=" not in each.type] or [each for each in named if each.name in _TEXTS]
    if len(texts) != 1:
        return named
    text = texts[0]._replace(type=texts[0].type.partition(" | Unset")[0], by_position=True)
    return [text, *(each for each in named if each.name != text.name)]


def _default(schema: Document) -> str:
    return repr(schema["default"]) if "default" in schema else "UNSET"


def _parameter_doc(parameter: Document, operation: Document) -> str:
    return words.parameter(parameter["name"], parameter["schema"], operation["tags"][0], name_of(operation))


def type_of(schema: Document) -> str:
    """Return the annotation of a value.

    Raises:
        PipelineError: It is an object without a name.
    """
    if "$ref" in schema:
        return reference_name(schema)
    if "allOf" in schema:
        return f"{reference_name(schema['allOf'][0])} | None"
    if schema.get("type") == "array":
        return f"builtins.list[{type_of(schema['items'])}]"
    if schema.get("format") == "binary":
        return "bytes"
    if schema["type"] not in _SCALARS:
        raise PipelineError(
            f"A parameter or response is an {schema['type']} without a name: name its schema in swagger/overlay.yaml."
        )
    scalar = "datetime.date" if schema.get("format") == "date-time" else _SCALARS[schema["type"]]
    return f"{scalar} | None" if schema.get("nullable") else scalar


def identifier(name: str) -> str:
    """Return a name as Python has it."""
    return str(PythonIdentifier(name, prefix="field_"))
