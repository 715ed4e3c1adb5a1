"""Token stores: shared by clients, event loops and processes, and readable by their owner only."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import logging
import os
import re
import resource
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from tests.contract.client.processes import run_programs
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, auth_calls, run_in
from webcrm_ext import AsyncWebCRM, AuthenticationError, ConfigurationError, FileTokenStore, MemoryTokenStore, WebCRM
from webcrm_ext.auth.stores import LeasingTokenStore
from webcrm_ext.auth.token import Token, storage_key


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
def test_caller_cancelled_while_acquiring_leaves_no_lease(run):
    scopes: list[anyio.CancelScope] = []
    keys: list[str] = []

    class CancellingStore(MemoryTokenStore):
        def acquire_lease(self, key, holder, seconds):
            anyio.from_thread.run_sync(scopes[0].cancel)
            keys.append(key)
            return super().acquire_lease(key, holder, seconds)

    store = CancellingStore()

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(), token_store=store) as crm:
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                await crm.persons.get(1)
            assert scope.cancelled_caught

    run_in(run, main)
    (key,) = keys
    assert MemoryTokenStore.acquire_lease(store, key, "another", 60.0)


def test_event_loop_that_ends_while_acquiring_leaves_no_lease():
    started, resume, acquired = (threading.Event() for _ in range(3))
    keys: list[str] = []

    class SlowStore(MemoryTokenStore):
        def acquire_lease(self, key, holder, seconds):
            keys.append(key)
            started.set()
            assert resume.wait(timeout=60)
            return super().acquire_lease(key, holder, seconds)

        def release_lease(self, key, holder):
            super().release_lease(key, holder)
            acquired.set()

    store = SlowStore()
    crm = AsyncWebCRM(TOKEN, transport=MockService(), token_store=store)

    async def main() -> None:
        reading = asyncio.ensure_future(crm.persons.get(1))
        await asyncio.to_thread(started.wait, 60)
        reading.cancel()  # and asyncio.run cancels all other tasks, those that wait for a thread included

    asyncio.run(main())
    resume.set()
    assert acquired.wait(timeout=60)
    assert MemoryTokenStore.acquire_lease(store, keys[0], "another", 60.0)
    asyncio.run(crm.close())


@pytest.fixture(params=["file", "memory"])
def store_with_clock(request, tmp_path, clock):
    """Return a store whose leases expire by the simulated clock."""
    if request.param == "file":
        return FileTokenStore(tmp_path / "tokens", clock=clock)
    return MemoryTokenStore(clock=clock)


LEASE = 5 + 60 + 5
"""Seconds of a login's lease: connect timeout, timeout, and a margin."""


def lease_key(sandbox) -> str:
    return storage_key(sandbox.url, sandbox.application_token)


def test_lease_of_a_killed_client_expires(sandbox, connect, clock, store_with_clock):
    assert store_with_clock.acquire_lease(lease_key(sandbox), "killed", LEASE)
    crm = connect(sandbox, clock=clock, token_store=store_with_clock)
    assert crm.persons.get(1).person_id == 1
    assert sum(clock.slept) == pytest.approx(LEASE, abs=0.2)
    assert store_with_clock.load(lease_key(sandbox)) is not None
    assert store_with_clock.acquire_lease(lease_key(sandbox), "another", LEASE)  # the client has released its own


def test_lease_that_is_renewed_for_ever_costs_a_login(sandbox, connect, clock):
    class RefusingStore(MemoryTokenStore):
        def acquire_lease(self, key, holder, seconds):
            return False

    crm = connect(sandbox, clock=clock, token_store=RefusingStore(), timeout=2, connect_timeout=1)
    assert crm.persons.get(1).person_id == 1
    assert sum(clock.slept) == pytest.approx(1 + 2 + 5 + 1, abs=0.3)


def test_valid_token_is_sent_while_another_client_refreshes(sandbox, connect, clock, store_with_clock):
    crm = connect(sandbox, clock=clock, token_store=store_with_clock, wall_clock=lambda: 5.0)
    crm.persons.get(1)
    clock.sleep(3600 - 100)
    assert store_with_clock.acquire_lease(lease_key(sandbox), "another", LEASE)
    slept = sum(clock.slept)
    assert crm.persons.get(1).person_id == 1
    assert sum(clock.slept) == slept
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]


def test_lease_is_renewed_before_a_second_request(sandbox, connect, clock):
    renewals: list[bool] = []

    class RecordingStore(MemoryTokenStore):
        def acquire_lease(self, key, holder, seconds):
            acquired = super().acquire_lease(key, holder, seconds)
            renewals.append(acquired)
            return acquired

    crm = connect(sandbox, clock=clock, token_store=RecordingStore(), wall_clock=lambda: 5.0)
    crm.persons.get(1)
    assert renewals == [True]
    sandbox.expire_tokens(refresh_tokens=True)  # the refresh is refused, and a login follows
    crm.persons.get(1)
    assert renewals == [True] * 3


