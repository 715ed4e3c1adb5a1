"""The command `webcrm`, as `python -m webcrm_ext`."""

from __future__ import annotations

import sys

from webcrm_ext.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
