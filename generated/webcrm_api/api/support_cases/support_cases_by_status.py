# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.support_case_dto import SupportCaseDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import string

if TYPE_CHECKING:
    from ...client import Client
    from ...models.support_case_status import SupportCaseStatus


_path_formats = {
    "status": string,
}

_reader = many(SupportCaseDto)


def call(
    status: SupportCaseStatus,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[SupportCaseDto]]:
    """Prepare the call `GET /SupportCases/ByStatus/{status}`; nothing is sent.

    Return the support cases of one status.
    """
    return Call(
        name="support_cases.by_status",
        method="GET",
        path="/SupportCases/ByStatus/{status}",
        path_values={
            "status": status,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    status: SupportCaseStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            status=status,
            page=page,
            size=size,
        )
    )


def sync(
    status: SupportCaseStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseDto]:
    """Return the support cases of one status."""
    return sync_detailed(
        status=status,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    status: SupportCaseStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            status=status,
            page=page,
            size=size,
        )
    )


async def asyncio(
    status: SupportCaseStatus,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseDto]:
    """Return the support cases of one status."""
    return (
        await asyncio_detailed(
            status=status,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
