"""Make several calls at once, and return the outcome of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Event
from typing import Any

from webcrm_api.calls import Call

from webcrm_ext.errors import WebCRMError
from webcrm_ext.transport.call_context import call_context


def run_together(calls: Sequence[Call[Any]], run: Callable[[Call[Any]], Any]) -> list[Any]:
    """Make calls at once, each in a thread, and return the value or the `WebCRMError` of each, in their order.

    An interruption cancels what waits for the network or for the rate limit.

    Args:
        calls: The calls.
        run: Makes a call.
    """
    if len(calls) == 1:
        return [_outcome(run, calls[0])]
    cancelled = Event()

    def outcome(call: Call[Any]) -> Any:
        with call_context(cancelled=cancelled):
            return _outcome(run, call)

    pool = ThreadPoolExecutor(len(calls), thread_name_prefix="webcrm-calls")
    try:
        futures = [pool.submit(copy_context().run, outcome, call) for call in calls]
        wait(futures)  # also where one has failed
        return [each.result() for each in futures]
    except BaseException:
        cancelled.set()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def run_together_async(calls: Sequence[Call[Any]], run: Callable[[Call[Any]], Awaitable[Any]]) -> list[Any]:
    """Make calls at once, each in a task; otherwise like `run_together`."""
    if len(calls) == 1:
        return [await _outcome_async(run, calls[0])]
    import anyio  # noqa: PLC0415 - comes with httpx; only async clients use it

    outcomes: list[Any] = [None] * len(calls)
    errors: list[Exception] = []

    async def make(number: int, call: Call[Any]) -> None:
        try:
            outcomes[number] = await _outcome_async(run, call)
        except Exception as error:  # noqa: BLE001 - raised below: a task group would wrap it
            errors.append(error)

    async with anyio.create_task_group() as group:
        for number, call in enumerate(calls):
            group.start_soon(make, number, call)
    if errors:
        raise errors[0]
    return outcomes


def _outcome(run: Callable[[Call[Any]], Any], call: Call[Any]) -> Any:
    try:
        return run(call)
    except WebCRMError as error:
        return error


async def _outcome_async(run: Callable[[Call[Any]], Awaitable[Any]], call: Call[Any]) -> Any:
    try:
        return await run(call)
    except WebCRMError as error:
        return error
