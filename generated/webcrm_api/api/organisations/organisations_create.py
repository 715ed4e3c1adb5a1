# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...readers import integer
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.organisation_dto import OrganisationDto


def call(
    *,
    body: OrganisationDto | Mapping[str, Any],
) -> Call[int]:
    """Prepare the call `POST /Organisations`; nothing is sent.

    Create an organisation, whose id must be 0.
    """
    return Call(
        name="organisations.create",
        method="POST",
        path="/Organisations",
        body=body,
        model="OrganisationDto",
        reader=integer,
    )


def sync_detailed(
    *,
    client: Client,
    body: OrganisationDto | Mapping[str, Any],
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: OrganisationDto | Mapping[str, Any],
) -> int:
    """Create an organisation, whose id must be 0."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: OrganisationDto | Mapping[str, Any],
) -> Response[int]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: OrganisationDto | Mapping[str, Any],
) -> int:
    """Create an organisation, whose id must be 0."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
