"""What asyncio and trio do differently: tasks that go on by themselves, and waiting for what threads do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import suppress
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
    return _TrioTask(work) if running_asyncio() is None else _AsyncioTask(work)


async def landed(future: Future[None]) -> None:
    """Wait for a future that any thread may end; giving up does not end it."""
    loop = running_asyncio()
    event: Any
    if loop is None:
        import trio  # noqa: PLC0415 - it is running, so it is there

        event = trio.Event()
        token = trio.lowlevel.current_trio_token()

        def wake(_: Future[None]) -> None:
            with suppress(trio.RunFinishedError):  # nobody waits there any more
                token.run_sync_soon(event.set)

    else:
        event = asyncio.Event()

        def wake(_: Future[None]) -> None:
            with suppress(RuntimeError):  # its loop is closed, and nobody waits there any more
                loop.call_soon_threadsafe(event.set)

    future.add_done_callback(wake)
    await event.wait()


async def in_thread(work: Callable[[], T]) -> T:
    """Do some blocking work in a thread; it is done to its end, also when the caller is cancelled."""
    import anyio.to_thread  # noqa: PLC0415 - comes with httpx

    return await anyio.to_thread.run_sync(work)


def running_loop() -> object:
    """Give what stands for the event loop that is running, of either library."""
    loop = running_asyncio()
    if loop is not None:
        return loop
    import trio  # noqa: PLC0415 - it is running, so it is there

    return trio.lowlevel.current_trio_token()


def has_ended(loop: object) -> bool:
    """Say whether an event loop is closed; one of trio's is none any more by then."""
    return isinstance(loop, asyncio.AbstractEventLoop) and loop.is_closed()


def running_asyncio() -> asyncio.AbstractEventLoop | None:
    """Give the event loop that is running, or None on trio."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class _AsyncioTask(Generic[T]):
    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self._task: asyncio.Task[T] = asyncio.ensure_future(work())
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
