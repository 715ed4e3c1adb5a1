"""`upsert_by` when writes fail: nothing is created twice, and the report says what happened to each record."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from webcrm_api.models import EventDto, QuotationLineDto

from tests.clock import SimulatedClock
from tests.contract.client.records import KEY, keys_of, line, organisations, owner
from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import (
    APIConnectionError,
    AuthenticationError,
    ConfigurationError,
    OutcomeUnknownError,
    RateLimitError,
    Retries,
    UnexpectedResponseError,
    WebCRM,
)
from webcrm_ext.sandbox import Fault

CREATE, UPDATE = "organisations.create", "organisations.update"
ONCE = {"K'0": 1, "K'1": 1, "K'2": 1}

WRITTEN = (
    {"kind": "late-commit", "delay": 3},
    {"kind": "close-after"},
    {"kind": "close-during"},
    {"status": 500, "after_work": True},
    {"status": 204, "after_work": True},
)
NOT_WRITTEN = (
    {"kind": "close-before"},
    {"kind": "html"},
    {"status": 500},
    {"status": 503},
    {"status": 408},
    {"kind": "late-commit", "delay": 100},
)


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=10)


def with_clock(connect_either: Callable[..., Any], sandbox: Any, **options: Any) -> tuple[Any, SimulatedClock]:
    """Return a client and its clock, which also moves the sandbox's."""
    clock = SimulatedClock(sandbox)
    return connect_either(sandbox, clock=clock, sleep=clock.sleep, sleep_async=clock.sleep_async, **options), clock


def batches(size: int, count: int) -> list[list[Any]]:
    """Return lists of records, each with keys of its own."""
    records = organisations(size * count)
    return [records[start : start + size] for start in range(0, size * count, size)]


def outcomes(report: Any) -> list[str]:
    """Return the outcome of each record."""
    return [result.outcome for result in report.results]


def test_create_with_a_lost_response_is_confirmed(sandbox, either):
    for fault, batch in zip(WRITTEN, batches(2, len(WRITTEN)), strict=True):
        sandbox.requests.clear()
        sandbox.fail_next(1, operation=CREATE, **fault)
        report = either.organisations.upsert_by(KEY, batch, batch=1)
        assert outcomes(report) == ["created"] * 2, fault
        stored = [sandbox.record("Organisations", result.id)[KEY] for result in report.results]
        assert stored == [record[KEY] for record in batch]
        sandbox.assert_called(CREATE, times=2)
    assert set(keys_of(sandbox).values()) == {1}


@pytest.mark.slow
def test_record_that_does_not_appear_is_unknown(sandbox, connect_either):
    crm, clock = with_clock(connect_either, sandbox)
    for fault, batch in zip(NOT_WRITTEN, batches(2, len(NOT_WRITTEN)), strict=True):
        sandbox.requests.clear()
        clock.slept.clear()
        sandbox.fail_next(1, operation=CREATE, **fault)
        report = crm.organisations.upsert_by(KEY, batch, confirm_timeout=2, batch=1)
        assert outcomes(report) == ["unknown", "created"], fault
        assert sum(clock.slept) == 2
        sandbox.assert_called(CREATE, times=2)
        sandbox.clock.advance(100)
        again = outcomes(crm.organisations.upsert_by(KEY, batch, batch=1))
        assert again == ["unchanged" if fault.get("delay") else "created", "unchanged"]
    assert set(keys_of(sandbox).values()) == {1}


def test_report_names_the_records_of_unknown_outcome(sandbox, crm):
    sandbox.fail_next(12, kind="close-before", operation=CREATE)
    report = crm.organisations.upsert_by(KEY, organisations(13), batch=1)
    (first, *_), lines = report.unknown, str(report).splitlines()
    assert (first.key, first.id, type(first.error)) == ("K'0", None, OutcomeUnknownError)
    assert lines[0] == "1 created, 0 updated, 0 unchanged, 0 failed, 12 unknown"
    assert lines[1].startswith('"K\'0" unknown: POST /Organisations was sent, and no usable response arrived')
    assert lines[11:] == [
        "… and 2 more of unknown outcome",
        "Run it again later: a record of unknown outcome may still appear, and was not created twice.",
    ]


