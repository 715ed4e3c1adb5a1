"""Inline enums of a definition, and their names in the client."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from webcrm_ext.definition.document import Document, models, operations


class InlineEnum(NamedTuple):
    """An enum that is declared where it is used.

    Attributes:
        name: Name of its type in the client.
        schema: The schema with the enum.
        replace: Replace the schema in the document.
        is_property: Whether the schema is a property itself, not the items of one or a parameter.
    """

    name: str
    schema: Document
    replace: Callable[[Document], None]
    is_property: bool


def inline_enums(document: Document) -> list[InlineEnum]:
    """Return the inline enums of an OpenAPI 3 document: of properties, then of parameters.

    A parameter with the same values as exactly one property has that property's type. Otherwise parameters
    with the same name share a type if their values are equal.
    """
    found = list(_of_properties(document))
    by_values: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        by_values[_values(each.schema)].append(each.name)
    for name, uses in _of_parameters(document).items():
        is_shared = len({_values(schema) for _, schema, _ in uses}) == 1
        for tag, schema, replace in uses:
            known = by_values.get(_values(schema), [])
            enum_name = known[0] if len(known) == 1 else (name if is_shared else tag + name)
            found.append(InlineEnum(enum_name, schema, replace, is_property=False))
    return found


def _of_properties(document: Document) -> Iterator[InlineEnum]:
    for model, schema in models(document).items():
        properties = schema.get("properties") if isinstance(schema, dict) else None
        if not isinstance(properties, dict):
            continue
        for name, value in properties.items():
            enum, replace = _find_enum(value, partial(properties.__setitem__, name))
            if enum is not None:
                owner = model.removesuffix("Dto")
                enum_name = name if name.startswith(owner) else owner + name
                yield InlineEnum(enum_name, enum, replace, is_property=enum is value)


def _of_parameters(document: Document) -> dict[str, list[tuple[str, Document, Callable[[Document], None]]]]:
    found: defaultdict[str, list[tuple[str, Document, Callable[[Document], None]]]] = defaultdict(list)
    for _method, _path, operation in operations(document):
        tag = next(iter(operation.get("tags", [])), "")
        for parameter in operation.get("parameters", []):
            schema, replace = _find_enum(parameter.get("schema"), partial(parameter.__setitem__, "schema"))
            name = str(parameter.get("name", ""))
            if schema is not None:
                found[name[:1].upper() + name[1:]].append((str(tag), schema, replace))
    return found


def _find_enum(schema: Any, replace: Callable[[Document], None]) -> tuple[Document | None, Callable[[Document], None]]:
    """Return the schema with the enum, of a value or of an array's items, and a function to replace it."""
    if isinstance(schema, dict) and schema.get("type") == "array":
        replace = partial(schema.__setitem__, "items")
        schema = schema.get("items")
    return (schema if isinstance(schema, dict) and "enum" in schema else None), replace


def _values(schema: Document) -> str:
    """Return what makes enums equal: their values in any order, and the names of numbers."""
    values, names = schema["enum"], schema.get("x-enum-varnames", schema.get("x-enumNames"))
    if not isinstance(values, list):
        return json.dumps(values)
    pairs = zip(values, names, strict=True) if isinstance(names, list) and len(names) == len(values) else values
    return json.dumps(sorted(pairs, key=str))
