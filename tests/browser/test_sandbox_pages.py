"""The sandbox's pages in a real browser: each page, by mouse and by keyboard, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from webcrm_ext import ServerError, WebCRM
from webcrm_ext.config import Retries
from webcrm_ext.sandbox import Sandbox

PAGES = {
    "records": "/_sandbox/",
    "search": "/_sandbox/ui/records?q=a",
    "entity": "/_sandbox/ui/records?entity=Persons",
    "record": "/_sandbox/ui/record?entity=Organisations&id=1",
    "requests": "/_sandbox/ui/requests",
    "request": "/_sandbox/ui/request?number=2",
    "faults": "/_sandbox/ui/faults",
    "decisions": "/_sandbox/ui/decisions",
}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_page_fits_and_is_accessible(
    open_page: Callable[[int], Page], crm: WebCRM, sandbox: Sandbox, width: int
) -> None:
    crm.persons.update(1, {"PersonFirstName": "Bodil"})
    sandbox.tenant.faults.plan(sandbox.tenant.faults.share_fault)
    page = open_page(width)
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found[name] = [(each["id"], each["nodes"]) for each in Axe().run(page).response["violations"]]
    assert found == {key: [] for key in PAGES}


def test_record_is_found_edited_and_read_by_a_client(page: Page, crm: WebCRM) -> None:
    person = crm.persons.get(3)
    page.goto("/_sandbox/")
    page.get_by_label("Search all records").fill(person.person_email)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=person.person_name).first.click()
    page.get_by_label("PersonFirstName").fill("Aase")
    page.get_by_label("Consent given").select_option("Yes")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("status")).to_contain_text("Saved:")
    changed = crm.persons.get(3)
    assert (changed.person_first_name, changed.person_custom_3) == ("Aase", "Yes")
    assert [each.person_id for each in crm.persons.changed_since(datetime.now(UTC) - timedelta(minutes=5))] == [3]
    page.goto("/_sandbox/")
    expect(page.locator("tbody tr").first).to_contain_text("Aase")


def test_refused_value_stays_in_the_form(page: Page, problems: list[str]) -> None:
    page.goto("/_sandbox/ui/record?entity=Organisations&id=1")
    page.get_by_label("Number of employees").fill("many")
    page.get_by_label("OrganisationName", exact=True).fill("Kept")
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("a whole number")
    expect(page.get_by_label("OrganisationName", exact=True)).to_have_value("Kept")
    assert len(problems) == 1
    assert "400" in problems.pop()


def test_fault_is_switched_on_and_seen_by_a_client(page: Page, sandbox: Sandbox) -> None:
    with WebCRM(sandbox.application_token, base_url=sandbox.url, retries=Retries(max_attempts=1)) as crm:
        crm.persons.get(1)
        page.goto("/_sandbox/ui/faults")
        page.get_by_label("Status (503 if empty)").fill("502")
        page.get_by_label("Operation (any if empty)").fill("persons.get")
        page.get_by_role("button", name="Inject the fault").click()
        expect(page.get_by_role("status")).to_contain_text("The next request gets the fault status")
        with pytest.raises(ServerError, match="502"):
            crm.persons.get(1)
        crm.persons.get(1)


def test_snapshot_is_restored(page: Page, crm: WebCRM) -> None:
    before = crm.persons.get(1).person_first_name
    page.goto("/_sandbox/ui/faults")
    page.get_by_role("button", name="Take a snapshot").click()
    crm.persons.update(1, {"PersonFirstName": "Changed"})
    page.get_by_role("button", name="Restore snapshot 1").click()
    expect(page.get_by_role("status")).to_contain_text("Snapshot 1 was restored")
    assert crm.persons.get(1).person_first_name == before


def test_requests_appear_by_themselves_and_are_copied(page: Page, crm: WebCRM) -> None:
    page.goto("/_sandbox/ui/requests")
    expect(page.locator("#none")).to_be_visible()
    crm.persons.get(2)
    row = page.locator("#requests tr", has_text="persons.get")
    expect(row).to_have_count(1)
    expect(page.locator("#none")).to_be_hidden()
    row.get_by_role("link").click()
    page.get_by_role("button", name="Copy as curl").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert '"$WEBCRM_BASE_URL"/Persons/2' in page.evaluate("navigator.clipboard.readText()")


def test_every_page_is_reached_and_used_by_keyboard(page: Page, crm: WebCRM) -> None:
    page.goto("/_sandbox/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    for title in ("Requests", "Faults and clock", "Decisions", "Records"):
        _tab_to(page, title)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.goto("/_sandbox/ui/record?entity=Persons&id=1")
    page.get_by_label("PersonFirstName").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved: PersonFirstName")
    assert crm.persons.get(1).person_first_name == "Keyboard"
    for name in ("records", "faults"):
        page.goto(PAGES[name])
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        outlined = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select")].filter(
                each => (each.focus(), document.activeElement !== each)).length"""
        )
        assert outlined == 0


def test_documentation_tries_a_call_out(page: Page, sandbox: Sandbox) -> None:
    page.goto("/documentation")
    page.get_by_role("link", name="Persons", exact=True).click()
    page.get_by_role("button", name="GET /Persons/{id}", exact=True).click()
    operation = page.locator(".opblock.is-open")
    operation.get_by_placeholder("id").fill("1")
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text("PersonId")
    assert [(each.operation, each.status) for each in sandbox.requests][-1] == ("persons.get", 200)


def _tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"{name} is not reached by the key Tab")
