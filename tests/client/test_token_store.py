"""Token stores: shared by clients and processes, readable by their owner only."""

from __future__ import annotations

import pytest

from webcrm_ext import ConfigurationError, FileTokenStore, MemoryTokenStore
from webcrm_ext.transport.token_store import Token


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_clients_share_a_login(sandbox, connect, tmp_path, kind):
    store = FileTokenStore(tmp_path / "tokens") if kind == "file" else MemoryTokenStore()
    for _ in range(3):
        connect(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(1)
    assert sum(1 for call in sandbox.requests if call.path.startswith("/Auth")) == 1
    sandbox.expire_tokens(refresh_tokens=True)
    connect(sandbox, token_store=store, wall_clock=lambda: 5.0).persons.get(1)
    assert sum(1 for call in sandbox.requests if call.path == "/Auth/ApiLogin") == 2


def test_a_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "tokens"
    store = FileTokenStore(path)
    token = Token(access="a" * 20, refresh="r" * 20, expires_at=9.0)
    store.save("key", token)
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.load("key") == token
    assert "aaaa" not in repr(store) + repr(token)
    store.save("key", None)
    assert store.load("key") is None
    path.write_text("not json")
    assert store.load("key") is None
    path.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        store.load("key")
    with pytest.raises(ConfigurationError, match="cannot be locked"):
        FileTokenStore(tmp_path / "nowhere" / "tokens").save("key", token)
