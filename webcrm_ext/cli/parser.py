"""The arguments of the command `webcrm`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from webcrm_ext.cli.exit_codes import EXIT_CODES
from webcrm_ext.cli.failures import CommandError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any, NoReturn

_DEFAULT_COLUMNS = 80
FORMATS = ("table", "json", "jsonl", "csv")


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Finds the width of the terminal itself: argparse loads shutil for it, a tenth of the time of `webcrm --help`."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


def _columns() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _DEFAULT_COLUMNS
    except (AttributeError, OSError, ValueError):  # closed, replaced, or no terminal
        return _DEFAULT_COLUMNS


class Parser(argparse.ArgumentParser):
    """A parser whose errors are raised, so that the program reports all errors in one way."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        settings = {"allow_abbrev": False, "formatter_class": _HelpFormatter, **settings}
        super().__init__(*arguments, **settings)

    def format_help(self) -> str:
        """Return the help; its first line is short, and the same in every version of Python."""
        self.usage = self._short_usage()
        return super().format_help()

    def _short_usage(self) -> str:
        parts = [self.prog, "[options]"]
        for action in self._actions:
            name = action.metavar if isinstance(action.metavar, str) else action.dest
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse has no public name
                parts.append(f"{name} ...")
            elif not action.option_strings:
                parts.append({"*": f"[{name} ...]", "?": f"[{name}]"}.get(str(action.nargs), name))
            elif action.required:
                parts.append(f"{action.option_strings[0]} {name}")
        return " ".join(parts)

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
        if left and self.get_default("handler"):  # the program would name its own help
            from webcrm_api.suggestions import did_you_mean  # noqa: PLC0415 - for errors only

            hint = did_you_mean(left[0].partition("=")[0], [*self._option_string_actions])
            raise CommandError(f"Unknown argument {left[0]!r}.{hint}", f"`{self.prog} --help` shows how to use it.")
        return parsed, left

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        from webcrm_api.suggestions import did_you_mean  # noqa: PLC0415 - for errors only

        hint = did_you_mean(str(value), list(action.choices))
        help_ = f"`{self.prog} --help`"
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse has no public name
            what = "command" if action.dest == "command" else "action"
            raise CommandError(f"Unknown {what} {str(value)!r}.{hint}", f"{help_} lists the {what}s.")
        name = action.option_strings[0] if action.option_strings else action.metavar
        raise CommandError(
            f"{name} is {str(value)!r}.{hint}", f"Pass {_listed(list(action.choices))}; {help_} shows how to use it."
        )


class _Uncalled:
    """Stands for the parser of a command that is not called, and takes its arguments without effect."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_arguments, **_settings: self


def _create_parser(*, is_called: bool = True, **settings: Any) -> Any:
    return Parser(**settings) if is_called else _Uncalled()


class Commands:
    """The commands of a program, or those of a group such as `webcrm hooks`.

    Args:
        parser: The parser of the program or the group.
        metavar: How its help names a command.
        called: The words of the command line: only commands among them get arguments, which saves half of the time
            of `webcrm --help`. None for all commands.
    """

    def __init__(self, parser: argparse.ArgumentParser, metavar: str, called: Container[str] | None = None) -> None:
        self._called = called
        self._commands: list[tuple[argparse.ArgumentParser, bool]] = []
        self._groups: list[Commands] = []
        create: Any = _create_parser  # argparse only calls it
        self._added = parser.add_subparsers(
            dest=metavar.lower(), metavar=metavar, required=True, title="commands", parser_class=create
        )

    def add(
        self, name: str, handler: str, help_: str, *examples: str, has_format: bool = True
    ) -> argparse.ArgumentParser:
        """Add a command and return its parser.

        Args:
            name: Its name.
            handler: The module in `webcrm_ext.cli` and the function, `module:function`.
            help_: What it does, in one sentence without a full stop.
            examples: Command lines; a test runs each.
            has_format: Whether it has the global option `--format`, or one of its own.
        """
        parser: argparse.ArgumentParser = self._added.add_parser(
            name, help=help_, description=_sentence(help_), epilog=_examples(examples),
            is_called=self._is_called(name),
        )  # fmt: skip
        parser.set_defaults(handler=handler)
        self._commands.append((parser, has_format))
        return parser

    def add_module(self, name: str, help_: str, *examples: str) -> None:
        """Add a command whose arguments are parsed by the module that it runs; its help ends with the examples."""
        # No argument begins with this prefix, so that all of them go to the module.
        parser = self._added.add_parser(
            name, help=help_, add_help=False, prefix_chars="\0", is_called=self._is_called(name)
        )
        parser.add_argument("arguments", nargs=argparse.REMAINDER)
        parser.set_defaults(handler=f"modules:{name}", epilog=_examples(examples))

    def add_group(self, name: str, help_: str, *examples: str) -> Commands:
        """Add a command that has commands of its own, and return these."""
        parser = self._added.add_parser(
            name, help=help_, description=_sentence(help_), epilog=_examples(examples), is_called=self._is_called(name)
        )
        group = Commands(parser, "ACTION", self._called)
        self._groups.append(group)
        return group

    def _is_called(self, name: str) -> bool:
        return self._called is None or name in self._called

    def add_shared_options(self) -> None:
        """Add the global options to each command, after its own."""
        for parser, has_format in self._commands:
            add_shared_options(parser, own=False, has_format=has_format)
        for group in self._groups:
            group.add_shared_options()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _examples(examples: Sequence[str]) -> str:
    return "\n".join(["examples:" if len(examples) > 1 else "example:", *(f"  {each}" for each in examples)])


def program_parser(called: Container[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser of the program.

    Args:
        called: The words of the command line; the parser is complete for the commands among them. None for all.
    """
    from webcrm_ext.cli.commands import add_commands  # noqa: PLC0415 - it needs this module

    codes = "\n".join(f"  {code:<5}{meaning}" for code, meaning in EXIT_CODES.items())
    parser = Parser(
        prog="webcrm",
        description="Read and write webCRM from the command line. Data goes to stdout, everything else to stderr.",
        epilog=f"exit codes:\n{codes}\n\nexample:\n  webcrm list persons --limit 5",
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    add_shared_options(parser, own=True)
    commands = Commands(parser, "COMMAND", called)
    add_commands(commands)
    commands.add_shared_options()
    return parser


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from webcrm_ext import __version__  # noqa: PLC0415 - for this option

        print(f"webcrm-client {__version__}")  # noqa: T201 - command-line output
        parser.exit()


def add_shared_options(parser: argparse.ArgumentParser, *, own: bool, has_format: bool = True) -> None:
    """Add the options that stand before or after the command. One after the command wins."""
    group = parser.add_argument_group("global options", None if own else "They may also stand before the command.")

    def add(name: str, default: Any, **settings: Any) -> None:
        group.add_argument(name, default=default if own else argparse.SUPPRESS, **settings)

    add("--token-file", None, metavar="FILE", help="the file with the application token; - reads stdin")
    add("--profile", None, metavar="NAME", help="the profile that `webcrm login` wrote")
    add("--base-url", None, metavar="URL", help="the address of the API")
    if has_format:
        add("--format", None, choices=FORMATS, help="how records are printed (default: table); json: also errors")
    add("--quiet", False, action="store_true", help="print no progress and no notes")
    add("--debug", False, action="store_true", help="log requests without their values, and print tracebacks")
    add("--no-input", False, action="store_true", help="ask no question")
    add("--read-only", False, action="store_true", help="refuse every write")
