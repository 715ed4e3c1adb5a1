"""Start a sandbox without a rate limit, and print its address: `python -m scripts.bench.sandboxed RECORDS`."""

from __future__ import annotations

import sys

from webcrm_ext.sandbox import Sandbox

if __name__ == "__main__":
    sandbox = Sandbox(records=int(sys.argv[1]), requests_per_minute=None)
    sandbox.listen()
    print(sandbox.url, flush=True)
    sandbox.serve()
