# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape

if TYPE_CHECKING:
    from ..models.attendee_info_status import AttendeeInfoStatus


@define(kw_only=True, repr=False)
class AttendeeInfo(Model):
    """An attendee info, as the API returns and accepts it."""

    email: None | str
    organization_id: str
    organization_name: None | str
    person_id: str
    person_name: None | str
    required: bool | None
    status: AttendeeInfoStatus | None
    user_id: str
    user_name: None | str

    _shape: ClassVar[Shape] = Shape(
        names={
            "email": "Email",
            "organization_id": "OrganizationId",
            "organization_name": "OrganizationName",
            "person_id": "PersonId",
            "person_name": "PersonName",
            "required": "Required",
            "status": "Status",
            "user_id": "UserId",
            "user_name": "UserName",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.email,
            self.organization_id,
            self.organization_name,
            self.person_id,
            self.person_name,
            self.required,
            self.status,
            self.user_id,
            self.user_name,
        ) = values
