# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.quotation_line_linked_setup_dto import QuotationLineLinkedSetupDto
from ...readers import one
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client


_reader = one(QuotationLineLinkedSetupDto)


def call() -> Call[QuotationLineLinkedSetupDto]:
    """Prepare the call `GET /QuotationLines/LinkedSetup`; nothing is sent.

    Return the setup of linked data for quotation lines; it is on if any field is used.
    """
    return Call(
        name="quotation_lines.get_linked_setup",
        method="GET",
        path="/QuotationLines/LinkedSetup",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
) -> Response[QuotationLineLinkedSetupDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(call())


def sync(
    *,
    client: Client,
) -> QuotationLineLinkedSetupDto:
    """Return the setup of linked data for quotation lines; it is on if any field is used."""
    return sync_detailed(
        client=client,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
) -> Response[QuotationLineLinkedSetupDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(call())


async def asyncio(
    *,
    client: Client,
) -> QuotationLineLinkedSetupDto:
    """Return the setup of linked data for quotation lines; it is on if any field is used."""
    return (
        await asyncio_detailed(
            client=client,
        )
    ).parsed
