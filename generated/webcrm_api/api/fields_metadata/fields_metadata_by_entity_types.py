# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.field_metadata_dto import FieldMetadataDto
from ...readers import many
from ...types import Response
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.entity_types import EntityTypes


_path_formats = {
    "entityTypes": string,
}

_reader = many(FieldMetadataDto)


def call(
    entity_types: EntityTypes,
) -> Call[list[FieldMetadataDto]]:
    """Prepare the call `GET /FieldsMetadata/{entityTypes}`; nothing is sent.

    Return one entity's fields: labels, types, lengths and list entries.
    """
    return Call(
        name="fields_metadata.by_entity_types",
        method="GET",
        path="/FieldsMetadata/{entityTypes}",
        path_values={
            "entityTypes": entity_types,
        },
        path_formats=_path_formats,
        reader=_reader,
    )


def sync_detailed(
    entity_types: EntityTypes,
    *,
    client: Client,
) -> Response[list[FieldMetadataDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            entity_types=entity_types,
        )
    )


def sync(
    entity_types: EntityTypes,
    *,
    client: Client,
) -> list[FieldMetadataDto]:
    """Return one entity's fields: labels, types, lengths and list entries."""
    return sync_detailed(
        entity_types=entity_types,
        client=client,
    ).parsed


async def asyncio_detailed(
    entity_types: EntityTypes,
    *,
    client: Client,
) -> Response[list[FieldMetadataDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            entity_types=entity_types,
        )
    )


async def asyncio(
    entity_types: EntityTypes,
    *,
    client: Client,
) -> list[FieldMetadataDto]:
    """Return one entity's fields: labels, types, lengths and list entries."""
    return (
        await asyncio_detailed(
            entity_types=entity_types,
            client=client,
        )
    ).parsed
