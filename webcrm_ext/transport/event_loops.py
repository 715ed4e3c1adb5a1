"""Differences between asyncio and trio: background tasks, and waiting for other threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class BackgroundTask(Protocol[T_co]):
    """A running task."""

    async def result(self) -> T_co:
        """Wait for the task, and return its value or raise its error."""
        ...

    def cancel(self) -> None:
        """Cancel the task; its error is dropped."""
        ...


def start_task(work: Callable[[], Awaitable[T]]) -> BackgroundTask[T]:
    """Start work in the running event loop, with the context variables of the caller."""
    return _TrioTask(work) if running_asyncio_loop() is None else _AsyncioTask(work)


async def wait_for_future(future: Future[None], seconds: float | None = None) -> None:
    """Wait until a future is done, which any thread may complete, or some seconds are over.

    That raises nothing. Cancelling the wait does not cancel the future.
    """
    import anyio  # noqa: PLC0415 - comes with httpx

    loop = running_asyncio_loop()
    event: Any
    if loop is None:
        import trio  # noqa: PLC0415 - the running library, so it is installed

        event = trio.Event()
        token = trio.lowlevel.current_trio_token()

        def wake(_: Future[None]) -> None:
            with suppress(trio.RunFinishedError):  # the loop has ended, and with it the wait
                token.run_sync_soon(event.set)

    else:
        event = asyncio.Event()

        def wake(_: Future[None]) -> None:
            with suppress(RuntimeError):  # the loop is closed, and with it the wait
                loop.call_soon_threadsafe(event.set)

    future.add_done_callback(wake)
    with anyio.move_on_after(seconds):
        await event.wait()


async def run_in_thread(work: Callable[[], T]) -> T:
    """Run blocking work in a thread and return its value.

    A cancelled caller waits for the end of the work, which may take a lock or a slot that the caller then releases.
    """
    import anyio.to_thread  # noqa: PLC0415 - comes with httpx
    from anyio.lowlevel import checkpoint_if_cancelled  # noqa: PLC0415

    cancelled: asyncio.CancelledError | None = None
    values: list[T] = []
    with anyio.CancelScope(shield=True):
        if running_asyncio_loop() is None:
            values.append(await anyio.to_thread.run_sync(work))
        else:  # where the scope does not shield from `Task.cancel`
            thread = asyncio.ensure_future(anyio.to_thread.run_sync(work))
            while not thread.done():
                try:
                    await asyncio.wait([thread])
                except asyncio.CancelledError as error:
                    cancelled = error
            if cancelled is not None:
                with suppress(BaseException):
                    thread.result()  # retrieve the error: asyncio would report one that is never retrieved
                raise cancelled
            values.append(thread.result())
    await checkpoint_if_cancelled()
    return values[0]


def running_loop() -> object:
    """Return an object that identifies the running event loop, of either library."""
    loop = running_asyncio_loop()
    if loop is not None:
        return loop
    import trio  # noqa: PLC0415 - the running library, so it is installed

    return trio.lowlevel.current_trio_token()


def is_closed(loop: object) -> bool:
    """Return whether an asyncio event loop is closed. trio has no such state."""
    return isinstance(loop, asyncio.AbstractEventLoop) and loop.is_closed()


def running_asyncio_loop() -> asyncio.AbstractEventLoop | None:
    """Return the running asyncio event loop, or None on trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class _AsyncioTask(Generic[T]):
    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._task: asyncio.Task[T] = asyncio.ensure_future(work())
        # Retrieve the error here: asyncio would report one that is never waited for.
        self._task.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def result(self) -> T:
        return await self._task

    def cancel(self) -> None:
        self._task.cancel()


class _TrioTask(Generic[T]):
    # A nursery cannot stay open across a generator's yield; a system task can be cancelled from there.
    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        import trio  # noqa: PLC0415 - the running library, so it is installed

        self._scope = trio.CancelScope()
        self._done = trio.Event()
        self._value: Any = None
        self._error: Exception | None = None
        trio.lowlevel.spawn_system_task(self._run, work, context=copy_context())

    async def _run(self, work: Callable[[], Awaitable[T]]) -> None:
        try:
            with self._scope:
                self._value = await work()
        except Exception as error:  # noqa: BLE001 - raised by result()
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
