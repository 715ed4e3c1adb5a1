"""Where tokens are kept: in memory, or in a file that many short processes share."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from attrs import field, frozen

from webcrm_ext.errors import ConfigurationError


@frozen(kw_only=True)
class Token:
    """An access token with what renews it. Both are opaque, and never shown.

    Attributes:
        access: What is sent as `Bearer`.
        refresh: What gets the next one, once; None where the service gave none.
        expires_at: When it ends, by the clock of whoever keeps it.
    """

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: float


class TokenStore(Protocol):
    """Keeps one token for each key. A key names an address and an application token, and shows neither."""

    def load(self, key: str) -> Token | None:
        """Give the token kept for a key, its end by the wall clock (`time.time`), or None."""
        ...

    def save(self, key: str, token: Token | None) -> None:
        """Keep a token, its end by the wall clock, or forget it."""
        ...


class MemoryTokenStore:
    """Keeps tokens as long as the process lives; give one to several clients and they share a login."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}

    def load(self, key: str) -> Token | None:
        """Give the token kept for a key, or None."""
        return self._tokens.get(key)

    def save(self, key: str, token: Token | None) -> None:
        """Keep a token, or forget it."""
        if token is None:
            self._tokens.pop(key, None)
        else:
            self._tokens[key] = token


class FileTokenStore:
    """Keeps tokens in a file that only its owner can read, so that short processes share one login.

    The file is replaced as a whole, under a lock between processes. One that others can read is refused.

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
        kept = self._read().get(key, {})
        try:
            return Token(access=kept["access"], refresh=kept["refresh"], expires_at=float(kept["expires_at"]))
        except (TypeError, KeyError, ValueError):
            return None  # a file that something else wrote costs a login, not the program

    def save(self, key: str, token: Token | None) -> None:
        """Keep a token, or forget it.

        Raises:
            ConfigurationError: Others than its owner can read the file, or it cannot be written.
        """
        with self._locked():
            kept = self._read()
            if token is None:
                kept.pop(key, None)
            else:
                kept[key] = {"access": token.access, "refresh": token.refresh, "expires_at": token.expires_at}
            self._write(kept)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"

    def _read(self) -> dict[str, Any]:
        try:
            with self._path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise ConfigurationError(
                        f"{self._path} can be read by others (mode {stat.S_IMODE(mode):o}), and it holds access "
                        f"tokens. Run `chmod 600 {self._path}`, or delete it."
                    )
                kept = json.load(file)
        except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, Any]) -> None:
        try:
            # mkstemp makes it 0600 from the start: at no moment can others read it.
            descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(kept, file)
                Path(name).replace(self._path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be written: {error.strerror}.") from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            import fcntl  # noqa: PLC0415 - not on Windows
        except ImportError:  # pragma: no cover
            yield
            return
        lock = self._path.with_name(f".{self._path.name}.lock")
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be locked: {error.strerror}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


__all__ = ["FileTokenStore", "MemoryTokenStore", "Token", "TokenStore"]
