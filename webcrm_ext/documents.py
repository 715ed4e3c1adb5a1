"""Files of documents: the upload call, safe file names, and downloads that replace their target when complete."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from webcrm_api.api.documents import documents_create
from webcrm_api.calls import Call
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.types import UNSET

from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.queries.selection import property_of

# Control characters, characters that change the writing direction, and those that some file systems reject.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]')
# Device names of Windows, also with an extension; digits include the superscript ones.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|conin\$|conout\$)\s*(?:\..*)?", re.IGNORECASE)

_MAX_NAME_BYTES = 200
"""Most file systems allow 255."""

_MAX_EXTENSION_BYTES = 20


def upload_call(source: str | os.PathLike[str] | bytes, file_name: str | None, properties: dict[str, Any]) -> Call[int]:
    """Return the call that uploads a file as a new document.

    Args:
        source: The path of the file, or its bytes.
        file_name: The document's file name; the file's own name if None.
        properties: Further properties, named as in `DocumentDto`.

    Raises:
        ConfigurationError: The file is not readable, or `source` is bytes and `file_name` is missing.
        FieldValueError: `DocumentDto` has no such property.
    """
    if isinstance(source, bytes):
        content = source
        if not file_name:
            raise ConfigurationError("The bytes to upload have no file name. Pass file_name=.")
    else:
        path = Path(source)
        file_name = file_name or path.name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"Cannot read {path}: {error.strerror}.") from error
        except ValueError as error:  # the path is invalid, for example it contains NUL
            raise ConfigurationError(f"Cannot read {str(path)!r}: {error}.") from error
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


def reject_file_name(file_name: str | None) -> None:
    """Raise a ConfigurationError if a file name is passed without a folder."""
    if file_name is not None:
        raise ConfigurationError("file_name= names a file in a folder. Pass the folder as to=, too.")


def existing_folder(to: str | os.PathLike[str]) -> Path:
    """Return the folder as a path.

    Raises:
        ConfigurationError: The folder does not exist.
    """
    folder = Path(to)
    if not folder.is_dir():
        # Creating it, or taking the name for a file, would turn a typing mistake into misplaced documents.
        raise ConfigurationError(f"There is no folder {folder}. Create it first. file_name= names the file in it.")
    return folder


def plain_name(file_name: str) -> str:
    """Return the caller's file name unchanged.

    Raises:
        ConfigurationError: It is a path.
    """
    if file_name in {".", ".."} or re.search(r"[/\\\x00]", file_name):
        raise ConfigurationError(f"file_name is {file_name!r}; it must be a plain name. Pass the folder as to=.")
    return file_name


def safe_name(document: DocumentDto, id_: int) -> str:
    """Return a file name for a document that every system accepts and that cannot leave its folder."""
    extension = _safe_part(document.document_file_extension)
    name = _safe_part(document.document_file_name)
    if extension and not name.lower().endswith("." + extension.lower()):
        name = f"{name}.{extension}" if name else ""
    if not name or _RESERVED.fullmatch(name):
        name = f"document-{id_}" + (f".{extension}" if extension else "")
    return _shorten(name)


def _safe_part(part: object) -> str:
    text = "" if part is None or part is UNSET else str(part)
    text = text.encode("utf-8", "replace").decode()  # file names cannot contain lone surrogates
    return _UNSAFE.sub("_", text).strip(" .")


def _shorten(name: str) -> str:
    """Return a name that file systems accept, which count bytes; keeps an extension of usual length."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    if len(suffix.encode()) > _MAX_EXTENSION_BYTES:
        stem, suffix = name, ""
    return stem.encode()[: _MAX_NAME_BYTES - len(suffix.encode())].decode(errors="ignore").rstrip(" .") + suffix


@contextmanager
def atomic_file(target: Path) -> Iterator[IO[bytes]]:
    """Open a temporary file beside the target; replaces the target on success, and is deleted on failure.

    Raises:
        ConfigurationError: Writing to the folder or to the disk fails.
    """
    temporary = target.parent / f".webcrm-{secrets.token_hex(8)}.part"
    try:
        file = temporary.open("xb")
    except OSError as error:
        raise ConfigurationError(f"Cannot write to {target.parent}: {error.strerror}.") from error
    try:
        with file:
            yield file
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):  # such as a full disk; network failures are WebCRMErrors
            raise ConfigurationError(f"Cannot write {target}: {error.strerror}.") from error
        raise
