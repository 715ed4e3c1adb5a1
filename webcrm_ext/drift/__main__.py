"""Is the client that I have behind the API, and does anything that I might call break?"""

from __future__ import annotations

import sys

from webcrm_ext.drift.command_line import main

if __name__ == "__main__":
    sys.exit(main())
