"""Token stores: shared by clients, event loops and processes, and readable by their owner only."""

from __future__ import annotations

import logging
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest

from tests.contract.client.processes import run_programs
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, auth_calls, run_in
from webcrm_ext import AsyncWebCRM, ConfigurationError, FileTokenStore, MemoryTokenStore, WebCRM
from webcrm_ext.auth.stores import LockableTokenStore
from webcrm_ext.auth.token import Token


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    return FileTokenStore(tmp_path / "tokens") if request.param == "file" else MemoryTokenStore()


def test_clients_share_a_login(sandbox, connect, store):
    for _ in range(3):
        connect(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    sandbox.expire_tokens(refresh_tokens=True)
    connect(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh", "/Auth/ApiLogin"]


def test_token_refreshed_by_another_client_is_used(sandbox, connect, store):
    first, second = (connect(sandbox, token_store=store, wall_clock=lambda: 5.0) for _ in range(2))
    first.persons.get(1)
    second.persons.get(1)
    sandbox.expire_tokens()
    first.persons.get(2)  # refreshes; the second client's refresh token is used up by that
    second.persons.get(2)  # gets a 401, which must not drop the new token
    first.persons.get(3)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh"]


def test_clients_that_start_together_share_a_login(sandbox, store):
    settings = {"base_url": sandbox.url, "token_store": store, "requests_per_minute": None}

    def read(_: int) -> int:
        with WebCRM(sandbox.application_token, **settings) as crm:
            return crm.persons.get(1).person_id

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(8))) == [1] * 8
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


READ = """
from webcrm_ext import AsyncWebCRM, FileTokenStore, WebCRM
import asyncio
settings = dict(base_url={url!r}, token_store=FileTokenStore({path!r}))
def read():
    with WebCRM({token!r}, **settings) as crm:
        return crm.persons.get(1).person_id
async def read_async():
    async with AsyncWebCRM({token!r}, **settings) as crm:
        return (await crm.persons.get(1)).person_id
"""


@pytest.mark.slow
def test_processes_that_start_together_share_a_login(sandbox, tmp_path):
    code = READ.format(url=sandbox.url, path=str(tmp_path / "tokens"), token=sandbox.application_token)
    assert run_programs(code + "print(read())", code + "print(asyncio.run(read_async()))") == ["1", "1"]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


@EVENT_LOOPS
def test_caller_cancelled_while_locking_leaves_no_lock(run):
    scopes: list[anyio.CancelScope] = []
    locked: list[str] = []

    class CancellingStore(MemoryTokenStore):
        def try_lock(self, key):
            anyio.from_thread.run_sync(scopes[0].cancel)
            locked.append(key)
            return super().try_lock(key)

    store = CancellingStore()

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(), token_store=store) as crm:
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                await crm.persons.get(1)
            assert scope.cancelled_caught

    run_in(run, main)
    (key,) = locked
    assert MemoryTokenStore.try_lock(store, key) is not None


def test_lock_that_is_never_released_costs_a_login(sandbox, connect, clock):
    class LockedStore(MemoryTokenStore):
        def try_lock(self, key):
            return None

    crm = connect(sandbox, clock=clock, token_store=LockedStore())
    assert crm.persons.get(1).person_id == 1
    assert sum(clock.slept) == pytest.approx(10)


def test_custom_store_needs_only_load_and_save(sandbox, connect):
    class CustomStore:
        token = None

        def load(self, key: str) -> Token | None:
            return self.token

        def save(self, key: str, token: Token) -> None:
            self.token = token

    store = CustomStore()
    assert not isinstance(store, LockableTokenStore)
    for _ in range(2):
        connect(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(1)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


def test_token_that_cannot_be_saved_is_used(sandbox, connect, caplog):
    class FullStore(MemoryTokenStore):
        def save(self, key: str, token: Token) -> None:
            raise ConfigurationError("The token store cannot be written: No space left on device.")

    caplog.set_level(logging.WARNING, logger="webcrm_ext")
    crm = connect(sandbox, token_store=FullStore())
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    assert "No space left" in caplog.text


def test_store_readable_by_others_raises_at_the_first_call(sandbox, connect, tmp_path):
    path = tmp_path / "tokens"
    path.write_text("{}")
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        connect(sandbox, token_store=FileTokenStore(path)).persons.get(1)
    assert len(sandbox.requests) == 0


def test_store_made_readable_warns_until_the_token_expires(sandbox, connect, clock, tmp_path, caplog):
    path = tmp_path / "tokens"
    crm = connect(sandbox, clock=clock, token_store=FileTokenStore(path))
    crm.persons.get(1)
    path.chmod(0o644)
    clock.sleep(3600 - 100)
    assert crm.persons.get(1).person_id == 1
    assert "chmod 600" in caplog.text
    clock.sleep(80)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        crm.persons.get(1)
    path.chmod(0o600)
    assert crm.persons.get(1).person_id == 1
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh"]


def test_file_is_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "tokens"
    store = FileTokenStore(path)
    token = Token(access="a" * 20, refresh="r" * 20, expires_at=9.0)
    store.save("key", token)
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.load("key") == token
    assert "aaaa" not in repr(store) + repr(token)
    store.save("other", Token(access="b", expires_at=1.0))
    assert store.load("other") == Token(access="b", expires_at=1.0)
    assert store.load("key") == token


@pytest.mark.parametrize(
    "content",
    [
        b"not json", b"[]", b"\xff\xfe", b'{"key": {"access": "a"}}', b'{"key": 1}', b"", b"[" * 100_000,
        b'{"key": {"access": "a b\\n", "refresh": null, "expires_at": 9}}',
        '{"key": {"access": "a", "refresh": "\u00e9", "expires_at": 9}}'.encode(),
    ],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_invalid_file_is_read_as_empty(tmp_path, content):
    path = tmp_path / "tokens"
    path.write_bytes(content)
    path.chmod(0o600)
    assert FileTokenStore(path).load("key") is None


def test_unusable_file_raises(tmp_path):
    token = Token(access="a" * 20, expires_at=9.0)
    with pytest.raises(ConfigurationError, match="cannot be locked"):
        FileTokenStore(tmp_path / "nowhere" / "tokens").save("key", token)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        FileTokenStore(tmp_path).load("key")
    path = tmp_path / "tokens"
    store = FileTokenStore(path)
    store.save("key", token)
    path.unlink()
    (path / "folder").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        store.save("key", token)
    assert temporary_files(tmp_path) == []


def test_failed_write_keeps_the_old_file(tmp_path):
    path = tmp_path / "tokens"
    store = FileTokenStore(path)
    token = Token(access="a" * 20, expires_at=9.0)
    store.save("key", token)
    # Limit the size of files, to simulate a full disk.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(ConfigurationError, match="cannot be written"):
            store.save("key", Token(access="b" * 20, expires_at=9.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert store.load("key") == token
    assert temporary_files(tmp_path) == []


def temporary_files(folder: Path) -> list[str]:
    """Return the names of files that are neither a store nor its lock."""
    return [each.name for each in folder.iterdir() if each.suffix not in ("", ".lock")]


def test_lock_of_a_key_is_exclusive(store):
    unlock = store.try_lock("one")
    assert store.try_lock("one") is None
    assert store.try_lock("two") is not None
    unlock()
    unlock_again = store.try_lock("one")
    unlock_again()
