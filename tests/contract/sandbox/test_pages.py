"""The pages for a browser: what they show, what their forms do, and whose forms they take."""

import json
import re
import subprocess
from dataclasses import fields
from html import unescape

import pytest
import requests

from webcrm_ext.sandbox import Fault, Sandbox, swagger_ui

from .browser import Browser
from .forms import HTML, PAGES, FormBrowser, said

EVERY_PAGE = ["records", "records?entity=Persons", "record?entity=Persons&id=1", "requests", "faults", "decisions"]
RECORD = f"{PAGES}/record?entity=Persons&id=1"


@pytest.fixture
def pages(sandbox: Sandbox) -> FormBrowser:
    return FormBrowser(sandbox.url)


@pytest.mark.parametrize(("accept", "kind"), [("text/html,*/*;q=0.8", "text/html"), ("*/*", "application/json")])
def test_a_browser_gets_pages_and_a_program_json(sandbox, accept, kind):
    for path in ("/_sandbox", "/_sandbox/"):
        response = requests.get(sandbox.url + path, headers={"Accept": accept}, timeout=10)
        assert (response.status_code, response.headers["content-type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_pages_load_nothing_from_elsewhere(pages, page):
    response = pages.open(f"{PAGES}/{page}")
    assert response.status_code == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]
    links = re.findall(r'(?:src|href|action)="([^"]*)"', response.text)
    assert links
    assert all(each.startswith(("/", "#", "?", "data:,")) for each in links)


def test_pages_are_refused_to_other_machines_names():
    with Sandbox(records=3, allowed_hosts=["crm.test"]) as sandbox:
        pages = FormBrowser(sandbox.url)
        for path in ("/_sandbox", f"{PAGES}/records", f"{PAGES}/style.css"):
            assert pages.open(path, headers={"Host": "crm.test"}).status_code == 403
        headers = {"Host": "crm.test", "Origin": "http://crm.test"}
        assert pages.send(f"{PAGES}/faults", f"{PAGES}/faults/advance", headers, seconds=9).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({}, 403),
    ],
)
def test_forms_are_taken_from_own_pages_only(sandbox, pages, headers, status):
    sent = pages.send(f"{PAGES}/faults", f"{PAGES}/faults/fail-next", headers, kind="reset")
    assert sent.status_code == status
    assert len(sandbox.tenant.faults.planned) == (status == 200)


def test_forms_need_the_token_of_this_start(sandbox, pages):
    for token in ("", "x", None):
        form = {"seconds": "1"} if token is None else {"form_token": token}
        headers = {"Origin": sandbox.url}
        url = f"{sandbox.url}{PAGES}/faults/expire-tokens"
        response = requests.post(url, data=form, headers=headers, timeout=10)
        assert (response.status_code, "Open the page again" in said(response)) == (403, True)
    assert requests.post(url, json={"form_token": "x"}, headers=headers, timeout=10).status_code == 415


def test_a_record_is_edited_by_labels_as_a_client_would(sandbox, crm, pages):
    crm.put("/Persons/1", {"PersonComment": "one\ntwo"})
    assert ">Consent given <" in pages.open(RECORD).text
    before = sandbox.record("Persons", 1)
    page = pages.send(RECORD, f"{PAGES}/record", PersonCustom3="Yes", PersonComment="one\r\ntwo", PersonFirstName="Åse")
    assert (
        said(page) == "Saved: PersonCustom3, PersonFirstName." or said(page) == "Saved: PersonFirstName, PersonCustom3."
    )
    sandbox.clock.advance(5)
    after = crm.read("/Persons/1")
    assert (after["PersonFirstName"], after["PersonCustom3"], after["PersonComment"]) == ("Åse", "Yes", "one\ntwo")
    changed = {name for name, value in before.items() if after[name] != value}
    assert changed >= {"PersonFirstName", "PersonCustom3"}
    assert changed <= {"PersonFirstName", "PersonCustom3", "PersonName", "PersonCompareName", "PersonUpdatedAt"}


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("PersonCustom3", "Maybe", "Yes or No"),
        ("PersonCustom4", "many", "a whole number"),
        ("PersonBirthday", "yesterday", "PersonBirthday"),
        ("PersonSortOrder", "x", "PersonSortOrder must be a number"),
        ("PersonSortOrder", "NaN", "PersonSortOrder must be a number"),
    ],
)
def test_an_invalid_value_is_refused_and_the_rest_kept_in_the_form(sandbox, pages, field, text, message):
    before = sandbox.record("Persons", 1)
    page = pages.send(RECORD, f"{PAGES}/record", **{field: text, "PersonLastName": "Kept in the form"})
    assert (page.status_code, message in said(page)) == (400, True)
    assert 'value="Kept in the form"' in page.text
    assert sandbox.record("Persons", 1) == before


