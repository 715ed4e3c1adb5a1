"""Names that people write: looked up, and where there is none, the one that was likely meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webcrm_api.model import Model

    from webcrm_ext.errors import WebCRMError


def singular(entity: str) -> str:
    """Give the singular of an entity's name, in small letters and one word: `personb2c` of `persons_b2c`.

    The API writes some names in the plural (paths, tags) and others in the singular (models, tables).
    """
    folded = entity.replace("_", "").lower()
    return re.sub(r"ie$", "y", re.sub(r"s(b2c)?$", r"\1", folded))


def entity_named(name: str, known: Iterable[str]) -> str | None:
    """Give which of some entities has a name, in the singular or the plural, in any case, or None."""
    return next((entity for entity in known if singular(entity) == singular(name)), None)


def property_of(model: type[Model], name: str, error: type[WebCRMError]) -> str:
    """Give the API's name of a model's property, named as in Python or as in the API.

    Raises:
        WebCRMError: The given error: the model has none of that name; the message suggests similar ones.
    """
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    if name in shape.names:
        return shape.names[name]
    if name in shape.known:
        return name
    raise error(f"{model.__name__} has no property {name!r}.{did_you_mean(name, [*shape.names, *shape.known])}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give a sentence with the names that are most like one, whatever their case; nothing where none is."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    close = [repr(folded[each]) for each in difflib.get_close_matches(name.casefold(), folded, n=3)]
    return f" Did you mean {' or '.join(close)}?" if close else ""
