"""Servers for the tests of this folder; a server that does not start fails them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.postgres import Postgres
from tests.services.valkey import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """Return a Valkey server of the test's own."""
    with Valkey() as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a Postgres server that the tests of one process share."""
    with Postgres() as server:
        yield server
