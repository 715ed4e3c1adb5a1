"""Corrections as data: an OpenAPI Overlay 1.0 document, applied to the upgraded definition.

The definition can change any night. Each action is judged against the one at hand, and is applied only where the
definition neither has the correction nor contradicts it.
"""

from __future__ import annotations

from scripts.overlay.actions import read_overlay
from scripts.overlay.judgement import Corrected, Skipped, apply_overlay
from scripts.overlay.merge import Verdict

__all__ = ["Corrected", "Skipped", "Verdict", "apply_overlay", "read_overlay"]
