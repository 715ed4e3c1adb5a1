"""The extra `redis`: loaded when it is used, and named where it is missing. tests/services has the rest."""

from __future__ import annotations

import subprocess
import sys

import pytest

import webcrm_ext
from tests.contract.client.service import TOKEN
from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM

URL = "redis://:made-up@127.0.0.1:1/0"


@pytest.mark.parametrize("name", ["RedisTokenStore", "RedisRateLimiter"])
def test_missing_extra_is_named(monkeypatch, name):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"webcrm-client\[redis\]"):
        getattr(webcrm_ext, name)(URL)


@pytest.mark.parametrize("client", [WebCRM, AsyncWebCRM])
def test_environment_needs_the_extra(monkeypatch, client):
    monkeypatch.setitem(sys.modules, "redis", None)
    monkeypatch.setenv("WEBCRM_REDIS_URL", URL)
    with pytest.raises(ConfigurationError, match=r"^WEBCRM_REDIS_URL is set\. .*webcrm-client\[redis\]") as missing:
        client(TOKEN)
    assert "made-up" not in str(missing.value)
    client(TOKEN, rate_limiter=None, token_store=None)  # the arguments win


def test_redis_is_loaded_when_it_is_used():
    code = (
        "import sys, webcrm_ext\n"
        "for name in webcrm_ext.__all__: getattr(webcrm_ext, name)\n"
        f"webcrm_ext.WebCRM({TOKEN!r})\n"
        "print('redis' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
