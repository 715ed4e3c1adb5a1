"""What was changed in records by `crm.custom(record)`, and not saved yet.

It belongs to the record and not to the view: `crm.custom(record)` returns a new view each time. It lasts as long as the
record, and records that nothing was changed in take no memory.
"""

from __future__ import annotations

import weakref
from typing import Any, Final

from webcrm_api.model import Model

Changes = dict[str, Any]
"""The stored values before the first change, by property; UNSET for a property that was not set."""


class PendingChanges:
    """The changes of each record, by its identity: records are compared by their values, and have no hash."""

    def __init__(self) -> None:
        self._changes: dict[int, tuple[weakref.ref[Model], Changes]] = {}

    def __len__(self) -> int:
        """Return the number of records with changes."""
        return len(self._changes)

    def of(self, record: Model) -> Changes:
        """Return the changes of a record; an empty dictionary, not kept, if there are none."""
        reference, changes = self._changes.get(id(record), (None, {}))
        return changes if reference is not None and reference() is record else {}

    def add(self, record: Model, name: str, before: Any) -> None:
        """Record that a property was changed; its first value before a change counts."""
        key = id(record)
        changes = self.of(record)
        if not changes:

            def forget(reference: weakref.ref[Model]) -> None:
                if self._changes.get(key, (None,))[0] is reference:
                    self._changes.pop(key, None)

            self._changes[key] = (weakref.ref(record, forget), changes)
        changes.setdefault(name, before)

    def remove(self, record: Model, name: str) -> None:
        """Record that a property has its first value again, or was saved."""
        changes = self.of(record)
        changes.pop(name, None)
        if not changes:
            self._changes.pop(id(record), None)


PENDING: Final = PendingChanges()
"""The changes of all records of this process."""
