"""The command line of `python -m webcrm_ext.drift`, shared with the drift check of the repository."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from webcrm_ext import __version__
from webcrm_ext.definition.document import Document, PipelineError
from webcrm_ext.definition.download import Response
from webcrm_ext.definition.installed import installed_definition, installed_lock, installed_names
from webcrm_ext.definition.naming import Naming
from webcrm_ext.definition.pull import LIVE, Pulled, pull
from webcrm_ext.drift.codes import Judgement
from webcrm_ext.drift.compare import compare
from webcrm_ext.drift.reports import FORMATS
from webcrm_ext.drift.reports.report import Note, Report
from webcrm_ext.drift.result import Drift

SAME, DRIFT, BREAKING, NOTHING_COMPARED = 0, 1, 2, 3

EXIT_CODES = {
    SAME: "The two definitions are the same for the client, apart from documentation and what is listed as not "
    "compared.",
    DRIFT: "Something changed, and nothing breaks.",
    BREAKING: "Something breaks.",
    NOTHING_COMPARED: "Nothing was compared: a definition could not be downloaded, is none, or the options are "
    "invalid. `--fail-on` does not affect this code, so a failed check is never mistaken for “no drift”.",
}
FAIL_ON = {
    "any": "0, 1 and 2 as above.",
    "breaking": "2 when something breaks, otherwise 0.",
    "never": "0 for every comparison.",
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """The definition that a client was generated from.

    Attributes:
        document: The original document.
        name: Its name in reports.
        file: Its file in the repository, for annotations; empty if it has none.
        headline: Returns the result in one sentence; empty if the counts are enough.
        advice: What to do about drift.
        naming: What the names of operations depend on.
        notes: Returns what regenerating from a new definition would do by itself.
    """

    document: Document
    name: str
    file: str = ""
    headline: Callable[[Drift], str] = lambda drift: ""  # noqa: ARG005 - the signature of a headline
    advice: str = ""
    naming: Naming = field(default_factory=Naming)
    notes: Callable[[Document], tuple[Note, ...]] = lambda definition: ()  # noqa: ARG005 - the signature of notes


class Parser(argparse.ArgumentParser):
    """A parser that reports invalid options with its own exit code."""

    def error(self, message: str) -> NoReturn:
        """Print the message and exit."""
        self.print_usage(sys.stderr)
        self.exit(NOTHING_COMPARED, f"drift: {message}\n")


def parser(program: str, description: str, *, source: str = LIVE, epilog: str = "") -> Parser:
    """Return a parser with the options that all drift checks share."""
    formatter = argparse.RawDescriptionHelpFormatter
    made = Parser(
        prog=program, usage="%(prog)s [options]", description=description, epilog=epilog, formatter_class=formatter
    )
    made.add_argument(
        "--source", default=source, help="a URL (https) or a file to compare with (default: the live one)"
    )
    made.add_argument("--format", choices=FORMATS, default="text", help="the format of the report (default: text)")
    made.add_argument(
        "--fail-on", choices=FAIL_ON, default="any", help="which changes the exit code reports (default: any)"
    )
    made.add_argument("--docs", action="store_true", help="list changes of documentation too")
    return made


def fetch(url: str, **options: Any) -> Response:
    """Make a GET request. httpx is loaded for a URL only; a file does not need it."""
    from webcrm_ext.transport.fetch import fetch as get  # noqa: PLC0415 - see above

    return get(url, **options)


def check(
    options: argparse.Namespace,
    baseline: Callable[[], Baseline],
    keep: Callable[[Report, Pulled], object] | None = None,
) -> int:
    """Download the definition, compare, print the report, and return the exit code.

    Args:
        options: The options of `parser`.
        baseline: Returns the definition to compare with.
        keep: Called with the printed report and the downloaded definition.
    """
    try:
        base = baseline()
        pulled = pull(options.source, fetch=fetch)
        drift = compare(base.document, pulled.document, was=base.name, now=pulled.source, naming=base.naming)
        report = Report(
            drift,
            before=base.document,
            before_file=base.file,
            headline=base.headline(drift),
            advice=base.advice,
            with_documentation=options.docs,
            notes=base.notes(pulled.document),
        )
        sys.stdout.write(FORMATS[options.format](report))
        if keep:
            keep(report, pulled)
    except PipelineError as error:
        sys.stderr.write(f"drift: {error}\nNothing was compared: it is unknown whether the API has changed.\n")
        return NOTHING_COMPARED
    except Exception:  # noqa: BLE001 - Python would exit with 1, which means drift that breaks nothing
        traceback.print_exc()
        sys.stderr.write("drift: internal error of the check. Nothing was compared. Please report it.\n")
        return NOTHING_COMPARED
    return exit_code(drift, options.fail_on)


def exit_code(drift: Drift, fail_on: str) -> int:
    """Return the exit code of a comparison."""
    if drift.worst is Judgement.BREAKING:
        return SAME if fail_on == "never" else BREAKING
    return DRIFT if drift.worst and fail_on == "any" else SAME


def installed(package: Traversable | None = None) -> Baseline:
    """Return the definition that the installed client was generated from.

    Args:
        package: The folder of the package, by default the installed `webcrm_ext`.

    Raises:
        PipelineError: The package does not contain a definition.
    """
    from webcrm_ext.drift.client_attributes import client_attributes  # noqa: PLC0415 - loads the client

    pulled = installed_lock(package).get("pulled")
    origin = f"pulled on {pulled}" if pulled else "assembled from public facts, not pulled"
    return Baseline(
        installed_definition(package),
        name=f"webcrm-client {__version__} ({origin})",
        headline=_headline,
        naming=Naming(installed_names(package), client_attributes()),
        advice="Look for a newer release of webcrm-client. Everything that is not listed above works as before.",
    )


def _headline(drift: Drift) -> str:
    client = f"Your client, webcrm-client {__version__},"
    if not drift.changes:
        return f"{client} is up to date with the API."
    breaking = drift.counts[Judgement.BREAKING]
    if not breaking:
        return f"{client} is behind the API, and none of its calls break."
    number = "one change breaks" if breaking == 1 else f"{breaking} changes break"
    return f"{client} is behind the API, and {number} calls that you may make: see what each one touches."


def main(
    arguments: Sequence[str] | None = None,
    *,
    program: str = "python -m webcrm_ext.drift",
    base_url: str | None = None,
    epilog: str = "",
) -> int:
    """Run the command and return the exit code.

    Args:
        arguments: The arguments; None for those of the process.
        program: The name of the program in its help.
        base_url: The address of the service whose definition is compared where `--source` is missing.
        epilog: The end of the help.
    """
    description = "Check whether the installed client is behind the API, and whether any of its calls break."
    source = LIVE if base_url is None else source_of(base_url)
    return check(parser(program, description, source=source, epilog=epilog).parse_args(arguments), installed)


def source_of(base_url: str) -> str:
    """Return the URL of the definition of a service."""
    return f"{base_url.rstrip('/')}{urlsplit(LIVE).path}"
