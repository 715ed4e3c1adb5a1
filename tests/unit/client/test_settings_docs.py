"""docs/settings.md lists every setting."""

from __future__ import annotations

import re

from attrs import fields

from scripts.settings_docs import PAGE, page
from webcrm_ext import Config, Retries


def test_page_is_generated_from_the_settings(monkeypatch):
    for name in ("TIMEOUT", "CONNECT_TIMEOUT", "REQUESTS_PER_MINUTE", "READ_ONLY", "ALLOW_INSECURE_HTTP"):
        monkeypatch.delenv(f"WEBCRM_{name}", raising=False)
    assert PAGE.read_text(encoding="utf-8") == page()


def test_page_lists_every_setting_once():
    listed = re.findall(r"^\| `(\w+)` \|", page(), re.MULTILINE)
    assert sorted(listed) == sorted(each.name for kind in (Config, Retries) for each in fields(kind))
