"""In which order answers that were read ahead are decoded, where one event loop does all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Turn = Callable[[], Awaitable[object]]

_turn: ContextVar[Turn | None] = ContextVar("webcrm_turn", default=None)


@contextmanager
def in_turn(turn: Turn) -> Iterator[None]:
    """Let the answers of this task wait for their turn before they are decoded."""
    token = _turn.set(turn)
    try:
        yield
    finally:
        _turn.reset(token)


async def ones_turn() -> None:
    """Wait until it is this task's turn to decode; at once where nobody gave it one."""
    turn = _turn.get()
    if turn is not None:
        await turn()
