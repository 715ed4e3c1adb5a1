# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class MoveDto(Model):
    """The organisation to move a record to."""

    new_organisation_id: int

    _shape: ClassVar[Shape] = Shape(
        names={
            "new_organisation_id": "NewOrganisationId",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.new_organisation_id,) = values
