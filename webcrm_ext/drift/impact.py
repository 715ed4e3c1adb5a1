"""Determine which parts of the client a change touches: methods, models, and hand-written files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from webcrm_ext.definition.entity_names import singular
from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.code_references import CodeReferences
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.definition import Definition, Operation
from webcrm_ext.drift.difference import Location
from webcrm_ext.drift.normalise_schema import Schema
from webcrm_ext.drift.result import NO_ENTITY, SEVERAL, Affected


class ImpactAnalysis:
    """Where the clients generated from the old and the new definition use a part of the API.

    Args:
        old: The old definition.
        new: The new one.
        code: The hand-written layer.
    """

    def __init__(self, old: Definition, new: Definition, code: CodeReferences) -> None:
        self._definitions = (old, new)
        self._code = code

    def directions(self, model: str) -> frozenset[Direction]:
        """Return the directions that a model goes, also inside other models."""
        return frozenset(direction for _, direction in self._uses[model])

    def entity(self, at: Location) -> str:
        """Return the entity that a location belongs to: the tag of its operation, or of those that use its model."""
        if at.operations:
            return at.operations[-1].tag or SEVERAL
        if not at.models:
            return at.subject
        model = at.models[-1]
        tags = {operation.tag for operation, _ in self._uses[model]}
        named_alike = [tag for tag in tags if model.lower().startswith(singular(tag))]
        if named_alike:
            return max(named_alike, key=len)
        if len(tags) == 1:
            return min(tags)
        return SEVERAL if tags else NO_ENTITY

    def affected(self, at: Location) -> Affected:
        """Return what a change at a location touches; nothing where it concerns the API as a whole."""
        used_by = at.operations or [operation for model in at.models for operation, _ in self._uses[model]]
        methods = sorted({operation.method_name for operation in used_by})
        attributes = [f".{attribute_name(name)}" for name in at.properties] or [""]
        # Two spellings of a property can be the same attribute.
        models = dict.fromkeys(f"{model}{attribute}" for model in at.models for attribute in attributes)
        return Affected(tuple(methods), tuple(models), tuple(sorted(self._modules(at, methods))))

    def _modules(self, at: Location, methods: list[str]) -> set[str]:
        if at.operations:
            return self._code.calling(methods, at.parameter)
        if at.properties:
            return self._code.naming_properties(at.models, at.properties)
        return self._code.naming(*at.models)

    @cached_property
    def _uses(self) -> defaultdict[str, list[tuple[Operation, Direction]]]:
        uses: defaultdict[str, list[tuple[Operation, Direction]]] = defaultdict(list)
        for definition in self._definitions:
            references = {name: frozenset(_references(schema)) for name, schema in definition.models.items()}
            for operation in definition.operations.values():
                for content, direction in ((operation.body, Direction.SENT), (operation.response, Direction.RECEIVED)):
                    direct = frozenset(_references(content.schema)) if content else frozenset()
                    for model in _closure(direct, references):
                        uses[model].append((operation, direction))
        return uses


def _references(schema: Schema) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _closure(names: frozenset[str], references: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return models and all models that they refer to, directly or not."""
    reached: set[str] = set()
    pending = set(names)
    while pending:
        name = pending.pop()
        reached.add(name)
        pending |= references.get(name, frozenset()) - reached
    return frozenset(reached)
