"""The commands `webcrm fleet run` and `webcrm fleet status`."""

from __future__ import annotations

import datetime
from typing import Any

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.exit_codes import DONE, FAILED, PARTLY_FAILED
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.fleet.connection import connect
from webcrm_ext.fleet.extras import load_extra
from webcrm_ext.fleet.in_process import SystemOutcome, run_systems
from webcrm_ext.fleet.records import DONE as RUN_DONE
from webcrm_ext.fleet.status import status_rows
from webcrm_ext.fleet.systems import Fleet
from webcrm_ext.fleet.systems_file import read_fleet


def run(context: Context) -> int:
    """Load systems now, one after the other, and print a row for each."""
    rows = []
    for each in run_systems(_fleet(context), context.options.names):
        rows.append(_row(each))
        if context.options.format not in (None, "table"):
            continue
        context.note(f"{each.system}: {rows[-1]['failure'] or rows[-1]['state']}")
    context.output.rows(rows)
    undone = sum(row["state"] != RUN_DONE for row in rows)
    return DONE if not undone else FAILED if undone == len(rows) else PARTLY_FAILED


def status(context: Context) -> None:
    """Print the last and the next run of each system.

    Raises:
        CommandError: Redis is not reachable.
    """
    fleet = _fleet(context)
    redis = connect(fleet.settings)
    try:
        rows = status_rows(fleet, redis, now=datetime.datetime.now(datetime.UTC))
    except load_extra("redis").RedisError as error:
        raise CommandError(
            f"Redis is not reachable: {type(error).__name__}.",
            "Start it, or correct WEBCRM_REDIS_URL or the table [fleet] of systems.toml.",
            code="redis",
            exit_code=FAILED,
        ) from None
    finally:
        redis.close()
    context.output.rows(rows)


def _fleet(context: Context) -> Fleet:
    return read_fleet(context.options.systems)


def _row(each: SystemOutcome) -> dict[str, Any]:
    record = each.outcome.record
    if record is None:
        values = dict.fromkeys(("rows", "requests", "429s"))
        if each.outcome.busy_for is None:  # a worker has done it since
            return {"system": each.system, "state": RUN_DONE, **values, "failure": ""}
        failure = "a worker is running this system"
        return {"system": each.system, "state": "running", **values, "failure": failure}
    return {
        "system": each.system,
        "state": record.state if record.state == RUN_DONE else "failed",
        "rows": sum(record.rows.values()),
        "requests": record.requests,
        "429s": record.refused,
        "failure": record.failure,
    }
