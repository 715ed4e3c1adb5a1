"""What a command works with: its options, the client, and the output."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import cached_property

from webcrm_ext.cli.failures import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from webcrm_ext.cli.output import Output
    from webcrm_ext.cli.progress import ProgressBar
    from webcrm_ext.client import WebCRM


class Context:
    """The state of one command.

    Attributes:
        options: The parsed arguments.
        resume_hint: What to do after Ctrl-C.
    """

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.resume_hint = ""

    @cached_property
    def progress(self) -> ProgressBar:
        """The progress bar."""
        from webcrm_ext.cli.progress import ProgressBar  # noqa: PLC0415 - when it is used

        return ProgressBar(enabled=not self.options.quiet and sys.stderr.isatty())

    @cached_property
    def crm(self) -> WebCRM:
        """The client; it logs in at the first request."""
        from webcrm_ext.cli.credentials import credentials  # noqa: PLC0415 - when it is used
        from webcrm_ext.client import WebCRM  # noqa: PLC0415 - loads the client

        if self.options.debug:
            _log_requests()
        token, settings = credentials(self.options, self.warn)
        if self.options.read_only:
            settings["read_only"] = True
        if self.progress.enabled:
            settings["sleep"] = self.progress.sleep
            settings["event_hooks"] = {"request": [self.progress.request]}
        return WebCRM(token, **settings)

    @cached_property
    def output(self) -> Output:
        """Prints records."""
        from webcrm_ext.cli.output import Output  # noqa: PLC0415 - when it is used

        return Output(self.options.format or "table", note=self.note)

    def note(self, text: str) -> None:
        """Print a note on stderr, unless the program is to be quiet."""
        self.progress.clear()
        if not self.options.quiet:
            sys.stderr.write(f"{text}\n")

    def warn(self, text: str) -> None:
        """Print a warning on stderr."""
        self.progress.clear()
        sys.stderr.write(f"webcrm: {text}\n")

    def check_may_write(self) -> None:
        """Refuse a command that writes, with --read-only.

        Raises:
            CommandError: The option is set.
        """
        if self.options.read_only:
            raise CommandError(
                "This command writes, and --read-only is set. Nothing was sent.",
                "Leave out --read-only, or pass --dry-run where the command has it.",
                code="read_only",
            )

    @property
    def may_ask(self) -> bool:
        """Whether a question can be asked."""
        return not self.options.no_input and sys.stdin.isatty()

    def close(self) -> None:
        """Close the client if it was used."""
        self.progress.clear()
        crm: Any = vars(self).get("crm")
        if crm is not None:
            crm.close()


def _log_requests() -> None:
    import logging  # noqa: PLC0415 - for --debug

    from webcrm_ext.transport.url_filter import URLRedactionFilter  # noqa: PLC0415

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(name)s: %(message)s")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).addFilter(URLRedactionFilter())