def test_wait_for_late_records_is_paid_once(sandbox, connect_either, caplog):
    crm, clock = with_clock(connect_either, sandbox)
    sandbox.clock.freeze()
    sandbox.set_faults(rules=[Fault(kind="late-commit", operation=CREATE, delay=10)])
    assert crm.organisations.upsert_by(KEY, organisations(5), batch=1).count("created") == 5
    assert clock.slept == [1, 2, 4, 8]
    logged = [each.getMessage() for each in caplog.records if each.levelname == "INFO" and each.name == "webcrm_ext"]
    assert logged == [f"waiting {seconds} s for 5 records of unknown outcome" for seconds in (2, 4, 8)]
    sandbox.assert_called("queries.list", times=1 + 5)
    assert set(keys_of(sandbox).values()) == {1}


def test_confirm_timeout_limits_the_pauses(sandbox, crm, clock):
    limits = {0: [], 2.5: [1, 1.5], 60: [1, 2, 4, 8, 16, 29]}
    for (timeout, pauses), batch in zip(limits.items(), batches(1, len(limits)), strict=True):
        sandbox.requests.clear()
        clock.slept.clear()
        sandbox.fail_next(1, kind="close-before", operation=CREATE)
        report = crm.organisations.upsert_by(KEY, batch, confirm_timeout=timeout)
        assert (outcomes(report), clock.slept) == (["unknown"], pauses)
        sandbox.assert_called("queries.list", times=1 + len(pauses) + 1)


def test_invalid_confirm_timeout_raises_before_any_call(sandbox, crm):
    for timeout in (-1, float("nan"), float("inf"), "60", None, True):
        with pytest.raises(ConfigurationError, match="confirm_timeout must be a number of seconds, 0 or more"):
            crm.organisations.upsert_by(KEY, organisations(1), confirm_timeout=timeout)
    assert len(sandbox.requests) == 0


