# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.features_calendar_integration import FeaturesCalendarIntegration


@define(kw_only=True, repr=False)
class FeaturesDto(Model):
    """The features of a system, and whether they are enabled."""

    calendar_integration: FeaturesCalendarIntegration | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "calendar_integration": "CalendarIntegration",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.calendar_integration,) = values