def test_an_empty_field_is_null_where_it_is_no_string(sandbox, pages):
    sandbox.put_record("Persons", 1, {**sandbox.record("Persons", 1), "PersonSortOrder": 7})
    pages.send(RECORD, f"{PAGES}/record", PersonSortOrder="", PersonComment="")
    record = sandbox.record("Persons", 1)
    assert (record["PersonSortOrder"], record["PersonComment"]) == (None, "")


def test_a_form_does_not_undo_what_a_client_wrote_meanwhile(crm, pages):
    fields = pages.fields(RECORD)
    crm.put("/Persons/1", {"PersonFirstName": "Client"})
    page = pages.send(RECORD, f"{PAGES}/record", version=fields["version"], PersonFirstName="Form")
    assert (page.status_code, "has changed since" in said(page)) == (400, True)
    assert crm.read("/Persons/1")["PersonFirstName"] == "Client"


def test_first_page_lists_what_a_client_wrote_and_nothing_generated():
    # A seed of its own: the records of an earlier sandbox with the same one would not be generated again.
    with Sandbox(records=9, seed=77) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        pages = FormBrowser(sandbox.url)
        assert "Nothing since the start" in pages.open("/_sandbox/").text
        assert sandbox.count("Meetings") > 0
        crm.put("/Persons/2", {"PersonLastName": "Written last"})
        shown = pages.open("/_sandbox/").text.split("Entities")[0]
        assert re.findall(r"<td>(\d+)</td>", shown) == ["2"]


def test_records_are_found_deleted_and_listed_newest_first(sandbox, crm, pages):
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Zebrafinch"})
    crm.put("/Persons/3", {"PersonLastName": "Written before"})
    crm.put("/Persons/2", {"PersonLastName": "Written last"})
    listing = pages.open(f"{PAGES}/records?entity=Persons").text
    ids = [int(each) for each in re.findall(r"entity=Persons&amp;id=(\d+)", listing)]
    assert ids[:3] == [2, 3, id_]
    assert max(ids) == id_
    assert len(set(ids)) == len(ids)
    assert re.findall(r"<td>(\d+)</td>", pages.open("/_sandbox/").text.split("Entities")[0])[:3] == ["2", "3", str(id_)]
    found = pages.open(f"{PAGES}/records?q=ZEBRA").text
    assert re.findall(r"entity=Persons&amp;id=(\d+)", found.split("Written last")[0]) == [str(id_)]
    assert (
        "No record contains this text" in pages.open(f"{PAGES}/records?q=PersonLastName").text
    )  # the name of a property
    page = pages.send(f"{PAGES}/record?entity=Persons&id={id_}", f"{PAGES}/record/delete")
    assert said(page) == f"Persons {id_} was deleted."
    assert sandbox.record("Persons", id_) is None
    assert pages.open(f"{PAGES}/record?entity=Persons&id={id_}").status_code == 404


def test_a_list_has_pages(pages):
    with Sandbox(records=120) as sandbox:
        pages = FormBrowser(sandbox.url)
        seen = []
        for page in (1, 2, 3):
            text = pages.open(f"{PAGES}/records?entity=Persons&page={page}").text
            seen += re.findall(r"entity=Persons&amp;id=(\d+)", text)
            assert ("Next page" in text, "Previous page" in text) == (page < 3, page > 1)
        assert sorted(map(int, seen)) == list(range(1, 121))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nothing", 404), ("records?entity=Nothing", 404), ("record?entity=Persons&id=999", 404),
        ("record?entity=Persons&id=one", 400), ("request?number=999", 404), ("../ui/page.py", 404),
        ("records?entity=Persons&page=99999999999", 400),
    ],
)  # fmt: skip
def test_wrong_addresses_say_what_is_wrong(pages, address, status):
    response = pages.open(f"{PAGES}/{address}")
    assert response.status_code == status
    assert said(response)


def test_texts_are_escaped(sandbox, pages):
    sandbox.put_record("Persons", 1, {**sandbox.record("Persons", 1), "PersonName": "<script>alert(1)</script>"})
    for page in ("records?entity=Persons", "record?entity=Persons&id=1", "records?q=<script>", "requests"):
        text = pages.open(f"{PAGES}/{page}").text
        assert "<script>" not in text.replace('<script src="', "")


