"""Typed modules: the source of a class with one typed property for each custom field.

The module also records the fields it was written from, so that a later run can report what changed.
"""

from __future__ import annotations

import ast
import keyword
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from webcrm_ext.custom_fields import native
from webcrm_ext.custom_fields.fields import CustomField, Fields
from webcrm_ext.custom_fields.kinds import KINDS
from webcrm_ext.errors import ConfigurationError

MARK = "Written by python -m webcrm_ext.custom_fields"
"""Marks a typed module. Files without it are never overwritten."""

_RECORD = "FIELDS"
_RESERVED = frozenset({"bool", "datetime", "float", "int", "list", "property", "str"})
"""Names that the class itself uses in annotations. No property may shadow them."""


class RecordedField(NamedTuple):
    """A field as the module records it."""

    property: str
    label: str
    type: str
    choices: tuple[str, ...]


def write_module(fields: Fields) -> str:
    """Return the source of the typed module for an entity's custom fields."""
    entity = fields.entity
    named = _named(fields.custom())
    head = f'''"""The custom fields of {entity} in one webCRM system, by label.

    view = crm.custom(record)
    fields = {entity}Fields(view)

{MARK} {entity}. Run it again to update.
"""

from __future__ import annotations

import datetime
from typing import Literal

from webcrm_ext import AsyncCustomView, CustomView

# (property, label, type, choices): recorded to report changes when this module is written again.
{_RECORD}: list[tuple[str, str, str, tuple[str, ...]]] = ['''
    body = f''']


class {entity}Fields:
    """Typed custom fields. Assigning changes the record only; `view.save()` sends what was changed."""

    def __init__(self, view: CustomView | AsyncCustomView) -> None:
        self._view = view'''
    records = [f"    {tuple(_record(field))!r}," for field in named.values()]
    parts = [head, *records, body, *(_property(name, field) for name, field in named.items())]
    return "\n".join(parts)


def update_module(fields: Fields, target: Path, *, write: bool = True) -> list[str]:
    """Write the module of an entity, and return what changed in the system since it was written before.

    Args:
        fields: The fields of the entity.
        target: The module.
        write: Whether to write it.

    Raises:
        ConfigurationError: The file exists and is no such module; it is unchanged.
        OSError: The file cannot be read or written.
    """
    # A binary file must not fail to decode: it gets the message below.
    earlier = target.read_text(encoding="utf-8", errors="replace") if target.exists() else ""
    if earlier.strip() and MARK not in earlier:
        raise ConfigurationError(f"{target} was not written by this program. Name another file.")
    source = write_module(fields)
    if write:
        target.write_text(source + "\n", encoding="utf-8")
    return changes(read_recorded_fields(earlier), read_recorded_fields(source))


def read_recorded_fields(source: str) -> list[RecordedField]:
    """Return the fields that a typed module records; the empty list for any other source."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # ValueError for a NUL character, before Python 3.12
        return []
    for node in tree.body:
        # Older typed modules assign without an annotation.
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if getattr(target, "id", "") == _RECORD and isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            try:
                return [RecordedField(*each) for each in ast.literal_eval(node.value)]
            except (ValueError, TypeError):
                return []
    return []


def changes(before: list[RecordedField], after: list[RecordedField]) -> list[str]:
    """Return a line for each field that was added (+), removed (-) or changed (~)."""
    old = {field.property: field for field in before}
    new = {field.property: field for field in after}
    lines = [f"+ {field.label} ({name}, {field.type})" for name, field in new.items() if name not in old]
    lines += [f"- {field.label} ({name}, {field.type})" for name, field in old.items() if name not in new]
    for name in old.keys() & new.keys():
        lines += [f"~ {new[name].label} ({name}): {change}" for change in _field_changes(old[name], new[name])]
    return sorted(lines, key=lambda line: line[2:])


def _field_changes(old: RecordedField, new: RecordedField) -> list[str]:
    found = []
    if old.label != new.label:
        found.append(f"label changed from {old.label!r}")
    if old.type != new.type:
        found.append(f"type changed from {old.type} to {new.type}")
    choices = [f"+{each!r}" for each in new.choices if each not in old.choices]
    choices += [f"-{each!r}" for each in old.choices if each not in new.choices]
    if choices:
        found.append(f"choices {', '.join(choices)}")
    return found


def _record(field: CustomField) -> RecordedField:
    return RecordedField(field.property, field.label, field.native or field.type, field.choices)


def _named(fields: list[CustomField]) -> dict[str, CustomField]:
    """Return the fields by their names in the class: from the label, or from the API name if that is ambiguous."""
    counts = Counter(_identifier(field.label) for field in fields)
    named: dict[str, CustomField] = {}
    for field in fields:
        name = _identifier(field.label)
        name = name if counts[name] == 1 else _identifier(field.property)
        while name in named:
            name += "_"
        named[name] = field
    return named


def _identifier(label: str) -> str:
    words = unicodedata.normalize("NFKC", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", label)).lower()
    name = re.sub(r"\W+", "_", words).strip("_") or "field"
    return f"field_{name}" if not name.isidentifier() or keyword.iskeyword(name) or name in _RESERVED else name


def _property(name: str, field: CustomField) -> str:
    annotation = _annotation(field)
    escaped = field.label.replace("\\", "\\\\").replace('"', '\\"')
    label = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in escaped)
    return f'''
    @property
    def {name}(self) -> {annotation} | None:
        """{label} ({field.property}).{" " if label.endswith('"') else ""}"""
        value: {annotation} | None = self._view[{field.property!r}]
        return value

    @{name}.setter
    def {name}(self, value: {annotation} | None) -> None:
        self._view[{field.property!r}] = value'''


def _annotation(field: CustomField) -> str:
    return native.annotation(field.native) if field.native else KINDS[field.type].annotation(field.choices)
