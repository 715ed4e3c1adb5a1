"""A folder of downloaded documents: their names, and which of them are complete.

An index in the folder, `.webcrm-documents.jsonl`, has one line of JSON for each change; the last line of a document
counts. A line is added before a file is written, so that a name in the index belongs to its document, and another when
the file is complete. So a run that was interrupted at any point leaves nothing that the next one could mistake: a file
that is in no line is a user's own, and is never replaced.

The API's size of a file is not compared with the file: its unit is not documented.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from attrs import asdict, frozen
from webcrm_api.models.document_dto import DocumentDto

from webcrm_ext.documents.files import atomic_file, numbered_name, plain_name, safe_name
from webcrm_ext.errors import ConfigurationError, short_repr

INDEX: Final = ".webcrm-documents.jsonl"

Version = list[Any]
"""What changes when a document changes: dates and counts, as JSON."""


@frozen
class _Entry:
    """A line of the index.

    Attributes:
        id: The document's id.
        title: The safe form of the document's own name.
        name: The name of the file.
        version: The version of the file; None while it is not complete.
        size: The size of the file in bytes.
    """

    id: int
    title: str
    name: str
    version: Version | None = None
    size: int | None = None


class DownloadFolder:
    """A folder for the documents of one or several organisations, which is made if it is missing.

    Args:
        to: Its path.

    Raises:
        ConfigurationError: It cannot be made, or its index cannot be read or written.
    """

    def __init__(self, to: str | os.PathLike[str]) -> None:
        try:
            self._path = Path(to)
            self._path.mkdir(parents=True, exist_ok=True)
            self._entries = self._read()
        except TypeError:
            raise ConfigurationError(f"to is {short_repr(to)}. Pass the path of a folder.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ConfigurationError(f"Cannot use {to!a} as the folder: {reason}.") from error
        self._names = {_folded(each.name): each.id for each in self._entries.values()}

    def path(self, document: DocumentDto) -> Path:
        """Return the path of a document's file: that of an earlier run, or a name that no other file has."""
        id_, title = document.document_id, safe_name(document, document.document_id)
        entry = self._entries.get(id_)
        if entry is not None and entry.title == title:
            return self._path / entry.name
        name = title
        while not self._is_free(name, id_):
            name = numbered_name(name, id_)
        self._names[_folded(name)] = id_
        return self._path / name

    def is_complete(self, document: DocumentDto, path: Path, version: Version) -> bool:
        """Return whether an earlier run has downloaded this version of a document."""
        entry = self._entries.get(document.document_id)
        if entry is None or (entry.name, entry.version) != (path.name, version):
            return False
        try:
            return path.is_file() and path.stat().st_size == entry.size
        except OSError:
            return False

    @contextmanager
    def writing(self, document: DocumentDto, path: Path, version: Version) -> Iterator[IO[bytes]]:
        """Open a temporary file for a document, which takes its place and is recorded on success.

        Raises:
            ConfigurationError: Writing to the folder or to the disk fails.
        """
        id_, title = document.document_id, safe_name(document, document.document_id)
        entry = self._entries.get(id_)
        if entry is None or entry.name != path.name:
            self._record(_Entry(id_, title, path.name))
        with atomic_file(path) as file:
            yield file
            size = file.seek(0, os.SEEK_END)
        self._record(_Entry(id_, title, path.name, version, size))

    def _is_free(self, name: str, id_: int) -> bool:
        owner = self._names.get(_folded(name))
        # A file that is in no line of the index is a user's own.
        return owner == id_ or (owner is None and not os.path.lexists(self._path / name))

    def _record(self, entry: _Entry) -> None:
        self._entries[entry.id] = entry
        try:
            with (self._path / INDEX).open("a", encoding="utf-8") as index:
                index.write(_serialised(entry))
        except OSError as error:
            raise ConfigurationError(f"Cannot write {self._path / INDEX}: {error.strerror}.") from error

    def _read(self) -> dict[int, _Entry]:
        """Return the last entry of each document, and write the index anew if it has more lines than these."""
        index = self._path / INDEX
        if not index.exists():
            return {}
        lines = index.read_bytes().splitlines(keepends=True)
        entries = {each.id: each for line in lines if (each := _entry(line)) is not None}
        if len(entries) < len(lines) or any(not line.endswith(b"\n") for line in lines[-1:]):
            with atomic_file(index) as file:
                file.write("".join(map(_serialised, entries.values())).encode())
        return entries


def _entry(line: bytes) -> _Entry | None:
    """Return an entry of the index, or None for a line that an interruption has cut off, or that is damaged."""
    try:
        entry = _Entry(**json.loads(line))
        plain_name(entry.name)
    except (ValueError, TypeError, ConfigurationError):
        return None
    return entry if isinstance(entry.id, int) else None


def _serialised(entry: _Entry) -> str:
    return json.dumps(asdict(entry)) + "\n"


def _folded(name: str) -> str:
    """Return a name in a form that is equal for names that a file system may treat as one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
