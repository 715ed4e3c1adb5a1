"""Upsert 500 organisations, and kill this process after some responses."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from tests.contract.client.records import KEY, organisations
from webcrm_ext import WebCRM


def main(url: str, token: str, responses: str) -> None:
    left = int(responses)

    def kill_when_done(_: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with WebCRM(token, base_url=url, requests_per_minute=None, event_hooks={"response": [kill_when_done]}) as crm:
        crm.organisations.upsert_by(KEY, organisations(500), batch=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
