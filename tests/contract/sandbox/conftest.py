"""Fixtures: a sandbox, and an HTTP client that is independent of the project's client."""

from collections.abc import Iterator

import pytest

from webcrm_ext.sandbox import Clock, Sandbox

from .browser import Browser


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Start a small sandbox with a frozen clock."""
    with Sandbox(records=24, clock=Clock(frozen=True), requests_per_minute=None) as running:
        yield running


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[Browser]:
    """Return a client that is logged in."""
    with Browser(sandbox.url) as client:
        client.log_in(sandbox.application_token)
        yield client


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    """Start a sandbox for all tests of a module. They rely only on records that they create."""
    with Sandbox(records=48, requests_per_minute=None) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tenant: Sandbox) -> Iterator[Browser]:
    """Return a client of that sandbox."""
    with Browser(tenant.url) as client:
        client.log_in(tenant.application_token)
        yield client