def test_held_lock_of_a_file_does_not_hold_a_call(sandbox, connect_either, tmp_path, caplog):
    store = FileTokenStore(tmp_path / "tokens", sleep=lambda _seconds: None)
    store.load(lease_key(sandbox))
    (lock,) = tmp_path.glob(".*.lock")
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        crm = connect_either(sandbox, token_store=store)
        assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    (warning,) = warnings_in(caplog)
    assert "another process has locked it for a second" in warning.getMessage()


def test_wait_for_a_lock_of_a_file_is_bounded(tmp_path):
    slept: list[float] = []
    store = FileTokenStore(tmp_path / "tokens", sleep=slept.append)
    store.load("key")
    (lock,) = tmp_path.glob(".*.lock")
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for use in (
            lambda: store.load("key"),
            lambda: store.save("key", Token(access="a", expires_at=1.0)),
            lambda: store.acquire_lease("key", "me", 60.0),
            lambda: store.release_lease("key", "me"),
        ):
            slept.clear()
            with pytest.raises(ConfigurationError, match="cannot be locked: another process"):
                use()
            assert sum(slept) == pytest.approx(1, abs=0.1)
    assert store.load("key") is None


def test_file_system_without_locks_costs_a_login_and_a_warning(sandbox, connect_either, tmp_path, caplog, monkeypatch):
    def flock(_file: object, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    store = FileTokenStore(tmp_path / "tokens")
    crm = connect_either(sandbox, token_store=store)
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    (warning,) = warnings_in(caplog)
    assert "cannot be locked: No locks available" in warning.getMessage()


def test_windows_locks_files_by_its_own_module(tmp_path, monkeypatch):
    flock = fcntl.flock
    operations: list[int] = []

    def locking(descriptor: int, operation: int, size: int) -> None:
        assert (size, os.lseek(descriptor, 0, os.SEEK_CUR)) == (1, 0)
        operations.append(operation)
        try:
            flock(descriptor, fcntl.LOCK_UN if operation == 0 else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_UNLCK=0, LK_NBLCK=2))
    store = FileTokenStore(tmp_path / "tokens", sleep=lambda _seconds: None)
    assert store.acquire_lease("key", "me", 60.0)
    assert not store.acquire_lease("key", "another", 60.0)
    assert operations == [2, 0] * 2
    (lock,) = tmp_path.glob(".*.lock")
    with lock.open("r+") as file:
        flock(file, fcntl.LOCK_EX)
        with pytest.raises(ConfigurationError, match="another process has locked it"):
            store.load("key")


