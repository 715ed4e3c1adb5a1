"""The command line that `python -m webcrm_ext.drift` and the repository's own drift check share."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from webcrm_ext import __version__
from webcrm_ext.definition.document import Document, PipelineError
from webcrm_ext.definition.installed import installed_definition, installed_lock
from webcrm_ext.definition.pull import LIVE, Pulled, pull
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.drift.reports.report import Report
from webcrm_ext.drift.result import Drift

SAME, DRIFT, BREAKING, NOTHING_COMPARED = 0, 1, 2, 3

EXIT_CODES = {
    SAME: "The two definitions are the same for the client, words aside.",
    DRIFT: "Something changed, and nothing of it breaks.",
    BREAKING: "Something breaks.",
    NOTHING_COMPARED: "Nothing was compared: a definition could not be had or read, or the command was not understood. "
    "Never taken for “no drift”, whatever `--fail-on` says.",
}
FAIL_ON = {
    "any": "0, 1 and 2 as above.",
    "breaking": "2 when something breaks, else 0.",
    "never": "0 for every comparison.",
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is compared with: the definition that a client was generated from.

    Args:
        document: The definition as it came.
        name: What to call it.
        file: The file that it is in, for annotations; empty where it has none in the repository.
        headline: Says the answer in a sentence; gives nothing where the counts are enough.
        advice: What to do about drift.
    """

    document: Document
    name: str
    file: str = ""
    headline: Callable[[Drift], str] = lambda drift: ""  # noqa: ARG005 - the shape of a headline
    advice: str = ""


class Parser(argparse.ArgumentParser):
    """A parser whose refusal has an exit code that means nothing else."""

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and stop."""
        self.print_usage(sys.stderr)
        self.exit(NOTHING_COMPARED, f"drift: {message}\n")


def parser(program: str, description: str) -> Parser:
    """Give a parser with the options that every drift check has."""
    made = Parser(prog=f"python -m {program}", description=description)
    made.add_argument("--source", default=LIVE, help="a URL (https) or a file to compare with (default: the live one)")
    made.add_argument("--format", choices=FORMATS, default="text", help="how to tell it (default: text)")
    made.add_argument("--fail-on", choices=FAIL_ON, default="any", help="what is not exit code 0 (default: any drift)")
    made.add_argument("--docs", action="store_true", help="list changes of words too")
    return made


def check(
    options: argparse.Namespace, base: Callable[[], Baseline], keep: Callable[[Report, Pulled], object] | None = None
) -> int:
    """Pull, compare, print, and give the exit code.

    Args:
        options: The options of `parser`.
        base: Gives what is compared with.
        keep: Is given the report that was printed, and what was pulled for it.
    """
    try:
        compared = base()
        pulled = pull(options.source)
        drift = compare(compared.document, pulled.document, was=compared.name, now=pulled.source)
        report = Report(
            drift,
            before=compared.document,
            before_file=compared.file,
            headline=compared.headline(drift),
            advice=compared.advice,
            with_documentation=options.docs,
        )
        sys.stdout.write(FORMATS[options.format](report))
        if keep:
            keep(report, pulled)
    except PipelineError as error:
        sys.stderr.write(f"drift: {error}\nNothing was compared: whether the API has changed is not known.\n")
        return NOTHING_COMPARED
    except Exception:  # noqa: BLE001 - Python would end with 1, which is taken for drift that breaks nothing
        traceback.print_exc()
        sys.stderr.write("drift: a fault of the check itself. Nothing was compared.\n")
        return NOTHING_COMPARED
    return exit_code(drift, options.fail_on)


def exit_code(drift: Drift, fail_on: str) -> int:
    """Give the exit code for a comparison that took place."""
    if drift.worst is Judgement.BREAKING:
        return SAME if fail_on == "never" else BREAKING
    return DRIFT if drift.worst and fail_on == "any" else SAME


def installed() -> Baseline:
    """Give the definition that the installed client was generated from.

    Raises:
        PipelineError: The package does not hold it.
    """
    pulled = installed_lock().get("pulled")
    origin = f"pulled on {pulled}" if pulled else "put together from public facts, not pulled"
    return Baseline(
        installed_definition(),
        name=f"webcrm-client {__version__} ({origin})",
        headline=_answer,
        advice="Look for a newer release of webcrm-client. What nothing above touches goes on as before.",
    )


def _answer(drift: Drift) -> str:
    client = f"Your client, webcrm-client {__version__},"
    if not drift.changes:
        return f"{client} is up to date with the API."
    breaking = drift.counts[Judgement.BREAKING]
    if not breaking:
        return f"{client} is behind the API, and nothing that you might call breaks."
    some = "one change breaks" if breaking == 1 else f"{breaking} changes break"
    return f"{client} is behind the API, and {some} what you might call: see what is touched."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; gives the exit code."""
    description = "Say whether the installed client is behind the API, and whether anything that it calls breaks."
    return check(parser("webcrm_ext.drift", description).parse_args(arguments), installed)
