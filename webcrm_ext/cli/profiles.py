"""Profiles: application tokens and addresses by name, in `~/.config/webcrm/profiles.toml`."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from webcrm_ext.cli.exit_codes import FAILED, NOT_LOGGED_IN
from webcrm_ext.cli.failures import CommandError

KEYRING_SERVICE = "webcrm-client"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def profiles_path() -> Path:
    """Return the path of the file."""
    folder = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(folder) if Path(folder).is_absolute() else Path.home() / ".config") / "webcrm" / "profiles.toml"


def read_profile(name: str | None, *, with_token: bool = True) -> dict[str, str] | None:
    """Return a profile with its token, the default one for None; None if there is no default profile.

    Raises:
        CommandError: The file can be read by others or is invalid, or it has no such profile.
    """
    content = _content(profiles_path())
    profiles = _profiles(content)
    chosen = name or content.get("default")
    if chosen is None:
        return None
    profile = profiles.get(chosen)
    if not isinstance(profile, dict):
        known = f" The profiles are {', '.join(profiles)}." if profiles else " There are none."
        fix = f"Run `webcrm login --profile {chosen}`."
        raise CommandError(f"There is no profile {chosen!r}.{known}", fix, code="not_logged_in")
    if profile.get("keyring") and with_token:
        return {**profile, "application_token": _from_keyring(chosen)}
    return profile


def address_in_profile(name: str) -> str | None:
    """Return the address in a profile, None if there is no such profile.

    Raises:
        CommandError: The file can be read by others or is invalid.
    """
    profile = _profiles(_content(profiles_path())).get(name)
    found = profile.get("base_url") if isinstance(profile, dict) else None
    return found if isinstance(found, str) else None


def write_profile(name: str, token: str, base_url: str, *, keyring: bool, default: bool) -> Path:
    """Write a profile and return the path of the file. The first profile becomes the default one.

    Raises:
        CommandError: The name is invalid, the file cannot be used, or the keyring is missing.
    """
    validate_name(name)
    path = profiles_path()
    content = _content(path)
    profile: dict[str, Any] = {"base_url": base_url}
    if keyring:
        _call_keyring("set_password", name, token)
        profile["keyring"] = True
    else:
        profile["application_token"] = token
    profiles = {**_profiles(content), name: profile}
    first = name if default else content.get("default", name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_toml(first, profiles))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def validate_name(name: str) -> None:
    """Check the name of a profile.

    Raises:
        CommandError: It has other characters than letters, digits, `-` and `_`.
    """
    if not _NAME.fullmatch(name):
        raise CommandError(f"{name!r} is no name of a profile.", "Use up to 64 letters, digits, - and _.")


def _content(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if sys.platform != "win32" and (status.st_mode & 0o077 or status.st_uid != os.getuid()):
                raise CommandError(
                    f"{path} can be read or written by others: it is mode {status.st_mode & 0o777:04o}.",
                    f"Run `chmod 600 {path}`, and replace its tokens if others may have read them.",
                    code="profiles",
                )
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CommandError(f"{path} is no TOML file: {error}.", "Correct it, or delete it.", code="profiles") from None


def _profiles(content: dict[str, Any]) -> dict[str, Any]:
    """Return the profiles by name.

    Raises:
        CommandError: The file has something else in their place.
    """
    profiles = content.get("profiles", {})
    if not isinstance(profiles, dict) or not all(isinstance(each, dict) for each in profiles.values()):
        raise CommandError(
            f"{profiles_path()} has no tables [profiles.NAME].", "Correct it, or delete it.", code="profiles"
        )
    return profiles


def _toml(default: str, profiles: dict[str, dict[str, Any]]) -> str:
    lines = [f"default = {json.dumps(default)}"]
    for name, profile in profiles.items():
        lines += ["", f"[profiles.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in profile.items())]
    return "\n".join([*lines, ""])


def _from_keyring(name: str) -> str:
    token = _call_keyring("get_password", name)
    if not token:
        raise CommandError(
            f"The keyring has no token of the profile {name!r}.",
            f"Run `webcrm login --profile {name} --keyring`.",
            code="not_logged_in",
            exit_code=NOT_LOGGED_IN,
        )
    return str(token)


def _call_keyring(function: str, *arguments: str) -> Any:
    try:
        from importlib import import_module  # noqa: PLC0415 - rarely used

        return getattr(import_module("keyring"), function)(KEYRING_SERVICE, *arguments)
    except ImportError:
        raise CommandError(
            "The package keyring is not installed.", "Run `pip install keyring`, or leave out --keyring."
        ) from None
    except Exception as error:  # noqa: BLE001 - each backend has its own: locked, no backend, cancelled, …
        raise CommandError(
            f"The system's keyring cannot be used: {error}.",
            "Unlock it or install a backend of keyring, or log in without --keyring.",
            code="keyring",
            exit_code=FAILED,
        ) from None
