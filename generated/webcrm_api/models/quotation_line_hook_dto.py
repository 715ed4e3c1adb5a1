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
    from ..models.quotation_line_hook_event_type import QuotationLineHookEventType
    from ..models.quotation_line_hook_filter import QuotationLineHookFilter


@define(kw_only=True, repr=False)
class QuotationLineHookDto(Model):
    """A quotation line hook, as the API returns and accepts it.

    Attributes:
        filter_: The changes that the service reports.
        target_url: The URL that the service calls. Calls are not signed, so put a secret into the URL.
        created_by: The user's name; `api2` and the token's name for a call of the API.
        updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    filter_: list[QuotationLineHookFilter] | None
    id: int
    is_enabled: bool | None
    target_url: None | str
    created_at: datetime.datetime | None | Unset = UNSET
    created_by: None | str | Unset = UNSET
    event_type: None | QuotationLineHookEventType | Unset = UNSET
    updated_at: datetime.datetime | None | Unset = UNSET
    updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "filter_": "Filter",
            "id": "Id",
            "is_enabled": "IsEnabled",
            "target_url": "TargetUrl",
            "created_at": "CreatedAt",
            "created_by": "CreatedBy",
            "event_type": "EventType",
            "updated_at": "UpdatedAt",
            "updated_by": "UpdatedBy",
        },
        converters={},
        dates=(
            "created_at",
            "updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.filter_,
            self.id,
            self.is_enabled,
            self.target_url,
            self._created_at,
            self.created_by,
            self.event_type,
            self._updated_at,
            self.updated_by,
        ) = values
