"""The errors of this package.

    WebCRMError
    ├── ConfigurationError (also ValueError) a setting is missing or invalid, or a call is impossible
    ├── AuthenticationError                 the service refused the application token or an access token
    ├── APIConnectionError                  no usable response arrived; the call is safe to retry
    │   └── APITimeoutError                 it took longer than the timeout or the deadline
    ├── OutcomeUnknownError                 no response arrived, and a write may have been carried out
    ├── UnexpectedResponseError             a success that is empty, HTML, cut off, too large or of another shape
    ├── APIError                            the service refused the call
    │   ├── BadRequestError                 400, or a success with an error object
    │   ├── PermissionDeniedError           403
    │   ├── NotFoundError                   404
    │   ├── ConflictError                   409
    │   ├── RateLimitError                  429, and the wait is too long
    │   ├── ServerError                     any 5xx
    │   └── LinkedDataRequiredError         "Possible quotation not found"
    ├── FieldValueError (also ValueError)   a value is invalid for its field
    │   ├── InvalidChoiceError
    │   ├── InvalidCheckboxError
    │   ├── ValueTooLongError
    │   ├── InvalidNumberError
    │   ├── InvalidValuesError              several values of one record, each with its message
    │   └── InvalidRowsError                rows of a file, each value with its line number
    ├── QueryError (also ValueError)        a query is invalid
    ├── NoRecordError                       `one()` found no record
    ├── MultipleRecordsError                `one()` found several records
    └── UpsertError                         records of an upsert were not written: `report.raise_for_failures()`

Each names the call that failed and what to do next. None contains a token, neither in its message nor in its repr or
arguments. A caller of `except ValueError` also catches invalid values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from webcrm_api import suggestions
from webcrm_api.errors import FieldValueError, UpsertError, WebCRMError, sentence

did_you_mean = suggestions.did_you_mean

_MAX_CHARACTERS = 200


def short_repr(value: object) -> str:
    """Return the repr of a value, shortened; the name of its type if its repr fails, as for very long integers."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - the repr of any class, for a message about another error
        return f"<{type(value).__name__}>"
    return text if len(text) <= _MAX_CHARACTERS else f"{text[:_MAX_CHARACTERS]}…"


class ConfigurationError(WebCRMError, ValueError):
    """A setting is missing or invalid, or a call is impossible."""


class AuthenticationError(WebCRMError):
    """The service refused the application token, or an access token that it had issued."""


class APIConnectionError(WebCRMError):
    """No usable response arrived. The call had no effect, or is safe to make again.

    Attributes:
        sent: Whether the request may have reached the service.
    """

    sent: bool = False


class APITimeoutError(APIConnectionError):
    """A connection or a response took longer than the timeout, or the call longer than its deadline.

    The message names the deadline, and what the call was waiting for.
    """


class OutcomeUnknownError(WebCRMError):
    """No usable response arrived for a write, which may or may not have been carried out.

    The API has no idempotency keys, so the write was not retried. Check whether the record exists before you write it
    again.
    """


