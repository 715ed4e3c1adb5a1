"""Names of operations, from method and path alone.

The definition's own operation ids repeat the path, and a later file may have none. So one table of
rules names them; a path for which no rule gives a name stops the run, and so do two operations with
one name: a name is public, and nobody should find theirs changed by a fallback.
"""

from __future__ import annotations

import builtins
import copy
import keyword
import re

from webcrm_ext.definition.document import Document, PipelineError, operations, pointer


def snake_case(name: str) -> str:
    """Turn the API's PascalCase or camelCase into snake_case: `ByResponsible2` → `by_responsible_2`.

    Words are told apart as the generator does for properties, so that `PersonsB2C` is `persons_b2c`.
    """
    words = " ".join(re.split("([A-Z]?[a-z]+)", name)).split()
    return "_".join(words).lower()


def attribute_name(name: str) -> str:
    """Name a property or parameter as the generated client does: `PersonFirstName` → `person_first_name`."""
    snake = snake_case(re.sub(r"[^\w. -]", "", name).translate({ord(each): " " for each in ". -_"}))
    if keyword.iskeyword(snake) or (snake in _RESERVED and snake != "id"):
        return snake + "_"
    return snake if snake.isidentifier() and not name.startswith("_") else "field_" + snake


_RESERVED = {*dir(builtins), "self", "true", "false", "datetime"}


# (method, pattern of the path below the entity, name). The first rule that fits names the operation;
# `{0}` is the group's snake_case, `{0s}` the same without a plural s.
_RULES: tuple[tuple[str, str, str], ...] = tuple(
    (method, pattern, name)
    for method, pattern, name in (
        ("GET", r"", "list"),
        ("GET", r"/\{(?:id|\w+Id)\}", "get"),
        ("POST", r"", "create"),
        ("PUT", r"/\{(?:id|\w+Id)\}", "update"),
        ("PATCH", r"", "upsert"),
        ("DELETE", r"/\{(?:id|\w+Id)\}", "delete"),
        # What belongs to an entity as a whole. Deleting all of it never looks harmless.
        ("DELETE", r"/(LinkedData|Hooks)", "clear_{0}"),
        ("GET", r"/(LinkedSetup)", "get_{0}"),
        ("GET", r"/(LinkedData|Hooks)", "list_{0}"),
        ("POST", r"/(LinkedData|Hooks)", "create_{0s}"),
        ("GET", r"/(LinkedData|Hooks)/\{id\}", "get_{0s}"),
        ("PUT", r"/(LinkedData|Hooks)/\{id\}", "update_{0s}"),
        ("DELETE", r"/(LinkedData|Hooks)/\{id\}", "delete_{0s}"),
        # Lists by another key: ByStatus/{status}, FindByCreateDates/{startDate}/{endDate}.
        ("GET", r"/((?:By|FindBy)\w+)/\{\w+\}(?:/\{\w+\})?", "{0}"),
        # One word for what the list is: AllActive, Search, Features.
        ("GET", r"/([A-Z]\w+)", "{0}"),
        # What belongs to one record.
        ("GET", r"/\{(?:id|\w+Id)\}/([A-Z]\w+)", "{0}"),
        ("POST", r"/\{id\}/(Notes)", "create_{0s}"),
        ("DELETE", r"/\{id\}/([A-Z]\w+)", "delete_{0}"),
        ("PUT", r"/\{(?:id|\w+Id)\}/([A-Z]\w+)", "update_{0}"),
        ("POST", r"/\{id\}/((?:Move|ConvertTo)\w*)(?:/\{\w+\})?", "{0}"),
    )
)
# What the rules would misname: these are not lists, records and creates.
_BY_HAND = {
    ("GET", "/Auth"): "who_am_i",
    ("POST", "/Auth"): "login",
    ("POST", "/Auth/ApiLogin"): "api_login",
    ("POST", "/Auth/ApiRefresh"): "api_refresh",
    ("POST", "/Auth/CrmLogin"): "crm_login",
    ("POST", "/Auth/CrmRefresh"): "crm_refresh",
    ("GET", "/FieldsMetadata/{entityTypes}"): "by_entity_types",
}


def operation_name(method: str, path: str) -> str:
    """Name one operation: `operation_name("GET", "/Persons/{id}")` is `"get"`.

    Raises:
        PipelineError: no rule fits.
    """
    if (method, path) in _BY_HAND:
        return _BY_HAND[method, path]
    rest = re.sub(r"^/[^/]+", "", path)
    for rule_method, pattern, name in _RULES:
        match = re.fullmatch(pattern, rest) if method == rule_method else None
        if match:
            word = snake_case(match[1]) if match.groups() else ""
            return name.replace("{0s}", word.removesuffix("s")).replace("{0}", word)
    raise PipelineError(
        f"{pointer('paths', path, method.lower())}: no rule gives {method} {path} a name. "
        "Add one to webcrm_ext/definition/naming.py: the name becomes public."
    )


def method_name(method: str, path: str, tag: str) -> str | None:
    """Name the method of a client for an operation, `persons.get`, or give None where no rule names it."""
    try:
        return f"{snake_case(tag)}.{operation_name(method, path)}"
    except PipelineError:
        return None


def name_of(operation: Document) -> str:
    """Give the name of a named operation among those of its tag: `persons_get` is `get`."""
    identifier: str = operation["operationId"]
    return identifier.removeprefix(snake_case(operation["tags"][0]) + "_")


def name_operations(document: Document) -> Document:
    """Give the document with each `operationId` set to `<tag>_<name>`; the argument is not changed.

    Raises:
        PipelineError: an operation has no tag, no rule names it, or two would share a name.
    """
    named = copy.deepcopy(document)
    taken: dict[str, str] = {}
    for method, path, operation in operations(named):
        if not operation.get("tags"):
            raise PipelineError(f"{pointer('paths', path, method.lower())}: {method} {path} has no tag to name it by.")
        identifier = f"{snake_case(operation['tags'][0])}_{operation_name(method, path)}"
        here = f"{method} {path}"
        if identifier in taken:
            raise PipelineError(
                f"{here} and {taken[identifier]} would both be {identifier}. "
                "Tell them apart in webcrm_ext/definition/naming.py."
            )
        taken[identifier] = here
        operation["operationId"] = identifier
    return named
