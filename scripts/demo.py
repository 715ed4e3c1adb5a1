"""The main jobs with the command `webcrm`, against a sandbox on this machine."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

from webcrm_ext.cli.program import main as webcrm
from webcrm_ext.sandbox import Sandbox

_KEY = "OrganisationExtraCustom8"
CUSTOMERS = """customer no;name;city
C-1001;Nordlys Lighting A/S;Aarhus
C-1002;Fjord Interiors AS;Bergen
C-1003;Skärgård Möbler AB;Göteborg
"""
_UPSERT = (
    f"webcrm upsert organisations customers.csv --key {_KEY} --map 'customer no={_KEY}' "
    "--map name=OrganisationName --map city=OrganisationCity"
)
_EXPORT = "webcrm export persons organisations --to out"
_QUERY = "SELECT PersonId, PersonName, PersonTitle FROM Person WHERE PersonOrganisationId = :id"
_STEPS = [
    ("Log in, and see what the token may read.", "webcrm check"),
    ("List records. The table shows the columns that fit.", "webcrm list persons --limit 5"),
    (
        "Query with SQL. Values are passed by name.",
        f"webcrm query '{_QUERY}' --param id:=1",
    ),
    ("Plan an upsert of a CSV file: nothing is written.", f"{_UPSERT} --dry-run"),
    ("Run it. A second run would find all of them unchanged.", _UPSERT),
    (
        "Find what was written.",
        f"webcrm list organisations --where {_KEY}=C-1002 --columns OrganisationId,OrganisationName,OrganisationCity",
    ),
    ("Export tables to Parquet. Other formats are csv, jsonl and duckdb.", _EXPORT),
    ("Export what has changed since then, as a cron job would.", f"{_EXPORT} --since last"),
    ("Errors say what to do.", "webcrm list contacts"),
]


def main() -> int:
    """Run the demo and return the exit code."""
    with Sandbox(records=400) as sandbox, tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path("customers.csv").write_text(CUSTOMERS, encoding="utf-8")
        os.environ |= {
            "WEBCRM_APPLICATION_TOKEN": sandbox.application_token,
            "WEBCRM_BASE_URL": sandbox.url,
            "XDG_STATE_HOME": folder,
        }
        print(f"A sandbox is at {sandbox.url}. Its token is in WEBCRM_APPLICATION_TOKEN.")
        codes = [_run(*step) for step in _STEPS]
        print(f"\nThe commands sent {len(list(sandbox.requests))} requests, logins included.")
    return 0 if codes[:-1] == [0] * (len(codes) - 1) else 1


def _run(title: str, command: str) -> int:
    print(f"\n# {title}\n$ {command}", flush=True)
    code = webcrm(shlex.split(command)[1:])
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())
