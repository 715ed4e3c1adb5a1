# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_each, read_model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.meeting_activity import MeetingActivity
    from ..models.meeting_opportunity import MeetingOpportunity


@define(kw_only=True, repr=False)
class MeetingInfoUpdateConnectionsDto(Model):
    """New connections of a meeting."""

    activities: list[MeetingActivity] | None | Unset = UNSET
    opportunities: list[MeetingOpportunity] | None | Unset = UNSET
    user_id: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "activities": "Activities",
            "opportunities": "Opportunities",
            "user_id": "UserId",
        },
        converters={
            "activities": read_each(read_model("MeetingActivity")),
            "opportunities": read_each(read_model("MeetingOpportunity")),
        },
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.activities,
            self.opportunities,
            self.user_id,
        ) = values
