"""A value that holds for this thread or task, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def held(variable: ContextVar[T | None], value: T) -> Iterator[T]:
    """Let a variable hold a value; give it. Afterwards it holds what it held before."""
    token = variable.set(value)
    try:
        yield value
    finally:
        variable.reset(token)
