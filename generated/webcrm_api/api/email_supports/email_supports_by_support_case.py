# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.support_case_email_dto import SupportCaseEmailDto
from ...readers import many
from ...types import UNSET, Response, Unset
from ...values import reference_id

if TYPE_CHECKING:
    from ...client import Client


_path_formats = {
    "supportCaseId": reference_id,
}

_reader = many(SupportCaseEmailDto)


def call(
    support_case_id: int,
    *,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Call[list[SupportCaseEmailDto]]:
    """Prepare the call `GET /EmailSupports/BySupportCase/{supportCaseId}`; nothing is sent.

    Return the support e-mails of one support case.
    """
    return Call(
        name="email_supports.by_support_case",
        method="GET",
        path="/EmailSupports/BySupportCase/{supportCaseId}",
        path_values={
            "supportCaseId": support_case_id,
        },
        path_formats=_path_formats,
        query={
            "Page": page,
            "Size": size,
        },
        reader=_reader,
    )


def sync_detailed(
    support_case_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseEmailDto]]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            support_case_id=support_case_id,
            page=page,
            size=size,
        )
    )


def sync(
    support_case_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseEmailDto]:
    """Return the support e-mails of one support case."""
    return sync_detailed(
        support_case_id=support_case_id,
        client=client,
        page=page,
        size=size,
    ).parsed


async def asyncio_detailed(
    support_case_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> Response[list[SupportCaseEmailDto]]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            support_case_id=support_case_id,
            page=page,
            size=size,
        )
    )


async def asyncio(
    support_case_id: int,
    *,
    client: Client,
    page: int | Unset = UNSET,
    size: int | Unset = UNSET,
) -> list[SupportCaseEmailDto]:
    """Return the support e-mails of one support case."""
    return (
        await asyncio_detailed(
            support_case_id=support_case_id,
            client=client,
            page=page,
            size=size,
        )
    ).parsed