def test_file_locked_during_a_fork_is_unlocked(tmp_path):
    code = f"""
import os
from pathlib import Path
from webcrm_ext.auth.file_lock import lock_file, unlock_file
path = Path({str(tmp_path / "lock")!r})
waits = []
descriptor = lock_file(path, waits.append)
end, start = os.pipe()
child = os.fork()
if child == 0:
    os.close(start)
    os.read(end, 1)  # until the parent has tried
    os._exit(0)
unlock_file(descriptor)
unlock_file(lock_file(path, waits.append))
os.close(start)
print(waits, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert run_programs(code) == ["[] 0"]


@pytest.mark.parametrize("path", ["tokens\0", "", "/", b"tokens", 5, "\ud800"], ids=ascii)
def test_invalid_path_raises(path):
    with pytest.raises(ConfigurationError, match="path of the token store"):
        FileTokenStore(path)


def test_custom_store_needs_only_load_and_save(sandbox, connect):
    class CustomStore:
        token = None

        def load(self, key: str) -> Token | None:
            return self.token

        def save(self, key: str, token: Token) -> None:
            self.token = token

    store = CustomStore()
    assert not isinstance(store, LeasingTokenStore)
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
    store = FileTokenStore(tmp_path / "tokens")
    store.save(lease_key(sandbox), Token(access="a" * 20, expires_at=9.0))
    (path,) = visible_files(tmp_path)
    before = path.read_bytes()
    path.chmod(0o640)
    crm = connect_either(sandbox, token_store=store)
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    assert [each.levelname for each in warnings_in(caplog)] == ["WARNING"]
    assert "chmod 600" in caplog.text
    assert path.read_bytes() == before


def visible_files(folder: Path) -> list[Path]:
    """Return the files with tokens."""
    return [each for each in folder.iterdir() if not each.name.startswith(".")]


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

    def acquire_lease(self, key, holder, seconds):
        return self.failing.get("acquire", lambda: super(FailingStore, self).acquire_lease(key, holder, seconds))()

    def release_lease(self, key, holder):
        return self.failing.get("release", lambda: super(FailingStore, self).release_lease(key, holder))()


def fail() -> None:
    raise ConnectionError("redis is down")


@pytest.mark.parametrize(
    "failing",
    [
        {"load": fail},
        {"save": fail},
        {"acquire": fail},
        {"release": fail},
        {"load": fail, "save": fail, "acquire": fail, "release": fail},
        {"load": lambda: {"access": "a"}},
        {"load": lambda: Token(access="a" * 20, expires_at="soon")},  # type: ignore[arg-type]
    ],
    ids=["load", "save", "acquire", "release", "all", "a dict", "no number"],
)
def test_store_that_raises_costs_a_login_and_a_warning(sandbox, connect_either, caplog, failing):
    crm = connect_either(sandbox, token_store=FailingStore(failing))
    assert [crm.persons.get(number).person_id for number in (1, 2)] == [1, 2]
    assert auth_calls(sandbox) == ["/Auth/ApiLogin"]
    (warning,) = warnings_in(caplog)
    assert re.search(r"redis is down|has no attribute|is a number of seconds", warning.getMessage())


def test_store_that_raises_at_a_refresh_does_not_fail_the_call(sandbox, connect, clock, caplog):
    failing: dict[str, Callable[[], Any]] = {}
    crm = connect(sandbox, clock=clock, token_store=FailingStore(failing))
    crm.persons.get(1)
    failing.update(load=fail, save=fail, acquire=fail, release=fail)
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


def test_each_key_has_a_file_that_only_its_owner_can_read(tmp_path):
    store = FileTokenStore(tmp_path / "tokens")
    token = Token(access="a" * 20, refresh="r" * 20, expires_at=9.0, lifetime=100.0)
    store.save("key", token)
    (path,) = visible_files(tmp_path)
    assert path.name.startswith("tokens.")
    assert store.load("key") == token
    assert "aaaa" not in repr(store) + repr(token)
    store.save("other", Token(access="b", expires_at=1.0))
    assert store.load("other") == Token(access="b", expires_at=1.0)
    assert store.load("key") == token
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}
    path.write_text("not a record")
    assert [store.load(key) and store.load(key).access for key in ("key", "other")] == [None, "b"]
    assert len(visible_files(tmp_path)) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"not json", b"[]", b"\xff\xfe", b'{"token": {"access": "a"}, "lease": null}', b'{"token": 1}', b"",
        b"[" * 100_000,
        b'{"token": {"access": "a b", "refresh": null, "expires_at": 9, "lifetime": 9}, "lease": null}',
        '{"token": {"access": "a", "refresh": "\u00e9", "expires_at": 9, "lifetime": 9}, "lease": null}'.encode(),
        b'{"token": {"access": "a", "refresh": "", "expires_at": 9, "lifetime": 1' + b"0" * 400 + b'}, "lease": null}',
        b'{"token": null, "lease": {"holder": "x"}}', b'{"token": null, "lease": 5}',
    ],
    ids=lambda content: repr(content[:60]),
)  # fmt: skip
def test_invalid_file_is_read_as_empty(tmp_path, content):
    store = FileTokenStore(tmp_path / "tokens")
    store.save("key", Token(access="a", expires_at=9.0))
    (path,) = visible_files(tmp_path)
    path.write_bytes(content)
    assert store.load("key") is None
    assert store.acquire_lease("key", "me", 60.0)


def test_unusable_file_raises(tmp_path):
    token = Token(access="a" * 20, expires_at=9.0)
    with pytest.raises(ConfigurationError, match="cannot be locked: No such file"):
        FileTokenStore(tmp_path / "nowhere" / "tokens").save("key", token)
    store = FileTokenStore(tmp_path / "tokens")
    store.save("key", token)
    (path,) = visible_files(tmp_path)
    path.unlink()
    (path / "folder").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        store.save("key", token)


def test_failed_write_keeps_the_old_file(tmp_path):
    store = FileTokenStore(tmp_path / "tokens")
    token = Token(access="a" * 20, expires_at=9.0)
    store.save("key", token)
    files = sorted(tmp_path.iterdir())
    # Limit the size of files, to simulate a full disk.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(ConfigurationError, match="cannot be written"):
            store.save("key", Token(access="b" * 20, expires_at=9.0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert store.load("key") == token
    assert sorted(tmp_path.iterdir()) == files


def test_file_of_a_writer_that_was_killed_is_replaced(tmp_path):
    store = FileTokenStore(tmp_path / "tokens")
    store.save("key", Token(access="a", expires_at=9.0))
    (path,) = visible_files(tmp_path)
    new = path.with_name(f".{path.name}.new")
    new.write_text("half a rec")
    new.chmod(0o644)
    store.save("key", Token(access="b", expires_at=9.0))
    assert not new.exists()
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.load("key") == Token(access="b", expires_at=9.0)