def test_requests_show_bodies_and_no_secret(sandbox, pages):
    with Browser(sandbox.url) as crm:
        token = crm.log_in(sandbox.application_token)
        crm.put("/Persons/1", {"PersonFirstName": "Shown"})
        crm.get(f"/Persons?Size=1&authCode={sandbox.application_token}")
        sandbox.fail_next(kind="reset")
        with pytest.raises(requests.ConnectionError):
            crm.get("/Persons/1")
    page = pages.open(f"{PAGES}/requests").text
    numbers = re.findall(r'data-number="(\d+)"', page)
    assert len(numbers) == 4
    assert numbers == sorted(numbers, key=int, reverse=True)
    everything = page + "".join(pages.open(f"{PAGES}/request?number={each}").text for each in numbers)
    assert "Shown" in everything
    assert "persons.update" in everything
    assert "none: the connection was closed" in everything
    for secret in (sandbox.application_token, token["AccessToken"], token["RefreshToken"]):
        assert secret not in everything
    rows = pages.open(f"{PAGES}/requests/rows?after={numbers[1]}").text
    assert re.findall(r'data-number="(\d+)"', rows) == numbers[:1]
    assert pages.send(f"{PAGES}/requests", f"{PAGES}/requests/clear").status_code == 200
    assert "data-number" not in pages.open(f"{PAGES}/requests").text
    assert len(sandbox.requests) == 4


def test_requests_show_what_is_left_of_the_rate_limit(sandbox, pages):
    sandbox.change_options(requests_per_minute=10)
    with Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        crm.get("/Persons?Size=1")
    number = re.search(r'data-number="(\d+)"', pages.open(f"{PAGES}/requests").text)[1]
    assert "8 requests left" in pages.open(f"{PAGES}/request?number={number}").text


def test_copied_program_makes_the_call_again(sandbox, crm, pages, monkeypatch, capsys):
    crm.put("/Persons/1?x=1", {"PersonFirstName": 'An "Å"\'s'})
    number = re.search(r'data-number="(\d+)"', pages.open(f"{PAGES}/requests").text)[1]
    page = pages.open(f"{PAGES}/request?number={number}").text
    program = re.search(r'<pre id="python"[^>]*>(.*?)</pre>', page, re.DOTALL)[1]
    sandbox.put_record("Persons", 1, {**sandbox.record("Persons", 1), "PersonFirstName": "Other"})
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    exec(unescape(program), {})
    assert sandbox.record("Persons", 1)["PersonFirstName"] == 'An "Å"\'s'
    assert (sandbox.requests[-1].method, sandbox.requests[-1].query) == ("PUT", "x=1")


