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
    from ..models.document_linked_entity_type import DocumentLinkedEntityType


@define(kw_only=True, repr=False)
class DocumentDto(Model):
    """A document, as the API returns and accepts it.

    Attributes:
        document_created_by: The user's name; `api2` and the token's name for a call of the API.
        document_file: The file as a base64 string (likely, not documented).
        document_file_extension: With or without a dot.
        document_file_size: Bytes.
        document_last_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    document_id: int
    document_campaign_public: None | str | Unset = UNSET
    document_created_at: datetime.datetime | None | Unset = UNSET
    document_created_by: None | str | Unset = UNSET
    document_description: None | str | Unset = UNSET
    document_file: None | str | Unset = UNSET
    document_file_code: None | str | Unset = UNSET
    document_file_extension: None | str | Unset = UNSET
    document_file_name: None | str | Unset = UNSET
    document_file_size: int | None | Unset = UNSET
    document_folder: None | str | Unset = UNSET
    document_is_allowed_as_attachment: bool | None | Unset = UNSET
    document_language_code: int | None | Unset = UNSET
    document_last_updated_at: datetime.datetime | None | Unset = UNSET
    document_last_updated_by: None | str | Unset = UNSET
    document_linked_entity_id: int | None | Unset = UNSET
    document_linked_entity_type: DocumentLinkedEntityType | None | Unset = UNSET
    document_organisation_id: int | None | Unset = UNSET
    document_public_link: None | str | Unset = UNSET
    document_territory: int | None | Unset = UNSET
    document_upload_count: int | None | Unset = UNSET
    document_uploaded_at: datetime.datetime | None | Unset = UNSET
    document_user_group: int | None | Unset = UNSET
    document_user_id: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "document_id": "DocumentId",
            "document_campaign_public": "DocumentCampaignPublic",
            "document_created_at": "DocumentCreatedAt",
            "document_created_by": "DocumentCreatedBy",
            "document_description": "DocumentDescription",
            "document_file": "DocumentFile",
            "document_file_code": "DocumentFileCode",
            "document_file_extension": "DocumentFileExtension",
            "document_file_name": "DocumentFileName",
            "document_file_size": "DocumentFileSize",
            "document_folder": "DocumentFolder",
            "document_is_allowed_as_attachment": "DocumentIsAllowedAsAttachment",
            "document_language_code": "DocumentLanguageCode",
            "document_last_updated_at": "DocumentLastUpdatedAt",
            "document_last_updated_by": "DocumentLastUpdatedBy",
            "document_linked_entity_id": "DocumentLinkedEntityId",
            "document_linked_entity_type": "DocumentLinkedEntityType",
            "document_organisation_id": "DocumentOrganisationId",
            "document_public_link": "DocumentPublicLink",
            "document_territory": "DocumentTerritory",
            "document_upload_count": "DocumentUploadCount",
            "document_uploaded_at": "DocumentUploadedAt",
            "document_user_group": "DocumentUserGroup",
            "document_user_id": "DocumentUserId",
        },
        converters={},
        dates=(
            "document_created_at",
            "document_last_updated_at",
            "document_uploaded_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.document_id,
            self.document_campaign_public,
            self._document_created_at,
            self.document_created_by,
            self.document_description,
            self.document_file,
            self.document_file_code,
            self.document_file_extension,
            self.document_file_name,
            self.document_file_size,
            self.document_folder,
            self.document_is_allowed_as_attachment,
            self.document_language_code,
            self._document_last_updated_at,
            self.document_last_updated_by,
            self.document_linked_entity_id,
            self.document_linked_entity_type,
            self.document_organisation_id,
            self.document_public_link,
            self.document_territory,
            self.document_upload_count,
            self._document_uploaded_at,
            self.document_user_group,
            self.document_user_id,
        ) = values
