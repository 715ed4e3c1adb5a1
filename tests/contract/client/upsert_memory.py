"""Upsert organisations from a generator, and print the peak of the memory that Python has allocated."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from typing import Any

from webcrm_api.tables import ORGANISATIONS

from tests.contract.client.records import KEY
from webcrm_ext import WebCRM


def records(count: int) -> Iterator[dict[str, Any]]:
    """Yield organisations, each a new object."""
    for number in range(count):
        yield {"OrganisationName": f"N{number}", "OrganisationComment": "x" * 100, KEY: f"K'{number}"}


def main(url: str, token: str, count: str, chunk: str) -> None:
    with WebCRM(token, base_url=url, requests_per_minute=None, timeout=300) as crm:

        def upsert(number: int) -> Any:
            return crm.upsert_by(ORGANISATIONS, KEY, records(number), batch=1000, chunk=int(chunk))

        upsert(10)  # imports what it needs
        tracemalloc.start()
        report = upsert(int(count))
        peak = tracemalloc.get_traced_memory()[1]
    sys.stdout.write(f"{peak} {sum(report.counts.values())}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
