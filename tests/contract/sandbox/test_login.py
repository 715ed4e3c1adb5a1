"""Login: the three forms, refresh, expiry and refusals."""

import re

import pytest
import requests

from webcrm_ext.sandbox import ApplicationToken, Clock, Sandbox

from .browser import Browser

READ_ONLY = "00000000-0000-4000-8000-000000000002"


@pytest.mark.parametrize(
    "form",
    [
        lambda token: {"data": {"authCode": token}},
        lambda token: {"data": {"authcode": token}},
        lambda token: {"files": {"authCode": (None, token)}},
        lambda token: {"data": {"AUTHCODE": token.upper()}},
        lambda token: {"headers": {"authCode": token}},
    ],
    ids=["urlencoded", "lower case", "multipart", "upper case", "header"],
)
@pytest.mark.parametrize("path", ["/Auth/ApiLogin", "/Auth/Apilogin", "/AUTH/APILOGIN"])
def test_login_accepts_a_header_and_every_form_encoding(sandbox, form, path):
    response = requests.post(f"{sandbox.url}{path}", **form(sandbox.application_token), timeout=10)
    token = response.json()
    assert (response.status_code, token["IsError"], token["ExpiresIn"], token["TokenType"]) == (
        200,
        False,
        3600,
        "Bearer",
    )
    assert type(token["SystemId"]) is int
    assert re.fullmatch(r"[\w-]{43}", token["AccessToken"], re.ASCII)
    headers = {"Authorization": f"Bearer {token['AccessToken']}"}
    assert requests.get(f"{sandbox.url}/Persons", headers=headers, timeout=10).status_code == 200


@pytest.mark.parametrize("form", [{}, {"authCode": ""}, {"authCode": "00000000-0000-4000-8000-00000000dead"}])
def test_invalid_application_token_returns_is_error(sandbox, form):
    response = requests.post(f"{sandbox.url}/Auth/ApiLogin", data=form, timeout=10)
    assert response.status_code == 200
    assert response.json()["IsError"] is True
    assert response.json()["AccessToken"] is None


def test_status_of_a_refused_login_is_an_option(sandbox):
    sandbox.options.change("refused_login_status", 401)
    response = requests.post(f"{sandbox.url}/Auth/ApiLogin", data={"authCode": "no"}, timeout=10)
    assert (response.status_code, response.json()["IsError"]) == (401, True)


def test_application_token_in_the_query_is_an_option(sandbox):
    address = f"{sandbox.url}/Auth/ApiLogin?authCode={sandbox.application_token}"
    assert requests.post(address, timeout=10).json()["IsError"] is True
    sandbox.options.change("auth_code_in_query", True)
    assert requests.post(address, timeout=10).json()["IsError"] is False


def test_login_with_a_json_body_is_refused(sandbox):
    response = requests.post(f"{sandbox.url}/Auth/ApiLogin", json={"authCode": sandbox.application_token}, timeout=10)
    assert response.json()["IsError"] is True


def test_broken_multipart_form_returns_400(sandbox):
    headers = {"Content-Type": "multipart/form-data"}
    response = requests.post(f"{sandbox.url}/Auth/ApiLogin", data=b"x", headers=headers, timeout=10)
    assert (response.status_code, response.json()["Type"]) == (400, "ArgumentException")


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer nonsense", "Basic {token}", "Bearer {token}", "{token}"]
)
def test_missing_access_token_returns_401(sandbox, authorization):
    headers = {"Authorization": authorization.format(token=sandbox.application_token)}
    response = requests.get(f"{sandbox.url}/Persons", headers=headers, timeout=10)
    assert (response.status_code, response.content) == (401, b"")


def test_access_token_expires_after_an_hour(sandbox, crm):
    sandbox.clock.advance(3599)
    assert crm.get("/Persons").status_code == 200
    sandbox.clock.advance(1)
    assert crm.get("/Persons").status_code == 401


def test_expire_tokens_expires_access_and_refresh_tokens(sandbox, crm):
    sandbox.expire_tokens()
    assert crm.get("/Persons").status_code == 401
    token = crm.log_in(sandbox.application_token)
    sandbox.expire_tokens(refresh_tokens=True)
    response = crm.post("/Auth/ApiRefresh", headers={"refreshToken": token["RefreshToken"]})
    assert response.json()["Error"] == "invalid_grant"


