"""Write a typed module for one system's own fields.

Run `python -m webcrm_ext.custom_fields Organisation`.

The module has a class with a typed property for each field, by its label, so that an editor completes
them and a type checker catches a wrong value. Run again, it shows what changed in the system.
"""

from __future__ import annotations

import ast
import keyword
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from webcrm_ext.custom_fields.fields import CustomField, Fields

_TYPES = {
    "text": "str",
    "memo": "str",
    "checkbox": "bool",
    "integer": "int",
    "positive integer": "int",
    "double": "float",
    "date": "datetime.date",
    "moment": "datetime.datetime",
}
_FACTS = "FIELDS"
MARK = "Written by python -m webcrm_ext.custom_fields"
_USED = frozenset({"bool", "datetime", "float", "int", "list", "property", "str"})
"""Names that the class itself uses, so that no field may take them."""


class Fact(NamedTuple):
    """What the module remembers of a field, to tell what changed."""

    property: str
    label: str
    type: str
    choices: tuple[str, ...]


def write_module(fields: Fields) -> str:
    """Give the source of the module for an entity's own fields."""
    entity = fields.entity
    named = _named(fields.custom())
    head = f'''"""The own fields of {entity} in one webCRM system, by label. {MARK}; run it again.

    fields = {entity}Fields(crm.custom(record))
"""

from __future__ import annotations

import datetime
from typing import Literal

from webcrm_ext import CustomView

# (property, label, type, entries): what the system said, to tell later what changed.
{_FACTS}: list[tuple[str, str, str, tuple[str, ...]]] = ['''
    body = f''']


class {entity}Fields:
    """Fields by label, typed. Writing changes the record; sending it is up to you."""

    def __init__(self, view: CustomView) -> None:
        self._view = view'''
    facts = [f"    {tuple(_fact(field))!r}," for field in named.values()]
    parts = [head, *facts, body, *(_property(name, field) for name, field in named.items())]
    return "\n".join(parts)


def read_facts(source: str) -> list[Fact]:
    """Give what a module written earlier remembers; nothing of one that is something else."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # the latter for a NUL in it, before Python 3.12
        return []
    for node in tree.body:
        # Plain in modules written before it had a type.
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if getattr(target, "id", "") == _FACTS and isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            try:
                return [Fact(*each) for each in ast.literal_eval(node.value)]
            except (ValueError, TypeError):
                return []
    return []


def changes(before: list[Fact], after: list[Fact]) -> list[str]:
    """Give a line for each field that came, went or changed."""
    old = {fact.property: fact for fact in before}
    new = {fact.property: fact for fact in after}
    lines = [f"+ {fact.label} ({fact.property}, {fact.type})" for name, fact in new.items() if name not in old]
    lines += [f"- {fact.label} ({fact.property}, {fact.type})" for name, fact in old.items() if name not in new]
    for name in old.keys() & new.keys():
        was, now = old[name], new[name]
        if was.label != now.label:
            lines.append(f"~ {now.label} ({name}): the label was {was.label!r}")
        if was.type != now.type:
            lines.append(f"~ {now.label} ({name}): {was.type} became {now.type}")
        came = [each for each in now.choices if each not in was.choices]
        went = [each for each in was.choices if each not in now.choices]
        if came or went:
            said = [f"+{each!r}" for each in came] + [f"-{each!r}" for each in went]
            lines.append(f"~ {now.label} ({name}): entries {', '.join(said)}")
    return sorted(lines, key=lambda line: line[2:])


def _fact(field: CustomField) -> Fact:
    return Fact(field.property, field.label, field.native or field.type, field.choices)


def _named(fields: list[CustomField]) -> dict[str, CustomField]:
    """Name each field by its label; where two labels give one name, by its property."""
    alike = Counter(_identifier(field.label) for field in fields)
    named: dict[str, CustomField] = {}
    for field in fields:
        name = _identifier(field.label)
        name = name if alike[name] == 1 else _identifier(field.property)
        while name in named:
            name += "_"
        named[name] = field
    return named


def _identifier(label: str) -> str:
    plain = unicodedata.normalize("NFKC", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label)).lower()
    name = re.sub(r"\W+", "_", plain).strip("_") or "field"
    return f"field_{name}" if not name.isidentifier() or keyword.iskeyword(name) or name in _USED else name


def _property(name: str, field: CustomField) -> str:
    declared = _declared(field)
    escaped = field.label.replace("\\", "\\\\").replace('"', '\\"')
    label = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in escaped)
    return f'''
    @property
    def {name}(self) -> {declared} | None:
        """{label} ({field.property}).{" " if label.endswith('"') else ""}"""
        value: {declared} | None = self._view[{field.property!r}]
        return value

    @{name}.setter
    def {name}(self, value: {declared} | None) -> None:
        self._view[{field.property!r}] = value'''


def _declared(field: CustomField) -> str:
    if field.native:
        return {"datetime": "datetime.datetime"}.get(field.native, field.native)
    entries = ", ".join(map(repr, field.choices))
    if field.type == "list":
        return f"Literal[{entries}]" if entries else "str"
    if field.type == "multi-select":
        return f"list[Literal[{entries}]]" if entries else "list[str]"
    return _TYPES[field.type]
