# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `DocumentDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.document_linked_entity_type import DocumentLinkedEntityType


class DocumentProperties(TypedDict, total=False):
    """The properties of `DocumentDto`, without its id and those that the service assigns or derives."""

    document_campaign_public: str | None
    document_description: str | None
    document_file: str | None
    document_file_code: str | None
    document_file_extension: str | None
    document_file_name: str | None
    document_folder: str | None
    document_is_allowed_as_attachment: bool | None
    document_language_code: int | None
    document_linked_entity_id: int | None
    document_linked_entity_type: DocumentLinkedEntityType | None
    document_organisation_id: int | None
    document_public_link: str | None
    document_territory: int | None
    document_user_group: int | None
    document_user_id: int | None


__all__ = ["DocumentProperties"]
