"""The sliding window of a key in Redis: the scripts and their results.

All moments are by the clock of Redis, so the clocks of the processes do not matter. A key has:

    queue      the slots that wait, in the order in which they were taken
    due        when each of these is due, as last returned to its process; the process of an overdue slot has ended
    in_flight  the slots of requests without a response yet, and when these were sent
    sent       the slots of requests with a response, and until when they count
    state      the last slot's number, until when a 429 blocks all, and the id of this window

A request counts from when its slot is due until a window after its response, because the service counts it at some
moment between. Without a response, it counts as if that had come after `RESPONSE_SECONDS`. Everything expires.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from webcrm_ext.auth.redis_server import RedisServer, RedisUnavailableError, redis_key
from webcrm_ext.transport.local_rate_limiter import MARGIN

RESPONSE_SECONDS = 65.0
"""Seconds after which the service has counted a request that has no response: the default timeouts."""

OVERDUE_SECONDS = 10.0
"""Seconds after which an unused slot that is due no longer delays others. If used later, it comes first."""

_PARTS = ("queue", "due", "in_flight", "sent", "state")

_START = """
local queue, dues, in_flight, sent, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local window, response, overdue = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000

local function exact(seconds) return string.format('%.6f', seconds) end

local function keep(seconds)
  local milliseconds = math.ceil((seconds + window + response) * 1000)
  for _, key in ipairs(KEYS) do
    if redis.call('PTTL', key) < milliseconds then redis.call('PEXPIRE', key, milliseconds) end
  end
end

redis.call('HSETNX', state, 'id', ARGV[4])
local id = redis.call('HGET', state, 'id')
local blocked = tonumber(redis.call('HGET', state, 'blocked') or '0')

redis.call('ZREMRANGEBYSCORE', sent, '-inf', exact(now))
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', in_flight, '-inf', exact(now - response))) do
  redis.call('ZADD', sent, exact(redis.call('ZSCORE', in_flight, slot) + response + window), slot)
  redis.call('ZREM', in_flight, slot)
end
for _, slot in ipairs(redis.call('ZRANGEBYSCORE', dues, '-inf', exact(now - overdue))) do
  redis.call('ZREM', dues, slot)
  redis.call('ZREM', queue, slot)
end
"""
"""The beginning of each script. ARGV: window, seconds of a response, seconds overdue, an id for a new window."""

_TAKE = (
    _START
    + """
local limit, slot, known = tonumber(ARGV[5]), ARGV[6], ARGV[7]
local wait = math.max(blocked - now, 0)
if limit > 0 and (slot == '' or known == id) then
  if slot == '' then slot = redis.call('HINCRBY', state, 'last', 1) end
  redis.call('ZREM', in_flight, slot)
  redis.call('ZADD', queue, slot, slot)
  -- The slots ahead are sent first: as many in each window as the limit allows.
  local position = redis.call('ZRANK', queue, slot)
  local room = limit - position % limit
  local requests, due = redis.call('ZCARD', in_flight), math.max(now, blocked)
  if requests >= room then
    due = math.max(due, now + window)
  elseif requests + redis.call('ZCARD', sent) >= room then
    local index = requests - room
    due = math.max(due, tonumber(redis.call('ZRANGE', sent, index, index, 'WITHSCORES')[2]))
  end
  due = due + math.floor(position / limit) * window
  if due <= now then
    redis.call('ZREM', queue, slot)
    redis.call('ZREM', dues, slot)
    redis.call('ZADD', in_flight, exact(now), slot)
  else
    redis.call('ZADD', dues, exact(due), slot)
  end
  wait = due - now
end
keep(wait)
return {id, tostring(slot), math.ceil(wait * 1000000)}
"""
)
"""Take the next slot, or check one again. ARGV: limit, 0 for none; the slot, '' for a new one; the window's id."""

