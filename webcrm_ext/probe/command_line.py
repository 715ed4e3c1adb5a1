"""The command line of `python -m webcrm_ext.probe`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from webcrm_ext.config import DEFAULT_BASE_URL
from webcrm_ext.errors import WebCRMError
from webcrm_ext.probe.exchanges import MAX_REQUESTS, Exchanges
from webcrm_ext.probe.findings import document, text
from webcrm_ext.probe.questions import ask_all

_EPILOG = f"""
It only reads: logins and GET requests, {MAX_REQUESTS} at most. The application token is that of the variable
WEBCRM_APPLICATION_TOKEN. The report contains names, shapes and shares, and no values of records.
"""


def main(
    arguments: Sequence[str] | None = None,
    *,
    application_token: str | None = None,
    base_url: str | None = None,
    program: str = "python -m webcrm_ext.probe",
) -> int:
    """Run the probe, print its report, and return the exit code: 0, or 1 if it could not be made or written.

    Args:
        arguments: The arguments; None for those of the process.
        application_token: The application token; None for that of the environment.
        base_url: The address of the API where `--base-url` is missing.
        program: The name of the program in its help.
    """
    parser = argparse.ArgumentParser(
        prog=program,
        description="Find out what the API documentation leaves open.",
        epilog=_EPILOG,
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the findings to this file, as JSON")
    parser.add_argument("--base-url", help=f"the address of the API (default: WEBCRM_BASE_URL, or {DEFAULT_BASE_URL})")
    options = parser.parse_args(arguments)
    address = options.base_url or base_url
    settings = {} if address is None else {"base_url": address}
    try:
        exchanges = Exchanges(application_token, settings)
        try:
            findings = list(ask_all(exchanges))
        finally:
            exchanges.close()
    except WebCRMError as error:
        return _failed(str(error))
    requests = len(exchanges.all) + 1  # the definition is downloaded without the client
    lines = [text(findings, requests=requests)]
    if options.out is not None:
        found = json.dumps(document(findings, requests=requests), indent=1, ensure_ascii=False)
        try:
            options.out.write_text(f"{found}\n", encoding="utf-8")
        except OSError as error:
            return _failed(f"Cannot write {options.out}: {error.strerror}.")
        lines += ["", f"The findings are in {options.out}. To start a sandbox that behaves so:"]
        lines += [f"python -m webcrm_ext.sandbox --options {options.out}"]
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


def _failed(message: str) -> int:
    sys.stderr.write(f"probe: {message}\n")
    return 1
