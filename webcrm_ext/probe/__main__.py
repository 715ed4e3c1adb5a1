"""Find out what the API documentation leaves open, by reading: `python -m webcrm_ext.probe --out probe.json`."""

from __future__ import annotations

import sys

from webcrm_ext.probe.command_line import main

if __name__ == "__main__":
    sys.exit(main())
