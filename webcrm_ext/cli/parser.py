"""The arguments of the command `webcrm`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from webcrm_ext.cli.exit_codes import EXIT_CODES
from webcrm_ext.cli.failures import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

FORMATS = ("table", "json", "jsonl", "csv")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are raised, so that the program reports all errors in one way."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings = {"allow_abbrev": False, "formatter_class": argparse.RawDescriptionHelpFormatter, **settings}
        super().__init__(*arguments, **settings)

    def error(self, message: str) -> NoReturn:
        """Raise the error.

        Raises:
            CommandError: Always.
        """
        raise CommandError(f"{message[:1].upper()}{message[1:]}.", f"`{self.prog} --help` shows how to use it.")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Parse arguments; values such as `PROPERTY=VALUE` may also follow an option, which argparse leaves over."""
        parsed, left = super().parse_known_args(args, namespace)
        if any(action.dest == "values" for action in self._actions):
            parsed.values = [*parsed.values, *(each for each in left if not each.startswith("-"))]
            left = [each for each in left if each.startswith("-")]
        return parsed, left

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices and action.dest == "command":
            from webcrm_api.suggestions import did_you_mean  # noqa: PLC0415 - for errors only

            hint = did_you_mean(str(value), list(action.choices))
            raise CommandError(f"Unknown command {str(value)!r}.{hint}", "`webcrm --help` lists the commands.")
        super()._check_value(action, value)


class Commands:
    """The commands of a program, or those of a group such as `webcrm hooks`."""

    def __init__(self, parser: argparse.ArgumentParser, shared: argparse.ArgumentParser, metavar: str) -> None:
        self._prefix = parser.prog
        self._shared = shared
        self._added = parser.add_subparsers(dest=metavar.lower(), metavar=metavar, required=True, title="commands")

    def add(self, name: str, handler: str, help_: str, *examples: str) -> argparse.ArgumentParser:
        """Add a command and return its parser.

        Args:
            name: Its name.
            handler: The module in `webcrm_ext.cli` and the function, `module:function`.
            help_: What it does, in one sentence without a full stop.
            examples: Command lines; a test runs each.
        """
        parser: argparse.ArgumentParser = self._added.add_parser(
            name, help=help_, description=f"{help_[:1].upper()}{help_[1:]}.", parents=[self._shared],
            epilog="\n".join(["examples:" if len(examples) > 1 else "example:", *(f"  {each}" for each in examples)]),
        )  # fmt: skip
        parser.set_defaults(handler=handler)
        return parser

    def add_module(self, name: str, help_: str) -> None:
        """Add a command whose arguments are parsed by the module that it runs."""
        # No argument begins with this prefix, so that all of them go to the module.
        parser = self._added.add_parser(name, help=help_, add_help=False, prefix_chars="\0")
        parser.add_argument("arguments", nargs=argparse.REMAINDER)
        parser.set_defaults(handler=f"modules:{name}")

    def add_group(self, name: str, help_: str) -> Commands:
        """Add a command that has commands of its own, and return these."""
        description = f"{help_[:1].upper()}{help_[1:]}."
        return Commands(self._added.add_parser(name, help=help_, description=description), self._shared, "ACTION")


def program_parser() -> argparse.ArgumentParser:
    """Return the parser of the program with all commands."""
    from webcrm_ext.cli.commands import add_commands  # noqa: PLC0415 - it needs this module

    codes = "\n".join(f"  {code:<5}{meaning}" for code, meaning in EXIT_CODES.items())
    parser = Parser(
        prog="webcrm",
        description="Read and write webCRM from the command line. Data goes to stdout, everything else to stderr.",
        epilog=f"exit codes:\n{codes}\n\nexample:\n  webcrm list persons --limit 5",
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    _add_shared_options(parser, own=True)
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared_options(shared, own=False)
    add_commands(Commands(parser, shared, "COMMAND"))
    return parser


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from webcrm_ext import __version__  # noqa: PLC0415 - for this option

        print(f"webcrm-client {__version__}")  # noqa: T201 - command-line output
        parser.exit()


def _add_shared_options(parser: argparse.ArgumentParser, *, own: bool) -> None:
    """Add the options that stand before or after the command. One after the command wins."""
    group = parser.add_argument_group("global options", None if own else "They may also stand before the command.")

    def add(name: str, default: Any, **settings: Any) -> None:
        group.add_argument(name, default=default if own else argparse.SUPPRESS, **settings)

    add("--token-file", None, metavar="FILE", help="the file with the application token; - reads stdin")
    add("--profile", None, metavar="NAME", help="the profile that `webcrm login` wrote")
    add("--base-url", None, metavar="URL", help="the address of the API")
    add("--format", None, choices=FORMATS, help="how records are printed (default: table); json: also errors")
    add("--quiet", False, action="store_true", help="print no progress and no notes")
    add("--debug", False, action="store_true", help="log requests without their values, and print tracebacks")
    add("--no-input", False, action="store_true", help="ask no question")
    add("--read-only", False, action="store_true", help="refuse every write")
