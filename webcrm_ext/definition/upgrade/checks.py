"""Strict access to a Swagger 2.0 document: a construct without a rule raises an error with its location."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from webcrm_ext.definition.document import ConstructError, Document, listing, mapping, pointer


def members(holder: Document, key: str, location: str) -> Document:
    """Return the object below a key, or an empty one where the key is missing."""
    return mapping(holder.get(key, {}), location + pointer(key))


def strings(holder: Document, key: str, location: str) -> list[str]:
    """Return the list of strings below a key, or an empty one where the key is missing."""
    values = listing(holder.get(key, []), location + pointer(key))
    if not all(isinstance(value, str) for value in values):
        raise no_rule(location + pointer(key), "a list with an item that is not a string")
    return list(values)


def string(holder: Document, key: str, location: str) -> str:
    """Return the string below a key."""
    value = holder.get(key)
    if not isinstance(value, str):
        raise no_rule(location, f"`{key}` of {value!r}")
    return value


def check_keywords(holder: Any, known: Iterable[str], location: str = "") -> None:
    """Raise for the first key that is neither known nor an extension (`x-…`)."""
    for key in mapping(holder, location):
        if key not in known and not key.startswith("x-"):
            raise no_rule(location + pointer(key), f"the keyword {key!r}")


def no_rule(location: str, what: str) -> ConstructError:
    """Return the error for a construct that the upgrade does not know."""
    return ConstructError(
        location,
        f"{what} has no rule in webcrm_ext/definition/upgrade/. Add one there, with a test, before regenerating.",
    )


def with_extensions(source: Document, target: Document) -> Document:
    """Copy the extensions (`x-…`) of the source into the target, and return the target."""
    for key, value in source.items():
        if key.startswith("x-") and key not in target:
            target[key] = copy.deepcopy(value)
    return target
