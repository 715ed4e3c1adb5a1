"""A token store in a file, for processes that share a login."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from attrs import asdict

from webcrm_ext.auth.stores import Unlock
from webcrm_ext.auth.token import Token
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.syntax import is_access_token


class FileTokenStore:
    """Keeps tokens in a file that only its owner can read, so that short processes share one login.

    A file that others can read is refused. The file is replaced as a whole, under a lock between processes; on Windows,
    which has no such lock here, the last process to write wins.

    Args:
        path: The file. It is created with mode 0600 when it is missing; its folder must exist.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None.

        Raises:
            ConfigurationError: The file cannot be read, or users other than its owner can read it.
        """
        return self._read().get(key)

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key.

        Raises:
            ConfigurationError: The file cannot be written, or users other than its owner can read it.
        """
        with self._locked():
            tokens = self._read()
            tokens[key] = token
            self._write(tokens)

    def try_lock(self, key: str) -> Unlock | None:
        """Lock a key for refreshing its token, among processes; see `LockableTokenStore.try_lock`.

        Raises:
            ConfigurationError: The folder cannot be written.
        """
        descriptor = self._lock(key[:16], wait=False)
        return None if descriptor is None else lambda: os.close(descriptor)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"

    # Tokens are passed as `Token`, whose repr is redacted, so that no traceback shows them.
    def _read(self) -> dict[str, Token]:
        try:
            with self._path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise ConfigurationError(
                        f"{self._path} can be read by other users (mode {stat.S_IMODE(mode):o}), and it contains "
                        f"access tokens. Run `chmod 600 {self._path}`, or delete it."
                    )
                return _parse(file.read())
        except (FileNotFoundError, UnicodeDecodeError):
            return {}
        except OSError as error:
            raise ConfigurationError(f"The token store {self._path} cannot be read: {error.strerror}.") from error

    def _write(self, tokens: dict[str, Token]) -> None:
        try:
            # mkstemp creates the file with mode 0600: other users can read it at no moment.
            descriptor, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(json.dumps({key: asdict(token) for key, token in tokens.items()}))
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
        """Lock a file beside the store; return its descriptor, whose closing unlocks it, or None if it is locked."""
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


def _parse(text: str) -> dict[str, Token]:
    # A file that another program wrote costs a login, and is no error.
    try:
        return {
            key: Token(
                access=_checked(str(entry["access"])),
                refresh=_checked(str(entry["refresh"])) if entry["refresh"] else None,
                expires_at=float(entry["expires_at"]),
                lifetime=float(entry["lifetime"]),
            )
            for key, entry in json.loads(text).items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _checked(token: str) -> str:
    if not is_access_token(token):
        raise ValueError("invalid token")
    return token
