"""Find the operation of a request. Paths ignore case, and fixed parts come before parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from urllib.parse import unquote

from .definition import Definition, Operation
from .responses import HTTPError, not_found


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    operations: dict[str, Operation] = field(default_factory=dict)


Target = tuple[Operation, dict[str, str]]
"""An operation, and the values of its path parameters."""

_MAX_COMPARED = 200
"""Characters of a path that are compared with those of the operations."""


class Routes:
    """The operations as a tree of path segments."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        self._operations = tuple(operations)
        for operation in self._operations:
            node = self._root
            for segment in operation.segments:
                if segment.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.fixed.setdefault(segment.lower(), _Node())
            node.operations[operation.method] = operation

    def match(self, method: str, raw_path: str) -> Target | None:
        """Return the operation and the values of its path parameters, or None."""
        segments = _segments(raw_path)
        for node in self._nodes(self._root, segments):
            if (operation := node.operations.get(method)) is not None:
                names = (name[1:-1] if name.startswith("{") else "" for name in operation.segments)
                return operation, {name: value for name, value in zip(names, segments, strict=True) if name}
        return None

    def find(self, method: str, raw_path: str) -> Target:
        """Return the operation and the values of its path parameters.

        Raises:
            HTTPError: 404 for an unknown path, 405 for an unknown method.
        """
        if (target := self.match(method, raw_path)) is not None:
            return target
        nodes = self._nodes(self._root, _segments(raw_path))
        if not nodes:
            error = not_found(f"The path {raw_path}")
            error.message += self.nearest(method, raw_path)
            raise error
        allowed = sorted({method for node in nodes for method in node.operations})
        message = f"{raw_path} has no method {method}; its methods are {', '.join(allowed)}."
        raise HTTPError(405, message, "MethodNotAllowedException", headers={"Allow": ", ".join(allowed)})

    def nearest(self, method: str, path: str) -> str:
        """Return a sentence with the operation whose path is the most similar, of the same method if it has one."""
        parts = ("{id}" if part.isdigit() else part for part in path[:_MAX_COMPARED].lower().strip("/").split("/"))
        matcher = SequenceMatcher(b="/" + "/".join(parts), autojunk=False)

        def similarity(operation: Operation) -> tuple[float, bool]:
            matcher.set_seq1(operation.path.lower())
            return matcher.ratio(), operation.method == method

        best = max(self._operations, key=similarity, default=None)
        return "" if best is None else f" The nearest operation is {best.name}: {best.method} {best.path}."

    def _nodes(self, node: _Node, segments: list[str]) -> list[_Node]:
        """Return every node that matches the path, those with the most fixed parts first."""
        if not segments:
            return [node] if node.operations else []
        head, rest = segments[0], segments[1:]
        found: list[_Node] = []
        if (fixed := node.fixed.get(head.lower())) is not None:
            found += self._nodes(fixed, rest)
        if node.parameter is not None and head:
            found += self._nodes(node.parameter, rest)
        return found


def _segments(raw_path: str) -> list[str]:
    return [unquote(segment) for segment in raw_path.strip("/").split("/")]


@cache
def routes(definition: Definition) -> Routes:
    """Return the routes of a definition."""
    return Routes(definition.operations)
