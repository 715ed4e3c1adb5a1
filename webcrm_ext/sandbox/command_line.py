"""The arguments and the output of the command line."""

import argparse
import errno
import json
import math
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any, get_args

from .faults import Fault, FaultSettings
from .options import Options
from .seed import DEFAULT_RECORDS
from .server import Sandbox

DEFAULT_PORT = 8765


def run(
    arguments: list[str] | None = None,
    *,
    program: str = "python -m webcrm_ext.sandbox",
    epilog: str | None = None,
    parser_type: type[argparse.ArgumentParser] = argparse.ArgumentParser,
) -> int:
    """Serve until Ctrl-C, and return the exit status.

    Args:
        arguments: The arguments; None for those of the process.
        program: The name of the program in its help.
        epilog: The end of the help.
        parser_type: The class of the parser.

    Raises:
        KeyboardInterrupt: On Ctrl-C while records are generated.
    """
    parser = _parser(parser_type, program, epilog)
    try:
        parser.set_defaults(**_options_of(arguments))
    except (ValueError, OSError) as error:
        print(f"{error}.", file=sys.stderr)  # noqa: T201
        return 1
    chosen = vars(parser.parse_args(arguments))
    del chosen["options"]
    problem = _serve(chosen)
    if problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _options_of(arguments: list[str] | None) -> dict[str, Any]:
    """Return the options in the file of `--options`; those of the command line follow and win.

    Raises:
        ValueError: The file contains no options, or an unknown one.
        OSError: The file cannot be read.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    _add_options_file(parser)
    file = parser.parse_known_args(arguments)[0].options
    if file is None:
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        msg = f"{file} is not JSON: {error}"
        raise ValueError(msg) from None
    values = content.get("options", content) if isinstance(content, dict) else None
    if not isinstance(values, dict):
        msg = f"{file} contains no options. Pass the output of `python -m webcrm_ext.probe --out`"
        raise ValueError(msg)  # noqa: TRY004 - as for the other options
    checked = Options()
    for name, value in values.items():
        checked.change(name, value)
    return values


def _add_options_file(parser: argparse.ArgumentParser) -> None:
    help_ = "a JSON file with rules, such as `python -m webcrm_ext.probe --out FILE` writes"
    parser.add_argument("--options", type=Path, metavar="FILE", help=help_)


def _serve(arguments: dict[str, Any]) -> str | None:
    """Serve until interrupted. Return the error message if that fails."""
    settings = {each.name: arguments.pop(each.name) for each in fields(FaultSettings)}
    fail_status = arguments.pop("fail_status")
    try:
        sandbox = Sandbox(**arguments)
    except (ValueError, OSError) as error:
        return f"{error}."
    with _stopped_by_signals(sandbox):
        try:
            sandbox.set_faults(seed=arguments["seed"], share_fault=Fault(status=fail_status), **settings)
            sandbox.listen()
            _print_start(sandbox, arguments["data"])
            sandbox.serve()
        except ValueError as error:
            return f"{error}."
        except OSError as error:
            return _port_error(arguments["host"], arguments["port"], error)
        finally:
            sandbox.stop()
    return None


@contextmanager
def _stopped_by_signals(sandbox: Sandbox) -> Iterator[None]:
    """Stop the sandbox on SIGINT (Ctrl-C) and SIGTERM, also before it serves and while it closes."""
    if current_thread() is not main_thread():  # only the main thread can handle signals
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    handlers = [signal.signal(each, lambda *_: sandbox.stop_serving()) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, handlers, strict=True):
            signal.signal(each, handler)


class _Formatter(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Shows defaults, and the lines of the epilog as they are."""


def _parser(parser_type: type[argparse.ArgumentParser], program: str, epilog: str | None) -> argparse.ArgumentParser:
    parser = parser_type(
        prog=program,
        description="A stateful webCRM on your own machine, for development and tests.",
        epilog=epilog,
        formatter_class=_Formatter,
    )
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="the port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument(
        "--allow-host", action="append", default=[], dest="allowed_hosts", metavar="NAME",
        help="a name or address, besides those of this machine, that requests may be sent to; can be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--data", type=Path, help="the file to store records in; without it they are deleted at the end"
    )
    parser.add_argument("--seed", type=_any_whole_number, default=1, help="the seed of the generated records")
    parser.add_argument("--records", type=_count, default=DEFAULT_RECORDS, help="how many persons to generate")
    _add_options_file(parser)
    rules = parser.add_argument_group("rules")
    for option in fields(Options):
        rules.add_argument(_flag(option.name), **_argument(option), help=option.metadata["help"])
    faults = parser.add_argument_group("faults", "POST /_sandbox/faults injects faults into single requests.")
    for fault in fields(FaultSettings):
        if isinstance(fault.default, bool):
            faults.add_argument(_flag(fault.name), action="store_true", help=fault.metadata["help"])
        else:
            faults.add_argument(_flag(fault.name), type=_number, default=fault.default, help=fault.metadata["help"])
    faults.add_argument(
        "--fail-status", type=_any_whole_number, default=503, help="the status of the requests of --fail-share"
    )
    return parser


def _argument(option: Any) -> dict[str, Any]:
    """Return the arguments of `add_argument` for an option of this type. `Options` validates the value."""
    choices = [each for each in get_args(option.type) if isinstance(each, str)]
    if choices:
        return {"choices": choices, "default": option.default}
    if option.type is bool:
        return {"action": argparse.BooleanOptionalAction, "default": option.default}
    if option.type == frozenset[str]:
        return {"action": "append", "default": [], "metavar": "ENTITY"}
    if option.type == int | None:
        return {"type": _limit_or_off, "default": option.default, "metavar": "N"}
    return {"type": _number if option.type is float else _any_whole_number, "default": option.default, "metavar": "N"}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _whole_number(expected: str, least: float = -math.inf, most: float = math.inf) -> Callable[[str], int]:
    """Return an argparse type for a whole number within bounds, which `expected` describes."""

    def parse(value: str) -> int:
        # int() alone accepts "1_000" and other digits than 0 to 9, and fails on thousands of them.
        if not re.fullmatch(r"[+-]?[0-9]{1,100}", value) or not least <= int(value) <= most:
            msg = f"{value!r} is not {expected}"
            raise argparse.ArgumentTypeError(msg)
        return int(value)

    return parse


_any_whole_number = _whole_number("a whole number")
_count = _whole_number("a whole number of 0 or more", 0)
_port = _whole_number("a port number from 0 to 65535", 0, 65535)
_limit = _whole_number("a whole number or 'off'")


def _limit_or_off(value: str) -> int | None:
    return None if value == "off" else _limit(value)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        msg = f"{value!r} is not a number"
        raise argparse.ArgumentTypeError(msg) from None


def _port_error(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Choose another with --port, or 0 for a free one."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def _print_start(sandbox: Sandbox, data: Path | None) -> None:
    storage = f"stored in {data}" if data else "deleted when it stops"
    lines = [
        f"The webCRM sandbox is at  {sandbox.url}",
        f"Application token:        {sandbox.application_token}",
        *(f"  {each.name}:".ljust(26) + each.token for each in sandbox.application_tokens[1:]),
        f"Look into it:             {sandbox.url}/_sandbox/",
        f"Documentation:            {sandbox.documentation}",
        f"Records:                  {sandbox.count('Persons')} persons, {storage}",
        "To use it in a shell:",
        f"export WEBCRM_BASE_URL={sandbox.url}",
        f"export WEBCRM_APPLICATION_TOKEN={sandbox.application_token}",
        "Ctrl-C stops it.",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201
