# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Errors of the generated package: invalid values, and responses that the definition does not declare.

`webcrm_ext.errors` has the whole tree of errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .redaction import redact_text

if TYPE_CHECKING:
    from .results import UpsertReport, UpsertResult

EXCERPT = 500
"""Characters of a response's body that an error shows."""


class WebCRMError(Exception):
    """The base of all errors of `webcrm_ext`.

    Attributes:
        report: The outcomes so far, if the error ended an `upsert_by`; otherwise None.
        may_be_done: Whether an earlier attempt of the call got no usable response, and may have been carried out.
    """

    report: UpsertReport | None = None
    may_be_done: bool = False

    def add_to_message(self, more: str) -> None:
        """Add a sentence to the message, such as what an operation of several calls has done."""
        text = str(self.args[0]) if self.args else ""
        self.args = (f"{sentence(text)} {more}" if text else more, *self.args[1:])

    def __reduce__(self) -> tuple[object, ...]:
        # By default Python copies an error from its message alone, and most of these need more.
        return _copied, (type(self), self.args), vars(self)


def _copied(kind: type[WebCRMError], args: tuple[object, ...]) -> WebCRMError:
    """Return a copy of an error with its message; its attributes follow."""
    return kind.__new__(kind, *args)


class FieldValueError(WebCRMError, ValueError):
    """A value is invalid for its field, or for the argument that it was passed as; nothing was sent."""


class UpsertError(WebCRMError):
    """Some records of an `upsert_by` were not written, or may not have been; `report` has all outcomes.

    Attributes:
        failures: The results of the records that failed, and of those whose outcome is unknown.
    """

    failures: list[UpsertResult]

    def __init__(self, message: str, report: UpsertReport) -> None:
        super().__init__(message)
        self.report = report
        self.failures = [*report.failed, *report.unknown]


class UndeclaredResponse(Exception):
    """The service returned a response that the definition does not declare."""

    def __init__(self, message: str, status_code: int, content: bytes) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.content = content

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.args[0], self.status_code, self.content)


class UnexpectedStatus(UndeclaredResponse):
    """The status is not a success."""


class UnexpectedContent(UndeclaredResponse):
    """The status is a success, and the body is not what the definition declares."""


def excerpt(content: bytes) -> str:
    """Return the first characters of a body as text, with tokens and passwords redacted."""
    text = redact_text(content[: EXCERPT * 4].decode("utf-8", errors="replace").strip())
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


def sentence(text: str) -> str:
    """Return a string that ends with a full stop, so that a sentence can follow."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


__all__ = [
    "EXCERPT",
    "FieldValueError",
    "UndeclaredResponse",
    "UnexpectedContent",
    "UnexpectedStatus",
    "UpsertError",
    "WebCRMError",
    "excerpt",
    "sentence",
]
