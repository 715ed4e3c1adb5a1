"""Many webCRM systems loaded into warehouses on a schedule, by Celery workers that share a Redis.

    celery -A webcrm_ext.fleet worker      # as many as needed, on any number of machines
    celery -A webcrm_ext.fleet beat        # one
    webcrm fleet status

The systems are in the file that `WEBCRM_FLEET` names, by default `systems.toml`. The modules:

    systems_file   reads systems.toml             system_run   one run of one system, by dlt
    systems        the systems                    coordination lease, records and result of a run, without Celery
    settings       the settings of the fleet      schedules    when a system is due
    tokens         where application tokens are   celery_app   the app, its tasks and its beat schedule
    lease          one run of a system at a time  status       the last and the next run of each system
    records        the records of runs            in_process   runs without Celery
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name == "app":  # celery -A webcrm_ext.fleet
        from webcrm_ext.fleet.celery_app import create_app  # noqa: PLC0415 - Celery is an extra
        from webcrm_ext.fleet.systems_file import read_fleet  # noqa: PLC0415 - when it is used

        app = globals()["app"] = create_app(read_fleet())
        return app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
