"""Download all documents of an organisation: one operation for both clients."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, Literal

from attrs import frozen
from webcrm_api.api.documents import documents_download, documents_list
from webcrm_api.calls import Call
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.tables import DOCUMENTS
from webcrm_api.values import record_id

from webcrm_ext.documents.download_folder import DownloadFolder, Version
from webcrm_ext.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    FieldValueError,
    RateLimitError,
    UnexpectedResponseError,
    WebCRMError,
)
from webcrm_ext.operations import Operation
from webcrm_ext.paging.reader import all_records
from webcrm_ext.queries.rows import reader_for
from webcrm_ext.queries.selection import condition, script_call, select

Progress = Callable[[int, int], object]
"""Called with the number of documents that have ended, and that of all documents."""

_VERSION: Final = (
    "DocumentLastUpdatedAt", "DocumentUploadedAt", "DocumentUploadCount", "DocumentFileSize", "DocumentFileName",
    "DocumentFileExtension",
)  # fmt: skip
"""The properties of which one changes when the file changes. Which of the dates does is not documented."""

_OWNER: Final = "DocumentOrganisationId"


@frozen
class DownloadResult:
    """The outcome of one document.

    Attributes:
        id: The document's id.
        path: The path of its file; None if it failed.
        outcome: `"downloaded"`, `"unchanged"` if an earlier run has downloaded it, or `"failed"`.
        error: The reason if it failed.
    """

    id: int
    path: Path | None
    outcome: Literal["downloaded", "unchanged", "failed"]
    error: str | None = None


@frozen
class Download:
    """A step: write the response of a call to a file."""

    call: Call[bytes]
    file: IO[bytes]


def download_all(
    organisation_id: int, folder: DownloadFolder, progress: Progress | None
) -> Generator[Any, Any, list[DownloadResult]]:
    """Download all documents of an organisation, and return a result for each, by id.

    Raises:
        FieldValueError: The id is not above 0; nothing was sent.
        ConfigurationError: A file cannot be written.
        WebCRMError: The documents could not be listed, or no document could be downloaded.
    """
    documents = yield from _documents_of(organisation_id)
    paths = [folder.path(each) for each in documents]
    results: list[DownloadResult] = []
    reason = ""
    for document, path in zip(documents, paths, strict=True):
        id_, version = document.document_id, _version(document)
        if reason:
            results.append(DownloadResult(id_, None, "failed", reason))
        elif folder.is_complete(document, path, version):
            results.append(DownloadResult(id_, path, "unchanged"))
        else:
            try:
                with folder.writing(document, path, version) as file:
                    yield Download(documents_download.call(id_), file)
            except ConfigurationError:
                raise
            except WebCRMError as error:
                if _fails_for_all(error):
                    if not results:
                        error.add_to_message("No document was downloaded.")
                        raise
                    reason = str(error)
                results.append(DownloadResult(id_, None, "failed", str(error)))
            else:
                results.append(DownloadResult(id_, path, "downloaded"))
        if progress is not None:
            progress(len(results), len(documents))
    return results


def _documents_of(organisation_id: int) -> Operation[list[DocumentDto]]:
    """Return the documents of an organisation, by id, without their files."""
    try:
        record_id("organisation_id", organisation_id)
    except FieldValueError as error:
        raise FieldValueError(f"{error} Nothing was sent.") from None
    # Not all columns: DocumentFile may contain the whole file.
    script = select(DOCUMENTS, condition(_OWNER, int(organisation_id)), ", ".join((DOCUMENTS.id_column, *_VERSION)))
    try:
        documents = yield from all_records(partial(script_call, script, read=reader_for(DocumentDto)))
    except BadRequestError:  # the table or a column has another name in queries
        listed = yield from all_records(lambda page, size: documents_list.call(page=page, size=size))
        documents = [each for each in listed if each.document_organisation_id == organisation_id]
    for document in documents:
        if not isinstance(document.get(DOCUMENTS.id_column), int):
            raise UnexpectedResponseError("A row of Document has no DocumentId.", status=200, body="")
    return sorted(documents, key=lambda each: each.document_id)


def _version(document: DocumentDto) -> Version:
    """Return the values that change when a document changes, as JSON."""
    return [_json(document.get(name)) for name in _VERSION]


def _json(value: Any) -> Any:
    # The same moment may be written with another offset.
    return value.astimezone(datetime.UTC).isoformat() if isinstance(value, datetime.datetime) else value


def _fails_for_all(error: WebCRMError) -> bool:
    """Return whether every other download would fail, too."""
    if isinstance(error, APIConnectionError):
        return not error.sent
    return isinstance(error, AuthenticationError | RateLimitError)
