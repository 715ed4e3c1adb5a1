# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Calls as values: what will be sent, and how the response is read. Nothing here sends anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import CO_COROUTINE, CO_VARARGS, CO_VARKEYWORDS
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from .errors import UnexpectedStatus, excerpt
from .redaction import is_secret, redact_members
from .types import UNSET
from .values import Format, any_value, body_json, check_range, header_value, query_value, to_json

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_PLAIN = frozenset({str, int, float, bool})


@frozen(kw_only=True)
class Call(Generic[T]):
    """One call of the API, ready to be sent any number of times.

    Attributes:
        name: The operation's name, such as `persons.get`.
        method: The HTTP method.
        path: The path in the definition, such as `/Persons/{id}`.
        path_values: The values of the path's parameters.
        path_formats: How each of them is checked and written.
        query: Query parameters; UNSET and None are left out.
        dates: The start and the end, if the call has a range of dates.
        headers: Headers of this call; UNSET and None are left out.
        body: What is sent as JSON (a record, a dict with the API's names, a list of them), or UNSET.
        form: What is sent as a form, or UNSET.
        model: The name of the model of the body or form; "" if any is sent.
        several: Whether the body is a list of records.
        reader: Reads the value from a successful response.
        before_send: Called before each attempt is sent, after its wait for the rate limit.
    """

    name: str
    method: str
    path: str
    reader: Callable[[httpx.Response], T] = field(repr=False)
    path_values: Mapping[str, Any] = field(factory=dict)
    path_formats: Mapping[str, Format] = field(factory=dict, repr=False)
    query: Mapping[str, Any] = field(factory=dict)
    dates: tuple[Any, ...] = ()
    headers: Mapping[str, Any] = field(factory=dict, repr=False)
    body: Any = field(default=UNSET, repr=False)
    form: Any = field(default=UNSET, repr=False)
    model: str = ""
    several: bool = False
    before_send: Callable[[], object] | None = field(default=None, repr=False, eq=False)

    def url(self) -> str:
        """Return the path with its parameters filled in.

        Raises:
            FieldValueError: A value is missing, or does not belong into the path.
        """
        values = {}
        for name, value in self.path_values.items():
            values[name] = self.path_formats.get(name, any_value)(name, value)
        return self.path.format_map(values)

    def request(self) -> dict[str, Any]:
        """Return the arguments for `httpx.Client.request` or `build_request`; their repr shows no secrets.

        Raises:
            FieldValueError: A value does not belong into the path, the query or the body.
        """
        arguments: dict[str, Any] = {"method": self.method, "url": self.url()}
        query = {}
        for name, value in self.query.items():
            if value is not UNSET and value is not None:
                query[name] = value if value.__class__ in _PLAIN else query_value(name, value)
        if self.dates:
            check_range(*self.dates)
        if query:
            arguments["params"] = query
        if self.headers:
            headers = {name: header_value(name, value) for name, value in self.headers.items() if _is_set(value)}
            if headers:
                arguments["headers"] = redact_members(headers)
        if self.body is not UNSET or (self.model and self.form is UNSET):
            arguments["json"] = redact_members(self._json(self.body))
        if self.form is not UNSET:
            form = self._json(self.form)
            arguments["data"] = redact_members({name: _form_value(name, value) for name, value in form.items()})
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

    def _json(self, body: Any) -> Any:
        return body_json(body, self.model, several=self.several, call=self.name) if self.model else to_json(body)


@frozen(kw_only=True)
class Listing(Generic[T]):
    """A list that can be read page by page.

    Attributes:
        call: Returns the call for a page (from 1) of a size (1 to 1000).
        items: Returns the records in the value of that call.
        paged: False if the API returns the whole list at once.
        model: The name of the records' model, such as `PersonDto`; "" if the records are something else.
    """

    call: Callable[[int, int], Call[Any]] = field(repr=False)
    items: Callable[[Any], list[T]] = field(repr=False)
    paged: bool
    model: str = ""


def with_known_arguments(method: F) -> F:
    """Return a method of a resource that names the right argument where it is called with a wrong one.

    Python names only the wrong one. A method that takes any name checks the names itself. One that takes a secret is
    returned as it is, because a traceback shows the arguments.
    """
    code: Any = method.__code__
    count = code.co_argcount
    names = code.co_varnames[1 : count + code.co_kwonlyargcount]
    if code.co_flags & CO_VARARGS or any(map(is_secret, names)):
        return method
    takes_any, most = bool(code.co_flags & CO_VARKEYWORDS), count - 1
    known = frozenset(names)

    def refuse(arguments: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        from .suggestions import unexpected_arguments  # noqa: PLC0415 - for errors only

        shown = (*names, f"**{code.co_varnames[len(names) + 1]}") if takes_any else names
        wrong = () if takes_any else named
        raise TypeError(unexpected_arguments(method.__qualname__, arguments, wrong, names[:most], shown))

    @wraps(method)
    async def called_async(self: Any, /, *arguments: Any, **named: Any) -> Any:
        if len(arguments) > most or not (takes_any or known.issuperset(named)):
            refuse(arguments, named)
        if named:
            named = {name: redact_members(value) for name, value in named.items()}
        return await method(self, *arguments, **named)

    @wraps(method)
    def called(self: Any, /, *arguments: Any, **named: Any) -> Any:
        if len(arguments) > most or not (takes_any or known.issuperset(named)):
            refuse(arguments, named)
        if named:
            named = {name: redact_members(value) for name, value in named.items()}
        return method(self, *arguments, **named)

    return called_async if code.co_flags & CO_COROUTINE else called  # type: ignore[return-value]  # of its signature


def _form_value(name: str, value: Any) -> Any:
    return value if value is None or value.__class__ in _PLAIN else query_value(name, value)


def _is_set(value: Any) -> bool:
    return value is not UNSET and value is not None


__all__ = ["Call", "Listing", "with_known_arguments"]
