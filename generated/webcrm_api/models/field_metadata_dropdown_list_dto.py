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
class FieldMetadataDropdownListDto(Model):
    """One entry of a field's list."""

    text: None | str | Unset = UNSET
    value: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "text": "Text",
            "value": "Value",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.text,
            self.value,
        ) = values
