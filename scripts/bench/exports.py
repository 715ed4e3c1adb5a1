"""Export persons with each side: `python -m scripts.bench.exports SIDE URL PAGES`."""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from scripts.bench.pulling import SIZE
from scripts.bench.records import TOKEN, date_properties


class Exported(NamedTuple):
    """What a side has done: rows, requests, and the seconds of processor time if they are not those of the process."""

    rows: int
    requests: int
    cpu: float | None = None


def export(format_: Literal["parquet", "jsonl", "csv", "duckdb"]) -> Callable[[str, int, Path], Exported]:
    """Return a side that exports with this client."""

    def run(url: str, _pages: int, folder: Path) -> Exported:
        from webcrm_ext import WebCRM  # noqa: PLC0415 - a side imports what it needs

        with WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
            report = crm.export(folder, ["persons"], format=format_)
        return Exported(report.rows, report.requests + 1)

    return run


def read_and_discard(url: str, pages: int, _folder: Path) -> Exported:
    """Read the same pages with this client, as an export does, and do nothing with them."""
    from attrs import evolve  # noqa: PLC0415
    from webcrm_api.tables import TABLES  # noqa: PLC0415

    from webcrm_ext import WebCRM  # noqa: PLC0415
    from webcrm_ext.exports import operation  # noqa: F401, PLC0415 - so that the difference is the work on records
    from webcrm_ext.exports.pages import list_call  # noqa: PLC0415
    from webcrm_ext.operations import Operation, Together  # noqa: PLC0415

    table = next(each for each in TABLES if each.resource == "persons")

    def discard(response: Any) -> Any:
        return len(response.content)

    def read() -> Operation[None]:
        for first in range(1, pages + 1, _CONCURRENCY):
            numbers = range(first, min(first + _CONCURRENCY, pages + 1))
            yield Together(tuple(evolve(list_call(table, number), reader=discard) for number in numbers))

    with WebCRM(TOKEN, base_url=url, requests_per_minute=None) as crm:
        crm.run_operation(read())
    return Exported(pages * SIZE, pages + 1)


def pandas_parquet(url: str, _pages: int, folder: Path) -> Exported:
    """The script that a user would write: all rows with httpx, then pandas."""
    import pandas as pd  # noqa: PLC0415

    rows: list[dict[str, Any]] = []
    requests = 1
    for page in _httpx_pages(url):
        rows += json.loads(page)
        requests += 1
    frame = pd.DataFrame(rows)
    for name in date_properties("PersonDto"):
        frame[name] = pd.to_datetime(frame[name], format="ISO8601", utc=True, errors="coerce")
    frame.to_parquet(folder / "persons.parquet", compression="zstd")
    return Exported(len(rows), requests)


def json_lines(url: str, _pages: int, folder: Path) -> Exported:
    """The script that a user would write: httpx, `json.loads` and `json.dumps`."""
    rows, requests = 0, 1
    with (folder / "persons.jsonl").open("w", encoding="utf-8") as file:
        for page in _httpx_pages(url):
            lines = [json.dumps(record, ensure_ascii=False) for record in json.loads(page)]
            file.writelines(f"{each}\n" for each in lines)
            rows, requests = rows + len(lines), requests + 1
    return Exported(rows, requests)


def json_alone(url: str, _pages: int, _folder: Path) -> Exported:
    """`json.loads` and `json.dumps` alone."""
    rows, requests, seconds = 0, 1, 0.0
    for page in _httpx_pages(url):
        started = time.process_time()
        lines = [json.dumps(record, ensure_ascii=False) for record in json.loads(page)]
        seconds += time.process_time() - started
        rows, requests = rows + len(lines), requests + 1
    return Exported(rows, requests, seconds)


_CONCURRENCY = 4
"""The pages that an export requests at once."""

SIDES: dict[str, Callable[[str, int, Path], Exported]] = {
    "parquet": export("parquet"),
    "jsonl": export("jsonl"),
    "csv": export("csv"),
    "duckdb": export("duckdb"),
    **{each.__name__: each for each in (read_and_discard, pandas_parquet, json_lines, json_alone)},
}


def run(side: str, url: str, pages: int) -> dict[str, Any]:
    """Run a side; return the seconds of processor time of this process, and what the export cost."""
    with tempfile.TemporaryDirectory(prefix="webcrm-bench-") as folder:
        started = time.perf_counter()
        exported = SIDES[side](url, pages, Path(folder))
        seconds = time.perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "figure": usage.ru_utime + usage.ru_stime if exported.cpu is None else exported.cpu,
        "result": {
            "rows": exported.rows,
            "requests": exported.requests,
            "seconds": seconds,
            "peak": _peak_memory(usage.ru_maxrss),
        },
    }


def _httpx_pages(url: str) -> Iterator[bytes]:
    """Yield the content of each page, the empty one after the last included."""
    import httpx  # noqa: PLC0415

    with httpx.Client(base_url=url) as client:
        login = client.post("/Auth/ApiLogin", data={"authCode": TOKEN}).json()
        client.headers["Authorization"] = f"Bearer {login['AccessToken']}"
        number, content = 1, b""
        while content != b"[]":
            content = client.get("/Persons", params={"Page": number, "Size": SIZE}).raise_for_status().content
            number += 1
            yield content


def _peak_memory(otherwise: int) -> int:
    """Return the peak memory of this program in KiB. `ru_maxrss` would include that of the process that started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return otherwise
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) if found else otherwise


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
