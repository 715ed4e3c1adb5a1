"""The rate limiter against a model: the service's window, blocks, released slots, and what stays in memory."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from itertools import count
from typing import Any

from attrs import define
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.examples import examples
from webcrm_ext import LocalRateLimiter
from webcrm_ext.transport.local_rate_limiter import MARGIN, WINDOW

SECONDS = st.sampled_from([0.25, 1.0, 5.0, 20.0, WINDOW])
CHOICE = st.integers(0, 1000)
"""Chooses one of a list, by the remainder."""


@define
class Request:
    """A request that was sent. The service counts it at any moment until its response arrives."""

    reservation: Any
    sent_at: float
    counted_at: float | None = None


class RateLimiterModel(RuleBasedStateMachine):
    """Callers of one key: they wait, send, are cancelled, and get responses, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.limiter = LocalRateLimiter(clock=lambda: self.now)
        self.limit = 1
        self.blocked_until = float("-inf")
        self.waiting: list[Any] = []
        self.in_flight: list[Request] = []
        self.counted: list[float] = []
        self.finished: list[tuple[float, Callable[[], Any]]] = []
        self.released: list[Callable[[], Any]] = []
        self.other_keys = count()

    @initialize(limit=st.integers(1, 4))
    def set_limit(self, limit: int) -> None:
        self.limit = limit

    @rule(count=st.integers(1, 5))
    def acquire(self, count: int) -> None:
        self.waiting += [self.limiter.acquire("key", self.limit) for _ in range(count)]

    @precondition(lambda self: self.waiting)
    @rule(choice=CHOICE)
    def send(self, choice: int) -> None:
        index = choice % len(self.waiting)
        has_room = self.now >= self.blocked_until and index + len(self.used()) < self.limit
        wait = self.waiting[index].wait
        assert (wait <= 0) is has_room
        if has_room:
            self.in_flight.append(Request(self.waiting.pop(index), self.now))

    @precondition(lambda self: self.waiting)
    @rule(choice=CHOICE)
    def sleep_and_send(self, choice: int) -> None:
        index = choice % len(self.waiting)
        self.pass_time(max(0.0, self.waiting[index].wait))
        self.send(index)

    @precondition(lambda self: self.waiting)
    @rule(choice=CHOICE, reads_wait=st.booleans())
    def cancel(self, choice: int, reads_wait: bool) -> None:
        """Release a slot that waits, or that is due: its caller fails before it sends."""
        reservation = self.waiting.pop(choice % len(self.waiting))
        if reads_wait:
            assert reservation.wait >= 0
        self.limiter.release(reservation)
        self.released.append(weakref.ref(reservation))

    @precondition(lambda self: self.waiting)
    @rule(choice=CHOICE, blocks=st.booleans())
    def read_wait_twice(self, choice: int, blocks: bool) -> None:
        """Read the wait of a due slot twice, as a caller does whose slot was exchanged; it stays the next one."""
        index = choice % len(self.waiting)
        if self.waiting[index].wait == 0:
            self.waiting.insert(0, self.waiting.pop(index))
            if blocks:
                self.block(5.0)
            self.send(0)

    @precondition(lambda self: self.in_flight)
    @rule(choice=CHOICE)
    def count(self, choice: int) -> None:
        self.count_now(self.in_flight[choice % len(self.in_flight)])

    @precondition(lambda self: self.in_flight)
    @rule(choice=CHOICE)
    def respond(self, choice: int) -> None:
        self.finish(self.in_flight[choice % len(self.in_flight)])

    @rule(seconds=SECONDS)
    def block(self, seconds: float) -> None:
        self.limiter.block("key", seconds)
        self.blocked_until = max(self.blocked_until, self.now + seconds)

    @rule(seconds=SECONDS)
    def pass_time(self, seconds: float) -> None:
        # A response that takes longer than the window is outside of what the limiter can know.
        for request in list(self.in_flight):
            if self.now + seconds - request.sent_at > WINDOW:
                self.finish(request)
        self.now += seconds

    @rule()
    def other_key_has_its_own_limit(self) -> None:
        reservation = self.limiter.acquire(f"key {next(self.other_keys)}", 1)
        assert reservation.wait == 0

    @invariant()
    def no_window_of_the_service_has_too_many_requests(self) -> None:
        for first, last in zip(self.counted, self.counted[self.limit :], strict=False):
            assert last - first >= WINDOW

    @invariant()
    def released_slots_and_old_requests_are_not_kept(self) -> None:
        assert all(slot() is None for slot in self.released)
        gone = [slot() for at, slot in self.finished if at + WINDOW + MARGIN <= self.now]
        assert sum(slot is not None for slot in gone) <= self.limit

    def teardown(self) -> None:
        """All that wait are sent in the end, and no window was wasted."""
        self.finish_all()
        start = max(self.now, self.blocked_until)
        windows = -(-len(self.waiting) // self.limit)
        while self.waiting:
            self.sleep_and_send(0)
            self.finish_all()
        assert self.now - start <= windows * (WINDOW + MARGIN) + 1e-6
        self.no_window_of_the_service_has_too_many_requests()

    def used(self) -> list[float]:
        """Return when the requests were sent that may still be in the window."""
        sent = [request.sent_at for request in self.in_flight] + [at for at, _ in self.finished]
        return [at for at in sent if at + WINDOW + MARGIN > self.now]

    def count_now(self, request: Request) -> None:
        if request.counted_at is None:
            request.counted_at = self.now
            self.counted.append(self.now)

    def finish_all(self) -> None:
        for request in list(self.in_flight):
            self.finish(request)

    def finish(self, request: Request) -> None:
        self.count_now(request)
        self.limiter.confirm(request.reservation)
        self.in_flight.remove(request)
        self.finished.append((self.now, weakref.ref(request.reservation)))


TestRateLimiterModel = RateLimiterModel.TestCase
TestRateLimiterModel.settings = settings(max_examples=examples(100), stateful_step_count=40)
