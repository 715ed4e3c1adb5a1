"""Names of operations, derived from method and path alone.

Operation ids of the definition repeat the path, and a later definition may have none. One table of
rules names the operations. The run stops at a path without a rule, and at two operations with the
same name: names are public, and a fallback could change them unnoticed.
"""

from __future__ import annotations

import builtins
import copy
import keyword
import re

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


MODEL_METHODS = ("additional_properties", "from_dict", "from_list", "get", "keys", "to_dict")
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


def operation_name(method: str, path: str) -> str:
    """Return the name of one operation: `operation_name("GET", "/Persons/{id}")` is `"get"`.

    Raises:
        PipelineError: No rule matches.
    """
    if (method, path) in _EXCEPTIONS:
        return _EXCEPTIONS[method, path]
    rest = re.sub(r"^/[^/]+", "", path)
    for rule_method, pattern, name in _RULES:
        match = re.fullmatch(pattern, rest) if method == rule_method else None
        if match:
            word = snake_case(match[1]) if match.groups() else ""
            return name.replace("{0s}", word.removesuffix("s")).replace("{0}", word)
    raise PipelineError(
        f"{pointer('paths', path, method.lower())}: no naming rule matches {method} {path}. "
        "Add one to webcrm_ext/definition/naming.py. The name becomes public."
    )


def method_name(method: str, path: str, tag: str) -> str | None:
    """Return the client's method for an operation, `persons.get`, or None if no rule matches."""
    try:
        return f"{snake_case(tag)}.{operation_name(method, path)}"
    except PipelineError:
        return None


def name_of(operation: Document) -> str:
    """Return the name of a named operation without its tag: `get` for `persons_get`."""
    identifier: str = operation["operationId"]
    return identifier.removeprefix(snake_case(operation["tags"][0]) + "_")


def name_operations(document: Document) -> Document:
    """Return the document with each `operationId` set to `<tag>_<name>`. The argument is not changed.

    Raises:
        PipelineError: An operation has no tag, no rule matches it, or two operations get the same name.
    """
    named = copy.deepcopy(document)
    seen: dict[str, str] = {}
    for method, path, operation in operations(named):
        if not operation.get("tags"):
            raise PipelineError(
                f"{pointer('paths', path, method.lower())}: {method} {path} has no tag. Its name needs one."
            )
        identifier = f"{snake_case(operation['tags'][0])}_{operation_name(method, path)}"
        here = f"{method} {path}"
        if identifier in seen:
            raise PipelineError(
                f"{here} and {seen[identifier]} would both be named {identifier}. "
                "Add a rule to webcrm_ext/definition/naming.py that distinguishes them."
            )
        seen[identifier] = here
        operation["operationId"] = identifier
    return named
