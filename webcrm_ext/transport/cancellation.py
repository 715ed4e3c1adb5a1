"""How a thread that reads ahead is told that nobody wants its page any more.

A blocking call cannot be stopped while it is on the wire. What can: the waits before it (for its turn, or
before a repetition), and the repetition itself.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from threading import Event

from webcrm_ext.transport.context_variables import held

_LOOK = 0.25
"""Seconds between two looks, while waiting, at whether the wait is still wanted."""

_abandoned: ContextVar[Event | None] = ContextVar("webcrm_abandoned", default=None)


class Abandoned(Exception):
    """Nobody wants the result any more. It ends work that nobody waits for, and is never seen."""


def abandoned_by(event: Event) -> AbstractContextManager[Event]:
    """Let the calls of this thread end once an event is set."""
    return held(_abandoned, event)


def check_wanted() -> None:
    """End this work where nobody wants it any more.

    Raises:
        Abandoned: So it is.
    """
    event = _abandoned.get()
    if event is not None and event.is_set():
        raise Abandoned


def wanted_sleep(sleep: Callable[[float], None], seconds: float) -> None:
    """Wait so many seconds, or less where the work is abandoned meanwhile.

    Raises:
        Abandoned: Nobody wants it any more.
    """
    if _abandoned.get() is None:
        sleep(seconds)
        return
    while seconds > 0:
        check_wanted()
        piece = min(seconds, _LOOK)
        sleep(piece)
        seconds -= piece
    check_wanted()
