"""Documents: files in and out, streamed, and never written outside the folder given."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, overload

from webcrm_api.api.documents import documents_create, documents_download, documents_get
from webcrm_api.calls import Call
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.resources import documents as generated
from webcrm_api.types import UNSET

from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.queries.selection import property_of

# Control characters, those that turn the direction of writing, and what some system does not take in a name.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]')
# What Windows takes for a device, also with an extension; digits include the superscript ones.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|conin\$|conout\$)\s*(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200
_LONGEST_EXTENSION = 20
"""Bytes; most file systems take 255."""


class Documents(generated.Documents):
    """Documents."""

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
        return self._runner.run(_upload(source, file_name, properties))

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
            _check_nothing_to_name(file_name)
            return super().download(id)
        folder = _folder(to)
        name = _own_name(file_name) if file_name else safe_name(self._runner.run(documents_get.call(id)), id)
        with _in_place_of(folder / name) as file:
            self._runner.download(documents_download.call(id), file)
        return folder / name


class AsyncDocuments(generated.AsyncDocuments):
    """Documents, to be awaited; otherwise as `Documents`."""

    async def upload(
        self, source: str | os.PathLike[str] | bytes, *, file_name: str | None = None, **properties: Any
    ) -> int:
        """Upload a file as a new document, and give its id; as `Documents.upload`."""
        return await self._runner.run(_upload(source, file_name, properties))

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
            _check_nothing_to_name(file_name)
            return await super().download(id)
        folder = _folder(to)
        name = _own_name(file_name) if file_name else safe_name(await self._runner.run(documents_get.call(id)), id)
        with _in_place_of(folder / name) as file:
            await self._runner.download(documents_download.call(id), file)
        return folder / name


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
        except ValueError as error:
            # What no file can be called, such as a name with a NUL in it.
            raise ConfigurationError(f"{str(path)!r} cannot be read: {error}.") from error
    stem, dot, extension = file_name.rpartition(".")
    document = DocumentDto(
        document_id=0,
        document_file=base64.b64encode(content).decode(),
        document_file_name=file_name,
        document_file_extension=extension if dot and stem else "",
    )
    for name, value in properties.items():
        document[property_of(DocumentDto, name, FieldValueError)] = value
    return documents_create.call(body=document)


def _check_nothing_to_name(file_name: str | None) -> None:
    if file_name is not None:
        raise ConfigurationError("file_name= names a file in a folder: pass to=, the folder, as well.")


def _folder(to: str | os.PathLike[str]) -> Path:
    folder = Path(to)
    if not folder.is_dir():
        # Not made here, and not taken for the name of a file: a typing mistake would put documents
        # somewhere else, or each one in the place of the one before.
        raise ConfigurationError(f"There is no folder {folder}: make it first. file_name= names the file in it.")
    return folder


def _own_name(file_name: str) -> str:
    if file_name in {".", ".."} or re.search(r"[/\\\x00]", file_name):
        raise ConfigurationError(f"file_name is {file_name!r}; it must be a plain name. to= says in which folder.")
    return file_name


def safe_name(document: DocumentDto, id_: int) -> str:
    """Give a file name that stays in its folder on every system, whatever name the service sends."""
    extension = _harmless(document.document_file_extension)
    name = _harmless(document.document_file_name)
    if extension and not name.lower().endswith("." + extension.lower()):
        name = f"{name}.{extension}" if name else ""
    if not name or _RESERVED.fullmatch(name):
        name = f"document-{id_}" + (f".{extension}" if extension else "")
    return _cut(name)


def _harmless(part: object) -> str:
    text = "" if part is None or part is UNSET else str(part)
    # Lone halves of a pair cannot be written in a file's name.
    text = text.encode("utf-8", "replace").decode()
    return _UNSAFE.sub("_", text).strip(" .")


def _cut(name: str) -> str:
    """Cut a name to what file systems take, which count bytes; its extension stays where that is one."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    if len(suffix.encode()) > _LONGEST_EXTENSION:
        stem, suffix = name, ""
    return stem.encode()[: _LONGEST_NAME - len(suffix.encode())].decode(errors="ignore").rstrip(" .") + suffix


@contextmanager
def _in_place_of(target: Path) -> Iterator[IO[bytes]]:
    """Give a temporary file beside the target that takes its place when all went well, and is gone when not."""
    temporary = target.parent / f".webcrm-{secrets.token_hex(8)}.part"
    try:
        file = temporary.open("xb")
    except OSError as error:
        raise ConfigurationError(f"{target.parent} cannot be written: {error.strerror}.") from error
    try:
        with file:
            yield file
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # Such as a full disk; what goes wrong on the way from the service is an error of its own kind.
            raise ConfigurationError(f"{target} cannot be written: {error.strerror}.") from error
        raise
