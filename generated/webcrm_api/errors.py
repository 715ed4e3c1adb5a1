# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What a generated function raises by itself: an answer that the definition does not declare."""

from __future__ import annotations

from .secret_names import without_secrets

EXCERPT = 500
"""How many characters of an answer's body an error shows."""


class UndeclaredAnswer(Exception):
    """The service answered something that the definition does not declare."""

    def __init__(self, message: str, status_code: int, content: bytes) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.content = content

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.args[0], self.status_code, self.content)


class UnexpectedStatus(UndeclaredAnswer):
    """The status is not a success."""


class UnexpectedContent(UndeclaredAnswer):
    """The status is a success, and the body is not what the definition declares."""


def excerpt(content: bytes) -> str:
    """Give the first characters of a body as text, whatever its bytes are, without tokens and passwords."""
    text = without_secrets(content[: EXCERPT * 4].decode("utf-8", errors="replace").strip())
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


__all__ = ["EXCERPT", "UndeclaredAnswer", "UnexpectedContent", "UnexpectedStatus", "excerpt"]
