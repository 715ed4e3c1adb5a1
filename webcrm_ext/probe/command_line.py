"""The command line of `python -m webcrm_ext.probe`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from webcrm_ext.config import DEFAULT_BASE_URL
from webcrm_ext.errors import WebCRMError
from webcrm_ext.probe.exchanges import MAX_REQUESTS, Exchanges
from webcrm_ext.probe.findings import Finding, document, text
from webcrm_ext.probe.questions import ask_all

_EPILOG = f"""
It only reads: logins and GET requests, {MAX_REQUESTS} at most. The application token is that of the variable
WEBCRM_APPLICATION_TOKEN. The report contains names, shapes and shares, and no values of records.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the probe, print its report, and return the exit code: 0, or 1 if it could not be made or written.

    Args:
        arguments: The arguments; None for those of the process.
    """
    parser = argparse.ArgumentParser(
        prog="python -m webcrm_ext.probe",
        description="Find out what the API documentation leaves open.",
        epilog=_EPILOG,
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="also write the findings to this file, as JSON")
    parser.add_argument("--base-url", help=f"the address of the API (default: WEBCRM_BASE_URL, or {DEFAULT_BASE_URL})")
    options = parser.parse_args(arguments)
    settings = {} if options.base_url is None else {"base_url": options.base_url}
    try:
        report = run(None, settings)
    except WebCRMError as error:
        return _failed(str(error))
    if options.out is not None:
        try:
            report.write(options.out)
        except OSError as error:
            return _failed(f"Cannot write {options.out}: {error.strerror}.")
    sys.stdout.write(f"{report.text(options.out)}\n")
    return 0


@frozen
class Report:
    """What a run of the probe has found.

    Attributes:
        findings: The answers.
        requests: How many requests were sent.
    """

    findings: list[Finding]
    requests: int

    def document(self) -> dict[str, Any]:
        """Return the report as JSON."""
        return document(self.findings, requests=self.requests)

    def text(self, out: Path | None = None) -> str:
        """Return the report as text; with the file that it was written to, how to use that."""
        lines = [text(self.findings, requests=self.requests)]
        if out is not None:
            lines += ["", f"The findings are in {out}. To start a sandbox that behaves so:"]
            lines += [f"python -m webcrm_ext.sandbox --options {out}"]
        return "\n".join(lines)

    def write(self, file: Path) -> None:
        """Write the report to a file, as JSON."""
        file.write_text(f"{json.dumps(self.document(), indent=1, ensure_ascii=False)}\n", encoding="utf-8")


def run(application_token: str | None, settings: dict[str, Any]) -> Report:
    """Run the probe.

    Args:
        application_token: The application token; None for that of the environment.
        settings: Further settings of the client.

    Raises:
        WebCRMError: It could not be run.
    """
    exchanges = Exchanges(application_token, settings)
    try:
        findings = list(ask_all(exchanges))
    finally:
        exchanges.close()
    return Report(findings, len(exchanges.all) + 1)  # the definition is downloaded without the client


def _failed(message: str) -> int:
    sys.stderr.write(f"probe: {message}\n")
    return 1
