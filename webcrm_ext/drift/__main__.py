"""Check whether the installed client is behind the API, and whether any of its calls break."""

from __future__ import annotations

import sys

from webcrm_ext.drift.command_line import main

if __name__ == "__main__":
    sys.exit(main())
