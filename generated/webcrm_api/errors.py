# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Errors of the generated functions: responses that the definition does not declare."""

from __future__ import annotations

from .redaction import redact_text

EXCERPT = 500
"""Characters of a response's body that an error shows."""


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


__all__ = ["EXCERPT", "UndeclaredResponse", "UnexpectedContent", "UnexpectedStatus", "excerpt"]
