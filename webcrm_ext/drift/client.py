"""What of the client a change touches: methods, models, and files of the hand-written layer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.found import At
from webcrm_ext.drift.result import Touched
from webcrm_ext.drift.settle import Definition, Operation
from webcrm_ext.drift.settled_schemas import Schema

SEVERAL = "Several entities"
UNUSED = "No entity"

# These read definitions, and name parts of them as examples alone.
_NOT_SCANNED = ("definition", "drift")
# An attribute, an argument by name, a text that is a name, an operation or a model.
_NAMES = re.compile(r'\.([a-z_]\w*)|\b([a-z_]\w*)=|"([A-Za-z]\w*)"|\b([A-Za-z]\w*_\w+|\w+Dto)\b')
# Operations that a module calls by a name made at run time, and the file that names the entities it does so for.
CALLED_FOR_EACH = {
    "create": ("webcrm_ext/upsert.py", "webcrm_ext/resources/__init__.py"),
    "update": ("webcrm_ext/upsert.py", "webcrm_ext/resources/__init__.py"),
    "get_linked_setup": ("webcrm_ext/linked_data.py", "webcrm_ext/linked_data.py"),
}


class Client:
    """The client that is generated from the one definition, and the one from the other, taken together."""

    def __init__(self, old: Definition, new: Definition) -> None:
        self._sides = (old, new)

    def directions(self, model: str) -> frozenset[Direction]:
        """Give the ways that a model goes, also inside other models."""
        return frozenset(direction for _, direction in self._uses[model])

    def entity(self, at: At) -> str:
        """Give what a change belongs to: an operation's tag, or the one whose operations use the model."""
        if at.operations:
            return at.operations[-1].tag or SEVERAL
        if not at.models:
            return at.subject
        model = at.models[-1]
        tags = {operation.tag for operation, _ in self._uses[model]}
        named = [tag for tag in tags if model.lower().startswith(_stem(tag))]
        if named:
            return max(named, key=len)
        return min(tags) if len(tags) == 1 else SEVERAL if tags else UNUSED

    def touched(self, at: At) -> Touched:
        """Say what a change touches; nothing, where it belongs to the API as a whole."""
        used = at.operations or [operation for model in at.models for operation, _ in self._uses[model]]
        methods = sorted({operation.method_name for operation in used if operation.method_name})
        attributes = [f".{attribute_name(name)}" for name in at.properties] or [""]
        # Two spellings can be one attribute.
        touched = dict.fromkeys(f"{model}{attribute}" for model in at.models for attribute in attributes)
        if at.operations:
            modules = self._modules_of_operations(methods)
        else:
            modules = self._modules_of_properties(at.properties) if at.properties else _naming(*at.models)
        return Touched(tuple(methods), tuple(touched), modules)

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

    @staticmethod
    def _modules_of_properties(names: tuple[str, ...]) -> tuple[str, ...]:
        # A short name (`text`, `value`) says too little outside of a model's own property.
        known = [(name, attribute) for name in names if "_" in (attribute := attribute_name(name))]
        return _naming(*(each for pair in known for each in pair))

    @staticmethod
    def _modules_of_operations(methods: list[str]) -> tuple[str, ...]:
        found = {module for method in methods for module in _naming(method.replace(".", "_"))}
        for method in methods:
            resource, _, name = method.partition(".")
            module, entities = CALLED_FOR_EACH.get(name, ("", ""))
            if module and resource.replace("_", "") in {word.lower() for word in _words()[entities]}:
                found.add(module)
        return tuple(sorted(found))


@cache
def _words() -> dict[str, frozenset[str]]:
    """Give the words of each file of the hand-written layer that can name a part of the API."""
    return {
        name: frozenset(word for groups in _NAMES.findall(text) for word in groups if word)
        for name, text in _python_files(files("webcrm_ext"), "webcrm_ext")
    }


def _naming(*words: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, found in _words().items() if not found.isdisjoint(words)))


def _stem(tag: str) -> str:
    return tag.lower().removesuffix("ies").removesuffix("s")


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


def _python_files(folder: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        below = f"{name}/{each.name}"
        if each.is_dir() and each.name not in _NOT_SCANNED:
            yield from _python_files(each, below)
        elif each.name.endswith(".py"):
            yield below, each.read_text(encoding="utf-8")
