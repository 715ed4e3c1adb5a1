"""Take the pictures in docs/images from real output: `.venv-browser/bin/python -m tests.browser.pictures`.

The sandbox's pages, and a terminal with commands of `webcrm`. It needs chromium and the environment of
`make test-browser`.
"""

from __future__ import annotations

import html
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.demo import CUSTOMERS
from tests.browser.conftest import CHROMIUM, FLAGS
from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Clock, Sandbox

FOLDER = Path(__file__).parents[2] / "docs/images"
PAGES = {
    "sandbox": "/_sandbox/ui/record?entity=Organisations&id=1",
    "sandbox_records": "/_sandbox/",
    "sandbox_requests": "/_sandbox/ui/requests",
    "sandbox_faults": "/_sandbox/ui/faults",
    "sandbox_decisions": "/_sandbox/ui/decisions",
}
WIDTH, HEIGHT = 1200, 760
COMMANDS = (
    "webcrm list persons --limit 3",
    "webcrm query 'SELECT PersonId, PersonName FROM Person WHERE PersonOrganisationId = :id' --param id:=1",
    "webcrm upsert organisations customers.csv --key 'ERP number' --map 'customer no=ERP number' \\\n"
    "    --map name=OrganisationName --map city=City --dry-run",
    "webcrm export persons organisations --to out --format jsonl",
    "webcrm list contacts",
)
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px 28px; background: #fbfbfa; color: #1f2328; }}
pre {{ margin: 0; font: 17px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
b {{ color: #0b57d0; font-weight: 600; }}
</style><pre>{}</pre>"""


def main() -> None:
    """Write the pictures."""
    assert CHROMIUM, "chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with Sandbox(records=300) as sandbox:
            page = browser.new_page(viewport={"width": WIDTH, "height": 1})
            page.set_content(TERMINAL.format("\n".join(_outputs(sandbox))))
            page.screenshot(path=FOLDER / "cli.png", full_page=True)
        clock = Clock(datetime(2026, 6, 3, 9, 30, tzinfo=UTC))
        with Sandbox(records=300, clock=clock, port=8765) as sandbox:
            with WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
                _work(crm, sandbox)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=sandbox.url)
            for name, address in PAGES.items():
                page.goto(address)
                page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


def _outputs(sandbox: Sandbox) -> Iterator[str]:
    """Return each command and what it prints, as HTML."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
        environment = {
            **os.environ, "COLUMNS": "100", "XDG_STATE_HOME": folder,
            "WEBCRM_APPLICATION_TOKEN": sandbox.application_token, "WEBCRM_BASE_URL": sandbox.url,
        }  # fmt: skip
        for command in COMMANDS:
            done = subprocess.run(
                [sys.executable, "-m", "webcrm_ext", *shlex.split(command.replace("\\\n", ""))[1:]],
                env=environment, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
            yield f"<b>$ {html.escape(command)}</b>\n{html.escape(done.stdout)}"


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
    main()
