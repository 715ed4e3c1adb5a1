"""The rate limit: 250 requests a minute, in a sliding window for each application token."""

import pytest

from webcrm_ext.sandbox import Clock, Sandbox

from .browser import Browser

READ_ONLY = "00000000-0000-4000-8000-000000000002"


@pytest.fixture
def sandbox():
    """Start a sandbox with the service's rate limit and a frozen clock."""
    with Sandbox(records=12, clock=Clock(frozen=True)) as running:
        yield running


def test_request_251_in_a_minute_returns_429(crm):
    assert {crm.get("/Users/1").status_code for _ in range(249)} == {200}  # the login was the first
    response = crm.get("/Users/1")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert response.json() == {
        "RetryAfterSeconds": 60,
        "Message": "Too many requests: the limit is 250 a minute. Try again in 60 seconds.",
        "Type": "TooManyRequestsException",
    }


def test_window_slides(sandbox, crm):
    sandbox.change_options(requests_per_minute=3)
    sandbox.clock.advance(20)
    assert crm.get("/Users/1").status_code == 200
    sandbox.clock.advance(20)
    assert crm.get("/Users/1").status_code == 200
    assert crm.get("/Users/1").headers["Retry-After"] == "20"
    sandbox.clock.advance(19.5)
    assert crm.get("/Users/1").json()["RetryAfterSeconds"] == 1
    sandbox.clock.advance(0.5)
    assert crm.get("/Users/1").status_code == 200
    assert crm.get("/Users/1").headers["Retry-After"] == "20"


def test_request_after_retry_after_is_accepted(sandbox, crm):
    sandbox.change_options(requests_per_minute=2)
    sandbox.clock.advance(13.7)
    responses = [crm.get("/Users/1") for _ in range(3)]
    assert [each.status_code for each in responses] == [200, 429, 429]
    sandbox.clock.advance(int(responses[-1].headers["Retry-After"]))
    assert crm.get("/Users/1").status_code == 200


def test_each_application_token_has_its_own_window(sandbox, crm):
    sandbox.change_options(requests_per_minute=3)
    with Browser(sandbox.url) as same, Browser(sandbox.url) as other:
        same.log_in(sandbox.application_token)
        other.log_in(READ_ONLY)
        assert same.get("/Users/1").status_code == 200
        assert crm.get("/Users/1").status_code == 429
        assert other.get("/Users/1").status_code == 200


def test_logins_and_refreshes_count_by_default(sandbox, crm):
    sandbox.change_options(requests_per_minute=2)
    form = {"authCode": sandbox.application_token}
    refresh = {"refreshToken": crm.call("POST", "/Auth/ApiLogin", data=form).json()["RefreshToken"]}
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 429
    assert crm.post("/Auth/ApiRefresh", headers=refresh).status_code == 429
    sandbox.change_options(logins_count=False)
    assert crm.post("/Auth/ApiRefresh", headers=refresh).json()["IsError"] is False
    assert crm.call("POST", "/Auth/ApiLogin", data=form).status_code == 200


def test_request_without_a_token_does_not_count(sandbox, crm):
    sandbox.change_options(requests_per_minute=2)
    with Browser(sandbox.url) as anonymous:
        assert {anonymous.get("/Users/1").status_code for _ in range(5)} == {401}
    assert crm.get("/Users/1").status_code == 200


def test_limit_can_be_changed_and_switched_off(sandbox, crm):
    sandbox.change_options(requests_per_minute=1)
    assert crm.get("/Users/1").status_code == 429
    sandbox.change_options(requests_per_minute=None)
    assert {crm.get("/Users/1").status_code for _ in range(300)} == {200}


def test_window_can_be_shorter(sandbox, crm):
    sandbox.change_options(requests_per_minute=2, rate_window=6)
    assert crm.get("/Users/1").status_code == 200
    sandbox.clock.advance(2)
    response = crm.get("/Users/1")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "4")
    assert response.json()["Message"] == "Too many requests: the limit is 2 in 6 seconds. Try again in 4 seconds."
    sandbox.clock.advance(4)
    assert crm.get("/Users/1").status_code == 200
    assert [each.at for each in sandbox.requests] == [0, 0, 2, 6]
