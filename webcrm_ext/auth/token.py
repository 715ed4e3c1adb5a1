"""An access token, and the key under which it is stored."""

from __future__ import annotations

import hashlib

from attrs import converters, field, frozen
from webcrm_api.redaction import SecretStr

DEFAULT_LIFETIME = 3600.0
"""Seconds that an access token is valid, if the response does not state it (documented)."""


@frozen(kw_only=True)
class Token:
    """An access token and its refresh token. Both are opaque; the repr shows neither.

    Attributes:
        access: Sent as `Bearer`.
        refresh: Exchanged for the next token, once; None if the service sent none.
        expires_at: When the access token expires, in seconds of the holder's clock.
        lifetime: Seconds from its issue to its expiry.
    """

    access: str = field(repr=False, converter=SecretStr)
    refresh: str | None = field(default=None, repr=False, converter=converters.optional(SecretStr))
    expires_at: float
    lifetime: float = DEFAULT_LIFETIME


@frozen(kw_only=True)
class StoredToken(Token):
    """A token that came from a token store: another client got it, and it may no longer be valid."""


def storage_key(base_url: str, application_token: str) -> str:
    """Return the key of a login in token stores and rate limiters. It is a hash, and shows neither argument."""
    return hashlib.sha256(f"{base_url}\0{application_token}".encode()).hexdigest()
