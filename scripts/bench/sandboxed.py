"""Start a sandbox and print its address: `python -m scripts.bench.sandboxed RECORDS [REQUESTS_PER_MINUTE]`."""

from __future__ import annotations

import sys

from webcrm_ext.sandbox import Sandbox

if __name__ == "__main__":
    records, limit = int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else None
    sandbox = Sandbox(records=records, requests_per_minute=limit)
    sandbox.listen()
    print(sandbox.url, flush=True)
    sandbox.serve()
