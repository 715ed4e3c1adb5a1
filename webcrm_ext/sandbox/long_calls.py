"""What calls wait for, away from the other calls; it ends early when the caller has gone or the sandbox stops."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request

from .call import Call, Handler
from .responses import HTTPError, Response


class LongCalls:
    """Lets calls wait, until `stop`."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "webcrm-sandbox-long-calls")

    async def pause(self, seconds: float) -> None:
        """Wait for no reason, as for a slow network.

        Raises:
            HTTPError: 503, if the sandbox stops meanwhile.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
            raise _stopped()

    async def work(self, handler: Handler, call: Call, request: Request) -> Response:
        """Run a handler in the thread for long calls, one at a time; other calls are processed meanwhile.

        Raises:
            HTTPError: what the work raises; 503, if the sandbox stops meanwhile.
            ClientDisconnect: if the caller goes away.
        """
        work = asyncio.get_running_loop().run_in_executor(self._thread, handler, call)
        gone = asyncio.ensure_future(wait_for_disconnect(request))
        waits: list[asyncio.Future[Any]] = [work, gone, asyncio.ensure_future(self._stopped.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            if gone.done():
                raise ClientDisconnect
            raise _stopped()
        finally:
            call.cancelled.set()
            for each in waits:
                each.cancel()

    def stop(self) -> None:
        """End all waiting; called where the calls are, in the thread of the server."""
        self._stopped.set()

    def close(self) -> None:
        """Return when no work is done any more."""
        self._thread.shutdown()


async def wait_for_disconnect(request: Request) -> None:
    """Return when the connection of a call is closed."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _stopped() -> HTTPError:
    return HTTPError(503, "The sandbox has stopped.", "OperationCanceledException")
