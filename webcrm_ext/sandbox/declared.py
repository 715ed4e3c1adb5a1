"""Operations that the sandbox does not simulate: served by the shape that the definition declares."""

from typing import Any

from .call import Call, Handler
from .dates import format_date
from .definition import Definition, Operation, Schema
from .records import Records
from .responses import Response, empty_response, encoded_json_response, json_response
from .store import Condition
from .tenant import Tenant

_NUMBERS: dict[str, Any] = {"boolean": True, "integer": 1, "number": 1.0}


def declared(operation: Operation, records: dict[str, Records], tenant: Tenant) -> Handler:
    """Return a handler that changes nothing and returns a value of the declared type.

    The record that the path begins with must exist. A list of records returns stored ones, those of that record if they
    are linked to it.
    """
    owner = records.get(operation.segments[0]) if operation.segments[1:2] == ("{id}",) else None
    schema = operation.response_schema
    stored = None if schema is None else _stored(schema.get("items", schema), records, tenant.definition)
    is_list = schema is not None and schema.get("type") == "array"

    def handler(call: Call) -> Response:
        record = None if owner is None else tenant.store.record_json(owner.entity.path, call.id)
        if owner is not None and record is None:
            raise tenant.missing(f"{owner.entity.key} {call.id}")
        if schema is None:
            return empty_response(operation.status)
        if record is not None and stored is owner and not is_list:
            return encoded_json_response(record)
        if stored is not None and is_list and operation.method == "GET":
            return stored.page(call, _condition(call, owner, stored))
        return json_response(example(tenant, schema), operation.status)

    return handler


def example(tenant: Tenant, schema: Schema, name: str = "", within: tuple[str, ...] = ()) -> Any:
    """Return a value of a schema: an object with all properties, a list of one, or a plain value."""
    wrapped: Schema = next(iter(schema.get("allOf", ())), {})
    model = str(schema.get("$ref") or wrapped.get("$ref", ""))
    if model in within:
        return None
    within = (*within, model) if model else within
    resolved = tenant.definition.resolve(schema)
    kind = resolved.get("type")
    if "enum" in resolved:
        return resolved["enum"][0]
    if kind == "object":
        properties: dict[str, Schema] = resolved.get("properties", {})
        return {each: example(tenant, value, each, within) for each, value in properties.items()}
    if kind == "array":
        return [example(tenant, resolved["items"], name, within)]
    if kind == "string":
        return format_date(tenant.clock.now()) if resolved.get("format") == "date-time" else name
    return _NUMBERS.get(str(kind))


def _stored(schema: Schema, records: dict[str, Records], definition: Definition) -> Records | None:
    """Return the records of a model, or None if they are not stored."""
    properties = definition.resolve(schema).get("properties", {})
    found = [each for each in records.values() if properties and each.entity.properties.keys() == properties.keys()]
    return found[0] if found else None


def _condition(call: Call, owner: Records | None, stored: Records) -> Condition | None:
    link = None if owner is None else stored.entity.property(f"{owner.entity.name}Id")
    return None if link is None else Condition((link, "is", call.id))
