"""Token stores: shared by clients, event loops and processes, and readable by their owner only."""

from __future__ import annotations

import logging
import re
import resource
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.contract.client.processes import run_programs
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, auth_calls, run_in
from webcrm_ext import AsyncWebCRM, AuthenticationError, ConfigurationError, FileTokenStore, MemoryTokenStore, WebCRM
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


def test_store_readable_by_others_costs_a_login_and_a_warning(sandbox, connect_either, tmp_path, caplog):
    path = tmp_path / "tokens"
    path.write_text("{}")
    path.chmod(0o640)
    crm = connect_either(sandbox, token_store=FileTokenStore(path))
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    assert [each.levelname for each in warnings_in(caplog)] == ["WARNING"]
    assert "chmod 600" in caplog.text
    assert path.read_text() == "{}"


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return the warnings that the client logged."""
    return [each for each in caplog.records if each.name == "webcrm_ext" and each.levelno >= logging.WARNING]


class FailingStore(MemoryTokenStore):
    """A store whose methods fail, or return something else."""

    def __init__(self, failing: Mapping[str, Callable[[], Any]]) -> None:
        super().__init__()
        self.failing = failing

    def load(self, key):
        return self.failing.get("load", lambda: super(FailingStore, self).load(key))()

    def save(self, key, token):
        return self.failing.get("save", lambda: super(FailingStore, self).save(key, token))()

    def try_lock(self, key):
        return self.failing.get("try_lock", lambda: super(FailingStore, self).try_lock(key))()


def fail() -> None:
    raise ConnectionError("redis is down")


@pytest.mark.parametrize(
    "failing",
    [
        {"load": fail},
        {"save": fail},
        {"try_lock": fail},
        {"try_lock": lambda: fail},
        {"load": fail, "save": fail, "try_lock": fail},
        {"load": lambda: {"access": "a"}},
        {"load": lambda: Token(access="a" * 20, expires_at="soon")},  # type: ignore[arg-type]
    ],
    ids=["load", "save", "lock", "unlock", "all", "a dict", "no number"],
)
def test_store_that_raises_costs_a_login_and_a_warning(sandbox, connect_either, caplog, failing):
    crm = connect_either(sandbox, token_store=FailingStore(failing))
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    (warning,) = warnings_in(caplog)
    assert re.search(r"redis is down|has no attribute|could not convert", warning.getMessage())


def test_store_that_raises_at_a_refresh_does_not_fail_the_call(sandbox, connect, clock, caplog):
    failing: dict[str, Callable[[], Any]] = {}
    crm = connect(sandbox, clock=clock, token_store=FailingStore(failing))
    crm.persons.get(1)
    failing.update(load=fail, save=fail, try_lock=fail)
    for seconds in (3600 - 100, 3600 - 10):
        clock.sleep(seconds)
        assert crm.persons.get(1).person_id == 1
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh", "/Auth/ApiRefresh"]
    assert len(warnings_in(caplog)) == 2


@pytest.mark.parametrize("token", [Token(access="a b", expires_at=9e9), Token(access="", expires_at=9e9)])
def test_stored_token_that_cannot_be_sent_is_not_used(sandbox, connect_either, token):
    crm = connect_either(sandbox, token_store=FailingStore({"load": lambda: token}))
    assert crm.persons.get(1).person_id == 1


def test_message_of_a_failing_store_shows_no_token(sandbox, connect_either, caplog):
    class LoudStore(MemoryTokenStore):
        def save(self, key, token):
            raise ValueError(f"cannot save {token.access} and {token.refresh}")

    connect_either(sandbox, token_store=LoudStore()).persons.get(1)
    assert "cannot save *** and ***" in caplog.text


def two_clients_with_a_dead_token_in_the_store(sandbox, connect, store, **options):
    """Return the second of two clients: its own token is dead, and so is the newer one that the first stored."""
    settings = {"token_store": store, "wall_clock": lambda: 5.0, **options}
    first, second = (connect(sandbox, **settings) for _ in range(2))
    first.persons.get(1)
    second.persons.get(1)
    sandbox.expire_tokens(refresh_tokens=True)
    first.persons.get(1)
    sandbox.expire_tokens(refresh_tokens=True)
    assert auth_calls(sandbox) == ["/Auth/ApiLogin", "/Auth/ApiRefresh", "/Auth/ApiLogin"]
    return second


def test_dead_token_of_the_store_is_followed_by_a_login(sandbox, connect_either, store):
    crm = two_clients_with_a_dead_token_in_the_store(sandbox, connect_either, store)
    assert crm.persons.get(2).person_id == 2
    assert [call.status for call in sandbox.requests if call.path == "/Persons/2"] == [401, 401, 200]
    assert auth_calls(sandbox)[3:] == ["/Auth/ApiLogin"]
    connect_either(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(3)
    assert len(auth_calls(sandbox)) == 4  # the new token is in the store


def test_dead_token_of_the_store_costs_all_threads_one_login(sandbox, connect, store):
    crm = two_clients_with_a_dead_token_in_the_store(sandbox, connect, store)
    barrier = threading.Barrier(16)

    def read(number: int) -> int:
        barrier.wait()
        return crm.persons.get(number).person_id

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(read, range(1, 17))) == list(range(1, 17))
    assert auth_calls(sandbox)[3:].count("/Auth/ApiLogin") == 1


def test_login_that_does_not_help_ends_the_rounds(sandbox, connect_either, store):
    crm = two_clients_with_a_dead_token_in_the_store(sandbox, connect_either, store)
    sandbox.fail_next(9, status=401, path="/Persons/2")
    with pytest.raises(AuthenticationError, match="also with a new access token"):
        crm.persons.get(2)
    assert [call.status for call in sandbox.requests if call.path == "/Persons/2"] == [401] * 3


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
