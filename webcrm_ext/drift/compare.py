"""Compare two definitions: what changed for those who use the client, judged, and with what it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webcrm_ext.definition.document import Document, existing_pointer, number_of_operations, pointer
from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.client import Client
from webcrm_ext.drift.codes import CODES, Direction
from webcrm_ext.drift.found import At, Found
from webcrm_ext.drift.operations import compare_operations, other_keyword, security_change
from webcrm_ext.drift.renames import Named, renames
from webcrm_ext.drift.result import API, Change, Drift, Side
from webcrm_ext.drift.schemas import Schemas, is_enum, shown
from webcrm_ext.drift.settle import Definition, Operation, settle
from webcrm_ext.drift.settled_schemas import canonical, shape

_FEW = 3
_MOST = 0.8


def compare(before: Document, after: Document, *, was: str = "before", now: str = "after") -> Drift:
    """Compare two definitions, Swagger 2.0 or OpenAPI 3, as they came; neither is changed.

    Args:
        before: The definition that the client was generated from.
        after: The definition as it is now.
        was: What to call the first in a report.
        now: What to call the second.

    Raises:
        PipelineError: One of them holds a construct that cannot be read.
    """
    old, new = settle(before), settle(after)
    client = Client(old, new)
    changes = [_judged(each, client, old, new) for each in _Comparison(old, new, client).found()]
    changes.sort(key=lambda each: (-each.judgement.weight, each.entity != API, each.entity, each.subject, each.code))
    sides = [Side(name, number_of_operations(each.source), len(each.models)) for name, each in ((was, old), (now, new))]
    return Drift(
        was=sides[0],
        now=sides[1],
        changes=tuple(each for each in changes if each.code != "documentation-changed"),
        documentation=tuple(each for each in changes if each.code == "documentation-changed"),
    )


def _judged(found: Found, client: Client, old: Definition, new: Definition) -> Change:
    at = found.at
    code = CODES[found.code]
    other_name = bool(code.in_python) and attribute_name(found.before) != attribute_name(found.after)
    verdict = code.verdict(at.directions, in_python=other_name)
    return Change(
        code=found.code,
        judgement=verdict.judgement,
        entity=client.entity(at),
        subject=at.subject,
        before=found.before,
        after=found.after,
        why=verdict.why,
        guess=found.guess,
        was=None if at.was is None else existing_pointer(at.was, old.source),
        now=None if at.now is None else existing_pointer(at.now, new.source),
        touches=client.touched(at),
    )


class _Comparison:
    """Walks two settled definitions side by side."""

    def __init__(self, old: Definition, new: Definition, client: Client) -> None:
        self._old, self._new, self._client = old, new, client
        self._renamed_models = self._likely_renamed_models()
        self._schemas = Schemas(self._renamed_models, old.models, new.models)

    def found(self) -> Iterator[Found]:
        """Give every change once."""
        yield from self._whole()
        yield from self._operations()
        yield from self._models()

    def _whole(self) -> Iterator[Found]:
        old, new = self._old, self._new
        at = At(API, "", "")
        if old.version != new.version:
            yield Found("api-version-changed", at.into("info", "version"), old.version, new.version)
        if old.servers != new.servers:
            here = _at_address(old, new, "host")
            yield Found("server-changed", here, ", ".join(old.servers) or None, ", ".join(new.servers) or None)
        if old.base_path != new.base_path:
            yield Found("base-path-changed", _at_address(old, new, "basePath"), old.base_path, new.base_path)
        if self._inherits_security:
            yield from security_change(old.security, new.security, at)
        if canonical(old.prose) != canonical(new.prose):
            yield Found("documentation-changed", at, old.prose, new.prose)
        for keys in sorted(old.other.keys() | new.other.keys()):
            *above, key = keys
            yield from other_keyword(key, old.other.get(keys), new.other.get(keys), at.into(*above))

    def _operations(self) -> Iterator[Found]:
        was, now = self._old.operations, self._new.operations
        gone, came = was.keys() - now.keys(), now.keys() - was.keys()

        def same(a: str, b: str) -> bool:
            changes = compare_operations(was[a], now[b], self._schemas, whole_path=False)
            return all(found.code == "documentation-changed" for found in changes)

        renamed = renames(
            {key: _named(was[key]) for key in gone},
            {key: _named(now[key]) for key in came},
            same=same,
        )
        for key in sorted(gone - renamed.keys()):
            yield Found("operation-removed", At(was[key].title, was[key].place, None, operations=(was[key],)))
        for key in sorted(came - set(renamed.values())):
            code = "operation-added" if now[key].method_name else "nameless-operation-added"
            yield Found(code, At(now[key].title, None, now[key].place, operations=(now[key],)))
        for key, other in sorted(renamed.items()):
            old, new = was[key], now[other]
            at = At(new.title, old.place, new.place, operations=(old, new))
            yield Found("operation-renamed", at, old.title, new.title, guess=True)
            yield from compare_operations(old, new, self._schemas, whole_path=False)
        for key in sorted(was.keys() & now.keys()):
            yield from compare_operations(was[key], now[key], self._schemas)
            yield from self._own_security(was[key], now[key])

    def _own_security(self, old: Operation, new: Operation) -> Iterator[Found]:
        if not self._as_the_whole(old, new):
            yield from security_change(
                old.security, new.security, At(new.title, old.place, new.place, operations=(old, new))
            )

    def _as_the_whole(self, old: Operation, new: Operation) -> bool:
        """Say whether the login of an operation changed as that of the whole API did, which is said once."""
        return canonical([old.security, new.security]) == canonical([self._old.security, self._new.security])

    @property
    def _inherits_security(self) -> bool:
        """Say whether the login of the whole API is that of any operation."""
        was, now = self._old.operations, self._new.operations
        return any(self._as_the_whole(was[key], now[key]) for key in was.keys() & now.keys())

    def _models(self) -> Iterator[Found]:
        was, now = self._old.models, self._new.models
        # A list of values that got a name of its own, or lost it, is the same type if the client called it so.
        for name in sorted(was.keys() - now.keys() - self._renamed_models.keys()):
            if is_enum(was[name]) and name in self._new.type_names:
                continue
            yield Found("model-removed", self._at_model(name, None))
        for name in sorted(now.keys() - was.keys() - set(self._renamed_models.values())):
            if is_enum(now[name]) and name in self._old.type_names:
                continue
            yield Found("model-added", self._at_model(None, name), None, shown(now[name]))
        same = [(name, name) for name in was.keys() & now.keys()]
        for name, other in sorted([*self._renamed_models.items(), *same]):
            at = self._at_model(name, other)
            if name != other:
                yield Found("model-renamed", at, name, other, guess=True)
            yield from self._schemas.compare(was[name], now[other], at)

    def _at_model(self, old: str | None, new: str | None) -> At:
        name = new or old or ""
        return At(
            subject=name,
            was=self._old.place_of_model(old) if old else None,
            now=self._new.place_of_model(new) if new else None,
            directions=self._directions(old, new),
            models=tuple(dict.fromkeys(each for each in (old, new) if each)),
        )

    def _directions(self, old: str | None, new: str | None) -> frozenset[Direction]:
        return self._client.directions(old or "") | self._client.directions(new or "")

    def _likely_renamed_models(self) -> Mapping[str, str]:
        was, now = self._old.models, self._new.models
        gone, came = was.keys() - now.keys(), now.keys() - was.keys()

        def by_properties(a: str, b: str) -> float:
            names = [set(each.get("properties", {})) if isinstance(each, dict) else set() for each in (was[a], now[b])]
            shared, all_of_them = names[0] & names[1], names[0] | names[1]
            # Three properties by the same names are no chance; of fewer, the model's own name must tell.
            alike = len(shared) / len(all_of_them) if len(shared) >= _FEW else 0.0
            return alike if alike >= _MOST else 0.0

        return renames(
            {name: Named(name, shape(was[name])) for name in gone},
            {name: Named(name, shape(now[name])) for name in came},
            further=by_properties,
        )


def _at_address(old: Definition, new: Definition, key: str) -> At:
    """Give where a definition says its address; Swagger 2.0 has a key for each part of it."""
    was, now = (pointer(key if "swagger" in each.source else "servers") for each in (old, new))
    return At(API, was, now)


def _named(operation: Operation) -> Named:
    # The paths of one entity begin alike: only what follows is evidence.
    end = operation.path.removeprefix(f"/{operation.tag}")
    return Named(end, kind=(operation.method, operation.tag))
