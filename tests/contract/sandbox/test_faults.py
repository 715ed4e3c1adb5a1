"""Faults on request, over real sockets: of single requests, of a share of requests, and of all."""

import json
from time import monotonic

import pytest
import requests

from webcrm_ext.sandbox import Fault

PERSON = {"PersonId": 0, "PersonLastName": "Dahl"}


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_status_fault_replaces_the_operation(sandbox, crm, status):
    sandbox.fail_next(2, status=status)
    count = sandbox.count("Persons")
    for _ in range(2):
        response = crm.post("/Persons", PERSON)
        assert (response.status_code, response.json()["Type"]) == (status, "SandboxException")
    assert sandbox.count("Persons") == count
    assert crm.post("/Persons", PERSON).status_code == 200


@pytest.mark.parametrize("status", [204, 205, 304])
def test_status_without_a_body_has_none(sandbox, crm, caplog, status):
    sandbox.fail_next(status=status)
    response = crm.get("/Persons")
    assert (response.status_code, response.content, "Content-Type" in response.headers) == (status, b"", False)
    assert crm.read("/Persons/1")["PersonId"] == 1
    assert caplog.records == []


@pytest.mark.parametrize("status", [502, 503, 504, 520])
def test_gateway_errors_return_a_page(sandbox, crm, status):
    sandbox.fail_next(status=status)
    response = crm.get("/Persons")
    assert (response.status_code, response.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert response.text.startswith("<!DOCTYPE html>")


def test_429_fault_looks_like_the_rate_limit(sandbox, crm):
    sandbox.fail_next(status=429, retry_after=14)
    response = crm.get("/Persons")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "14")
    assert response.json().keys() == {"RetryAfterSeconds", "Message", "Type"}
    assert (response.json()["RetryAfterSeconds"], response.json()["Type"]) == (14, "TooManyRequestsException")


def test_401_fault_has_no_body(sandbox, crm):
    sandbox.fail_next(status=401)
    response = crm.get("/Persons")
    assert (response.status_code, response.content) == (401, b"")
    assert crm.get("/Persons").status_code == 200


def test_after_work_fault_keeps_the_write(sandbox, crm):
    sandbox.fail_next(status=500, after_work=True)
    count = sandbox.count("Persons")
    assert crm.post("/Persons", PERSON).status_code == 500
    assert sandbox.count("Persons") == count + 1


@pytest.mark.parametrize(("kind", "created"), [("close-before", False), ("close-during", True), ("close-after", True)])
def test_connection_closes_before_during_or_after_the_operation(sandbox, crm, kind, created):
    sandbox.requests.clear()
    sandbox.fail_next(kind=kind)
    count = sandbox.count("Persons")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) as caught:
        crm.post("/Persons", PERSON)
    assert ("IncompleteRead" in str(caught.value)) == (kind == "close-during")
    assert sandbox.count("Persons") == count + created
    assert [(each.method, each.status) for each in sandbox.requests] == [("POST", 0)]
    assert crm.get("/Persons/1").status_code == 200


def test_truncated_response_has_a_matching_content_length(sandbox, crm):
    sandbox.fail_next(kind="truncated")
    response = crm.get("/Persons?Size=2")
    assert (response.status_code, int(response.headers["Content-Length"])) == (200, len(response.content))
    with pytest.raises(json.JSONDecodeError):
        json.loads(response.content)


def test_html_fault_returns_200(sandbox, crm):
    sandbox.fail_next(kind="html")
    response = crm.get("/Persons")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>" in response.text


def test_fault_waits_for_a_matching_request(sandbox, crm):
    sandbox.fail_next(method="post", path="/organisations")
    assert crm.get("/Organisations").status_code == 200
    assert crm.post("/Persons", PERSON).status_code == 200
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 503
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 200


def test_logins_fail_only_if_the_path_names_them(sandbox, crm):
    sandbox.fail_next(2)
    form = {"authCode": sandbox.application_token}
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 200
    sandbox.clear_faults()
    sandbox.fail_next(path="/Auth")
    assert crm.get("/Persons").status_code == 200
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 503


def test_faults_apply_in_the_order_planned(sandbox, crm):
    sandbox.fail_next(status=500)
    sandbox.fail_next(2, status=502)
    assert [crm.get("/Persons").status_code for _ in range(4)] == [500, 502, 502, 200]