def test_refresh_rotates_the_refresh_token(sandbox, crm):
    token = crm.log_in(sandbox.application_token)
    new = crm.post("/Auth/ApiRefresh", headers={"refreshToken": token["RefreshToken"]}).json()
    assert new["IsError"] is False
    assert new["RefreshToken"] != token["RefreshToken"]
    crm.session.headers["Authorization"] = f"Bearer {new['AccessToken']}"
    assert crm.get("/Persons").status_code == 200
    again = crm.post("/Auth/ApiRefresh", headers={"refreshToken": token["RefreshToken"]})
    assert "invalid_grant" in again.text
    assert again.json()["IsError"] is True


def test_refresh_token_in_a_form_is_an_option(sandbox, crm):
    token = crm.log_in(sandbox.application_token)
    form = {"refreshToken": token["RefreshToken"]}
    assert crm.call("POST", "/Auth/ApiRefresh", data=form).json()["IsError"] is True
    sandbox.options.change("refresh_token_in_form", True)
    assert crm.call("POST", "/Auth/ApiRefresh", data=form).json()["IsError"] is False


def test_user_logs_in_with_a_password(sandbox, crm):
    form = {"publishCode": "sandbox", "loginName": "AH", "password": "sandbox"}
    token = crm.call("POST", "/Auth/CrmLogin", data=form).json()
    assert (token["IsError"], token["UserId"]) == (False, 1)
    refreshed = crm.post("/Auth/CrmRefresh", headers={"refreshToken": token["RefreshToken"]}).json()
    crm.session.headers["Authorization"] = f"Bearer {refreshed['AccessToken']}"
    assert crm.read("/Auth") == {"Name": "AH", "UserId": 1}


def test_user_logs_in_with_the_database_code(crm):
    form = {"dbnCode": "sandbox", "userName": "bw", "password": "sandbox"}
    token = crm.call("POST", "/Auth", data=form).json()
    assert token["IsError"] is False
    assert "UserId" not in token


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/Auth/CrmLogin", {"publishCode": "sandbox", "loginName": "ah", "password": "wrong"}),
        ("/Auth/CrmLogin", {"publishCode": "wrong", "loginName": "ah", "password": "sandbox"}),
        ("/Auth/CrmLogin", {"publishCode": "sandbox", "loginName": "nobody", "password": "sandbox"}),
        ("/Auth", {"dbnCode": "sandbox", "userName": "", "password": "sandbox"}),
    ],
)
def test_wrong_password_returns_is_error(crm, path, form):
    assert crm.call("POST", path, data=form).json()["IsError"] is True


def test_application_refresh_token_is_refused_for_users(sandbox, crm):
    token = crm.log_in(sandbox.application_token)
    response = crm.post("/Auth/CrmRefresh", headers={"refreshToken": token["RefreshToken"]})
    assert response.json()["Error"] == "invalid_grant"


def test_read_only_token_cannot_write(sandbox, crm):
    crm.log_in(READ_ONLY)
    assert crm.get("/Persons").status_code == 200
    response = crm.post("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
    assert (response.status_code, response.json()["Type"]) == (403, "UnauthorizedAccessException")
    sandbox.options.change("refused_right_status", 401)
    assert crm.delete("/Products/1").status_code == 401


@pytest.mark.parametrize("right", ["readonly", "Read", "", None, True])
def test_unknown_right_is_refused(right):
    with pytest.raises(ValueError, match=f"The right to Persons must be one of write, read, none, not {right!r}"):
        ApplicationToken("00000000-0000-4000-8000-000000000009", "web form", {"Persons": right})


@pytest.mark.parametrize("area", ["Person", "Auth", "", "Persons/Hooks"])
def test_right_to_an_unknown_area_is_refused(area):
    token = ApplicationToken("00000000-0000-4000-8000-000000000009", "web form", {"*": "read", area: "none"})
    with pytest.raises(ValueError, match=f"has a right to the unknown area '{area}'; the areas are \\*, Activities, "):
        Sandbox(records=0, application_tokens=[token])


def test_rights_apply_to_their_area_only():
    token = ApplicationToken("00000000-0000-4000-8000-000000000009", "web form", {"*": "none", "persons": "write"})
    with (
        Sandbox(records=12, clock=Clock(frozen=True), application_tokens=[token]) as sandbox,
        Browser(sandbox.url) as crm,
    ):
        crm.log_in(token.token)
        id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
        assert crm.read(f"/Persons/{id_}")["PersonCreatedBy"] == "api2 web form"
        assert crm.get("/Organisations").status_code == 403
        assert crm.get("/Auth").status_code == 200
