"""`upsert_by` in batches: whatever PATCH returns, the report is right, or says that the outcome is unknown."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from webcrm_api.api.organisations import organisations_get

from tests.contract.client.patch_shapes import CREATES, REFUSED, SHAPES, UPDATES, status, strings
from tests.contract.client.patch_transport import NONE, PatchTransport
from tests.contract.client.records import KEY, at, organisations
from webcrm_ext import APIConnectionError, AsyncWebCRM, NotFoundError, UpsertReport
from webcrm_ext.operations import Operation, Together
from webcrm_ext.sandbox import Fault, Sandbox

PATCH, PUT = "PATCH /Organisations", "PUT /Organisations/{id}"
QUERY, GET = "GET /Queries", "GET /Organisations/{id}"
COMMENT = "OrganisationComment"
OPERATION = "organisations.upsert"
MOST_IDS = 1500
SIGNED = {"OrganisationUpdatedAt", "OrganisationUpdatedBy", "OrganisationCompareName"}
"""The properties that the service sets in each write."""

SLOW = pytest.mark.slow


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with Sandbox(records=3, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared: Sandbox) -> Sandbox:
    """Return the sandbox of the module, without the records and the faults of other tests."""
    shared.clear_faults()
    shared.change_options(patch_missing_keys="kept", patch_limit=1000)
    for id_ in stored(shared):
        shared.delete_record("Organisations", id_)
    shared.requests.clear()
    return shared


@pytest.fixture
def transport() -> PatchTransport:
    return PatchTransport()


@pytest.fixture
def crm(sandbox: Sandbox, connect_either: Callable[..., Any], transport: PatchTransport) -> Any:
    return connect_either(sandbox, transport=transport)


def calls(sandbox: Sandbox) -> list[str]:
    """Return the calls since the last time, without logins; an id is shown as `{id}`."""
    made = [
        f"{call.method} {'/'.join('{id}' if part.isdecimal() else part for part in call.path.split('/'))}"
        for call in sandbox.requests
        if not call.path.startswith("/Auth")
    ]
    sandbox.requests.clear()
    return made


def outcomes(report: UpsertReport) -> list[str]:
    """Return the outcome of each record."""
    return [result.outcome for result in report.results]


def stored(sandbox: Sandbox) -> dict[int, dict[str, Any]]:
    """Return the organisations of the sandbox with a key of `organisations`, by id."""
    records = {id_: sandbox.record("Organisations", id_) for id_ in range(1, MOST_IDS)}
    return {id_: each for id_, each in records.items() if each and str(each[KEY]).startswith("K'")}


def keys(sandbox: Sandbox) -> list[str]:
    """Return the keys of these organisations."""
    return sorted(record[KEY] for record in stored(sandbox).values())


def add(sandbox: Sandbox, numbers: range) -> None:
    """Store organisations, with a value in every property that has one in a seeded record."""
    for number in numbers:
        id_ = 100 + number
        record = {**sandbox.record("Organisations", 1), "OrganisationId": id_, "OrganisationName": f"N{number}"}
        sandbox.put_record("Organisations", id_, {**record, KEY: f"K'{number}", COMMENT: "old"})


def wanted_after(sandbox: Sandbox) -> list[Any]:
    """Store the records to update, and return those to create and to update."""
    add(sandbox, range(CREATES, CREATES + UPDATES))
    sandbox.requests.clear()
    return organisations(CREATES + UPDATES, **{COMMENT: "new"})


def assert_report_is_true(sandbox: Sandbox, report: UpsertReport, before: dict[int, dict[str, Any]]) -> None:
    """Check each result against the records of the sandbox before and after."""
    after = stored(sandbox)
    named = " ".join(report.notes)
    for result in report.results:
        old = [(id_, record) for id_, record in before.items() if record[KEY] == result.key]
        new = [(id_, record) for id_, record in after.items() if record[KEY] == result.key]
        assert len(new) <= 1, result
        match result.outcome:
            case "created":
                assert (old, new[0][0], new[0][1][COMMENT]) == ([], result.id, "new"), result
            case "updated":
                assert (new[0][0], new[0][1][COMMENT]) == (result.id, "new"), result
                changed = {name for name, value in new[0][1].items() if old[0][1][name] != value}
                assert changed <= SIGNED | {COMMENT} or str(result.id) in named, result
            case "failed":
                assert [record for _, record in new] == [record for _, record in old], result


QUICK = {"an unknown confirmation", "an error, in another order", "lost, some written", "413, some written"}


@pytest.mark.parametrize("shape", [pytest.param(name, marks=[] if name in QUICK else SLOW) for name in SHAPES])
def test_report_is_right_or_unknown_for_each_response(sandbox, crm, transport, shape):
    transport.shape, expected = SHAPES[shape]
    records = wanted_after(sandbox)
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, records, confirm_timeout=1)
    assert transport.sizes[0] == CREATES
    assert outcomes(report) == expected
    assert_report_is_true(sandbox, report, before)
    transport.shape = None
    again = crm.organisations.upsert_by(KEY, records)
    assert not again.failed
    assert not again.unknown
    after = stored(sandbox)
    assert sorted(after) == sorted(again.ids)
    assert [after[id_][KEY] for id_ in again.ids] == [each[KEY] for each in records]
    assert {record[COMMENT] for record in after.values()} == {"new"}


# --- creates ----------------------------------------------------------------------------------------------------------


def test_create_that_fails_in_a_response_is_sent_once_more(sandbox, crm, transport):
    records = organisations(CREATES)
    records[1].organisation_name = "x" * 500
    report = crm.organisations.upsert_by(KEY, records)
    assert outcomes(report) == ["created", "failed", "created", "created"]
    assert transport.sizes == [CREATES, 1]
    assert calls(sandbox) == [QUERY, PATCH, QUERY, PATCH]
    assert "OrganisationName" in str(report.failed[0].error)
    assert keys(sandbox) == ["K'0", "K'2", "K'3"]


def test_create_that_fails_in_a_response_and_exists_is_not_sent_again(sandbox, crm, transport):
    transport.shape = strings(lambda got, _: [got[0], REFUSED, *got[2:]])
    report = crm.organisations.upsert_by(KEY, organisations(CREATES))
    assert outcomes(report) == ["created"] * CREATES
    assert transport.sizes == [CREATES]


def test_id_race_inside_a_batch_creates_nothing_twice(sandbox, crm, transport):
    sandbox.clock.advance(10)
    sandbox.clock.freeze()
    sandbox.set_faults(id_race_seconds=0.4)
    report = crm.organisations.upsert_by(KEY, organisations(CREATES))
    assert outcomes(report) == ["created", "created", "failed", "failed"]
    assert transport.sizes == [CREATES, CREATES - 1]
    assert keys(sandbox) == ["K'0", "K'1"]
    sandbox.clock.resume()


def test_refusal_of_the_right_ends_creates_and_fails_single_updates(sandbox, crm, transport):
    sandbox.set_faults(rules=[Fault(status=403, operation=OPERATION)])
    add(sandbox, range(CREATES, CREATES + 8))
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, organisations(CREATES + 8, **{COMMENT: "new"}))
    assert outcomes(report) == ["failed"] * (CREATES + 3) + ["updated"] * 5
    assert_report_is_true(sandbox, report, before)
    assert transport.sizes == [CREATES, 1, 1, 1]
    assert report.notes == [
        "No update showed whether PATCH keeps the properties that it leaves out. "
        "The other updates were made by PUT, one by one."
    ]


@SLOW
def test_batch_that_is_too_large_is_halved(sandbox, crm, transport):
    records = organisations(16)
    sandbox.change_options(patch_limit=4)
    report = crm.organisations.upsert_by(KEY, records, batch=16)
    assert outcomes(report) == ["created"] * 16
    assert transport.sizes == [16, 8, 4, 4, 8, 4, 4]
    transport.sizes.clear()
    # What was accepted is the most that is sent from then on.
    more = organisations(40)[16:]
    assert outcomes(crm.organisations.upsert_by(KEY, more, batch=8)) == ["created"] * 24
    assert transport.sizes == [8, 4, 4, *[4] * 4]


# --- the probe --------------------------------------------------------------------------------------------------------

RESET = "PATCH does not keep the properties that it leaves out: it changed "


def with_faults(sandbox: Sandbox, faults: dict[int, dict[str, Any]]) -> Callable[[Any], None]:
    """Return a hook that injects faults into calls other than logins, counted from 1."""
    count = 0

    def on_request(request: Any) -> None:
        nonlocal count
        count += not request.url.path.startswith("/Auth")
        if count in faults:
            sandbox.fail_next(1, **faults.pop(count))

    return on_request


@pytest.mark.parametrize(
    ("missing_keys", "faults", "expected", "made", "note"),
    [
        ("kept", {}, ["updated"] * 6, [QUERY, PATCH, QUERY, PATCH], ""),
        ("reset", {}, ["updated"] * 6, [QUERY, PATCH, QUERY, PUT, *[PUT] * 5], RESET),
        # The first PATCH is refused, and shows nothing.
        (
            "reset",
            {2: {"status": 400}},
            ["failed", *["updated"] * 5],
            [QUERY, PATCH, PATCH, QUERY, PUT, *[PUT] * 4],
            RESET,
        ),
        # Its response is lost, and it was carried out.
        (
            "reset",
            {2: {"kind": "close-after"}},
            ["updated"] * 6,
            [QUERY, PATCH, QUERY, PUT, *[PUT] * 5],
            RESET,
        ),
        (
            "kept",
            {2: {"status": 500, "after_work": True}},
            ["updated"] * 6,
            [QUERY, PATCH, QUERY, PATCH, QUERY],
            "",
        ),
        # It is not carried out: the second one shows what PATCH does.
        (
            "kept",
            {2: {"kind": "close-before"}},
            ["unknown", *["updated"] * 5],
            [QUERY, PATCH, QUERY, PATCH, QUERY, PATCH, QUERY, QUERY],
            "",
        ),
        # It is carried out after the probe, and its record is restored at the end of the run.
        (
            "reset",
            {2: {"kind": "late-commit", "delay": 0.9}},
            ["updated"] * 6,
            [QUERY, PATCH, QUERY, PATCH, QUERY, PUT, QUERY, *[PUT] * 4, QUERY, QUERY, QUERY, PUT],
            RESET,
        ),
        # Its record cannot be read afterwards, and is read again.
        (
            "reset",
            {3: {"status": 400}},
            ["updated"] * 6,
            [QUERY, PATCH, QUERY, PATCH, QUERY, PUT, QUERY, PUT, *[PUT] * 4],
            RESET,
        ),
        # It cannot be restored: its old values are in the result.
        (
            "reset",
            {4: {"status": 400}},
            ["failed", *["updated"] * 5],
            [QUERY, PATCH, QUERY, PUT, *[PUT] * 5],
            "which could not be restored. The result has their old values.",
        ),
        # None of the records can be read.
        (
            "reset",
            {3: {"status": 400}, 5: {"status": 400}, 7: {"status": 400}, 8: {"status": 400}},
            ["updated"] * 6,
            [QUERY, PATCH, QUERY, PATCH, QUERY, PATCH, QUERY, QUERY, QUERY, PUT, QUERY, PUT, *[PUT] * 3],
            "PATCH may change, or have changed, other properties of OrganisationId 100 than it contains. Check it.",
        ),
    ],
)
def test_probe_loses_no_property(sandbox, connect_either, missing_keys, faults, expected, made, note):
    crm = connect_either(sandbox, on_request=with_faults(sandbox, dict(faults)))
    sandbox.change_options(patch_missing_keys=missing_keys)
    add(sandbox, range(6))
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, organisations(6, **{COMMENT: "new"}), confirm_timeout=1)
    assert outcomes(report) == expected
    assert calls(sandbox) == made
    assert report.requests == len(made)
    notes = " ".join(report.notes)
    assert note in notes
    assert bool(notes) is bool(note)
    assert "\n".join(report.notes) in str(report)
    if "could not be restored" in note:
        lost = before[100]["OrganisationPostCode"]
        assert report.failed[0].differences["OrganisationPostCode"] == (lost, "")
    elif "Check it" not in note:
        assert_report_is_true(sandbox, report, before)


@SLOW
def test_probe_reads_what_the_look_up_has_not_read(sandbox, crm):
    def with_long_key(number: int) -> dict[str, Any]:
        return {**organisations(1)[0].to_dict(), KEY: f"K'{number} {'Ø' * 90}", COMMENT: "new"}

    add(sandbox, range(20))
    for id_, record in stored(sandbox).items():
        sandbox.put_record("Organisations", id_, {**record, KEY: with_long_key(id_ - 100)[KEY]})
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, [with_long_key(number) for number in range(20)])
    assert calls(sandbox) == [QUERY, GET, PATCH, GET, PATCH]
    assert (report.plan.requests, report.requests) == (6, 5)
    assert outcomes(report) == ["updated"] * 20
    assert before.keys() == stored(sandbox).keys()


# --- several calls at once --------------------------------------------------------------------------------------------


def test_updates_are_in_flight_together_and_creates_are_not(sandbox, crm, transport):
    transport.wait_for(3)
    add(sandbox, range(6, 13))
    records = organisations(13, **{COMMENT: "new"})
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, records, batch=2, concurrency=3)
    assert outcomes(report) == ["created"] * 6 + ["updated"] * 7
    assert_report_is_true(sandbox, report, before)
    assert transport.most_creates == 1
    assert transport.sizes == [2] * 3 + [1] + [2] * 3


def test_error_of_one_batch_leaves_the_others_in_flight_right(sandbox, crm, transport):
    transport.wait_for(3)
    transport.shape = status(400, written=NONE)
    add(sandbox, range(7))
    before = stored(sandbox)
    report = crm.organisations.upsert_by(KEY, organisations(7, **{COMMENT: "new"}), batch=2, concurrency=3)
    assert outcomes(report) == ["updated"] * 7
    assert_report_is_true(sandbox, report, before)
    assert transport.sizes == [1, 2, 2, 2, 1, 1]


def test_unreachable_service_leaves_the_other_batches_in_flight_right(sandbox, connect_either):
    def refuse_connection(request: httpx.Request) -> None:
        if request.method == "PATCH" and b'"OrganisationId":103,' in request.content.replace(b" ", b""):
            raise httpx.ConnectError("refused")

    crm = connect_either(sandbox, on_request=refuse_connection)
    add(sandbox, range(7))
    before = stored(sandbox)
    with pytest.raises(APIConnectionError, match="5 of 7 records were processed") as caught:
        crm.organisations.upsert_by(KEY, organisations(7, **{COMMENT: "new"}), batch=2, concurrency=3)
    report = caught.value.report
    assert [result.key for result in report.results] == ["K'0", "K'1", "K'2", "K'5", "K'6"]
    assert outcomes(report) == ["updated"] * 5
    assert report.unprocessed == ["K'3", "K'4"]
    assert_report_is_true(sandbox, report, before)
    assert [stored(sandbox)[id_][COMMENT] for id_ in (103, 104)] == ["old", "old"]


def test_error_of_one_call_is_its_outcome(sandbox, crm):
    def together() -> Operation[list[Any]]:
        return (yield Together(tuple(map(organisations_get.call, (1, 99_999, 1)))))

    first, error, last = crm.run_operation(together())
    assert (first.organisation_id, last.organisation_id) == (1, 1)
    assert isinstance(error, NotFoundError)


def test_other_error_is_raised_after_all_calls_have_ended(sandbox, connect_either):
    def fail(request: httpx.Request) -> None:
        if request.url.path == "/Organisations/2":
            raise ZeroDivisionError

    def together() -> Operation[list[Any]]:
        return (yield Together(tuple(map(organisations_get.call, (1, 2, 3)))))

    crm = connect_either(sandbox, on_request=fail)
    with pytest.raises(ZeroDivisionError):
        crm.run_operation(together())
    assert sorted(calls(sandbox)) == [GET, GET]


def stall_updates(sandbox: Sandbox) -> Callable[[Any], None]:
    """Store records to update, and return a hook that lets the three PATCH requests after the probe stall."""
    add(sandbox, range(7))
    return at(2, "GET", "/Queries", lambda: sandbox.fail_next(3, kind="stall", operation=OPERATION))


def assert_rerun_completes(report: UpsertReport, sandbox: Sandbox) -> None:
    assert outcomes(report) == ["unchanged"] + ["updated"] * 6
    assert {record[COMMENT] for record in stored(sandbox).values()} == {"new"}


CHANGED: dict[str, Any] = {"batch": 2, "concurrency": 3}


@SLOW
def test_keyboard_interrupt_ends_the_calls_in_flight(sandbox, connect, tmp_path):
    main, ended = threading.main_thread().ident, threading.Event()

    def interrupt() -> None:
        while sandbox.requests_in_progress < 3 and not ended.wait(0.005):
            pass
        if not ended.is_set():
            signal.pthread_kill(main, signal.SIGINT)

    on_request = stall_updates(sandbox)
    crm = connect(sandbox, event_hooks={"request": [on_request]})
    records = organisations(7, **{COMMENT: "new"})
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            crm.organisations.upsert_by(KEY, records, **CHANGED, journal=tmp_path / "journal")
    finally:
        ended.set()
        thread.join()
    for each in threading.enumerate():
        if each.name.startswith("webcrm-calls"):
            each.join(20)
            assert not each.is_alive()
    sandbox.clear_faults()
    assert_rerun_completes(crm.organisations.upsert_by(KEY, records, **CHANGED, journal=tmp_path / "journal"), sandbox)


def test_cancelled_task_ends_the_calls_in_flight(sandbox):
    hook = stall_updates(sandbox)
    records = organisations(7, **{COMMENT: "new"})

    async def on_request(request: Any) -> None:
        hook(request)

    async def main() -> None:
        settings = {"base_url": sandbox.url, "requests_per_minute": None, "event_hooks": {"request": [on_request]}}
        async with AsyncWebCRM(sandbox.application_token, **settings) as crm:
            task = asyncio.create_task(crm.organisations.upsert_by(KEY, records, **CHANGED))
            while sandbox.requests_in_progress < 3 and not task.done():  # noqa: ASYNC110 - there is no event
                await asyncio.sleep(0.005)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert calls(sandbox).count(PATCH) <= 4
            sandbox.clear_faults()
            assert_rerun_completes(await crm.organisations.upsert_by(KEY, records, **CHANGED), sandbox)

    asyncio.run(main())
