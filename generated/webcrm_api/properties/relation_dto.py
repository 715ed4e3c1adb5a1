# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The properties of `RelationDto` that an update sends, as keywords of `update`; for type checkers and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..models.relation_type import RelationType


class RelationProperties(TypedDict, total=False):
    """The properties of `RelationDto`, without its id and those that the service assigns or derives."""

    relation_code: int | None
    relation_comment: str | None
    relation_organisation_1_id: int | None
    relation_organisation_2_id: int | None
    relation_person_1_id: int | None
    relation_person_2_id: int | None
    relation_type: RelationType | None


__all__ = ["RelationProperties"]
