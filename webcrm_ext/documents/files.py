"""Files of documents: the upload call, safe file names, and downloads that replace their target when complete."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from webcrm_api.api.documents import documents_create
from webcrm_api.calls import Call
from webcrm_api.models.document_dto import DocumentDto
from webcrm_api.types import UNSET

from webcrm_ext.errors import ConfigurationError, FieldValueError, short_repr
from webcrm_ext.queries.selection import property_of

# Control characters, characters that change the writing direction, and those that some file systems reject.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]')
# Device names of Windows, also with an extension; digits include the superscript ones.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|conin\$|conout\$)\s*(?:\..*)?", re.IGNORECASE)
# Half of a character, which UTF-8 cannot encode; Python reads a file name of other bytes as such.
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What makes a name a path: separators, and the colon of Windows, which names a drive or a second stream of a file.
_NOT_IN_A_NAME = re.compile(r"[/\\\x00:\ud800-\udfff]")

_MAX_NAME_BYTES = 200
"""Most file systems allow 255."""

_MAX_EXTENSION_BYTES = 20


Source = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes]
"""What can be uploaded: the path of a file, bytes, or a file open for reading bytes."""


def upload_call(source: Source, file_name: str | None, properties: dict[str, Any]) -> Call[int]:
    """Return the call that uploads a file as a new document.

    Args:
        source: The path of the file, its bytes, or the open file, which is read from its position on.
        file_name: The document's file name; the file's own name if None.
        properties: Further properties, named as in `DocumentDto`.

    Raises:
        ConfigurationError: The file is not readable, or `source` has no name and `file_name` is missing.
        FieldValueError: `DocumentDto` has no such property, or the file name cannot be sent.
    """
    content, own_name = _content_and_name(source)
    name = file_name or own_name
    if not name:
        raise ConfigurationError("The bytes to upload have no file name. Pass file_name=.")
    if not isinstance(name, str) or _LONE_SURROGATE.search(name):
        raise FieldValueError(f"{short_repr(name)} cannot be sent as a file name. Pass a string of whole characters.")
    stem, dot, extension = name.rpartition(".")
    document = DocumentDto(
        document_id=0,
        document_file=base64.b64encode(content).decode(),
        document_file_name=name,
        document_file_extension=extension if dot and stem else "",
    )
    for each, value in properties.items():
        document[property_of(DocumentDto, each, FieldValueError)] = value
    return documents_create.call(body=document)


def _content_and_name(source: Source) -> tuple[bytes, str]:
    """Return the bytes to upload and the name of their file, "" if they have none."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), ""
    read = getattr(source, "read", None)
    if callable(read):
        name = getattr(source, "name", "")  # a number for a file opened by its descriptor
        content = _read(read, source)
        return content, Path(name).name if isinstance(name, str) else ""
    try:
        path = Path(source)  # type: ignore[arg-type]  # other types raise
    except TypeError:
        raise ConfigurationError(f"Cannot upload {short_repr(source)}. Pass a path, bytes or an open file.") from None
    return _read(path.read_bytes, path), path.name


def _read(read: Callable[[], object], source: object) -> bytes:
    shown = str(source) if isinstance(source, Path) else short_repr(source)
    try:
        content = read()
    except OSError as error:
        raise ConfigurationError(f"Cannot read {shown}: {error.strerror or error}.") from error
    except ValueError as error:  # the path is invalid, for example it contains NUL, or the file is closed
        raise ConfigurationError(f"Cannot read {shown!a}: {error}.") from error
    if not isinstance(content, bytes | bytearray | memoryview):
        raise ConfigurationError(f'{shown} returns no bytes. Open it with mode "rb".')
    return bytes(content)


def reject_file_name(file_name: str | None) -> None:
    """Raise a ConfigurationError if a file name is passed without a folder."""
    if file_name is not None:
        raise ConfigurationError("file_name= names a file in a folder. Pass the folder as to=, too.")


def existing_folder(to: str | os.PathLike[str]) -> Path:
    """Return the folder as a path.

    Raises:
        ConfigurationError: The folder does not exist.
    """
    try:
        folder = Path(to)
    except TypeError:
        raise ConfigurationError(f"to is {short_repr(to)}. Pass the path of a folder.") from None
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises if the path is too long or a parent is closed
        # Creating it, or taking the name for a file, would turn a typing mistake into misplaced documents.
        raise ConfigurationError(f"There is no folder {folder}. Create it first. file_name= names the file in it.")
    return folder


def plain_name(file_name: str) -> str:
    """Return the caller's file name unchanged.

    Raises:
        ConfigurationError: It is a path or a drive, or contains a lone surrogate.
    """
    if not isinstance(file_name, str) or file_name in {".", ".."} or _NOT_IN_A_NAME.search(file_name):
        raise ConfigurationError(
            f"file_name is {short_repr(file_name)}; it must be a plain name. Pass the folder as to=."
        )
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


def numbered_name(name: str, id_: int) -> str:
    """Return a safe name with a document's id before its extension: `offer (12).pdf`."""
    return _shorten(name, f" ({id_})")


def _shorten(name: str, number: str = "") -> str:
    """Return a name that file systems accept, which count bytes; keeps an extension of usual length.

    Args:
        name: The name.
        number: Is added before the extension.
    """
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a name, not a path
    if len(suffix.encode()) > _MAX_EXTENSION_BYTES:
        stem, suffix = name, ""
    suffix = number + suffix
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
