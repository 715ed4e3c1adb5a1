"""The examples of docs/shared_limits.md run, and the user of Redis that it describes suffices."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import redis

from tests.services.valkey import Valkey
from webcrm_ext import RedisRateLimiter, RedisTokenStore, WebCRM
from webcrm_ext.sandbox import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "shared_limits.md").read_text(encoding="utf-8")


def test_examples_run(valkey: Valkey, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with Sandbox(records=12) as sandbox:
        monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
        monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
        examples = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
        assert "redis://localhost:6379/0" in examples
        exec(examples.replace("redis://localhost:6379/0", valkey.url), {})
        assert [each.operation for each in sandbox.requests] == ["auth.api_login", "persons.get"]
        assert capsys.readouterr().out.strip() == sandbox.record("Persons", 1)["PersonName"]


def test_user_with_the_rights_of_the_page_suffices(valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    [rights] = re.findall(r"`(~webcrm.*?)`", PAGE)
    with redis.Redis.from_url(valkey.url) as server:
        server.execute_command("ACL", "SETUSER", "webcrm", "on", ">made-up", *rights.split())
    url = valkey.url.replace("//", "//webcrm:made-up@")
    with Sandbox(records=12, requests_per_minute=2) as sandbox:
        settings = {"rate_limiter": RedisRateLimiter(url), "token_store": RedisTokenStore(url)}
        with WebCRM(sandbox.application_token, base_url=sandbox.url, **settings) as crm:
            crm.persons.get(1)
        limiter = settings["rate_limiter"]
        limiter.release(limiter.acquire("key", 5))
        limiter.block("key", 1)
    assert caplog.messages == []
