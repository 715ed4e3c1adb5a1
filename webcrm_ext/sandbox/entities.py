"""The entities of the API, read from the definition: path, key and properties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .dates import EMPTY_DATE
from .definition import Definition, Schema

MEETINGS = "Meetings"
MEETING_PREFIX = "meeting-"
"""The prefix of the ids of meetings; a number follows."""
LARGEST_ID = 2**31 - 1
_TIME_SPANS = ("SpentTime", "Duration")
# Deliveries and opportunities are two views of one table.
_SHARED_SEQUENCES = {"Deliveries": "Opportunities"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record, such as the persons under `/Persons`."""

    path: str
    """The first part of its addresses and the name of its collection, `Persons`."""
    name: str
    """The prefix of its properties, `Person`."""
    key: str
    """The property with the id, `PersonId`."""
    properties: Mapping[str, Schema]
    unset: Mapping[str, Any]
    """The default values of a new record."""

    extra: frozenset[str] = frozenset()
    """Properties that can only be written."""

    @property
    def sequence(self) -> str:
        """The name of the sequence of its ids. All hooks share one, as do all linked-data items."""
        head, _, kind = self.path.partition("/")
        return kind or _SHARED_SEQUENCES.get(head, head)

    def key_value(self, number: int) -> int | str:
        """Return the value of the key property: the number, or the string id of a meeting."""
        return f"{MEETING_PREFIX}{number:06}" if self.path == MEETINGS else number

    def is_writable(self, name: str) -> bool:
        """Return whether there is a property of this name that can be written."""
        return name in self.properties or name in self.extra

    def property(self, suffix: str) -> str | None:
        """Return the property with this suffix, `PersonCreatedAt` for `CreatedAt`, or None."""
        name = self.name + suffix
        return name if name in self.properties else None


def entity(definition: Definition, path: str, schema: Schema) -> Entity:
    """Return the entity of a model. Its key is the first id that the model requires."""
    resolved = definition.resolve(schema)
    key: str = next(name for name in resolved["required"] if name.endswith("Id"))
    properties = {name: definition.resolve(each) for name, each in resolved["properties"].items()}
    # Responses have SecurityInfo only where it is asked for.
    own = (id(resolved["properties"]),)
    unset = {
        name: _unset(definition, name, each, own)
        for name, each in properties.items()
        if not name.endswith("SecurityInfo")
    }
    return Entity(path, key.removesuffix("Id"), key, properties, unset)


@cache
def meeting_entity(definition: Definition) -> Entity:
    """Return the entity of meetings, whose ids are strings."""
    return entity(definition, MEETINGS, definition.schemas["MeetingInfoGetByIdDto"])


def is_keyed(definition: Definition, schema: Schema) -> bool:
    """Return whether a model has a numeric key."""
    resolved = definition.resolve(schema)
    return any(name.endswith("Id") for name in resolved.get("required", ()))


@cache
def entities(definition: Definition) -> Mapping[str, Entity]:
    """Return every entity with an operation GET `/<Path>/{id}`, by path."""
    writable = _writable_properties(definition)
    found: dict[str, Entity] = {}
    for operation in definition.operations:
        match operation.method, operation.segments:
            case ("GET", (path, "{id}")) if operation.response_schema is not None and is_keyed(
                definition, operation.response_schema
            ):
                read = entity(definition, path, operation.response_schema)
                found[path] = replace(read, extra=writable.get(path, frozenset()) - read.properties.keys())
    return found


@cache
def attached_entities(definition: Definition) -> Mapping[str, Entity]:
    """Return the hooks and the linked data of entities, by path: `<Path>/Hooks` and `<Path>/LinkedData`."""
    found: dict[str, Entity] = {}
    for operation in definition.operations:
        match operation.method, operation.segments:
            case ("GET", (path, "Hooks" | "LinkedData" as kind, "{id}")) if operation.response_schema is not None:
                found[f"{path}/{kind}"] = entity(definition, f"{path}/{kind}", operation.response_schema)
    return found


def _writable_properties(definition: Definition) -> dict[str, frozenset[str]]:
    """Return the properties of the body that creates a record, by path."""
    return {
        operation.segments[0]: frozenset(definition.resolve(operation.body).get("properties", {}))
        for operation in definition.operations
        if operation.method == "POST" and len(operation.segments) == 1 and operation.body is not None
    }


def _unset(definition: Definition, name: str, schema: Schema, within: tuple[int, ...] = ()) -> Any:
    """Return what the service sends for a property that was never set; null for a model within itself."""
    if "enum" in schema:
        return next((each for each in schema["enum"] if each is not None), None)
    kind = schema.get("type")
    if kind == "string":
        if schema.get("format") == "date-time":
            return EMPTY_DATE
        return "00:00:00" if name.endswith(_TIME_SPANS) else ""
    if kind == "object":
        properties: dict[str, Schema] = schema.get("properties", {})
        if id(properties) in within:
            return None
        nested = {each: definition.resolve(value) for each, value in properties.items()}
        return {each: _unset(definition, each, value, (*within, id(properties))) for each, value in nested.items()}
    unset: dict[Any, Any] = {"integer": 0, "number": 0.0, "boolean": False, "array": []}
    return unset.get(kind)
