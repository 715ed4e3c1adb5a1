"""Write the customers of an ERP into webCRM, and read back what changed there.

    python docs/examples/erp_sync.py customers.csv

The first line of the file names the fields by their labels in webCRM, such as "ERP number" and "Customer since".
"""

import csv
import datetime
import sys

from webcrm_api.models import OrganisationDto

from webcrm_ext import WebCRM


def main(path: str) -> None:
    with open(path, encoding="utf-8", newline="") as file, WebCRM() as crm:
        organisations: list[OrganisationDto] = []
        for row in csv.DictReader(file):
            organisation = OrganisationDto(organisation_id=0)
            crm.custom(organisation).update(row, parse=True)
            organisations.append(organisation)
        report = crm.organisations.upsert_by("ERP number", organisations)
        print(report)
        report.raise_for_failures()
        since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=24)
        for organisation in crm.organisations.changed_since(since):
            print(organisation.organisation_name, crm.custom(organisation)["ERP number"])


if __name__ == "__main__":
    main(sys.argv[1])
