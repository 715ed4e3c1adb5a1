"""Find the encoding of a CSV file, and check that all of it can be decoded."""

from __future__ import annotations

import codecs
from pathlib import Path

from webcrm_ext.errors import ConfigurationError, FieldValueError, short_repr

_BLOCK = 1 << 16
_REPLACEMENT = "\ufffd"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WITHOUT_MARK = ("utf-8", "cp1252")
_ZIP = b"PK\x03\x04"


def validate_encoding(encoding: object) -> None:
    """Check an encoding that a caller passes; None is valid.

    Raises:
        ConfigurationError: Python has no text encoding of this name.
    """
    if encoding is None:
        return
    try:
        "a".encode(encoding)  # type: ignore[arg-type]
    except (LookupError, TypeError, ValueError):
        raise ConfigurationError(
            f"encoding is {short_repr(encoding)}, which is no text encoding. Pass a name such as 'utf-8' or "
            "'windows-1252', or leave it out to detect it."
        ) from None


def find_encoding(path: Path, encoding: str | None) -> str:
    """Return the encoding of a file: by its byte order mark, else UTF-8 if it is valid, else Windows-1252.

    Args:
        path: The file.
        encoding: The encoding that the caller passes; None to detect it.

    Raises:
        FieldValueError: The file cannot be decoded, or is no text. The message names the line.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start == _ZIP:
        raise FieldValueError(f"{path.name} is an Excel workbook or a zip file, not a CSV file. Save it as CSV UTF-8.")
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    candidates = (encoding,) if encoding else (marked,) if marked else _WITHOUT_MARK
    found = next((each for each in candidates if _is_decodable(path, each)), None)
    if found is None:
        names = " or ".join("Windows-1252" if each == "cp1252" else each.upper() for each in candidates)
        raise FieldValueError(
            f"{path.name} cannot be decoded as {names}: {_undecodable(path, candidates[-1])} Pass its encoding, or "
            "save it as CSV UTF-8."
        )
    return found


def _is_decodable(path: Path, encoding: str) -> bool:
    """Return whether a file has this encoding.

    Raises:
        FieldValueError: It contains a NUL character.
    """
    try:
        with path.open(encoding=encoding, newline="") as file:
            while block := file.read(_BLOCK):
                if "\0" in block:
                    raise FieldValueError(
                        f"{path.name} contains a NUL character in line {_line_with(path, encoding, chr(0))}: it is no "
                        "text file, or has another encoding. Pass its encoding, such as encoding='utf-16-le', or "
                        "save it as CSV UTF-8."
                    )
    except UnicodeError:
        return False
    return True


def _undecodable(path: Path, encoding: str) -> str:
    """Return a sentence on the first bytes of a file that cannot be decoded."""
    number = _line_with(path, encoding, _REPLACEMENT)
    return f"line {number} has invalid bytes." if number else "it is cut off at the end."


def _line_with(path: Path, encoding: str, text: str) -> int | None:
    """Return the number of the first line that contains a string."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return next((number for number, content in enumerate(file, 1) if text in content), None)
