"""The program `webcrm`: parse the arguments, run the command, and report errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOBase, UnsupportedOperation
from itertools import pairwise

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.exit_codes import DONE
from webcrm_ext.cli.failures import CommandError, Failure, failure_of
from webcrm_ext.cli.parser import program_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code, see `EXIT_CODES`."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    _open_streams()
    context: Context | None = None
    try:
        context = Context(program_parser(arguments).parse_args(arguments))
        code = _run(context)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as `head`, has enough
        _discard_output()
        return DONE
    except KeyboardInterrupt as error:
        _discard_output()
        failure = failure_of(error)
        failure.fix = context.resume_hint if context else ""
        as_json = _wants_json(arguments, context)
        sys.stderr.write("" if as_json else "\n")  # the terminal shows ^C
        _report(failure, as_json=as_json)
        return failure.exit_code
    except SystemExit as end:  # of argparse, after --help
        return _flushed(end.code)
    except Exception as error:  # noqa: BLE001 - every error is reported in one or two lines
        if isinstance(error, OSError):
            _discard_output()
        if "--debug" in arguments:
            import traceback  # noqa: PLC0415 - for errors only

            traceback.print_exc()
        failure = failure_of(error)
        _report(failure, as_json=_wants_json(arguments, context))
        return failure.exit_code
    return code


def _open_streams() -> None:
    """Replace the streams that the shell has closed, which are None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, _Discarded())


class _Discarded(TextIOBase):
    """A stream that the shell has closed."""

    def write(self, text: str, /) -> int:
        return len(text)


def _run(context: Context) -> int:
    module, _, function = context.options.handler.partition(":")
    with suppress(AttributeError, UnsupportedOperation):  # a stream of a test
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        result: int | None = getattr(import_module(f"webcrm_ext.cli.{module}"), function)(context)
    finally:
        context.close()
    return result or DONE


def _flushed(code: object) -> int:
    """Return the exit code of argparse, once the help is written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    return code if isinstance(code, int) else DONE


def _report(failure: Failure, *, as_json: bool) -> None:
    sys.stderr.write(f"{failure.json() if as_json else failure.text()}\n")


def _wants_json(arguments: Sequence[str], context: Context | None) -> bool:
    """Return whether errors are JSON; without a context the arguments cannot be parsed."""
    if context is not None:
        return bool(context.options.format == "json")
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


def _discard_output() -> None:
    """Discard what stdout still holds: the interpreter would fail to flush it at the end."""
    with suppress(OSError, UnsupportedOperation, AttributeError, ValueError):
        descriptor = sys.stdout.fileno()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, descriptor)
        os.close(null)


__all__ = ["CommandError", "main"]