def test_copied_curl_makes_the_call_again(sandbox, crm, pages, tmp_path):
    crm.put("/Persons/1", {"PersonFirstName": "An 'Å' $HOME"})
    number = re.search(r'data-number="(\d+)"', pages.open(f"{PAGES}/requests").text)[1]
    page = pages.open(f"{PAGES}/request?number={number}").text
    command = unescape(re.search(r'<pre id="curl"[^>]*>(.*?)</pre>', page, re.DOTALL)[1])
    login = unescape(re.search(r"Set the token first: <code>(.*?)</code>", page, re.DOTALL)[1])
    sandbox.put_record("Persons", 1, {**sandbox.record("Persons", 1), "PersonFirstName": "Other"})
    env = {"WEBCRM_BASE_URL": sandbox.url, "WEBCRM_APPLICATION_TOKEN": sandbox.application_token}
    done = subprocess.run(
        ["sh", "-c", f"{login}\n{command}"],
        env={**env, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sandbox.record("Persons", 1)["PersonFirstName"] == "An 'Å' $HOME"


def test_long_bodies_are_cut(sandbox, crm, pages):
    crm.put("/Persons/1", {"PersonComment": "x" * 20_000})
    number = re.search(r'data-number="(\d+)"', pages.open(f"{PAGES}/requests").text)[1]
    page = pages.open(f"{PAGES}/request?number={number}").text
    assert "bytes in all" in page
    assert "@body.json" in page
    assert len(page) < 40_000


def form(pages: FormBrowser, name: str, **fields: object) -> str:
    """Send a form of the page of faults, and return what the page then says."""
    return said(pages.send(f"{PAGES}/faults", f"{PAGES}/faults/{name}", **fields))


def test_faults_options_clock_and_tokens_are_switched(sandbox, crm, pages):
    assert form(pages, "fail-next", kind="status", status="502", operation="persons.get", times="2").startswith(
        "The next 2"
    )
    assert [crm.get(path).status_code for path in ("/Organisations/1", "/Persons/1", "/Persons/1")] == [200, 502, 502]
    form(pages, "faults", unknown_enums="true", latency="0")
    assert sandbox.tenant.faults.settings.unknown_enums is True
    assert form(pages, "clear-faults") == "Every fault has ended."
    assert (sandbox.tenant.faults.settings.unknown_enums, sandbox.tenant.faults.planned) == (False, [])
    form(
        pages,
        "options",
        default_size="3",
        linked_data="QuotationLines, Persons",
        large_size="capped",
        plus_null="false",
    )
    options = sandbox.options
    assert (options.default_size, options.large_size, options.plus_null) == (3, "capped", False)
    assert options.linked_data == {"QuotationLines", "Persons"}
    assert form(pages, "linked-data", on="false") == "Linked data is off."
    assert not sandbox.options.linked_data
    assert form(pages, "linked-data", on="true") == "Linked data is on."
    assert sandbox.options.linked_data == {"all"}
    form(pages, "rate-limit", requests_per_minute="7")
    assert sandbox.options.requests_per_minute == 7
    assert form(pages, "rate-limit", requests_per_minute="off") == "The rate limit is off."
    before = sandbox.clock.now()
    form(pages, "advance", seconds="90")
    assert (sandbox.clock.now() - before).total_seconds() == 90
    form(pages, "freeze", frozen="false")
    assert not sandbox.clock.is_frozen
    form(pages, "freeze", frozen="true")
    assert sandbox.clock.is_frozen
    form(pages, "expire-tokens")
    assert crm.get("/Persons/1").status_code == 401


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("advance", {"seconds": "soon"}), ("advance", {"seconds": "-1"}), ("fail-next", {"kind": "flood"}),
        ("fail-next", {"operation": "persons.fly"}), ("fail-next", {"delay": "soon"}),
        ("fail-next", {"probability": "2"}), ("fail-next", {"times": "0"}), ("options", {"default_size": "0"}),
        ("options", {"linked_data": "Ghosts"}), ("faults", {"fail_share": "2"}), ("faults", {"latency": "x"}),
        ("restore-snapshot", {"number": "9"}), ("nothing", {}), ("rate-limit", {"requests_per_minute": "x"}),
    ],
)  # fmt: skip
def test_invalid_forms_change_nothing(sandbox, pages, name, fields):
    state = requests.get(f"{sandbox.url}/_sandbox", timeout=10).json()
    response = pages.send(f"{PAGES}/faults", f"{PAGES}/faults/{name}", **fields)
    assert response.status_code in {400, 404}
    assert said(response)
    now = requests.get(f"{sandbox.url}/_sandbox", timeout=10).json()
    assert (now["options"], now["faults"], now["now"]) == (state["options"], state["faults"], state["now"])
    assert sandbox.tenant.faults.planned == []


def test_decisions_show_their_options(sandbox, pages):
    sandbox.change_options(missing_status=410)
    page = pages.open(f"{PAGES}/decisions").text
    assert "<code>missing_status</code></a> = 410" in page
    assert 'id="option-missing_status"' in pages.open(f"{PAGES}/faults").text


@pytest.mark.parametrize("file", [None, "records.sqlite"])
def test_a_snapshot_has_the_whole_state(tmp_path, file):
    with Sandbox(records=12, data=file and tmp_path / file) as sandbox, Browser(sandbox.url) as crm:
        sandbox.clock.freeze()
        crm.log_in(sandbox.application_token)
        sandbox.change_options(default_size=5)
        sandbox.fail_next(status=502)
        sandbox.set_faults(latency=0.001, rules=[Fault(operation="persons.get", probability=0.5)])
        snapshot = sandbox.snapshot()
        before = sandbox.clock.now()
        assert "records=" in repr(snapshot)
        assert "SQLite" not in repr(snapshot)
        sandbox.clear_faults()
        created = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Later"})
        crm.put("/Persons/1", {"PersonLastName": "Changed"})
        sandbox.rename_field("PersonCustom3", "Renamed")
        assert sandbox.delete_record("Persons", 2)
        sandbox.change_options(default_size=6)
        sandbox.clock.advance(7200)
        sandbox.expire_tokens()
        for _ in range(2):
            sandbox.restore(snapshot)
            assert sandbox.count("Persons") == 12
            assert sandbox.record("Persons", created) is None
            assert sandbox.record("Persons", 1)["PersonLastName"] != "Changed"
            assert sandbox.record("Persons", 2)
            assert sandbox.options.default_size == 5
            assert sandbox.clock.now() == before
            assert [crm.get("/Organisations/1").status_code for _ in range(2)] == [502, 200]
            assert (sandbox.tenant.faults.settings.latency, len(sandbox.tenant.faults.rules)) == (0.001, 1)
        sandbox.clear_faults()
        assert len(crm.read("/Queries?script=SELECT PersonId FROM Person&Size=99")) == 12
        assert crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Again"}) == created
    with Sandbox(records=1) as other, pytest.raises(ValueError, match="snapshot"):
        other.restore("snapshot")


