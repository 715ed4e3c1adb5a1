"""An access token, and the key under which it is stored."""

from __future__ import annotations

import hashlib
from typing import Any

from attrs import Attribute, converters, field, frozen
from webcrm_api.redaction import SecretStr

from webcrm_ext.errors import ConfigurationError

DEFAULT_LIFETIME = 3600.0
"""Seconds that an access token is valid, if the response does not state it (documented)."""


def _secret(value: Any) -> SecretStr:
    if not isinstance(value, str):
        raise ConfigurationError(f"An access or refresh token is a string, not a {type(value).__name__}.")
    return SecretStr(value)


def _validate_seconds(_token: Any, attribute: Attribute[Any], value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigurationError(f"{attribute.name} of a token is a number of seconds, not a {type(value).__name__}.")


@frozen(kw_only=True)
class Token:
    """An access token and its refresh token. Both are opaque; the repr shows neither.

    Attributes:
        access: Sent as `Bearer`.
        refresh: Exchanged for the next token, once; None if the service sent none.
        expires_at: When the access token expires, in seconds of the holder's clock.
        lifetime: Seconds from its issue to its expiry.

    Raises:
        ConfigurationError: A token is not a string, or a time is not a number.
    """

    access: str = field(repr=False, converter=_secret)
    refresh: str | None = field(default=None, repr=False, converter=converters.optional(_secret))
    expires_at: float = field(validator=_validate_seconds)
    lifetime: float = field(default=DEFAULT_LIFETIME, validator=_validate_seconds)


def validate_token(token: Token) -> None:
    """Check what a token store is asked to store.

    Raises:
        ConfigurationError: It is not a `Token`.
    """
    if not isinstance(token, Token):
        raise ConfigurationError(f"A token store keeps a Token, not a {type(token).__name__}.")


@frozen(kw_only=True)
class StoredToken(Token):
    """A token that came from a token store: another client got it, and it may no longer be valid."""


def storage_key(base_url: str, application_token: str) -> str:
    """Return the key of a login in token stores and rate limiters. It is a hash, and shows neither argument."""
    return hashlib.sha256(f"{base_url}\0{application_token}".encode()).hexdigest()
