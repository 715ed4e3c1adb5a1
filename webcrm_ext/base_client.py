"""What the blocking and the async client have in common, beside the resources."""

from __future__ import annotations

from typing import Any, Self

from webcrm_ext.config import CallOptions, Config, takes_settings

_SHARED = ("_connection", "_fields", "_linked_data_memory")
"""What a client shares with its copies."""


class BaseClient:
    """The base of both clients."""

    _config: Config

    @takes_settings(CallOptions)
    def with_options(self, **options: Any) -> Self:
        """Return a copy with other call options, which shares connection, token and rate limit.

        The copy is open as long as this client is.

        Args:
            options: Any of `timeout`, `connect_timeout`, `deadline`, `max_response_bytes`, `min_download_rate`,
                `retries` and `user_agent`.

        Raises:
            ConfigurationError: An option is unknown or invalid, or belongs to the connection.
        """
        copied = type(self).__new__(type(self))
        copied._config = self._config.changed(options)
        vars(copied).update({name: vars(self)[name] for name in _SHARED})
        vars(copied)["_runner"] = copied
        return copied

    def __repr__(self) -> str:
        config = vars(self).get("_config")  # missing where the constructor raised
        return f"<{type(self).__name__} {config.base_url if config else 'without settings'}>"

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self._config.base_url
