# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from typing import TYPE_CHECKING

from ...calls import Call
from ...models.token_response_dto import TokenResponseDto
from ...readers import one
from ...redaction import redacted
from ...types import UNSET, Response, Unset

if TYPE_CHECKING:
    from ...client import Client


_reader = one(TokenResponseDto)


def call(
    *,
    refresh_token: str | Unset = UNSET,
) -> Call[TokenResponseDto]:
    """Prepare the call `POST /Auth/ApiRefresh`; nothing is sent.

    Exchange a refresh token for a new access token and a new refresh token.
    """
    return Call(
        name="auth.api_refresh",
        method="POST",
        path="/Auth/ApiRefresh",
        headers={
            "refreshToken": refresh_token,
        },
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> Response[TokenResponseDto]:
    """Send the call, and return the response with status, headers and content."""
    refresh_token = redacted(refresh_token)  # in tracebacks

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
    """Exchange a refresh token for a new access token and a new refresh token."""
    refresh_token = redacted(refresh_token)  # in tracebacks

    return sync_detailed(
        client=client,
        refresh_token=refresh_token,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    refresh_token: str | Unset = UNSET,
) -> Response[TokenResponseDto]:
    """Send the call, and return the response with status, headers and content."""
    refresh_token = redacted(refresh_token)  # in tracebacks

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
    """Exchange a refresh token for a new access token and a new refresh token."""
    refresh_token = redacted(refresh_token)  # in tracebacks

    return (
        await asyncio_detailed(
            client=client,
            refresh_token=refresh_token,
        )
    ).parsed
