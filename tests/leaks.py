"""Detection of tokens that are logged, raised, or shown in a traceback."""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import webcrm_ext
from webcrm_ext.errors import WebCRMError
from webcrm_ext.sandbox.tokens import Tokens
from webcrm_ext.transport.redaction import Redactor

QUIET = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
"""Loggers whose records are checked and then dropped: thousands of lines that no test reads."""
_HAND_WRITTEN = str(Path(webcrm_ext.__file__).parent)
_SANDBOX = str(Path(_HAND_WRITTEN) / "sandbox")


class Watch(logging.Filter):
    """Records what a test logs and raises, and the secrets that must not appear in it."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()
        self.logged: list[str] = []
        self.raised: deque[BaseException] = deque(maxlen=500)

    def filter(self, record: logging.LogRecord) -> bool:
        details = f" {record.args!r} {record.exc_info!r}" if record.args or record.exc_info else ""
        self.logged.append(record.getMessage() + details)
        return record.name not in QUIET

    def leaks(self) -> list[str]:
        """Return where a secret appears."""
        logged = "\n".join(self.logged)
        found = [f"logged: {_around(logged, each)}" for each in self.secrets if each in logged]
        for error in list(self.raised):
            for source, text in shown_strings(error):
                found += [f"{source}: {_around(text, each)}" for each in self.secrets if each in text]
        return found


def shown_strings(error: BaseException) -> Iterator[tuple[str, str]]:
    """Yield all strings that an error and its causes show: messages, attributes, and variables of the traceback."""
    chain: list[BaseException | None] = [error]
    seen: set[int] = set()
    while chain:
        each = chain.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        chain += [each.__cause__, each.__context__]
        name = type(each).__name__
        yield f"{name}'s text", f"{each} {each!r} {each.args!r} {getattr(each, '__notes__', '')!r}"
        yield f"{name}'s attributes", repr({key: value for key, value in vars(each).items() if key != "content"})
        for frame, _ in traceback.walk_tb(each.__traceback__):
            if _is_ours(frame):
                yield f"{name}'s traceback, {frame.f_code.co_qualname}", " ".join(map(_repr, frame.f_locals.values()))


def _is_ours(frame: FrameType) -> bool:
    file = frame.f_code.co_filename
    return not file.startswith(_SANDBOX) and (file.startswith(_HAND_WRITTEN) or "webcrm_api" in file)


def _repr(value: Any) -> str:
    return repr(value) if not isinstance(value, list | dict | bytes) or len(value) < 5000 else ""


def _around(text: str, secret: str) -> str:
    at = text.index(secret)
    return text[max(0, at - 60) : at] + "<here>"


@contextmanager
def watching(patch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch a test with all logging of httpx and httpcore enabled."""
    watch = Watch()

    def record_error(error: WebCRMError, *args: object) -> None:
        Exception.__init__(error, *args)
        watch.raised.append(error)

    patch.setattr(WebCRMError, "__init__", record_error, raising=False)
    issue, add = Tokens.issue, Redactor.add

    def issue_and_record(tokens: Tokens, *args: Any) -> Any:
        grant = issue(tokens, *args)
        watch.secrets |= {grant.access_token, grant.refresh_token}
        watch.secrets |= {each.token for each in tokens.application_tokens}
        return grant

    def add_and_record(redactor: Redactor, *more: str | None) -> None:
        watch.secrets |= {each for each in more if each}
        add(redactor, *more)

    patch.setattr(Tokens, "issue", issue_and_record)
    patch.setattr(Redactor, "add", add_and_record)
    verbose = [logging.getLogger(name) for name in ("httpx", "httpcore", "webcrm_ext")]
    for logger in verbose:
        logger.setLevel(logging.DEBUG)
    loggers = [logging.getLogger(name) for name in (*QUIET, "webcrm_ext")]
    for logger in loggers:
        logger.addFilter(watch)
    try:
        yield watch
    finally:
        for logger in loggers:
            logger.removeFilter(watch)
        for logger in verbose:
            logger.setLevel(logging.NOTSET)
