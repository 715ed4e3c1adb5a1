"""Edits of a definition, and the record of one edit with its expected change."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.definitions import Document, at
from webcrm_ext.drift.codes import Direction

Edit = Callable[[Document], None]


class Mutation(NamedTuple):
    """One edit of the sample, and the change that drift must report.

    Attributes:
        name: What is edited and how.
        prepare: Edits both definitions first.
        change: Edits the new definition.
        code: The expected code.
        subject: The expected subject.
        directions: The directions of the edited value.
        owner: What the edit belongs to; edits of different owners can be combined.
        guess: Whether the change must be marked as a guess.
        in_python: Whether the name in Python changes too.
    """

    name: str
    prepare: Edit
    change: Edit
    code: str
    subject: str
    directions: frozenset[Direction]
    owner: str
    guess: bool = False
    in_python: bool = False


def nothing(document: Document) -> None:
    pass


def set_value(*keys_and_value: Any) -> Edit:
    *keys, value = keys_and_value

    def edit(document: Document) -> None:
        at(document, tuple(keys[:-1]))[keys[-1]] = copy.deepcopy(value)

    return edit


def delete(*keys: Any) -> Edit:
    def edit(document: Document) -> None:
        del at(document, keys[:-1])[keys[-1]]

    return edit


def rename(*keys: Any, to: Any) -> Edit:
    """Rename a key and keep its position."""

    def edit(document: Document) -> None:
        holder = at(document, keys[:-1])
        items = [(to if key == keys[-1] else key, value) for key, value in holder.items()]
        holder.clear()
        holder.update(items)

    return edit


def append(*keys_and_value: Any) -> Edit:
    *keys, value = keys_and_value
    return lambda document: at(document, tuple(keys)).append(copy.deepcopy(value))


def in_turn(*edits: Edit) -> Edit:
    def edit(document: Document) -> None:
        for each in edits:
            each(document)

    return edit
