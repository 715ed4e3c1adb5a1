# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.field_metadata_dto import FieldMetadataDto
from ...readers import many
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = many(FieldMetadataDto)


def call() -> Call[list[FieldMetadataDto]]:
    """Prepare the call `GET /FieldsMetadata`; nothing is sent.

    Return the system's fields: labels, types, lengths and list entries.
    """
    return Call(
        name="fields_metadata.list",
        method="GET",
        path="/FieldsMetadata",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[list[FieldMetadataDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> list[FieldMetadataDto]:
    """Return the system's fields: labels, types, lengths and list entries."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[list[FieldMetadataDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> list[FieldMetadataDto]:
    """Return the system's fields: labels, types, lengths and list entries."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
