"""The entities of the API, read from the definition once: where they live, their key, and their properties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .dates import EMPTY_DATE
from .definition import Definition, Schema

MEETINGS = "Meetings"
MEETING_PREFIX = "meeting-"
"""What the ids of meetings begin with; a number follows."""
LARGEST_ID = 2**31 - 1
_TIME_SPANS = ("SpentTime", "Duration")
# Deliveries and opportunities are two views of one table.
_SHARED_SEQUENCES = {"Deliveries": "Opportunities"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record, such as the persons under `/Persons`."""

    path: str
    """What its addresses begin with, `Persons`; also the name of its collection."""
    name: str
    """What its properties begin with, `Person`."""
    key: str
    """The property that holds the id, `PersonId`."""
    properties: Mapping[str, Schema]
    unset: Mapping[str, Any]
    """What the properties of a new record hold when nothing was sent for them."""

    extra: frozenset[str] = frozenset()
    """Properties that are only written."""

    @property
    def sequence(self) -> str:
        """What its ids are counted by, which all hooks have in common, and all linked data."""
        head, _, kind = self.path.partition("/")
        return kind or _SHARED_SEQUENCES.get(head, head)

    def key_value(self, number: int) -> int | str:
        """What the key of a record holds: its number, or the text that a meeting is known by."""
        return f"{MEETING_PREFIX}{number:06}" if self.path == MEETINGS else number

    def takes(self, name: str) -> bool:
        """Whether a property of this name can be written."""
        return name in self.properties or name in self.extra

    def property(self, suffix: str) -> str | None:
        """The entity's property with this ending, `PersonCreatedAt` for `CreatedAt`; None if it has none."""
        name = self.name + suffix
        return name if name in self.properties else None


def entity(definition: Definition, path: str, schema: Schema) -> Entity:
    """The entity of a model; its key is the first id that the model requires."""
    resolved = definition.resolve(schema)
    key: str = next(name for name in resolved["required"] if name.endswith("Id"))
    properties = {name: definition.resolve(each) for name, each in resolved["properties"].items()}
    unset = {name: _unset(name, each) for name, each in properties.items()}
    return Entity(path, key.removesuffix("Id"), key, properties, unset)


@cache
def meeting_entity(definition: Definition) -> Entity:
    """Meetings, whose ids are texts: what they have, and nothing that goes by number."""
    return entity(definition, MEETINGS, definition.schemas["MeetingInfoGetByIdDto"])


def is_keyed(definition: Definition, schema: Schema) -> bool:
    """Whether a model stands for records that are known by a number."""
    resolved = definition.resolve(schema)
    return any(name.endswith("Id") for name in resolved.get("required", ()))


@cache
def entities(definition: Definition) -> Mapping[str, Entity]:
    """Every entity that is read by its id at `/<Path>/{id}`, with its path as the key."""
    written = _written_properties(definition)
    found: dict[str, Entity] = {}
    for operation in definition.operations:
        match operation.method, operation.segments:
            case ("GET", (path, "{id}")) if operation.response_schema is not None and is_keyed(
                definition, operation.response_schema
            ):
                read = entity(definition, path, operation.response_schema)
                found[path] = replace(read, extra=written.get(path, frozenset()) - read.properties.keys())
    return found


@cache
def attached_entities(definition: Definition) -> Mapping[str, Entity]:
    """The hooks and the linked data of entities: records of their own at `/<Path>/Hooks` and `/<Path>/LinkedData`."""
    found: dict[str, Entity] = {}
    for operation in definition.operations:
        match operation.method, operation.segments:
            case ("GET", (path, "Hooks" | "LinkedData" as kind, "{id}")) if operation.response_schema is not None:
                found[f"{path}/{kind}"] = entity(definition, f"{path}/{kind}", operation.response_schema)
    return found


def _written_properties(definition: Definition) -> dict[str, frozenset[str]]:
    """The properties of what is sent to create a record, by the path of its entity."""
    return {
        operation.segments[0]: frozenset(definition.resolve(operation.body).get("properties", {}))
        for operation in definition.operations
        if operation.method == "POST" and len(operation.segments) == 1 and operation.body is not None
    }


def _unset(name: str, schema: Schema) -> Any:
    """Texts are empty, numbers 0, dates the empty date: what the service sends for properties never set."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "string":
        if schema.get("format") == "date-time":
            return EMPTY_DATE
        return "00:00:00" if name.endswith(_TIME_SPANS) else ""
    unset: dict[Any, Any] = {"integer": 0, "number": 0.0, "boolean": False, "array": []}
    return unset.get(kind)
