"""Where tokens are kept: in memory, or in a file that many short processes share."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from attrs import asdict, converters, field, frozen
from webcrm_api.redaction import SecretStr

from webcrm_ext.errors import ConfigurationError
from webcrm_ext.transport.headers import is_token


@frozen(kw_only=True)
class Token:
    """An access token with what renews it. Both are opaque, and never shown.

    Attributes:
        access: What is sent as `Bearer`.
        refresh: What gets the next one, once; None where the service gave none.
        expires_at: When it ends, by the clock of whoever keeps it.
    """

    access: str = field(repr=False, converter=SecretStr)
    refresh: str | None = field(default=None, repr=False, converter=converters.optional(SecretStr))
    expires_at: float


Claim = Callable[[], None]
"""Ends a claim."""


class TokenStore(Protocol):
    """Keeps one token for each key. A key names an address and an application token, and shows neither.

    An async client calls it in a thread, so it may take its time.
    """

    def load(self, key: str) -> Token | None:
        """Give the token kept for a key, its end by the wall clock (`time.time`), or None."""
        ...

    def save(self, key: str, token: Token) -> None:
        """Keep a token, its end by the wall clock."""
        ...


@runtime_checkable
class ClaimableStore(TokenStore, Protocol):
    """A token store that lets one renew at a time, so that those who start together share one login."""

    def claim(self, key: str) -> Claim | None:
        """Try to be the one who renews a token; give what ends that, or None while another is at it.

        It does not wait, and it ends by itself with the process.
        """
        ...


class MemoryTokenStore:
    """Keeps tokens as long as the process lives; give one to several clients and they share a login."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._claims: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def load(self, key: str) -> Token | None:
        """Give the token kept for a key, or None."""
        return self._tokens.get(key)

    def save(self, key: str, token: Token) -> None:
        """Keep a token."""
        self._tokens[key] = token

    def claim(self, key: str) -> Claim | None:
        """Try to be the one client that renews a token."""
        lock = self._claims[key]
        return lock.release if lock.acquire(blocking=False) else None


class FileTokenStore:
    """Keeps tokens in a file that only its owner can read, so that short processes share one login.

    The file is replaced as a whole, under a lock between processes, and one process renews at a time: those
    that start together share one login. A file that others can read is refused. On Windows, where files have
    no such locks, the last to write wins.

    Args:
        path: The file; made, with mode 0600, when it is not there. Its folder must exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()

    def load(self, key: str) -> Token | None:
        """Give the token kept for a key, or None.

        Raises:
            ConfigurationError: Others than its owner can read the file.
        """
        return self._read().get(key)

    def save(self, key: str, token: Token) -> None:
        """Keep a token.

        Raises:
            ConfigurationError: Others than its owner can read the file, or it cannot be written.
        """
        with self._locked():
            kept = self._read()
            kept[key] = token
            self._write(kept)

    def claim(self, key: str) -> Claim | None:
        """Try to be the one process that renews a token.

        Raises:
            ConfigurationError: The folder cannot be written.
        """
        descriptor = self._lock(key[:16], wait=False)
        return None if descriptor is None else lambda: os.close(descriptor)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"

    # Tokens travel as `Token`, whose repr shows nothing, so that no traceback holds their text.
    def _read(self) -> dict[str, Token]:
        try:
            with self._path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise ConfigurationError(
                        f"{self._path} can be read by others (mode {stat.S_IMODE(mode):o}), and it holds access "
                        f"tokens. Run `chmod 600 {self._path}`, or delete it."
                    )
                return _tokens_in(file.read())
        except (FileNotFoundError, UnicodeDecodeError):
            return {}
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be read: {error.strerror}.") from error

    def _write(self, kept: dict[str, Token]) -> None:
        try:
            # mkstemp makes it 0600 from the start: at no moment can others read it.
            descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(json.dumps({key: asdict(token) for key, token in kept.items()}))
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be written: {error.strerror}.") from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = self._lock("lock", wait=True)
        try:
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def _lock(self, name: str, *, wait: bool) -> int | None:
        """Lock a file beside the store until its descriptor is closed; None where it is locked and need not wait."""
        try:
            descriptor = os.open(self._path.with_name(f".{self._path.name}.{name}"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be locked: {error.strerror}.") from error
        try:
            _flock(descriptor, wait=wait)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


def _flock(descriptor: int, *, wait: bool) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:  # pragma: no cover
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _tokens_in(text: str) -> dict[str, Token]:
    # A file that something else wrote costs a login, not the program.
    try:
        return {
            key: Token(
                access=_sendable(str(kept["access"])),
                refresh=_sendable(str(kept["refresh"])) if kept["refresh"] else None,
                expires_at=float(kept["expires_at"]),
            )
            for key, kept in json.loads(text).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _sendable(token: str) -> str:
    if not is_token(token):
        raise ValueError("no token")
    return token


__all__ = ["Claim", "ClaimableStore", "FileTokenStore", "MemoryTokenStore", "Token", "TokenStore"]
