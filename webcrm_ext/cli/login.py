"""The command `webcrm login`."""

from __future__ import annotations

import os
import sys
from typing import Any

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.credentials import token_in
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.profiles import address_in_profile, validate_name, write_profile


def login(context: Context) -> None:
    """Check a token, and write it into a profile."""
    options = context.options
    name = options.profile or "default"
    validate_name(name)
    if options.token_file is not None:
        token = token_in(options.token_file)
    elif context.may_ask:
        import getpass  # noqa: PLC0415 - for this question

        token = getpass.getpass("Application token (not shown): ", sys.stderr).strip()
        if not token:
            raise CommandError("No token was typed. No profile was written.", "Run it again.")
    else:
        raise CommandError("There is no terminal to ask for the token.", "Pass --token-file FILE, or - for stdin.")
    from webcrm_ext.client import WebCRM  # noqa: PLC0415 - loads the client

    base_url = options.base_url or os.environ.get("WEBCRM_BASE_URL", "").strip() or address_in_profile(name)
    settings: dict[str, Any] = {} if base_url is None else {"base_url": base_url}
    with WebCRM(token, **settings) as crm:
        result = crm.check(entities=[])
        path = write_profile(name, token, crm.base_url, keyring=options.keyring, default=options.default)
    system = "" if result.system_id is None else f" to system {result.system_id}"
    context.note(f"Logged in{system} at {result.base_url}. The profile {name} is in {path}.")
