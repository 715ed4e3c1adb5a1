"""Take the pictures of the sandbox's pages in docs/images: `.venv-browser/bin/python -m scripts.site.pictures`.

It needs chromium and the environment of `make test-browser`.
"""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Clock, Sandbox

FOLDER = Path(__file__).parents[2] / "docs/images"
PAGES = {
    "records": "/_sandbox/",
    "requests": "/_sandbox/ui/requests",
    "faults": "/_sandbox/ui/faults",
    "decisions": "/_sandbox/ui/decisions",
}
WIDTH, HEIGHT = 1200, 760


def main() -> int:
    """Write the pictures, and return the exit code."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("chromium is not installed: apt-get install chromium", file=sys.stderr)
        return 1
    clock = Clock(datetime(2026, 6, 3, 9, 30, tzinfo=UTC))
    with Sandbox(records=300, clock=clock, port=8765) as sandbox, sync_playwright() as playwright:
        with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
            _work(crm, sandbox)
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=sandbox.url)
        for name, address in PAGES.items():
            page.goto(address)
            page.screenshot(path=FOLDER / f"sandbox_{name}.png")
        browser.close()
    return 0


def _work(crm: WebCRM, sandbox: Sandbox) -> None:
    """Make some calls, so that there is something to see."""
    crm.organisations.create({"OrganisationName": "Nordlys A/S", "OrganisationCustom2": "E-1001"})
    person = crm.persons.create({"PersonFirstName": "Åse", "PersonLastName": "Lindqvist"})
    crm.persons.update(person, person_email="aase@example.com")
    crm.deliveries.list(limit=50).to_list()
    list(crm.query("SELECT PersonId, PersonName FROM Person WHERE PersonId < 9"))
    sandbox.fail_next(status=502)
    crm.organisations.get(12)
    crm.quotation_lines.for_delivery(67).to_list()


if __name__ == "__main__":
    sys.exit(main())
