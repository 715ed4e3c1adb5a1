"""Names of operations, derived from method and path alone.

Operation ids of the definition repeat the path, and a later definition may have none. One table of rules names
the operations. A path without a rule gets a default name, which `swagger/names.yaml` keeps: names are public, so
neither a later definition nor a later rule changes one. The run stops at two operations with the same name.
"""

from __future__ import annotations

import builtins
import copy
import keyword
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from webcrm_ext.definition.document import Document, PipelineError, operations, pointer


def snake_case(name: str) -> str:
    """Return a PascalCase or camelCase name in snake_case: `by_responsible_2` for `ByResponsible2`.

    Words are split as the generator splits those of properties: `PersonsB2C` is `persons_b2c`.
    """
    words = " ".join(re.split("([A-Z]?[a-z]+)", name)).split()
    return "_".join(words).lower()


def attribute_name(name: str) -> str:
    """Return a property's or parameter's name in the generated client: `person_first_name`."""
    snake = snake_case(re.sub(r"[^\w. -]", "", name).translate({ord(each): " " for each in ". -_"}))
    if keyword.iskeyword(snake) or (snake in _RESERVED and snake != "id") or snake in MODEL_METHODS:
        return snake + "_"
    return snake if snake.isidentifier() and not name.startswith("_") else "field_" + snake


MODEL_METHODS = (
    "additional_properties", "from_dict", "from_list", "get", "items", "keys", "to_dict", "to_request", "values",
)  # fmt: skip
"""What all models have; a property of that name gets an underscore (`templates/generator/attribute.jinja`)."""
_RESERVED = {*dir(builtins), "self", "true", "false", "datetime"}


# (method, pattern of the path below the entity, name). The first match names the operation.
# `{0}` is the group in snake_case, `{0s}` the same without a plural s.
_RULES: tuple[tuple[str, str, str], ...] = tuple(
    (method, pattern, name)
    for method, pattern, name in (
        ("GET", r"", "list"),
        ("GET", r"/\{(?:id|\w+Id)\}", "get"),
        ("POST", r"", "create"),
        ("PUT", r"/\{(?:id|\w+Id)\}", "update"),
        ("PATCH", r"", "upsert"),
        ("DELETE", r"/\{(?:id|\w+Id)\}", "delete"),
        # Resources of a whole entity. The name of a call that deletes all of them must show it.
        ("DELETE", r"/(LinkedData|Hooks)", "clear_{0}"),
        ("GET", r"/(LinkedSetup)", "get_{0}"),
        ("GET", r"/(LinkedData|Hooks)", "list_{0}"),
        ("POST", r"/(LinkedData|Hooks)", "create_{0s}"),
        ("GET", r"/(LinkedData|Hooks)/\{id\}", "get_{0s}"),
        ("PUT", r"/(LinkedData|Hooks)/\{id\}", "update_{0s}"),
        ("DELETE", r"/(LinkedData|Hooks)/\{id\}", "delete_{0s}"),
        # Lists by another key: ByStatus/{status}, FindByCreateDates/{startDate}/{endDate}.
        ("GET", r"/((?:By|FindBy)\w+)/\{\w+\}(?:/\{\w+\})?", "{0}"),
        # Lists with a name of one word: AllActive, Search, Features.
        ("GET", r"/([A-Z]\w+)", "{0}"),
        # Resources of one record.
        ("GET", r"/\{(?:id|\w+Id)\}/([A-Z]\w+)", "{0}"),
        ("POST", r"/\{id\}/(Notes)", "create_{0s}"),
        ("DELETE", r"/\{id\}/([A-Z]\w+)", "delete_{0}"),
        ("PUT", r"/\{(?:id|\w+Id)\}/([A-Z]\w+)", "update_{0}"),
        ("POST", r"/\{id\}/((?:Move|ConvertTo)\w*)(?:/\{\w+\})?", "{0}"),
    )
)
# Operations that the rules would name wrongly: these are not lists, records and creates.
_EXCEPTIONS = {
    ("GET", "/Auth"): "who_am_i",
    ("POST", "/Auth"): "login",
    ("POST", "/Auth/ApiLogin"): "api_login",
    ("POST", "/Auth/ApiRefresh"): "api_refresh",
    ("POST", "/Auth/CrmLogin"): "crm_login",
    ("POST", "/Auth/CrmRefresh"): "crm_refresh",
    ("GET", "/FieldsMetadata/{entityTypes}"): "by_entity_types",
}


