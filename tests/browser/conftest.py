"""A real browser, Debian's chromium, with a sandbox to look at. A console error or a foreign request fails a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from webcrm_ext import WebCRM
from webcrm_ext.sandbox import Sandbox

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
"""A container has little shared memory, and no user for chromium's own sandbox."""

WIDE, NARROW = 1400, 400


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM, "chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def problems() -> list[str]:
    """Return what went wrong in the pages of the test: console errors, and addresses of other hosts."""
    return []


@pytest.fixture
def open_page(chromium: Browser, sandbox: Sandbox, problems: list[str]) -> Iterator[Callable[[int], Page]]:
    """Open pages of a width; afterwards check that there were no problems."""
    contexts = []

    def open_one(width: int = WIDE) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=sandbox.url)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: _is_foreign(request.url, sandbox) and problems.append(request.url))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: Callable[[int], Page]) -> Page:
    return open_page(WIDE)


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[WebCRM]:
    with WebCRM(sandbox.application_token, base_url=sandbox.url) as client:
        yield client


def _is_foreign(url: str, sandbox: Sandbox) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob"} and f"http://{parts.netloc}" != sandbox.url
