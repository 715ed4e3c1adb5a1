"""The enums of integers, which the generator would make plain integers."""

from __future__ import annotations

import re
from typing import NamedTuple

from webcrm_ext.definition.document import Document, models
from webcrm_ext.definition.naming import snake_case


class IntegerEnum(NamedTuple):
    """An enum whose values are integers, with a name for each."""

    name: str
    description: str
    members: list[tuple[str, int]]


def integer_enums(document: Document) -> list[IntegerEnum]:
    """Return the enums of integers. A value without a name in the definition is called `VALUE_1`."""
    found = []
    for name, schema in models(document).items():
        if schema.get("type") != "integer" or "enum" not in schema:
            continue
        members: dict[str, int] = {}
        declared = schema.get("x-enum-varnames", [""] * len(schema["enum"]))
        for value, each in zip(schema["enum"], declared, strict=True):
            own = f"VALUE_{value}".replace("-", "MINUS_")
            member = "_".join(snake_case(word) for word in re.split(r"[\W_]+", each)).upper()
            members[member if member.isidentifier() and member not in members else own] = value
        said = "The values in the definition; the service may send others, which are kept as integers."
        described = f"{schema['description']}\n\n{said}" if "description" in schema else said
        found.append(IntegerEnum(name, described, list(members.items())))
    return found
