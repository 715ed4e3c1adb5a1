# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""`UNSET`, and the response with its status and headers."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final, Generic, Literal, TypeVar

from attrs import field, frozen

T = TypeVar("T")


class Unset:
    """The type of `UNSET`: the value of a property that is not set. It is false, and never sent."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> Unset:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Unset:
        return self

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Final[Unset] = Unset()


@frozen
class Response(Generic[T]):
    """A response: status, headers, content, and the value read from it."""

    status_code: int
    content: bytes = field(repr=False)  # a login's content contains tokens
    headers: MutableMapping[str, str]
    parsed: T


__all__ = ["UNSET", "Response", "Unset"]
