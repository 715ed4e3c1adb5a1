"""A filter for httpx's logger, which writes whole URLs at INFO, and with them personal data."""

from __future__ import annotations

import logging
import re
from urllib.parse import urlsplit

from webcrm_api.paths import WORDS

_URL = re.compile(r"\bhttps?://[^\s\"<>]+?(?='?(?:[\s\"<>]|$))", re.IGNORECASE)
"""A URL; an apostrophe may be part of it, and one at its end may be the quote that closes it."""
_ID = re.compile(r"[0-9]{1,19}")


class URLRedactionFilter(logging.Filter):
    """Removes from the URLs of log records what may be personal or secret.

        logging.getLogger("httpx").addFilter(webcrm_ext.URLRedactionFilter())

    Of a URL remain the scheme, the host and the port; in the path the words of the API and ids. User, query and
    fragment are removed. This holds for every URL of the logger, also for those of other services. It changes the
    record, so that all handlers see the redacted one.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact the URLs of a record; every record passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(_redacted(each) for each in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _redacted(each) for name, each in record.args.items()}
        if isinstance(record.msg, str):
            record.msg = _redacted(record.msg)
        return True


def _redacted(value: object) -> object:
    """Return a string with its URLs redacted, also for an object that is shown as a URL; other values unchanged."""
    if isinstance(value, int | float | None):
        return value
    text = str(value)
    redacted = _URL.sub(lambda found: redacted_url(found[0]), text)
    return value if redacted == text else redacted


def redacted_path(path: str, shown: re.Pattern[str]) -> str:
    """Return a path with only the words of the API, and the segments that match a pattern."""
    return "/".join(
        each if not each or each.casefold() in WORDS or shown.fullmatch(each) else "…" for each in path.split("/")
    )


def redacted_url(url: str, shown: re.Pattern[str] = _ID) -> str:
    """Return the scheme, host and port of a URL, and its redacted path; see `redacted_path`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "…"
    path = redacted_path(parts.path, shown)
    address = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{address}{f':{port}' if port else ''}{path}{'?…' if parts.query else ''}"


__all__ = ["URLRedactionFilter", "redacted_path", "redacted_url"]
