"""The token store in Redis: what it keeps and for how long, its leases, and what happens without Redis."""

from __future__ import annotations

import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from tests.services.valkey import Clock, Valkey
from webcrm_ext import AsyncWebCRM, ConfigurationError, MemoryTokenStore, RedisTokenStore, Token, WebCRM
from webcrm_ext.auth.redis_server import RETRY_SECONDS, server_of
from webcrm_ext.auth.stores import LeasingTokenStore
from webcrm_ext.sandbox import Sandbox

PASSWORD = "made-up-password"


def token(access: str = "access", expires_at: float | None = None) -> Token:
    return Token(access=access, refresh="refresh", expires_at=expires_at or time.time() + 3600, lifetime=3600.0)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


def test_tokens_and_leases_expire_in_redis(valkey: Valkey, server: redis.Redis) -> None:
    store = RedisTokenStore(valkey.url)
    assert isinstance(store, LeasingTokenStore)
    assert store.load("key") is None
    store.save("key", token())
    assert store.acquire_lease("key", "holder", 30)
    ttls = sorted(server.pttl(each) for each in server.keys("*"))
    assert 0 < ttls[0] <= 30_000
    assert 3_000_000 < ttls[1] <= 3_600_000
    store.save("key", token(expires_at=time.time() - 1))
    assert store.load("key") is None


def test_clocks_of_machines_may_differ(valkey: Valkey) -> None:
    RedisTokenStore(valkey.url, wall_clock=lambda: 5000.0).save("key", token(expires_at=8600.0))
    loaded = RedisTokenStore(valkey.url, wall_clock=lambda: 100.0).load("key")
    assert loaded is not None
    assert (loaded.access, loaded.refresh, loaded.lifetime) == ("access", "refresh", 3600.0)
    assert 3500 < loaded.expires_at <= 3700


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "null",
        '{"access": "a"}',
        '{"access": 1, "refresh": null, "lifetime": 1}',
        '{"access": "a b", "refresh": null, "lifetime": 1}',
        '{"access": "a", "refresh": "b\\n", "lifetime": 1}',
        "[" * 9999,
    ],
)
def test_value_of_another_program_counts_as_no_token(valkey: Valkey, server: redis.Redis, text: str) -> None:
    store = RedisTokenStore(valkey.url)
    store.save("key", token())
    [name] = server.keys()
    server.set(name, text)
    assert store.load("key") is None


def test_lease_has_one_holder_until_it_expires(valkey: Valkey, server: redis.Redis) -> None:
    stores = [RedisTokenStore(valkey.url) for _ in range(2)]
    assert stores[0].acquire_lease("key", "first", 30)
    assert not stores[1].acquire_lease("key", "second", 30)
    assert stores[0].acquire_lease("key", "first", 600)  # renewed
    [name] = server.keys()
    assert server.pttl(name) > 30_000
    stores[1].release_lease("key", "second")
    assert not stores[1].acquire_lease("key", "second", 30)
    stores[0].release_lease("key", "first")
    assert stores[1].acquire_lease("key", "second", 30)
    server.pexpire(name, 1)
    until = time.monotonic() + 60
    while server.exists(name) and time.monotonic() < until:
        time.sleep(0.001)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: stores[number % 2].acquire_lease("key", str(number), 30), range(8)))
    assert sum(taken) == 1


