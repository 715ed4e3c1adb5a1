"""Faults on request, over real sockets: single calls, a share of calls, and lasting weather."""

import json
from time import monotonic

import pytest
import requests

from webcrm_ext.sandbox import Fault

PERSON = {"PersonId": 0, "PersonLastName": "Dahl"}


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_the_next_calls_are_answered_with_a_status_and_do_nothing(sandbox, crm, status):
    sandbox.fail_next(2, status=status)
    count = sandbox.count("Persons")
    for _ in range(2):
        answer = crm.post("/Persons", PERSON)
        assert (answer.status_code, answer.json()["Type"]) == (status, "SandboxException")
    assert sandbox.count("Persons") == count
    assert crm.post("/Persons", PERSON).status_code == 200


@pytest.mark.parametrize("status", [204, 205, 304])
def test_a_status_without_a_body_has_none(sandbox, crm, caplog, status):
    sandbox.fail_next(status=status)
    answer = crm.get("/Persons")
    assert (answer.status_code, answer.content, "Content-Type" in answer.headers) == (status, b"", False)
    assert crm.read("/Persons/1")["PersonId"] == 1
    assert caplog.records == []


@pytest.mark.parametrize("status", [502, 503, 504, 520])
def test_gateways_answer_with_a_page(sandbox, crm, status):
    sandbox.fail_next(status=status)
    answer = crm.get("/Persons")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_a_429_on_request_looks_like_a_real_one(sandbox, crm):
    sandbox.fail_next(status=429, retry_after=14)
    answer = crm.get("/Persons")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "14")
    assert answer.json().keys() == {"RetryAfterSeconds", "Message", "Type"}
    assert (answer.json()["RetryAfterSeconds"], answer.json()["Type"]) == (14, "TooManyRequestsException")


def test_a_401_on_request_has_no_body(sandbox, crm):
    sandbox.fail_next(status=401)
    answer = crm.get("/Persons")
    assert (answer.status_code, answer.content) == (401, b"")
    assert crm.get("/Persons").status_code == 200


def test_a_status_after_the_work_leaves_what_was_done(sandbox, crm):
    sandbox.fail_next(status=500, after_work=True)
    count = sandbox.count("Persons")
    assert crm.post("/Persons", PERSON).status_code == 500
    assert sandbox.count("Persons") == count + 1


@pytest.mark.parametrize(("kind", "created"), [("close-before", False), ("close-during", True), ("close-after", True)])
def test_a_connection_is_closed_before_during_or_after_the_work(sandbox, crm, kind, created):
    sandbox.requests.clear()
    sandbox.fail_next(kind=kind)
    count = sandbox.count("Persons")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) as caught:
        crm.post("/Persons", PERSON)
    assert ("IncompleteRead" in str(caught.value)) == (kind == "close-during")
    assert sandbox.count("Persons") == count + created
    assert [(each.method, each.status) for each in sandbox.requests] == [("POST", 0)]
    assert crm.get("/Persons/1").status_code == 200


def test_a_truncated_answer_looks_whole_to_http(sandbox, crm):
    sandbox.fail_next(kind="truncated")
    answer = crm.get("/Persons?Size=2")
    assert (answer.status_code, int(answer.headers["Content-Length"])) == (200, len(answer.content))
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.content)


def test_a_page_of_html_comes_with_200(sandbox, crm):
    sandbox.fail_next(kind="html")
    answer = crm.get("/Persons")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>" in answer.text


def test_a_fault_waits_for_the_call_that_it_is_meant_for(sandbox, crm):
    sandbox.fail_next(method="post", path="/organisations")
    assert crm.get("/Organisations").status_code == 200
    assert crm.post("/Persons", PERSON).status_code == 200
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 503
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 200


def test_logins_fail_only_when_they_are_named(sandbox, crm):
    sandbox.fail_next(2)
    form = {"authCode": sandbox.application_token}
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 200
    sandbox.clear_faults()
    sandbox.fail_next(path="/Auth")
    assert crm.get("/Persons").status_code == 200
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 503


def test_faults_are_met_in_the_order_they_were_planned(sandbox, crm):
    sandbox.fail_next(status=500)
    sandbox.fail_next(2, status=502)
    assert [crm.get("/Persons").status_code for _ in range(4)] == [500, 502, 502, 200]


def test_a_share_of_calls_fails_and_the_seed_says_which(sandbox, crm):
    def statuses(seed: int) -> list[int]:
        sandbox.set_faults(fail_share=0.4, seed=seed, share_fault=Fault(status=500))
        return [crm.get("/Persons/1").status_code for _ in range(30)]

    first = statuses(7)
    assert set(first) == {200, 500}
    assert statuses(7) == first
    assert statuses(8) != first
    sandbox.clear_faults()
    assert {crm.get("/Persons/1").status_code for _ in range(30)} == {200}


def test_a_share_of_one_is_every_call_that_it_is_meant_for(sandbox, crm):
    sandbox.set_faults(fail_share=1, share_fault=Fault(kind="html", path="/Persons"))
    assert crm.get("/Persons").headers["Content-Type"].startswith("text/html")
    assert crm.get("/Users").headers["Content-Type"].startswith("application/json")


