"""Read systems.toml. The whole file is validated before anything runs; each error names the system and the key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import fields
from webcrm_api.suggestions import did_you_mean

from webcrm_ext.config import Config
from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.exports.tables import descriptions
from webcrm_ext.fleet.schedules import validate_schedule
from webcrm_ext.fleet.settings import FleetSettings
from webcrm_ext.fleet.systems import Destination, Fleet, System
from webcrm_ext.fleet.tokens import TokenSource, read_variable

PATH_VARIABLE = "WEBCRM_FLEET"
REDIS_VARIABLE = "WEBCRM_REDIS_URL"
_DEFAULT_PATH = "systems.toml"
_PLACEHOLDER_TOKEN = "00000000-0000-4000-8000-000000000001"  # noqa: S105 - to validate the other settings of a client

_GUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s\"'@]*:[^/\s\"'@]+@", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST_NAME = 48
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

FLEET_KEYS = (*(each.name for each in fields(FleetSettings)), "redis_env")
"""The keys of the table `[fleet]`."""

SYSTEM_KEYS = (
    "token_env", "token_file", "base_url", "requests_per_minute", "tables", "labels", "deleted", "destination", "place",
    "place_env", "dataset", "schedule",
)  # fmt: skip
"""The keys of a system, and of the table `[defaults]`."""


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


_CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    **dict.fromkeys(
        ("token_env", "place_env", "redis_env"),
        (
            "the name of an environment variable",
            lambda value: isinstance(value, str) and bool(_VARIABLE.fullmatch(value)),
        ),
    ),
    **dict.fromkeys(("labels", "deleted"), ("true or false", lambda value: isinstance(value, bool))),
    **dict.fromkeys(
        ("token_file", "base_url", "destination", "place", "schedule"),
        ("a string", lambda value: isinstance(value, str) and bool(value.strip())),
    ),
    "dataset": ("a name of lower-case letters, digits and single _", _is_name),
    "tables": (
        'a list of names, such as ["persons"]',
        lambda value: isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value),
    ),
    "requests_per_minute": (
        "a whole number; 0 means no limit",
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
    ),
}


def fleet_path() -> Path:
    """Return the path in `WEBCRM_FLEET`, else `systems.toml` in the working folder."""
    return Path(os.environ.get(PATH_VARIABLE, "").strip() or _DEFAULT_PATH)


def read_fleet(path: Path | None = None) -> Fleet:
    """Return the systems and settings in a file.

    Relative paths in it start at its folder. Tokens and places in the environment are read when a system runs.

    Args:
        path: The file; None for that of `WEBCRM_FLEET`, else `systems.toml`.

    Raises:
        ConfigurationError: The file is missing, contains a secret, or something in it is invalid.
    """
    path = path or fleet_path()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise ConfigurationError(
            f"Cannot read {path}: {reason}. Set {PATH_VARIABLE} to the path of systems.toml."
        ) from None
    _refuse_secrets(path, text)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not TOML: {error}. Correct it.") from None
    _validate_keys(str(path), content, ("fleet", "defaults", "systems"))
    for name in ("fleet", "defaults", "systems"):
        if not isinstance(content.get(name, {}), dict):
            raise ConfigurationError(f"{path}: {name} must be a table, [{name}].")
    defaults = content.get("defaults", {})
    _validate_values(f"{path}, defaults", defaults, SYSTEM_KEYS)
    systems = {name: _system(path, name, values, defaults) for name, values in content.get("systems", {}).items()}
    if not systems:
        raise ConfigurationError(f"{path} has no systems. Add a table [systems.NAME] for each.")
    _refuse_shared_places(path, systems)
    return Fleet(path, systems, _settings(f"{path}, fleet", content.get("fleet", {})))


def _refuse_secrets(path: Path, text: str) -> None:
    """Refuse a file with a token or a password, also in a comment. The message does not show it."""
    for number, line in enumerate(text.splitlines(), 1):
        if _GUID.search(line):
            raise ConfigurationError(
                f"Line {number} of {path} contains a token. Put it into an environment variable or a file of its own, "
                "which token_env or token_file names."
            )
        if _PASSWORD.search(line):
            raise ConfigurationError(
                f"Line {number} of {path} contains a password. Put the URL into an environment variable, which "
                "place_env or redis_env names."
            )


def _settings(where: str, values: Mapping[str, Any]) -> FleetSettings:
    _validate_values(where, values, FLEET_KEYS)
    settings = dict(values)
    variable = settings.pop("redis_env", None)
    if variable is not None and "redis_url" in settings:
        raise ConfigurationError(f"{where}: redis_url and redis_env are both set. Remove one.")
    if variable is not None:
        settings["redis_url"] = read_variable(variable, "the address of Redis")
    elif "redis_url" not in settings:
        settings["redis_url"] = os.environ.get(REDIS_VARIABLE, "").strip() or None
    try:
        return FleetSettings(**settings)
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None


def _system(path: Path, name: str, own: Any, defaults: Mapping[str, Any]) -> System:
    where = f"{path}, system {short_repr(name)}"
    if not _is_name(name) or len(name) > _LONGEST_NAME:
        raise ConfigurationError(
            f"{where}: the name is invalid. Use up to {_LONGEST_NAME} lower-case letters, digits and single _, "
            "with a letter first."
        )
    if not isinstance(own, dict):
        raise ConfigurationError(f"{where} must be a table, [systems.{name}].")
    _validate_values(where, own, SYSTEM_KEYS)
    values = _merged(own, defaults)
    for key in ("schedule", "destination"):
        if key not in values:
            raise ConfigurationError(f"{where}: {key} is missing. Set it.")
    token_file = values.get("token_file")
    system = System(
        name=name,
        token=TokenSource(
            env=_one_of(where, values, "token_env", "token_file", required=True),
            file=None if token_file is None else path.parent / Path(token_file).expanduser(),
        ),
        base_url=values.get("base_url"),
        requests_per_minute=values.get("requests_per_minute"),
        tables=tuple(values["tables"]) if "tables" in values else None,
        labels=values.get("labels", False),
        deleted=values.get("deleted", False),
        destination=_destination(where, path, name, values),
        schedule=values["schedule"],
    )
    try:
        validate_schedule(system.schedule)
        descriptions(system.tables)
        if system.base_url is not None:
            Config(_PLACEHOLDER_TOKEN, base_url=system.base_url, rate_limiter=None, token_store=None)
    except ConfigurationError as error:
        raise ConfigurationError(f"{where}: {error}") from None
    return system


def _merged(own: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a system. If it sets one of two alternatives, the defaults of both are ignored."""
    left_out: set[str] = set()
    for pair in (("token_env", "token_file"), ("place", "place_env")):
        if not set(pair).isdisjoint(own):
            left_out.update(pair)
    return {**{key: value for key, value in defaults.items() if key not in left_out}, **own}


