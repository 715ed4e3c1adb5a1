"""Run a pipeline, and kill this process in the middle of a step."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from dlt.common.runtime.collector import Collector

from tests.services.dlt_source.warehouse import Warehouse
from webcrm_ext import WebCRM
from webcrm_ext.dlt import webcrm_source


class KillingCollector(Collector):
    """Kills this process at the first progress of a step: some of it is done then, and the rest is not."""

    def __init__(self, step: str) -> None:
        self._killing, self._current = step, ""

    def update(self, name: str, inc: int = 1, *more: Any, **further: Any) -> None:
        if self._current.startswith(self._killing) and inc and name not in ("Resources", "Files", "Items"):
            os.kill(os.getpid(), signal.SIGKILL)

    def _start(self, step: str) -> None:
        self._current = step

    def _stop(self) -> None:
        self._current = ""


def main(url: str, token: str, folder: str, postgres_url: str, dataset: str, step: str) -> None:
    warehouse = Warehouse(Path(folder), postgres_url or None, dataset)
    with WebCRM(token, base_url=url) as crm:
        source = webcrm_source(["persons", "organisations"], deleted=True, crm=crm)
        warehouse.pipeline(progress=KillingCollector(step)).run(source)


if __name__ == "__main__":
    main(*sys.argv[1:])
