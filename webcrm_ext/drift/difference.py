"""One difference between two definitions, and its location in both, before it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from webcrm_ext.definition.document import pointer
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.definition import Operation


@dataclass(frozen=True, slots=True)
class Location:
    """A location in both definitions.

    Attributes:
        subject: Its name for people: `GET /Persons, parameter Page`, `PersonDto.PersonName`.
        was: Its JSON Pointer into the old file, or None if it does not exist there.
        now: Its JSON Pointer into the new file, likewise.
        directions: The directions that its values go; empty if unknown or not applicable.
        operations: The operation that it belongs to, in each definition.
        parameter: The old name of the parameter that it belongs to.
        models: The old and the new name of the model that it belongs to.
        properties: The old and the new name of the model's property.
        fields_was: The addresses of form fields in the old file, where they have their own.
        fields_now: The same in the new file.
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

    def child(self, *keys: object, suffix: str = "") -> Location:
        """Return a location below this one, at the same keys on both sides.

        Args:
            keys: The keys that lead to it.
            suffix: What to add to the subject.
        """
        below = pointer(*keys)
        return replace(
            self,
            subject=self.subject + suffix,
            was=None if self.was is None else self.was + below,
            now=None if self.now is None else self.now + below,
            fields_was={},
            fields_now={},
        )

    def member(self, old_index: int, new_index: int) -> Location:
        """Return the location of a list member whose index differs between the two sides."""
        return replace(self.child(old_index), now=self.child(new_index).now)

    def property(self, old: str | None, new: str | None) -> Location:
        """Return the location of a property by its old and its new name, None if it does not exist."""
        return replace(
            self,
            subject=f"{self.subject}.{old if new is None else new}",
            was=_property_address(self.was, old, self.fields_was),
            now=_property_address(self.now, new, self.fields_now),
            properties=self.properties or tuple(dict.fromkeys(each for each in (old, new) if each is not None)),
            fields_was={},
            fields_now={},
        )


def _property_address(owner: str | None, name: str | None, fields: Mapping[str, str]) -> str | None:
    if owner is None or name is None:
        return None
    return fields.get(name) or owner + pointer("properties", name)


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference: its code, its location, and the values on both sides."""

    code: str
    at: Location
    before: Any = None
    after: Any = None
    guess: bool = False