def test_failed_look_up_is_repeated_until_the_timeout(sandbox, connect_either):
    def fail_look_ups(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/Organisations":
            sandbox.fail_next(3, status=503, operation="queries.list")

    crm = connect_either(sandbox, on_request=fail_look_ups, retries=Retries(max_attempts=1))
    sandbox.fail_next(1, kind="close-after", operation=CREATE)
    assert crm.organisations.upsert_by(KEY, organisations(1)).count("created") == 1
    # Without a look-up, a refused create is not sent again.
    sandbox.fail_next(1, status=409, operation=CREATE)
    assert outcomes(crm.organisations.upsert_by(KEY, organisations(2))) == ["unchanged", "failed"]
    sandbox.assert_called(CREATE, times=2)


def test_refused_create_is_sent_again_at_most_twice(sandbox, either):
    refusals = ((400, 1), (409, 2), (422, 3), (400, 9))
    for (status, times), batch in zip(refusals, batches(1, len(refusals)), strict=True):
        sandbox.requests.clear()
        sandbox.fail_next(times, status=status, operation=CREATE)
        report = either.organisations.upsert_by(KEY, batch)
        assert outcomes(report) == ["created" if times < 3 else "failed"], (status, times)
        sandbox.assert_called(CREATE, times=min(times + 1, 3))
        sandbox.clear_faults()
    assert set(keys_of(sandbox).values()) == {1}


def test_refused_creates_are_looked_up_together(sandbox, crm):
    sandbox.fail_next(3, status=409, operation=CREATE)
    assert crm.organisations.upsert_by(KEY, organisations(5), batch=1).count("created") == 5
    sandbox.assert_called(CREATE, times=8)
    sandbox.assert_called("queries.list", times=2)


def test_refusal_of_the_right_or_the_path_is_final(sandbox, crm):
    for status, batch in zip((403, 404), batches(2, 2), strict=True):
        sandbox.requests.clear()
        sandbox.fail_next(1, status=status, operation=CREATE)
        assert outcomes(crm.organisations.upsert_by(KEY, batch, batch=1)) == ["failed", "created"]
        sandbox.assert_called(CREATE, times=2)


@pytest.mark.parametrize(("name", "outcome"), [("N0", "unchanged"), ("Other", "updated")])
def test_refused_create_of_a_record_that_appears_is_not_sent_again(sandbox, connect_either, name, outcome):
    def create_by_another(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/Organisations":
            record = {**sandbox.record("Organisations", 1), KEY: "K'0", "OrganisationName": name}
            sandbox.put_record("Organisations", 500, record)

    crm = connect_either(sandbox, on_request=create_by_another)
    sandbox.fail_next(1, status=409, operation=CREATE)
    (result,) = crm.organisations.upsert_by(KEY, organisations(1)).results
    assert (result.outcome, result.id) == (outcome, 500)
    sandbox.assert_called(CREATE, times=1)


def test_refused_create_that_is_lost_the_second_time_is_confirmed(sandbox, crm):
    sandbox.fail_next(1, status=409, operation=CREATE)
    sandbox.fail_next(1, kind="late-commit", delay=5, operation=CREATE)
    assert crm.organisations.upsert_by(KEY, organisations(1)).count("created") == 1
    assert keys_of(sandbox) == {"K'0": 1}


def test_rate_limit_and_missing_connection_are_sent_again(sandbox, connect_either):
    left = 3

    def refuse_connection(request: httpx.Request) -> None:
        nonlocal left
        if request.method == "POST" and request.url.path == "/Organisations" and left:
            left -= 1
            raise httpx.ConnectError("refused")

    crm = connect_either(sandbox, on_request=refuse_connection)
    sandbox.fail_next(3, status=429, operation=CREATE)
    assert crm.organisations.upsert_by(KEY, organisations(3), batch=1).count("created") == 3
    assert left == 0
    assert keys_of(sandbox) == ONCE


def test_id_race_is_unknown_and_completed_by_a_rerun(sandbox, crm):
    sandbox.clock.freeze()
    sandbox.set_faults(id_race_seconds=0.4)
    report = crm.organisations.upsert_by(KEY, organisations(3), batch=1)
    assert [result.outcome for result in report.results] == ["created", "unknown", "unknown"]
    sandbox.clear_faults()
    assert crm.organisations.upsert_by(KEY, organisations(3), batch=1).count("created") == 2
    assert keys_of(sandbox) == ONCE


def test_two_records_that_appear_for_one_key_are_reported(sandbox, connect_either):
    def create_by_others(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/Organisations":
            for id_ in (500, 501):
                sandbox.put_record("Organisations", id_, {**sandbox.record("Organisations", 1), KEY: "K'0"})

    crm = connect_either(sandbox, on_request=create_by_others)
    sandbox.fail_next(1, kind="close-before", operation=CREATE)
    (result,) = crm.organisations.upsert_by(KEY, organisations(1)).failed
    assert "belongs to several records (500 has" in str(result.error)


def test_update_that_is_carried_out_late_is_confirmed(sandbox, either):
    either.organisations.upsert_by(KEY, organisations(1))
    sandbox.fail_next(5, kind="late-commit", delay=50, operation=UPDATE)
    (result,) = either.organisations.upsert_by(KEY, organisations(1, OrganisationComment="New")).results
    assert (result.outcome, result.changed) == ("updated", ("OrganisationComment",))
    assert sandbox.record("Organisations", result.id)["OrganisationComment"] == "New"


def test_update_that_does_not_appear_is_unknown(sandbox, crm):
    faults = ({"kind": "html"}, {"status": 500}, {"kind": "late-commit", "delay": 1000})
    id_ = crm.organisations.upsert_by(KEY, organisations(1)).results[0].id
    for number, fault in enumerate(faults):
        changed = organisations(1, OrganisationComment=f"New {number}")
        sandbox.requests.clear()
        sandbox.fail_next(5, operation=UPDATE, **fault)
        (result,) = crm.organisations.upsert_by(KEY, changed, confirm_timeout=1).unknown
        assert (result.id, result.changed) == (id_, ("OrganisationComment",))
        sandbox.assert_called(UPDATE, times=5)
        assert crm.organisations.upsert_by(KEY, changed).count("updated") == 1


def test_refused_update_fails(sandbox, crm):
    crm.organisations.upsert_by(KEY, organisations(1))
    sandbox.fail_next(1, status=409, operation=UPDATE)
    assert crm.organisations.upsert_by(KEY, organisations(1, OrganisationComment="New")).count("failed") == 1
    sandbox.assert_called(UPDATE, times=1)


def refusing_connections(numbers: set[int]) -> Callable[[httpx.Request], None]:
    """Return a hook that refuses the connection for some creates, counted from 1."""
    creates: list[bytes] = []

    def on_request(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/Organisations":
            if request.content not in creates:
                creates.append(request.content)
            if len(creates) in numbers:
                raise httpx.ConnectError("refused")

    return on_request


def test_unreachable_service_ends_the_run_and_confirms_what_was_sent(sandbox, connect_either):
    crm = connect_either(sandbox, on_request=refusing_connections({3}))
    sandbox.fail_next(1, kind="late-commit", delay=3, operation=CREATE)
    with pytest.raises(
        APIConnectionError, match=r"2 of 4 records were processed .*Run it again at any time\.$"
    ) as caught:
        crm.organisations.upsert_by(KEY, organisations(4), batch=1)
    report = caught.value.report
    assert [(result.key, result.outcome) for result in report.results] == [("K'0", "created"), ("K'1", "created")]
    assert sandbox.record("Organisations", report.results[0].id)[KEY] == "K'0"
    for copied in (copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert str(copied.report) == str(report)


def test_records_of_unknown_outcome_are_named_when_the_login_ends_the_run(sandbox, connect_either):
    def revoke(request: httpx.Request) -> None:
        if b"K'2" in request.content:
            sandbox.expire_tokens(refresh_tokens=True)
            sandbox.set_faults(rules=[Fault(status=400, path="/Auth")])

    crm = connect_either(sandbox, on_request=revoke)
    sandbox.fail_next(2, kind="late-commit", delay=3, operation=CREATE)
    with pytest.raises(
        AuthenticationError, match=r"2 of 3 .*later: the outcome of 2 of them is unknown \(.K'0., "
    ) as caught:
        crm.organisations.upsert_by(KEY, organisations(3), batch=1)
    assert [result.outcome for result in caught.value.report.results] == ["unknown", "unknown"]
    assert caught.value.report.unknown == caught.value.report.results


def test_rate_limit_beyond_the_longest_wait_ends_the_run(sandbox, crm):
    sandbox.set_faults(rules=[Fault(status=429, retry_after=3000, operation=CREATE)])
    with pytest.raises(RateLimitError, match=r"0 of 2 records were processed before that\. Run it again") as caught:
        crm.organisations.upsert_by(KEY, organisations(2), batch=1)
    assert caught.value.report.results == []


def test_lost_update_that_ends_the_run_is_reported(sandbox, connect_either):
    crm = connect_either(sandbox, retries=Retries(max_attempts=1))
    crm.organisations.upsert_by(KEY, organisations(2))
    sandbox.fail_next(1, kind="close-after", operation=UPDATE)
    with pytest.raises(APIConnectionError, match="1 of 2 records were processed") as caught:
        crm.organisations.upsert_by(KEY, organisations(2, OrganisationComment="New"))
    assert [result.outcome for result in caught.value.report.results] == ["updated"]


def test_create_whose_id_is_never_returned_is_confirmed(sandbox, crm):
    # The definition does not declare that POST /Events returns the id.
    sandbox.fail_next(1, status=204, after_work=True, operation="events.create")
    event = EventDto.from_dict({"EventId": 0, "EventDescription": "Fair", "EventCustom2": "E-1"})
    (result,) = crm.events.upsert_by("EventCustom2", [event]).results
    assert result.outcome == "created"
    assert sandbox.record("Events", result.id)["EventCustom2"] == "E-1"


@pytest.mark.parametrize("linked", [False, True])
def test_quotation_line_that_is_carried_out_late_is_created_once(open_sandbox, connect_either, linked):
    sandbox = open_sandbox(records=30, linked_data={"QuotationLines"} if linked else set())
    crm = connect_either(sandbox, linked_data={"QuotationLines": linked})
    given = line("Lamp", quotation_line_comment="K1", **owner(crm.deliveries.list().first()))
    before = sandbox.count("QuotationLines")
    sandbox.fail_next(1, kind="late-commit", delay=3, operation="quotation_lines.create")
    record = QuotationLineDto.from_dict(given.to_dict())
    report = crm.quotation_lines.upsert_by("QuotationLineComment", [record], confirm_timeout=5)
    assert (report.count("created"), sandbox.count("QuotationLines")) == (1, before + 1)


def test_row_without_its_id_is_an_unexpected_response():
    service = MockService(lambda _: httpx.Response(200, json=[{KEY: "K'0"}]))
    with WebCRM(TOKEN, transport=service) as crm, pytest.raises(UnexpectedResponseError, match="has no OrganisationId"):
        crm.organisations.upsert_by(KEY, organisations(1))


@pytest.mark.slow  # the client's timeout is real
def test_create_slower_than_the_timeout_is_created_once(sandbox, connect_either):
    crm = connect_either(sandbox, timeout=1)
    sandbox.fail_next(1, kind="stall", after_work=True, operation=CREATE)
    assert crm.organisations.upsert_by(KEY, organisations(2)).count("created") == 2
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1}
