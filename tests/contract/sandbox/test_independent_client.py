"""A client written only with requests and the documentation of the API, without code of this project."""

import re
from collections.abc import Callable, Iterator

import pytest
import requests

from webcrm_ext.sandbox import Clock, Sandbox

TIMEOUT = 10


class IndependentClient:
    """A client as somebody would write it in an afternoon."""

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
        response = requests.post(f"{self.base}/Auth/ApiRefresh", headers=header, timeout=TIMEOUT)
        if "invalid_grant" in response.text:
            self.log_in()
        else:
            self._keep(response)

    def _keep(self, response: requests.Response) -> None:
        tokens = response.json()
        if response.status_code != 200 or tokens["IsError"]:
            raise PermissionError(tokens["ErrorDescription"])
        assert (tokens["TokenType"], tokens["ExpiresIn"]) == ("Bearer", 3600)
        self.tokens = tokens

    def call(self, method: str, path: str, **more: object) -> requests.Response:
        refreshed = False
        while True:
            headers = {"Authorization": f"Bearer {self.tokens['AccessToken']}", "Accept": "text/plain"}
            response = self.session.request(method, self.base + path, headers=headers, timeout=TIMEOUT, **more)
            if response.status_code == 401 and not refreshed:
                self.refresh()
                refreshed = True
            elif response.status_code == 429:
                assert response.json()["Type"] == "TooManyRequestsException"
                self.waited.append(int(response.headers["Retry-After"]))
                assert response.json()["RetryAfterSeconds"] == self.waited[-1]
                self.wait(self.waited[-1])
            else:
                response.raise_for_status()
                return response

    def every(self, path: str, size: int = 1000) -> Iterator[dict]:
        page = 1
        while rows := self.call("GET", path, params={"Page": page, "Size": size}).json():
            yield from rows
            page += 1


@pytest.fixture
def service() -> Iterator[Sandbox]:
    """Start a sandbox with the service's rate limit and a frozen clock."""
    with Sandbox(records=130, clock=Clock(frozen=True)) as running:
        yield running


@pytest.fixture
def client(service: Sandbox) -> Iterator[IndependentClient]:
    made = IndependentClient(service.url, service.application_token, service.clock.advance)
    yield made
    made.session.close()


@pytest.mark.parametrize("way", ["urlencoded", "multipart", "lower case"])
def test_logs_in_in_every_known_way(client, way):
    client.log_in(way)
    assert client.call("GET", "/Persons/1").json()["PersonId"] == 1


def test_invalid_tokens_are_refused_and_not_confused(client):
    client.application_token, token = "00000000-0000-4000-8000-0000000000ff", client.application_token
    with pytest.raises(PermissionError):
        client.log_in()
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{client.base}/Persons", headers=headers, timeout=TIMEOUT).status_code == 401


def test_pages_through_a_table(client):
    client.log_in()
    ids = [each["PersonId"] for each in client.every("/persons", size=40)]
    assert ids == list(range(1, 131))
    assert client.call("GET", "/Persons?PersonEmail=nobody@example.com").json()


def test_waits_for_retry_after_at_the_rate_limit(service, client):
    client.log_in()
    ids = [each["PersonId"] for page in range(1, 4) for each in client.every("/Persons", size=1)]
    assert ids == list(range(1, 131)) * 3
    assert client.waited == [60]
    statuses = [each.status for each in service.requests]
    assert statuses.count(429) == 1
    assert statuses.index(429) == 250


def test_refreshes_after_an_hour_and_logs_in_when_refused(service, client):
    client.log_in()
    old = client.tokens
    service.clock.advance(3601)
    client.call("GET", "/Persons/1")
    assert client.tokens["RefreshToken"] != old["RefreshToken"]
    client.tokens = old
    client.call("GET", "/Persons/1")
    assert [each.path for each in service.requests if each.path.startswith("/Auth")] == [
        "/Auth/ApiLogin",
        "/Auth/ApiRefresh",
        "/Auth/ApiRefresh",
        "/Auth/ApiLogin",
    ]


def test_runs_queries(client):
    client.log_in()
    script = (
        "SELECT p.PersonId, p.PersonName, o.OrganisationName FROM Person p "
        "JOIN Organisation o ON (p.PersonOrganisationId = o.OrganisationId) "
        "WHERE p.PersonLastName = 'o''brien' AND p.PersonUpdatedAt >= '2018-06-28T06:32:08.0000000Z' "
        "ORDER BY p.PersonId DESC"
    )
    rows = client.call("GET", "/Queries", params={"script": script, "Size": 1000}).json()
    expected = [each["PersonId"] for each in client.every("/Persons") if each["PersonLastName"] == "O'Brien"]
    assert expected
    assert [each["PersonId"] for each in rows] == expected[::-1]
    assert all(each["OrganisationName"] for each in rows)


def test_creates_an_order_with_lines(client):
    client.log_in()
    response = client.call("POST", "/Organisations", json={"OrganisationId": 0, "OrganisationName": "Lys & Co."})
    assert re.fullmatch(r"\d+", response.text)
    organisation = response.json()
    person = {"PersonId": 0, "PersonLastName": "-", "PersonOrganisationId": organisation}
    person_id = client.call("POST", "/Persons", json=person).json()
    client.call("PUT", f"/Persons/{person_id}", json={"PersonEmail": "post@example.com"})
    read = client.call("GET", f"/Persons/{person_id}").json()
    assert (read["PersonEmail"], read["PersonLastName"], read["PersonName"]) == ("post@example.com", "-", "-")
    delivery = {
        "DeliveryId": 0,
        "DeliveryOrganisationId": organisation,
        "DeliveryAssignedTo": 0,
        "DeliveryAssignedTo2": 0,
        "DeliveryResponsible": 0,
    }
    delivery_id = client.call("POST", "/Deliveries", json=delivery).json()
    line = {
        "QuotationLineId": 0,
        "QuotationLineOpportunityId": delivery_id,
        "QuotationLineOrganisationId": organisation,
        "QuotationLineData1": "LAMP-0001",
    }
    client.call("POST", "/QuotationLines", json=line)
    lines = client.call("GET", f"/Deliveries/{delivery_id}/QuotationLines").json()
    assert [each["QuotationLineData1"] for each in lines] == ["LAMP-0001"]
    responses = client.call("PATCH", "/Persons", json=[{"PersonId": 0, "PersonLastName": "Ek"}, {"PersonId": 0}]).json()
    assert responses[0].isdigit()
    assert "PersonLastName" in responses[1]
