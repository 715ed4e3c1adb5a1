"""Names of entities, in the singular or the plural, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def singular(entity: str) -> str:
    """Give the singular of an entity's name, in small letters and one word: `personb2c` of `persons_b2c`.

    The API writes some names in the plural (paths, tags) and others in the singular (models, tables).
    """
    folded = entity.replace("_", "").lower()
    return re.sub(r"ie$", "y", re.sub(r"s(b2c)?$", r"\1", folded))


def entity_named(name: str, known: Iterable[str]) -> str | None:
    """Give which of some entities has a name, in the singular or the plural, in any case, or None."""
    return next((entity for entity in known if singular(entity) == singular(name)), None)
