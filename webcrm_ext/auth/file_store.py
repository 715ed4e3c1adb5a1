"""A token store in files, for processes that share a login."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, frozen

from webcrm_ext.auth.file_lock import lock_file, unlock_file
from webcrm_ext.auth.lease import Lease, decide_lease, validate_key, validate_request
from webcrm_ext.auth.token import Token, validate_token
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.validation.syntax import is_access_token


@frozen(kw_only=True)
class _Record:
    """What the file of a key contains."""

    token: Token | None = None
    lease: Lease | None = None


class FileTokenStore:
    """Keeps tokens in files that only their owner can read, so that short processes share one login.

    Each key, that is each application token and base URL, has a file of its own beside `path`: its name, a dot and a
    hash. A file that others can read is refused. A file is replaced as a whole, under a lock that is never held during
    a request or a wait.

    Args:
        path: The beginning of the files' names. They are created with mode 0600; the folder must exist.
        clock: Returns seconds since 1970; for tests.
        sleep: Waits; for tests.

    Raises:
        ConfigurationError: The path is invalid, or `clock` or `sleep` is not a function.
    """

    _path = Path()  # shown in the traceback of an invalid path

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        try:
            self._path = Path(path).expanduser()
            os.fsencode(self._path)
        except (TypeError, ValueError, RuntimeError) as error:
            raise ConfigurationError(f"The path of the token store is invalid: {error}.") from None
        if not self._path.name or "\0" in str(self._path):
            raise ConfigurationError(f"The path of the token store is {str(self._path)!r}; pass the path of a file.")
        if not callable(clock) or not callable(sleep):
            raise ConfigurationError("clock and sleep of the token store must be functions.")
        self._clock = clock
        self._sleep = sleep

    def load(self, key: str) -> Token | None:
        """Return the token of a key, or None.

        Raises:
            ConfigurationError: Its file cannot be locked or read, or users other than its owner can read it.
        """
        with self._locked(key) as path:
            return self._read(path).token

    def save(self, key: str, token: Token) -> None:
        """Store the token of a key.

        Raises:
            ConfigurationError: Its file cannot be locked or written, or users other than its owner can read it.
        """
        validate_token(token)
        with self._locked(key) as path:
            self._write(path, evolve(self._read(path), token=token))

    def acquire_lease(self, key: str, holder: str, seconds: float) -> bool:
        """Acquire the lease of a key, or renew it; see `LeasingTokenStore.acquire_lease`.

        Raises:
            ConfigurationError: Its file cannot be locked or written, or users other than its owner can read it.
        """
        validate_request(holder, seconds)
        with self._locked(key) as path:
            record = self._read(path)
            lease = decide_lease(record.lease, holder, self._clock(), seconds)
            if lease is None:
                return False
            self._write(path, evolve(record, lease=lease))
            return True

    def release_lease(self, key: str, holder: str) -> None:
        """Release the lease of a key, unless another holder has it by now.

        Raises:
            ConfigurationError: Its file cannot be locked or written, or users other than its owner can read it.
        """
        with self._locked(key) as path:
            record = self._read(path)
            if record.lease is not None and record.lease.holder == holder:
                self._write(path, evolve(record, lease=None))

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"

    @contextlib.contextmanager
    def _locked(self, key: str) -> Iterator[Path]:
        """Lock the file of a key, and return its path. On Windows a file that is being read cannot be replaced."""
        validate_key(key)
        path = self._path.with_name(f"{self._path.name}.{hashlib.sha256(key.encode()).hexdigest()[:32]}")
        try:
            descriptor = lock_file(path.with_name(f".{path.name}.lock"), self._sleep)
        except OSError as error:
            raise ConfigurationError(f"The token store {path} cannot be locked: {error.strerror}.") from error
        try:
            yield path
        finally:
            unlock_file(descriptor)

    # Tokens are passed as `Token`, whose repr is redacted, so that no traceback shows them.
    def _read(self, path: Path) -> _Record:
        try:
            with path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise ConfigurationError(
                        f"{path} can be read by other users (mode {stat.S_IMODE(mode):o}), and it contains access "
                        f"tokens. Run `chmod 600 {path}`, or delete it."
                    )
                return _parse(file.read())
        except (FileNotFoundError, UnicodeDecodeError):
            return _Record()
        except OSError as error:
            raise ConfigurationError(f"The token store {path} cannot be read: {error.strerror}.") from error

    def _write(self, path: Path, record: _Record) -> None:
        new = path.with_name(f".{path.name}.new")  # nobody else writes it: the key is locked
        try:
            try:
                new.unlink(missing_ok=True)  # of a process that was killed
                # Created with mode 0600: other users can read it at no moment.
                descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(record)))
                new.replace(path)
            except BaseException:
                new.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ConfigurationError(f"The token store {path} cannot be written: {error.strerror}.") from error


def _parse(text: str) -> _Record:
    # A file that another program wrote costs a login, and is no error.
    try:
        members = json.loads(text)
        return _Record(token=_token(members["token"]), lease=_lease(members["lease"]))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return _Record()


def _token(entry: Any) -> Token | None:
    if entry is None:
        return None
    return Token(
        access=_checked(str(entry["access"])),
        refresh=_checked(str(entry["refresh"])) if entry["refresh"] else None,
        expires_at=float(entry["expires_at"]),
        lifetime=float(entry["lifetime"]),
    )


def _lease(entry: Any) -> Lease | None:
    if entry is None:
        return None
    return Lease(holder=str(entry["holder"]), acquired_at=float(entry["acquired_at"]), seconds=float(entry["seconds"]))


def _checked(token: str) -> str:
    if not is_access_token(token):
        raise ValueError("invalid token")
    return token
