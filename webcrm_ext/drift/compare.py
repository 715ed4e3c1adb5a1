"""Compare two definitions and judge every change for users of the client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from webcrm_ext.definition.document import Document, existing_pointer, number_of_operations, pointer
from webcrm_ext.definition.naming import Naming, attribute_name
from webcrm_ext.drift.code_references import CodeReferences, installed_code
from webcrm_ext.drift.codes import CODES, Direction
from webcrm_ext.drift.compare_operations import compare_operations, other_keyword, security_change
from webcrm_ext.drift.compare_schemas import SchemaComparison, described, is_enum
from webcrm_ext.drift.definition import Definition, Ignored, Operation
from webcrm_ext.drift.difference import Difference, Location
from webcrm_ext.drift.impact import ImpactAnalysis
from webcrm_ext.drift.normalise import normalise
from webcrm_ext.drift.normalise_schema import canonical, shape
from webcrm_ext.drift.renames import Candidate, renames
from webcrm_ext.drift.result import API, Change, DefinitionSummary, Drift, Uncompared

Key = TypeVar("Key", str, tuple[str, ...])

# How many properties two models must share, and which part of all their properties, to be one renamed model.
_SHARED_PROPERTIES = 3
_SHARED_PART = 0.8


def compare(
    before: Document,
    after: Document,
    *,
    was: str = "before",
    now: str = "after",
    code: CodeReferences | None = None,
    naming: Naming | None = None,
) -> Drift:
    """Compare two definitions, each Swagger 2.0 or OpenAPI 3; neither is changed.

    Args:
        before: The definition that the client was generated from.
        after: The new definition.
        was: The name of the first in a report.
        now: The name of the second.
        code: The code that changes are looked up in, by default the installed `webcrm_ext`.
        naming: What the names of operations depend on: the names that are kept, and the attributes of the client.

    Raises:
        PipelineError: One of them contains so little that can be read that a comparison would mean nothing.
    """
    return compare_definitions(normalise(before, naming), normalise(after, naming), was=was, now=now, code=code)


def compare_definitions(
    old: Definition, new: Definition, *, was: str = "before", now: str = "after", code: CodeReferences | None = None
) -> Drift:
    """Compare two normalised definitions; the arguments are those of `compare`."""
    impact = ImpactAnalysis(old, new, code or installed_code())
    comparison = DefinitionComparison(old, new, impact)
    differences = list(comparison.differences())
    changes = [_judged(each, impact, old, new) for each in differences]
    changes.sort(key=lambda each: (-each.judgement.weight, each.entity != API, each.entity, each.subject, each.code))
    summaries = [
        DefinitionSummary(name, number_of_operations(each.source), len(each.models))
        for name, each in ((was, old), (now, new))
    ]
    return Drift(
        was=summaries[0],
        now=summaries[1],
        changes=tuple(each for each in changes if each.code != "documentation-changed"),
        documentation=tuple(each for each in changes if each.code == "documentation-changed"),
        uncompared=tuple(comparison.uncompared(differences)),
    )


def _judged(difference: Difference, impact: ImpactAnalysis, old: Definition, new: Definition) -> Change:
    at = difference.at
    code = CODES[difference.code]
    renamed_in_python = bool(code.in_python) and attribute_name(difference.before) != attribute_name(difference.after)
    verdict = code.verdict(at.directions, in_python=renamed_in_python)
    was, now = _existing(at, old, new)
    return Change(
        code=difference.code,
        judgement=verdict.judgement,
        entity=impact.entity(at),
        subject=at.subject,
        before=difference.before,
        after=difference.after,
        why=verdict.why,
        guess=difference.guess,
        was=was,
        now=now,
        touches=impact.affected(at),
    )


def _existing(at: Location, old: Definition, new: Definition) -> tuple[str | None, str | None]:
    """Return the addresses of a location, or of what is above it, in the original files."""
    return (
        None if at.was is None else existing_pointer(at.was, old.source),
        None if at.now is None else existing_pointer(at.now, new.source),
    )


class DefinitionComparison:
    """The comparison of two normalised definitions."""

    def __init__(self, old: Definition, new: Definition, impact: ImpactAnalysis) -> None:
        self._old, self._new, self._impact = old, new, impact
        self._renamed_models = self._likely_renamed_models()
        new_types = new.type_names | new.models.keys()
        self._schemas = SchemaComparison(self._renamed_models, old.models, new.models, new_types)

    def differences(self) -> Iterator[Difference]:
        """Yield every difference once."""
        yield from self._api()
        yield from self._operations()
        yield from self._models()
        yield from (difference for difference, _ in self._unreadable())

    def _api(self) -> Iterator[Difference]:
        old, new = self._old, self._new
        at = Location(API, "", "")
        if old.version != new.version:
            yield Difference("api-version-changed", at.child("info", "version"), old.version, new.version)
        if old.servers != new.servers:
            here = _server_location(old, new, "host")
            yield Difference("server-changed", here, ", ".join(old.servers) or None, ", ".join(new.servers) or None)
        if old.base_path != new.base_path:
            yield Difference("base-path-changed", _server_location(old, new, "basePath"), old.base_path, new.base_path)
        if self._api_security_applies:
            yield from security_change(old.security, new.security, at)
        if canonical(old.documentation) != canonical(new.documentation):
            yield Difference("documentation-changed", at, old.documentation, new.documentation)
        for keys in sorted(old.other.keys() | new.other.keys()):
            *parents, key = keys
            yield from other_keyword(key, old.other.get(keys), new.other.get(keys), at.child(*parents))

    def uncompared(self, differences: Iterable[Difference]) -> Iterator[Uncompared]:
        """Yield the parts that differ and were not compared.

        Args:
            differences: The differences that were found.
        """
        for each in differences:
            if each.code == "composition-changed":
                was, now = _existing(each.at, self._old, self._new)
                yield Uncompared(each.at.subject, "Its schemas do not correspond.", was, now)
        for each, why in self._unreadable():
            yield Uncompared(each.at.subject, why, each.at.was, each.at.now)
        for subject, before, after in _differing(self._old.ignored, self._new.ignored):
            yield Uncompared(subject, after.why or before.why, before.address, after.address)

    def _unreadable(self) -> Iterator[tuple[Difference, str]]:
        """Yield the differences that no rule reads, whose effect on a client is unknown, and why."""
        for keys, was, now in _differing(self._old.unreadable, self._new.unreadable):
            at = self._location_of(keys, was.address, now.address)
            yield Difference("keyword-changed", at, was.value, now.value), now.why or was.why

    def _location_of(self, keys: tuple[str, ...], was: str | None, now: str | None) -> Location:
        """Return the location of the part at some keys, with the operation or the model that it belongs to."""
        if keys[:2] == ("components", "schemas") and len(keys) > len(("components", "schemas")):
            return replace(self._model_location(keys[2], keys[2]), was=was, now=now)
        if keys[0] == "paths":
            below = pointer(*keys)
            found = tuple(
                operation
                for definition in (self._old, self._new)
                for operation in definition.operations.values()
                if below == operation.address or below.startswith(f"{operation.address}/")
            )
            if found:
                return Location(found[-1].title, was, now, operations=found)
        return Location(API, was, now)

    def _operations(self) -> Iterator[Difference]:
        was, now = self._old.operations, self._new.operations
        removed, added = was.keys() - now.keys(), now.keys() - was.keys()

        def same_shape(a: str, b: str) -> bool:
            differences = compare_operations(was[a], now[b], self._schemas, same_path=False)
            return all(each.code == "documentation-changed" for each in differences)

        renamed = renames(
            {key: _candidate(was[key]) for key in removed},
            {key: _candidate(now[key]) for key in added},
            same_shape=same_shape,
        )
        for key in sorted(removed - renamed.keys()):
            gone = was[key]
            yield Difference("operation-removed", Location(gone.title, gone.address, None, operations=(gone,)))
        for key in sorted(added - set(renamed.values())):
            code = "nameless-operation-added" if now[key].is_named_by_default else "operation-added"
            yield Difference(code, Location(now[key].title, None, now[key].address, operations=(now[key],)))
        for key, new_key in sorted(renamed.items()):
            old, new = was[key], now[new_key]
            at = Location(new.title, old.address, new.address, operations=(old, new))
            yield Difference("operation-renamed", at, old.title, new.title, guess=True)
            yield from compare_operations(old, new, self._schemas, same_path=False)
        for key in sorted(was.keys() & now.keys()):
            yield from compare_operations(was[key], now[key], self._schemas)
            yield from self._operation_security(was[key], now[key])

    def _operation_security(self, old: Operation, new: Operation) -> Iterator[Difference]:
        if not self._has_api_security(old, new):
            at = Location(new.title, old.address, new.address, operations=(old, new))
            yield from security_change(old.security, new.security, at)

    def _has_api_security(self, old: Operation, new: Operation) -> bool:
        """Return whether an operation's security changed like that of the API, which is reported once."""
        return canonical([old.security, new.security]) == canonical([self._old.security, self._new.security])

    @property
    def _api_security_applies(self) -> bool:
        """Whether the security of the API is that of any operation."""
        was, now = self._old.operations, self._new.operations
        return any(self._has_api_security(was[key], now[key]) for key in was.keys() & now.keys())

    def _models(self) -> Iterator[Difference]:
        was, now = self._old.models, self._new.models
        # An inline enum that became a model, or the reverse, is the same type if its name in the client is the same.
        for name in sorted(was.keys() - now.keys() - self._renamed_models.keys()):
            if not (is_enum(was[name]) and name in self._new.type_names):
                yield Difference("model-removed", self._model_location(name, None))
        for name in sorted(now.keys() - was.keys() - set(self._renamed_models.values())):
            if not (is_enum(now[name]) and name in self._old.type_names):
                yield Difference("model-added", self._model_location(None, name), None, described(now[name]))
        same = [(name, name) for name in was.keys() & now.keys()]
        for name, new_name in sorted([*self._renamed_models.items(), *same]):
            at = self._model_location(name, new_name)
            if name != new_name:
                yield Difference("model-renamed", at, name, new_name, guess=True)
            yield from self._schemas.compare(was[name], now[new_name], at)

    def _model_location(self, old: str | None, new: str | None) -> Location:
        return Location(
            subject=new or old or "",
            was=self._old.model_address(old) if old else None,
            now=self._new.model_address(new) if new else None,
            directions=self._directions(old, new),
            models=tuple(dict.fromkeys(each for each in (old, new) if each)),
        )

    def _directions(self, old: str | None, new: str | None) -> frozenset[Direction]:
        return self._impact.directions(old or "") | self._impact.directions(new or "")

    def _likely_renamed_models(self) -> Mapping[str, str]:
        was, now = self._old.models, self._new.models

        def shared_properties(a: str, b: str) -> float:
            names = [set(each.get("properties", {})) if isinstance(each, dict) else set() for each in (was[a], now[b])]
            shared, either = names[0] & names[1], names[0] | names[1]
            # A few shared names may be chance.
            part = len(shared) / len(either) if len(shared) >= _SHARED_PROPERTIES else 0.0
            return part if part >= _SHARED_PART else 0.0

        return renames(
            {name: Candidate(name, shape(was[name])) for name in was.keys() - now.keys()},
            {name: Candidate(name, shape(now[name])) for name in now.keys() - was.keys()},
            evidence=shared_properties,
        )


def _differing(was: Mapping[Key, Ignored], now: Mapping[Key, Ignored]) -> Iterator[tuple[Key, Ignored, Ignored]]:
    """Yield the parts that differ, by their keys; a part that does not exist has no address."""
    nothing = Ignored("", None, None)
    for key in sorted(was.keys() | now.keys()):
        before, after = was.get(key, nothing), now.get(key, nothing)
        if canonical(before.value) != canonical(after.value):
            yield key, before, after


def _server_location(old: Definition, new: Definition, key: str) -> Location:
    """Return where the server URL is declared; Swagger 2.0 has a key for each part of it."""
    was, now = (pointer(key if "swagger" in each.source else "servers") for each in (old, new))
    return Location(API, was, now)


def _candidate(operation: Operation) -> Candidate:
    # All paths of an entity begin alike, so only the rest is evidence.
    return Candidate(operation.path.removeprefix(f"/{operation.tag}"), kind=(operation.method, operation.tag))
