"""Judge the actions of an overlay against a definition, and apply those that it still needs.

Actions that belong together are judged together: a model and what refers to it, and the actions on one response,
parameter or property of which one removes something. An overruled member overrules the others.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from jsonpath_rfc9535 import JSONPathQuery

from scripts.overlay.actions import Action, read_actions
from scripts.overlay.kinds import Location, is_annotation, kind_at, member, unit_of
from scripts.overlay.merge import Merge, Outcome, Verdict
from webcrm_ext.definition.document import Document, operations, reference_name
from webcrm_ext.definition.naming import operation_names

_MODELS = ("components", "schemas")
_BEST_FIRST = (Verdict.APPLIED, Verdict.OVERRULED, Verdict.WITHOUT_TARGET, Verdict.NO_LONGER_NEEDED)


class Skipped(NamedTuple):
    """An action that was not applied, or a part of one.

    Attributes:
        verdict: Why not.
        action: The position of the action in the overlay, from 0.
        part: The keys that lead to the part in its update; empty for the whole action.
        description: The description of the action, with the name of the part.
        reason: What the definition has instead; empty where the verdict is enough.
    """

    verdict: Verdict
    action: int
    part: Location
    description: str
    reason: str

    @property
    def subject(self) -> str:
        """What was skipped, and the reason."""
        return self.description + (f" ({self.reason})" if self.reason else "")

    def __str__(self) -> str:
        return f"{self.verdict.value}: {self.subject}"


class Corrected(NamedTuple):
    """A corrected definition.

    Attributes:
        document: The definition with the actions that it needs.
        applied: The number of actions that were applied, as a whole or in part.
        skipped: The others, and the parts that were not applied.
    """

    document: Document
    applied: int
    skipped: tuple[Skipped, ...]


class _Exclusion(NamedTuple):
    """Why a part is left out, although the definition alone would not say so."""

    verdict: Verdict
    reason: str


_Part = tuple[int, Location]
"""An action and the keys that lead to a part of its update."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """An action with the verdicts on its parts, one for each part."""

    action: Action
    units: frozenset[Location]
    outcomes: tuple[Outcome, ...]

    @property
    def substance(self) -> list[Outcome]:
        """The outcomes that decide: without annotations, unless there is nothing else."""
        return [each for each in self.outcomes if not each.is_annotation] or list(self.outcomes)

    @property
    def verdict(self) -> Verdict:
        verdicts = {each.verdict for each in self.substance}
        return next((each for each in _BEST_FIRST if each in verdicts), Verdict.NO_LONGER_NEEDED)

    def skipped(self) -> Iterator[Skipped]:
        """Yield what was not applied: the whole action, or single parts."""
        stale = [each for each in self.substance if each.verdict not in (None, Verdict.APPLIED)]
        if self.verdict is Verdict.APPLIED:
            for each in stale:
                yield self._skipped(each, each.part)
        else:
            reasons = [each for each in stale if each.verdict is self.verdict]
            yield self._skipped(reasons[0] if reasons else Outcome((), self.verdict, ()), ())

    def _skipped(self, outcome: Outcome, part: Location) -> Skipped:
        description = self.action.description + (f", {_part_name(outcome)}" if part else "")
        return Skipped(outcome.verdict or self.verdict, self.action.index, part, description, outcome.reason)


def apply_overlay(document: Document, overlay: Document) -> Corrected:
    """Apply an overlay to an OpenAPI 3 document, which is not changed.

    Raises:
        PipelineError: The overlay is malformed: see `read_actions`. No definition causes an error.
    """
    actions = read_actions(overlay)
    excluded: dict[_Part, _Exclusion] = {}
    while True:
        attempt = _Attempt(document, actions, excluded)
        more = {part: why for part, why in attempt.exclusions() if part not in excluded}
        if not more:
            applied = sum(each.verdict is Verdict.APPLIED for each in attempt.judged)
            skipped = tuple(skipped for each in attempt.judged for skipped in each.skipped())
            return Corrected(attempt.document, applied, skipped)
        excluded |= more


class _Attempt:
    """All actions applied in order, without the excluded parts."""

    def __init__(self, document: Document, actions: list[Action], excluded: Mapping[_Part, _Exclusion]) -> None:
        self.document = copy.deepcopy(document)
        self._excluded = excluded
        self.judged = [self._judge(action) for action in actions]

    def _judge(self, action: Action) -> _Judged:
        locations, is_matched = _reach(action.query, self.document)
        units = frozenset(unit for each in locations if (unit := unit_of(each)))
        excluded = {part: why for (index, part), why in self._excluded.items() if index == action.index}
        if () in excluded:
            whole = Outcome((), excluded[()].verdict, (), excluded[()].reason, action.update)
            return _Judged(action, units, (whole,))
        if not is_matched:
            return _Judged(action, units, (self._unmatched(action, locations),))
        # Last to first: removing an item shifts those after it.
        undo: list[tuple[Any, Any, Any]] = []
        outcomes: list[Outcome] = []
        for location in sorted(set(locations), key=_by_position, reverse=True):
            parent = _value(self.document, location[:-1])
            key: Any = location[-1]
            if action.remove:
                del parent[key]
                outcomes.append(Outcome((), Verdict.APPLIED, location))
                continue
            merge = Merge(location, excluded)
            undo.append((parent, key, parent[key]))
            parent[key] = merge.merged(parent[key], copy.deepcopy(action.update), kind_at(location))
            outcomes += merge.outcomes
        outcomes += [
            Outcome(part, why.verdict, (), why.reason, _value(action.update, part)) for part, why in excluded.items()
        ]
        judged = _Judged(action, units, tuple(_by_part(outcomes)))
        if judged.verdict is not Verdict.APPLIED:
            for parent, key, before in reversed(undo):
                parent[key] = before
        return judged

    def _unmatched(self, action: Action, reached: list[Location]) -> Outcome:
        """Return the outcome of an action whose target the definition does not have."""
        parents, has_parent = _reach(_parent(action.query), self.document)
        if action.remove and has_parent:
            return Outcome((), Verdict.NO_LONGER_NEEDED, ())
        if has_parent and not action.remove and not isinstance(action.update, dict | list):
            # The target names the value to replace, with a filter.
            holders = [_value(self.document, each) for each in parents]
            values = [value for each in holders if isinstance(each, dict) for value in each.values()]
            if action.update in values:
                return Outcome((), Verdict.NO_LONGER_NEEDED, ())
            return Outcome((), Verdict.OVERRULED, (), f"{action.target} matches nothing")
        reason = f"{action.target} matches nothing"
        return Outcome((), Verdict.WITHOUT_TARGET, reached[0] if reached else (), reason, action.update)

    def exclusions(self) -> Iterator[tuple[_Part, _Exclusion]]:
        """Yield the parts to leave out because of others."""
        yield from self._of_groups()
        yield from self._of_models()
        yield from self._of_names()

    def _of_groups(self) -> Iterator[tuple[_Part, _Exclusion]]:
        groups: defaultdict[Location, list[_Judged]] = defaultdict(list)
        for each in self.judged:
            for unit in each.units:
                groups[unit].append(each)
        for group in groups.values():
            if not any(each.action.remove or _only_annotates(each.action) for each in group):
                continue
            for worst in (Verdict.OVERRULED, Verdict.WITHOUT_TARGET):
                first = next((each for each in group if each.verdict is worst), None)
                if first:
                    yield from _excluded(group, worst, f"like {first.action.description!r}")
                    break
            else:
                substance = [each for each in group if not _only_annotates(each.action)]
                if substance and all(each.verdict is Verdict.NO_LONGER_NEEDED for each in substance):
                    yield from _excluded(group, Verdict.NO_LONGER_NEEDED, "")

    def _of_models(self) -> Iterator[tuple[_Part, _Exclusion]]:
        outcomes = [(each.action.index, outcome) for each in self.judged for outcome in each.outcomes]
        applied = [each for each in outcomes if each[1].verdict is Verdict.APPLIED]
        added = {str(each.location[-1]): (index, each) for index, each in applied if each.location[:-1] == _MODELS}
        overruled = {
            str(each.location[-1])
            for _, each in outcomes
            if each.verdict is Verdict.OVERRULED and each.location[:-1] == _MODELS and each.part
        }
        for index, each in applied:
            for name in sorted(set(_references(each.value))):
                if name in overruled:
                    reason = f"the definition has another {name}"
                    yield (index, each.part), _Exclusion(Verdict.OVERRULED, reason)
                elif name not in member(self.document, *_MODELS):
                    yield (index, each.part), _Exclusion(Verdict.WITHOUT_TARGET, f"the definition has no {name}")
        if not added:
            return
        used = set(_references({key: value for key, value in self.document.items() if key != "components"}))
        for name, schema in member(self.document, *_MODELS).items():
            used |= set(_references(schema)) - {name}
        for name in sorted(added.keys() - used):
            index, each = added[name]
            verdicts = {
                skipped.verdict
                for other, skipped in outcomes
                if other != index and skipped.verdict and name in _references(skipped.value)
            }
            verdict = next((worst for worst in _BEST_FIRST[1:3] if worst in verdicts), Verdict.NO_LONGER_NEEDED)
            yield (index, each.part), _Exclusion(verdict, f"nothing refers to {name}")

    def _of_names(self) -> Iterator[tuple[_Part, _Exclusion]]:
        """Leave out an operation that has the name of one that the definition has."""
        added: dict[tuple[Any, ...], tuple[int, Outcome]] = {}
        for each in self.judged:
            for outcome in each.outcomes:
                if outcome.verdict is Verdict.APPLIED and outcome.location[:1] == ("paths",):
                    added[outcome.location] = (each.action.index, outcome)
        names = operation_names(self.document)
        known = {
            str(name): f"{method} {path}"
            for (method, path), name in names.items()
            if not any(("paths", path, method.lower())[: len(at)] == at for at in added)
        }
        for method, path, _ in operations(self.document):
            name = str(names[method, path])
            found = next((added[at] for at in (("paths", path), ("paths", path, method.lower())) if at in added), None)
            if found and name in known:
                reason = f"the definition has {known[name]}, which is named {name} too"
                yield (found[0], found[1].part), _Exclusion(Verdict.OVERRULED, reason)


def _part_name(outcome: Outcome) -> str:
    """Return the name of a part for people: a member of a list by its name or value."""
    *keys, last = outcome.part
    if isinstance(last, int):
        last = outcome.value.get("name", last) if isinstance(outcome.value, dict) else outcome.value
    return ".".join(map(str, (*keys, last)))


def _only_annotates(action: Action) -> bool:
    return isinstance(action.update, dict) and all(map(is_annotation, action.update))


def _excluded(group: list[_Judged], verdict: Verdict, reason: str) -> Iterator[tuple[_Part, _Exclusion]]:
    for each in group:
        if each.verdict is not verdict:
            yield (each.action.index, ()), _Exclusion(verdict, reason)


def _by_part(outcomes: list[Outcome]) -> list[Outcome]:
    """Return one outcome for each part: the best of those at several locations."""
    parts: dict[Location, Outcome] = {}
    for each in outcomes:
        known = parts.get(each.part)
        if known is None or _weight(each) < _weight(known):
            parts[each.part] = each
    return list(parts.values())


def _weight(outcome: Outcome) -> int:
    return _BEST_FIRST.index(outcome.verdict) if outcome.verdict else len(_BEST_FIRST)


def _reach(query: JSONPathQuery, document: Document) -> tuple[list[Location], bool]:
    """Return the locations of the longest beginning of a query that matches, and whether that is the whole query."""
    for length in range(len(query.segments), 0, -1):
        shortened = JSONPathQuery(env=query.env, segments=query.segments[:length])
        locations = [node.location for node in shortened.find(document)]
        if locations:
            return locations, length == len(query.segments)
    return [()], len(query.segments) == 0


def _parent(query: JSONPathQuery) -> JSONPathQuery:
    return JSONPathQuery(env=query.env, segments=query.segments[:-1])


def _value(document: Any, location: Location) -> Any:
    for key in location:
        document = document[key]
    return document


def _by_position(location: Location) -> list[tuple[bool, int | str]]:
    return [(isinstance(part, str), part) for part in location]


def _references(value: Any) -> Iterator[str]:
    """Yield the names of the models that a part of a document refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield reference_name(value)
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
