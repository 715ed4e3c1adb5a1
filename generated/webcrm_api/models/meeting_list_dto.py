# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape, read_each, read_model

if TYPE_CHECKING:
    from ..models.meeting_info_get_all_dto import MeetingInfoGetAllDto


@define(kw_only=True, repr=False)
class MeetingListDto(Model):
    """A meeting list, as the API returns and accepts it."""

    meetings: list[MeetingInfoGetAllDto] | None

    _shape: ClassVar[Shape] = Shape(
        names={
            "meetings": "Meetings",
        },
        converters={
            "meetings": read_each(read_model("MeetingInfoGetAllDto")),
        },
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (self.meetings,) = values
