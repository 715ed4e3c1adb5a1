"""Calls that take long: they run beside the other calls, and end early on disconnect or when the sandbox stops."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request

from .call import Call, Handler
from .responses import HTTPError, Response


class LongCalls:
    """Sleeps, and runs handlers in a thread, until `stop`."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "webcrm-sandbox-long-calls")

    async def sleep(self, seconds: float) -> None:
        """Delay a call, as a slow network does.

        Raises:
            HTTPError: 503 if the sandbox stops during the delay.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
            raise _stopped()

    async def pause(self, seconds: float | None, disconnect: asyncio.Future[None]) -> bool:
        """Wait, without a limit if `seconds` is None. Return whether to go on.

        False means that the client has disconnected or the sandbox stops.
        """
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            waits: set[asyncio.Future[Any]] = {disconnect, stopped}
            done, _ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
        return not done

    async def run(self, handler: Handler, call: Call, request: Request) -> Response:
        """Run a handler in a thread, one at a time, while other calls are processed.

        Raises:
            HTTPError: What the handler raises, or 503 if the sandbox stops first.
            ClientDisconnect: The client disconnects first.
        """
        work = asyncio.get_running_loop().run_in_executor(self._thread, handler, call)
        disconnect = asyncio.ensure_future(wait_for_disconnect(request))
        waits: list[asyncio.Future[Any]] = [work, disconnect, asyncio.ensure_future(self._stopped.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            if disconnect.done():
                raise ClientDisconnect
            raise _stopped()
        finally:
            call.cancelled.set()
            for each in waits:
                each.cancel()

    def stop(self) -> None:
        """End all delays and calls. Must be called in the event loop's thread."""
        self._stopped.set()

    def close(self) -> None:
        """Wait for the thread to end."""
        self._thread.shutdown()


async def wait_for_disconnect(request: Request) -> None:
    """Return when the client's connection is closed."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _stopped() -> HTTPError:
    return HTTPError(503, "The sandbox has stopped.", "OperationCanceledException")
