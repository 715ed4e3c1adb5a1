"""A lock on a file, among processes and threads. It is kept for microseconds; waiting for it ends after a second."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ATTEMPTS = 25
_FIRST_WAIT = 0.001
_LONGEST_WAIT = 0.05

_LOCKED_ON_WINDOWS = frozenset({errno.EACCES, errno.EDEADLK})


def lock_file(path: Path, sleep: Callable[[float], None]) -> int:
    """Lock a file, which is created where it is missing and never removed, and return its descriptor.

    Args:
        path: The file.
        sleep: Waits for some seconds.

    Raises:
        TimeoutError: Another process has locked it for a second.
        OSError: The file cannot be locked.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, sleep)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def unlock_file(descriptor: int) -> None:
    """Unlock a file by its descriptor, and close it."""
    try:
        # Closing alone unlocks it only when a process that was forked in between closes it too.
        with contextlib.suppress(OSError):
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, sleep: Callable[[float], None]) -> None:
    wait = _FIRST_WAIT
    for _ in range(_ATTEMPTS):
        if _try_lock(descriptor):
            return
        sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)
    raise TimeoutError(errno.ETIMEDOUT, "another process has locked it for a second")


def _try_lock(descriptor: int) -> bool:
    fcntl = _module("fcntl")
    if fcntl is None:
        return _try_lock_on_windows(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_lock_on_windows(descriptor: int) -> bool:
    msvcrt = importlib.import_module("msvcrt")
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        if error.errno in _LOCKED_ON_WINDOWS:
            return False
        raise
    return True


def _unlock(descriptor: int) -> None:
    fcntl = _module("fcntl")
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return
    msvcrt = importlib.import_module("msvcrt")
    os.lseek(descriptor, 0, os.SEEK_SET)
    msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)


def _module(name: str) -> Any:
    """Return a module of the operating system, or None where it does not exist."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
