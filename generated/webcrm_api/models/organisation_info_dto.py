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
class OrganisationInfoDto(Model):
    """An organisation, by its id."""

    organisation_id: str

    _shape: ClassVar[Shape] = Shape(
        names={
            "organisation_id": "OrganisationId",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.organisation_id,) = values
