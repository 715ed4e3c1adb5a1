# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Calls as values: what will be sent, and how the response is read. Nothing here sends anything."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from attrs import field, frozen

from .dates import text_of
from .errors import UnexpectedStatus, excerpt
from .redaction import redact_members
from .types import UNSET

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

_PLAIN = frozenset({str, int, float, bool})


@frozen(kw_only=True)
class Call(Generic[T]):
    """One call of the API, ready to be sent any number of times.

    Attributes:
        name: The operation's name, such as `persons.get`.
        method: The HTTP method.
        path: The path in the definition, such as `/Persons/{id}`.
        path_values: The values of the path's parameters.
        query: Query parameters; UNSET and None are left out.
        headers: Headers of this call; UNSET and None are left out.
        body: What is sent as JSON (a model, a list of models), or UNSET.
        form: What is sent as a form, or UNSET.
        reader: Reads the value from a successful response.
    """

    name: str
    method: str
    path: str
    reader: Callable[[httpx.Response], T] = field(repr=False)
    path_values: Mapping[str, Any] = field(factory=dict)
    query: Mapping[str, Any] = field(factory=dict)
    headers: Mapping[str, Any] = field(factory=dict, repr=False)
    body: Any = field(default=UNSET, repr=False)
    form: Any = field(default=UNSET, repr=False)

    def url(self) -> str:
        """Return the path with its parameters filled in.

        Raises:
            ValueError: A value is missing, empty, or consists of dots, so the path would name something else.
        """
        values = {}
        for name, value in self.path_values.items():
            values[name] = _path_text(name, value)
        return self.path.format_map(values)

    def request(self) -> dict[str, Any]:
        """Return the arguments for `httpx.Client.request` or `build_request`; their repr shows no secrets."""
        arguments: dict[str, Any] = {"method": self.method, "url": self.url()}
        query = {}
        for name, value in self.query.items():
            if value is not UNSET and value is not None:
                query[name] = value if value.__class__ in _PLAIN else _query_value(value)
        if query:
            arguments["params"] = query
        if self.headers:
            headers = {name: str(value) for name, value in self.headers.items() if _is_set(value)}
            if headers:
                arguments["headers"] = redact_members(headers)
        if self.body is not UNSET:
            arguments["json"] = redact_members(plain(self.body))
        if self.form is not UNSET:
            arguments["data"] = redact_members(plain(self.form))
        return arguments

    def read(self, response: httpx.Response) -> T:
        """Return the value of a response.

        Raises:
            UnexpectedStatus: The status is not a success.
            UnexpectedContent: The body is not what the definition declares.
        """
        if not response.is_success:
            status = response.status_code
            raise UnexpectedStatus(
                f"{self.method} {self.path} returned status {status}: {excerpt(response.content)}",
                status,
                response.content,
            )
        return self.reader(response)


@frozen(kw_only=True)
class Listing(Generic[T]):
    """A list that can be read page by page.

    Attributes:
        call: Returns the call for a page (from 1) of a size (1 to 1000).
        items: Returns the records in the value of that call.
        paged: False if the API returns the whole list at once.
    """

    call: Callable[[int, int], Call[Any]] = field(repr=False)
    items: Callable[[Any], list[T]] = field(repr=False)
    paged: bool


def plain(value: Any) -> Any:
    """Convert a model, a list of models or a single value to plain JSON data."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _is_set(value: Any) -> bool:
    return value is not UNSET and value is not None


def _path_text(name: str, value: Any) -> str:
    text = _date_in_path(value) if isinstance(value, datetime.datetime) else str(value)
    if not _is_set(value) or text.strip(" .") == "":
        raise ValueError(f"{name} is {value!r}; the path needs a value that is not empty or only dots.")
    return quote(text, safe="")


def _date_in_path(value: datetime.datetime) -> str:
    # The API documents dates in paths as seconds without an offset, so an offset is converted to UTC.
    moment = value if value.tzinfo is None else value.astimezone(datetime.UTC)
    # Not strftime: its %Y writes the year of the empty date as "1".
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _query_value(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return text_of(value)
    if isinstance(value, list | tuple):
        return [_query_value(item) for item in value]
    return value


__all__ = ["Call", "Listing", "plain"]
