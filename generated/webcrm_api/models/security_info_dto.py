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
class SecurityInfoDto(Model):
    """The token's rights on a record."""

    can_edit: bool | None | Unset = UNSET
    can_read: bool | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "can_edit": "CanEdit",
            "can_read": "CanRead",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.can_edit,
            self.can_read,
        ) = values
