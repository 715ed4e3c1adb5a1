"""Compare two normalised schemas, keyword by keyword. A keyword without a rule is reported too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from webcrm_ext.definition.document import Document
from webcrm_ext.drift.difference import Difference, Location
from webcrm_ext.drift.normalise_schema import (
    COMPOSITION,
    DOCUMENTATION,
    NUMBER_NAMES,
    TYPE_NAME,
    Schema,
    canonical,
    shape,
)
from webcrm_ext.drift.renames import Candidate, renames

_LOWER_BOUNDS = ("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum")
_UPPER_BOUNDS = ("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum")
_BOUNDS = (*_LOWER_BOUNDS, *_UPPER_BOUNDS, "pattern", "multipleOf", "uniqueItems")
_WITH_OWN_METHOD = {"type", "format", "$ref", "properties", "required", "items", DOCUMENTATION, TYPE_NAME}
# The formats of strings that have their own type in the generated client.
_PYTHON_TYPES = frozenset({"date-time", "binary"})


class SchemaComparison:
    """The comparison of schemas.

    Args:
        renamed_models: The likely renames of models, old to new.
        old_models: The models of the old definition.
        new_models: Those of the new one.
        new_types: The names of the types of the new client.
    """

    def __init__(
        self,
        renamed_models: Mapping[str, str],
        old_models: Mapping[str, Schema],
        new_models: Mapping[str, Schema],
        new_types: Collection[str],
    ) -> None:
        self._renamed = renamed_models
        self._models = (old_models, new_models)
        self._new_types = new_types

    def compare(self, old: Schema, new: Schema, at: Location) -> Iterator[Difference]:
        """Yield the differences between two schemas."""
        if canonical(old) == canonical(new):
            return
        if not isinstance(old, dict) or not isinstance(new, dict):
            yield Difference("keyword-changed", at, old, new)
            return
        resolved = [self._resolve_enum(each, models) for each, models in zip((old, new), self._models, strict=True)]
        if ("$ref" in old) != ("$ref" in new) and all(is_enum(each) for each in resolved):
            old_name, new_name = (each.get("$ref", each.get(TYPE_NAME)) for each in (old, new))
            yield from self._enum_type_name(old_name, new_name, at)
            enums = [{**each, TYPE_NAME: ""} for each in resolved]
            yield from self.compare(enums[0], enums[1], at)
            return
        if canonical(old.get(DOCUMENTATION)) != canonical(new.get(DOCUMENTATION)):
            yield Difference("documentation-changed", at, old.get(DOCUMENTATION), new.get(DOCUMENTATION))
        was, now = _kind(old), _kind(new)
        if was != now:
            code = {"list": "became-single"}.get(was) or {"list": "became-list"}.get(now) or "type-changed"
            yield Difference(code, at, described(old), described(new))
            return
        type_differences = list(self._type(old, new, at))
        yield from type_differences
        if all(each.code != "type-changed" for each in type_differences):
            yield from self._members(old, new, at)
            # The type name of a property follows from property and model, whose renames are reported.
            if TYPE_NAME in old and TYPE_NAME in new and not at.models:
                yield from self._enum_type_name(old[TYPE_NAME], new[TYPE_NAME], at)
            for key in sorted((old.keys() | new.keys()) - _WITH_OWN_METHOD):
                if canonical(old.get(key)) != canonical(new.get(key)):
                    yield from self._keyword(key, old, new, at.child(key))

    def _enum_type_name(self, old: str | None, new: str | None, at: Location) -> Iterator[Difference]:
        if old != new:
            # The generator names other inline enums itself, so their names are not known here.
            still_exists = None not in (old, new) and old in self._new_types
            yield Difference("enum-type-split" if still_exists else "enum-type-renamed", at, old, new)

    @staticmethod
    def _resolve_enum(schema: Document, models: Mapping[str, Schema]) -> Schema:
        """Return the enum in place of a reference to one; any other schema unchanged."""
        model: Schema = models.get(str(schema.get("$ref")))
        if not is_enum(model):
            return schema
        enum = {key: value for key, value in model.items() if key != DOCUMENTATION}
        return enum | {key: value for key, value in schema.items() if key != "$ref"}

    def _type(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        if "$ref" in old:
            if self._renamed.get(old["$ref"], old["$ref"]) != new["$ref"]:
                yield Difference("model-replaced", at, old["$ref"], new["$ref"])
        elif old.get("type") != new.get("type"):
            codes = {("integer", "number"): "type-widened", ("number", "integer"): "type-narrowed"}
            code = codes.get((str(old.get("type")), str(new.get("type"))), "type-changed")
            yield Difference(code, at.child("type"), described(old), described(new))
        elif old.get("format") != new.get("format"):
            formats = {str(old.get("format")), str(new.get("format"))}
            other_python_type = old.get("type") == "string" and formats & _PYTHON_TYPES
            code = "format-changed" if other_python_type else "format-detail-changed"
            yield Difference(code, at.child("format"), described(old), described(new))

    def _members(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        if "items" in old or "items" in new:
            yield from self.compare(old.get("items"), new.get("items"), at.child("items", suffix="[]"))
        if any(key in schema for key in ("properties", "required") for schema in (old, new)):
            yield from self._properties(old, new, at)

    def _properties(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        was, now = old.get("properties", {}), new.get("properties", {})
        if not isinstance(was, dict) or not isinstance(now, dict):
            yield Difference("keyword-changed", at.child("properties"), was, now)
            return
        required_before, required = _required(old), _required(new)
        removed, added = was.keys() - now.keys(), now.keys() - was.keys()
        renamed = renames(
            {name: Candidate(name, shape(was[name])) for name in removed},
            {name: Candidate(name, shape(now[name])) for name in added},
        )
        for name in sorted(removed - renamed.keys()):
            yield Difference("property-removed", at.property(name, None), described(was[name]), None)
        for name in sorted(added - set(renamed.values())):
            code = "required-property-added" if name in required else "property-added"
            yield Difference(code, at.property(None, name), None, described(now[name]))
        for name, new_name in sorted([*renamed.items(), *((name, name) for name in was.keys() & now.keys())]):
            here = at.property(name, new_name)
            if name != new_name:
                yield Difference("property-renamed", here, name, new_name, guess=True)
            if (name in required_before) != (new_name in required):
                code = "property-became-required" if new_name in required else "property-became-optional"
                yield Difference(code, here, name in required_before, new_name in required)
            yield from self.compare(was[name], now[new_name], here)
        # Names that are required but not declared.
        if required_before - was.keys() != required - now.keys():
            yield Difference("keyword-changed", at.child("required"), sorted(required_before), sorted(required))

    def _keyword(self, key: str, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        before, after = old.get(key), new.get(key)
        match key:
            case "enum":
                yield from _enum_values(before, after, at)
            case _ if key == NUMBER_NAMES:
                yield from _number_names(before or {}, after or {}, at)
            case "nullable":
                yield Difference("null-allowed" if after else "null-refused", at, before is True, after is True)
            case "readOnly":
                yield Difference("became-read-only" if after else "became-writable", at, before is True, after is True)
            case "writeOnly":
                yield Difference("became-write-only" if after else "became-readable", at, before is True, after is True)
            case "default":
                code = "default-added" if key not in old else "default-removed" if key not in new else "default-changed"
                yield Difference(code, at, before, after)
            case _ if key in _BOUNDS:
                code = f"bound-{'narrowed' if _narrows(key, before, after) else 'widened'}"
                was, now = (None if each is None else f"{key} {canonical(each)}" for each in (before, after))
                yield Difference(code, at, was, now)
            case _ if key in COMPOSITION:
                yield from self._composition(key, before, after, at)
            case "additionalProperties" if isinstance(before, dict) and isinstance(after, dict):
                yield from self.compare(before, after, at)
            case _:
                code = "extension-changed" if key.startswith("x-") else "keyword-changed"
                yield Difference(code, at, before, after)

    def _composition(self, key: str, before: Any, after: Any, at: Location) -> Iterator[Difference]:
        pairs = self._pair_members(before, after)
        in_order = pairs == sorted(pairs) if pairs else True
        # The order counts in `anyOf` and `oneOf`: the client uses the first schema that fits.
        if pairs is None or not (in_order or key == "allOf"):
            yield Difference("composition-changed", at, described({key: before}), described({key: after}))
            return
        if not in_order:
            yield Difference("composition-reordered", at, described({key: before}), described({key: after}))
        for was, now in pairs:
            yield from self.compare(before[was], after[now], at.member(was, now))

    def _pair_members(self, before: Any, after: Any) -> list[tuple[int, int]] | None:
        """Pair the members of a composition by index.

        Equal members are pairs, and so are references to the same model; the rest is paired in order.

        Returns:
            The old and the new index of each member, in the new order; None if the members do not correspond.
        """
        if not isinstance(before, list) or not isinstance(after, list) or len(before) != len(after):
            return None
        unpaired_old = list(range(len(before)))
        pairs: dict[int, int] = {}
        shapes = [shape(self._with_new_name(each)) for each in before]
        for now, member in enumerate(after):
            equal = next((was for was in unpaired_old if shapes[was] == shape(member)), None)
            if equal is not None:
                pairs[now] = equal
                unpaired_old.remove(equal)
        unpaired_new = [now for now in range(len(after)) if now not in pairs]
        members = [before[was] for was in unpaired_old] + [after[now] for now in unpaired_new]
        if any(not isinstance(each, dict) or "$ref" in each for each in members):
            return None
        pairs |= dict(zip(unpaired_new, unpaired_old, strict=True))
        return [(pairs[now], now) for now in range(len(after))]

    def _with_new_name(self, schema: Schema) -> Schema:
        if not isinstance(schema, dict) or "$ref" not in schema:
            return schema
        return {**schema, "$ref": self._renamed.get(schema["$ref"], schema["$ref"])}


def is_enum(schema: Schema) -> bool:
    """Return whether a normalised schema is an enum and nothing else."""
    return isinstance(schema, dict) and "enum" in schema and _kind(schema) == "value" and "properties" not in schema


def _required(schema: Document) -> set[str]:
    required = schema.get("required", [])
    return set(required) if isinstance(required, list) else {canonical(required)}


def _enum_values(before: Any, after: Any, at: Location) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference("enum-added" if before is None else "enum-dropped", at, before, after)
        return
    if not isinstance(before, list) or not isinstance(after, list):
        yield Difference("keyword-changed", at, before, after)
        return
    was, now = {canonical(each): each for each in before}, {canonical(each): each for each in after}
    removed, added = was.keys() - now.keys(), now.keys() - was.keys()
    renamed = renames({key: Candidate(key) for key in removed}, {key: Candidate(key) for key in added})
    for key in sorted(removed - renamed.keys()):
        here = replace(at, was=at.child(before.index(was[key])).was)
        yield Difference("enum-value-removed", here, was[key], None)
    for key in sorted(added - set(renamed.values())):
        here = replace(at, now=at.child(after.index(now[key])).now)
        yield Difference("enum-value-added", here, None, now[key])
    for key, new_key in sorted(renamed.items()):
        yield Difference("enum-value-renamed", at, was[key], now[new_key], guess=True)
    if not removed and not added:
        yield Difference("enum-reordered", at, before, after)


def _number_names(before: Mapping[str, str], after: Mapping[str, str], at: Location) -> Iterator[Difference]:
    for number in sorted(before.keys() & after.keys()):
        if before[number] != after[number]:
            yield Difference("number-name-changed", at, before[number], after[number])


def _narrows(key: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return after is not None
    comparable = all(isinstance(each, int | float) for each in (before, after))
    if comparable and key in _LOWER_BOUNDS:
        return bool(after > before)
    if comparable and key in _UPPER_BOUNDS:
        # A boolean `exclusiveMaximum` narrows when it becomes true.
        return bool(after > before) if isinstance(after, bool) else bool(after < before)
    return True


def _kind(schema: Document) -> str:
    if "$ref" in schema:
        return "reference"
    if schema.get("type") == "array":
        return "list"
    return "composition" if any(key in schema for key in COMPOSITION) else "value"


def described(schema: Schema) -> str:
    """Return a short description of a schema: `list of PersonDto`, `string (date-time)`."""
    if not isinstance(schema, dict):
        return canonical(schema)
    if "$ref" in schema:
        return str(schema["$ref"])
    if schema.get("type") == "array":
        return f"list of {described(schema.get('items', {}))}"
    for key, separator in (("allOf", " and "), ("anyOf", " or "), ("oneOf", " or ")):
        if isinstance(schema.get(key), list):
            return separator.join(described(each) for each in schema[key])
    kind = str(schema.get("type", "anything"))
    if isinstance(schema.get("enum"), list):
        return f"{kind}, one of {len(schema['enum'])}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind
