"""Documents: files in and out, streamed, and never written outside the folder given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, overload

from webcrm_api.api.documents import documents_download, documents_get
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.resources import documents as generated

from webcrm_ext.documents import atomic_file, existing_folder, plain_name, reject_file_name, safe_name, upload_call
from webcrm_ext.resources.tables import AsyncTable, Table


class Documents(Table[DocumentDto], generated.Documents):
    """Documents."""

    _model = "DocumentDto"
    _package = "documents"

    def upload(self, source: str | os.PathLike[str] | bytes, *, file_name: str | None = None, **properties: Any) -> int:
        """Upload a file as a new document, and give its id.

        Args:
            source: The path of a file, or its bytes.
            file_name: What to call it; the file's own name where a path is given.
            properties: Further properties of the document, named as in `DocumentDto`.

        Raises:
            ConfigurationError: The file cannot be read, or bytes came without a name; nothing was sent.
            FieldValueError: A document has no such property; nothing was sent.
            OutcomeUnknownError: No answer came, and the document may be there.

        Calls `POST /Documents` with the bytes as base64 text in DocumentFile (likely, not documented).
        """
        return self._crm.run(upload_call(source, file_name, properties))

    @overload
    def download(self, id: int) -> bytes: ...

    @overload
    def download(self, id: int, *, to: str | os.PathLike[str], file_name: str | None = None) -> Path: ...

    def download(
        self,
        id: int,  # noqa: A002
        *,
        to: str | os.PathLike[str] | None = None,
        file_name: str | None = None,
    ) -> bytes | Path:
        """Download a document: its bytes, or into a folder, and then the path of the file.

        It is written to a temporary file in that folder, which takes its place when it is complete. A file of
        the same name is replaced; documents may share a name, and `file_name=f"{id}.pdf"` tells them apart.

        Args:
            id: The document's id.
            to: A folder that is there. Without it the bytes are given.
            file_name: What to call the file in the folder; the document's own name, made safe, where not given.

        Raises:
            NotFoundError: There is no such document.
            ConfigurationError: The folder is not there or cannot be written, its disk is full, or `file_name` is no
                plain name.

        Calls `GET /Documents/{id}/Download`, and with a folder and no name `GET /Documents/{id}`.
        """
        if to is None:
            reject_file_name(file_name)
            return super().download(id)
        folder = existing_folder(to)
        name = plain_name(file_name) if file_name else safe_name(self._crm.run(documents_get.call(id)), id)
        with atomic_file(folder / name) as file:
            self._crm.download(documents_download.call(id), file)
        return folder / name


class AsyncDocuments(AsyncTable[DocumentDto], generated.AsyncDocuments):
    """Documents, to be awaited; otherwise as `Documents`."""

    _model = "DocumentDto"
    _package = "documents"

    async def upload(
        self, source: str | os.PathLike[str] | bytes, *, file_name: str | None = None, **properties: Any
    ) -> int:
        """Upload a file as a new document, and give its id; as `Documents.upload`."""
        return await self._crm.run(upload_call(source, file_name, properties))

    @overload
    async def download(self, id: int) -> bytes: ...

    @overload
    async def download(self, id: int, *, to: str | os.PathLike[str], file_name: str | None = None) -> Path: ...

    async def download(
        self,
        id: int,  # noqa: A002
        *,
        to: str | os.PathLike[str] | None = None,
        file_name: str | None = None,
    ) -> bytes | Path:
        """Download a document; as `Documents.download`."""
        if to is None:
            reject_file_name(file_name)
            return await super().download(id)
        folder = existing_folder(to)
        name = plain_name(file_name) if file_name else safe_name(await self._crm.run(documents_get.call(id)), id)
        with atomic_file(folder / name) as file:
            await self._crm.download(documents_download.call(id), file)
        return folder / name
