"""Failures of runs: the relevant error without secrets, and whether a retry can help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from attrs import frozen

from webcrm_ext.errors import AuthenticationError, ConfigurationError, PermissionDeniedError, WebCRMError
from webcrm_ext.transport.redaction import Redactor

_LONGEST = 500
_USER_AND_PASSWORD = re.compile(r"([a-z][a-z0-9+.-]{0,20}://)[^\s/@]{1,200}@", re.IGNORECASE)

_PERMANENT = (ConfigurationError, AuthenticationError, PermissionDeniedError)
_PERMANENT_OF_DLT = ("ConfigurationException", "MissingDependencyException", "UnknownDestinationModule")
"""dlt's errors that a retry cannot help, by their names: dlt is not loaded where it is missing."""


class RunFailedError(WebCRMError):
    """A run of a system failed."""


@frozen
class RunFailure:
    """A failure.

    Attributes:
        text: The type and the message of the error, without secrets.
        permanent: Whether a retry cannot help.
    """

    text: str
    permanent: bool


def failure_of(error: BaseException, secrets: Iterable[str]) -> RunFailure:
    """Return the failure of a run. dlt wraps errors: use that of the client, else the innermost one."""
    causes = list(_causes(error))
    main = next((each for each in causes if isinstance(each, WebCRMError)), causes[-1])
    names = {kind.__name__ for each in causes for kind in type(each).__mro__}
    text = f"{type(main).__name__}: {' '.join(str(main).split())}"
    for secret in secrets:
        text = Redactor(secret).redact(text)
    text = _USER_AND_PASSWORD.sub(r"\1***@", text)
    permanent = isinstance(main, _PERMANENT) or not names.isdisjoint(_PERMANENT_OF_DLT)
    return RunFailure(text[:_LONGEST], permanent)


def secrets_in(place: str) -> list[str]:
    """Return the secrets in a URL or another address: the whole of it, and its password."""
    try:
        password = urlsplit(place).password
    except ValueError:
        password = None
    return [each for each in (place, password, unquote(password or "")) if each]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, the outermost first."""
    seen: set[int] = set()
    next_: BaseException | None = error
    while next_ is not None and id(next_) not in seen:
        seen.add(id(next_))
        yield next_
        wrapped = getattr(next_, "exception", None)  # of dlt's PipelineStepFailed
        next_ = wrapped if isinstance(wrapped, BaseException) else next_.__cause__ or next_.__context__
