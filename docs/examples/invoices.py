"""Write the lines of an invoice to a delivery, with or without linked data.

    python docs/examples/invoices.py D00067 lines.csv

The file has the columns text, quantity and price. A number may have a decimal comma.
"""

import argparse
import csv

from webcrm_api.models import QuotationLineUpdateDto

from webcrm_ext import WebCRM


def number_of(text: str) -> float:
    return float(text.replace(",", "."))


def main(number: str, path: str) -> None:
    with open(path, encoding="utf-8", newline="") as file:
        lines = [
            QuotationLineUpdateDto(
                quotation_line_id=0,
                quotation_line_data_1=row["text"],
                quotation_line_quantity=number_of(row["quantity"]),
                quotation_line_price=number_of(row["price"]),
            )
            for row in csv.DictReader(file)
        ]
    with WebCRM() as crm:
        delivery = crm.deliveries.find(delivery_number=number).one()
        ids = crm.quotation_lines.replace_for_delivery(delivery.delivery_id, lines)
        crm.deliveries.update(delivery.delivery_id, delivery_erp_status="Synchronized")
        print(f"{number}: {len(ids)} line{'' if len(ids) == 1 else 's'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the lines of an invoice to a delivery.")
    parser.add_argument("number", help="the number of the delivery")
    parser.add_argument("path", help="a CSV file with the columns text, quantity and price")
    main(**vars(parser.parse_args()))
