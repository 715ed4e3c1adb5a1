"""Access to parts of a Swagger 2.0 document, with the location in errors."""

from __future__ import annotations

import copy

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


def no_rule(location: str, what: str) -> ConstructError:
    """Return the error for a construct that changes a call and that the upgrade does not know."""
    return ConstructError(
        location,
        f"{what} has no rule in webcrm_ext/definition/upgrade/. Add one there, with a test, before regenerating.",
    )


def with_others(source: Document, target: Document, *, without: set[str]) -> Document:
    """Copy the keywords without a rule from the source into the target, and return the target."""
    for key, value in source.items():
        if key not in without and key not in target:
            target[key] = copy.deepcopy(value)
    return target
