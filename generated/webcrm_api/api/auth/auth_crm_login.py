# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...calls import Call
from ...models.token_response_with_user_id_dto import TokenResponseWithUserIdDto
from ...readers import one
from ...types import Response

if TYPE_CHECKING:
    from ...client import Client
    from ...models.auth_crm_login_form import AuthCrmLoginForm


_reader = one(TokenResponseWithUserIdDto)


def call(
    *,
    body: AuthCrmLoginForm | Mapping[str, Any],
) -> Call[TokenResponseWithUserIdDto]:
    """Prepare the call `POST /Auth/CrmLogin`; nothing is sent.

    Log in as a user of the CRM, and return tokens and the user's id.
    """
    return Call(
        name="auth.crm_login",
        method="POST",
        path="/Auth/CrmLogin",
        form=body,
        model="AuthCrmLoginForm",
        reader=_reader,
    )


def sync_detailed(
    *,
    client: Client,
    body: AuthCrmLoginForm | Mapping[str, Any],
) -> Response[TokenResponseWithUserIdDto]:
    """Send the call, and return the response with status, headers and content."""
    return client.send(
        call(
            body=body,
        )
    )


def sync(
    *,
    client: Client,
    body: AuthCrmLoginForm | Mapping[str, Any],
) -> TokenResponseWithUserIdDto:
    """Log in as a user of the CRM, and return tokens and the user's id."""
    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: Client,
    body: AuthCrmLoginForm | Mapping[str, Any],
) -> Response[TokenResponseWithUserIdDto]:
    """Send the call, and return the response with status, headers and content."""
    return await client.send_async(
        call(
            body=body,
        )
    )


async def asyncio(
    *,
    client: Client,
    body: AuthCrmLoginForm | Mapping[str, Any],
) -> TokenResponseWithUserIdDto:
    """Log in as a user of the CRM, and return tokens and the user's id."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
