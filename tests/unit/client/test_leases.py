"""Leases of token stores: one holder at a time, by a model, among threads, and when clocks change."""

from __future__ import annotations

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.examples import examples
from webcrm_ext import FileTokenStore, MemoryTokenStore, Token

KEYS = st.sampled_from(["one", "two"])
HOLDERS = st.sampled_from(["anna", "bo", "carl"])
LASTS = st.sampled_from([1.0, 10.0, 70.0])


class LeaseModel(RuleBasedStateMachine):
    """A file store and a store in memory, against a table of holders and expiry times."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.leases: dict[str, tuple[str, float]] = {}
        self.tokens: dict[str, Token] = {}
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "tokens"
        self.stores = [
            MemoryTokenStore(clock=lambda: self.now),
            # Two objects of a file, as two processes have them.
            FileTokenStore(path, clock=lambda: self.now),
            FileTokenStore(path, clock=lambda: self.now),
        ]

    @rule(seconds=st.sampled_from([0.5, 1.0, 5.0, 60.0]))
    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    @rule(key=KEYS, holder=HOLDERS, seconds=LASTS, reverse=st.booleans())
    def acquire(self, key: str, holder: str, seconds: float, reverse: bool) -> None:
        owner, expires_at = self.leases.get(key, (holder, 0.0))
        expected = owner == holder or expires_at <= self.now
        for store in reversed(self.stores) if reverse else self.stores:
            assert store.acquire_lease(key, holder, seconds) is expected
        if expected:
            self.leases[key] = holder, self.now + seconds

    @rule(key=KEYS, holder=HOLDERS)
    def release(self, key: str, holder: str) -> None:
        for store in self.stores:
            store.release_lease(key, holder)
        if self.leases.get(key, ("", 0.0))[0] == holder:
            del self.leases[key]

    @rule(key=KEYS, lifetime=LASTS)
    def save(self, key: str, lifetime: float) -> None:
        token = Token(access=f"{key}-{self.now}", refresh="r" * 20, expires_at=self.now, lifetime=lifetime)
        for store in self.stores:
            store.save(key, token)
        self.tokens[key] = token

    @invariant()
    def tokens_are_kept(self) -> None:
        for store in self.stores:
            assert {key: store.load(key) for key in ("one", "two") if store.load(key)} == self.tokens

    def teardown(self) -> None:
        self.folder.cleanup()


TestLeases = LeaseModel.TestCase
TestLeases.settings = settings(max_examples=examples(60), stateful_step_count=25)


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_one_of_many_waiters_takes_over_an_expired_lease(tmp_path, kind):
    now = 1000.0
    store = (
        FileTokenStore(tmp_path / "tokens", clock=lambda: now)
        if kind == "file"
        else MemoryTokenStore(clock=lambda: now)
    )
    barrier = threading.Barrier(8)

    def acquire(number: int) -> bool:
        barrier.wait()
        return store.acquire_lease("key", f"holder {number}", 60.0)

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(acquire, range(8))).count(True) == 1
            now += 60.0


@pytest.mark.parametrize(("change", "acquired"), [(-1.0, False), (-3600.0, True), (59.0, False), (60.0, True)])
def test_clock_that_is_set_back_does_not_lengthen_a_lease(tmp_path, change, acquired):
    now = 1_000_000.0
    store = FileTokenStore(tmp_path / "tokens", clock=lambda: now)
    assert store.acquire_lease("key", "one", 60.0)
    now += change
    assert store.acquire_lease("key", "two", 60.0) is acquired
