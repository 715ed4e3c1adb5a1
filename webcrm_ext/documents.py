"""Documents: files in and out, streamed, and never written outside the folder given."""

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

# Control characters, those that turn the direction of writing, and what some system does not take in a name.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]')
# What Windows takes for a device, also with an extension; digits include the superscript ones.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³]|conin\$|conout\$)\s*(?:\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200
_LONGEST_EXTENSION = 20
"""Bytes; most file systems take 255."""


def upload_call(source: str | os.PathLike[str] | bytes, file_name: str | None, properties: dict[str, Any]) -> Call[int]:
    """Return the call that uploads a file as a new document.

    Raises:
        ConfigurationError: The file cannot be read, or `source` is bytes and `file_name` is missing.
        FieldValueError: A document has no such property.
    """
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


def reject_file_name(file_name: str | None) -> None:
    """Raise a ConfigurationError for a file name without a folder to put the file in."""
    if file_name is not None:
        raise ConfigurationError("file_name= names a file in a folder: pass to=, the folder, as well.")


def existing_folder(to: str | os.PathLike[str]) -> Path:
    """Return the folder as a path.

    Raises:
        ConfigurationError: The folder does not exist.
    """
    folder = Path(to)
    if not folder.is_dir():
        # Not made here, and not taken for the name of a file: a typing mistake would put documents
        # somewhere else, or each one in the place of the one before.
        raise ConfigurationError(f"There is no folder {folder}: make it first. file_name= names the file in it.")
    return folder


def plain_name(file_name: str) -> str:
    """Return the caller's file name, unchanged.

    Raises:
        ConfigurationError: The name contains a path.
    """
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
def atomic_file(target: Path) -> Iterator[IO[bytes]]:
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
