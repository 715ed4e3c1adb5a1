"""The connection that a client and its copies share. It is opened at the first call.

Opening it loads httpx and the machine's certificates, which takes longer than everything else at the start. A client
that has made no call has nothing to close.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakSet

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from webcrm_ext.transport.async_http import AsyncHttpClient
    from webcrm_ext.transport.http import HttpClient
    from webcrm_ext.transport.responses import ResponseRule

H = TypeVar("H")


class ConnectionState:
    """Whether a connection is closed; shared with its HTTP client.

    Args:
        usage: How a client is kept open, for the error.
    """

    def __init__(self, usage: str = "with") -> None:
        self.closed = False
        self._usage = usage

    def raise_closed(self) -> None:
        """Raise the error of a closed connection.

        Raises:
            ConfigurationError: Always.
        """
        raise ConfigurationError(f"This client is closed. Create a new one, or keep it open with `{self._usage}`.")


class _Connection(Generic[H]):
    """The base of both connections: opening, closing and forking."""

    _transport_type: str
    _transport_method: str
    _usage: str

    def __init__(self, config: Config, rules: Sequence[ResponseRule]) -> None:
        self._config = config
        self._rules = rules
        self._state = ConnectionState(self._usage)
        self._lock = threading.Lock()
        self.http: H | None = None  # it checks before each request whether the connection is closed
        self._inherited: H | None = None
        _connections.add(self)
        if config.transport is not None and not hasattr(config.transport, self._transport_method):
            raise ConfigurationError(f"transport must be an {self._transport_type}, with {self._transport_method}.")

    def _create(self) -> H:
        raise NotImplementedError

    def open(self) -> H:
        """Return the HTTP client, created at the first call.

        Raises:
            ConfigurationError: The connection is closed.
        """
        with self._lock:
            if self._state.closed:
                self._state.raise_closed()
            self.http = self.http or self._create()
            return self.http

    def _mark_closed(self) -> H | None:
        with self._lock:
            self._state.closed = True
            return self.http

    def reset_after_fork(self) -> None:
        """Drop the HTTP client and the lock in a forked process.

        Sockets and a login in progress are the parent's. The HTTP client is kept unclosed: closing it would take locks
        that threads of the parent held.
        """
        self._lock = threading.Lock()
        self._inherited, self.http = self.http or self._inherited, None
        limiter: Any = self._config.rate_limiter
        if hasattr(limiter, "reset_after_fork"):
            limiter.reset_after_fork()

    def __del__(self) -> None:
        # Attributes are missing where the constructor raised.
        if getattr(self, "http", None) is not None and not self._state.closed:
            message = f"Unclosed webCRM client. Use `{self._usage}` or call `close()`."
            warnings.warn(message, ResourceWarning, stacklevel=2, source=self)


_connections: WeakSet[_Connection[Any]] = WeakSet()


def _reset_all_after_fork() -> None:
    for connection in _connections:
        connection.reset_after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(after_in_child=_reset_all_after_fork)


class Connection(_Connection["HttpClient"]):
    """The connection of a `WebCRM`.

    Args:
        config: The settings.
        rules: Rules that recognise further errors in responses.
    """

    _transport_type = "httpx.BaseTransport"
    _transport_method = "handle_request"
    _usage = "with WebCRM(...) as crm:"

    def close(self) -> None:
        """Close the connection. Requests that other threads have sent are completed first."""
        http = self._mark_closed()
        if http is not None:
            http.close()

    def _create(self) -> HttpClient:
        from webcrm_ext.transport.http import HttpClient  # noqa: PLC0415 - at the first call

        return HttpClient(self._config, self._state, self._rules)


class AsyncConnection(_Connection["AsyncHttpClient"]):
    """The connection of an `AsyncWebCRM`; otherwise like `Connection`."""

    _transport_type = "httpx.AsyncBaseTransport"
    _transport_method = "handle_async_request"
    _usage = "async with AsyncWebCRM(...) as crm:"

    async def aclose(self) -> None:
        """Close the connection in the running event loop; in another loop it ends with that loop."""
        http = self._mark_closed()
        if http is not None:
            await http.aclose()

    def _create(self) -> AsyncHttpClient:
        from webcrm_ext.transport.async_http import AsyncHttpClient  # noqa: PLC0415 - at the first call

        return AsyncHttpClient(self._config, self._state, self._rules)
