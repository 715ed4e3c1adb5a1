"""The commands that run a module of its own: probe, drift, sandbox; and the completion of shells."""

from __future__ import annotations

import sys

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.failures import CommandError


def probe(context: Context) -> None:
    """Find out what the API documentation leaves open."""
    from webcrm_ext.cli.credentials import credentials  # noqa: PLC0415 - loads the client
    from webcrm_ext.probe.command_line import run  # noqa: PLC0415

    out = context.options.out
    report = run(*credentials(context.options, context.warn))
    if context.output.form == "json":
        context.output.one(report.document())
    else:
        context.output.text(report.text(out))
    if out is not None:
        report.write(out)


def drift(context: Context) -> int:
    """Check whether the client is behind the API."""
    from webcrm_ext.cli.credentials import address  # noqa: PLC0415 - for this command
    from webcrm_ext.drift.command_line import NOTHING_COMPARED, main  # noqa: PLC0415 - loads the definition

    try:
        arguments = _own_arguments(context)
        base_url = address(context.options)
    except CommandError as error:
        error.failure.exit_code = NOTHING_COMPARED  # another code would be the result of a comparison
        raise
    return main(arguments, program="webcrm drift", base_url=base_url, epilog=context.options.epilog)


def sandbox(context: Context) -> int:
    """Start a webCRM on this machine."""
    from webcrm_ext.cli.parser import Parser  # noqa: PLC0415 - loaded already
    from webcrm_ext.sandbox.__main__ import main  # noqa: PLC0415 - an extra

    arguments = _own_arguments(context)
    return main(arguments, program="webcrm sandbox", epilog=context.options.epilog, parser_type=Parser)


def _own_arguments(context: Context) -> list[str]:
    """Return the arguments of a module; global options among them are taken."""
    from webcrm_ext.cli.parser import Parser, add_shared_options  # noqa: PLC0415 - loaded already

    parser = Parser(prog=f"webcrm {context.options.command}", add_help=False)
    add_shared_options(parser, own=False, has_format=False)
    _, left = parser.parse_known_args(context.options.arguments, context.options)
    return list(left)


def completion(context: Context) -> None:
    """Print the completion script of a shell.

    Raises:
        CommandError: shtab is not installed.
    """
    try:
        import shtab  # noqa: PLC0415 - an extra
    except ImportError:
        raise CommandError(
            "The package shtab is not installed.", "Run `pip install 'webcrm-client[completion]'`."
        ) from None
    from webcrm_ext.cli.parser import program_parser  # noqa: PLC0415 - for this command

    sys.stdout.write(f"{shtab.complete(program_parser(), shell=context.options.shell)}\n")
