# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Read the value that an operation declares from a successful response."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec

from .errors import UnexpectedContent, excerpt
from .model import Model

if TYPE_CHECKING:
    import httpx

M = TypeVar("M", bound=Model)
T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_SUCCESS_TEXTS = (b"", b"OK", b'""', b'"OK"')
_ERROR_NAME = re.compile(rb'"(?:message|iserror)"\s*:', re.IGNORECASE)
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
_NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_decode = msgspec.json.Decoder().decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def decode(response: httpx.Response) -> Any:
    """Return the JSON value of a body.

    Raises:
        UnexpectedContent: The body is empty, cut off, HTML, or otherwise not JSON.
    """
    try:
        return _decode(response.content.removeprefix(_BOM))
    except _NOT_JSON as error:
        return _with_half_characters(response, error)


def is_error_object(response: httpx.Response) -> bool:
    """Return whether a body is an error object: one with `Message` and `Type`, or with `IsError: true`."""
    if not (response.content.removeprefix(_BOM).lstrip().startswith(b"{") and _ERROR_NAME.search(response.content)):
        return False
    try:
        value = decode(response)
    except UnexpectedContent:
        return False
    by_name = {str(name).lower(): each for name, each in value.items()}
    return by_name.get("iserror") is True or all(isinstance(by_name.get(name), str) for name in ("message", "type"))


def nothing(response: httpx.Response) -> None:
    """Ignore the body of a response that declares no value."""


def done(id_property: str | None = None) -> Callable[[httpx.Response], None]:
    """Return a reader that accepts only a proof of success, for a write whose response declares no value.

    A proof is an empty body, null, a number, a boolean, one of the strings `""` and `"OK"`, or an object with the id
    of the record. HTML, another text and an object without the id are none: the service may have written nothing.

    Args:
        id_property: The property with the id, such as `PersonId`; without it no object is a proof.
    """

    def read(response: httpx.Response) -> None:
        if response.content.removeprefix(_BOM).strip() in _SUCCESS_TEXTS:
            return
        value = decode(response)
        has_id = isinstance(value, dict) and value.get(id_property) not in (None, "", 0, False)
        if not (value is None or isinstance(value, int | float) or has_id):
            raise _unexpected("no value, OK or the record's id", response)

    return read


def content(response: httpx.Response) -> bytes:
    """Return the bytes of a file."""
    return response.content


def integer(response: httpx.Response) -> int:
    """Return a bare integer, also one sent as a string."""
    value = decode(response)
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unexpected("an integer", response)
    return value


def text(response: httpx.Response) -> str:
    """Return a string; an integer is converted, because an id may come as either."""
    value = decode(response)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _unexpected("a string", response)
    return value


def texts(response: httpx.Response) -> list[str]:
    """Return a list of strings; numbers are converted, and null becomes the empty string."""
    value = decode(response)
    if not isinstance(value, list):
        raise _unexpected("a list of strings", response)
    return ["" if item is None else str(item) for item in value]


def of_type(*types: type) -> Callable[[httpx.Response], Any]:
    """Return a reader for a JSON value of one of these types, such as the boolean that an action returns."""

    def read(response: httpx.Response) -> Any:
        value = decode(response)
        if value.__class__ not in types:
            raise _unexpected(f"a value of the type {' or '.join(each.__name__ for each in types)}", response)
        return value

    return read


def optional(reader: Callable[[httpx.Response], T]) -> Callable[[httpx.Response], T | None]:
    """Return a reader that reads an empty body and null as None."""

    def read(response: httpx.Response) -> T | None:
        return None if response.content.strip() in (b"", b"null") else reader(response)

    return read


def inferred(
    reader: Callable[[httpx.Response], T], id_property: str | None = None
) -> Callable[[httpx.Response], T | None]:
    """Return a reader for a value that the definition does not declare; another proof of success is read as None.

    Args:
        reader: Reads the value.
        id_property: The property with the id of the record; see `done`.
    """
    confirm = done(id_property)

    def read(response: httpx.Response) -> T | None:
        try:
            return reader(response)
        except UnexpectedContent:
            confirm(response)
            return None

    return read


def one(model: type[M]) -> Callable[[httpx.Response], M]:
    """Return a reader for one record."""

    def read(response: httpx.Response) -> M:
        value = decode(response)
        if not isinstance(value, dict):
            raise _unexpected(f"one {model.__name__}", response)
        return model.from_dict(value)

    return read


def many(model: type[M]) -> Callable[[httpx.Response], list[M]]:
    """Return a reader for a list of records."""
    return each(model.from_dict, model.__name__)


def each(read_record: Callable[[dict[str, Any]], T], what: str) -> Callable[[httpx.Response], list[T]]:
    """Return a reader for a list of objects.

    Args:
        read_record: Converts one object.
        what: What an object is, for errors.
    """

    def read(response: httpx.Response) -> list[T]:
        records: list[T] = []
        try:
            # One record at a time, so that the page is never in memory twice. A plain loop is the fastest here.
            for piece in _split(response.content.removeprefix(_BOM)):
                value = _decode(piece)
                if value.__class__ is not dict:
                    raise _unexpected(f"a list of {what}", response)
                records.append(read_record(value))
        except msgspec.ValidationError as error:
            raise _unexpected(f"a list of {what}", response) from error
        except _NOT_JSON as error:
            values = _with_half_characters(response, error)
        else:
            return records
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise _unexpected(f"a list of {what}", response)
        return [read_record(value) for value in values]

    return read


def one_or_many(model: type[M]) -> Callable[[httpx.Response], list[M]]:
    """Return a reader for a list of records, or for a single record, which becomes a list of one."""
    read_one, read_many = one(model), many(model)

    def read(response: httpx.Response) -> list[M]:
        return (
            [read_one(response)]
            if response.content.removeprefix(_BOM).lstrip().startswith(b"{")
            else read_many(response)
        )

    return read


def _with_half_characters(response: httpx.Response, error: Exception) -> Any:
    """Return the value of JSON in which a string was cut within a character (`"\\ud83d"`), which msgspec refuses.

    Raises:
        UnexpectedContent: The body has no such string, or is not JSON anyway.
    """
    body = response.content.removeprefix(_BOM)
    try:
        if _HALF_CHARACTER.search(body):
            return json.loads(body.decode(), parse_constant=_no_json)
    except (ValueError, RecursionError):
        pass
    raise _unexpected("JSON", response) from error


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON.")


def _unexpected(wanted: str, response: httpx.Response) -> UnexpectedContent:
    shown = excerpt(response.content) or "nothing"
    return UnexpectedContent(
        f"Expected {wanted}, but the response (status {response.status_code}) contains: {shown}",
        response.status_code,
        response.content,
    )


__all__ = [
    "content",
    "decode",
    "done",
    "each",
    "inferred",
    "integer",
    "is_error_object",
    "many",
    "nothing",
    "of_type",
    "one",
    "one_or_many",
    "optional",
    "text",
    "texts",
]
