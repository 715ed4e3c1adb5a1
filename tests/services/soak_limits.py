"""The tests of shared limits with the service's window, as `make soak-limits`: all situations at once, and a table."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tests.services.shared_limits import PROCESSES, SITUATIONS, Result, Situation, run

WINDOW = 60.0
LIMIT = 250
SECONDS = 150.0


def main() -> int:
    """Run all situations, print what the service counted, and return 1 where a result is not as it should be."""
    situations = [Situation(name, WINDOW, LIMIT, SECONDS, killed_at=4.0, started_at=63.0) for name in SITUATIONS]
    with ThreadPoolExecutor(len(situations)) as pool:
        results = dict(zip(SITUATIONS, pool.map(run, situations), strict=True))
    lines = ["situation   counted  of allowed   429s  logins  unfairness  failed calls  longest call"]
    lines += [
        f"{name:<10} {each.counted:>8} {each.share:>11.1%} {each.refused:>6} {each.logins:>7} {each.unfairness:>11.1%} "
        f"{len(each.errors):>13} {each.longest:>11.1f} s{'' if is_good(name, each) else '  not as it should be'}"
        for name, each in results.items()
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(is_good(name, each) for name, each in results.items()) else 1


def is_good(name: str, result: Result) -> bool:
    """Return whether a result is as it should be in its situation."""
    if name == "killed":
        return not result.errors and result.refused <= PROCESSES
    if name == "stranger":
        return not result.errors and result.longest <= 2 * WINDOW
    return (
        (result.errors, result.refused, result.logins) == ([], 0, 1)
        and result.share >= 0.97
        and result.unfairness <= 0.15
    )


if __name__ == "__main__":
    sys.exit(main())
