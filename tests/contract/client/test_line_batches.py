"""Batches of quotation lines when a PATCH fails: the results are right, or say that the outcome is unknown."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.contract.client.patch_shapes import SHAPES, html, lost, status, strings
from tests.contract.client.patch_transport import NONE, SOME, PatchTransport, Shape
from tests.contract.client.records import LINES, LINKED, line, owner

COMMENT, QUANTITY, ID = "QuotationLineComment", "QuotationLineQuantity", "QuotationLineId"
CREATED, UPDATED = range(4), range(4, 9)
SLOW = pytest.mark.slow


@pytest.fixture
def transport():
    return PatchTransport(ID)


@pytest.fixture
def lines(open_sandbox, connect_either, transport, linked):
    """Return a sandbox with linked data on or off, and the resource of a client that knows it."""
    sandbox = open_sandbox(records=30, linked_data=LINKED if linked else frozenset())
    return sandbox, connect_either(sandbox, transport=transport, linked_data={LINES: linked})


def stored(sandbox: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the stored lines of these tests by their comment, which is their key."""
    found: dict[str, list[dict[str, Any]]] = {}
    for id_ in range(1, 200):
        record = sandbox.record(LINES, id_)
        if record and str(record[COMMENT]).startswith("K"):
            found.setdefault(record[COMMENT], []).append({**record, ID: id_})
    return found


def wanted(crm: Any, numbers: range, quantity: int) -> list[dict[str, Any]]:
    """Return lines of one delivery, each with a key; three of them share a text."""
    mine = owner(crm.deliveries.list().first())
    texts = [f"Lamp {number % 3}" for number in numbers]
    return [
        line(text, quotation_line_comment=f"K{number}", quotation_line_quantity=quantity, **mine).to_request()
        for number, text in zip(numbers, texts, strict=True)
    ]


SOME_SHAPES = (
    "ids", "null", "fewer", "no body", "an unknown confirmation", "an error among successes",
    "an error, in another order", "lost, some written", "500, nothing written", "500, all written", "HTML, all written",
    "400, nothing written", "413, some written", "200, all written", "404, some written",
)  # fmt: skip


@pytest.mark.matrix
@pytest.mark.parametrize("shape", [pytest.param(name, marks=[] if name[:3] == "413" else SLOW) for name in SOME_SHAPES])
def test_upsert_by_of_lines_is_right_or_unknown(lines, transport, shape):
    sandbox, crm = lines
    crm.quotation_lines.create_many(wanted(crm, UPDATED, 1))
    before = stored(sandbox)
    records = [*wanted(crm, CREATED, 2), *wanted(crm, UPDATED, 2)]
    transport.shape, _ = SHAPES[shape]
    report = crm.quotation_lines.upsert_by(COMMENT, records, confirm_timeout=1)
    after = stored(sandbox)
    assert max(map(len, after.values())) == 1
    for result in report.results:
        new = after.get(result.key, [])
        match result.outcome:
            case "created" | "updated":
                assert [(each[ID], each[QUANTITY]) for each in new] == [(result.id, 2)], result
                assert (result.outcome == "created") == (result.key not in before), result
            case "failed":
                assert new == before.get(result.key, []), result
    assert "unchanged" not in [result.outcome for result in report.results]
    transport.shape = None
    again = crm.quotation_lines.upsert_by(COMMENT, records)
    assert not again.failed
    assert not again.unknown
    assert {
        key: [(each[QUANTITY], each["QuotationLineData1"]) for each in found] for key, found in stored(sandbox).items()
    } == {each[COMMENT]: [(2, each["QuotationLineData1"])] for each in records}


ABOUT_DATA = Shape(lambda *_: httpx.Response(500, json={"Message": "QuotationLineData1 is wrong.", "Type": "X"}))

UPSERTED = {
    "500, nothing written": (status(500, written=NONE), "unknown"),
    "500, all written": (status(500), "unknown"),
    "500 about Data1, all written": (ABOUT_DATA, "unknown"),
    "503 as HTML, some written": (html(503, written=SOME), "unknown"),
    "HTML, all written": (html(200), "unknown"),
    "lost": (lost(), "unknown"),
    "fewer": (strings(lambda got, _: got[:-1]), "unknown"),
    "OK": (strings(lambda got, _: ["OK"] * len(got)), "unknown"),
    "400, nothing written": (status(400, written=NONE), "failed"),
    "403, nothing written": (status(403, written=NONE), "failed"),
}


@pytest.mark.matrix
@pytest.mark.parametrize("shape", [pytest.param(name, marks=[] if "Data1" in name else SLOW) for name in UPSERTED])
def test_upsert_of_lines_reports_what_may_have_been_written_as_unknown(lines, transport, shape):
    sandbox, crm = lines
    transport.shape, outcome = UPSERTED[shape]
    results = crm.quotation_lines.upsert(wanted(crm, range(6), 1), batch=4)
    assert [result.outcome for result in results] == [outcome] * 4 + ["created"] * 2
    after = stored(sandbox)
    assert max(map(len, after.values())) == 1
    assert [after[key][0][ID] for key in ("K4", "K5")] == [result.id for result in results[4:]]
    assert not (outcome == "failed" and "K0" in after)
    assert all(result.error for result in results[:4])
