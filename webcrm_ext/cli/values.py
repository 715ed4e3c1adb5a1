"""Values of records that are typed as `property=value`, or come as JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from webcrm_ext.cli.failures import CommandError


def pairs(texts: Iterable[str], *, several: bool = False) -> dict[str, Any]:
    """Return values by name: `name=value` is a string, `name:=value` is JSON.

    Args:
        texts: What was typed.
        several: Whether a name that is typed twice has a list of values; else it is an error.

    Raises:
        CommandError: One has no `=` or no name, is no JSON, or a name is typed twice.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.rstrip(":"):
            raise CommandError(f"{text!r} has no value.", "Write name=value, or name:=JSON.")
        parsed: Any = value
        if name.endswith(":"):
            name = name[:-1]
            parsed = _json(value, text)
        if name not in found:
            found[name] = parsed
        elif several:
            before = found[name]
            found[name] = [*(before if isinstance(before, list) else [before]), parsed]
        else:
            raise CommandError(f"{name!r} is passed twice.", "Pass it once.")
    return found


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CommandError(
            f"{what!r} is not JSON: {error}.", 'Write name:=12, name:=null or name:=["a", "b"].'
        ) from None


def json_file(path: str, options: Namespace) -> Any:
    """Return the content of a file with JSON; `-` reads stdin.

    Args:
        path: The file.
        options: The global options.

    Raises:
        CommandError: It cannot be read, or is no JSON; or the token is read from stdin, too.
    """
    if path == options.token_file == "-":
        raise CommandError("--token-file and --data cannot both read stdin.", "Pass a file for one of them.")
    name = "stdin" if path == "-" else path
    try:
        return json.loads(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"Cannot read {name}: {error.strerror}.", "Pass a file with JSON.") from None
    except ValueError as error:
        raise CommandError(f"{name} is not JSON: {error}.", "Pass a file with JSON.") from None


def json_object(path: str, options: Namespace) -> dict[str, Any]:
    """Return the values by name of a file with one JSON object.

    Raises:
        CommandError: It cannot be read, or has no object.
    """
    content = json_file(path, options)
    if not isinstance(content, dict):
        raise CommandError(
            f"{path} has no JSON object.", "Pass one record; `webcrm upsert` takes many, as JSON lines or CSV."
        )
    return content


def names(text: str | None) -> list[str]:
    """Return names that are separated by commas."""
    return [each.strip() for each in (text or "").split(",") if each.strip()]
