"""Demo of the main job against a sandbox on this machine: log in, list, read one record, print a table."""

from __future__ import annotations

import sys
from itertools import islice

from webcrm_ext import NotFoundError, WebCRM
from webcrm_ext.sandbox import Sandbox

_COUNT = 8
_ROW = "{:>6}  {:<26} {:<28} {}"


def main() -> int:
    """Run the demo and return the exit code."""
    with Sandbox(records=400) as sandbox, WebCRM(sandbox.application_token, base_url=sandbox.url) as crm:
        print(f"A sandbox listens on {sandbox.url}; the client logs in to it on first use.\n")

        organisations = {each.organisation_id: each.organisation_name for each in crm.organisations.list()}
        print(_ROW.format("id", "person", "e-mail", "organisation"))
        for person in islice(crm.persons.list(), _COUNT):
            organisation = organisations.get(person.person_organisation_id or 0) or ""
            print(_ROW.format(person.person_id, person.person_name or "", person.person_email or "", organisation))
        count = sum(1 for _ in crm.persons.list(size=100))
        print(f"{'…':>6}  {count} persons in pages of 100\n")

        person = crm.persons.get(1)
        print(f"crm.persons.get(1) returns\n  {person!r}\n")
        try:
            crm.persons.get(1_000_000)
        except NotFoundError as error:
            print(f"crm.persons.get(1000000) raises\n  NotFoundError: {error}\n")
        print(f"{len(list(sandbox.requests))} requests were sent, logins included.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