class UnexpectedResponseError(WebCRMError):
    """The service returned a success whose content is too large, or not what the API definition declares.

    Attributes:
        status: The HTTP status.
        body: The beginning of the response body.
    """

    def __init__(self, message: str, *, status: int, body: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class APIError(WebCRMError):
    """The service refused a call.

    Attributes:
        status: The HTTP status.
        message: The service's message.
        type: The kind of error that it names, such as `TooManyRequestsException`, or None.
        method: The HTTP method of the call.
        path: The path of the call.
        body: The beginning of the response body.
    """

    def __init__(
        self, *, status: int, message: str, kind: str | None, method: str, path: str, body: str, advice: str = ""
    ) -> None:
        text = message or "no message"
        named = f", {kind}" if kind else ""
        if advice:
            text = f"{sentence(text)} {advice}"
        super().__init__(f"{method} {path} was refused with status {status}{named}: {text}")
        self.status = status
        self.message = message
        self.type = kind
        self.method = method
        self.path = path
        self.body = body


class BadRequestError(APIError):
    """400: the call is invalid."""


class PermissionDeniedError(APIError):
    """403: the application token lacks the right."""


class NotFoundError(APIError):
    """404: the record or the path does not exist."""


class ConflictError(APIError):
    """409: the record is in another state than the call assumes."""


class RateLimitError(APIError):
    """429: too many requests, and the wait is longer than `max_rate_limit_wait`.

    Attributes:
        retry_after: Seconds to wait before the next call.
    """

    def __init__(self, *, retry_after: float, **arguments: Any) -> None:
        super().__init__(**arguments, advice=f"Wait {retry_after:.0f} s before the next call.")
        self.retry_after = retry_after


class ServerError(APIError):
    """5xx: the service, or a proxy in front of it, failed."""


class LinkedDataRequiredError(APIError):
    """The service returned "Possible quotation not found": linked data is on for quotation lines.

    Attributes:
        answers: The strings that PATCH returned, one for each record, if any contains the error; otherwise None.
    """

    def __init__(self, *, answers: list[str] | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.answers = answers


class InvalidChoiceError(FieldValueError):
    """A value is not one of a list's choices; case matters.

    Attributes:
        choices: The choices.
        suggestion: The most similar choice, or None.
    """

    def __init__(self, message: str, *, choices: tuple[str, ...], suggestion: str | None = None) -> None:
        super().__init__(message)
        self.choices = choices
        self.suggestion = suggestion


class InvalidCheckboxError(FieldValueError):
    """A checkbox value is neither "Yes" nor "No"."""


class ValueTooLongError(FieldValueError):
    """A string is longer than its field."""


class InvalidNumberError(FieldValueError):
    """A value is not a number, and the field needs one."""


class InvalidValuesError(FieldValueError):
    """Several values cannot be taken, or names of fields are unknown; the record is unchanged.

    Attributes:
        errors: The message of each, by the name that was passed.
    """

    def __init__(self, errors: dict[str, str]) -> None:
        count = f"{len(errors)} values" if len(errors) > 1 else "One value"
        listed = "".join(f"\n- {error}" for error in errors.values())
        super().__init__(f"{count} cannot be taken. The record is unchanged.{listed}")
        self.errors = errors


class InvalidCell(NamedTuple):
    """What is wrong in a row of a file.

    Attributes:
        line: The line that the row begins in, from 1, as an editor shows it.
        column: The column's name in the file; None if the whole row is wrong.
        value: The string in the file; None if the whole row is wrong.
        reason: What is wrong, and what to write.
    """

    line: int
    column: str | None
    value: str | None
    reason: str

    def __str__(self) -> str:
        named = f", column {self.column!r}" if self.column is not None else ""
        return f"Line {self.line}{named}: {self.reason}"


class InvalidRowsError(FieldValueError):
    """Rows of a file cannot be taken; nothing was written.

    Attributes:
        errors: What is wrong, each with its line number and column, in the order of the file.
    """

    def __init__(self, message: str, errors: Iterable[InvalidCell]) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class QueryError(WebCRMError, ValueError):
    """A query is invalid, or its rows are not records of the model that `into` names."""


class NoRecordError(WebCRMError):
    """`one()` of a list found no record."""


class MultipleRecordsError(WebCRMError):
    """`one()` of a list found more than one record."""


__all__ = [
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "FieldValueError",
    "InvalidCheckboxError",
    "InvalidChoiceError",
    "InvalidNumberError",
    "InvalidRowsError",
    "InvalidValuesError",
    "LinkedDataRequiredError",
    "MultipleRecordsError",
    "NoRecordError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PermissionDeniedError",
    "QueryError",
    "RateLimitError",
    "ServerError",
    "UnexpectedResponseError",
    "UpsertError",
    "ValueTooLongError",
    "WebCRMError",
]
