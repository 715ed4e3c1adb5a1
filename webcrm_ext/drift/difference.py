"""What the comparison finds, and where: a change before it is judged and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webcrm_ext.definition.document import pointer
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.normalise import Operation


@dataclass(frozen=True, slots=True)
class Location:
    """A place in two definitions at once.

    Args:
        subject: What stands there, in words: `GET /Persons, parameter Page`, `PersonDto.PersonName`.
        was: Its address in the old definition as it came, a JSON Pointer, or None where it is not there.
        now: Its address in the new one.
        directions: The ways that a value there goes; none where that is not known or means nothing.
        operations: The operation that it belongs to, as it was and as it is.
        parameter: The parameter of it, by its old name.
        models: The model that it belongs to, by its old name and by its new one.
        properties: The model's property, likewise.
        fields_was: The addresses of a form's fields, where they have their own.
        fields_now: The same in the new definition.
    """

    subject: str
    was: str | None
    now: str | None
    directions: frozenset[Direction] = frozenset()
    operations: tuple[Operation, ...] = ()
    parameter: str = ""
    models: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    fields_was: Mapping[str, str] = field(default_factory=dict)
    fields_now: Mapping[str, str] = field(default_factory=dict)

    def into(self, *keys: object, named: str = "") -> Location:
        """Go to a place below, the same on both sides."""
        here = pointer(*keys)
        return replace(
            self,
            subject=self.subject + named,
            was=None if self.was is None else self.was + here,
            now=None if self.now is None else self.now + here,
            fields_was={},
            fields_now={},
        )

    def into_member(self, old: int, new: int) -> Location:
        """Go to a member of a list that stands in another place there than here."""
        return replace(self.into(old), now=self.into(new).now)

    def into_property(self, old: str | None, new: str | None) -> Location:
        """Go to a property that is called `old` there and `new` here, None where there is none."""
        name = old if new is None else new
        return replace(
            self,
            subject=f"{self.subject}.{name}",
            was=_property_place(self.was, old, self.fields_was),
            now=_property_place(self.now, new, self.fields_now),
            properties=self.properties or tuple(dict.fromkeys(each for each in (old, new) if each is not None)),
            fields_was={},
            fields_now={},
        )


def _property_place(owner: str | None, name: str | None, fields: Mapping[str, str]) -> str | None:
    if owner is None or name is None:
        return None
    return fields.get(name) or owner + pointer("properties", name)


@dataclass(frozen=True, slots=True)
class Difference:
    """A change: its code, its place, and what stood there before and stands there after."""

    code: str
    at: Location
    before: Any = None
    after: Any = None
    guess: bool = False
