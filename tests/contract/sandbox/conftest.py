"""A sandbox for each test, and a client of it that knows nothing but HTTP."""

from collections.abc import Iterator

import pytest

from webcrm_ext.sandbox import Clock, Sandbox

from .browser import Browser


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A small tenant whose time stands still."""
    with Sandbox(records=24, clock=Clock(frozen=True), requests_per_minute=None) as running:
        yield running


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[Browser]:
    """A client that is logged in."""
    with Browser(sandbox.url) as client:
        client.log_in(sandbox.application_token)
        yield client


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    """A tenant for all tests of a module, which expect nothing of it but what they put there."""
    with Sandbox(records=48, requests_per_minute=None) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tenant: Sandbox) -> Iterator[Browser]:
    """A client of that tenant."""
    with Browser(tenant.url) as client:
        client.log_in(tenant.application_token)
        yield client
