# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...models.token_response_dto import TokenResponseDto
from ...readers import one
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.auth_api_login_form import AuthApiLoginForm


_reader = one(TokenResponseDto)


def call(
    *,
    body: AuthApiLoginForm | Mapping[str, Any],
) -> Call[TokenResponseDto]:
    """Prepare the call `POST /Auth/ApiLogin`; nothing is sent.

    Log in with an application token (`authCode`), and return an access token for one hour.
    """
    return Call(
        name="auth.api_login",
        method="POST",
        path="/Auth/ApiLogin",
        form=body,
        model="AuthApiLoginForm",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    body: AuthApiLoginForm | Mapping[str, Any],
) -> Response[TokenResponseDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: AuthApiLoginForm | Mapping[str, Any],
) -> TokenResponseDto:
    """Log in with an application token (`authCode`), and return an access token for one hour."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: AuthApiLoginForm | Mapping[str, Any],
) -> Response[TokenResponseDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: AuthApiLoginForm | Mapping[str, Any],
) -> TokenResponseDto:
    """Log in with an application token (`authCode`), and return an access token for one hour."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
