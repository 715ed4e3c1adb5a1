"""`crm.check()`: log in, and report what the token can read, the clock, and what is left of the rate limit."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from webcrm_api.lookup import operation
from webcrm_api.suggestions import suggest
from webcrm_api.tables import TABLES

from webcrm_ext.errors import APIError, ConfigurationError, RateLimitError, UnexpectedResponseError, short_repr

if TYPE_CHECKING:
    from collections.abc import Callable

    from webcrm_api.types import Response

    from webcrm_ext.config import Config
    from webcrm_ext.transport.base_http import BaseHttpClient

ENTITIES = tuple(table.resource for table in TABLES)
"""The entities that can be listed, named as the resources of the client."""

_RESOLUTION = 2.0
"""Seconds of the header `Date`: it has whole seconds, and servers generate it once a second."""


@frozen(kw_only=True)
class CheckResult:
    """The result of `crm.check()`; `print` shows it.

    Attributes:
        base_url: The address of the service.
        system_id: The id of the webCRM system, or None if the login does not return it.
        readable: The entities that can be listed.
        refused: The status of each entity whose list was refused, such as 403 for a missing right.
        clock_offset: Seconds that this machine's clock is ahead of the service's, negative if it is behind; None if the
            service sends no date.
        clock_error: Seconds that the offset may be wrong by, 1 or more: the service's date has whole seconds and may be
            a second old, and requests take time.
        requests_left: Requests that this client may send now without a wait; None without a limit, and where another
            rate limiter than `LocalRateLimiter` counts. Those of other programs with the token are not known.
        requests_per_minute: The rate limit of this client, or None.
    """

    base_url: str
    system_id: int | None
    readable: tuple[str, ...]
    refused: Mapping[str, int] = field(hash=False)
    clock_offset: float | None
    clock_error: float
    requests_left: int | None
    requests_per_minute: int | None

    def __str__(self) -> str:
        refused = ", ".join(f"{name} ({status})" for name, status in self.refused.items())
        left = "not known" if self.requests_left is None else f"{self.requests_left} of {self.requests_per_minute}"
        clock = "not known"
        if self.clock_offset is not None and abs(self.clock_offset) <= self.clock_error:
            clock = f"as the service's (±{self.clock_error:.1f} s)"
        elif self.clock_offset is not None:
            side = "ahead of" if self.clock_offset > 0 else "behind"
            clock = f"{abs(self.clock_offset):.1f} s {side} the service's (±{self.clock_error:.1f} s)"
        none = "nothing" if self.readable or self.refused else "not asked"
        return "\n".join((
            f"Service        {self.base_url}",
            f"System         {'not in the login response' if self.system_id is None else self.system_id}",
            f"Readable       {', '.join(self.readable) or none}",
            f"Refused        {refused or none}",
            f"Clock          {clock}",
            f"Requests left  {left}",
        ))  # fmt: skip


class _Clock:
    """The offset of this machine's clock, from the response that shows it best."""

    def __init__(self, wall_clock: Callable[[], float]) -> None:
        self._wall_clock = wall_clock
        self.offset: float | None = None
        self.error = 0.0

    def now(self) -> float:
        return self._wall_clock()

    def read(self, response: Response[Any], began: float) -> None:
        """Read the date of a response to a request that was sent at a moment or after it."""
        ended = self.now()
        error = (ended - began + _RESOLUTION) / 2
        try:
            date = parsedate_to_datetime(response.headers.get("Date", "")).timestamp()
        except (TypeError, ValueError, OverflowError):
            return
        if self.offset is None or error < self.error:
            self.offset, self.error = (began + ended) / 2 - date - _RESOLUTION / 2, error


def _validated(entities: Iterable[str] | None) -> list[str]:
    """Return the entities to check, each once; all for None.

    Raises:
        ConfigurationError: One is unknown or cannot be listed; nothing was sent.
    """
    if entities is None:
        return list(ENTITIES)
    if isinstance(entities, str) or not isinstance(entities, Iterable):
        raise ConfigurationError(f'entities is {short_repr(entities)}. Pass a list, such as ["persons"].')
    listed = list(entities)
    for name in listed:
        if not isinstance(name, str) or name not in ENTITIES:
            raise ConfigurationError(
                f"{short_repr(name)} is no entity that can be listed.{_suggestion(name)} They are "
                f"{', '.join(ENTITIES)}."
            )
    return list(dict.fromkeys(listed))


def _suggestion(name: object) -> str:
    from webcrm_api.synonyms import RESOURCES  # noqa: PLC0415 - for errors only

    return suggest(name, RESOURCES, ENTITIES) if isinstance(name, str) else ""


def check(
    entities: Iterable[str] | None, config: Config, http: BaseHttpClient[Any]
) -> Generator[Callable[[], Any], Any, CheckResult]:
    """Log in and list one record of each entity. Each step is a function, whose result is a response or awaited.

    Args:
        entities: The entities, named as the resources; None for all.
        config: The settings of the client.
        http: The HTTP client, blocking or async.

    Raises:
        ConfigurationError: An entity is unknown or cannot be listed; nothing was sent.
        WebCRMError: The login failed, or the service became unreachable.
    """
    chosen = _validated(entities)
    once = evolve(config, retries=evolve(config.retries, max_attempts=1))
    clock = _Clock(config.wall_clock)
    began = clock.now()
    login = yield partial(http.log_in, once)
    clock.read(login, began)
    readable: list[str] = []
    refused: dict[str, int] = {}
    for name in chosen:
        began = clock.now()
        try:
            response = yield partial(http.send, operation(name, "list").call(page=1, size=1), once, None)
        except RateLimitError:
            raise
        except (APIError, UnexpectedResponseError) as error:
            refused[name] = error.status
        else:
            clock.read(response, began)
            readable.append(name)
    return CheckResult(
        base_url=config.base_url,
        system_id=login.parsed.system_id or None,
        readable=tuple(readable),
        refused=refused,
        clock_offset=clock.offset,
        clock_error=clock.error,
        requests_left=http.requests_left,
        requests_per_minute=config.requests_per_minute,
    )


__all__ = ["ENTITIES", "CheckResult", "check"]
