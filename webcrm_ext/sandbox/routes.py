"""Finding the operation that a request means: paths in any case, fixed parts before parameters."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from .definition import Operation
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
        """The operation and the raw values of its path parameters.

        Raises:
            HTTPError: 404 for an unknown path, 405 for a method that the path does not have.
        """
        segments = [unquote(segment) for segment in raw_path.strip("/").split("/")]
        nodes = self._nodes(self._root, segments)
        if not nodes:
            raise not_found(f"The address {raw_path}")
        for node in nodes:
            if (operation := node.operations.get(method)) is not None:
                names = (name[1:-1] if name.startswith("{") else "" for name in operation.segments)
                return operation, {name: value for name, value in zip(names, segments, strict=True) if name}
        allowed = sorted({method for node in nodes for method in node.operations})
        message = f"{raw_path} does not take {method}; it takes {', '.join(allowed)}."
        raise HTTPError(405, message, "MethodNotAllowedException", headers={"Allow": ", ".join(allowed)})

    def _nodes(self, node: _Node, segments: list[str]) -> list[_Node]:
        """Every node that the path can mean, the most literal first."""
        if not segments:
            return [node] if node.operations else []
        head, rest = segments[0], segments[1:]
        found: list[_Node] = []
        if (fixed := node.fixed.get(head.lower())) is not None:
            found += self._nodes(fixed, rest)
        if node.parameter is not None and head:
            found += self._nodes(node.parameter, rest)
        return found