TABLE_METHODS = frozenset({"find", "changed_since", "upsert_by", "upsert_csv", "sync", "create_many", "update_many"})
"""The methods that every resource with a table has. No operation can have their names."""

DELETE_MANY = "delete_many"
"""The beginning of the names of the methods that delete several records. No operation can have such a name."""

_PREFIXES = {"GET": "", "POST": "", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Naming:
    """What the names of operations depend on, apart from their methods and paths.

    Attributes:
        names: The names that `swagger/names.yaml` keeps: `{"POST /Deliveries/{id}/Approve": "deliveries.approve"}`.
        reserved: The public attributes of the client, which no resource may have as its name.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    reserved: Collection[str] = ()


class OperationName(NamedTuple):
    """The name of an operation in the client.

    Attributes:
        resource: The attribute of the client: `deliveries`.
        method: The method of the resource: `approve`.
        is_default: Whether no rule names it, and nobody chose another name in `swagger/names.yaml`.
    """

    resource: str
    method: str
    is_default: bool

    def __str__(self) -> str:
        return f"{self.resource}.{self.method}"


def route(method: str, path: str) -> str:
    """Return what the service routes by: it ignores the case of a path and the names of placeholders."""
    return f"{method} {re.sub(r'{[^}]*}', '{}', path.lower())}"


def resource_name(tag: str, reserved: Collection[str] = ()) -> str:
    """Return the attribute of the client for a tag: `persons`, or `query_` if the client has an attribute `query`."""
    name = attribute_name(tag)
    return f"{name}_" if name in reserved else name


def name_by_rule(method: str, path: str) -> str | None:
    """Return the name of one operation by the rules, or None without one: `name_by_rule("GET", "/Persons/{id}")`."""
    if (method, path) in _EXCEPTIONS:
        return _EXCEPTIONS[method, path]
    rest = re.sub(r"^/[^/]+", "", path)
    for rule_method, pattern, name in _RULES:
        match = re.fullmatch(pattern, rest) if method == rule_method else None
        if match:
            word = snake_case(match[1]) if match.groups() else ""
            return name.replace("{0s}", word.removesuffix("s")).replace("{0}", word)
    return None


def default_name(method: str, path: str, *, is_collection: bool = False) -> str:
    """Return the name of an operation without a rule: `approve` for `POST /Deliveries/{id}/Approve`.

    It consists of the words of the path below the entity, and of the placeholders after the first one.

    Args:
        method: The HTTP method, in capitals.
        path: The path.
        is_collection: Whether other operations have the same path, so that POST creates one of its records.
    """
    segments = [each for each in path.split("/")[2:] if each]
    if segments and segments[0].startswith("{"):
        segments = segments[1:]
    word = _words(" ".join(_segment_words(each) for each in segments))
    if not word:
        return "delete_all" if method == "DELETE" else method.lower()
    one = re.sub("ies$", "y", word) if word.endswith("ies") else re.sub("([^s])s$", r"\1", word)
    if method == "POST" and "{" not in segments[-1] and (is_collection or one != word):
        word = f"create_{one}"
    prefix = _PREFIXES.get(method, method.lower())
    name = f"{prefix}_{word}" if prefix else word
    return name if name.isidentifier() else f"call_{name}"


def _segment_words(segment: str) -> str:
    if not segment.startswith("{"):
        return segment
    name = _words(segment)
    return f"by {name.removesuffix('_id') or name}"


def _words(text: str) -> str:
    return snake_case(re.sub("[^A-Za-z0-9]+", " ", text))


def operation_names(document: Document, naming: Naming | None = None) -> dict[tuple[str, str], OperationName]:
    """Return the names of all operations of a definition, by method and path."""
    naming = naming or Naming()
    kept = _kept(naming)
    names = {}
    for method, path, operation in operations(document):
        # Called before the definition is validated.
        tags = operation.get("tags") if isinstance(operation, dict) else None
        tag = str(tags[0]) if isinstance(tags, list) and tags else ""
        ruled = name_by_rule(method, path)
        others = [each for each, _, _ in operations({"paths": {path: document["paths"][path]}}) if each != method]
        default = default_name(method, path, is_collection=bool(others))
        key = kept.get(route(method, path))
        name = naming.names[key].partition(".")[2] if key else ruled or default
        is_default = ruled is None and name.rstrip("_") == default
        names[method, path] = OperationName(resource_name(tag, naming.reserved), _method_name(name), is_default)
    return names


def is_kept(method: str, path: str, naming: Naming) -> bool:
    """Return whether `swagger/names.yaml` has a name for an operation."""
    return route(method, path) in _kept(naming)


def names_to_keep(document: Document, naming: Naming) -> dict[str, str]:
    """Return the names that `swagger/names.yaml` keeps for a definition: those that it has, and the default ones."""
    kept = _kept(naming)
    names = {}
    for (method, path), name in operation_names(document, naming).items():
        key = kept.get(route(method, path))
        if key or name.is_default:
            names[key or f"{method} {path}"] = str(name)
    return names


def unused_names(document: Document, naming: Naming) -> list[str]:
    """Return the keys of the kept names whose operations the definition does not have."""
    routes = {route(method, path) for method, path, _ in operations(document)}
    return [key for each, key in _kept(naming).items() if each not in routes]


def _kept(naming: Naming) -> dict[str, str]:
    """Return the keys of the kept names by their routes."""
    return {route(*key.split(" ", 1)): key for key in naming.names}


def _method_name(name: str) -> str:
    name = name.rstrip("_")
    is_taken = keyword.iskeyword(name) or name in TABLE_METHODS or name.startswith(DELETE_MANY)
    return f"{name}_" if is_taken else name


def name_of(operation: Document) -> str:
    """Return the name of a named operation without its tag: `get` for `persons_get`."""
    identifier: str = operation["operationId"]
    return _method_name(identifier.removeprefix(snake_case(operation["tags"][0]) + "_"))


def name_operations(document: Document, naming: Naming | None = None) -> Document:
    """Return the document with each `operationId` set to `<tag>_<name>`. The argument is not changed.

    Raises:
        PipelineError: An operation has no tag, two tags are the same word, or two operations get the same name.
    """
    named = copy.deepcopy(document)
    names = operation_names(document, naming)
    seen: dict[str, str] = {}
    tags: dict[str, str] = {}
    for method, path, operation in operations(named):
        if not operation.get("tags"):
            raise PipelineError(
                f"{pointer('paths', path, method.lower())}: {method} {path} has no tag. Its name needs one."
            )
        tag = operation["tags"][0]
        word = snake_case(tag)
        if tags.setdefault(word, tag) != tag:
            raise PipelineError(
                f"The tags {tags[word]!r} and {tag!r} would both be the resource {word}. "
                "Make them equal in swagger/overlay.yaml."
            )
        name = names[method, path]
        identifier = f"{word}_{name.method.rstrip('_')}"
        here = f"{method} {path}"
        if identifier in seen:
            raise PipelineError(
                f"Two operations would have the same name: {seen[identifier]}, and {here} as {name}. "
                f"Choose another name for one of them in swagger/names.yaml: `{here}: {name}_2`."
            )
        seen[identifier] = f"{here} as {name}"
        operation["operationId"] = identifier
    return named
