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
    from ...models.support_case_hook_dto import SupportCaseHookDto


def call(
    *,
    body: SupportCaseHookDto | Mapping[str, Any],
) -> Call[int]:
    """Prepare the call `POST /SupportCases/Hooks`; nothing is sent.

    Create a hook on support cases.
    """
    return Call(
        name="support_cases.create_hook",
        method="POST",
        path="/SupportCases/Hooks",
        body=body,
        model="SupportCaseHookDto",
        reader=integer,
    )


def sync_detailed(
    *,
    client: Client,
    body: SupportCaseHookDto | Mapping[str, Any],
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
    body: SupportCaseHookDto | Mapping[str, Any],
) -> int:
    """Create a hook on support cases."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: SupportCaseHookDto | Mapping[str, Any],
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
    body: SupportCaseHookDto | Mapping[str, Any],
) -> int:
    """Create a hook on support cases."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
