"""The command line: `python -m webcrm_ext.sandbox --port 8765 --data sandbox.sqlite --seed 1`."""

import sys
from argparse import ArgumentParser
from contextlib import suppress

from . import require_extra


def main(
    arguments: list[str] | None = None,
    *,
    program: str = "python -m webcrm_ext.sandbox",
    epilog: str | None = None,
    parser_type: type[ArgumentParser] = ArgumentParser,
) -> int:
    """Serve until Ctrl-C, and return the exit status.

    Args:
        arguments: The arguments; None for those of the process.
        program: The name of the program in its help.
        epilog: The end of the help.
        parser_type: The class of the parser.
    """
    status = 0
    # Ctrl-C may come while modules are loaded or records are generated. Later it makes `run` return.
    with suppress(KeyboardInterrupt):
        status = _run(arguments, program, epilog, parser_type)
    if status == 0:
        print("\nThe sandbox has stopped.", flush=True)  # noqa: T201
    return status


def _run(arguments: list[str] | None, program: str, epilog: str | None, parser_type: type[ArgumentParser]) -> int:
    try:
        require_extra()
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    from .command_line import run  # noqa: PLC0415 - needs the extra's packages

    return run(arguments, program=program, epilog=epilog, parser_type=parser_type)


if __name__ == "__main__":
    sys.exit(main())
