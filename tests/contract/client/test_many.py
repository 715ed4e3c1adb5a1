"""`create_many`, `update_many` and `delete_many`: the requests that they take, and what they report when calls fail."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from attrs import evolve
from webcrm_api import tables
from webcrm_api.models import OrganisationDto, PersonDto

from tests.contract.client.records import ITEMS, KEY, LINES, at, keys_of, line, organisations, owner
from webcrm_ext import AuthenticationError, ConfigurationError, FieldValueError, WebCRM
from webcrm_ext.sandbox import Fault, Sandbox

PATH = "/Organisations"
HIGHEST = "GET /Queries"
PATCH, POST = f"PATCH {PATH}", f"POST {PATH}"


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=10)


@pytest.fixture(scope="module")
def unused():
    """Return a sandbox that receives no request, and a client."""
    with Sandbox(records=1) as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        yield sandbox, crm


def calls(sandbox: Any) -> dict[str, int]:
    """Return how often each call was made since the last time, logins aside; an id is shown as `{id}`."""
    made = Counter(
        f"{call.method} {'/'.join('{id}' if part.isdecimal() else part for part in call.path.split('/'))}"
        for call in sandbox.requests
        if not call.path.startswith("/Auth")
    )
    sandbox.requests.clear()
    return dict(made)


def outcomes(results: list[Any]) -> dict[str, int]:
    """Return how many results have each outcome."""
    return dict(Counter(result.outcome for result in results))


def in_city(ids: list[int], city: str = "Aarhus") -> list[OrganisationDto]:
    """Return updates of one property of organisations."""
    return [OrganisationDto(organisation_id=id_, organisation_city=city) for id_ in ids]


def city_of(sandbox: Any, id_: int) -> str:
    return sandbox.record("Organisations", id_)["OrganisationCity"]


def created(crm: Any, sandbox: Any, count: int) -> list[int]:
    """Create organisations, and return their ids."""
    ids = [result.id for result in crm.organisations.create_many(organisations(count))]
    sandbox.requests.clear()
    return ids


@pytest.mark.parametrize(
    ("count", "batch", "expected"),
    [
        (1, 100, {POST: 1}),
        (2, 100, {POST: 2}),
        (3, 100, {HIGHEST: 1, PATCH: 1}),
        (250, 100, {HIGHEST: 1, PATCH: 3}),
        (5, 1, {POST: 5}),
        (0, 100, {}),
    ],
)
def test_records_are_created_in_batches_and_in_order(sandbox, either, count, batch, expected):
    records = organisations(count)
    results = either.organisations.create_many(iter(records), batch=batch)
    assert [sandbox.record("Organisations", result.id)[KEY] for result in results] == [each[KEY] for each in records]
    assert outcomes(results) == ({"created": count} if count else {})
    assert calls(sandbox) == expected


GET_ONE, PUT = "GET /Organisations/{id}", "PUT /Organisations/{id}"


@pytest.mark.parametrize(
    ("count", "missing_keys", "batch", "expected"),
    [
        (4, "kept", 100, {PUT: 4}),
        (201, "kept", 100, {GET_ONE: 2, PATCH: 3}),
        (6, "reset", 100, {GET_ONE: 2, PATCH: 1, PUT: 6}),
        (5, "kept", 1, {PUT: 5}),
    ],
)
def test_updates_keep_the_other_properties(sandbox, either, caplog, count, missing_keys, batch, expected):
    sandbox.change_options(patch_missing_keys=missing_keys)
    ids = created(either, sandbox, count)
    before = [sandbox.record("Organisations", id_) for id_ in ids]
    results = either.organisations.update_many(in_city(ids), batch=batch)
    assert [result.id for result in results] == ids
    assert outcomes(results) == {"updated": count}
    assert calls(sandbox) == expected
    for id_, old in zip(ids, before, strict=True):
        new = sandbox.record("Organisations", id_)
        assert new.pop("OrganisationCity") == "Aarhus"
        changed = {name for name, value in new.items() if old[name] != value}
        assert changed <= {"OrganisationUpdatedAt", "OrganisationUpdatedBy"}
    assert ("PATCH does not keep the properties" in caplog.text) is (missing_keys == "reset")


@pytest.mark.slow
def test_entity_without_patch_is_written_one_by_one(sandbox, either):
    table = evolve(tables.ORGANISATIONS, can_upsert=False)
    results = either.create_many(table, organisations(5), batch=100)
    updated = either.update_many(table, in_city([result.id for result in results]), batch=100)
    assert (outcomes(results), outcomes(updated)) == ({"created": 5}, {"updated": 5})
    assert calls(sandbox) == {POST: 5, PUT: 5}


SET = {"OrganisationId": 5, "OrganisationName": "x"}


@pytest.mark.parametrize(
    ("records", "create", "update"),
    [
        ([{**SET, "OrganisationId": 0}, SET], "- Record 2 has OrganisationId 5", "- Record 1 has no OrganisationId"),
        ([SET, {"OrganisationNam": "x"}], "Record 2 of 2 cannot be written.*Name", "Record 2 of 2 cannot be written"),
        ([SET, PersonDto(person_id=1)], "Record 2 of 2 cannot be", "2 of 2 cannot be written. It is a PersonDto"),
        ([SET, {**SET, "OrganisationId": 6}, SET], "has no id, or 0", "- Records 1 and 3 have the same Organis.*: 5"),
        ([SET, {"OrganisationId": 7}], "OrganisationId 7", "- Record 2 sets no property that can be written"),
        ([{"OrganisationId": 7, "OrganisationCreatedBy": "x"}], "Id 7", "- Record 1 sets no property that can be"),
        ([{**SET, "OrganisationId": -2}], "OrganisationId -2", "- Record 1: OrganisationId is -2; pass an id above 0"),
        ([{**SET, "OrganisationId": "5"}], "OrganisationId '5'", "- Record 1: OrganisationId is '5'"),
        ([SET] * 30, "… and 20 more", "… and 19 more"),
        (SET, "not a single dict; pass a list", "not a single dict; pass a list"),
        (5, "not a single int", "not a single int"),
    ],
)  # fmt: skip
def test_invalid_records_raise_before_any_request(unused, records, create, update):
    sandbox, either = unused
    for write, message in ((either.organisations.create_many, create), (either.organisations.update_many, update)):
        with pytest.raises(FieldValueError, match=message):
            write(records)
    for batch in (0, 1001, "5", None, True):
        with pytest.raises(ConfigurationError, match="batch must be a number of records, 1 to 1000"):
            either.organisations.create_many([], batch=batch)
    assert len(sandbox.requests) == 0


@pytest.mark.slow
def test_batch_that_is_too_large_is_sent_in_halves(sandbox, either):
    sandbox.change_options(patch_limit=30)
    results = either.organisations.create_many(organisations(100))
    assert outcomes(results) == {"created": 100}
    assert set(keys_of(sandbox).values()) == {1}
    # 100, 50 and 25; then 25 in each, for 25 is known to be accepted.
    assert calls(sandbox) == {HIGHEST: 4, PATCH: 7}
    ids = [result.id for result in results]
    assert outcomes(either.organisations.update_many(in_city(ids))) == {"updated": 100}
    assert {city_of(sandbox, id_) for id_ in ids} == {"Aarhus"}


def test_refused_batch_is_unknown_if_records_were_added_meanwhile(sandbox, connect_either):
    def refuse() -> None:
        sandbox.put_record("Organisations", 500, {**sandbox.record("Organisations", 1), "OrganisationId": 500})
        sandbox.fail_next(1, status=400, method="PATCH")

    crm = connect_either(sandbox, on_request=at(2, "PATCH", PATH, refuse))
    results = crm.organisations.create_many(organisations(30), batch=10)
    assert [result.outcome for result in results] == ["created"] * 10 + ["unknown"] * 10 + ["created"] * 10
    assert "status 400" in results[10].error
    assert "look the record up before you write it again" in results[10].error
    assert results[10].id is None
    assert calls(sandbox) == {HIGHEST: 2, PATCH: 3}


REFUSED_OR_LOST = {
    "refused after the work": Fault(status=400, after_work=True),
    "too large, after the work": Fault(status=413, after_work=True),
    "response lost": Fault(kind="close-after"),
    "500 after the work": Fault(status=500, after_work=True),
    "html": Fault(kind="html"),
    "late commit": Fault(kind="late-commit", delay=3),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", REFUSED_OR_LOST)
def test_no_record_is_created_twice(sandbox, either, fault):
    sandbox.set_faults(rules=[Fault(method="PATCH", probability=1.0, **kept(REFUSED_OR_LOST[fault]))])
    results = either.organisations.create_many(organisations(20), batch=10)
    assert outcomes(results) == {"unknown": 20}
    assert calls(sandbox)[PATCH] == 2
    sandbox.clock.advance(5)
    assert set(keys_of(sandbox).values()) <= {1}


def kept(fault: Fault) -> dict[str, Any]:
    """Return the fields of a fault that are not the defaults."""
    return {name: getattr(fault, name) for name in ("kind", "status", "after_work", "delay")}


@pytest.mark.slow
def test_refused_batch_is_unknown_if_the_highest_id_cannot_be_read(sandbox, either):
    sandbox.set_faults(rules=[Fault(status=403, path="/Queries")])
    assert outcomes(either.organisations.create_many(organisations(10))) == {"created": 10}
    sandbox.fail_next(1, status=400, method="PATCH")
    assert outcomes(either.organisations.create_many(organisations(10))) == {"unknown": 10}


@pytest.mark.slow
def test_refused_create_in_a_response_is_sent_again_once(sandbox, either):
    # Of each batch the sandbox creates the first record only: the ids of the others race with it.
    sandbox.set_faults(id_race_seconds=0.5)
    results = either.organisations.create_many(organisations(4))
    sandbox.assert_called("organisations.upsert", times=2)
    assert [result.outcome for result in results] == ["created", "created", "failed", "failed"]
    assert "was refused" not in results[2].error  # it is the service's own message


@pytest.mark.slow
def test_refused_updates_are_failures_of_single_records(sandbox, either):
    ids = created(either, sandbox, 8)
    wanted = [*ids[:3], 99_999, *ids[3:]]
    results = either.organisations.update_many(in_city(wanted))
    assert [result.outcome for result in results] == ["updated"] * 3 + ["failed"] + ["updated"] * 5
    assert results[3].id == 99_999
    assert "99999" in results[3].error
    # The records of a batch that is refused as a whole are looked up by their ids.
    sandbox.change_options(patch_limit=4)
    results = either.organisations.update_many(in_city(wanted, "Vejle"))
    assert [result.outcome for result in results] == ["updated"] * 3 + ["failed"] + ["updated"] * 5
    assert "99999" in results[3].error
    assert {city_of(sandbox, id_) for id_ in ids} == {"Vejle"}
    assert sandbox.record("Organisations", 99_999) is None


@pytest.mark.slow
@pytest.mark.parametrize("batch", [1, 5])
def test_update_without_a_usable_response_is_unknown(sandbox, either, batch):
    ids = created(either, sandbox, 11)
    method = "PUT" if batch == 1 else "PATCH"
    sandbox.set_faults(rules=[Fault(status=500, after_work=True, method=method)])
    results = either.organisations.update_many(in_city(ids), batch=batch)
    assert outcomes(results) == {"unknown": 11}
    assert [result.id for result in results] == ids
    assert {city_of(sandbox, id_) for id_ in ids} == {"Aarhus"}


@pytest.mark.slow
@pytest.mark.parametrize("at_call", [1, 2])
def test_results_survive_a_refused_login(sandbox, connect_either, at_call):
    def refuse_login() -> None:
        sandbox.expire_tokens(refresh_tokens=True)
        sandbox.fail_next(99, status=401, path="/Auth")

    crm = connect_either(sandbox, on_request=at(at_call, "PATCH", PATH, refuse_login))
    records = organisations(30)
    if at_call == 1:
        with pytest.raises(AuthenticationError, match="No record was written"):
            crm.organisations.create_many(records, batch=10)
        assert sum(keys_of(sandbox).values()) == 0
        return
    results = crm.organisations.create_many(records, batch=10)
    assert [result.outcome for result in results] == ["created"] * 10 + ["failed"] * 20
    assert len({result.error for result in results[10:]}) == 1
    assert [sandbox.record("Organisations", result.id)[KEY] for result in results[:10]] == list(keys_of(sandbox))


def test_records_are_deleted_one_by_one(sandbox, either):
    count = sandbox.count(LINES)
    sandbox.fail_next(1, kind="close-after", method="DELETE", path="/QuotationLines/1")
    results = either.quotation_lines.delete_many(iter([1, 3, 2, 99_999]))
    assert [(result.id, result.outcome) for result in results] == [
        (1, "deleted"), (3, "deleted"), (2, "deleted"), (99_999, "failed"),
    ]  # fmt: skip
    assert "99999 was not found" in results[3].error
    assert sandbox.count(LINES) == count - 3
    assert calls(sandbox) == {"DELETE /QuotationLines/{id}": 5}


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([1, 2, 1], "Ids 1 and 3 are the same: 1. Pass it once. Nothing was sent"),
        ([1, 0], "Id 2 of 2 is invalid. id is 0; pass an id above 0"),
        ([1, "2"], "Id 2 of 2 is invalid"),
        ([1, True], "Id 2 of 2 is invalid"),
        ("12", "Expected a list of ids, not a single str"),
        (12, "Expected a list of ids, not a single int"),
    ],
)  # fmt: skip
def test_invalid_ids_raise_before_any_request(unused, ids, message):
    sandbox, either = unused
    with pytest.raises(FieldValueError, match=message):
        either.products.delete_many(ids)
    assert len(sandbox.requests) == 0


@pytest.mark.slow
@pytest.mark.parametrize("at_call", [1, 2])
@pytest.mark.parametrize("fault", [Fault(kind="close-after"), Fault(status=401)], ids=["unreachable", "login"])
def test_deletions_end_when_the_service_fails_for_all(sandbox, connect_either, at_call, fault):
    def fail_all() -> None:
        sandbox.expire_tokens(refresh_tokens=True)
        rules = [Fault(path="/Auth", **kept(fault)), Fault(path="/QuotationLines", **kept(fault))]
        sandbox.set_faults(rules=rules if fault.kind == "status" else rules[1:])

    crm = connect_either(sandbox, on_request=at(1, "DELETE", f"/QuotationLines/{at_call}", fail_all))
    if fault.kind == "status" and at_call == 1:
        with pytest.raises(AuthenticationError, match="Nothing was deleted"):
            crm.quotation_lines.delete_many([1, 2, 3])
        return
    results = crm.quotation_lines.delete_many([1, 2, 3])
    failed_at = "failed" if fault.kind == "status" else "unknown"
    assert [result.outcome for result in results] == ["deleted", failed_at, "failed", "failed"][2 - at_call :][:3]


@pytest.mark.slow
def test_everything_that_has_an_id_can_be_deleted(sandbox, either):
    document = either.documents.upload(b"x", file_name="x.txt")
    hook = {"TargetUrl": "https://example.com", "EventType": "Create", "Filter": ["All"], "IsEnabled": True}
    hooks = [either.products.create_hook(hook) for _ in range(2)]
    assert outcomes(either.documents.delete_many([document])) == {"deleted": 1}
    assert outcomes(either.products.delete_many([1])) == {"deleted": 1}
    assert outcomes(either.products.delete_many_hooks(hooks)) == {"deleted": 2}
    items = [each.quotation_line_linked_data_item_id for each in either.quotation_lines.list_linked_data()]
    assert outcomes(either.quotation_lines.delete_many_linked_data(items)) == {"deleted": len(items)}
    assert sandbox.count(ITEMS) == 0
    assert [(each.id, each.outcome) for each in either.meetings.delete_many(["none"])] == [("none", "failed")]


@pytest.mark.slow
@pytest.mark.parametrize("batch", [100, 1])
def test_lines_are_created_and_changed_with_or_without_linked_data(lines, linked, batch):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first()
    items = sandbox.count(ITEMS)
    sandbox.requests.clear()
    new = [line(f"Lamp {number % 3}", quotation_line_quantity=number, **owner(delivery)) for number in range(20)]
    results = crm.quotation_lines.create_many(new, batch=batch)
    assert outcomes(results) == {"created": 20}
    stored = [sandbox.record(LINES, result.id) for result in results]
    assert [each["QuotationLineQuantity"] for each in stored] == list(range(20))
    made = calls(sandbox)
    assert made.get(f"GET /{ITEMS}", 0) == linked
    assert made.get("PATCH /QuotationLines", 0) == (batch > 1) * (1 + linked)
    changes = [line("Other", result.id, quotation_line_quantity=5) for result in results]
    assert outcomes(crm.quotation_lines.update_many(changes, batch=batch)) == {"updated": 20}
    made = calls(sandbox)
    assert made.get(f"GET /{ITEMS}", 0) == linked
    if batch > 1:
        # Two reads and one PATCH for the probe. With linked data on, Data2..9 are read, of the first line by its id.
        reads = {f"GET /{ITEMS}": 1, f"POST /{ITEMS}": 1, HIGHEST: 1} if linked else {}
        assert made == {"GET /QuotationLines/{id}": 2 + linked, "PATCH /QuotationLines": 2, **reads}
    after = [sandbox.record(LINES, result.id) for result in results]
    assert {(each["QuotationLineData1"], each["QuotationLineQuantity"]) for each in after} == {("Other", 5)}
    assert [each["QuotationLineOpportunityId"] for each in after] == [delivery.delivery_id] * 20
    assert sandbox.count(ITEMS) == items + 4 * linked


@pytest.mark.parametrize(
    ("create", "records", "message"),
    [
        (True, [line(), line(id_=5)], "- Record 2 has QuotationLineId 5"),
        (True, [line(), "x"], "Record 2 of 2 cannot be written"),
        (True, [{"QuotationLineNam": "x"}], "Record 1 of 1 cannot be written"),
        (True, [line("x"), {}], "- Record 2 sets no value"),
        (True, line(), "not a single QuotationLineUpdateDto; pass a list"),
        (False, [line(id_=5), line()], "- Record 2 has no QuotationLineId"),
        (False, [line(id_=5), line(id_=5)], "- Records 1 and 2 have the same QuotationLineId: 5"),
        (False, [line(id_=5, quotation_line_linked_data_id=-1)], "Record 1 of 1 cannot be written"),
    ],
)  # fmt: skip
def test_invalid_lines_raise_before_any_request(unused, create, records, message):
    sandbox, either = unused
    lines = either.quotation_lines
    with pytest.raises(FieldValueError, match=message):
        (lines.create_many if create else lines.update_many)(records)
    with pytest.raises(ConfigurationError, match="batch must be"):
        lines.create_many([], batch=0)
    assert len(sandbox.requests) == 0


@pytest.mark.slow
def test_upsert_of_lines_by_key_writes_batches_and_reads_the_items_once(with_items):
    sandbox, crm = with_items
    mine = owner(crm.deliveries.list().first())
    lines = [
        line(f"Item {number % 10}", quotation_line_comment=f"K{number}", **mine).to_request() for number in range(1000)
    ]
    sandbox.requests.clear()
    report = crm.quotation_lines.upsert_by("QuotationLineComment", lines)
    assert report.count("created") == 1000
    made = calls(sandbox)
    assert made.pop(HIGHEST) <= 3
    assert made == {f"GET /{ITEMS}": 1, f"POST /{ITEMS}": 10, "PATCH /QuotationLines": 10}
    stored = [sandbox.record(LINES, id_) for id_ in report.ids]
    assert [each["QuotationLineComment"] for each in stored] == [each["QuotationLineComment"] for each in lines]
    assert [each["QuotationLineData1"] for each in stored] == [each["QuotationLineData1"] for each in lines]
