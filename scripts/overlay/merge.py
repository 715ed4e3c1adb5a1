"""Merge an update into what the definition declares, and judge each part of it.

Overlay 1.0 merges objects recursively, appends to arrays, and replaces all else. Here the definition wins: a part that
it has is no longer needed, and a part that it declares otherwise is overruled.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any

from scripts.overlay.kinds import (
    DECLARATIONS,
    SCHEMAS,
    Location,
    contradicts,
    declared_type,
    has,
    is_annotation,
    is_complete,
    kind_at,
    kind_below,
    parameter_key,
)
from webcrm_ext.definition.document import METHODS, Document
from webcrm_ext.definition.naming import attribute_name, route

_SHOWN_CHARACTERS = 60


class Verdict(Enum):
    """What becomes of an action, or of a part of one."""

    APPLIED = "applied"
    NO_LONGER_NEEDED = "no longer needed"
    OVERRULED = "overruled"
    WITHOUT_TARGET = "without target"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one part of an update.

    Attributes:
        part: The keys that lead to it in the update; empty for the whole update.
        verdict: The verdict; None for a keyword that is as the overlay has it, and that says nothing by itself.
        location: Its location in the document.
        reason: What the definition declares instead.
        value: The part itself.
        is_annotation: Whether it only describes what is beside it.
    """

    part: Location
    verdict: Verdict | None
    location: Location
    reason: str = ""
    value: Any = None
    is_annotation: bool = False


class Merge:
    """The merge of one update into one value.

    Args:
        location: The location of the value.
        skipped: The parts to leave out.

    Attributes:
        outcomes: The verdicts on the parts that were not left out.
    """

    def __init__(self, location: Location, skipped: Collection[Location] = ()) -> None:
        self._location = location
        self._skipped = skipped
        self.outcomes: list[Outcome] = []

    def merged(self, theirs: Any, ours: Any, kind: str) -> Any:
        """Return the value at the target with the update, and record the outcomes. The arguments are not changed."""
        if isinstance(theirs, list):
            items: list[tuple[Location, Any]] = [((), ours)]
            return self._list(theirs, _items((), ours) if isinstance(ours, list) else items, kind, ())
        if isinstance(theirs, dict):
            if not isinstance(ours, dict):
                return self._record(theirs, Verdict.OVERRULED, (), (), ours, _declared(theirs))
            return self._object(theirs, ours, kind, (), ())
        # The target is the very value to replace.
        return self._record(ours, Verdict.NO_LONGER_NEEDED if _equal(theirs, ours) else Verdict.APPLIED, (), (), ours)

    def _record(
        self, result: Any, verdict: Verdict | None, part: Location, at: Location, value: Any, reason: str = ""
    ) -> Any:
        location = (*self._location, *at)
        annotation = bool(part) and is_annotation(part[-1], kind_at(location[:-1]))
        self.outcomes.append(Outcome(part, verdict, location, reason, value, annotation))
        return result

    def _object(self, theirs: Document, ours: Document, kind: str, part: Location, at: Location) -> Document:
        if kind in SCHEMAS and contradicts(theirs, ours):
            return self._record(theirs, Verdict.OVERRULED, part, at, ours, _declared(theirs))  # type: ignore[no-any-return]
        result = dict(theirs)
        for key, value in ours.items():
            here = (*part, key)
            if here in self._skipped:
                continue
            below = kind_below(kind, key)
            known = _known(theirs, key, kind)
            if known is None and below == "path":
                result.update(self._path(theirs, key, value, here))
            elif known is None or (below == "content" and not theirs[known]):
                result[key] = self._record(copy.deepcopy(value), Verdict.APPLIED, here, (*at, key), value)
            else:
                result[known] = self._member(theirs[known], value, below, here, (*at, known))
        return result

    def _member(self, theirs: Any, ours: Any, kind: str, part: Location, at: Location) -> Any:
        if kind in DECLARATIONS and is_complete(ours, kind):
            verdict = Verdict.NO_LONGER_NEEDED if has(theirs, ours, kind) else Verdict.OVERRULED
            reason = _declared(declared_type(theirs, kind)) if verdict is Verdict.OVERRULED else ""
            return self._record(theirs, verdict, part, at, ours, reason)
        if isinstance(theirs, dict) and isinstance(ours, dict):
            return self._object(theirs, ours, kind, part, at)
        if isinstance(theirs, list) and isinstance(ours, list):
            return self._list(theirs, _items(part, ours), kind, at)
        if _equal(theirs, ours):
            return self._record(theirs, None, part, at, ours)
        return self._record(theirs, Verdict.OVERRULED, part, at, ours, _declared(theirs))

    def _list(self, theirs: list[Any], ours: list[tuple[Location, Any]], kind: str, at: Location) -> list[Any]:
        result = list(theirs)
        for part, item in ours:
            if part in self._skipped:
                continue
            same = next((index for index, each in enumerate(theirs) if _same_item(each, item, kind)), None)
            if same is None:
                result.append(self._record(copy.deepcopy(item), Verdict.APPLIED, part, (*at, len(result)), item))
            elif kind == "parameters":
                # The service ignores the case of its name.
                respelled = {**item, "name": theirs[same].get("name")}
                result[same] = self._member(theirs[same], respelled, "parameter", part, (*at, same))
            else:
                self._record(None, Verdict.NO_LONGER_NEEDED, part, (*at, same), item)
        return result

    def _path(self, theirs: Document, path: str, item: Document, part: Location) -> Document:
        """Return the path as a new one, without the operations that a path with the same route has."""
        others = [each for known, each in theirs.items() if route("", known) == route("", path)]
        known = {method: each[method] for each in others for method in METHODS if method in each}
        added = {key: value for key, value in item.items() if key not in known and (*part, key) not in self._skipped}
        if not known:
            return {path: self._record(copy.deepcopy(item), Verdict.APPLIED, part, (path,), item)}
        for method in [each for each in item if each in known]:
            self._member(known[method], item[method], "operation", (*part, method), (path, method))
        for key, value in added.items():
            self._record(None, Verdict.APPLIED, (*part, key), (path, key), value)
        return {path: copy.deepcopy(added)} if added else {}


def _items(part: Location, items: list[Any]) -> list[tuple[Location, Any]]:
    return [((*part, index), item) for index, item in enumerate(items)]


def _known(holder: Document, key: str, kind: str) -> str | None:
    """Return the definition's spelling of a key, or None without it. Two properties can be one attribute in Python."""
    if key in holder or kind != "properties":
        return key if key in holder else None
    return next((each for each in holder if attribute_name(each) == attribute_name(key)), None)


def _same_item(theirs: Any, ours: Any, kind: str) -> bool:
    if kind == "parameters" and isinstance(theirs, dict) and isinstance(ours, dict):
        return parameter_key(theirs) == parameter_key(ours)
    return _equal(theirs, ours)


def _equal(theirs: Any, ours: Any) -> bool:
    """Return whether two values are the same JSON: unlike `==`, it distinguishes 1 from true."""
    return json.dumps(theirs, sort_keys=True) == json.dumps(ours, sort_keys=True)


def _declared(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return f"the definition has {shown}"
