"""The test of a killed worker and a restarted Redis at full size: `python -m tests.services.soak_fleet`.

30 systems of 2,000 persons; takes about two minutes on two cores.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from tests.services.fleet_outage import run_outage

SYSTEMS = 30
PERSONS = 2000


def main() -> None:
    """Run all systems once, and print what it came to; an incomplete system raises."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        result = run_outage(Path(folder), SYSTEMS, PERSONS, monkeypatch)
    attempts = [record.attempt for record in result.records.values()]
    lines = [
        f"systems complete and equal     {len(result.records)} of {SYSTEMS}, {PERSONS:,} persons each",
        f"rows recorded                  {sum(record.rows['persons'] for record in result.records.values()):,}",
        f"load packages of a system      {min(result.loads.values())} to {max(result.loads.values())}",
        f"attempts of a system           {min(attempts)} to {max(attempts)}",
        f"requests of all systems        {sum(result.requests.values()):,}",
        f"429s                           {result.refused}",
        f"seconds                        {result.seconds:.0f}",
        f"memory of Redis                {result.redis_bytes / 1024:,.0f} kB",
    ]
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
