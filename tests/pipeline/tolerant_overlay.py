"""An overlay without the actions that a definition no longer needs.

Until `make regenerate` skips them itself: then this module goes, and its callers pass the whole overlay.
"""

from __future__ import annotations

from typing import Any

from scripts.overlay import apply_overlay
from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.upgrade import upgrade

Document = dict[str, Any]


def tolerant(document: Document, overlay: Document) -> Document:
    """Return the overlay with the actions that the definition still needs."""
    needed, corrected = [], upgrade(document)
    for action in overlay["actions"]:
        try:
            corrected = apply_overlay(corrected, overlay | {"actions": [action]})
        except PipelineError:
            continue
        needed.append(action)
    return overlay | {"actions": needed}
