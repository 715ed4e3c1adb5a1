# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.token_response_dto import TokenResponseDto
from ...readers import one
from ...secret_names import unshown
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


def call(
    *,
    refresh_token: str | Unset = UNSET,
) -> Call[TokenResponseDto]:
    """Prepare the call `POST /Auth/ApiRefresh`; nothing is sent.

    Give a new access token and a new refresh token for a refresh token.
    """
    return Call(
        name="auth.api_refresh",
        method="POST",
        path="/Auth/ApiRefresh",
        headers={
            "refreshToken": refresh_token,
        },
        reader=one(TokenResponseDto),
    )


def sync_detailed(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> Response[TokenResponseDto]:
    """Send the call, blocking, and give the answer with status, headers and content."""
    refresh_token = unshown(refresh_token)  # by a traceback

    return client.send(
        call(
            refresh_token=refresh_token,
        )
    )


def sync(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> TokenResponseDto:
    """Give a new access token and a new refresh token for a refresh token."""
    refresh_token = unshown(refresh_token)  # by a traceback

    return sync_detailed(
        client=client,
        refresh_token=refresh_token,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> Response[TokenResponseDto]:
    """Send the call, awaiting, and give the answer with status, headers and content."""
    refresh_token = unshown(refresh_token)  # by a traceback

    return await client.send_async(
        call(
            refresh_token=refresh_token,
        )
    )


async def asyncio(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> TokenResponseDto:
    """Give a new access token and a new refresh token for a refresh token."""
    refresh_token = unshown(refresh_token)  # by a traceback

    return (
        await asyncio_detailed(
            client=client,
            refresh_token=refresh_token,
        )
    ).parsed
