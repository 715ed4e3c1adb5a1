# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Read the value that an operation declares from an answer that is a success."""

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

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
_NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_decode = msgspec.json.Decoder().decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def decode(response: httpx.Response) -> Any:
    """Decode a body of JSON.

    Raises:
        UnexpectedContent: It is empty, cut off, HTML, or otherwise not JSON.
    """
    try:
        return _decode(_body(response))
    except _NOT_JSON as error:
        return _with_half_characters(response, error)


def nothing(response: httpx.Response) -> None:
    """Read an answer that declares no value; whatever it holds is passed over."""


def content(response: httpx.Response) -> bytes:
    """Read the bytes of a file."""
    return response.content


def integer(response: httpx.Response) -> int:
    """Read a bare integer, also one written as text."""
    value = decode(response)
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unexpected("an integer", response)
    return value


def text(response: httpx.Response) -> str:
    """Read one text; a bare integer is one, for an id may come as either."""
    value = decode(response)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise _unexpected("a text", response)
    return value


def texts(response: httpx.Response) -> list[str]:
    """Read a list of texts; numbers among them become text, and null the empty text."""
    value = decode(response)
    if not isinstance(value, list):
        raise _unexpected("a list of texts", response)
    return ["" if item is None else str(item) for item in value]


def optional(reader: Callable[[httpx.Response], T]) -> Callable[[httpx.Response], T | None]:
    """Give a reader that takes an empty body and null for None."""

    def read(response: httpx.Response) -> T | None:
        return None if response.content.strip() in (b"", b"null") else reader(response)

    return read


def inferred(reader: Callable[[httpx.Response], T]) -> Callable[[httpx.Response], T | None]:
    """Give a reader for a value that the definition does not declare: None where the answer holds none, or another."""

    def read(response: httpx.Response) -> T | None:
        try:
            return reader(response)
        except UnexpectedContent:
            return None

    return read


def one(model: type[M]) -> Callable[[httpx.Response], M]:
    """Give a reader for one record."""

    def read(response: httpx.Response) -> M:
        value = decode(response)
        if not isinstance(value, dict):
            raise _unexpected(f"one {model.__name__}", response)
        return model.from_dict(value)

    return read


def many(model: type[M]) -> Callable[[httpx.Response], list[M]]:
    """Give a reader for a list of records."""

    def read(response: httpx.Response) -> list[M]:
        try:
            # One record at a time: each is read while what it holds is at hand, and no page is there twice.
            return model.from_list(map(_record, _split(_body(response))))
        except msgspec.ValidationError as error:
            raise _unexpected(f"a list of {model.__name__}", response) from error
        except _NOT_JSON as error:
            value = _with_half_characters(response, error)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise _unexpected(f"a list of {model.__name__}", response)
        return model.from_list(value)

    return read


def one_or_many(model: type[M]) -> Callable[[httpx.Response], list[M]]:
    """Give a reader for a list of records where the definition declares a single one: that is a list of one."""
    read_one, read_many = one(model), many(model)

    def read(response: httpx.Response) -> list[M]:
        return [read_one(response)] if _body(response).lstrip().startswith(b"{") else read_many(response)

    return read


def _record(piece: msgspec.Raw) -> Any:
    value = _decode(piece)
    if value.__class__ is not dict:
        raise msgspec.ValidationError(f"{value.__class__.__name__} is no record.")
    return value


def _with_half_characters(response: httpx.Response, error: Exception) -> Any:
    """Decode JSON in which a text was cut within a character (`"\\ud83d"`): msgspec refuses it, and Python can hold it.

    Raises:
        UnexpectedContent: There is no such text, or the body is not JSON even so.
    """
    body = _body(response)
    try:
        if _HALF_CHARACTER.search(body):
            return json.loads(body.decode(), parse_constant=_no_json)
    except (ValueError, RecursionError):
        pass
    raise _unexpected("JSON", response) from error


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON.")


def _body(response: httpx.Response) -> bytes:
    return response.content.removeprefix(b"\xef\xbb\xbf")


def _unexpected(wanted: str, response: httpx.Response) -> UnexpectedContent:
    shown = excerpt(response.content) or "nothing"
    return UnexpectedContent(
        f"Expected {wanted}, and the answer (status {response.status_code}) holds: {shown}",
        response.status_code,
        response.content,
    )


__all__ = [
    "content",
    "decode",
    "inferred",
    "integer",
    "many",
    "nothing",
    "one",
    "one_or_many",
    "optional",
    "text",
    "texts",
]
