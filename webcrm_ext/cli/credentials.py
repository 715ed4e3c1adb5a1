"""The application token and the address that a command uses."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.profiles import read_profile


def credentials(options: Namespace, warn: Callable[[str], None]) -> tuple[str | None, dict[str, Any]]:
    """Return the application token and the settings of the client.

    The token is that of `--token-file`, of `WEBCRM_APPLICATION_TOKEN`, or of the profile, in this order.

    Args:
        options: The global options.
        warn: Prints a warning.

    Raises:
        CommandError: The file cannot be read, or the profile does not exist.
    """
    settings = {} if options.base_url is None else {"base_url": options.base_url}
    if options.token_file is not None:
        if options.profile:
            warn(f"The token of --token-file is used, not the profile {options.profile}.")
        return token_in(options.token_file), settings
    if os.environ.get("WEBCRM_APPLICATION_TOKEN", "").strip():
        if options.profile:
            warn(f"WEBCRM_APPLICATION_TOKEN is used, not the profile {options.profile}. Unset it to use that.")
        return None, settings
    profile = read_profile(options.profile)
    if profile is None:
        return None, settings
    if "base_url" in profile:
        settings.setdefault("base_url", profile["base_url"])
    return profile.get("application_token"), settings


def address(options: Namespace) -> str | None:
    """Return the address of the API, without reading the token; None for that of the client."""
    uses_profile = options.token_file is None and not os.environ.get("WEBCRM_APPLICATION_TOKEN", "").strip()
    profile = read_profile(options.profile, with_token=False) if uses_profile else None
    return options.base_url or (profile or {}).get("base_url") or os.environ.get("WEBCRM_BASE_URL", "").strip() or None


def token_in(file: str) -> str:
    """Return the token in a file; `-` reads stdin.

    Raises:
        CommandError: It cannot be read.
    """
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise CommandError(
            f"Cannot read the token file {file}: {reason}.", "Pass a file that holds the token."
        ) from None
    token = text.strip()
    if not token:
        raise CommandError(f"The token file {file} is empty.", "Pass a file that holds the token.")
    return token