def test_snapshots_and_reset_by_forms(sandbox, crm, pages):
    crm.put("/Persons/1", {"PersonFirstName": "In the snapshot"})
    assert form(pages, "take-snapshot") == "Snapshot 1 was taken."
    crm.put("/Persons/1", {"PersonFirstName": "After it"})
    assert form(pages, "restore-snapshot", number="1") == "Snapshot 1 was restored."
    assert crm.read("/Persons/1")["PersonFirstName"] == "In the snapshot"
    form(pages, "reset")
    with Sandbox(records=24) as same:
        assert sandbox.record("Persons", 1)["PersonFirstName"] == same.record("Persons", 1)["PersonFirstName"]
    assert crm.get("/Persons/1").status_code == 200  # tokens stay valid


def test_a_large_sandbox_is_reset_too():
    with Sandbox(records=1200) as sandbox:
        before = sandbox.record("Persons", 7)
        sandbox.delete_record("Persons", 7)
        sandbox.reset()
        after = sandbox.record("Persons", 7)
    assert {name for name, value in before.items() if after[name] != value} <= {"PersonCreatedAt", "PersonUpdatedAt"}


def test_meetings_are_shown_and_edited(sandbox, pages):
    listing = pages.open(f"{PAGES}/records?entity=Meetings").text
    id_ = re.search(r"entity=Meetings&amp;id=(\d+)", listing)[1]
    page = pages.open(f"{PAGES}/record?entity=Meetings&id={id_}")
    assert page.status_code == 200
    deleted = pages.send(f"{PAGES}/record?entity=Meetings&id={id_}", f"{PAGES}/record/delete")
    assert said(deleted) == f"Meetings {id_} was deleted."


def test_documentation_is_swagger_ui_over_the_definition(sandbox, pages):
    page = pages.open("/documentation")
    assert page.status_code == 200
    assert sandbox.application_token in page.text
    for path in re.findall(r'(?:src|href|data-definition)="(/[^"]*)"', page.text):
        assert pages.open(path).status_code == 200, path
    assert json.loads(pages.open("/swagger/v1/swagger.json").text)["paths"]
    assert pages.open("/documentation/oauth2-redirect.html").status_code == 404


def test_without_swagger_ui_the_plain_page_is_served(monkeypatch, sandbox, pages):
    plain = pages.open("/documentation/plain").text
    monkeypatch.setattr(swagger_ui, "find_spec", lambda name: None)
    swagger_ui.is_installed.cache_clear()
    try:
        assert pages.open("/documentation").text == plain
        assert pages.open("/documentation/swagger-ui.css").status_code == 404
    finally:
        monkeypatch.undo()
        swagger_ui.is_installed.cache_clear()


def test_a_browser_can_ask_again_for_a_page_of_json(sandbox):
    response = requests.get(f"{sandbox.url}/_sandbox/requests", headers=HTML, timeout=10)
    assert response.headers["content-type"].startswith("application/json")


def test_every_field_of_a_fault_is_in_the_form(sandbox, pages):
    page = pages.open(f"{PAGES}/faults").text.split('aria-label="Fault of the next requests"')[1].split("</form>")[0]
    assert set(re.findall(r' name="(\w+)"', page)) == {"form_token", "times", *(each.name for each in fields(Fault))}
    sent = {
        "kind": "late-commit", "status": "504", "after_work": "true", "retry_after": "7", "method": "POST",
        "path": "/Persons", "operation": "", "probability": "0.5", "delay": "2.5", "megabytes": "3", "times": "4",
    }  # fmt: skip
    assert form(pages, "fail-next", **sent) == "The next 4 requests get the fault late-commit."
    expected = Fault("late-commit", 504, True, 7, "POST", "/Persons", "", 0.5, 2.5, 3)
    assert sandbox.tenant.faults.planned == [(expected, 4)]
