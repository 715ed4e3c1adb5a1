"""The built documentation in a real browser: search without a network, on a wide screen and on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NARROW, WIDE

SITE = Path(__file__).parents[2] / "site"
PAGES = ["", "tutorial/", "how-to/erp_sync/", "reference/resources/persons/", "reference/commands/upsert/", "settings/"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the site."""
    assert (SITE / "index.html").exists(), "the documentation is not built: make docs"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SITE))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_fit_and_load_nothing_from_elsewhere(chromium: Browser, address: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda each: _is_foreign(each.url, address) and problems.append(each.url))
    for each in PAGES:
        page.goto(f"{address}/{each}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, each
    context.close()
    assert problems == []


def test_search_finds_a_method_offline(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    foreign: list[str] = []
    page.on("request", lambda each: _is_foreign(each.url, address) and foreign.append(each.url))
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.keyboard.type("upsert_csv")
    expect(page.get_by_role("option", name="upsert_csv").first).to_be_visible()
    context.close()
    assert foreign == []


def _is_foreign(url: str, address: str) -> bool:
    return urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(address)
