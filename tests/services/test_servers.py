"""The servers of these tests: they start, die and keep what they should."""

from __future__ import annotations

import psycopg2
import pytest
import redis

from tests.services.postgres import PASSWORD, Postgres
from tests.services.valkey import Valkey


@pytest.mark.parametrize(("append_only", "kept"), [(False, None), (True, b"value")])
def test_killed_valkey_comes_back_on_its_port(append_only: bool, kept: bytes | None) -> None:
    with Valkey(append_only=append_only) as server:
        with redis.Redis.from_url(server.url) as client:
            client.set("key", "value")
        server.kill()
        with redis.Redis.from_url(server.url, retry=None) as client, pytest.raises(redis.ConnectionError):
            client.get("key")
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("key") == kept


def test_killed_postgres_keeps_its_data() -> None:
    with Postgres() as server:
        connection = psycopg2.connect(server.url)
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 1 AS id")
        connection.close()
        server.kill()
        server.start()
        connection = psycopg2.connect(server.url)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT id FROM kept")
            assert cursor.fetchall() == [(1,)]
        connection.close()
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(server.url.replace(PASSWORD, "wrong"))
