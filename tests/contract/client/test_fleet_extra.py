"""The extra `[fleet]`: loaded when it is used, with an error that says how to install it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.systems_file import read_fleet

FILE = '[systems.acme]\ntoken_env = "ACME"\nschedule = "every hour"\ndestination = "duckdb"\nplace = "acme.duckdb"\n'


def test_missing_celery_and_redis_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "systems.toml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "celery", None)
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"needs celery. Run: pip install 'webcrm-client\[fleet\]'"):
        read_fleet(path)
    with pytest.raises(ConfigurationError, match=r"needs redis. Run: pip install 'webcrm-client\[fleet\]'"):
        connect(FleetSettings(redis_url="redis://localhost"))


def test_importing_the_fleet_loads_no_extra() -> None:
    code = (
        "import sys, webcrm_ext.fleet.coordination, webcrm_ext.fleet.celery_app, webcrm_ext.cli.fleet\n"
        "print({'celery', 'dlt', 'redis', 'pyarrow'} & sys.modules.keys())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout == "set()\n"


def test_fleet_has_no_other_attributes() -> None:
    import webcrm_ext.fleet  # noqa: PLC0415 - lazy attributes

    with pytest.raises(AttributeError, match="has no attribute 'tasks'"):
        _ = webcrm_ext.fleet.tasks
