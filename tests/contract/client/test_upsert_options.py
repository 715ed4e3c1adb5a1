"""The options `max_failures` and `progress` of `upsert_by`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.client.records import KEY, organisations
from webcrm_ext import ConfigurationError
from webcrm_ext.sandbox import Sandbox

CREATE = "organisations.create"


@pytest.fixture(scope="module")
def shared():
    with Sandbox(records=3, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared):
    """Return the sandbox of the module, without the records and the faults of other tests."""
    shared.clear_faults()
    for id_ in range(1, 500):
        if str((shared.record("Organisations", id_) or {}).get(KEY)).startswith("K'"):
            shared.delete_record("Organisations", id_)
    shared.requests.clear()
    return shared


def with_invalid(count: int, *invalid: int) -> list[Any]:
    """Return organisations, some of which the service refuses."""
    records = organisations(count)
    for number in invalid:
        records[number].organisation_name = "x" * 500
    return records


def sent(sandbox: Any) -> int:
    """Return the number of calls that the sandbox received, without logins and without attempts that failed."""
    return sum(not call.path.startswith("/Auth") and call.status != 503 for call in sandbox.requests)


@pytest.mark.parametrize(
    ("max_failures", "ends_at"),
    [(0, 2), (1, 4), (1.0, 4), (0.05, 4), (0.1, 6), (2, 6), (0.15, 20), (3, 20), (None, 20)],
)
@pytest.mark.parametrize("is_iterator", [False, True], ids=["list", "iterator"])
def test_run_stops_after_more_failures(sandbox, connect, max_failures, ends_at, is_iterator):
    records = with_invalid(20, 1, 3, 5)
    given = (each for each in records) if is_iterator else records
    report = connect(sandbox).organisations.upsert_by(KEY, given, batch=1, max_failures=max_failures)
    failed = [f"K'{number}" for number in (1, 3, 5) if number < ends_at]
    assert [result.key for result in report.failed] == failed
    assert report.count("created") == ends_at - len(failed)
    assert report.unprocessed == [f"K'{number}" for number in range(ends_at, 20)]
    # Refused creates are sent again at the end, which a run that stops does not reach.
    again = 2 * len(failed) if ends_at == 20 else 0
    sandbox.assert_called(CREATE, times=ends_at + again)
    assert sandbox.requests[-1].operation in {CREATE, "queries.list"}
    assert len(report.results) == (len(failed) if is_iterator else ends_at)
    stopped = f'Stopped early: {20 - ends_at} records not processed ("K\'{ends_at}"'
    assert (stopped in str(report)) is (ends_at < 20)


@pytest.mark.parametrize("max_failures", [0, 1, 2])
def test_failures_inside_batches_stop_the_run(sandbox, connect_either, max_failures):
    records = organisations(13)
    assert connect_either(sandbox).organisations.upsert_by(KEY, records).count("created") == 13
    sandbox.requests.clear()
    changed = with_invalid(13, 2, 5, 6)
    for each in changed:
        each.organisation_comment = "new"
    report = connect_either(sandbox).organisations.upsert_by(KEY, changed, batch=3, max_failures=max_failures)
    # The probe is sent alone; the batches are 1 to 3, 4 to 6, 7 to 9 and 10 to 12.
    ends_at = 4 if max_failures == 0 else 7 if max_failures < 3 else 13
    assert report.unprocessed == [f"K'{number}" for number in range(ends_at, 13)]
    assert report.count("failed") == (1 if max_failures == 0 else 3)
    assert sum(call.method == "PATCH" for call in sandbox.requests) == 1 + (ends_at - 1) // 3


def test_lost_write_before_the_stop_is_looked_up(sandbox, connect):
    sandbox.fail_next(1, kind="close-after", operation=CREATE)
    report = connect(sandbox).organisations.upsert_by(KEY, with_invalid(5, 1), batch=1, max_failures=0)
    assert [result.outcome for result in report.results] == ["created", "failed"]
    assert report.unprocessed == ["K'2", "K'3", "K'4"]


@pytest.mark.parametrize("max_failures", [-1, float("nan"), "5", True, [1]])
def test_invalid_max_failures_raises_before_any_call(sandbox, connect, max_failures):
    with pytest.raises(ConfigurationError, match="max_failures must be a number, a share below 1, or None"):
        connect(sandbox).organisations.upsert_by(KEY, organisations(1), max_failures=max_failures)
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize("is_iterator", [False, True], ids=["list", "iterator"])
@pytest.mark.parametrize("batch", [1, 4])
def test_progress_counts_records_and_requests(sandbox, connect_either, batch, is_iterator):
    seen: list[tuple[Any, ...]] = []
    crm = connect_either(sandbox)
    crm.organisations.upsert_by(KEY, organisations(5))
    changed = organisations(20, OrganisationComment="new")
    changed[7].organisation_name = "x" * 500
    sandbox.requests.clear()
    sandbox.fail_next(2, status=503, operation="queries.list")  # retries are not counted
    sandbox.fail_next(1, kind="close-after", operation=CREATE if batch == 1 else "organisations.upsert")
    given = (each for each in changed) if is_iterator else changed
    counted: list[int] = []

    def progress(*values: Any) -> None:
        seen.append(values)
        counted.append(sent(sandbox))

    report = crm.organisations.upsert_by(KEY, given, batch=batch, concurrency=2, progress=progress)
    phases, done, totals, requests, left = (list(each) for each in zip(*seen, strict=True))
    assert list(dict.fromkeys(phases)) == ["look-up", "write", "confirm"]
    assert phases == sorted(phases, key=["look-up", "write", "confirm"].index)
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 20)
    assert set(totals) == {None if is_iterator else 20}
    assert requests == counted
    assert report.requests == sent(sandbox)
    assert (left[0], None in left[1:]) == (None, is_iterator)
    assert is_iterator or left[-1] == 0


def test_seconds_left_follow_the_rate_limit(sandbox, connect_either):
    left: list[float | None] = []
    crm = connect_either(sandbox, requests_per_minute=10)
    report = crm.organisations.upsert_by(KEY, organisations(30), batch=1, progress=lambda *each: left.append(each[-1]))
    # 32 requests with the login: after each 10, the rate limiter waits for the rest of the minute.
    assert (report.plan.requests, report.plan.wait) == (32, 180)
    assert left[:2] == [None, 180]
    assert left[-1] == 0
    assert max(left[1:]) <= 200


def test_error_of_progress_ends_the_run(sandbox, connect):
    def fail(phase: str, *_: Any) -> None:
        if phase == "write":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connect(sandbox).organisations.upsert_by(KEY, organisations(3), batch=1, progress=fail)
    sandbox.assert_called(CREATE, times=0)
