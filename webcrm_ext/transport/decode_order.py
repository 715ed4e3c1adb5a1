"""In which order answers that were read ahead are decoded, where one event loop does all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar

from webcrm_ext.transport.context_variables import held

Turn = Callable[[], Awaitable[object]]

_turn: ContextVar[Turn | None] = ContextVar("webcrm_turn", default=None)


def in_turn(turn: Turn) -> AbstractContextManager[Turn]:
    """Let the answers of this task wait for their turn before they are decoded."""
    return held(_turn, turn)


async def ones_turn() -> None:
    """Wait until it is this task's turn to decode; at once where nobody gave it one."""
    turn = _turn.get()
    if turn is not None:
        await turn()
