# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class MeetingUser(Model):
    """A meeting user, as the API returns and accepts it."""

    id: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "id": "Id",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.id,) = values
