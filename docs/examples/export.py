"""Write all tables into CSV files, under the labels of fields where the API has labels.

python docs/examples/export.py folder
"""

import sys
from pathlib import Path

from webcrm_api.tables import TABLES

from webcrm_ext import PermissionDeniedError, WebCRM


def main(folder: str) -> None:
    Path(folder).mkdir(exist_ok=True)
    with WebCRM() as crm:
        for table in TABLES:
            try:
                frame = getattr(crm, table.resource).list(concurrency=4).to_pandas()
            except PermissionDeniedError as error:
                print(f"{table.resource}: {error}", file=sys.stderr)
                continue
            frame.to_csv(Path(folder) / f"{table.resource}.csv", index=False)
            print(f"{table.resource}: {len(frame)}")


if __name__ == "__main__":
    main(sys.argv[1])
