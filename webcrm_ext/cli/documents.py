"""The commands `webcrm documents list`, `download` and `upload`."""

from __future__ import annotations

from typing import Any

from webcrm_api.tables import DOCUMENTS

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.exit_codes import DONE, PARTLY_FAILED
from webcrm_ext.cli.properties import values_by_name
from webcrm_ext.cli.records import columns_of, typed_value
from webcrm_ext.cli.values import pairs


def list_documents(context: Context) -> None:
    """Print documents, without their content."""
    options = context.options
    documents = context.crm.documents
    if options.organisation is None:
        found = documents.list(limit=options.limit)
    else:
        found = documents.find(DocumentOrganisationId=options.organisation, limit=options.limit)
    rows = ({name: value for name, value in record.to_dict().items() if name != "DocumentFile"} for record in found)
    first = ["DocumentId", "DocumentFileName"]
    context.output.rows(rows, columns=columns_of(context, DOCUMENTS), first=first)


def download(context: Context) -> int:
    """Download a document, or all of an organisation, and print the paths."""
    options = context.options
    documents = context.crm.documents
    if options.organisation is None:
        context.output.value("path", str(documents.download(options.id, to=options.to)))
        return DONE
    results = documents.download_all(options.organisation, to=options.to)
    context.output.rows(
        {"id": each.id, "path": None if each.path is None else str(each.path), "error": str(each.error or "")}
        for each in results
    )
    return PARTLY_FAILED if any(each.error for each in results) else DONE


def upload(context: Context) -> None:
    """Upload a file and print the id of its document."""
    context.check_may_write()
    values = values_by_name(context, DOCUMENTS, pairs(context.options.values))
    context.output.value("DocumentId", context.crm.documents.upload(context.options.file, **_typed(values)))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with numbers and dates for strings, where the property is one."""
    return {name: typed_value(DOCUMENTS, name, value) for name, value in values.items()}
