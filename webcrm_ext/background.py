"""A task that goes on while its maker does something else, on asyncio and on trio."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class BackgroundTask(Protocol[T_co]):
    """A task under way."""

    async def result(self) -> T_co:
        """Wait for it, and give what it gave or raise what it raised."""
        ...

    def cancel(self) -> None:
        """Stop it; what it raises is no longer of interest."""
        ...


def start(work: Callable[[], Awaitable[T]]) -> BackgroundTask[T]:
    """Start some work in the event loop that is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _TrioTask(work)
    return _AsyncioTask(work)


class _AsyncioTask(Generic[T]):
    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._task: asyncio.Task[T] = asyncio.ensure_future(_awaited(work))
        # Looked at here, so that a failure nobody waits for any more is not reported as forgotten.
        self._task.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def result(self) -> T:
        return await self._task

    def cancel(self) -> None:
        self._task.cancel()


class _TrioTask(Generic[T]):
    # A nursery cannot stay open across a generator's yield; a system task can be cancelled from there.
    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        import trio  # noqa: PLC0415 - it is running, so it is there

        self._scope = trio.CancelScope()
        self._done = trio.Event()
        self._value: Any = None
        self._error: Exception | None = None
        trio.lowlevel.spawn_system_task(self._run, work)

    async def _run(self, work: Callable[[], Awaitable[T]]) -> None:
        try:
            with self._scope:
                self._value = await work()
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            self._error = error
        finally:
            self._done.set()

    async def result(self) -> T:
        await self._done.wait()
        if self._error is not None:
            raise self._error
        value: T = self._value
        return value

    def cancel(self) -> None:
        self._scope.cancel()


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
