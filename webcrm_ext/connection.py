"""What all copies of a client share: what sends, and what was learned of the system.

What sends is made at the first call: it brings httpx, and reads the machine's certificates, which takes longer
than everything else at the start. Until then there is nothing to close, and nothing to warn of.
"""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError, LinkedDataRequired
from webcrm_ext.linked_data import QUOTATION_LINES, LinkedDataMemory

if TYPE_CHECKING:
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

    from webcrm_ext.custom_fields import Fields
    from webcrm_ext.transport.sender import AsyncSender, Sender

T = TypeVar("T")
S = TypeVar("S")


class _Shared(Generic[S]):
    """What a blocking and an async connection have in common."""

    _opened: str
    _transport: str
    _sends: str

    def __init__(self, config: Config) -> None:
        self.linked_data = LinkedDataMemory(config.linked_data)
        self.fields: dict[str, Fields] = {}
        self._config = config
        self._closed = False
        self._lock = threading.Lock()
        self._sender: S | None = None
        if config.transport is not None and not hasattr(config.transport, self._sends):
            raise ConfigurationError(f"transport must be an {self._transport}, which has {self._sends}.")

    def _make(self) -> S:
        raise NotImplementedError

    def _open(self) -> S:
        sender = self._sender
        if sender is None:
            with self._lock:
                if self._sender is None and not self._closed:
                    self._sender = self._make()
                sender = self._sender
        if sender is None or self._closed:
            raise ConfigurationError("This client is closed. Make a new one, or keep it open with `with`.")
        return sender

    def _close(self) -> S | None:
        with self._lock:
            self._closed = True
            return self._sender

    @contextlib.contextmanager
    def _learning(self) -> Iterator[None]:
        try:
            yield
        except LinkedDataRequired:
            self.linked_data.learn(QUOTATION_LINES, True)
            raise

    def __del__(self) -> None:
        # Where making it failed, there may be no attributes.
        if getattr(self, "_sender", None) is not None and not self._closed:
            message = f"A webCRM client was forgotten while open; close it, or use `{self._opened}`."
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


class Connection(_Shared["Sender"]):
    """Sends calls, blocking."""

    _opened = "with WebCRM(...) as crm:"
    _transport = "httpx.BaseTransport"
    _sends = "handle_request"

    def exchange(self, call: Call[T], config: Config) -> Response[T]:
        """Make a call and give its answer."""
        with self._learning():
            return self._open().exchange(call, config, None)

    def download(self, call: Call[Any], config: Config, file: IO[bytes]) -> None:
        """Make a call and write the bytes of its answer to a file, piece by piece."""
        with self._learning():
            self._open().exchange(call, config, file)

    def close(self) -> None:
        """Close the connections; closing twice is no error."""
        sender = self._close()
        if sender is not None:
            sender.close()

    def _make(self) -> Sender:
        from webcrm_ext.transport.sender import Sender  # noqa: PLC0415 - at the first call

        return Sender(self._config)


class AsyncConnection(_Shared["AsyncSender"]):
    """Sends calls, awaiting."""

    _opened = "async with AsyncWebCRM(...) as crm:"
    _transport = "httpx.AsyncBaseTransport"
    _sends = "handle_async_request"

    async def exchange(self, call: Call[T], config: Config) -> Response[T]:
        """Make a call and give its answer."""
        with self._learning():
            return await self._open().exchange(call, config, None)

    async def download(self, call: Call[Any], config: Config, file: IO[bytes]) -> None:
        """Make a call and write the bytes of its answer to a file, piece by piece."""
        with self._learning():
            await self._open().exchange(call, config, file)

    async def aclose(self) -> None:
        """Close the connections; closing twice is no error. Those of another event loop end with that loop."""
        sender = self._close()
        if sender is not None:
            await sender.aclose()

    def _make(self) -> AsyncSender:
        from webcrm_ext.transport.sender import AsyncSender  # noqa: PLC0415 - at the first call

        return AsyncSender(self._config)
