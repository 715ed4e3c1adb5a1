# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.support_case_dto import SupportCaseDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import whole_number

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "channel": whole_number,
}

_reader = many(SupportCaseDto)


def call(
    channel: int,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[SupportCaseDto]]:
    """Prepare the call `GET /SupportCases/ByChannel/{channel}`; nothing is sent.

    Return the support cases of one channel.
    """
    return Call(
        name="support_cases.by_channel",
        method="GET",
        path="/SupportCases/ByChannel/{channel}",
        path_values={
            "channel": channel,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    channel: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            channel=channel,
            page=page,
            size=size,
        )
    )


def sync(
    channel: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseDto]:
    """Return the support cases of one channel."""
    return sync_detailed(
        channel=channel,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    channel: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            channel=channel,
            page=page,
            size=size,
        )
    )


async def asyncio(
    channel: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseDto]:
    """Return the support cases of one channel."""
    return (
        await asyncio_detailed(
            channel=channel,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
