"""The commands that run a module of its own: probe, drift, sandbox; and the completion of shells."""

from __future__ import annotations

import sys

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.failures import CommandError


def probe(context: Context) -> int:
    """Find out what the API documentation leaves open."""
    from webcrm_ext.cli.credentials import credentials  # noqa: PLC0415 - loads the client
    from webcrm_ext.probe.command_line import main  # noqa: PLC0415

    arguments = context.options.arguments
    if {"-h", "--help"} & set(arguments):
        return main(arguments, program="webcrm probe")
    token, settings = credentials(context.options, context.warn)
    return main(arguments, application_token=token, base_url=settings.get("base_url"), program="webcrm probe")


def drift(context: Context) -> int:
    """Check whether the client is behind the API."""
    from webcrm_ext.drift.command_line import main  # noqa: PLC0415 - loads the definition

    return main(context.options.arguments)


def sandbox(context: Context) -> int:
    """Start a webCRM on this machine."""
    from webcrm_ext.sandbox.__main__ import main  # noqa: PLC0415 - an extra

    return main(context.options.arguments)


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
