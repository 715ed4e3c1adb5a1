"""The command line: `python -m webcrm_ext.sandbox --port 8765 --data sandbox.sqlite --seed 1`."""

import sys

from . import require_extra


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; returns the exit status."""
    try:
        require_extra()
    except ModuleNotFoundError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    from .command_line import run  # noqa: PLC0415 - it imports what the extra installs

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
