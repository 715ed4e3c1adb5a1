"""Documents: files in and out, streamed, and never written outside the folder given."""

from __future__ import annotations

import base64
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, overload

from webcrm_api.api.documents import documents_create, documents_download, documents_get
from webcrm_api.calls import Call
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.resources import documents as generated

from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.resources.tables import AsyncTable, Table

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200


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
            OutcomeUnknown: No answer came, and the document may be there.

        Calls `POST /Documents` with the bytes as base64 text in DocumentFile (likely, not documented).
        """
        return self._crm.run(_upload(source, file_name, properties))

    @overload
    def download(self, id: int) -> bytes: ...

    @overload
    def download(self, id: int, *, to: str | os.PathLike[str]) -> Path: ...

    def download(self, id: int, *, to: str | os.PathLike[str] | None = None) -> bytes | Path:  # noqa: A002
        """Download a document: its bytes, or into a folder or to a path, and then the path of the file.

        It is written to a temporary file beside it, which takes its place when it is complete.

        Args:
            id: The document's id.
            to: A folder, in which the file gets the document's name made safe; or the path of the file.
                Without it the bytes are given.

        Raises:
            NotFound: There is no such document.
            ConfigurationError: The folder is not there, or cannot be written.

        Calls `GET /Documents/{id}/Download`, and for a folder `GET /Documents/{id}`.
        """
        if to is None:
            return super().download(id)
        target = Path(to)
        if _is_folder(target):
            target /= _safe_name(self._crm.run(documents_get.call(id)), id)
        with _in_place_of(target) as file:
            self._crm.download(documents_download.call(id), file)
        return target


class AsyncDocuments(AsyncTable[DocumentDto], generated.AsyncDocuments):
    """Documents, to be awaited; otherwise as `Documents`."""

    _model = "DocumentDto"
    _package = "documents"

    async def upload(
        self, source: str | os.PathLike[str] | bytes, *, file_name: str | None = None, **properties: Any
    ) -> int:
        """Upload a file as a new document, and give its id; as `Documents.upload`."""
        return await self._crm.run(_upload(source, file_name, properties))

    @overload
    async def download(self, id: int) -> bytes: ...

    @overload
    async def download(self, id: int, *, to: str | os.PathLike[str]) -> Path: ...

    async def download(self, id: int, *, to: str | os.PathLike[str] | None = None) -> bytes | Path:  # noqa: A002
        """Download a document; as `Documents.download`."""
        if to is None:
            return await super().download(id)
        target = Path(to)
        if _is_folder(target):
            target /= _safe_name(await self._crm.run(documents_get.call(id)), id)
        with _in_place_of(target) as file:
            await self._crm.download(documents_download.call(id), file)
        return target


def _upload(source: str | os.PathLike[str] | bytes, file_name: str | None, properties: dict[str, Any]) -> Call[int]:
    if isinstance(source, bytes):
        content = source
        if not file_name:
            raise ConfigurationError("Bytes have no name: pass file_name=.")
    else:
        path = Path(source)
        file_name = file_name or path.name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    stem, dot, extension = file_name.rpartition(".")
    document = DocumentDto(
        document_id=0,
        document_file=base64.b64encode(content).decode(),
        document_file_name=file_name,
        document_file_extension=extension if dot and stem else "",
    )
    for name, value in properties.items():
        if name not in DocumentDto._shape.names:  # noqa: SLF001 - the generated base's, for this layer
            raise FieldValueError(f"DocumentDto has no property {name!r}.")
        setattr(document, name, value)
    return documents_create.call(body=document)


def _is_folder(path: Path) -> bool:
    return path.is_dir()


def _safe_name(document: DocumentDto, id_: int) -> str:
    """Give a file name that stays in its folder, whatever name the service sends."""
    name = _UNSAFE.sub("_", str(document.document_file_name or "")).strip(" .")
    extension = _UNSAFE.sub("_", str(document.document_file_extension or "")).strip(" .")
    if extension and not name.lower().endswith("." + extension.lower()):
        name = f"{name}.{extension}" if name else ""
    if not name or _RESERVED.fullmatch(name):
        name = f"document-{id_}" + (f".{extension}" if extension else "")
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    return stem[: _LONGEST_NAME - len(suffix)] + suffix[:_LONGEST_NAME]


@contextmanager
def _in_place_of(target: Path) -> Iterator[IO[bytes]]:
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".webcrm-", suffix=".part")
    except OSError as error:
        raise ConfigurationError(f"{target.parent} cannot be written: {error.strerror}.") from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
