"""`sync`: a record that is as last sent costs no request; all else is that of `upsert_by`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from webcrm_api.models import OrganisationDto, ProductDto

from tests.contract.client.records import KEY, organisations
from webcrm_ext import ConfigurationError, FieldValueError, UpsertError, WebCRMError
from webcrm_ext.sandbox import Sandbox

NAME = "OrganisationName"
CODE = "ProductCustom2"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "erp.sqlite"


@pytest.fixture
def sent(sandbox: Sandbox) -> Callable[[], list[str]]:
    """Return the methods of the requests since the last call, without logins."""
    done = 0

    def requests() -> list[str]:
        nonlocal done
        new, done = sandbox.requests[done:], len(sandbox.requests)
        return [each.method for each in new if "Auth" not in each.path]

    return requests


def change(sandbox: Sandbox, id_: int, **values: Any) -> None:
    """Edit a record in webCRM."""
    sandbox.put_record("Organisations", id_, {**sandbox.record("Organisations", id_), **values})


def edit(records: list[Any], count: int) -> None:
    """Change records at the source."""
    for number in range(count):
        records[number] = OrganisationDto.from_dict({**records[number].to_request(), NAME: f"edited {number}"})


def test_second_run_reads_a_sample_and_sends_what_differs(either, state, sent):
    records = organisations(250)
    report = either.organisations.sync(KEY, records, state=state)
    assert report.count("created") == 250
    sent()
    again = either.organisations.sync(KEY, records, state=state)
    assert again.count("unchanged") == 250
    assert again.ids == report.ids
    assert (sent(), again.requests) == (["GET"], 1)
    edit(records, 100)
    report = either.organisations.sync(KEY, records, state=state)
    assert (report.count("updated"), report.count("unchanged")) == (100, 150)
    assert sent() == ["GET", "GET", "GET", "PATCH", "GET", "PATCH"]
    assert either.organisations.sync(KEY, iter(records), state=state, verify="never").count("unchanged") == 250
    assert sent() == []


def test_lost_or_foreign_state_costs_look_ups(sandbox, connect_either, open_sandbox, state, sent):
    crm, records = connect_either(sandbox), organisations(5)
    crm.organisations.sync(KEY, records, state=state)
    state.unlink()
    assert crm.organisations.sync(KEY, records, state=state).count("unchanged") == 5
    elsewhere = open_sandbox()
    assert connect_either(elsewhere).organisations.sync(KEY, records, state=state).count("created") == 5
    sent()
    report = crm.organisations.sync("OrganisationCustom2", [{"OrganisationCustom2": "1", NAME: "x"}], state=state)
    assert report.count("created") == 1
    assert crm.organisations.sync(KEY, records, state=state, verify="never").count("unchanged") == 5
    assert sent() == ["GET", "POST"]


def test_what_failed_or_is_unknown_is_sent_again(sandbox, either, state):
    records = organisations(2)
    sandbox.fail_next(3, status=422, operation="organisations.create")
    report = either.organisations.sync(KEY, records[:1], state=state, batch=1)
    assert report.count("failed") == 1
    sandbox.fail_next(1, operation="organisations.create", kind="late-commit", delay=1000)
    report = either.organisations.sync(KEY, records, state=state, batch=1, confirm_timeout=5)
    assert [each.outcome for each in report.results] == ["unknown", "created"]
    sandbox.clock.advance(2000)
    report = either.organisations.sync(KEY, records, state=state, batch=1)
    assert [each.outcome for each in report.results] == ["unchanged", "unchanged"]
    assert either.organisations.sync(KEY, records, state=state, verify="never").requests == 0


def test_unknown_record_that_is_confirmed_costs_nothing_later(sandbox, either, state):
    sandbox.fail_next(1, operation="organisations.create", kind="late-commit", delay=3)
    report = either.organisations.sync(KEY, organisations(1), state=state, batch=1)
    assert report.count("created") == 1
    assert either.organisations.sync(KEY, organisations(1), state=state, verify="never").requests == 0


def test_interrupted_run_leaves_no_hash_of_what_it_may_have_sent(sandbox, connect_either, state):
    class Killed(BaseException):
        pass

    def kill(request: Any) -> None:
        if request.method == "PUT" and b"new" in request.content:
            raise Killed

    old, new = organisations(3, OrganisationComment="old"), organisations(3, OrganisationComment="new")
    crm = connect_either(sandbox, on_request=kill)
    ids = crm.organisations.sync(KEY, old, state=state).ids
    with pytest.raises(Killed):
        crm.organisations.sync(KEY, new, state=state, batch=1)
    change(sandbox, ids[0], OrganisationComment="new")  # as if the service had carried it out
    report = crm.organisations.sync(KEY, old, state=state, batch=1)
    assert sandbox.record("Organisations", ids[0])["OrganisationComment"] == "old"
    assert report.count("updated") == 1


@pytest.mark.parametrize("verify", ["sample", "full"])
def test_edits_in_webcrm_are_reported_and_kept(sandbox, either, state, verify):
    records = organisations(3)
    ids = either.organisations.sync(KEY, records, state=state).ids
    change(sandbox, ids[0], **{NAME: "by hand"})
    change(sandbox, ids[1], **{KEY: "other"})
    report = either.organisations.sync(KEY, records, state=state, verify=verify)
    assert [(each.key, each.id) for each in report.edited] == [("K'0", ids[0]), ("K'1", ids[1])]
    assert report.edited[0].differences == {NAME: ("N0", "by hand")}
    assert "2 records edited in webCRM" in str(report)
    assert f"(id {ids[0]}): OrganisationName 'N0' → 'by hand'" in str(report)
    assert sandbox.record("Organisations", ids[0])[NAME] == "by hand"
    assert report.count("unchanged") == 3


def test_each_sample_reads_those_that_were_not_read_for_the_longest_time(sandbox, either, state):
    records = organisations(120)
    ids = either.organisations.sync(KEY, records, state=state).ids
    for id_ in ids:
        change(sandbox, id_, **{NAME: "by hand"})
    edited = [either.organisations.sync(KEY, records, state=state).edited for _ in range(3)]
    assert len({each.id for run in edited for each in run}) == 120


def test_full_verification_reads_the_table_once(sandbox, either, state, sent):
    records = organisations(400)
    either.organisations.sync(KEY, records, state=state)
    edit(records, 3)
    sent()
    report = either.organisations.sync(KEY, records, state=state, verify="full", batch=1)
    assert (report.count("updated"), report.edited) == (3, [])
    assert sent() == ["GET", "PUT", "PUT", "PUT"]


def test_missing_records_are_kept_reported_or_deleted(sandbox, either, state, sent):
    products = [ProductDto.from_dict({CODE: f"P{number}", "ProductComment": "Lamp"}) for number in range(5)]
    ids = either.products.sync(CODE, products, state=state).ids
    assert either.products.sync(CODE, products[1:], state=state, verify="never").missing == []
    report = either.products.sync(CODE, products[3:], state=state, on_missing="report")
    assert [(each.key, each.id) for each in report.missing] == [("P0", ids[0]), ("P1", ids[1]), ("P2", ids[2])]
    assert "3 records missing at the source:\n'P0' (id " in str(report)
    sandbox.put_record("Products", ids[1], {**sandbox.record("Products", ids[1]), CODE: "theirs"})
    either.products.delete(ids[0])
    tried = either.products.sync(CODE, products[3:], state=state, on_missing="delete", dry_run=True)
    assert (len(tried.missing), tried.deletions) == (3, [])
    sent()
    report = either.products.sync(CODE, products[3:], state=state, on_missing="delete", verify="never")
    assert [(each.id, each.outcome) for each in report.deletions] == [
        (ids[0], "deleted"), (ids[1], "failed"), (ids[2], "deleted"),
    ]  # fmt: skip
    assert sandbox.record("Products", ids[2]) is None
    assert sandbox.record("Products", ids[1])[CODE] == "theirs"
    assert sent() == ["GET", "DELETE"]
    with pytest.raises(UpsertError, match="no longer 'P1'"):
        report.raise_for_failures()
    assert either.products.sync(CODE, products[3:], state=state, on_missing="delete").missing == []


def test_nothing_is_deleted_where_no_record_comes_or_the_run_stops_early(sandbox, either, state):
    products = [ProductDto.from_dict({CODE: f"P{number}", "ProductComment": "Lamp"}) for number in range(3)]
    either.products.sync(CODE, products, state=state)
    before = sandbox.count("Products")
    with pytest.raises(FieldValueError, match="would delete all 3 records"):
        either.products.sync(CODE, iter([]), state=state, on_missing="delete")
    other = ProductDto.from_dict({CODE: "Q", "ProductComment": "Lamp"})
    sandbox.fail_next(9, status=422, operation="products.create")
    report = either.products.sync(CODE, [other], state=state, on_missing="delete", max_failures=0)
    assert report.deletions == []
    assert "were not looked for" in str(report)
    assert sandbox.count("Products") == before


def test_deletion_that_fails_for_all_carries_the_report(sandbox, either, state):
    products = [ProductDto.from_dict({CODE: f"P{number}", "ProductComment": "Lamp"}) for number in range(3)]
    either.products.sync(CODE, products, state=state)
    sandbox.fail_next(99, kind="close-before", operation="queries.list")
    with pytest.raises(WebCRMError) as caught:
        either.products.sync(CODE, products[:1], state=state, on_missing="delete", verify="never")
    assert caught.value.report.count("unchanged") == 1


def test_dry_run_leaves_the_state_alone(sandbox, either, state, tmp_path):
    records = organisations(2)
    assert either.organisations.sync(KEY, records, state=state, dry_run=True).count("created") == 2
    assert list(tmp_path.iterdir()) == []
    either.organisations.sync(KEY, records, state=state)
    content = state.read_bytes()
    edit(records, 1)
    assert either.organisations.sync(KEY, records, state=state, dry_run=True).count("updated") == 1
    assert state.read_bytes() == content


def test_own_id_that_differs_from_the_known_one_is_not_skipped(either, state):
    ids = either.organisations.sync(KEY, organisations(2), state=state).ids
    records = organisations(1, OrganisationId=ids[1])
    report = either.organisations.sync(KEY, records, state=state)
    assert [each.outcome for each in report.results] == ["failed"]


def test_state_has_no_values_and_no_token(either, state):
    either.organisations.sync(KEY, organisations(1, OrganisationComment="secret comment"), state=state)
    content = state.read_bytes()
    assert b"K'0" in content
    assert b"secret comment" not in content
    assert state.stat().st_mode & 0o077 == 0


def test_journal_is_beside_the_state(sandbox, either, state, tmp_path):
    either.organisations.sync(KEY, organisations(1), state=state)
    either.products.sync(CODE, [{CODE: "1", "ProductComment": "Lamp"}], state=state)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["erp.sqlite", f"erp.sqlite.organisations.{KEY}.journal", f"erp.sqlite.products.{CODE}.journal"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"verify": "some"}, "verify must be one of 'never', 'sample', 'full'."),
        ({"on_missing": ["delete"]}, "on_missing must be one of 'keep', 'report', 'delete'."),
        ({"on_missing": "delete"}, "The API cannot delete organisations. Pass on_missing='report'"),
        ({"state": ""}, "state must be a path."),
        ({"state": None}, "state must be a path."),
        ({"batch": 0}, "batch must be"),
    ],
)
def test_invalid_options_are_refused_before_anything_is_sent(either, state, sent, options, message):
    with pytest.raises(ConfigurationError) as caught:
        either.organisations.sync(KEY, organisations(1), **{"state": state, **options})
    assert message in str(caught.value)
    assert sent() == []
    assert not state.exists()


def test_file_that_is_no_state_is_refused_and_kept(either, state, tmp_path, sent):
    def refused(path: Path) -> str:
        with pytest.raises(ConfigurationError) as caught:
            either.organisations.sync(KEY, organisations(1), state=path)
        return str(caught.value)

    state.write_text("key;name\n" * 100)
    assert "is not the state of a sync" in refused(state)
    assert state.read_text().startswith("key;name")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE customers (id)")
    assert "is not the state of a sync" in refused(other)
    newer = tmp_path / "newer.sqlite"
    either.organisations.sync(KEY, organisations(1), state=newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
    sent()
    assert "another version (99)" in refused(newer)
    assert "cannot be used" in refused(tmp_path / "missing" / "erp.sqlite")
    assert "cannot be used" in refused(tmp_path)
    assert sent() == []


def test_two_runs_at_once_are_refused(crm, state):
    def records() -> Iterator[OrganisationDto]:
        yield organisations(1)[0]
        with pytest.raises(ConfigurationError, match="Another run uses the journal"):
            crm.organisations.sync(KEY, organisations(1), state=state)
        with pytest.raises(ConfigurationError, match="Another run uses the state"):
            crm.products.sync(CODE, [{CODE: "1", "ProductComment": "Lamp"}], state=state)

    assert crm.organisations.sync(KEY, records(), state=state).count("created") == 1
