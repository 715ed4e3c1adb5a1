"""The settings of a fleet, the table `[fleet]` of systems.toml."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import Factory, field, frozen
from webcrm_api.redaction import redacted

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.validation.syntax import host_of
from webcrm_ext.validation.validators import is_count, is_positive, must_be

_REDIS_SCHEMES = ("redis", "rediss")
_HOURS = 3600
_DAYS = 24 * _HOURS


def _seconds(default: Any) -> Any:
    return field(default=default, validator=must_be("a number of seconds above 0", is_positive))


def _above(longest_run: Any) -> float:
    return longest_run + _HOURS if is_positive(longest_run) else _HOURS


def _is_timezone(value: Any) -> bool:
    try:
        ZoneInfo(value)
    except (TypeError, ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def _is_redis_url(value: Any) -> bool:
    return value is None or host_of(value, _REDIS_SCHEMES) is not None or _is_socket(value)


def _is_socket(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("unix:///")


@frozen(kw_only=True)
class FleetSettings:
    """The settings of a fleet. Times are in seconds.

    Attributes:
        redis_url: The address of the Redis that all workers share, `redis://`, `rediss://` or `unix://`; None for no
            Redis, which only `webcrm fleet run` can do without.
        timezone: The time zone of crontabs, such as `Europe/Copenhagen`.
        lease_seconds: How long after its worker died a run still blocks other runs of its system.
        renew_seconds: How often a running run renews its lease.
        longest_run: After how long a run is stopped; it then counts as failed.
        visibility_timeout: After how long Celery delivers an unfinished task again, also if its worker is still alive.
        max_attempts: Attempts of one run, including those in which the worker died.
        retry_wait: The wait before the first retry; doubled for each further one.
        max_retry_wait: The longest wait between two attempts.
        keep_days: Days for which the records of runs are kept.

    Raises:
        ConfigurationError: A value is invalid, or times contradict each other.
    """

    redis_url: str | None = field(
        default=None,
        converter=redacted,
        repr=False,
        validator=must_be("a URL such as redis://localhost:6379/0", _is_redis_url),
    )
    timezone: str = field(
        default="UTC", validator=must_be("the name of a time zone, such as Europe/Copenhagen", _is_timezone)
    )
    lease_seconds: float = _seconds(90)
    renew_seconds: float = _seconds(30)
    longest_run: float = _seconds(6 * _HOURS)
    visibility_timeout: float = _seconds(Factory(lambda settings: _above(settings.longest_run), takes_self=True))
    max_attempts: int = field(default=5, validator=must_be("a whole number, 1 or more", is_count))
    retry_wait: float = _seconds(30)
    max_retry_wait: float = _seconds(0.5 * _HOURS)
    keep_days: float = field(default=7, validator=must_be("a number of days above 0", is_positive))

    @property
    def keep_seconds(self) -> int:
        """Seconds for which the records of runs are kept."""
        return int(self.keep_days * _DAYS)

    def __attrs_post_init__(self) -> None:
        if self.renew_seconds > self.lease_seconds / 2:
            raise ConfigurationError(
                f"renew_seconds is {self.renew_seconds:g}; it must be at most half of lease_seconds, which is "
                f"{self.lease_seconds:g}. Change one of them."
            )
        # Celery delivers a waiting task again after the visibility timeout: it would then wait in two workers.
        for name in ("lease_seconds", "max_retry_wait"):
            if self.visibility_timeout <= getattr(self, name):
                raise ConfigurationError(
                    f"visibility_timeout is {self.visibility_timeout:g} s; it must be above {name}, which is "
                    f"{getattr(self, name):g} s. Change one of them."
                )
