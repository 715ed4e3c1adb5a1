"""Names of entities, in the singular or the plural."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

FIELD_ENTITIES = (
    "Activity", "Delivery", "Event", "Opportunity", "Organisation", "Person", "Product", "SupportCase", "User",
    "SyncedMeeting",
)  # fmt: skip
"""The values of `entityTypes` in `GET /FieldsMetadata/{entityTypes}`, except All."""


def entity_of(model: type[Any]) -> str:
    """Return the entity of a model, as `GET /FieldsMetadata` names it: Organisation for OrganisationDto.

    A class of a program's own that extends a model has that model's entity.
    """
    own = next((each.__name__ for each in model.__mro__ if each.__name__.endswith("Dto")), model.__name__)
    return own.removesuffix("Dto").removesuffix("Update")


def singular(entity: str) -> str:
    """Return the singular of an entity's name, in lower case and one word: `personb2c` for `persons_b2c`.

    The API writes some names in the plural (paths, tags) and others in the singular (models, tables).
    """
    folded = entity.replace("_", "").lower()
    return re.sub(r"ie$", "y", re.sub(r"s(b2c)?$", r"\1", folded))


def entity_named(name: str, known: Iterable[str]) -> str | None:
    """Return the known entity with this name, in the singular or the plural, in any case, or None."""
    return next((entity for entity in known if singular(entity) == singular(name)), None)
