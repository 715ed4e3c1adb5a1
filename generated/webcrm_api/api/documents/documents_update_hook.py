# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import done
from ...types import Response
from ...values import record_id

if TYPE_CHECKING:
    from ...client import Client
    from ...models.document_hook_dto import DocumentHookDto


_path_formats = {
    "id": record_id,
}

_reader = done("Id")


def call(
    id: int,
    *,
    body: DocumentHookDto | Mapping[str, Any],
) -> Call[None]:
    """Prepare the call `PUT /Documents/Hooks/{id}`; nothing is sent.

    Update one hook on documents.
    """
    return Call(
        name="documents.update_hook",
        method="PUT",
        path="/Documents/Hooks/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        body=body,
        model="DocumentHookDto",
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
    body: DocumentHookDto | Mapping[str, Any],
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            id=id,
            body=body,
        )
    )


def sync(
    id: int,
    *,
    client: Client,
    body: DocumentHookDto | Mapping[str, Any],
) -> None:
    """Update one hook on documents."""
    sync_detailed(
        id=id,
        client=client,
        body=body,
    )


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
    body: DocumentHookDto | Mapping[str, Any],
) -> Response[None]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            id=id,
            body=body,
        )
    )


async def asyncio(
    id: int,
    *,
    client: Client,
    body: DocumentHookDto | Mapping[str, Any],
) -> None:
    """Update one hook on documents."""
    await asyncio_detailed(
        id=id,
        client=client,
        body=body,
    )
