"""systems.toml: what it may contain, and what each error says."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import celery
import pytest

from tests.services.fleet import TOKEN_VARIABLE, write_systems
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.fleet.schedules import create_schedule, next_due
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.systems import Destination, Run
from webcrm_ext.fleet.systems_file import FLEET_KEYS, SYSTEM_KEYS, read_fleet
from webcrm_ext.fleet.tokens import TokenSource

TOKEN = "00000000-0000-4000-8000-000000000001"
SYSTEM = 'token_env = "ACME"\nschedule = "every hour"\ndestination = "duckdb"\nplace = "acme.duckdb"\n'


def file(folder: Path, text: str) -> Path:
    path = folder / "systems.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WEBCRM_REDIS_URL", raising=False)


def test_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_REDIS", "redis://user:password@redis.example:6379/1")
    text = (
        '[fleet]\nredis_env = "MY_REDIS"\ntimezone = "Europe/Copenhagen"\nlease_seconds = 60\n'
        '[defaults]\nschedule = "every 15 minutes"\ndestination = "postgres"\nplace_env = "WAREHOUSE"\n'
        'tables = ["persons", "Organisation"]\n'
        '[systems.acme]\ntoken_env = "ACME"\nlabels = true\n'
        '[systems.other]\ntoken_file = "other.token"\nbase_url = "https://api.example.com"\nschedule = "0 6 * * 1-5"\n'
        'destination = "duckdb"\nplace = "data/other.duckdb"\ndeleted = true\nrequests_per_minute = 100\n'
    )
    fleet = read_fleet(file(tmp_path, text))
    assert fleet.settings.redis_url == "redis://user:password@redis.example:6379/1"
    assert "password" not in repr(fleet)
    assert (fleet.settings.lease_seconds, fleet.settings.renew_seconds) == (60, 30)
    assert fleet.settings.visibility_timeout > fleet.settings.longest_run
    acme, other = fleet.choose([])
    assert acme.destination == Destination(name="postgres", place_env="WAREHOUSE", dataset="webcrm_acme")
    assert (acme.token, acme.labels, acme.deleted) == (TokenSource(env="ACME"), True, False)
    assert acme.tables == ("persons", "Organisation")
    assert other.token == TokenSource(file=tmp_path / "other.token")
    place = str(tmp_path / "data" / "other.duckdb")
    assert other.destination == Destination(name="duckdb", place=place, dataset="webcrm_other")
    assert (other.schedule, other.requests_per_minute) == ("0 6 * * 1-5", 100)


def test_documentation_has_the_keys_their_defaults_and_a_valid_file(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "fleet.md").read_text(encoding="utf-8")
    fleet = read_fleet(file(tmp_path, text.partition("```toml\n")[2].partition("```")[0]))
    assert list(fleet.systems) == ["acme", "globex"]
    assert [key for key in (*SYSTEM_KEYS, *FLEET_KEYS) if f"`{key}`" not in text] == []
    for name in ("lease_seconds", "renew_seconds", "longest_run", "max_attempts", "keep_days"):
        assert f"| `{name}` | {getattr(FleetSettings(), name)} |" in text
    settings = FleetSettings()
    assert f"| `retry_wait`, `max_retry_wait` | {settings.retry_wait:g}, {settings.max_retry_wait:g} |" in text


def test_path_and_redis_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file(tmp_path, f"[systems.acme]\n{SYSTEM}")
    assert read_fleet().settings.redis_url is None
    other = file(tmp_path / ".", f"[systems.other]\n{SYSTEM}").rename(tmp_path / "other.toml")
    monkeypatch.setenv("WEBCRM_FLEET", str(other))
    monkeypatch.setenv("WEBCRM_REDIS_URL", "rediss://redis.example")
    fleet = read_fleet()
    assert list(fleet.systems) == ["other"]
    assert fleet.settings.redis_url == "rediss://redis.example"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no systems"),
        ("[systems]\nacme = 1", "system 'acme' must be a table"),
        ("systems = 1", "systems must be a table"),
        ("[system.acme]", r"unknown key 'system'. Did you mean 'systems'\?"),
        (f"[systems.Acme]\n{SYSTEM}", "the name is invalid"),
        (f"[systems.acme]\n{SYSTEM}tokenenv = 1", r"system 'acme': unknown key 'tokenenv'. Did you mean 'token_env'"),
        (f"[systems.acme]\n{SYSTEM}token_file = 'x'", "'acme': token_env and token_file are both set"),
        ("[systems.acme]\nschedule = 'every hour'\ndestination = 'x'", "'acme': token_env or token_file is missing"),
        ("[systems.acme]\ntoken_env = 'ACME'\ndestination = 'x'", "'acme': schedule is missing"),
        ("[systems.acme]\ntoken_env = 'ACME'\nschedule = 'every day'", "'acme': destination is missing"),
        (f"[systems.acme]\n{SYSTEM}labels = 'yes'", "'acme': labels is 'yes'; it must be true or false"),
        (f"[systems.acme]\n{SYSTEM}tables = 'persons'", "'acme': tables is 'persons'; it must be a list"),
        (f"[systems.acme]\n{SYSTEM}tables = ['person', 'contacts']", "'acme': 'contacts' is no table"),
        (f"[systems.acme]\n{SYSTEM}base_url = 'http://crm.example'", "'acme': base_url is 'http://crm.example'"),
        (f"[systems.acme]\n{SYSTEM}requests_per_minute = -1", "'acme': requests_per_minute is -1"),
        (f"[systems.acme]\n{SYSTEM}dataset = 'acme'", "'acme': the dataset and the file of DuckDB are both named"),
        (f"[systems.acme]\n{SYSTEM}place_env = 'A B'", "'acme': place_env is 'A B'; it must be the name of an env"),
        (f"[systems.acme]\n{SYSTEM.replace('every hour', 'hourly')}", "'acme': The schedule 'hourly' is invalid"),
        (f"[systems.acme]\n{SYSTEM.replace('every hour', '0 25 * * *')}", "'acme': The schedule .* is no crontab"),
        (f"[systems.acme]\n{SYSTEM}[systems.other]\n{SYSTEM}", "'acme' and 'other' have the same file"),
        (f"[fleet]\nkeep_day = 3\n[systems.acme]\n{SYSTEM}", r"fleet: unknown key 'keep_day'. Did you mean 'keep_"),
        (f"[fleet]\nrenew_seconds = 60\n[systems.acme]\n{SYSTEM}", "at most half of lease_seconds, which is 90"),
        (f"[fleet]\nvisibility_timeout = 80\n[systems.acme]\n{SYSTEM}", "visibility_timeout is 80 s; it must be above"),
        (f"[fleet]\ntimezone = 'Copenhagen'\n[systems.acme]\n{SYSTEM}", "timezone must be the name of a time zone"),
        (f"[fleet]\nredis_url = 'localhost'\n[systems.acme]\n{SYSTEM}", "redis_url must be a URL such as"),
        (f"[fleet]\nmax_attempts = 0\n[systems.acme]\n{SYSTEM}", "fleet: max_attempts must be a whole number"),
        (f"[defaults]\nschedul = 'x'\n[systems.acme]\n{SYSTEM}", "defaults: unknown key 'schedul'"),
        ("[systems", "is not TOML"),
    ],
)  # fmt: skip
def test_error_names_system_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_fleet(file(tmp_path, text))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f'token = "{TOKEN}"', "a token"),
        (f"# {TOKEN.upper()}", "a token"),
        (f'x = "{TOKEN.replace("-", "")}"', "a token"),
        ('place = "postgresql://loader:hunter2@db.example/crm"', "a password"),
        ('redis_url = "redis://:hunter2@redis.example"', "a password"),
    ],
)
def test_secret_in_the_file_is_refused_and_not_shown(tmp_path: Path, line: str, what: str) -> None:
    with pytest.raises(ConfigurationError, match=f"Line 2 of .* contains {what}") as raised:
        read_fleet(file(tmp_path, f"[systems.acme]\n{line}\n"))
    assert "hunter2" not in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_two_systems_of_a_database_need_datasets_of_their_own(tmp_path: Path) -> None:
    usual: dict[str, Any] = {"destination": "postgres", "place_env": "WAREHOUSE"}
    assert len(read_fleet(write_systems(tmp_path, {"a": usual, "b": usual})).systems) == 2
    shared = {**usual, "dataset": "crm"}
    with pytest.raises(ConfigurationError, match="'a' and 'b' have the same dataset"):
        read_fleet(write_systems(tmp_path, {"a": shared, "b": shared}))


def test_missing_file_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Cannot read .*missing.toml: No such file.*WEBCRM_FLEET"):
        read_fleet(tmp_path / "missing.toml")


def test_unknown_system_is_suggested(tmp_path: Path) -> None:
    fleet = read_fleet(write_systems(tmp_path, {"acme": {}}))
    assert [each.name for each in fleet.choose(["acme", "acme"])] == ["acme"]
    with pytest.raises(ConfigurationError, match=r"has no system 'acmee'. Did you mean 'acme'\?"):
        fleet.choose(["acmee"])


def test_tokens_of_environment_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, f" {TOKEN} ")
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    for source in (TokenSource(env=TOKEN_VARIABLE), TokenSource(file=tmp_path / "token")):
        token = source.read("acme")
        assert token == TOKEN
        assert repr(token) == "'***'"
    with pytest.raises(ConfigurationError, match=r"MISSING is not set. Set it to the application token of acme"):
        TokenSource(env="MISSING").read("acme")
    with pytest.raises(ConfigurationError, match=r"Cannot read the token file .*missing of acme"):
        TokenSource(file=tmp_path / "missing").read("acme")
    (tmp_path / "token").write_text("\n")
    with pytest.raises(ConfigurationError, match="token of acme is empty"):
        TokenSource(file=tmp_path / "token").read("acme")


def at(hour: int, minute: int, second: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 1, 31, hour, minute, second, tzinfo=datetime.UTC)  # a Saturday


@pytest.mark.parametrize(
    ("text", "zone", "due"),
    [
        ("every 15 minutes", "UTC", at(12, 30)),
        ("Every hour", "Europe/Copenhagen", at(13, 0)),
        ("every 90 seconds", "UTC", at(12, 21)),
        ("*/15 * * * *", "UTC", at(12, 30)),
        ("0 18 * * *", "Europe/Copenhagen", at(17, 0)),
        ("0 6 * * 1-5", "UTC", datetime.datetime(2026, 2, 2, 6, tzinfo=datetime.UTC)),
    ],
)
def test_next_run(text: str, zone: str, due: datetime.datetime) -> None:
    app = celery.Celery(set_as_current=False)
    app.conf.timezone = zone
    assert next_due(text, app=app, now=at(12, 20, 10)) == due


def test_interval_is_due_at_its_multiples() -> None:
    now = [at(12, 29, 59)]
    schedule = create_schedule("every 15 minutes", now=lambda: now[0])
    assert schedule.is_due(at(12, 15)) == (False, 1)
    now[0] = at(12, 30)
    assert schedule.is_due(at(12, 15)).is_due
    assert not schedule.is_due(at(12, 30)).is_due


def test_run_has_one_id_in_each_time_zone() -> None:
    there = at(12, 0).astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    assert Run("acme", there).id == Run("acme", at(12, 0)).id == "acme@2026-01-31T12:00:00+00:00"


def test_settings_refuse_times_that_contradict_each_other() -> None:
    with pytest.raises(ConfigurationError, match="above max_retry_wait, which is 1800 s"):
        FleetSettings(visibility_timeout=1000)
    assert FleetSettings(longest_run=10).visibility_timeout == 3610
