"""`upsert_by` of an iterator: it is read in chunks, and what has ended is dropped."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest
from webcrm_api.models import OrganisationDto
from webcrm_api.tables import ORGANISATIONS

from tests.contract.client.records import KEY, keys_of, organisations
from webcrm_ext import FieldValueError, RateLimitError
from webcrm_ext.sandbox import Fault
from webcrm_ext.upsert import stored_records

NAME = "OrganisationName"
UPSERT = "organisations.upsert"


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=10)


def upsert(crm: Any, records: Any, *, chunk: int = 3, **options: Any) -> Any:
    """Upsert the records of an iterator, in small chunks."""
    return crm.upsert_by(ORGANISATIONS, KEY, (each for each in records), chunk=chunk, **options)


def organisation(key: str, name: str = "N", **more: Any) -> OrganisationDto:
    return OrganisationDto.from_dict({KEY: key, NAME: name, **more})


def long(start: int, end: int, name: str = "N") -> list[OrganisationDto]:
    """Return organisations whose keys are so long that 60 of them take three queries."""
    return [organisation(f"{'x' * 45}{number}", name) for number in range(start, end)]


def queries(sandbox: Any) -> list[str]:
    """Return whether each look-up since the last time was a page of the table or a query by key."""
    kinds = ["key" if f"{KEY}+" in call.query or f"{KEY}%20" in call.query else "page" for call in look_ups(sandbox)]
    sandbox.requests.clear()
    return kinds


def look_ups(sandbox: Any) -> list[Any]:
    return [call for call in sandbox.requests if call.operation == "queries.list"]


def test_report_of_an_iterator_has_counts_failures_and_unknowns(sandbox, crm):
    crm.organisations.upsert_by(KEY, organisations(4))
    records = organisations(10)
    records[1].organisation_name = "changed"
    records[6].organisation_name = "x" * 300
    sandbox.fail_next(1, kind="close-before", operation=UPSERT)
    report = upsert(crm, records, batch=2, confirm_timeout=0)
    assert report.counts == {"unchanged": 3, "updated": 1, "created": 3, "failed": 1, "unknown": 2}
    assert [each.key for each in report.failed] == ["K'6"]
    assert [each.key for each in report.unknown] == ["K'4", "K'5"]
    assert (len(report.results), report.count("created")) == (3, 3)
    assert str(report).startswith("3 created, 1 updated, 3 unchanged, 1 failed, 2 unknown")


def test_report_of_a_list_has_every_result(crm):
    report = crm.upsert_by(ORGANISATIONS, KEY, organisations(7), chunk=3)
    assert (len(report.results), report.counts) == (7, None)


def test_duplicate_keys_of_a_chunk_are_refused_before_it_is_sent(sandbox, crm):
    with pytest.raises(FieldValueError) as caught:
        upsert(crm, [organisation("a"), organisation("b"), organisation("A")])
    assert "Nothing was sent.\n- Records 1 and 3 have the same" in str(caught.value)
    assert (caught.value.report, len(sandbox.requests)) == (None, 0)
    with pytest.raises(FieldValueError) as caught:
        upsert(crm, [*organisations(3), organisation("a"), organisation("b"), organisation("A")])
    assert "No record from number 4 on was sent.\n- Records 4 and 6 have the same" in str(caught.value)
    assert str(caught.value).endswith(" 3 records were processed before that. Run it again at any time.")
    assert caught.value.report.counts == {"created": 3}
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1, "K'2": 1}


def test_later_record_with_the_key_of_an_earlier_chunk_is_an_update(sandbox, crm):
    records = [*organisations(3), organisation("K'1", "later"), organisation("k'2", "N2"), organisation("new")]
    report = upsert(crm, records)
    assert report.counts == {"created": 4, "updated": 2}
    stored = {each[KEY]: each[NAME] for each in map(sandbox_record(sandbox), range(1, 100)) if each and each[KEY]}
    assert stored == {"K'0": "N0", "K'1": "later", "k'2": "N2", "new": "N"}


def sandbox_record(sandbox: Any) -> Any:
    return lambda id_: sandbox.record("Organisations", id_)


def test_later_record_with_the_key_of_an_unknown_one_is_not_sent(sandbox, crm):
    sandbox.fail_next(1, kind="late-commit", delay=50, operation=UPSERT)
    report = upsert(crm, [*organisations(2), *organisations(2, OrganisationCity="Odense")], chunk=2)
    assert report.counts == {"created": 2, "unknown": 2}
    assert "an earlier record of this run has the same key" in str(report.unknown[0].error)
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1}


def test_table_is_read_once_and_written_records_are_looked_up(sandbox, either):
    upsert(either, long(0, 60), chunk=60)
    sandbox.requests.clear()
    records = [*long(0, 60, "new"), *long(60, 120), *long(0, 2, "newer"), *long(120, 178)]
    report = upsert(either, records, chunk=60)
    assert report.counts == {"updated": 62, "created": 118}
    assert queries(sandbox) == ["page", "key"]
    assert (report.plan.look_up_pages, report.plan.look_up_queries) == (1, 1)
    # All of a chunk again: to read the table costs less than to look up each key.
    report = upsert(either, [*long(0, 60, "1"), *long(0, 60, "2")], chunk=60)
    assert (report.counts, queries(sandbox)) == ({"updated": 120}, ["page", "page"])


@pytest.mark.slow
def test_column_that_was_not_read_is_read_with_the_table_again(sandbox, crm):
    upsert(crm, long(0, 60), chunk=60)
    sandbox.requests.clear()
    second = [organisation(each[KEY], OrganisationCity="Odense") for each in long(0, 60)]
    assert upsert(crm, [*long(0, 60), *second], chunk=60).counts == {"unchanged": 60, "updated": 60}
    assert queries(sandbox) == ["page", "page"]


@pytest.mark.slow
def test_table_of_more_than_the_limit_is_not_kept(sandbox, crm, monkeypatch):
    upsert(crm, long(0, 60), chunk=60)
    for limit, expected in ((100_000_000, ["page"]), (25_000, ["page"]), (20_000, ["page"] * 3)):
        monkeypatch.setattr(stored_records, "MAX_KEPT_BYTES", limit)
        sandbox.requests.clear()
        report = upsert(crm, [*long(0, 60), *long(60, 120, "x" * 300), *long(120, 180, "x" * 300)], chunk=60)
        assert (report.count("unchanged"), report.count("failed")) == (60, 120)
        made = [each for each in queries(sandbox) if each == "page"]
        assert made == expected, limit


def test_invalid_record_of_a_later_chunk_ends_the_run_with_a_report(sandbox, either, tmp_path):
    sandbox.fail_next(1, kind="late-commit", delay=10, operation=UPSERT)
    records: list[Any] = [*organisations(4), {KEY: "bad", "OrganisationNam": "x"}, organisation("more")]
    with pytest.raises(FieldValueError) as caught:
        upsert(either, records, report=tmp_path)
    message = str(caught.value)
    assert message.startswith("Record 5 cannot be written. ")
    assert "No record from number 4 on was sent. 3 records were processed before that." in message
    assert caught.value.report.counts == {"created": 3}
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1, "K'2": 1}
    assert [row[KEY] for row in rows(tmp_path / "success.csv")] == ["K'0", "K'1", "K'2"]
    assert [row[KEY] for row in rows(tmp_path / "unprocessed.csv")] == ["K'3", "bad", "more"]


def rows(path: Any) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_iterator_that_raises_loses_nothing(sandbox, crm, tmp_path):
    def records() -> Iterator[OrganisationDto]:
        yield from organisations(5)
        raise ZeroDivisionError("of the source")

    with pytest.raises(ZeroDivisionError, match="of the source") as caught:
        upsert(crm, records(), report=tmp_path)
    assert caught.value.__notes__ == ["3 records were processed before that. Run it again at any time."]
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1, "K'2": 1}
    assert [row[KEY] for row in rows(tmp_path / "success.csv")] == ["K'0", "K'1", "K'2"]
    assert [row[KEY] for row in rows(tmp_path / "unprocessed.csv")] == ["K'3", "K'4"]


def test_iterator_that_raises_at_once_sends_nothing(sandbox, crm, tmp_path):
    with pytest.raises(ZeroDivisionError) as caught:
        upsert(crm, (1 // number for number in (1, 0)), report=tmp_path / "results")
    assert not hasattr(caught.value, "__notes__")
    assert (len(sandbox.requests), list(tmp_path.iterdir())) == (0, [])


def test_rest_of_the_iterator_is_written_as_unprocessed(sandbox, crm, tmp_path):
    def records() -> Iterator[OrganisationDto]:
        yield from organisations(8)
        raise ZeroDivisionError("of the source")

    sandbox.set_faults(rules=[Fault(status=429, retry_after=3000, operation=UPSERT)])
    with pytest.raises(RateLimitError) as caught:
        upsert(crm, records(), report=tmp_path)
    report = caught.value.report
    assert (report.counts, report.unprocessed) == ({}, ["K'0", "K'1", "K'2"])
    assert report.notes == ["The unprocessed records are not complete: ZeroDivisionError('of the source')."]
    assert sorted(row[KEY] for row in rows(tmp_path / "unprocessed.csv")) == [f"K'{number}" for number in range(8)]


def test_empty_iterator_sends_nothing(sandbox, crm, tmp_path):
    report = upsert(crm, [], report=tmp_path / "all.csv")
    assert (report.counts, len(sandbox.requests)) == ({}, 0)
    assert (tmp_path / "all.csv").read_text(encoding="utf-8-sig").startswith("webcrm_outcome,webcrm_id")
