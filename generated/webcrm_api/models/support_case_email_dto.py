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
    from ..models.support_case_email_email_support_direction import SupportCaseEmailEmailSupportDirection


@define(kw_only=True, repr=False)
class SupportCaseEmailDto(Model):
    """A support case email, as the API returns and accepts it."""

    email_support_id: int
    email_support_attachments_string: None | str | Unset = UNSET
    email_support_body: None | str | Unset = UNSET
    email_support_date_time: datetime.datetime | None | Unset = UNSET
    email_support_direction: None | SupportCaseEmailEmailSupportDirection | Unset = UNSET
    email_support_organisation_id: int | None | Unset = UNSET
    email_support_sender_id: int | None | Unset = UNSET
    email_support_sender_name: None | str | Unset = UNSET
    email_support_subject: None | str | Unset = UNSET
    email_support_support_case_id: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "email_support_id": "EmailSupportId",
            "email_support_attachments_string": "EmailSupportAttachmentsString",
            "email_support_body": "EmailSupportBody",
            "email_support_date_time": "EmailSupportDateTime",
            "email_support_direction": "EmailSupportDirection",
            "email_support_organisation_id": "EmailSupportOrganisationId",
            "email_support_sender_id": "EmailSupportSenderId",
            "email_support_sender_name": "EmailSupportSenderName",
            "email_support_subject": "EmailSupportSubject",
            "email_support_support_case_id": "EmailSupportSupportCaseId",
        },
        converters={},
        dates=("email_support_date_time",),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.email_support_id,
            self.email_support_attachments_string,
            self.email_support_body,
            self._email_support_date_time,
            self.email_support_direction,
            self.email_support_organisation_id,
            self.email_support_sender_id,
            self.email_support_sender_name,
            self.email_support_subject,
            self.email_support_support_case_id,
        ) = values
