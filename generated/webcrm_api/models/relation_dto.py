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
    from ..models.relation_type import RelationType


@define(kw_only=True, repr=False)
class RelationDto(Model):
    """A relation, as the API returns and accepts it.

    Attributes:
        relation_created_by: The user's name; `api2` and the token's name for a call of the API.
        relation_updated_by: The user's name; `api2` and the token's name for a call of the API.
    """

    relation_id: int
    relation_code: int | None | Unset = UNSET
    relation_comment: None | str | Unset = UNSET
    relation_created_at: datetime.datetime | None | Unset = UNSET
    relation_created_by: None | str | Unset = UNSET
    relation_organisation_1_id: int | None | Unset = UNSET
    relation_organisation_2_id: int | None | Unset = UNSET
    relation_person_1_id: int | None | Unset = UNSET
    relation_person_2_id: int | None | Unset = UNSET
    relation_type: None | RelationType | Unset = UNSET
    relation_updated_at: datetime.datetime | None | Unset = UNSET
    relation_updated_by: None | str | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "relation_id": "RelationId",
            "relation_code": "RelationCode",
            "relation_comment": "RelationComment",
            "relation_created_at": "RelationCreatedAt",
            "relation_created_by": "RelationCreatedBy",
            "relation_organisation_1_id": "RelationOrganisation1Id",
            "relation_organisation_2_id": "RelationOrganisation2Id",
            "relation_person_1_id": "RelationPerson1Id",
            "relation_person_2_id": "RelationPerson2Id",
            "relation_type": "RelationType",
            "relation_updated_at": "RelationUpdatedAt",
            "relation_updated_by": "RelationUpdatedBy",
        },
        converters={},
        dates=(
            "relation_created_at",
            "relation_updated_at",
        ),
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.relation_id,
            self.relation_code,
            self.relation_comment,
            self._relation_created_at,
            self.relation_created_by,
            self.relation_organisation_1_id,
            self.relation_organisation_2_id,
            self.relation_person_1_id,
            self.relation_person_2_id,
            self.relation_type,
            self._relation_updated_at,
            self.relation_updated_by,
        ) = values
