"""The lists of values that have no name of their own, and the names that the client gives them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from webcrm_ext.definition.document import Document, models, operations


class InlineEnum(NamedTuple):
    """A list of values that stands where it is used.

    Attributes:
        name: What the client calls its type.
        schema: What stands there.
        replace: Puts something else there.
        is_property: Whether it is a property itself, and not the items of one or a parameter.
    """

    name: str
    schema: Document
    replace: Callable[[Document], None]
    is_property: bool


def inline_enums(document: Document) -> list[InlineEnum]:
    """Give all that the client names, of an OpenAPI 3 document: those of properties, and those of parameters.

    A parameter that offers exactly what one property holds is of that property's type. Otherwise parameters of
    one name share a type where all offer the same.
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
            schema_of_values, replace = _where_values_are(value, partial(properties.__setitem__, name))
            if schema_of_values is not None:
                owner = model.removesuffix("Dto")
                enum_name = name if name.startswith(owner) else owner + name
                yield InlineEnum(enum_name, schema_of_values, replace, is_property=schema_of_values is value)


def _of_parameters(document: Document) -> dict[str, list[tuple[str, Document, Callable[[Document], None]]]]:
    found: defaultdict[str, list[tuple[str, Document, Callable[[Document], None]]]] = defaultdict(list)
    for _method, _path, operation in operations(document):
        tag = next(iter(operation.get("tags", [])), "")
        for parameter in operation.get("parameters", []):
            schema, replace = _where_values_are(parameter.get("schema"), partial(parameter.__setitem__, "schema"))
            name = str(parameter.get("name", ""))
            if schema is not None:
                found[name[:1].upper() + name[1:]].append((str(tag), schema, replace))
    return found


def _where_values_are(
    schema: Any, replace: Callable[[Document], None]
) -> tuple[Document | None, Callable[[Document], None]]:
    """Give the schema that lists values, of a value or of a list's items, and what puts another in its place."""
    if isinstance(schema, dict) and schema.get("type") == "array":
        replace = partial(schema.__setitem__, "items")
        schema = schema.get("items")
    return (schema if isinstance(schema, dict) and "enum" in schema else None), replace


def _values(schema: Document) -> str:
    return json.dumps(schema["enum"])
