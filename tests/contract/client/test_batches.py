"""`upsert_by` in batches: whatever PATCH returns, the report is right, or says that the outcome is unknown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.contract.client.patch_transport import NONE, SOME, PatchTransport, Shape, Strings
from tests.contract.client.records import KEY, at, keys_of, organisations
from webcrm_ext import UpsertReport
from webcrm_ext.sandbox import Fault, Sandbox

PATCH, PUT, POST = "PATCH /Organisations", "PUT /Organisations/{id}", "POST /Organisations"
QUERY, GET = "GET /Queries", "GET /Organisations/{id}"
COMMENT = "OrganisationComment"
CREATES, UPDATES = 4, 5
SIGNED = {"OrganisationUpdatedAt", "OrganisationUpdatedBy", "OrganisationCompareName"}
"""The properties that the service sets in each write."""

ALL_DONE = ["created"] * CREATES + ["updated"] * UPDATES
ALL_UNKNOWN = ["unknown"] * CREATES + ["updated"] + ["unknown"] * (UPDATES - 1)
"""The first update is the probe, which is sent alone."""


@pytest.fixture
def sandbox(open_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return open_sandbox(records=3)


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
    records = {id_: sandbox.record("Organisations", id_) for id_ in range(1, 200)}
    return {id_: each for id_, each in records.items() if each and str(each[KEY]).startswith("K'")}


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


def strings(change: Callable[[Strings, list[int]], Any], **more: Any) -> Shape:
    """Return a shape whose response is JSON, made of the sandbox's strings and the ids that were sent."""
    return Shape(lambda answers, ids: httpx.Response(200, json=change(answers, ids)), **more)


def status(code: int, **more: Any) -> Shape:
    return Shape(lambda *_: httpx.Response(code, json={"Message": f"Refused with {code}.", "Type": "X"}), **more)


def html(code: int, **more: Any) -> Shape:
    return Shape(lambda *_: httpx.Response(code, html="<h1>Back soon</h1>"), **more)


def lost(**more: Any) -> Shape:
    def respond(*_: Any) -> httpx.Response:
        raise httpx.ReadError("reset")

    return Shape(respond, **more)


def each_is(value: Any) -> Shape:
    """Return a shape whose response has the same value for each record."""
    return strings(lambda _, ids: [value] * len(ids))


def with_second(strings: Strings, value: str) -> Strings:
    return [strings[0], value, *strings[1:]]


REFUSED = "The name is not allowed."
NOT_SECOND = {"left_out": 1}
FAILED_UPDATE = ["created"] * CREATES + ["updated", "updated", "failed", "updated", "updated"]
SLOW = pytest.mark.slow

SHAPES = {
    # What stands for a success.
    "ids": (strings(lambda got, ids: [a or str(id_) for a, id_ in zip(got, ids, strict=True)]), ALL_DONE),
    "empty strings": (each_is(""), ALL_DONE),
    "OK": (each_is("OK"), ALL_DONE),
    "Updated": (each_is("Updated"), ALL_DONE),
    "the string 0": (each_is("0"), ALL_DONE),
    "the string 1": (each_is("1"), ALL_DONE),
    "numbers": (strings(lambda got, ids: [int(a or id_) for a, id_ in zip(got, ids, strict=True)]), ALL_DONE),
    "the number 0": (each_is(0), ALL_DONE),
    "null": (each_is(None), ALL_DONE),
    "true": (each_is(True), ALL_DONE),
    "one id for all": (strings(lambda got, ids: [got[0] or str(ids[0])] * len(ids)), ALL_DONE),
    # How many there are.
    "fewer": (strings(lambda got, _: got[:-1]), ALL_DONE),
    "more": (strings(lambda got, _: [*got, "99"]), ALL_DONE),
    "none": (strings(lambda *_: []), ALL_DONE),
    "none, nothing written": (strings(lambda *_: [], written=NONE), ALL_UNKNOWN),
    "null as the body": (strings(lambda *_: None), ALL_DONE),
    "a string as the body": (strings(lambda *_: "OK"), ALL_DONE),
    "no body": (Shape(lambda *_: httpx.Response(200)), ALL_DONE),
    "204": (Shape(lambda *_: httpx.Response(204)), ALL_DONE),
    # Errors of single records.
    "an error among successes": (strings(lambda got, _: with_second(got, REFUSED), **NOT_SECOND), FAILED_UPDATE),
    "an error, in another order": (
        strings(lambda got, ids: with_second(got, REFUSED)[:: 1 if ids[0] else -1], **NOT_SECOND),
        ["created", "unknown", "created", "created", *FAILED_UPDATE[CREATES:]],
    ),
    "an error for each": (each_is(REFUSED), ALL_DONE),
    "an error for each, nothing written": (
        strings(lambda _, ids: [REFUSED] * len(ids), written=NONE),
        ["created"] * CREATES + ["updated"] + ["failed"] * (UPDATES - 1),
    ),
    # Lost responses.
    "lost, nothing written": (lost(written=NONE), ALL_UNKNOWN),
    "lost, some written": (
        lost(written=SOME),
        ["created", "created", "unknown", "unknown", "updated", "updated", "updated", "unknown", "unknown"],
    ),
    "lost, all written": (lost(), ALL_DONE),
    "500, nothing written": (status(500, written=NONE), ALL_UNKNOWN),
    "500, all written": (status(500), ALL_DONE),
    "503 as HTML, nothing written": (html(503, written=NONE), ALL_UNKNOWN),
    "503 as HTML, all written": (html(503), ALL_DONE),
    "408, nothing written": (status(408, written=NONE), ALL_UNKNOWN),
    "408, all written": (status(408), ALL_DONE),
    "HTML, nothing written": (html(200, written=NONE), ALL_UNKNOWN),
    "HTML, all written": (html(200), ALL_DONE),
    # Refusals of the whole batch.
    **{
        f"{code}, {name} written": (status(code, **more), ALL_DONE)
        for code in (400, 413, 409, 200)
        for name, more in (("nothing", {"written": NONE}), ("some", {"written": SOME}), ("all", {}))
    },
    "403, nothing written": (status(403, written=NONE), ["failed"] * CREATES + ["updated"] * UPDATES),
    "404, some written": (
        status(404, written=SOME), ["created", "created", "failed", "failed"] + ["updated"] * UPDATES
    ),
    "403, all written": (status(403), ALL_DONE),
}  # fmt: skip
QUICK = {
    "ids", "the string 0", "null", "fewer", "more", "an error among successes", "an error, in another order",
    "lost, some written", "500, nothing written", "HTML, all written", "413, some written", "404, some written",
}  # fmt: skip


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
    assert sorted(stored(sandbox)) == sorted(again.ids)
    assert [stored(sandbox)[id_][KEY] for id_ in again.ids] == [each[KEY] for each in records]
    assert {record[COMMENT] for record in stored(sandbox).values()} == {"new"}
