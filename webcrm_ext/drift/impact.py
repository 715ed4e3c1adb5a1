"""What of the client a change touches: methods, models, and files of the hand-written layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from webcrm_ext.definition.entity_names import singular
from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.code_references import PARAMETERS, calling, naming, naming_properties
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.difference import Location
from webcrm_ext.drift.normalise import Definition, Operation
from webcrm_ext.drift.normalise_schema import Schema
from webcrm_ext.drift.result import NO_ENTITY, SEVERAL, Affected


class ImpactAnalysis:
    """The client that is generated from the one definition, and the one from the other, taken together."""

    def __init__(self, old: Definition, new: Definition) -> None:
        self._sides = (old, new)

    def directions(self, model: str) -> frozenset[Direction]:
        """Give the ways that a model goes, also inside other models."""
        return frozenset(direction for _, direction in self._uses[model])

    def entity(self, at: Location) -> str:
        """Give what a change belongs to: an operation's tag, or the one whose operations use the model."""
        if at.operations:
            return at.operations[-1].tag or SEVERAL
        if not at.models:
            return at.subject
        model = at.models[-1]
        tags = {operation.tag for operation, _ in self._uses[model]}
        named = [tag for tag in tags if model.lower().startswith(singular(tag))]
        if named:
            return max(named, key=len)
        return min(tags) if len(tags) == 1 else SEVERAL if tags else NO_ENTITY

    def touched(self, at: Location) -> Affected:
        """Say what a change touches; nothing, where it belongs to the API as a whole."""
        used = at.operations or [operation for model in at.models for operation, _ in self._uses[model]]
        methods = sorted({operation.method_name for operation in used if operation.method_name})
        attributes = [f".{attribute_name(name)}" for name in at.properties] or [""]
        # Two spellings can be one attribute.
        touched = dict.fromkeys(f"{model}{attribute}" for model in at.models for attribute in attributes)
        return Affected(tuple(methods), tuple(touched), self._modules(at, methods))

    @staticmethod
    def _modules(at: Location, methods: list[str]) -> tuple[str, ...]:
        if at.operations:
            return tuple(sorted({*calling(methods), *PARAMETERS.get(at.parameter.lower(), ())}))
        return naming_properties(at.models, at.properties) if at.properties else naming(*at.models)

    @cached_property
    def _uses(self) -> defaultdict[str, list[tuple[Operation, Direction]]]:
        found: defaultdict[str, list[tuple[Operation, Direction]]] = defaultdict(list)
        for side in self._sides:
            within = {name: frozenset(_references(schema)) for name, schema in side.models.items()}
            for operation in side.operations.values():
                for content, direction in ((operation.body, Direction.SENT), (operation.answer, Direction.RECEIVED)):
                    for model in _reached(frozenset(_references(content.schema)) if content else frozenset(), within):
                        found[model].append((operation, direction))
        return found


def _references(schema: Schema) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _reached(names: frozenset[str], within: dict[str, frozenset[str]]) -> frozenset[str]:
    reached: set[str] = set()
    left = set(names)
    while left:
        name = left.pop()
        reached.add(name)
        left |= within.get(name, frozenset()) - reached
    return frozenset(reached)
