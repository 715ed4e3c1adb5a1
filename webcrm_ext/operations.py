"""Operations of several calls, each written once for both clients.

An operation is a generator. It yields steps and receives their results, as httpx's own auth flows do:

    def rename(id: int, name: str) -> Operation[None]:
        person = yield from call(persons_get.call(id))
        ...

Two drivers run it: `drive` blocks, `drive_async` awaits.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import field, frozen
from webcrm_api.calls import Call

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
Step = TypeVar("Step")

LONGEST_SILENT_WAIT = 1.0
"""Seconds of the longest pause of an operation that is not logged."""

LONGEST_WAIT = 1e9
"""Seconds of the longest wait. `math.inf` and longer waits count as this: functions that sleep overflow beyond it."""


def _limited(seconds: float) -> float:
    return min(seconds, LONGEST_WAIT)


@frozen
class Pause:
    """A step: wait for some seconds, at most `LONGEST_WAIT`.

    Attributes:
        seconds: The seconds.
        reason: What it waits for, for the log; "" logs nothing.
    """

    seconds: float = field(converter=_limited)
    reason: str = ""

    def perform(self, sleep: Callable[[float], T]) -> T:
        """Log the pause of an operation at INFO, unless it is short, and return what `sleep` returns."""
        if self.reason and self.seconds > LONGEST_SILENT_WAIT:
            import logging  # noqa: PLC0415 - not needed to create a client

            logging.getLogger("webcrm_ext").info("waiting %.0f s %s", self.seconds, self.reason)
        return sleep(self.seconds)


@frozen
class RateLimitPause(Pause):
    """A step: wait for the rate limit."""


@frozen
class RunBlocking:
    """A step: run work that may block, such as reading a file. The async client runs it in a thread."""

    work: Callable[[], Any]


@frozen
class WaitFor:
    """A step: wait until a future is done, or the timeout (seconds) is over. A timeout raises nothing."""

    future: Future[None]
    timeout: float

    def wait(self) -> None:
        """Wait, blocking. The async client awaits the future in its own way."""
        with suppress(TimeoutError):
            self.future.result(self.timeout)


@frozen
class Together:
    """A step: make calls at once. Its result has, for each call, the value or the `WebCRMError`, in their order.

    Any other error is raised when all calls have ended.
    """

    calls: tuple[Call[Any], ...]


Operation = Generator[Call[Any] | Pause | WaitFor | Together | RunBlocking, Any, T]
"""An operation of several calls whose result is a T."""


def call(prepared: Call[T]) -> Operation[T]:
    """Make one call inside an operation; with `yield from` its value keeps its type."""
    value: T = yield prepared
    return value


def observed(operation: Operation[T], observe: Callable[[Any], Any]) -> Operation[T]:
    """Run an operation, and call a function with each step before it is performed.

    A step that the function returns is performed in its place.
    """
    try:
        step = next(operation)
        while True:
            replacement: Any = observe(step)
            try:
                result: Any = yield step if replacement is None else replacement
            except Exception as error:  # noqa: BLE001 - the operation decides what to do with it
                step = operation.throw(error)
            else:
                step = operation.send(result)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        operation.close()


def drive(steps: Generator[Step, Any, T], perform: Callable[[Step], Any]) -> T:
    """Run a generator of steps, blocking, and return its value. An error of a step is raised inside the generator."""
    try:
        step = next(steps)
        while True:
            try:
                result = perform(step)
            except BaseException as error:  # noqa: BLE001 - the generator decides what to do with it
                step = steps.throw(error)
            else:
                step = steps.send(result)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        steps.close()


async def drive_async(steps: Generator[Step, Any, T], perform: Callable[[Step], Awaitable[Any]]) -> T:
    """Run a generator of steps, awaiting each; otherwise like `drive`."""
    try:
        step = next(steps)
        while True:
            try:
                result = await perform(step)
            except BaseException as error:  # noqa: BLE001 - the generator decides what to do with it
                step = steps.throw(error)
            else:
                step = steps.send(result)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        steps.close()
