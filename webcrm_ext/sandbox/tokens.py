"""Application tokens with their rights, and the access and refresh tokens issued for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import Lock
from typing import Any, Literal, get_args

from .clock import Clock

Right = Literal["write", "read", "none"]

FULL_TOKEN = "00000000-0000-4000-8000-000000000001"  # noqa: S105 - valid only in sandboxes
READ_ONLY_TOKEN = "00000000-0000-4000-8000-000000000002"  # noqa: S105


@dataclass(frozen=True, slots=True)
class ApplicationToken:
    """An application token, as webCRM creates it under Configuration > Integration > API > REST."""

    token: str
    name: str = "sandbox"
    rights: Mapping[str, Right] = field(default_factory=dict)
    """The right to each area (`Persons`, `Queries`, …). `*` is the right to all other areas, `write` by default."""

    def __post_init__(self) -> None:
        for area, right in self.rights.items():
            if right not in get_args(Right):
                msg = f"The right to {area} must be one of {', '.join(get_args(Right))}, not {right!r}"
                raise ValueError(msg)

    def right(self, area: str) -> Right:
        """Return the right to an area. `write` includes `read`."""
        everywhere: Right = self.rights.get("*", "write")
        for name, right in self.rights.items():
            if name.lower() == area.lower():
                return right
        return everywhere


DEFAULT_TOKENS = (
    ApplicationToken(FULL_TOKEN, "sandbox"),
    ApplicationToken(READ_ONLY_TOKEN, "read only", {"*": "read"}),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller: an application token, or a user who logged in with a password."""

    application_token: ApplicationToken
    user_id: int = 0

    @property
    def signature(self) -> str:
        """The value of CreatedBy and UpdatedBy."""
        return f"api2 {self.application_token.name}"


@dataclass(frozen=True, slots=True)
class Grant:
    """A pair of tokens issued to a caller."""

    caller: Caller
    access_token: str
    refresh_token: str
    expires_at: float


def _checked(application_tokens: object) -> tuple[ApplicationToken, ...]:
    tokens: tuple[Any, ...] = tuple(application_tokens) if isinstance(application_tokens, Iterable) else ()
    if not tokens or not all(isinstance(each, ApplicationToken) for each in tokens):
        msg = "application_tokens must be a list of at least one ApplicationToken"
        raise ValueError(msg)
    return tokens


class Tokens:
    """The valid tokens.

    Raises:
        ValueError: There is no application token, or one has a right to an unknown area.
    """

    def __init__(self, clock: Clock, application_tokens: Iterable[ApplicationToken], areas: Iterable[str]) -> None:
        self._clock = clock
        self.application_tokens = _checked(application_tokens)
        self._check_rights({area.lower(): area for area in areas})
        self._by_value = {each.token.lower(): each for each in self.application_tokens}
        self._access: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}
        self._lock = Lock()

    def application_token(self, value: str) -> ApplicationToken | None:
        """Return the application token with this value, or None. GUIDs ignore case."""
        return self._by_value.get(value.strip().lower())

    def issue(self, caller: Caller, seconds: float) -> Grant:
        """Issue tokens to a caller that expire after `seconds`."""
        grant = Grant(caller, token_urlsafe(32), token_urlsafe(32), self._clock.seconds() + seconds)
        with self._lock:
            self._access[grant.access_token] = grant
            self._refresh[grant.refresh_token] = grant
        return grant

    def grant_of(self, refresh_token: str) -> Grant | None:
        """Return the grant of a refresh token, or None if it is invalid."""
        with self._lock:
            return self._refresh.get(refresh_token)

    def revoke_refresh_token(self, grant: Grant) -> None:
        """Revoke the refresh token of a grant. Its access token stays valid until it expires."""
        with self._lock:
            self._refresh.pop(grant.refresh_token, None)

    def caller(self, access_token: str) -> Caller | None:
        """Return the caller of an access token, or None if it is unknown or expired."""
        with self._lock:
            grant = self._access.get(access_token)
            if grant is None:
                return None
            if grant.expires_at <= self._clock.seconds():
                del self._access[access_token]
                return None
            return grant.caller

    def state(self) -> tuple[dict[str, Grant], dict[str, Grant]]:
        """Return the tokens that were issued, for a snapshot."""
        with self._lock:
            return dict(self._access), dict(self._refresh)

    def set_state(self, state: tuple[dict[str, Grant], dict[str, Grant]]) -> None:
        """Set the issued tokens to what `state` returned."""
        with self._lock:
            self._access, self._refresh = dict(state[0]), dict(state[1])

    def _check_rights(self, areas: Mapping[str, str]) -> None:
        for each in self.application_tokens:
            for area in each.rights:
                if area != "*" and area.lower() not in areas:
                    known = ", ".join(sorted(areas.values()))
                    msg = f"The token {each.name!r} has a right to the unknown area {area!r}; the areas are *, {known}"
                    raise ValueError(msg)

    def expire(self, *, refresh_tokens: bool = False) -> None:
        """Expire every access token, and on request every refresh token."""
        with self._lock:
            self._access.clear()
            if refresh_tokens:
                self._refresh.clear()
