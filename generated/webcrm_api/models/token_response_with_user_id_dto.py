# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import define

from ..model import Model, Shape
from ..types import UNSET, Unset

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False)
class TokenResponseWithUserIdDto(Model):
    """The response of a user's login: tokens and the user's id, or why it failed.

    Attributes:
        access_token: The token for the header `Authorization` of all calls; valid for an hour.
        expires_in: Seconds that the access token is valid.
        is_error: Whether the login failed; a failed login can return status 200.
        refresh_token: The token for a refresh; it works once.
    """

    access_token: None | str | Unset = UNSET
    error: None | str | Unset = UNSET
    error_description: None | str | Unset = UNSET
    expires_in: int | None | Unset = UNSET
    is_error: bool | None | Unset = UNSET
    refresh_token: None | str | Unset = UNSET
    token_type: None | str | Unset = UNSET
    user_id: int | None | Unset = UNSET

    _shape: ClassVar[Shape] = Shape(
        names={
            "access_token": "AccessToken",
            "error": "Error",
            "error_description": "ErrorDescription",
            "expires_in": "ExpiresIn",
            "is_error": "IsError",
            "refresh_token": "RefreshToken",
            "token_type": "TokenType",
            "user_id": "UserId",
        },
        converters={},
    )

    def _assign(self: Any, values: Iterable[Any]) -> None:
        (
            self.access_token,
            self.error,
            self.error_description,
            self.expires_in,
            self.is_error,
            self.refresh_token,
            self.token_type,
            self.user_id,
        ) = values
