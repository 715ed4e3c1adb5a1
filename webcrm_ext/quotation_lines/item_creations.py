"""Create equal linked-data items one at a time, and announce each to the other operations of a client.

The API accepts any number of equal items. So an operation that finds no equal item waits while another creates one, and
then looks again. Different items are created at the same time.

There is no lock: each access to a dict is atomic, and so a fork can leave nothing locked. Waiting is a step of the
operation (`WaitFor`), as for a token refresh: threads, tasks and event loops wait for each other.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from webcrm_ext.operations import Operation, WaitFor

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

PATIENCE = 600.0
"""Seconds to wait for one creation; then its event loop is considered stuck. A second item is the worst result."""

Creation = tuple[int, dict[str, Any]] | None
"""The id and the JSON of a new item; None if an item may have been created."""


class ItemCreations:
    """The linked-data items that the operations of a client and its copies are creating.

    Args:
        patience: Seconds to wait for one creation.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._in_progress: dict[Hashable, Future[None]] = {}
        self._inboxes: WeakValueDictionary[int, deque[Creation]] = WeakValueDictionary()

    def inbox(self) -> deque[Creation]:
        """Return a queue that receives all creations from now on, until its last reference is dropped."""
        inbox: deque[Creation] = deque()
        self._inboxes[id(inbox)] = inbox
        return inbox

    def announce(self, creation: Creation) -> None:
        """Add a creation to all inboxes."""
        for reference in self._inboxes.valuerefs():
            inbox = reference()
            if inbox is not None:
                inbox.append(creation)

    def one_at_a_time(self, key: Hashable, work: Operation[T]) -> Operation[T]:
        """Run an operation, and return its result. Operations with equal keys wait for each other."""
        from concurrent.futures import Future  # noqa: PLC0415 - loads much

        key = os.getpid(), key  # a fork copies the entries of threads that the child does not have
        mine: Future[None] = Future()
        while (running := self._in_progress.setdefault(key, mine)) is not mine:
            yield WaitFor(running, self._patience)
            if not running.done() and self._in_progress.get(key) is running:
                self._in_progress[key] = mine
        try:
            return (yield from work)
        finally:
            if self._in_progress.get(key) is mine:
                self._in_progress.pop(key, None)
            mine.set_result(None)
