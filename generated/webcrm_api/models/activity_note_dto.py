# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class ActivityNoteDto(Model):
    """An activity note, as the API returns and accepts it.

    Attributes:
        created_by: The user's name; `api2` and the token's name for a call of the API.
    """

    action: None | str | Unset = UNSET
    comment: None | str | Unset = UNSET
    created_at: datetime.datetime | None | Unset = UNSET
    created_by: None | str | Unset = UNSET
    date_time: datetime.datetime | None | Unset = UNSET
    person_name: None | str | Unset = UNSET
    status_text: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "action": "Action",
            "comment": "Comment",
            "created_at": "CreatedAt",
            "created_by": "CreatedBy",
            "date_time": "DateTime",
            "person_name": "PersonName",
            "status_text": "StatusText",
        },
        converters={},
        dates=(
            "created_at",
            "date_time",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.action,
            self.comment,
            self._created_at,
            self.created_by,
            self._date_time,
            self.person_name,
            self.status_text,
        ) = values
