# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Values that are not data: UNSET, files to send, and an answer with its envelope."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final, Generic, Literal, TypeVar

from attrs import field, frozen

T = TypeVar("T")


class Unset:
    """The type of `UNSET`: a property that is not there. It is false, and never sent."""

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
    """An answer with its envelope: status, headers, the bytes, and the value read from them."""

    status_code: int
    content: bytes = field(repr=False)  # a login's holds tokens
    headers: MutableMapping[str, str]
    parsed: T


__all__ = ["UNSET", "Response", "Unset"]
