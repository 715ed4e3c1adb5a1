"""Attach a file to an organisation, and download all documents of that organisation.

python docs/examples/documents.py 12 offer.pdf downloads
"""

import sys
from pathlib import Path

from webcrm_ext import WebCRM


def main(organisation_id: str, path: str, folder: str) -> None:
    with WebCRM() as crm:
        crm.documents.upload(path, document_organisation_id=int(organisation_id))
        Path(folder).mkdir(exist_ok=True)
        for document in crm.documents.find(document_organisation_id=int(organisation_id)):
            print(crm.documents.download(document.document_id, to=folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
