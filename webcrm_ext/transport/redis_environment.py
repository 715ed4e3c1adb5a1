"""The rate limiter and the token store that `WEBCRM_REDIS_URL` sets for all clients of a process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from webcrm_ext.auth.redis_store import RedisTokenStore
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.transport.redis_rate_limit import RedisRateLimiter

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_redis(settings: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Add the rate limiter and the token store of a URL to settings that do not set them.

    Raises:
        ConfigurationError: redis-py is not installed, or the URL is invalid.
    """
    try:
        limiter, store = _shared(url)
    except ConfigurationError as error:
        problem = str(error)
    else:
        return {"rate_limiter": limiter, "token_store": store, **settings}
    raise ConfigurationError(f"WEBCRM_REDIS_URL is set. {problem}")


@lru_cache
def _shared(url: str) -> tuple[RedisRateLimiter, RedisTokenStore]:
    return RedisRateLimiter(url), RedisTokenStore(url)
