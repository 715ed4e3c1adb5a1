"""Validation of the OpenAPI 3 document for the steps after the overlay.

The upgrade leaves unknown constructs as they are, and an overlay can write anything. What the client would do wrong is
rejected here, with its location. What means nothing to the client is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from openapi_python_client.strings import ClassName, PythonIdentifier

from webcrm_ext.definition.document import (
    METHODS,
    Document,
    PipelineError,
    listing,
    mapping,
    models,
    operations,
    pointer,
    reference_name,
)

_TYPES = ("string", "number", "integer", "boolean", "array", "object")
_SCHEMAS = "#/components/schemas/"
_TAG = re.compile(r"[A-Z][A-Za-z0-9]*")
_STATUS = re.compile(r"[1-5](?:[0-9][0-9]|XX)|default")
_COMPOSITION = ("allOf", "anyOf", "oneOf")
_IMPORTED = frozenset(
    {
        "Any", "Call", "ClassVar", "Client", "DeleteResult", "IntEnum", "Iterable", "Literal", "Mapping", "Model",
        "Pages", "Progress", "Response", "Shape", "TypeAlias", "Unset", "WriteResult",
    }
)  # fmt: skip
"""Names that modules of the generated client import, and a model would replace."""
_MAX_CHAIN = 50
"""Models that consist of one another, in a row; a name for a name, or an extension of an extension."""
_ARGUMENTS = frozenset({"body", "call", "client"})
"""Arguments of all raw functions."""


def validate(document: Document) -> None:
    """Check that later steps support every construct of the document that the client reads.

    Raises:
        PipelineError: A construct is not supported; the message names its location.
    """
    _check_servers(document)
    components = mapping(document.get("components", {}), pointer("components"))
    schemas = mapping(components.get("schemas", {}), pointer("components", "schemas"))
    for name, schema in schemas.items():
        here = pointer("components", "schemas", name)
        # The generator would change any other name, and the resources would import a missing class.
        if str(ClassName(name, prefix="")) != name:
            raise _unsupported(here, f"the model name {name!r}, not a class name,")
        if name in _IMPORTED:
            raise _unsupported(here, f"the model name {name!r}, which the generated client uses itself,")
        _check_schema(schema, here, document)
    _check_cycles(schemas)
    for path, item in mapping(document.get("paths", {}), pointer("paths")).items():
        location = pointer("paths", path)
        if "$ref" in mapping(item, location):
            raise _without_target(location, item)
        for key, operation in item.items():
            if key in METHODS:
                _check_operation(operation, location + pointer(key), document)
                _check_path_parameters(path, operation, location + pointer(key))


def check_modules(document: Document) -> None:
    """Check that no two models of the document for the generator fall on one module, and none on a resource.

    Raises:
        PipelineError: Two do; the message names both.
    """
    seen: dict[str, str] = {}
    for name in models(document):
        module = str(PythonIdentifier(name, prefix="field_"))
        if module in seen:
            raise PipelineError(
                f"The models {seen[module]} and {name} would both be in the module models/{module}.py, and one would "
                "be lost. Rename one of them in swagger/overlay.yaml."
            )
        seen[module] = name
    for _method, _path, operation in operations(document):
        for tag in operation["tags"][:1]:
            for name in (tag, f"Async{tag}"):
                if name in models(document):
                    raise PipelineError(
                        f"The model {name} and the resource {tag} would both be a class {name}. Rename the model in "
                        "swagger/overlay.yaml."
                    )


def _check_servers(document: Document) -> None:
    for index, server in enumerate(listing(document.get("servers", []), pointer("servers"))):
        location = pointer("servers", index)
        address = urlsplit(str(mapping(server, location).get("url", "")))
        if address.path not in ("", "/"):
            raise _unsupported(location, f"a server with the path {address.path!r}")


def _check_operation(operation: Any, location: str, document: Document) -> None:
    mapping(operation, location)
    tags = listing(operation.get("tags", []), location + pointer("tags"))
    for index, tag in enumerate(tags):
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise _unsupported(location + pointer("tags", index), f"the tag {tag!r}, not a class name,")
    seen: dict[str, str] = {}
    for index, parameter in enumerate(listing(operation.get("parameters", []), location + pointer("parameters"))):
        here = location + pointer("parameters", index)
        _check_parameter(parameter, here, document)
        argument = str(PythonIdentifier(parameter["name"], prefix="field_"))
        if argument in seen:
            raise _unsupported(here, f"a second parameter for the argument {argument!r}, beside {seen[argument]!r},")
        seen[argument] = parameter["name"]
        if argument in _ARGUMENTS:
            raise _unsupported(here, f"the parameter {parameter['name']!r}, an argument of every raw function,")
    if "requestBody" in operation:
        _check_content(operation["requestBody"], location + pointer("requestBody"), document, is_body=True)
    for status, response in mapping(operation.get("responses"), location + pointer("responses")).items():
        if not _STATUS.fullmatch(status):
            raise _unsupported(location + pointer("responses", status), f"the status {status!r}")
        _check_content(response, location + pointer("responses", status), document, is_body=False)


def _check_parameter(parameter: Any, location: str, document: Document) -> None:
    if "$ref" in mapping(parameter, location):
        raise _without_target(location, parameter)
    if not isinstance(parameter.get("name"), str) or not parameter["name"]:
        raise _unsupported(location, "a parameter without a name")
    if parameter.get("in") not in ("query", "path", "header"):
        raise _unsupported(location, f"a parameter in {parameter.get('in')!r}")
    _check_schema(parameter.get("schema"), location + pointer("schema"), document, typed=True)


def _check_path_parameters(path: str, operation: Document, location: str) -> None:
    placeholders = sorted(re.findall(r"\{([^}]*)\}", path))
    declared = sorted(each["name"] for each in operation.get("parameters", []) if each["in"] == "path")
    if placeholders != declared:
        raise _unsupported(location, f"a path with the placeholders {placeholders} and path parameters {declared}")


def _check_content(holder: Any, location: str, document: Document, *, is_body: bool) -> None:
    if "$ref" in mapping(holder, location):
        raise _without_target(location, holder)
    content = mapping(holder.get("content", {}), location + pointer("content"))
    if is_body and not content:
        raise _unsupported(location, "a body without content")
    for media_type, value in content.items():
        here = location + pointer("content", media_type)
        schema = mapping(mapping(value, here).get("schema"), here + pointer("schema"))
        # A response without a type is read as one that declares nothing.
        _check_schema(schema, here + pointer("schema"), document, typed=is_body or "type" in schema)


def _check_schema(schema: Any, location: str, document: Document, *, typed: bool = False) -> None:
    mapping(schema, location)
    if "$ref" in schema:
        reference = schema["$ref"]
        if not isinstance(reference, str) or not reference.startswith(_SCHEMAS):
            raise _unsupported(location, f"the reference {reference!r}")
        if reference.removeprefix(_SCHEMAS) not in models(document):
            raise PipelineError(f"{location}: {reference} is not defined. Define it in swagger/overlay.yaml.")
        return
    members = listing(schema.get("allOf", []), location + pointer("allOf"))
    is_wrapped = len(members) == 1 and "$ref" in mapping(members[0], location + pointer("allOf", 0))
    _check_keywords(schema, location, typed=typed and not is_wrapped)
    for name, value in mapping(schema.get("properties", {}), location + pointer("properties")).items():
        _check_schema(value, location + pointer("properties", name), document)
    if "items" in schema:
        _check_schema(schema["items"], location + pointer("items"), document, typed=typed)
    for key in _COMPOSITION:
        for index, value in enumerate(listing(schema.get(key, []), location + pointer(key))):
            _check_schema(value, location + pointer(key, index), document)
    if not isinstance(schema.get("additionalProperties", True), bool):
        _check_schema(schema["additionalProperties"], location + pointer("additionalProperties"), document)


def _check_keywords(schema: Document, location: str, *, typed: bool) -> None:
    if ("type" in schema or typed) and (not isinstance(schema.get("type"), str) or schema["type"] not in _TYPES):
        raise _unsupported(location, f"type {schema.get('type')!r}")
    if schema.get("type") == "array" and "items" not in schema:
        raise _unsupported(location, "an array without items")
    if not all(isinstance(name, str) for name in listing(schema.get("required", []), location + pointer("required"))):
        raise _unsupported(location + pointer("required"), "a name that is not a string")
    listing(schema.get("enum", []), location + pointer("enum"))


def _check_cycles(schemas: Document) -> None:
    """Check that no model is made of itself. A model with a property of its own type is fine."""
    made_of = {name: list(dict.fromkeys(_parts(schema))) for name, schema in schemas.items()}
    finished: set[str] = set()
    for start in schemas:
        path = [start]
        pending = [iter(made_of[start])] if start not in finished else []
        while pending:
            name = next(pending[-1], None)
            if name is None:
                pending.pop()
                finished.add(path.pop())
            elif name in path:
                circle = " → ".join([*path[path.index(name) :], name])
                raise _unsupported(pointer("components", "schemas", name), f"a model made of itself ({circle})")
            elif len(path) > _MAX_CHAIN:
                raise _unsupported(pointer("components", "schemas", start), f"a chain of more than {_MAX_CHAIN} models")
            elif name not in finished:
                path.append(name)
                pending.append(iter(made_of[name]))


def _parts(schema: Document) -> Iterator[str]:
    """Yield the models that a schema consists of, other than by its properties."""
    if "$ref" in schema:
        yield reference_name(schema)
    for each in (schema.get("items"), *(member for key in _COMPOSITION for member in schema.get(key, ()))):
        if isinstance(each, dict):
            yield from _parts(each)


def _without_target(location: str, holder: Document) -> PipelineError:
    return _unsupported(location, f"the reference {holder['$ref']!r} without a target in the definition")


def _unsupported(location: str, what: str) -> PipelineError:
    return PipelineError(
        f"{location}: {what} is not supported. "
        "Correct it in swagger/overlay.yaml, or support it in scripts/normalise.py."
    )
