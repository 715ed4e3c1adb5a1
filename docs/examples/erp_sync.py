"""Write the customers of an ERP into webCRM, and read back what changed there: `erp_sync.py customers.csv`.

The file is a "CSV UTF-8" of a Danish Excel. Its first line names the fields by their labels in webCRM, such as
"ERP number" and "Customer since". If a value does not fit its field, nothing is written.
"""

import argparse
import csv
import datetime
import sys

from webcrm_api.models import OrganisationDto

from webcrm_ext import InvalidValuesError, WebCRM


def main(path: str) -> None:
    organisations: list[OrganisationDto] = []
    invalid: list[str] = []
    with open(path, encoding="utf-8-sig", newline="") as file, WebCRM() as crm:
        reader = csv.DictReader(file, delimiter=";")
        for row in reader:
            organisations.append(OrganisationDto(organisation_id=0))
            try:
                crm.custom(organisations[-1]).update(row, parse=True)
            except InvalidValuesError as error:
                invalid.append(f"Line {reader.line_num}: {error}")
        if invalid:
            sys.exit("\n".join(invalid))
        report = crm.organisations.upsert_by("ERP number", organisations)
        print(report)
        report.raise_for_failures()
        since = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=24)
        for organisation in crm.organisations.changed_since(since):
            print(organisation.organisation_name, crm.custom(organisation)["ERP number"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the customers of an ERP into webCRM, and print what changed.")
    parser.add_argument("path", help='a "CSV UTF-8" of a Danish Excel, whose first line has the labels of webCRM')
    main(**vars(parser.parse_args()))
