"""The journal of `upsert_by`: a run that was killed is run again, and nothing is created twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from webcrm_api.models import OrganisationDto
from webcrm_api.tables import ORGANISATIONS

from tests.clock import SimulatedClock
from tests.contract.client.records import KEY, keys_of, organisations
from webcrm_ext import ConfigurationError, RateLimitError
from webcrm_ext.sandbox import Fault

UPSERT = "organisations.upsert"
ONCE = dict.fromkeys((f"K'{number}" for number in range(4)), 1)


class Killed(BaseException):
    """Ends a program; it is not an error of a call."""


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=10)


@pytest.fixture
def clock(sandbox):
    sandbox.clock.freeze()
    return SimulatedClock(sandbox)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "import.journal"


@pytest.fixture
def connect_run(sandbox, connect_either, clock):
    """Connect clients whose clocks are the simulated one; `kill_at` ends the program at a request, counted from 1."""

    def connect(*, kill_at: int = 0, **options: Any) -> Any:
        seen = 0

        def kill(_: Any) -> None:
            nonlocal seen
            seen += 1
            if seen == kill_at:
                raise Killed

        times = {"clock": clock, "wall_clock": clock, "sleep": clock.sleep, "sleep_async": clock.sleep_async}
        return connect_either(sandbox, on_request=kill, **times, **options)

    return connect


def killed_run(sandbox: Any, connect_run: Any, records: Any, *, late: float, **options: Any) -> None:
    """Upsert records in a run that is killed when its first batch was sent, which is carried out later."""
    sandbox.fail_next(1, kind="late-commit", delay=late, operation=UPSERT)
    # Beside the login, there are a look-up and the PATCH; then the second batch, or the first look-up of a lost one.
    crm = connect_run(kill_at=4)
    with pytest.raises(Killed):
        crm.organisations.upsert_by(KEY, records, batch=2, **options)
    assert [call.status for call in sandbox.requests if call.operation == UPSERT] == [504]


@pytest.mark.parametrize("with_journal", [True, False], ids=["journal", "none"])
def test_rerun_creates_a_late_batch_twice_only_without_a_journal(sandbox, connect_run, clock, path, with_journal):
    options = {"journal": path} if with_journal else {}
    killed_run(sandbox, connect_run, organisations(4), late=50, **options)
    clock.sleep(20)
    clock.slept.clear()
    report = connect_run().organisations.upsert_by(KEY, organisations(4), batch=2, **options)
    assert clock.slept == ([40] if with_journal else [])
    assert (report.count("unchanged"), report.count("created")) == ((2, 2) if with_journal else (0, 4))
    sandbox.clock.advance(100)
    assert keys_of(sandbox) == (ONCE if with_journal else {"K'0": 2, "K'1": 2, "K'2": 1, "K'3": 1})
    if with_journal:
        assert path.read_bytes() == b""


def test_wait_begins_when_a_batch_is_sent_after_the_rate_limit(sandbox, connect_run, clock, path):
    sandbox.fail_next(2, status=429, retry_after=30, operation=UPSERT)
    sandbox.fail_next(1, kind="late-commit", delay=50, operation=UPSERT)
    with pytest.raises(Killed):
        connect_run(kill_at=6).organisations.upsert_by(KEY, organisations(2), batch=2, journal=path)
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, organisations(2), batch=2, journal=path)
    assert clock.slept == [60]
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1}


def test_single_writes_are_recorded_too(sandbox, connect_run, clock, path):
    sandbox.fail_next(1, kind="late-commit", delay=50, operation="organisations.create")
    with pytest.raises(Killed):
        connect_run(kill_at=4).organisations.upsert_by(KEY, organisations(4), batch=1, journal=path)
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, organisations(4), batch=1, journal=path)
    assert clock.slept == [60]
    assert keys_of(sandbox) == ONCE


def test_batches_in_flight_at_once_are_all_recorded(sandbox, connect_run, clock, path):
    connect_run().organisations.upsert_by(KEY, organisations(7))
    changed = organisations(7, OrganisationComment="new")

    def interrupt(_phase: str, done: int, *_: Any) -> None:
        if done == 7:
            raise Killed

    with pytest.raises(Killed):
        connect_run().organisations.upsert_by(KEY, changed, batch=2, concurrency=3, journal=path, progress=interrupt)
    lines = [json.loads(line) for line in path.read_text().splitlines()][1:]
    assert [len(line["keys"]) for line in lines if "keys" in line] == [1, 2, 2, 2]
    assert sorted(line["batch"] for line in lines if line.get("ended")) == [1, 2, 3, 4]


def test_clock_that_was_set_back_waits_from_now(sandbox, connect_run, clock, path):
    killed_run(sandbox, connect_run, organisations(4), late=50, journal=path)
    clock.now -= 3600
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, organisations(4), batch=2, journal=path)
    assert clock.slept == [60]
    assert keys_of(sandbox) == ONCE


def test_wait_is_over_after_the_timeout_of_the_rerun(sandbox, connect_run, clock, path):
    killed_run(sandbox, connect_run, organisations(4), late=5, journal=path)
    clock.sleep(10)
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, organisations(4), batch=2, journal=path, confirm_timeout=10)
    assert clock.slept == []
    assert keys_of(sandbox) == ONCE


def test_other_records_neither_wait_nor_clear_the_journal(sandbox, connect_run, clock, path):
    killed_run(sandbox, connect_run, organisations(2), late=50, journal=path)
    clock.slept.clear()
    other = [OrganisationDto.from_dict({KEY: "other", "OrganisationName": "Other"})]
    assert connect_run().organisations.upsert_by(KEY, other, journal=path).count("created") == 1
    assert clock.slept == []
    connect_run().organisations.upsert_by(KEY, organisations(2), batch=2, journal=path)
    assert clock.slept == [60]
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1}
    assert path.read_bytes() == b""


def test_chunk_with_an_unfinished_batch_does_not_use_a_table_read_before(sandbox, connect_run, clock, path):
    killed_run(sandbox, connect_run, organisations(2), late=50, journal=path)
    clock.slept.clear()
    # So many keys of the first chunk that the table is read; it is kept for the second.
    first = [OrganisationDto.from_dict({KEY: f"{'x' * 45}{n}", "OrganisationName": "N"}) for n in range(60)]
    records = iter([*first, *organisations(2)])
    report = connect_run().upsert_by(ORGANISATIONS, KEY, records, journal=path, chunk=60)
    assert report.plan.look_up_pages == 1
    assert clock.slept == [60]
    assert (report.count("created"), report.count("unchanged")) == (60, 2)
    assert keys_of(sandbox) == {"K'0": 1, "K'1": 1}


def test_dry_run_leaves_the_journal_alone(sandbox, connect_run, clock, path):
    crm = connect_run()
    crm.organisations.upsert_by(KEY, organisations(4), journal=path, dry_run=True)
    assert not path.exists()
    killed_run(sandbox, connect_run, organisations(4), late=50, journal=path)
    before = path.read_bytes()
    clock.slept.clear()
    crm.organisations.upsert_by(KEY, organisations(4), journal=path, dry_run=True)
    assert (clock.slept, path.read_bytes()) == ([], before)


def test_run_that_ends_with_an_error_keeps_its_unfinished_batches(sandbox, connect_run, clock, path):
    sandbox.fail_next(1, kind="late-commit", delay=50, operation=UPSERT)
    sandbox.set_faults(rules=[Fault(status=429, retry_after=3000, operation=UPSERT)])
    with pytest.raises(RateLimitError):
        connect_run().organisations.upsert_by(KEY, organisations(4), batch=2, confirm_timeout=1, journal=path)
    sandbox.clear_faults()
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, organisations(4), batch=2, journal=path)
    assert clock.slept == [60]
    assert keys_of(sandbox) == ONCE


KEYS = ("Æø€\U0001f600", 'quote " and \\', "a\nb", "a\u2028b", "ß", "SS1")


@pytest.mark.slow
def test_keys_of_any_text_are_found_again(sandbox, connect_run, clock, path):
    records = [OrganisationDto.from_dict({KEY: key, "OrganisationName": "N"}) for key in KEYS]
    sandbox.fail_next(1, kind="late-commit", delay=50, operation=UPSERT)
    with pytest.raises(Killed):
        connect_run(kill_at=4).organisations.upsert_by(KEY, records, journal=path)
    header, batch = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(header) == {"webcrm_journal": 1, "table": "Organisation", "key": KEY}
    assert tuple(json.loads(batch)["keys"]) == KEYS
    clock.slept.clear()
    for key in KEYS:
        record = OrganisationDto.from_dict({KEY: key.swapcase(), "OrganisationName": "N"})
        connect_run().organisations.upsert_by(KEY, [record], journal=path)
        assert clock.slept == [60]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"webcrm_journal":1,"table":"Person","key":"PersonEmail"}\n', "is that of Person by PersonEmail; this run"),
        (b'{"webcrm_journal":1,"table":"Organisation","key":"OrganisationName"}\n', "Organisation by OrganisationName"),
        (b'{"a": 1}\n', "is no journal; this run writes Organisation by"),
        (b"OrganisationName;City\n", "is no journal"),
        (b"\xff\xfe\x00", "is no journal"),
        (b"[]", "is no journal"),
    ],
)
def test_file_of_another_kind_is_refused_and_kept(sandbox, crm, path, content, message):
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=message):
        crm.organisations.upsert_by(KEY, organisations(1), journal=path)
    assert path.read_bytes() == content
    assert len(sandbox.requests) == 0


def test_path_that_cannot_be_used_is_refused(sandbox, crm, tmp_path):
    for path in (tmp_path, tmp_path / "missing" / "journal"):
        with pytest.raises(ConfigurationError, match=r"The journal .* cannot be used: (Is a|No such)"):
            crm.organisations.upsert_by(KEY, organisations(1), journal=path)
    assert len(sandbox.requests) == 0


def test_second_run_with_the_same_journal_is_refused(sandbox, connect_run, connect, path):
    second = connect(sandbox)
    refused = []

    def run_second(*_: Any) -> None:
        with pytest.raises(ConfigurationError, match="Another run uses the journal") as caught:
            second.organisations.upsert_by(KEY, organisations(1), journal=path)
        refused.append(caught.value)

    crm = connect_run()
    assert crm.organisations.upsert_by(KEY, organisations(2), journal=path, progress=run_second).count("created") == 2
    assert refused
    assert second.organisations.upsert_by(KEY, organisations(2), journal=path).count("unchanged") == 2


@pytest.mark.parametrize("torn", [1, 10, 40])
def test_torn_last_line_is_ignored(sandbox, connect_run, clock, path, torn):
    killed_run(sandbox, connect_run, organisations(2), late=5, journal=path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"batch":2,"sent_at":1060.0,"keys":["K\'2","K\'3"]}'[:torn])
    clock.slept.clear()
    sandbox.fail_next(1, kind="late-commit", delay=50, operation=UPSERT)
    records = organisations(4)
    with pytest.raises(Killed):
        connect_run(kill_at=4).organisations.upsert_by(KEY, records, batch=2, journal=path)
    assert clock.slept == [60]
    assert path.read_bytes().startswith(whole)
    clock.slept.clear()
    connect_run().organisations.upsert_by(KEY, records, batch=2, journal=path)
    assert clock.slept == [60]
    assert set(keys_of(sandbox).values()) == {1}


def test_torn_first_line_is_written_again(sandbox, connect_run, path):
    crm = connect_run()
    for torn in (0, 1, 20):
        path.write_bytes(b'{"webcrm_journal":1,"table":"Organisation"'[:torn])
        crm.organisations.upsert_by(KEY, organisations(1), journal=path)
    killed_run(sandbox, connect_run, organisations(4), late=5, journal=path)
    assert json.loads(path.read_text().splitlines()[0])["webcrm_journal"] == 1


def test_finished_journal_serves_another_table(connect_run, path):
    crm = connect_run()
    crm.organisations.upsert_by(KEY, organisations(2), journal=path)
    assert path.read_bytes() == b""
    crm.persons.upsert_by("PersonEmail", [{"PersonLastName": "Berg", "PersonEmail": "b@example.com"}], journal=path)
    assert path.read_bytes() == b""
