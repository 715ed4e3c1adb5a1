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
    from ...models.quotation_line_update_dto import QuotationLineUpdateDto


_path_formats = {
    "id": record_id,
}

_reader = done("QuotationLineId")


def call(
    id: int,
    *,
    body: QuotationLineUpdateDto | Mapping[str, Any],
) -> Call[None]:
    """Prepare the call `PUT /QuotationLines/{id}`; nothing is sent.

    Update one quotation line; properties that are not set keep their values.
    """
    return Call(
        name="quotation_lines.update",
        method="PUT",
        path="/QuotationLines/{id}",
        path_values={
            "id": id,
        },
        path_formats=_path_formats,
        body=body,
        model="QuotationLineUpdateDto",
        reader=_reader,
    )


def sync_detailed(
    id: int,
    *,
    client: Client,
    body: QuotationLineUpdateDto | Mapping[str, Any],
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
    body: QuotationLineUpdateDto | Mapping[str, Any],
) -> None:
    """Update one quotation line; properties that are not set keep their values."""
    sync_detailed(
        id=id,
        client=client,
        body=body,
    )


async def asyncio_detailed(
    id: int,
    *,
    client: Client,
    body: QuotationLineUpdateDto | Mapping[str, Any],
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
    body: QuotationLineUpdateDto | Mapping[str, Any],
) -> None:
    """Update one quotation line; properties that are not set keep their values."""
    await asyncio_detailed(
        id=id,
        client=client,
        body=body,
    )
