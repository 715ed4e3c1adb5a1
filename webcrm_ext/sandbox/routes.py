"""Find the operation of a request. Paths ignore case, and fixed parts come before parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote

from .definition import Definition, Operation
from .responses import HTTPError, not_found


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    operations: dict[str, Operation] = field(default_factory=dict)


class Routes:
    """The operations as a tree of path segments."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        for operation in operations:
            node = self._root
            for segment in operation.segments:
                if segment.startswith("{"):
                    node.parameter = node.parameter or _Node()
                    node = node.parameter
                else:
                    node = node.fixed.setdefault(segment.lower(), _Node())
            node.operations[operation.method] = operation

    def find(self, method: str, raw_path: str) -> tuple[Operation, dict[str, str]]:
        """Return the operation and the values of its path parameters.

        Raises:
            HTTPError: 404 for an unknown path, 405 for an unknown method.
        """
        segments = [unquote(segment) for segment in raw_path.strip("/").split("/")]
        nodes = self._nodes(self._root, segments)
        if not nodes:
            raise not_found(f"The path {raw_path}")
        for node in nodes:
            if (operation := node.operations.get(method)) is not None:
                names = (name[1:-1] if name.startswith("{") else "" for name in operation.segments)
                return operation, {name: value for name, value in zip(names, segments, strict=True) if name}
        allowed = sorted({method for node in nodes for method in node.operations})
        message = f"{raw_path} has no method {method}; its methods are {', '.join(allowed)}."
        raise HTTPError(405, message, "MethodNotAllowedException", headers={"Allow": ", ".join(allowed)})

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


@cache
def routes(definition: Definition) -> Routes:
    """Return the routes of a definition."""
    return Routes(definition.operations)