def test_latency_delays_each_request(sandbox, crm):
    sandbox.set_faults(latency=0.05)
    for path in ("/Persons", "/Users"):
        start = monotonic()
        assert crm.get(path).status_code == 200
        assert monotonic() - start >= 0.05


def test_a_null_storm_spares_ids_and_logins(sandbox, crm):
    sandbox.set_faults(null_share=1)
    person = crm.read("/Persons/1")
    assert person.pop("PersonId") == 1
    assert set(person.values()) == {None}
    assert {each["PersonId"] for each in crm.read("/Persons?Size=3")} == {1, 2, 3}
    assert crm.log_in(sandbox.application_token)["IsError"] is False
    sandbox.set_faults(null_share=0.5, seed=3)
    values = list(crm.read("/Persons/1").values())
    assert 0 < values.count(None) < len(values)


def test_enums_have_values_and_objects_have_properties_that_nobody_knows(sandbox, crm):
    country = {"Name": "Danmark", "CodeISO": "DK", "CodeUN": "DNK"}
    id_ = crm.create("/Opportunities", {"OpportunityId": 0, "OpportunityCountry": country})
    sandbox.set_faults(unknown_enums=True)
    person = crm.read("/Persons/1")
    assert person["PersonStatus"] == "AddedWithoutNotice"
    assert "AddedWithoutNotice" not in person
    sandbox.clear_faults()
    sandbox.set_faults(unknown_properties=True)
    person = crm.read("/Persons?Size=1")[0]
    assert person["PersonStatus"] == sandbox.record("Persons", 1)["PersonStatus"]
    assert person["AddedWithoutNotice"] == {"Since": "yesterday"}
    opportunity = crm.read(f"/Opportunities/{id_}")
    assert opportunity["OpportunityCountry"] == {**country, "AddedWithoutNotice": {"Since": "yesterday"}}


def test_weather_spoils_answers_and_not_what_is_kept(sandbox, crm):
    before = sandbox.record("Persons", 1)
    sandbox.set_faults(null_share=1, unknown_enums=True, unknown_properties=True)
    crm.read("/Persons/1")
    assert crm.get("/Documents/1/Download").content.startswith(b"Price list")
    assert sandbox.record("Persons", 1) == before


def test_creates_that_come_too_fast_race_for_an_id(sandbox, crm):
    sandbox.set_faults(id_race_seconds=0.5)
    count = sandbox.count("Persons")
    statuses = [crm.post("/Persons", PERSON).status_code for _ in range(3)]
    sandbox.clock.advance(1)
    answer = crm.post("/Persons", PERSON)
    assert [*statuses, answer.status_code] == [200, 500, 500, 200]
    assert sandbox.count("Persons") == count + 2
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 200
    assert crm.put("/Persons/1", {"PersonTitle": "x"}).status_code == 200


def test_records_vanish_and_appear_between_two_pages(sandbox, crm):
    sandbox.set_faults(shifting_pages=True)
    first = [each["PersonId"] for each in crm.read("/Persons?Size=10")]
    second = [each["PersonId"] for each in crm.read("/Persons?Size=10&Page=2")]
    third = [each["PersonId"] for each in crm.read("/Persons?Size=10&Page=3")]
    assert (first, second, third) == ([*range(1, 11)], [*range(12, 22)], [23, 24, 25, 26])
    assert sandbox.record("Persons", 1) is None
    assert crm.read("/Persons?Size=10&Page=9") == []


def test_a_record_that_was_put_there_shifts_as_well(sandbox, crm):
    for id_ in sandbox.tenant.store.ids("Persons"):
        sandbox.delete_record("Persons", id_)
    sandbox.put_record("Persons", 70, {"PersonLastName": "Dahl"})
    sandbox.set_faults(shifting_pages=True)
    assert [crm.read("/Persons")[0]["PersonId"] for _ in range(3)] == [70, 71, 72]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "flood"}, "kind must be one of status, close-before"),
        ({"status": 199}, "status must be from 200 to 599"),
        ({"status": 600}, "status must be from 200 to 599"),
    ],
)
def test_a_fault_must_make_sense(fault, message):
    with pytest.raises(ValueError, match=message):
        Fault(**fault)


@pytest.mark.parametrize("times", [0, -3, "2", 1.0, True, None])
def test_faults_are_planned_for_a_number_of_calls(sandbox, crm, times):
    with pytest.raises(ValueError, match=f"times must be a whole number from 1, not {times!r}"):
        sandbox.fail_next(times)
    assert crm.get("/Persons/1").status_code == 200


@pytest.mark.parametrize(
    ("weather", "message"),
    [
        ({"rain": 1}, "Unknown fault 'rain'; the faults are latency"),
        ({"latency": -1}, "latency must be a number from 0 to 3600"),
        ({"latency": "1"}, "latency must be a number"),
        ({"latency": True}, "latency must be a number"),
        ({"latency": float("nan")}, "latency must be a number"),
        ({"null_share": 1.1}, "null_share must be a number from 0 to 1"),
        ({"unknown_enums": 1}, "unknown_enums must be true or false"),
    ],
)
def test_weather_must_make_sense_and_changes_as_a_whole(sandbox, weather, message):
    with pytest.raises(ValueError, match=message):
        sandbox.set_faults(shifting_pages=True, **weather)
    assert requests.get(f"{sandbox.url}/_sandbox/faults", timeout=10).json()["shifting_pages"] is False