_CONFIRM = (
    _START
    + """
local slot = ARGV[5]
if slot == '' or ARGV[6] ~= id then slot = redis.call('HINCRBY', state, 'last', 1) end
redis.call('ZREM', queue, slot)
redis.call('ZREM', dues, slot)
redis.call('ZREM', in_flight, slot)
redis.call('ZADD', sent, exact(now + window), slot)
keep(0)
return {id}
"""
)
"""Count a request whose response has arrived. ARGV: its slot, '' for one that had none; the window's id."""

_RELEASE = (
    _START
    + """
if ARGV[6] == id then
  for _, key in ipairs({queue, dues, in_flight}) do redis.call('ZREM', key, ARGV[5]) end
end
keep(0)
return {id}
"""
)
"""Release a slot whose request was not sent. ARGV: the slot, the window's id."""

_BLOCK = (
    _START
    + """
local seconds = tonumber(ARGV[5])
redis.call('HSET', state, 'blocked', exact(math.max(blocked, now + seconds)))
keep(seconds)
return {id}
"""
)
"""Block all slots. ARGV: seconds."""


class RedisScripts:
    """The scripts of one server.

    Args:
        server: The server.
        window: Seconds of the window.
    """

    def __init__(self, server: RedisServer, window: float) -> None:
        self.server = server
        self.window = window + MARGIN
        self.take, self.confirm, self.release, self.block = map(server.script, (_TAKE, _CONFIRM, _RELEASE, _BLOCK))


class RedisWindow:
    """The window of one key.

    Each method makes one call, and raises `RedisUnavailableError` where Redis cannot be used.

    Args:
        scripts: The scripts of the server.
        key: The key of a rate limiter.
        clock: Returns seconds that only increase.
    """

    def __init__(self, scripts: RedisScripts, key: str, clock: Callable[[], float]) -> None:
        self._scripts = scripts
        self._keys = [redis_key(key, part) for part in _PARTS]
        self._clock = clock
        self._id = ""
        self._seen_at = float("-inf")

    def take(self, limit: int | None) -> tuple[str, str, float]:
        """Take the next slot, and return the window's id, the slot and the seconds until it is due.

        Raises:
            RedisUnavailableError: Redis cannot be used, or has lost its data.
        """
        id_, slot, wait = self._run(self._scripts.take, (limit or 0, "", ""))
        return id_, slot, wait / 1e6

    def start(self, limit: int | None, id_: str, slot: str) -> float:
        """Return the seconds until a slot is due; at 0 it counts as used.

        Raises:
            RedisUnavailableError: Redis cannot be used, or has lost its data.
        """
        known, _, wait = self._run(self._scripts.take, (limit or 0, slot, id_))
        if known != id_:
            raise _lost()
        return float(wait / 1e6)

    def confirm(self, id_: str, slot: str) -> None:
        """Count a request whose response has arrived, also one that was sent without a slot of Redis.

        Raises:
            RedisUnavailableError: Redis cannot be used, or has lost its data.
        """
        self._run(self._scripts.confirm, (slot, id_))

    def release(self, id_: str, slot: str) -> None:
        """Release a slot whose request was not sent.

        Raises:
            RedisUnavailableError: Redis cannot be used, or has lost its data.
        """
        self._run(self._scripts.release, (slot, id_))

    def block(self, seconds: float) -> None:
        """Block all slots for some seconds.

        Raises:
            RedisUnavailableError: Redis cannot be used, or has lost its data.
        """
        self._run(self._scripts.block, (seconds,))

    def _run(self, script: Callable[..., Any], arguments: Sequence[object]) -> Any:
        window = self._scripts.window
        args = [window, RESPONSE_SECONDS, OVERDUE_SECONDS, os.urandom(8).hex(), *arguments]
        result = self._scripts.server.run(lambda _: script(keys=self._keys, args=args))
        now = self._clock()
        # The window has another id: it was idle until it expired, or Redis has lost it.
        is_lost = self._id not in {"", result[0]} and now - self._seen_at < window + RESPONSE_SECONDS
        self._id, self._seen_at = result[0], now
        if is_lost:
            raise _lost()
        return result


def _lost() -> RedisUnavailableError:
    return RedisUnavailableError("Redis has lost the requests that it had counted for a rate limit")
