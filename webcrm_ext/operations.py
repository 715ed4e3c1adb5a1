"""An operation is written once, as a generator: it yields steps and is sent their results.

The shape is that of httpx's own auth flows. Two short drivers run it, one blocking, one awaiting, so
that `WebCRM` and `AsyncWebCRM` share every line of logic:

    def rename(id: int, name: str) -> Operation[PersonDto]:
        person = yield from call(persons_get.call(id))
        ...
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

from attrs import frozen
from webcrm_api.calls import Call

T = TypeVar("T")
Step = TypeVar("Step")


@frozen
class Pause:
    """A step: wait so many seconds."""

    seconds: float


Operation = Generator[Call[Any] | Pause, Any, T]
"""An operation of several calls that gives a T."""


def call(prepared: Call[T]) -> Operation[T]:
    """Make one call inside an operation; with `yield from` its answer keeps its type."""
    answer: T = yield prepared
    return answer


def drive(flow: Generator[Step, Any, T], perform: Callable[[Step], Any]) -> T:
    """Run a flow, blocking. What performing a step raises is raised inside the flow, at its place."""
    try:
        step = next(flow)
        while True:
            try:
                result = perform(step)
            except BaseException as error:  # noqa: BLE001 - the flow decides what to do with it
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        flow.close()


async def drive_async(flow: Generator[Step, Any, T], perform: Callable[[Step], Awaitable[Any]]) -> T:
    """Run a flow, awaiting; otherwise as `drive`."""
    try:
        step = next(flow)
        while True:
            try:
                result = await perform(step)
            except BaseException as error:  # noqa: BLE001 - the flow decides what to do with it
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as finished:
        value: T = finished.value
        return value
    finally:
        flow.close()
