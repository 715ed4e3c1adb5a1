"""The actions of an overlay: read from YAML and validated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonpath_rfc9535 import JSONPathError, JSONPathQuery
from jsonpath_rfc9535 import compile as compile_path

from webcrm_ext.definition.document import Document, PipelineError, listing, mapping, pointer

_KEYS = ("overlay", "info", "actions")
_ACTION_KEYS = ("target", "description", "x-reason", "x-source", "update", "remove")


@dataclass(frozen=True, slots=True, eq=False)
class Action:
    """One action of an overlay.

    Attributes:
        index: Its position, from 0.
        description: Its description, which identifies it in reports.
        target: The JSONPath of what it changes, as it is written.
        query: The same, compiled.
        update: What it adds; None for a removal.
        remove: Whether it removes the target.
    """

    index: int
    description: str
    target: str
    query: JSONPathQuery
    update: Any
    remove: bool


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
    """Return an overlay file as YAML. `read_actions` validates it."""
    return parse_overlay(read_overlay_text(path), path.name)


def read_overlay_text(path: Path) -> str:
    """Return the text of an overlay file.

    Raises:
        PipelineError: The file cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PipelineError(f"Reading {path.name} as YAML failed: {error}") from error


def parse_overlay(text: str, name: str) -> Document:
    """Return the text of an overlay as YAML.

    Raises:
        PipelineError: It is not YAML, or not an object.
    """
    try:
        loaded = yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise PipelineError(f"Reading {name} as YAML failed: {error}") from error
    if not isinstance(loaded, dict):
        raise PipelineError(f"{name} is not an overlay: expected an object.")
    return loaded


def read_actions(overlay: Document) -> list[Action]:
    """Return the actions of an overlay.

    Raises:
        PipelineError: The overlay is not version 1.0.x or has an unknown key, or actions are malformed or lack a
            reason or source. All such actions are reported together.
    """
    if not str(overlay.get("overlay", "")).startswith("1.0"):
        raise PipelineError("Unsupported version of the overlay. Expected `overlay: 1.0.0`.")
    unknown = _unknown(overlay, _KEYS)
    if unknown:
        raise PipelineError(f"Unknown key {unknown!r} in the overlay. Known keys: {', '.join(_KEYS)}.")
    actions = []
    problems = []
    for index, raw in enumerate(listing(overlay.get("actions", []), "/actions of the overlay")):
        checked = mapping(raw, f"Action {index + 1} of the overlay")
        problem = _malformed(checked)
        if problem:
            problems.append(f"  {index + 1}. {checked.get('description') or checked.get('target')}: {problem}")
        else:
            actions.append(
                Action(
                    index,
                    checked["description"],
                    checked["target"],
                    compile_path(checked["target"]),
                    checked.get("update"),
                    checked.get("remove") is True,
                )
            )
    if problems:
        raise PipelineError("Malformed actions in swagger/overlay.yaml:\n" + "\n".join(problems))
    return actions


def _malformed(action: Document) -> str | None:
    for key in ("target", "description", "x-reason", "x-source"):
        if not isinstance(action.get(key), str) or not action[key].strip():
            return f"it has no {key}"
    if ("update" in action) == (action.get("remove") is True):
        return "it needs either `update` or `remove: true`"
    unknown = _unknown(action, _ACTION_KEYS)
    if unknown:
        return f"it has the unknown key {unknown!r}"
    try:
        if compile_path(action["target"]).empty():
            return "its target is the whole document"
    except JSONPathError as error:
        return f"its target is not a JSONPath ({error})"
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
