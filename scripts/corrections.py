"""What a run does with the overlay and the names: for its summary, the lock file and the drift report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.overlay import Corrected, Skipped, Verdict
from webcrm_ext.definition.naming import Naming, is_kept, operation_names, unused_names
from webcrm_ext.drift.reports.report import Note

_SKIPPED = (Verdict.NO_LONGER_NEEDED, Verdict.OVERRULED, Verdict.WITHOUT_TARGET)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What became of the overlay and of the names.

    Attributes:
        applied: The number of overlay actions that were applied.
        skipped: The actions and parts of actions that were not.
        named_by_default: The operations without a naming rule, and their names.
        unused_names: The operations in the file of names that are not in the definition.
    """

    applied: int = 0
    skipped: tuple[Skipped, ...] = ()
    named_by_default: Mapping[str, str] = field(default_factory=dict)
    unused_names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the lock file."""
        return {
            "overlay": {
                "applied": self.applied,
                **{
                    verdict.value: [each.subject for each in self.skipped if each.verdict is verdict]
                    for verdict in _SKIPPED
                },
            },
            "names": {"named by default": dict(self.named_by_default), "without an operation": list(self.unused_names)},
        }

    def notes(self) -> tuple[Note, ...]:
        """Return the notes of a drift report."""
        names = [f"{operation} is crm.{name}" for operation, name in self.named_by_default.items()]
        notes = (
            Note("Overlay actions that regenerating skips", tuple(map(str, self.skipped))),
            Note("Operations named by default", tuple(names)),
            Note("Names without an operation", self.unused_names),
        )
        return tuple(each for each in notes if each.items)


def corrections(corrected: Corrected, naming: Naming, *, only_new: bool = False) -> Corrections:
    """Return what became of the overlay and of the names.

    Args:
        corrected: The corrected definition.
        naming: The names that are kept.
        only_new: Leave out the default names that are kept already.
    """
    document = corrected.document
    named_by_default = {
        f"{method} {path}": str(name)
        for (method, path), name in operation_names(document, naming).items()
        if name.is_default and not (only_new and is_kept(method, path, naming))
    }
    unused = tuple(unused_names(document, naming))
    return Corrections(corrected.applied, corrected.skipped, named_by_default, unused)
