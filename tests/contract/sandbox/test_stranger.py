"""A stranger's client: written with requests and what is known of the API, and nothing of this project."""

import re
from collections.abc import Callable, Iterator

import pytest
import requests

from webcrm_ext.sandbox import Clock, Sandbox

TIMEOUT = 10


class Stranger:
    """What somebody would write in an afternoon."""

    def __init__(self, base: str, application_token: str, wait: Callable[[float], None]) -> None:
        self.base = base
        self.application_token = application_token
        self.wait = wait
        self.session = requests.Session()
        self.tokens: dict = {}
        self.waited: list[int] = []

    def log_in(self, way: str = "urlencoded") -> None:
        ways = {
            "urlencoded": {"data": {"authCode": self.application_token}},
            "multipart": {"files": {"authCode": (None, self.application_token)}},
            "lower case": {"data": {"authcode": self.application_token}},
        }
        self._keep(requests.post(f"{self.base}/Auth/ApiLogin", timeout=TIMEOUT, **ways[way]))

    def refresh(self) -> None:
        header = {"refreshToken": self.tokens["RefreshToken"]}
        answer = requests.post(f"{self.base}/Auth/ApiRefresh", headers=header, timeout=TIMEOUT)
        if "invalid_grant" in answer.text:
            self.log_in()
        else:
            self._keep(answer)

    def _keep(self, answer: requests.Response) -> None:
        tokens = answer.json()
        if answer.status_code != 200 or tokens["IsError"]:
            raise PermissionError(tokens["ErrorDescription"])
        assert (tokens["TokenType"], tokens["ExpiresIn"]) == ("Bearer", 3600)
        self.tokens = tokens

    def call(self, method: str, path: str, **more: object) -> requests.Response:
        refreshed = False
        while True:
            headers = {"Authorization": f"Bearer {self.tokens['AccessToken']}", "Accept": "text/plain"}
            answer = self.session.request(method, self.base + path, headers=headers, timeout=TIMEOUT, **more)
            if answer.status_code == 401 and not refreshed:
                self.refresh()
                refreshed = True
            elif answer.status_code == 429:
                assert answer.json()["Type"] == "TooManyRequestsException"
                self.waited.append(int(answer.headers["Retry-After"]))
                assert answer.json()["RetryAfterSeconds"] == self.waited[-1]
                self.wait(self.waited[-1])
            else:
                answer.raise_for_status()
                return answer

    def every(self, path: str, size: int = 1000) -> Iterator[dict]:
        page = 1
        while rows := self.call("GET", path, params={"Page": page, "Size": size}).json():
            yield from rows
            page += 1


@pytest.fixture
def service() -> Iterator[Sandbox]:
    """A system with the limits of the real one, whose time stands still unless somebody waits."""
    with Sandbox(records=130, clock=Clock(frozen=True)) as running:
        yield running


@pytest.fixture
def stranger(service: Sandbox) -> Iterator[Stranger]:
    made = Stranger(service.url, service.application_token, service.clock.advance)
    yield made
    made.session.close()


@pytest.mark.parametrize("way", ["urlencoded", "multipart", "lower case"])
def test_it_logs_in_in_every_way_that_was_seen(stranger, way):
    stranger.log_in(way)
    assert stranger.call("GET", "/Persons/1").json()["PersonId"] == 1


def test_it_is_told_that_a_token_is_refused_and_does_not_take_one_token_for_the_other(stranger):
    stranger.application_token, token = "00000000-0000-4000-8000-0000000000ff", stranger.application_token
    with pytest.raises(PermissionError):
        stranger.log_in()
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{stranger.base}/Persons", headers=headers, timeout=TIMEOUT).status_code == 401


def test_it_pages_through_a_table(stranger):
    stranger.log_in()
    ids = [each["PersonId"] for each in stranger.every("/persons", size=40)]
    assert ids == list(range(1, 131))
    assert stranger.call("GET", "/Persons?PersonEmail=nobody@example.com").json()


def test_it_runs_into_the_limit_waits_as_it_is_told_and_goes_on(service, stranger):
    stranger.log_in()
    ids = [each["PersonId"] for page in range(1, 4) for each in stranger.every("/Persons", size=1)]
    assert ids == list(range(1, 131)) * 3
    assert stranger.waited == [60]
    statuses = [each.status for each in service.requests]
    assert statuses.count(429) == 1
    assert statuses.index(429) == 250


def test_it_refreshes_after_an_hour_and_logs_in_again_when_that_is_refused(service, stranger):
    stranger.log_in()
    old = stranger.tokens
    service.clock.advance(3601)
    stranger.call("GET", "/Persons/1")
    assert stranger.tokens["RefreshToken"] != old["RefreshToken"]
    stranger.tokens = old
    stranger.call("GET", "/Persons/1")
    assert [each.path for each in service.requests if each.path.startswith("/Auth")] == [
        "/Auth/ApiLogin",
        "/Auth/ApiRefresh",
        "/Auth/ApiRefresh",
        "/Auth/ApiLogin",
    ]


def test_it_queries(stranger):
    stranger.log_in()
    script = (
        "SELECT p.PersonId, p.PersonName, o.OrganisationName FROM Person p "
        "JOIN Organisation o ON (p.PersonOrganisationId = o.OrganisationId) "
        "WHERE p.PersonLastName = 'o''brien' AND p.PersonUpdatedAt >= '2018-06-28T06:32:08.0000000Z' "
        "ORDER BY p.PersonId DESC"
    )
    rows = stranger.call("GET", "/Queries", params={"script": script, "Size": 1000}).json()
    expected = [each["PersonId"] for each in stranger.every("/Persons") if each["PersonLastName"] == "O'Brien"]
    assert expected
    assert [each["PersonId"] for each in rows] == expected[::-1]
    assert all(each["OrganisationName"] for each in rows)


def test_it_writes_an_order_with_its_lines(stranger):
    stranger.log_in()
    answer = stranger.call("POST", "/Organisations", json={"OrganisationId": 0, "OrganisationName": "Lys & Co."})
    assert re.fullmatch(r"\d+", answer.text)
    organisation = answer.json()
    person = {"PersonId": 0, "PersonLastName": "-", "PersonOrganisationId": organisation}
    person_id = stranger.call("POST", "/Persons", json=person).json()
    stranger.call("PUT", f"/Persons/{person_id}", json={"PersonEmail": "post@example.com"})
    read = stranger.call("GET", f"/Persons/{person_id}").json()
    assert (read["PersonEmail"], read["PersonLastName"], read["PersonName"]) == ("post@example.com", "-", "-")
    delivery = {
        "DeliveryId": 0,
        "DeliveryOrganisationId": organisation,
        "DeliveryAssignedTo": 0,
        "DeliveryAssignedTo2": 0,
        "DeliveryResponsible": 0,
    }
    delivery_id = stranger.call("POST", "/Deliveries", json=delivery).json()
    line = {
        "QuotationLineId": 0,
        "QuotationLineOpportunityId": delivery_id,
        "QuotationLineOrganisationId": organisation,
        "QuotationLineData1": "LAMP-0001",
    }
    stranger.call("POST", "/QuotationLines", json=line)
    lines = stranger.call("GET", f"/Deliveries/{delivery_id}/QuotationLines").json()
    assert [each["QuotationLineData1"] for each in lines] == ["LAMP-0001"]
    answers = stranger.call("PATCH", "/Persons", json=[{"PersonId": 0, "PersonLastName": "Ek"}, {"PersonId": 0}]).json()
    assert answers[0].isdigit()
    assert "PersonLastName" in answers[1]
