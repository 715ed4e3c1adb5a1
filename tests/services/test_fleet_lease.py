"""The lease on a system, in a real Redis."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.services.valkey import Valkey
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.lease import Lease, LeaseTaken, is_leased
from webcrm_ext.fleet.settings import FleetSettings

KEY = "webcrm:fleet:lease:acme"


@pytest.fixture
def settings(valkey: Valkey) -> FleetSettings:
    return FleetSettings(redis_url=valkey.url)


@pytest.fixture
def redis(settings: FleetSettings) -> Iterator[Any]:
    client = connect(settings)
    yield client
    client.close()


def lease(redis: Any, settings: FleetSettings, **options: Any) -> Lease:
    return Lease(redis, "acme", settings, **options)


def test_second_run_waits_for_the_time_that_is_left(redis: Any, settings: FleetSettings) -> None:
    assert lease(redis, settings).take() is None
    redis.pexpire(KEY, 42_000)
    taken = lease(redis, settings).take()
    assert isinstance(taken, LeaseTaken)
    assert 30 < taken.seconds <= 42


def test_one_of_many_waiters_takes_over(redis: Any, settings: FleetSettings) -> None:
    assert lease(redis, settings).take() is None
    redis.delete(KEY)  # as at its expiry
    start = threading.Barrier(16)

    def take(_number: int) -> LeaseTaken | None:
        start.wait()
        return lease(redis, settings).take()

    with ThreadPoolExecutor(16) as threads:
        results = list(threads.map(take, range(16)))
    assert results.count(None) == 1


def test_lease_expires_by_itself_and_is_renewed(redis: Any, settings: FleetSettings) -> None:
    first = lease(redis, settings)
    assert first.take() is None
    assert 80_000 < redis.pttl(KEY) <= 90_000
    redis.pexpire(KEY, 1000)
    assert first.renew()
    assert 80_000 < redis.pttl(KEY) <= 90_000


def test_expired_lease_is_taken_back_only_where_nobody_has_it(
    redis: Any, settings: FleetSettings, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = lease(redis, settings), lease(redis, settings)
    assert first.take() is None
    redis.delete(KEY)
    assert first.renew()
    redis.delete(KEY)
    assert second.take() is None
    assert not first.renew()
    assert "another run has taken over the lease on acme" in caplog.text


def test_release_leaves_the_lease_of_another_run(redis: Any, settings: FleetSettings) -> None:
    first, second = lease(redis, settings), lease(redis, settings)
    assert first.take() is None
    redis.delete(KEY)
    assert second.take() is None
    first.release()
    assert is_leased(redis, "acme")
    second.release()
    assert not is_leased(redis, "acme")


def test_thread_renews_every_30_seconds_until_the_end(redis: Any, settings: FleetSettings) -> None:
    waits: list[float] = []
    renewed = threading.Event()

    def wait(released: threading.Event, seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 1:
            redis.pexpire(KEY, 1000)
            return False
        renewed.set()
        return released.wait(60)

    held = lease(redis, settings, wait=wait)
    assert held.take() is None
    with held:
        assert renewed.wait(60)
        assert redis.pttl(KEY) > 80_000
    assert waits == [30, 30]
    assert not is_leased(redis, "acme")


def test_outage_is_tolerated_until_the_lease_expires(
    valkey: Valkey, redis: Any, settings: FleetSettings, caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    first = lease(redis, settings, clock=lambda: now[0])
    assert first.take() is None
    valkey.kill()
    with caplog.at_level(logging.WARNING, "webcrm_ext"):
        now[0] = 89.0
        assert first.renew()
        assert caplog.text == ""
        now[0] = 90.0
        assert first.renew()
    assert "the lease on acme has expired" in caplog.text
    valkey.start()
    assert first.renew()
    assert is_leased(redis, "acme")
