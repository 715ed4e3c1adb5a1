"""`webcrm login`, and the application token of all other commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.profiles import read_profile, validate_name, write_profile


def credentials(context: Context) -> tuple[str | None, dict[str, Any]]:
    """Return the application token and the settings of the client.

    The token is that of `--token-file`, of `WEBCRM_APPLICATION_TOKEN`, or of the profile, in this order.

    Raises:
        CommandError: The file cannot be read, or the profile does not exist.
    """
    options = context.options
    settings = {} if options.base_url is None else {"base_url": options.base_url}
    if options.token_file is not None:
        return _token_in(options.token_file), settings
    if os.environ.get("WEBCRM_APPLICATION_TOKEN", "").strip():
        if options.profile:
            context.warn(f"WEBCRM_APPLICATION_TOKEN is used, not the profile {options.profile}. Unset it to use that.")
        return None, settings
    profile = read_profile(options.profile)
    if profile is None:
        return None, settings
    if "base_url" in profile:
        settings.setdefault("base_url", profile["base_url"])
    return profile.get("application_token"), settings


def _token_in(file: str) -> str:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise CommandError(f"Cannot read the token file {file}: {reason}.", "Pass a file that holds the token.") from None
    return text.strip()


def login(context: Context) -> None:
    """Check a token, and write it into a profile."""
    options = context.options
    name = options.profile or "default"
    validate_name(name)
    if options.token_file is not None:
        token = _token_in(options.token_file)
    elif context.may_ask:
        import getpass  # noqa: PLC0415 - for this question

        token = getpass.getpass("Application token (not shown): ", sys.stderr).strip()
    else:
        raise CommandError("There is no terminal to ask for the token.", "Pass --token-file FILE, or - for stdin.")
    from webcrm_ext.client import WebCRM  # noqa: PLC0415 - loads the client

    settings = {} if options.base_url is None else {"base_url": options.base_url}
    with WebCRM(token, **settings) as crm:
        result = crm.check(entities=[])
        path = write_profile(name, token, crm.base_url, keyring=options.keyring, default=options.default)
    system = "" if result.system_id is None else f" to system {result.system_id}"
    context.note(f"Logged in{system} at {result.base_url}. The profile {name} is in {path}.")