def _destination(where: str, path: Path, name: str, values: Mapping[str, Any]) -> Destination:
    variable = _one_of(where, values, "place_env", "place", required=values["destination"] == "duckdb")
    place = values.get("place")
    if place is not None and values["destination"] == "duckdb" and "://" not in place:
        place = str((path.parent / Path(place).expanduser()).absolute())
    dataset = values.get("dataset", f"webcrm_{name}")
    if values["destination"] == "duckdb" and place is not None and Path(place).stem == dataset:
        raise ConfigurationError(
            f"{where}: the dataset and the file of DuckDB are both named {dataset!r}, which DuckDB does not allow. "
            "Rename one."
        )
    return Destination(name=values["destination"], place=place, place_env=variable, dataset=dataset)


def _one_of(where: str, values: Mapping[str, Any], first: str, second: str, *, required: bool) -> str | None:
    """Return the value of the first of two keys, of which at most one may be set."""
    if first in values and second in values:
        raise ConfigurationError(f"{where}: {first} and {second} are both set. Remove one.")
    if required and first not in values and second not in values:
        raise ConfigurationError(f"{where}: {first} or {second} is missing. Set one of them.")
    value: str | None = values.get(first)
    return value


def _refuse_shared_places(path: Path, systems: Mapping[str, System]) -> None:
    """Refuse two systems with the same dataset, or the same file of DuckDB, which allows one writer."""
    seen: dict[object, str] = {}
    for name, system in systems.items():
        to = system.destination
        dataset = None if to.name == "duckdb" else to.dataset
        other = seen.setdefault((to.name, to.place, to.place_env, dataset), name)
        if other != name:
            what = "file" if to.name == "duckdb" else "dataset"
            raise ConfigurationError(
                f"{path}: the systems {other!r} and {name!r} have the same {what}. Give each a {what} of its own."
            )


def _validate_values(where: str, values: Mapping[str, Any], known: tuple[str, ...]) -> None:
    _validate_keys(where, values, known)
    for key, value in values.items():
        what, is_valid = _CHECKS.get(key, ("", lambda _value: True))
        if not is_valid(value):
            raise ConfigurationError(f"{where}: {key} is {short_repr(value)}; it must be {what}.")


def _validate_keys(where: str, values: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in values:
        if key not in known:
            raise ConfigurationError(
                f"{where}: unknown key {short_repr(key)}.{did_you_mean(key, known)} The keys are {', '.join(known)}."
            )