def test_fail_share_is_deterministic_for_a_seed(sandbox, crm):
    def statuses(seed: int) -> list[int]:
        sandbox.set_faults(fail_share=0.4, seed=seed, share_fault=Fault(status=500))
        return [crm.get("/Persons/1").status_code for _ in range(30)]

    first = statuses(7)
    assert set(first) == {200, 500}
    assert statuses(7) == first
    assert statuses(8) != first
    sandbox.clear_faults()
    assert {crm.get("/Persons/1").status_code for _ in range(30)} == {200}


def test_fail_share_of_one_fails_every_matching_request(sandbox, crm):
    sandbox.set_faults(fail_share=1, share_fault=Fault(kind="html", path="/Persons"))
    assert crm.get("/Persons").headers["Content-Type"].startswith("text/html")
    assert crm.get("/Users").headers["Content-Type"].startswith("application/json")


def test_latency_delays_each_request(sandbox, crm):
    sandbox.set_faults(latency=0.05)
    for path in ("/Persons", "/Users"):
        start = monotonic()
        assert crm.get(path).status_code == 200
        assert monotonic() - start >= 0.05


def test_null_share_excludes_ids_and_logins(sandbox, crm):
    sandbox.set_faults(null_share=1)
    person = crm.read("/Persons/1")
    assert person.pop("PersonId") == 1
    assert set(person.values()) == {None}
    assert {each["PersonId"] for each in crm.read("/Persons?Size=3")} == {1, 2, 3}
    assert crm.log_in(sandbox.application_token)["IsError"] is False
    sandbox.set_faults(null_share=0.5, seed=3)
    values = list(crm.read("/Persons/1").values())
    assert 0 < values.count(None) < len(values)


def test_unknown_enums_and_properties_are_added(sandbox, crm):
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


def test_fault_settings_do_not_change_stored_records(sandbox, crm):
    before = sandbox.record("Persons", 1)
    sandbox.set_faults(null_share=1, unknown_enums=True, unknown_properties=True)
    crm.read("/Persons/1")
    assert crm.get("/Documents/1/Download").content.startswith(b"Price list")
    assert sandbox.record("Persons", 1) == before


def test_fast_creates_fail_in_an_id_race(sandbox, crm):
    sandbox.set_faults(id_race_seconds=0.5)
    count = sandbox.count("Persons")
    statuses = [crm.post("/Persons", PERSON).status_code for _ in range(3)]
    sandbox.clock.advance(1)
    response = crm.post("/Persons", PERSON)
    assert [*statuses, response.status_code] == [200, 500, 500, 200]
    assert sandbox.count("Persons") == count + 2
    assert crm.post("/Organisations", {"OrganisationId": 0}).status_code == 200
    assert crm.put("/Persons/1", {"PersonTitle": "x"}).status_code == 200


def test_shifting_pages_delete_and_add_records(sandbox, crm):
    sandbox.set_faults(shifting_pages=True)
    first = [each["PersonId"] for each in crm.read("/Persons?Size=10")]
    second = [each["PersonId"] for each in crm.read("/Persons?Size=10&Page=2")]
    third = [each["PersonId"] for each in crm.read("/Persons?Size=10&Page=3")]
    assert (first, second, third) == ([*range(1, 11)], [*range(12, 22)], [23, 24, 25, 26])
    assert sandbox.record("Persons", 1) is None
    assert crm.read("/Persons?Size=10&Page=9") == []


def test_shifting_pages_include_put_records(sandbox, crm):
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
def test_invalid_fault_is_refused(fault, message):
    with pytest.raises(ValueError, match=message):
        Fault(**fault)


@pytest.mark.parametrize("times", [0, -3, "2", 1.0, True, None])
def test_invalid_number_of_times_is_refused(sandbox, crm, times):
    with pytest.raises(ValueError, match=f"times must be a whole number from 1, not {times!r}"):
        sandbox.fail_next(times)
    assert crm.get("/Persons/1").status_code == 200


@pytest.mark.parametrize(
    ("settings", "message"),
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
def test_invalid_fault_settings_are_refused_as_a_whole(sandbox, settings, message):
    with pytest.raises(ValueError, match=message):
        sandbox.set_faults(shifting_pages=True, **settings)
    assert requests.get(f"{sandbox.url}/_sandbox/faults", timeout=10).json()["shifting_pages"] is False


def test_unknown_field_of_a_fault_suggests_the_right_one(sandbox):
    with pytest.raises(TypeError, match=r"A fault has no field 'statu'\. Did you mean 'status'"):
        sandbox.fail_next(statu=503)
