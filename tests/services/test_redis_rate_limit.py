"""The rate limiter in Redis: its window, what other processes see of it, and what happens without Redis."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from itertools import pairwise
from typing import Any

import anyio
import pytest
import redis

from tests.services.valkey import Clock, Valkey
from webcrm_ext import AsyncWebCRM, ConfigurationError, LocalRateLimiter, RedisRateLimiter
from webcrm_ext.auth.redis_server import RETRY_SECONDS
from webcrm_ext.sandbox import Sandbox
from webcrm_ext.transport import redis_window
from webcrm_ext.transport.local_rate_limiter import MARGIN

WINDOW = 60.0 + MARGIN
LOST = "Redis has lost the requests that it had counted for a rate limit"


def calls(server: redis.Redis) -> int:
    """Return the number of scripts that were called, except those that were not loaded yet."""
    stats = server.info("commandstats").get("cmdstat_evalsha", {})
    return stats.get("calls", 0) - stats.get("failed_calls", 0)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


def due_at_once(limiter: Any, limit: int, most: int = 100) -> int:
    """Return how many requests are sent and confirmed without a wait; the next slot is released."""
    for number in range(most):
        slot = limiter.acquire("key", limit)
        if slot.wait > 0:
            limiter.release(slot)
            return number
        limiter.confirm(slot)
    return most


def test_request_takes_two_calls_and_a_wait_one_more(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    for _ in range(5):
        slot = limiter.acquire("key", 5)
        assert slot.wait == 0
        limiter.confirm(slot)
    assert calls(server) == 10
    slot = limiter.acquire("key", 5)
    assert WINDOW - 30 < slot.wait <= WINDOW
    assert calls(server) == 11
    assert slot.wait > 0  # after its wait, a caller asks whether the slot has moved
    assert calls(server) == 12


def test_processes_are_served_first_come_first_served(valkey: Valkey) -> None:
    limiters = [RedisRateLimiter(valkey.url, clock=Clock()) for _ in range(3)]
    slots = [limiters[number % 3].acquire("key", 2) for number in range(8)]
    waits = [each.wait for each in slots]
    assert waits[:2] == [0, 0]
    assert [round(each / WINDOW) for each in waits] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert all(earlier <= later + 1 for earlier, later in pairwise(waits))
    limiters[2].release(slots[2])
    later = [each.wait for each in slots[3:]]
    assert [round(each / WINDOW) for each in later] == [1, 1, 2, 2, 3]


def test_each_waiting_slot_is_due_when_another_request_leaves(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    for _ in range(2):
        limiter.confirm(limiter.acquire("key", 2))
    for _ in range(3):
        assert limiter.acquire("key", 2).wait > 0
    sent, due = (
        [moment for _, moment in server.zrange(name, 0, -1, withscores=True)]
        for [name] in (server.keys("*:sent"), server.keys("*:due"))
    )
    assert sent[0] < sent[1]
    assert due[:2] == sent
    assert due[2] == pytest.approx(sent[0] + WINDOW, abs=1e-5)


def test_released_slot_in_use_makes_room(valkey: Valkey) -> None:
    first, second = (RedisRateLimiter(valkey.url, clock=Clock()) for _ in range(2))
    slot = first.acquire("key", 1)
    waiting = second.acquire("key", 1)
    assert (slot.wait, waiting.wait > 0) == (0, True)
    first.release(slot)
    assert waiting.wait == 0


def test_request_counts_from_its_response(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    slot = limiter.acquire("key", 1)
    assert slot.wait == 0
    time.sleep(0.01)
    seconds, microseconds = server.time()
    limiter.confirm(slot)
    [name] = server.keys("*:sent")
    [(_, until)] = server.zrange(name, 0, -1, withscores=True)
    assert until >= seconds + microseconds / 1e6 + WINDOW - 1e-5


def test_slot_that_became_due_is_asked_for_again(valkey: Valkey) -> None:
    clock = Clock()
    limiter = RedisRateLimiter(valkey.url, clock=clock)
    limiter.acquire("key", 1)
    waiting = limiter.acquire("key", 1)
    clock.now += 0.5  # less than a second, but its wait may be over by this clock alone
    waiting.due = clock.now
    assert waiting.wait > 0


def test_block_holds_all_processes(valkey: Valkey) -> None:
    limiters = [RedisRateLimiter(valkey.url, clock=Clock()) for _ in range(3)]
    before = limiters[0].acquire("key", None)
    assert before.wait == 0
    limiters[0].block("key", 30)
    limiters[1].block("key", 20)
    for limiter in limiters:
        for limit in (None, 250):
            assert 20 < limiter.acquire("key", limit).wait <= 30
    assert limiters[0].acquire("other", 250).wait == 0
    assert 20 < before.wait <= 30


def test_calls_without_a_limit_are_not_counted(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    for _ in range(3):
        slot = limiter.acquire("key", None)
        assert slot.wait == 0
        limiter.confirm(slot)
        limiter.release(slot)
    assert [each.rpartition(":")[2] for each in server.keys("*")] == ["state"]


def test_dead_process_returns_its_slots(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_window, "RESPONSE_SECONDS", 0.2)
    monkeypatch.setattr(redis_window, "OVERDUE_SECONDS", 0.1)
    dead, alive = (RedisRateLimiter(valkey.url, window=0.2) for _ in range(2))
    assert dead.acquire("key", 1).wait == 0
    assert dead.acquire("key", 1).wait > 0
    waiting = alive.acquire("key", 1)
    assert waiting.wait > 0
    for _ in range(100):
        if (wait := waiting.wait) == 0:
            break
        time.sleep(wait)
    assert wait == 0


def test_everything_expires(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    slots = [limiter.acquire("key", 1) for _ in range(4)]
    limiter.confirm(slots[0])
    limiter.block("key", 500)
    limiter.release(slots[1])  # does not shorten what a later slot needs
    ttls = {each.rpartition(":")[2]: server.pttl(each) for each in server.keys("*")}
    assert ttls.keys() == {"queue", "due", "sent", "state"}
    assert all(500_000 < each < 800_000 for each in ttls.values())


def test_minute_at_the_limit_takes_little_memory(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    assert due_at_once(limiter, 250, 251) == 250
    assert sum(server.memory_usage(each) for each in server.keys("*")) < 32_000


def test_processes_send_their_share_while_redis_is_down(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    limiter = RedisRateLimiter(valkey.url, clock=clock, fallback_share=1 / 4)
    assert due_at_once(limiter, 20, 3) == 3
    valkey.kill()
    assert due_at_once(limiter, 20) == 2  # with the 3 from before, a quarter of 20
    clock.now += WINDOW
    assert due_at_once(limiter, 20) == 5
    assert len(warnings(caplog)) == 1
    assert "Redis at 127.0.0.1" in warnings(caplog)[0]


def test_slots_are_taken_in_redis_again_when_it_is_back(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    limiter = RedisRateLimiter(valkey.url, clock=clock)
    valkey.kill()
    assert due_at_once(limiter, 16) == 2
    valkey.start()
    clock.now += WINDOW
    assert due_at_once(limiter, 16) == 2  # Redis is back, but other processes may not have noticed
    other = RedisRateLimiter(valkey.url, clock=clock)
    assert due_at_once(other, 16) == 14  # what the process has sent since is counted in Redis
    clock.now += WINDOW
    assert limiter.acquire("key", 16).wait == 0
    clock.now += 2 * RETRY_SECONDS
    assert 30 < limiter.acquire("key", 16).wait <= WINDOW  # Redis decides
    assert len(warnings(caplog)) == 1


def test_waiting_slot_falls_back_when_redis_dies(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    limiter = RedisRateLimiter(valkey.url, clock=Clock())
    for _ in range(8):
        assert limiter.acquire("key", 8).wait == 0  # without a response
    waiting, released = (limiter.acquire("key", 8) for _ in range(2))
    assert waiting.wait > 0
    valkey.kill()
    assert waiting.wait == 0  # of 8, the share is one
    limiter.release(released)
    limiter.confirm(waiting)
    limiter.block("key", 500)
    assert limiter.acquire("key", 8).wait >= 500
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize("step", ["acquire", "wait", "confirm", "release"])
def test_lost_data_is_noticed(valkey: Valkey, server: redis.Redis, caplog: pytest.LogCaptureFixture, step: str) -> None:
    limiter = RedisRateLimiter(valkey.url, clock=Clock())
    slot = limiter.acquire("key", 16)
    assert slot.wait == 0
    server.flushall()
    if step == "acquire":
        limiter.acquire("key", 16)
    elif step == "wait":
        assert slot.wait == 0
    else:
        getattr(limiter, step)(slot)
    assert due_at_once(limiter, 16) <= 2
    assert [each.partition(".")[0] for each in warnings(caplog)] == [LOST]


def test_lost_data_of_many_keys_is_one_warning(
    valkey: Valkey, server: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = RedisRateLimiter(valkey.url, clock=Clock())
    for _ in range(2):
        for number in range(3):
            assert limiter.acquire(f"key {number}", 16).wait == 0
        server.flushall()
    assert len(warnings(caplog)) == 1


def test_names_in_redis_show_no_key(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url)
    limiter.confirm(limiter.acquire("made-up", 5))
    names = server.keys("*")
    assert len(names) == 2
    assert all(each.startswith("webcrm:{") and "made-up" not in each for each in names)


def test_slot_from_before_the_loss_is_not_used(valkey: Valkey, server: redis.Redis) -> None:
    limiter = RedisRateLimiter(valkey.url, clock=Clock())
    for _ in range(8):
        assert limiter.acquire("key", 8).wait == 0
    waiting = limiter.acquire("key", 8)
    assert waiting.wait > 0
    server.flushall()
    assert limiter.acquire("key", 8).wait == 0  # notices the loss, and uses the share: one of 8
    assert waiting.wait > 0


def test_idle_window_that_expired_is_no_loss(
    valkey: Valkey, server: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    limiter = RedisRateLimiter(valkey.url, clock=clock)
    assert due_at_once(limiter, 16, 3) == 3
    server.flushall()
    clock.now += WINDOW + redis_window.RESPONSE_SECONDS + 1
    assert due_at_once(limiter, 16) == 16
    assert warnings(caplog) == []


def test_refused_commands_fail_no_call(valkey: Valkey, server: redis.Redis, caplog: pytest.LogCaptureFixture) -> None:
    limiter = RedisRateLimiter(valkey.url, clock=Clock())
    server.config_set("requirepass", "made-up")
    assert due_at_once(limiter, 16) == 2
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize("name", ["asyncio", "trio"])
def test_async_callers_wait_for_their_slots(valkey: Valkey, name: str) -> None:
    async def main(sandbox: Sandbox) -> None:
        settings: dict[str, Any] = {"rate_limiter": RedisRateLimiter(valkey.url, window=1), "requests_per_minute": 4}
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url, **settings) as crm:
            async with anyio.create_task_group() as group:
                for number in range(1, 8):
                    group.start_soon(crm.persons.get, number)

    with Sandbox(records=12, requests_per_minute=4, rate_window=1) as sandbox:
        anyio.run(main, sandbox, backend=name)
        assert sorted(each.status for each in sandbox.requests) == [200] * 8


@pytest.mark.parametrize("name", ["asyncio", "trio"])
def test_cancelled_caller_releases_its_slot(valkey: Valkey, server: redis.Redis, name: str) -> None:
    def queue() -> int:
        return sum(server.zcard(each) for each in server.keys("*:queue"))

    async def main(sandbox: Sandbox) -> None:
        settings: dict[str, Any] = {"rate_limiter": RedisRateLimiter(valkey.url), "requests_per_minute": 1}
        async with AsyncWebCRM(sandbox.application_token, base_url=sandbox.url, **settings) as crm:
            async with anyio.create_task_group() as group:
                group.start_soon(crm.persons.get, 1)
                while not queue():  # noqa: ASYNC110 - Redis has no event for it
                    await anyio.sleep(0.01)
                group.cancel_scope.cancel()

    with Sandbox(records=12) as sandbox:
        anyio.run(main, sandbox, backend=name)
        assert queue() == 0
        assert [each.operation for each in sandbox.requests] == ["auth.api_login"]


FORK = """
import os, signal, sys
from webcrm_ext import RedisRateLimiter, WebCRM
limiter = RedisRateLimiter({url!r})
with WebCRM("00000000-0000-4000-8000-000000000001", rate_limiter=limiter):
    limiter.confirm(limiter.acquire("key", 3))
    limiter._lock.acquire()  # as a thread may at the moment of the fork
    limiter._server._lock.acquire()
    limiter._local._lock.acquire()
    limiter._local._queues["key"].lock.acquire()
    child = os.fork()
    if child:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    signal.alarm(100)  # ends a child that waits for a lock
    slots = [limiter.acquire("key", 3) for _ in range(3)]
    limiter.confirm(slots[0])
    waits = [slot.wait for slot in slots[1:]]
    os._exit(0 if waits[0] == 0 and waits[1] > 0 else 1)
"""


def test_forked_process_has_locks_and_connections_of_its_own(valkey: Valkey) -> None:
    command = [sys.executable, "-W", "error", "-c", FORK.format(url=valkey.url)]
    assert subprocess.run(command, timeout=120, check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"window": 0}, "window"),
        ({"window": "60"}, "window"),
        ({"fallback_share": 0}, "fallback_share"),
        ({"fallback_share": 1.5}, "fallback_share"),
        ({"fallback_share": None}, "fallback_share"),
        ({"clock": 5}, "clock"),
    ],
)
def test_invalid_argument_is_refused(arguments: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{named} of the rate limiter must be"):
        RedisRateLimiter("redis://127.0.0.1:1/0", **arguments)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("acquire", (None, 5)),
        ("acquire", ("key", 0)),
        ("confirm", (LocalRateLimiter().acquire("key", 5),)),
        ("release", (None,)),
        ("block", ("key", -1)),
    ],
)
def test_invalid_call_is_refused(method: str, arguments: tuple[Any, ...]) -> None:
    limiter = RedisRateLimiter("redis://127.0.0.1:1/0")
    with pytest.raises(ConfigurationError, match="of the rate limiter must be"):
        getattr(limiter, method)(*arguments)
