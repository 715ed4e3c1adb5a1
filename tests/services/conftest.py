"""Servers for the tests of this folder; a server that does not start fails them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.services.postgres import Postgres
from tests.services.valkey import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """Return a Valkey server of the test's own."""
    with Valkey() as server:
        yield server


@pytest.fixture
def server(valkey: Valkey) -> Iterator[redis.Redis]:
    """Return a client of the Valkey server."""
    with redis.Redis.from_url(valkey.url, decode_responses=True) as client:
        yield client


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a Postgres server that the tests of one process share."""
    with Postgres() as server:
        yield server
