"""Compare two settled schemas, keyword by keyword; what has no rule is found all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from webcrm_ext.definition.document import Document
from webcrm_ext.drift.difference import Difference, Location
from webcrm_ext.drift.normalise_schema import COMPOSITION, PROSE, TYPE_NAME, Schema, canonical, shape
from webcrm_ext.drift.renames import Candidate, renames

_LOWER = ("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum")
_UPPER = ("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum")
_BOUNDS = (*_LOWER, *_UPPER, "pattern", "multipleOf", "uniqueItems")
_COMPARED = {"type", "format", "$ref", "properties", "required", "items", PROSE, TYPE_NAME}
# The formats of text for which the generated client has a type of its own.
_PYTHON_TYPES = frozenset({"date-time", "date", "binary", "uuid"})


class SchemaComparison:
    """Compares schemas.

    Args:
        renamed_models: The models that have likely been renamed, old → new.
        old_models: The models of the old definition.
        new_models: Those of the new one.
    """

    def __init__(
        self, renamed_models: Mapping[str, str], old_models: Mapping[str, Schema], new_models: Mapping[str, Schema]
    ) -> None:
        self._renamed = renamed_models
        self._models = (old_models, new_models)

    def compare(self, old: Schema, new: Schema, at: Location) -> Iterator[Difference]:
        """Give the changes from one schema to another."""
        if canonical(old) == canonical(new):
            return
        if not isinstance(old, dict) or not isinstance(new, dict):
            yield Difference("keyword-changed", at, old, new)
            return
        sides = [self._values_of(each, models) for each, models in zip((old, new), self._models, strict=True)]
        if ("$ref" in old) != ("$ref" in new) and all(is_enum(each) for each in sides):
            was_called, is_called = (each.get("$ref", each.get(TYPE_NAME)) for each in (old, new))
            yield from _type_name(was_called, is_called, at)
            values = [{**each, TYPE_NAME: ""} for each in sides]
            yield from self.compare(values[0], values[1], at)
            return
        if canonical(old.get(PROSE)) != canonical(new.get(PROSE)):
            yield Difference("documentation-changed", at, old.get(PROSE), new.get(PROSE))
        was, now = _kind(old), _kind(new)
        if was != now:
            code = {"list": "became-single"}.get(was) or {"list": "became-list"}.get(now) or "type-changed"
            yield Difference(code, at, shown(old), shown(new))
            return
        other_type = list(self._type(old, new, at))
        yield from other_type
        if all(each.code != "type-changed" for each in other_type):
            yield from self._members(old, new, at)
            # That of a property follows the names of property and model, whose changes say it.
            if TYPE_NAME in old and TYPE_NAME in new and not at.models:
                yield from _type_name(old[TYPE_NAME], new[TYPE_NAME], at)
            for key in sorted((old.keys() | new.keys()) - _COMPARED):
                if canonical(old.get(key)) != canonical(new.get(key)):
                    yield from self._keyword(key, old, new, at.into(key))

    @staticmethod
    def _values_of(schema: Document, models: Mapping[str, Schema]) -> Schema:
        """Give a named list of values as if it stood here, and anything else as it is."""
        named: Schema = models.get(str(schema.get("$ref")))
        if not is_enum(named):
            return schema
        values = {key: value for key, value in named.items() if key != PROSE}
        return values | {key: value for key, value in schema.items() if key != "$ref"}

    def _type(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        if "$ref" in old:
            if self._renamed.get(old["$ref"], old["$ref"]) != new["$ref"]:
                yield Difference("model-replaced", at, old["$ref"], new["$ref"])
        elif old.get("type") != new.get("type"):
            codes = {("integer", "number"): "type-widened", ("number", "integer"): "type-narrowed"}
            code = codes.get((str(old.get("type")), str(new.get("type"))), "type-changed")
            yield Difference(code, at.into("type"), shown(old), shown(new))
        elif old.get("format") != new.get("format"):
            formats = {str(old.get("format")), str(new.get("format"))}
            is_other_type = old.get("type") == "string" and formats & _PYTHON_TYPES
            code = "format-changed" if is_other_type else "format-detail-changed"
            yield Difference(code, at.into("format"), shown(old), shown(new))

    def _members(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        if "items" in old or "items" in new:
            yield from self.compare(old.get("items"), new.get("items"), at.into("items", named="[]"))
        if any(key in schema for key in ("properties", "required") for schema in (old, new)):
            yield from self._properties(old, new, at)

    def _properties(self, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        was, now = old.get("properties", {}), new.get("properties", {})
        if not isinstance(was, dict) or not isinstance(now, dict):
            yield Difference("keyword-changed", at.into("properties"), was, now)
            return
        needed_before, needed = _required(old), _required(new)
        gone, came = was.keys() - now.keys(), now.keys() - was.keys()
        renamed = renames(
            *(
                {name: Candidate(name, shape(side[name])) for name in names}
                for side, names in ((was, gone), (now, came))
            )
        )
        for name in sorted(gone - renamed.keys()):
            yield Difference("property-removed", at.into_property(name, None), shown(was[name]), None)
        for name in sorted(came - set(renamed.values())):
            code = "required-property-added" if name in needed else "property-added"
            yield Difference(code, at.into_property(None, name), None, shown(now[name]))
        for name, other in sorted([*renamed.items(), *((name, name) for name in was.keys() & now.keys())]):
            here = at.into_property(name, other)
            if name != other:
                yield Difference("property-renamed", here, name, other, guess=True)
            if (name in needed_before) != (other in needed):
                code = "property-became-required" if other in needed else "property-became-optional"
                yield Difference(code, here, name in needed_before, other in needed)
            yield from self.compare(was[name], now[other], here)
        # Names that are required and declared nowhere.
        if needed_before - was.keys() != needed - now.keys():
            yield Difference("keyword-changed", at.into("required"), sorted(needed_before), sorted(needed))

    def _keyword(self, key: str, old: Document, new: Document, at: Location) -> Iterator[Difference]:
        before, after = old.get(key), new.get(key)
        match key:
            case "enum":
                yield from _enum(before, after, at)
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
        pairs = self._same_members(before, after)
        in_order = pairs == sorted(pairs) if pairs else True
        # Of several that a value may be, the first that fits is taken.
        if pairs is None or not (in_order or key == "allOf"):
            yield Difference("composition-changed", at, shown({key: before}), shown({key: after}))
            return
        if not in_order:
            yield Difference("composition-reordered", at, shown({key: before}), shown({key: after}))
        for was, now in pairs:
            yield from self.compare(before[was], after[now], at.into_member(was, now))

    def _same_members(self, before: Any, after: Any) -> list[tuple[int, int]] | None:
        """Pair the members of a composition, by their places, in the new order; None where they are not the same.

        The same are those that name one model, those that are alike, and of what is left one after the other.
        """
        if not isinstance(before, list) or not isinstance(after, list) or len(before) != len(after):
            return None
        left = list(range(len(before)))
        pairs: dict[int, int] = {}
        shapes = [shape(self._as_renamed(each)) for each in before]
        for now, member in enumerate(after):
            alike = next((was for was in left if shapes[was] == shape(member)), None)
            if alike is not None:
                pairs[now] = alike
                left.remove(alike)
        unpaired = [now for now in range(len(after)) if now not in pairs]
        members = [before[was] for was in left] + [after[now] for now in unpaired]
        if any(not isinstance(each, dict) or "$ref" in each for each in members):
            return None
        pairs |= dict(zip(unpaired, left, strict=True))
        return [(pairs[now], now) for now in range(len(after))]

    def _as_renamed(self, schema: Schema) -> Schema:
        if not isinstance(schema, dict) or "$ref" not in schema:
            return schema
        return {**schema, "$ref": self._renamed.get(schema["$ref"], schema["$ref"])}


def _type_name(old: str | None, new: str | None, at: Location) -> Iterator[Difference]:
    if old != new:
        yield Difference("enum-type-renamed", at, old, new)


def is_enum(schema: Schema) -> bool:
    """Say whether a settled schema is a list of values, and nothing else."""
    return isinstance(schema, dict) and "enum" in schema and _kind(schema) == "value" and "properties" not in schema


def _required(schema: Document) -> set[str]:
    required = schema.get("required", [])
    return set(required) if isinstance(required, list) else {canonical(required)}


def _enum(before: Any, after: Any, at: Location) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference("enum-added" if before is None else "enum-dropped", at, before, after)
        return
    if not isinstance(before, list) or not isinstance(after, list):
        yield Difference("keyword-changed", at, before, after)
        return
    was, now = {canonical(each): each for each in before}, {canonical(each): each for each in after}
    gone, came = was.keys() - now.keys(), now.keys() - was.keys()
    renamed = renames(*({key: Candidate(key) for key in keys} for keys in (gone, came)))
    for key in sorted(gone - renamed.keys()):
        yield Difference("enum-value-removed", _of_one_side(at, was=before.index(was[key])), was[key], None)
    for key in sorted(came - set(renamed.values())):
        yield Difference("enum-value-added", _of_one_side(at, now=after.index(now[key])), None, now[key])
    for key, other in sorted(renamed.items()):
        yield Difference("enum-value-renamed", at, was[key], now[other], guess=True)
    if not gone and not came:
        yield Difference("enum-reordered", at, before, after)


def _of_one_side(at: Location, *, was: int | None = None, now: int | None = None) -> Location:
    below = at.into(was if now is None else now)
    return replace(at, was=at.was if was is None else below.was, now=at.now if now is None else below.now)


def _narrows(key: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return after is not None
    comparable = all(isinstance(each, int | float) for each in (before, after))
    if comparable and key in _LOWER:
        return bool(after > before)
    if comparable and key in _UPPER:
        # An exclusive limit that is said with true or false narrows when it becomes true.
        return bool(after > before) if isinstance(after, bool) else bool(after < before)
    return True


def _kind(schema: Document) -> str:
    if "$ref" in schema:
        return "reference"
    if schema.get("type") == "array":
        return "list"
    return "composition" if any(key in schema for key in COMPOSITION) else "value"


def shown(schema: Schema) -> str:
    """Say what a schema is, in a few words: `list of PersonDto`, `string (date-time)`."""
    if not isinstance(schema, dict):
        return canonical(schema)
    if "$ref" in schema:
        return str(schema["$ref"])
    if schema.get("type") == "array":
        return f"list of {shown(schema.get('items', {}))}"
    for key, word in (("allOf", " and "), ("anyOf", " or "), ("oneOf", " or ")):
        if isinstance(schema.get(key), list):
            return word.join(shown(each) for each in schema[key])
    kind = str(schema.get("type", "anything"))
    if isinstance(schema.get("enum"), list):
        return f"{kind}, one of {len(schema['enum'])}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind
