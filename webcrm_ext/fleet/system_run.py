"""Load one system into its destination with dlt."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from webcrm_api.suggestions import did_you_mean

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.failures import secrets_in
from webcrm_ext.fleet.systems import Destination, System
from webcrm_ext.fleet.tokens import read_variable
from webcrm_ext.transport.retry_after import TOO_MANY_REQUESTS

if TYPE_CHECKING:
    import httpx


class RequestCounts:
    """Counts the requests of a run. Thread-safe.

    Attributes:
        requests: All requests, logins and retries included.
        refused: Those that returned 429.
    """

    def __init__(self) -> None:
        self.requests = 0
        self.refused = 0
        self._lock = threading.Lock()

    def count_request(self, _request: httpx.Request) -> None:
        """Count a request; an event hook of the client."""
        with self._lock:
            self.requests += 1

    def count_response(self, response: httpx.Response) -> None:
        """Count a 429; an event hook of the client."""
        with self._lock:
            self.refused += response.status_code == TOO_MANY_REQUESTS


class SystemLoad:
    """One attempt to load a system.

    Attributes:
        counts: The requests so far.
        secrets: Strings that are redacted in errors.

    Args:
        system: The system.
        redis_url: The Redis through which workers share rate limit and logins; None for no sharing.
    """

    def __init__(self, system: System, redis_url: str | None) -> None:
        self._system = system
        self._redis_url = redis_url
        self.counts = RequestCounts()
        self.secrets: list[str] = secrets_in(redis_url or "")

    def run(self) -> dict[str, int]:
        """Load all records the first time, and later the changes. Return the number of rows by table.

        dlt's working folder is temporary. The state is in the destination, so any worker can continue.

        Raises:
            ConfigurationError: A token or a place is missing, dlt has no such destination, or is not installed.
            Exception: What dlt raises, which wraps the client's errors.
        """
        system = self._system
        token = system.token.read(system.name)
        self.secrets.append(token)
        os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
        dlt = load_extra("dlt")
        from webcrm_ext.client import WebCRM  # noqa: PLC0415 - when it is used
        from webcrm_ext.dlt import webcrm_source  # noqa: PLC0415 - when it is used

        with (
            tempfile.TemporaryDirectory(prefix=f"webcrm-{system.name}-", ignore_cleanup_errors=True) as folder,
            WebCRM(token, **self._client_settings()) as crm,
        ):
            source = webcrm_source(system.tables, labels=system.labels, deleted=system.deleted, crm=crm)
            pipeline = dlt.pipeline(
                f"webcrm_{system.name}", pipelines_dir=folder, destination=self._destination(dlt, system.destination),
                dataset_name=system.destination.dataset,
            )  # fmt: skip
            pipeline.run(source, loader_file_format="parquet")
            return _rows(pipeline.last_trace, source.resources)

    def _client_settings(self) -> dict[str, Any]:
        system = self._system
        hooks = {"request": [self.counts.count_request], "response": [self.counts.count_response]}
        settings: dict[str, Any] = {"event_hooks": hooks}
        if system.base_url is not None:
            settings["base_url"] = system.base_url
        if system.requests_per_minute is not None:
            settings["requests_per_minute"] = system.requests_per_minute or None
        if self._redis_url is not None:
            from webcrm_ext import RedisRateLimiter, RedisTokenStore  # noqa: PLC0415 - an extra

            settings["rate_limiter"] = RedisRateLimiter(self._redis_url)
            settings["token_store"] = RedisTokenStore(self._redis_url)
        return settings

    def _destination(self, dlt: Any, to: Destination) -> Any:
        place = to.place
        if to.place_env is not None:
            place = read_variable(to.place_env, f"the destination of {self._system.name}")
            self.secrets += secrets_in(place)
        if place is None:
            return to.name
        factory = getattr(dlt.destinations, to.name, None)
        if factory is None:
            hint = did_you_mean(to.name, dir(dlt.destinations))
            raise ConfigurationError(f"dlt has no destination {to.name!r}.{hint} Correct it in systems.toml.")
        return factory(credentials=place)


def _rows(trace: Any, tables: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of rows that dlt has normalised, by table; 0 if nothing has changed."""
    counts = trace.last_normalize_info.row_counts if trace and trace.last_normalize_info else {}
    return {name: int(counts.get(name, 0)) for name in tables}
