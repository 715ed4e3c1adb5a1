"""`crm.documents`: upload and download files."""

from __future__ import annotations

import builtins
import os
from pathlib import Path
from typing import Any, overload

from webcrm_api.api.documents import documents_download, documents_get
from webcrm_api.resources import documents as generated

from webcrm_ext.documents.download_all import Download, DownloadResult, Progress, download_all
from webcrm_ext.documents.download_folder import DownloadFolder
from webcrm_ext.documents.files import (
    Source,
    atomic_file,
    existing_folder,
    plain_name,
    reject_file_name,
    safe_name,
    upload_call,
)
from webcrm_ext.operations import drive, drive_async


class Documents(generated.Documents):
    """Documents."""

    def upload(self, source: Source, *, file_name: str | None = None, **properties: Any) -> int:
        """Upload a file as a new document, and return the document's id.

        Args:
            source: The path of the file, its bytes, or a file open in mode "rb", which is read from its position on.
            file_name: The document's file name. Required for bytes; by default the name of the file.
            properties: Further properties, named as in `DocumentDto`.

        Raises:
            ConfigurationError: The file is not readable, or `source` has no name and `file_name` is missing; nothing
                was sent.
            FieldValueError: `DocumentDto` has no such property, or the file name cannot be sent; nothing was sent.
            OutcomeUnknownError: No response arrived, and the document may exist.

        Calls `POST /Documents` with the bytes as base64 in DocumentFile (inferred; the vendor does not document it).
        """
        return self._runner.run(upload_call(source, file_name, properties))

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
        """Return a document's bytes; or with a folder, stream them to a file there, and return its path.

        The bytes go to a temporary file in the folder, which replaces a file of the same name when it is complete.
        Documents may share a name: use `file_name=f"{id}.pdf"` to keep each.

        Args:
            id: The document's id.
            to: An existing folder.
            file_name: The name of the file in the folder; by default the document's own, with unsafe characters
                replaced.

        Raises:
            NotFoundError: No document has this id.
            ConfigurationError: The folder does not exist or is not writable, the disk is full, or `file_name` is a
                path or a drive.

        Calls `GET /Documents/{id}/Download`; with `to` and no `file_name` also `GET /Documents/{id}`.
        """
        if to is None:
            reject_file_name(file_name)
            return super().download(id)
        folder = existing_folder(to)
        name = plain_name(file_name) if file_name else safe_name(self._runner.run(documents_get.call(id)), id)
        with atomic_file(folder / name) as file:
            self._runner.download(documents_download.call(id), file)
        return folder / name

    def download_all(
        self, organisation_id: int, *, to: str | os.PathLike[str], progress: Progress | None = None
    ) -> builtins.list[DownloadResult]:
        """Download all documents of an organisation into a folder, and return a result for each, by id.

        Each file has the document's own name, with unsafe characters replaced. Where another file has that name, also
        without regard to case, the document's id is added: `offer (12).pdf`. The file `.webcrm-documents.jsonl` in the
        folder records them. So another run gives a document the same name, and downloads it only if it was changed, or
        its file is missing or has another size. No other file is replaced, and none is deleted. Folders of the
        documents (`DocumentFolder`) are ignored.

        Each file is first written under a temporary name, so that a file is complete or missing. After an interruption,
        run it again.

        Args:
            organisation_id: The organisation's id.
            to: The folder, which is made if it is missing.
            progress: Called as `progress(done, total)` after each document.

        Returns:
            The results: `downloaded`; `unchanged` since an earlier run; or `failed`. If the service becomes unreachable
            or refuses the login after the first document, all others have `failed`, with that reason.

        Raises:
            FieldValueError: The id is not above 0; nothing was sent.
            ConfigurationError: The folder cannot be made or is not writable, or the disk is full.
            WebCRMError: The documents could not be listed; or the service became unreachable or refused the login
                before the first document.

        Calls `GET /Queries` for each 1000 documents, or if it is refused `GET /Documents`, and
        `GET /Documents/{id}/Download`.
        """

        def perform(step: Any) -> Any:
            return self._runner.download(step.call, step.file) if isinstance(step, Download) else self._runner.run(step)

        return drive(download_all(organisation_id, DownloadFolder(to), progress), perform)


class AsyncDocuments(generated.AsyncDocuments):
    """Documents, async; otherwise like `Documents`."""

    async def upload(self, source: Source, *, file_name: str | None = None, **properties: Any) -> int:
        """Upload a file as a new document, and return the document's id; see `Documents.upload`."""
        return await self._runner.run(upload_call(source, file_name, properties))

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
        """Return a document's bytes, or stream them to a file; see `Documents.download`."""
        if to is None:
            reject_file_name(file_name)
            return await super().download(id)
        folder = existing_folder(to)
        name = plain_name(file_name) if file_name else safe_name(await self._runner.run(documents_get.call(id)), id)
        with atomic_file(folder / name) as file:
            await self._runner.download(documents_download.call(id), file)
        return folder / name

    async def download_all(
        self, organisation_id: int, *, to: str | os.PathLike[str], progress: Progress | None = None
    ) -> builtins.list[DownloadResult]:
        """Download all documents of an organisation into a folder; see `Documents.download_all`."""

        async def perform(step: Any) -> Any:
            if isinstance(step, Download):
                return await self._runner.download(step.call, step.file)
            return await self._runner.run(step)

        return await drive_async(download_all(organisation_id, DownloadFolder(to), progress), perform)
