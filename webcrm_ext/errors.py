"""Everything that this package raises.

    WebCRMError
    ├── ConfigurationError (also ValueError) a setting is missing or invalid, or a call cannot work
    ├── AuthenticationError                 the application token, or the token got with it, was refused
    ├── APIConnectionError                  no usable answer came, and the call can be made again
    ├── OutcomeUnknownError                 no answer came, and a write may have been carried out
    ├── UnexpectedResponseError             a success that is empty, HTML, cut off or of another shape
    ├── APIError                            the service said no
    │   ├── BadRequestError                 400
    │   ├── PermissionDeniedError           403
    │   ├── NotFoundError                   404
    │   ├── ConflictError                   409
    │   ├── RateLimitError                  429, and waiting would take too long
    │   ├── ServerError                     5xx, whatever the number
    │   └── LinkedDataRequiredError         "Possible quotation not found"
    ├── FieldValueError (also ValueError)   a value that was given, or found, cannot be used
    │   ├── InvalidChoiceError
    │   ├── InvalidCheckboxError
    │   ├── ValueTooLongError
    │   └── InvalidNumberError
    └── QueryError (also ValueError)        a query cannot be made from what was given

Each says which call failed and what to do next. None shows a token: not in its message, its repr or
its arguments.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


def sentence(text: str) -> str:
    """Give a text with a full stop behind it, where it has none, so that another sentence can follow."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Give a sentence with the names that are most like one, whatever their case; nothing where none is."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    close = [repr(folded[each]) for each in difflib.get_close_matches(name.casefold(), folded, n=3)]
    return f" Did you mean {' or '.join(close)}?" if close else ""


class WebCRMError(Exception):
    """The root of all errors of this package."""

    def add_to_message(self, more: str) -> None:
        """Add a sentence to the message, such as what became of an operation of several calls."""
        said = str(self.args[0]) if self.args else ""
        self.args = (f"{sentence(said)} {more}" if said else more, *self.args[1:])

    def __reduce__(self) -> tuple[object, ...]:
        # By default Python would make a copy from the message alone, and most of these errors need more.
        return _copied, (type(self), self.args), vars(self)


def _copied(kind: type[WebCRMError], args: tuple[object, ...]) -> WebCRMError:
    """Give an error as copying and pickling make it: with its message, not yet with its attributes."""
    return kind.__new__(kind, *args)


class ConfigurationError(WebCRMError, ValueError):
    """A setting is missing or invalid, or a method was called in a way that cannot work."""


class AuthenticationError(WebCRMError):
    """The service refused the application token, or the access token that came of it."""


class APIConnectionError(WebCRMError):
    """No usable answer came; the call had no effect, or is safe to make again."""


class OutcomeUnknownError(WebCRMError):
    """No usable answer came to a write, which may or may not have been carried out.

    The API has no way to tell a repeated write from a second one, so it was not repeated. Look whether
    the record is there before you write it again.
    """


class UnexpectedResponseError(WebCRMError):
    """The service answered a success whose content is not what the definition declares.

    Attributes:
        status: The HTTP status.
        body: The beginning of the answer, as text.
    """

    def __init__(self, message: str, *, status: int, body: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class APIError(WebCRMError):
    """The service answered that it will not do what was asked.

    Attributes:
        status: The HTTP status.
        message: What the service said, in its words.
        type: The kind of error that it named, such as `TooManyRequestsException`, or None.
        method: The HTTP method of the call.
        path: The path of the call.
        body: The beginning of the answer, as text.
    """

    def __init__(
        self, *, status: int, message: str, kind: str | None, method: str, path: str, body: str, advice: str = ""
    ) -> None:
        said = message or "nothing"
        named = f", {kind}" if kind else ""
        if advice:
            said = f"{sentence(said)} {advice}"
        super().__init__(f"{method} {path} was refused with status {status}{named}: {said}")
        self.status = status
        self.message = message
        self.type = kind
        self.method = method
        self.path = path
        self.body = body


class BadRequestError(APIError):
    """400: something in the call is not as the service wants it."""


class PermissionDeniedError(APIError):
    """403: the application token has no right to do this."""


class NotFoundError(APIError):
    """404: there is no such record or address."""


class ConflictError(APIError):
    """409: the record is not as the call assumes."""


class RateLimitError(APIError):
    """429: more calls than the service allows, and waiting would take longer than the settings say.

    Attributes:
        retry_after: Seconds to wait before the next call.
    """

    def __init__(self, *, retry_after: float, **of_answer: Any) -> None:
        super().__init__(**of_answer, advice=f"Wait {retry_after:.0f} s before the next call.")
        self.retry_after = retry_after


class ServerError(APIError):
    """5xx: the service, or something before it, failed."""


class LinkedDataRequiredError(APIError):
    """The service answered "Possible quotation not found": linked data is on for quotation lines.

    Attributes:
        answers: What a PATCH answered, a text for each input, where some of them said so; else None.
    """

    def __init__(self, *, answers: list[str] | None = None, **of_answer: Any) -> None:
        super().__init__(**of_answer)
        self.answers = answers


class FieldValueError(WebCRMError, ValueError):
    """A value that was given, or found in a record, cannot be used."""


class InvalidChoiceError(FieldValueError):
    """A value is not one of a list's entries, to the letter.

    Attributes:
        choices: The entries.
        suggestion: The entry that was likely meant, or None.
    """

    def __init__(self, message: str, *, choices: tuple[str, ...], suggestion: str | None = None) -> None:
        super().__init__(message)
        self.choices = choices
        self.suggestion = suggestion


class InvalidCheckboxError(FieldValueError):
    """A checkbox holds neither "Yes" nor "No"."""


class ValueTooLongError(FieldValueError):
    """A text is longer than its field."""


class InvalidNumberError(FieldValueError):
    """A value is not a number where the field holds one."""


class QueryError(WebCRMError, ValueError):
    """A query cannot be made from what was given; nothing was sent."""


__all__ = [
    "APIConnectionError",
    "APIError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "FieldValueError",
    "InvalidCheckboxError",
    "InvalidChoiceError",
    "InvalidNumberError",
    "LinkedDataRequiredError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "QueryError",
    "RateLimitError",
    "ServerError",
    "UnexpectedResponseError",
    "ValueTooLongError",
    "WebCRMError",
]
