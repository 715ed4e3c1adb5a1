"""The command line: `python -m webcrm_ext.sandbox --port 8765 --data sandbox.sqlite --seed 1`."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; returns the exit status."""
    try:
        from .command_line import run  # noqa: PLC0415 - so that a missing extra is one clear line
    except ModuleNotFoundError as error:
        print(  # noqa: T201
            f"The sandbox needs {error.name}; install it with: pip install 'webcrm-client[sandbox]'", file=sys.stderr
        )
        return 1
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
