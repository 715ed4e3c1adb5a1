"""How `with_raw_response` hears of the answer behind a method's value."""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, TypeVar

from attrs import evolve
from webcrm_api.types import Response

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.transport.context_variables import held

T = TypeVar("T")


class Heard:
    """The last answer that was heard of."""

    def __init__(self) -> None:
        self.last: Response[Any] | None = None

    def answer(self, value: T) -> Response[T]:
        """Give it, with the value that was made of it.

        Raises:
            ConfigurationError: There was none.
        """
        if self.last is None:
            raise ConfigurationError(
                "with_raw_response was given a method that made no call. A list makes none until it is read: give "
                "one of its methods, such as crm.persons.list().page."
            )
        return evolve(self.last, parsed=value)


_heard: ContextVar[Heard | None] = ContextVar("webcrm_heard", default=None)


def listening() -> AbstractContextManager[Heard]:
    """Hear of the answers of the calls made meanwhile by this thread or task."""
    return held(_heard, Heard())


def remembered(answer: Response[T]) -> Response[T]:
    """Let whoever listens hear of an answer; give it."""
    heard = _heard.get()
    if heard is not None:
        heard.last = answer
    return answer
