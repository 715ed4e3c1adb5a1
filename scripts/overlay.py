"""Corrections as data: an OpenAPI Overlay 1.0 document is applied to the upgraded definition.

Each action must state its reason and source, match something, and change something. One that no
longer does, or that finds what its `x-unless` points to, is reported by name, all of them at once, so
that repairs go when the vendor mends the file.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonpath_rfc9535 import JSONPathError
from jsonpath_rfc9535 import compile as compile_path

from webcrm_ext.definition.document import Document, PipelineError, listing, mapping, pointer

_KEYS = ("overlay", "info", "actions")
_ACTION_KEYS = ("target", "description", "x-reason", "x-source", "x-unless", "update", "remove")


class _Loader(yaml.SafeLoader):
    """Reads YAML, and refuses a key that stands twice in one place: the first would be lost in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    twice = f"the key {key.value!r} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, twice, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_overlay(path: Path) -> Document:
    """Read an overlay file; whether it is well formed is judged by `apply_overlay`."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - it is a safe one
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PipelineError(f"{path.name} cannot be read as YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise PipelineError(f"{path.name}: not an overlay document.")
    return loaded


def apply_overlay(document: Document, overlay: Document) -> Document:
    """Give the corrected document; the argument is not changed.

    Raises:
        PipelineError: the overlay is not version 1.0.x or has an unknown key, an action is malformed, gives
            no reason or source, matches nothing, or changes nothing. All such actions are named together.
    """
    if not str(overlay.get("overlay", "")).startswith("1.0"):
        raise PipelineError("The overlay does not say `overlay: 1.0.0`: its version is not supported.")
    unknown = _unknown(overlay, _KEYS)
    if unknown:
        raise PipelineError(f"The overlay has the key {unknown!r}, for which there is no rule.")
    corrected = copy.deepcopy(document)
    faults = []
    for number, action in enumerate(listing(overlay.get("actions", []), "/actions of the overlay"), start=1):
        checked = mapping(action, f"Action {number} of the overlay")
        fault = _apply(corrected, checked)
        if fault:
            faults.append(f"  {number}. {checked.get('description') or checked.get('target')}: {fault}")
    if faults:
        raise PipelineError(
            "Actions of swagger/overlay.yaml no longer hold:\n"
            + "\n".join(faults)
            + "\nWhere the definition was mended, remove the action; where it moved, mend the target."
        )
    return corrected


def _apply(document: Document, action: Document) -> str | None:
    """Apply one action in place; give the fault, or None when it matched and changed something."""
    fault = _malformed(action)
    if fault:
        return fault
    try:
        # A selector can find one place twice: $['a', 'a'].
        locations = {node.location for node in compile_path(action["target"]).find(document)}
        mended = bool(compile_path(action["x-unless"]).find(document)) if "x-unless" in action else False
    except JSONPathError as error:
        return f"its target or x-unless is not a JSONPath ({error})"
    if mended:
        return f"the definition now has {action['x-unless']}"
    if not locations or not all(locations):
        return f"its target {action['target']} matches {'nothing' if not locations else 'the whole document'}"
    before = copy.deepcopy(document)
    # From the last to the first, so that removing an item does not move the ones still to go.
    for location in sorted(locations, key=_by_position, reverse=True):
        _change(document, location, action)
    return None if document != before else "it changes nothing"


def _malformed(action: Document) -> str | None:
    for key in ("target", "description", "x-reason", "x-source", *(["x-unless"] if "x-unless" in action else [])):
        if not isinstance(action.get(key), str) or not action[key].strip():
            return f"it has no {key}"
    if ("update" in action) == (action.get("remove") is True):
        return "it needs either `update` or `remove: true`"
    unknown = _unknown(action, _ACTION_KEYS)
    if unknown:
        return f"it has the key {unknown!r}, for which there is no rule"
    return next(_not_json(action.get("update"), "/update"), None)


def _unknown(holder: Document, known: tuple[str, ...]) -> Any:
    return next((key for key in holder if key not in known), None)


def _not_json(value: Any, place: str) -> Iterator[str]:
    """Name what YAML can say and JSON cannot: an unquoted status is a number, an unquoted date a date."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _not_json(item, place + pointer(key))
            else:
                yield f"{place}: the key {key!r} is no text: quote it"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _not_json(item, place + pointer(index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{place}: {value} is no number of JSON"
    elif value is not None and not isinstance(value, str | int | float):
        yield f"{place}: {value} is no value of JSON: quote it"


def _by_position(location: tuple[int | str, ...]) -> list[tuple[bool, int | str]]:
    return [(isinstance(part, str), part) for part in location]


def _change(document: Document, location: tuple[int | str, ...], action: Document) -> None:
    parent: Any = document
    for part in location[:-1]:
        parent = parent[part]
    key: Any = location[-1]
    if action.get("remove") is True:
        del parent[key]
    else:
        parent[key] = _merged(parent[key], copy.deepcopy(action["update"]), at_target=True)


def _merged(target: Any, update: Any, *, at_target: bool = False) -> Any:
    """Merge as Overlay 1.0 says: objects recursively, arrays by appending, all else by replacing."""
    if isinstance(target, dict) and isinstance(update, dict):
        return target | {key: _merged(target[key], value) if key in target else value for key, value in update.items()}
    if isinstance(target, list):
        if isinstance(update, list):
            return target + update
        return [*target, update] if at_target else update
    return update
