"""What all copies of a client share: what sends, and the fields of entities that were read.

What sends is made at the first call: it brings httpx, and reads the machine's certificates, which takes longer
than everything else at the start. Until then there is nothing to close, and nothing to warn of.
"""

from __future__ import annotations

import os
import threading
import warnings
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakSet

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.transport.lifetime import Lifetime

if TYPE_CHECKING:
    from webcrm_api.calls import Call
    from webcrm_api.types import Response

    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.transport.http import AsyncSender, Sender
    from webcrm_ext.transport.responses import ResponseRule

T = TypeVar("T")
S = TypeVar("S")


class _Shared(Generic[S]):
    """What a blocking and an async connection have in common."""

    _opened: str
    _transport: str
    _sends: str

    def __init__(self, config: Config, error_rules: tuple[ResponseRule, ...] = ()) -> None:
        self.fields: dict[str, Fields] = {}
        self._config = config
        self._error_rules = error_rules
        self._lifetime = Lifetime()
        self._lock = threading.Lock()
        self._sender: S | None = None
        self._inherited: S | None = None
        _all.add(self)
        if config.transport is not None and not hasattr(config.transport, self._sends):
            raise ConfigurationError(f"transport must be an {self._transport}, which has {self._sends}.")

    def _make(self) -> S:
        raise NotImplementedError

    def _open(self) -> S:
        sender = self._sender  # which looks itself, before each call, whether the client is closed
        if sender is None:
            with self._lock:
                self._lifetime.check()
                sender = self._sender = self._sender or self._make()
        return sender

    def _close(self) -> S | None:
        with self._lock:
            self._lifetime.closed = True
            return self._sender

    def begin_anew(self) -> None:
        """Go on in a process that was forked: with a lock that nobody holds, and with nothing of what sends.

        Its connections are the parent's, and so are a login under way and its thread. They are kept as they
        are: to close one here would take the locks that the parent's threads held.
        """
        self._lock = threading.Lock()
        self._inherited, self._sender = self._sender or self._inherited, None

    def __del__(self) -> None:
        # Where making it failed, there may be no attributes.
        if getattr(self, "_sender", None) is not None and not self._lifetime.closed:
            message = f"A webCRM client was forgotten while open; close it, or use `{self._opened}`."
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


_all: WeakSet[_Shared[Any]] = WeakSet()


def _begin_anew() -> None:
    for each in _all:
        each.begin_anew()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_begin_anew)


class Connection(_Shared["Sender"]):
    """Sends calls, blocking."""

    _opened = "with WebCRM(...) as crm:"
    _transport = "httpx.BaseTransport"
    _sends = "handle_request"

    def exchange(self, call: Call[T], config: Config, file: IO[bytes] | None = None) -> Response[T]:
        """Make a call and give its answer; with a file, its bytes go there piece by piece."""
        return self._open().exchange(call, config, file)

    def close(self) -> None:
        """Close the connections, those on which another thread's call is under way when that has ended.

        Closing twice is no error.
        """
        sender = self._close()
        if sender is not None:
            sender.close()

    def _make(self) -> Sender:
        from webcrm_ext.transport.http import Sender  # noqa: PLC0415 - at the first call

        return Sender(self._config, self._lifetime, self._error_rules)


class AsyncConnection(_Shared["AsyncSender"]):
    """Sends calls, awaiting."""

    _opened = "async with AsyncWebCRM(...) as crm:"
    _transport = "httpx.AsyncBaseTransport"
    _sends = "handle_async_request"

    async def exchange(self, call: Call[T], config: Config, file: IO[bytes] | None = None) -> Response[T]:
        """Make a call and give its answer; with a file, its bytes go there piece by piece."""
        return await self._open().exchange(call, config, file)

    async def aclose(self) -> None:
        """Close the client, and the connections of the running event loop; those of another end with that loop.

        Closing twice is no error.
        """
        sender = self._close()
        if sender is not None:
            await sender.aclose()

    def _make(self) -> AsyncSender:
        from webcrm_ext.transport.http import AsyncSender  # noqa: PLC0415 - at the first call

        return AsyncSender(self._config, self._lifetime, self._error_rules)
