"""A plugin for pytest with the fixture `webcrm_sandbox`: each test gets its own sandbox.

    def test_my_program(webcrm_sandbox):
        my_program.run()  # its WebCRM() calls the sandbox
        assert webcrm_sandbox.count("Persons") == 51

`@pytest.mark.webcrm_sandbox(records=200, …)` passes options to `Sandbox`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from webcrm_ext.sandbox import Sandbox

_OPTIONS = {"records": 50, "requests_per_minute": None}


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "webcrm_sandbox(**options): options of the fixture webcrm_sandbox")


@pytest.fixture
def webcrm_sandbox(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Start a sandbox with 50 persons and no rate limit, and stop it after the test.

    During the test, `WEBCRM_BASE_URL` and `WEBCRM_APPLICATION_TOKEN` are those of the sandbox, so `WebCRM()` needs no
    argument.
    """
    from webcrm_ext.sandbox import Sandbox  # noqa: PLC0415 - nothing is imported before the fixture is used

    marker = request.node.get_closest_marker("webcrm_sandbox")
    with Sandbox(**{**_OPTIONS, **(marker.kwargs if marker else {})}) as sandbox:
        for name in ("WEBCRM_READ_ONLY", "WEBCRM_REQUESTS_PER_MINUTE", "WEBCRM_REDIS_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
        monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
        yield sandbox
