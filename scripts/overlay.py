"""Corrections as data: apply an OpenAPI Overlay 1.0 document to the upgraded definition.

Each action must state its reason and source, match something, and change something. All stale actions
are reported together: those that match or change nothing, and those whose `x-unless` matches. So a
correction is removed when the vendor fixes the definition.
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
    """YAML loader that rejects duplicate keys, which SafeLoader silently overwrites."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    problem = f"the key {key.value!r} occurs twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_overlay(path: Path) -> Document:
    """Return an overlay file as YAML. `apply_overlay` validates it."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PipelineError(f"Reading {path.name} as YAML failed: {error}") from error
    if not isinstance(loaded, dict):
        raise PipelineError(f"{path.name} is not an overlay: expected an object.")
    return loaded


def apply_overlay(document: Document, overlay: Document) -> Document:
    """Return the corrected document. The argument is not changed.

    Raises:
        PipelineError: The overlay is not version 1.0.x or has an unknown key, or actions are malformed, lack
            a reason or source, match nothing, or change nothing. All such actions are reported together.
    """
    if not str(overlay.get("overlay", "")).startswith("1.0"):
        raise PipelineError("Unsupported version of the overlay. Expected `overlay: 1.0.0`.")
    unknown = _unknown(overlay, _KEYS)
    if unknown:
        raise PipelineError(f"Unknown key {unknown!r} in the overlay. Known keys: {', '.join(_KEYS)}.")
    corrected = copy.deepcopy(document)
    problems = []
    for number, action in enumerate(listing(overlay.get("actions", []), "/actions of the overlay"), start=1):
        checked = mapping(action, f"Action {number} of the overlay")
        problem = _apply(corrected, checked)
        if problem:
            problems.append(f"  {number}. {checked.get('description') or checked.get('target')}: {problem}")
    if problems:
        raise PipelineError(
            "Invalid or stale actions in swagger/overlay.yaml:\n"
            + "\n".join(problems)
            + "\nIf the definition was fixed, remove the action. If its structure changed, adjust the target."
        )
    return corrected


def _apply(document: Document, action: Document) -> str | None:
    """Apply one action in place. Return the problem, or None if the action matched and changed something."""
    problem = _malformed(action)
    if problem:
        return problem
    try:
        # A selector can match the same node twice: $['a', 'a'].
        locations = {node.location for node in compile_path(action["target"]).find(document)}
        fixed = bool(compile_path(action["x-unless"]).find(document)) if "x-unless" in action else False
    except JSONPathError as error:
        return f"its target or x-unless is not a JSONPath ({error})"
    if fixed:
        return f"the definition now has {action['x-unless']}"
    if not locations or not all(locations):
        return f"its target {action['target']} matches {'nothing' if not locations else 'the whole document'}"
    # Last to first: removing an item shifts those after it.
    changed = [_change(document, location, action) for location in sorted(locations, key=_by_position, reverse=True)]
    return None if any(changed) else "it changes nothing"


def _malformed(action: Document) -> str | None:
    for key in ("target", "description", "x-reason", "x-source", *(["x-unless"] if "x-unless" in action else [])):
        if not isinstance(action.get(key), str) or not action[key].strip():
            return f"it has no {key}"
    if ("update" in action) == (action.get("remove") is True):
        return "it needs either `update` or `remove: true`"
    unknown = _unknown(action, _ACTION_KEYS)
    if unknown:
        return f"it has the unknown key {unknown!r}"
    return next(_not_json(action.get("update"), "/update"), None)


def _unknown(holder: Document, known: tuple[str, ...]) -> Any:
    return next((key for key in holder if key not in known), None)


def _not_json(value: Any, location: str) -> Iterator[str]:
    """Yield YAML values that JSON does not have: unquoted statuses as keys, and unquoted dates."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield from _not_json(item, location + pointer(key))
            else:
                yield f"{location}: the key {key!r} is not a string: quote it"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _not_json(item, location + pointer(index))
    elif isinstance(value, float) and not math.isfinite(value):
        yield f"{location}: {value} is not a JSON number"
    elif value is not None and not isinstance(value, str | int | float):
        yield f"{location}: {value} is not a JSON value: quote it"


def _by_position(location: tuple[int | str, ...]) -> list[tuple[bool, int | str]]:
    return [(isinstance(part, str), part) for part in location]


def _change(document: Document, location: tuple[int | str, ...], action: Document) -> bool:
    """Change the node at this location. Return False if it was as the action wants it."""
    parent: Any = document
    for part in location[:-1]:
        parent = parent[part]
    key: Any = location[-1]
    if action.get("remove") is True:
        del parent[key]
        return True
    before = parent[key]
    parent[key] = _merged(before, copy.deepcopy(action["update"]), at_target=True)
    return bool(parent[key] != before)


def _merged(target: Any, update: Any, *, at_target: bool = False) -> Any:
    """Merge by the rules of Overlay 1.0: objects recursively, arrays by appending, all else by replacing."""
    if isinstance(target, dict) and isinstance(update, dict):
        return target | {key: _merged(target[key], value) if key in target else value for key, value in update.items()}
    if isinstance(target, list):
        if isinstance(update, list):
            return target + update
        return [*target, update] if at_target else update
    return update
