"""Eight processes on one token share the rate limit and the login through Redis, whatever happens."""

from __future__ import annotations

import pytest

from tests.services.shared_limits import PROCESSES, Situation, run

WINDOW = 6.0
LIMIT = 64
SECONDS = 3 * WINDOW


@pytest.mark.parametrize("name", ["shared", "clocks"])
def test_eight_processes_use_the_limit_and_one_login(name: str) -> None:
    result = run(Situation(name, WINDOW, LIMIT, SECONDS))
    assert (result.errors, result.refused, result.logins, sum(result.warnings)) == ([], 0, 1, 0)
    assert result.share >= 0.97, result
    assert result.unfairness <= 0.15, result


def test_no_call_fails_while_redis_is_killed_and_restarted() -> None:
    result = run(Situation("killed", WINDOW, LIMIT, SECONDS, killed_at=1.0, started_at=7.0))
    assert (result.errors, result.warnings) == ([], [1] * PROCESSES)
    assert result.refused <= PROCESSES, result


def test_calls_succeed_beside_a_stranger_on_the_token() -> None:
    result = run(Situation("stranger", WINDOW, LIMIT, SECONDS))  # a longer wait than `max_rate_limit_wait` is an error
    assert (result.errors, sum(result.warnings)) == ([], 0)
    assert result.refused > 0, "the stranger did not disturb"
    assert min(result.by_process) > 0
