"""The command line: `python -m webcrm_ext.sandbox --port 8765 --data sandbox.sqlite --seed 1`."""

import sys
from contextlib import suppress

from . import require_extra


def main(
    arguments: list[str] | None = None, *, program: str = "python -m webcrm_ext.sandbox", epilog: str | None = None
) -> int:
    """Serve until Ctrl-C, and return the exit status.

    Args:
        arguments: The arguments; None for those of the process.
        program: The name of the program in its help.
        epilog: The end of the help.
    """
    status = 0
    # Ctrl-C may come while modules are loaded or records are generated. Later it makes `run` return.
    with suppress(KeyboardInterrupt):
        status = _run(arguments, program, epilog)
    if status == 0:
        print("\nThe sandbox has stopped.", flush=True)  # noqa: T201
    return status


def _run(arguments: list[str] | None, program: str, epilog: str | None) -> int:
    try:
        require_extra()
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    from .command_line import run  # noqa: PLC0415 - needs the extra's packages

    return run(arguments, program=program, epilog=epilog)


if __name__ == "__main__":
    sys.exit(main())
