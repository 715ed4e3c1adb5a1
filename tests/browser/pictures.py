"""Make the pictures of the README from real output: `.venv-browser/bin/python -m tests.browser.pictures`.

A terminal with commands of `webcrm`, and the sandbox's page of records, 1200 pixels wide, into docs/images.
"""

from __future__ import annotations

import html
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scripts.demo import CUSTOMERS
from tests.browser.conftest import CHROMIUM, FLAGS
from webcrm_ext.sandbox import Sandbox

IMAGES = Path(__file__).parents[2] / "docs/images"
WIDTH = 1200
COLUMNS = "100"
COMMANDS = (
    "webcrm list persons --limit 3",
    "webcrm query 'SELECT PersonId, PersonName FROM Person WHERE PersonOrganisationId = :id' --param id:=1",
    "webcrm upsert organisations customers.csv --key 'ERP number' --map 'customer no=ERP number' \\\n"
    "    --map name=OrganisationName --map city=City --dry-run",
    "webcrm export persons organisations --to out --format jsonl",
    "webcrm list contacts",
)
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px 28px; background: #fbfbfa; color: #1f2328; }}
pre {{ margin: 0; font: 17px/1.45 "DejaVu Sans Mono", monospace; white-space: pre-wrap; }}
b {{ color: #0b57d0; font-weight: 600; }}
</style><pre>{}</pre>"""


def main() -> None:
    """Write both pictures."""
    with Sandbox(records=400) as sandbox, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shown = (f"<b>$ {html.escape(command)}</b>\n{html.escape(output)}" for command, output in _outputs(sandbox))
        _save(browser, "cli.png", content=PAGE.format("\n".join(shown)))
        _save(browser, "sandbox.png", address=f"{sandbox.url}/_sandbox/ui/record?entity=Organisations&id=1")
        browser.close()


def _outputs(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Return each command with what it prints in a terminal."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
        environment = {
            **os.environ, "COLUMNS": COLUMNS, "XDG_STATE_HOME": folder,
            "WEBCRM_APPLICATION_TOKEN": sandbox.application_token, "WEBCRM_BASE_URL": sandbox.url,
        }  # fmt: skip
        for command in COMMANDS:
            done = subprocess.run(
                [sys.executable, "-m", "webcrm_ext", *shlex.split(command.replace("\\\n", ""))[1:]],
                env=environment, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
            found.append((command, done.stdout))
    return found


def _save(browser: Browser, name: str, *, content: str = "", address: str = "") -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": 720})
    if address:
        page.goto(address)
    else:
        page.set_content(content)
    page.screenshot(path=IMAGES / name, full_page=bool(content))
    page.close()


if __name__ == "__main__":
    main()
