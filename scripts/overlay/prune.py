"""Remove actions and parts of actions from the text of an overlay; everything else stays as it is.

No YAML library here writes comments, so the characters of a removed node are cut out. A comment directly above an
action belongs to it and goes with it; one that an empty line follows is the heading of a section and stays.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from scripts.overlay.actions import parse_overlay
from scripts.overlay.judgement import Skipped
from scripts.overlay.kinds import Location
from webcrm_ext.definition.document import PipelineError

_NAME = "overlay.yaml"
_ACTIONS = "actions"


@dataclass(slots=True)
class _Node:
    """A YAML node in the text.

    Attributes:
        start: Its first character, that of its anchor where it has one.
        end: The first character after it.
        is_flow: Whether it is a collection in brackets.
        members: Each member's key, its first character, and its value; the keys of a list are its indexes.
        anchor: Its anchor, or the one that it refers to.
        is_alias: Whether it refers to an anchor.
    """

    start: int
    end: int
    is_flow: bool = False
    members: list[tuple[Any, int, _Node]] = field(default_factory=list)
    anchor: str | None = None
    is_alias: bool = False

    def nodes(self) -> Iterator[_Node]:
        """Yield this node and all nodes in it, in the order of the text."""
        yield self
        for _, _, member in self.members:
            yield from member.nodes()


class _Inline(yaml.SafeDumper):
    """A dumper that writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature of the dumper
        return True


def prune(text: str, skipped: Iterable[Skipped]) -> str:
    """Return the text of an overlay without these actions and parts.

    A part of a node with an alias stays, because several actions use its lines.

    Raises:
        PipelineError: The text cannot be edited safely.
    """
    # Last to first: removing one shifts those after it.
    locations = [(_ACTIONS, each.action, *(("update", *each.part) if each.part else ())) for each in skipped]
    for location in sorted(locations, key=lambda each: [(isinstance(key, str), key) for key in each], reverse=True):
        text = _without(text, location)
    return text


def _without(text: str, location: Location) -> str:
    data = parse_overlay(text, _NAME)
    holders = _holders(_parsed(text), location)
    if holders is None:
        return text
    # What is left empty goes, too.
    while len(holders[-1].members) == 1 and len(location) > len((_ACTIONS, 0)):
        location = location[:-1]
        holders.pop()
    index = [key for key, _, _ in holders[-1].members].index(location[-1])
    start, end = (_flow_cut if holders[-1].is_flow else _block_cut)(text, holders[-1], index)
    edited = _with_anchors(text, start, end)
    if len(holders[-1].members) == 1:
        edited = re.sub(f"^{_ACTIONS}:", f"{_ACTIONS}: []", edited, count=1, flags=re.MULTILINE)
    if parse_overlay(edited, _NAME) != _expected(data, location):
        raise PipelineError(f"Removing action {int(location[1]) + 1} from swagger/{_NAME} failed. Remove it by hand.")
    return edited


def _expected(data: Any, location: Location) -> Any:
    # Aliases are one object for Python.
    expected = holder = copy.deepcopy(data)
    for key in location[:-1]:
        holder[key] = copy.deepcopy(holder[key])
        holder = holder[key]
    del holder[location[-1]]
    return expected


def _holders(root: _Node, location: Location) -> list[_Node] | None:
    """Return the collections that lead to a node, from the root, or None if one is shared by an alias."""
    shared = {node.anchor for node in root.nodes() if node.is_alias}
    holders = [root]
    for key in location[:-1]:
        holders.append(next(member for name, _, member in holders[-1].members if name == key))
        if holders[-1].anchor in shared:
            return None
    return holders if any(key == location[-1] for key, _, _ in holders[-1].members) else None


def _flow_cut(_text: str, holder: _Node, index: int) -> tuple[int, int]:
    members = holder.members
    if index + 1 < len(members):
        return members[index][1], members[index + 1][1]
    return members[index - 1][2].end, members[index][2].end


def _block_cut(text: str, holder: _Node, index: int) -> tuple[int, int]:
    _, start, member = holder.members[index]
    start = text.rfind("\n", 0, start) + 1
    end = text.find("\n", len(text[: member.end].rstrip())) + 1 or len(text)
    while start and (above := _line_before(text, start)).lstrip().startswith("#"):
        start -= len(above)
    if not text[end:].strip():
        start = len(text[:start].rstrip()) + 1
        return start, len(text)
    if not _line_before(text, start).strip():
        while (below := text[end:].partition("\n")[0]) == below.strip() == "":
            end += 1
    return start, end


def _line_before(text: str, start: int) -> str:
    """Return the line that ends where another one starts, with its newline."""
    return text[text.rfind("\n", 0, start - 1) + 1 : start]


def _with_anchors(text: str, start: int, end: int) -> str:
    """Return the text without a part; an anchor in it moves to its first use after it."""
    nodes = list(_parsed(text).nodes())
    moved = {}
    for each in nodes:
        if each.anchor and not each.is_alias and start <= each.start < end:
            use = next((other for other in nodes if other.anchor == each.anchor and other.start >= end), None)
            if use and use.is_alias:
                moved[use.start] = (use.end, f"&{each.anchor} {_inline(text, each)}")
    for position, (after, replacement) in sorted(moved.items(), reverse=True):
        text = text[:position] + replacement + text[after:]
    return text[:start] + text[end:]


def _inline(text: str, node: _Node) -> str:
    """Return the value of a node as YAML on one line."""
    loader = yaml.SafeLoader(text)
    found = next(each for each in _composed(loader.get_single_node()) if each.start_mark.index == node.start)
    value = loader.construct_document(found)
    dumped = yaml.dump(value, Dumper=_Inline, default_flow_style=True, width=10**9, sort_keys=False, allow_unicode=True)
    return dumped.removesuffix("...\n").strip()


def _composed(node: Any) -> Iterator[Any]:
    yield node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (key, *_composed(value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _composed(value)


def _parsed(text: str) -> _Node:
    events: Iterator[Any] = yaml.parse(text, yaml.SafeLoader)
    while not isinstance(event := next(events), yaml.NodeEvent):
        pass
    return _node(event, events)


def _node(event: Any, events: Iterator[Any]) -> _Node:
    node = _Node(event.start_mark.index, event.end_mark.index, anchor=event.anchor)
    node.is_alias = isinstance(event, yaml.AliasEvent)
    if isinstance(event, yaml.CollectionStartEvent):
        node.is_flow = bool(event.flow_style)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        while not isinstance(event := next(events), yaml.CollectionEndEvent):
            key: Any = len(node.members)
            start = event.start_mark.index
            if is_mapping:
                key = getattr(event, "value", None)
                event = next(events)
            node.members.append((key, start, _node(event, events)))
        # The end of a block is known only from its members.
        closing: Any = event
        ends = [closing.end_mark.index] if node.is_flow else [each.end for *_, each in node.members]
        node.end = max(ends, default=node.end)
    return node