def test_redis_shows_no_application_token(valkey: Valkey, server: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBCRM_REDIS_URL", valkey.url)
    with Sandbox(records=12) as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        crm.persons.get(1)
        application_token = sandbox.application_token
    names = server.keys()
    assert len(names) == 3
    assert all(server.pttl(each) > 0 for each in names)
    stored = str([server.dump(each) if server.type(each) != "string" else server.get(each) for each in names])
    for secret in (application_token, application_token.replace("-", "")):
        assert secret not in str(names) + stored


async def read(url: str, application_token: str) -> None:
    async with AsyncWebCRM(application_token, base_url=url) as crm:
        await crm.persons.get(1)


@pytest.mark.parametrize("name", ["asyncio", "trio"])
def test_environment_shares_login_and_limit(valkey: Valkey, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import anyio  # noqa: PLC0415 - for this test alone

    monkeypatch.setenv("WEBCRM_REDIS_URL", f" {valkey.url} ")
    with Sandbox(records=12) as sandbox:
        for _ in range(2):
            with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
                crm.persons.get(1)
            anyio.run(read, sandbox.url, sandbox.application_token, backend=name)
        assert [each.operation for each in sandbox.requests] == ["auth.api_login"] + ["persons.get"] * 4
        with redis.Redis.from_url(valkey.url) as server:
            [sent] = server.keys("*:sent")
            assert server.zcard(sent) == 5
            # The arguments win.
            with WebCRM(sandbox.application_token, base_url=sandbox.url, rate_limiter=None) as crm:
                crm.persons.get(1)
            assert sandbox.requests[-1].operation == sandbox.requests[-2].operation == "persons.get"
            with WebCRM(sandbox.application_token, base_url=sandbox.url, token_store=MemoryTokenStore()) as crm:
                crm.persons.get(1)
            assert [each.operation for each in sandbox.requests][-2:] == ["auth.api_login", "persons.get"]
            assert server.zcard(sent) == 7


def test_tokens_are_in_memory_while_redis_is_down(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    clock = Clock()
    store = RedisTokenStore(valkey.url, clock=clock)
    store.save("key", token("first"))
    valkey.kill()
    for access in ("first", "second"):
        loaded = store.load("key")
        assert loaded is not None
        assert loaded.access == access
        store.save("key", token("second"))
    assert store.acquire_lease("key", "one", 30)
    assert not store.acquire_lease("key", "two", 30)
    store.release_lease("key", "one")
    assert store.acquire_lease("key", "two", 30)
    valkey.start()
    assert store.load("key") is not None  # not tried again so soon
    assert len(warnings(caplog)) == 1
    clock.now += RETRY_SECONDS
    assert store.load("key") is None
    assert caplog.messages[-1].endswith("is back.")
    valkey.kill()
    assert store.load("key") is not None
    assert len(warnings(caplog)) == 2


def test_server_that_hangs_is_tried_once(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/0?socket_timeout=0.05"
        store = RedisTokenStore(url, clock=clock)
        for _ in range(5):
            assert store.load("key") is None
            store.save("other", token())
        assert len(warnings(caplog)) == 1
        assert "TimeoutError" in caplog.text
        assert PASSWORD not in caplog.text + repr(store)
        connections = 0
        silent.settimeout(0)
        while True:
            try:
                silent.accept()[0].close()
            except BlockingIOError:
                break
            connections += 1
        assert connections == 1


@pytest.mark.parametrize("password", ["wrong-password", PASSWORD])
def test_password_is_used_and_not_shown(
    valkey: Valkey, server: redis.Redis, caplog: pytest.LogCaptureFixture, password: str
) -> None:
    server.config_set("requirepass", PASSWORD)
    store = RedisTokenStore(valkey.url.replace("//", f"//:{password}@"))
    store.save("key", token())
    assert len(warnings(caplog)) == (password != PASSWORD)
    assert password not in caplog.text + repr(store) + repr(vars(store))
    assert repr(store) == f"<RedisTokenStore 127.0.0.1:{valkey.port}>"


def test_rediss_uses_tls() -> None:
    pool = server_of("rediss://127.0.0.1:1/0", Clock())._client.connection_pool
    assert pool.connection_class is redis.SSLConnection
    assert pool.connection_kwargs["socket_timeout"] > 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        f"http://:{PASSWORD}@localhost",
        f"redis://user:{PASSWORD}@localhost:port",
        f"redis://:{PASSWORD}@localhost?unknown=1",
        f"redis://localhost?socket_timeout={PASSWORD}",
        None,
        5,
    ],
)
def test_invalid_url_is_refused_and_not_shown(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match=r"The URL of Redis .* Pass one such as redis://") as refused:
        RedisTokenStore(url)
    assert PASSWORD not in str(refused.value)
    assert refused.value.__context__ is None
    if url and isinstance(url, str):
        monkeypatch.setenv("WEBCRM_REDIS_URL", url)
        with pytest.raises(ConfigurationError, match=r"^WEBCRM_REDIS_URL is set\. The URL of Redis is invalid"):
            WebCRM("00000000-0000-4000-8000-000000000001")


@pytest.mark.parametrize("name", ["clock", "wall_clock"])
def test_clock_that_is_no_function_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="must be a function"):
        RedisTokenStore("redis://127.0.0.1:1/0", **{name: 5})
