"""Errors of the command line: how each is printed, and which exit code it has."""

from __future__ import annotations

import errno

from webcrm_ext.cli.exit_codes import FAILED, INTERRUPTED, NOT_LOGGED_IN, USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from webcrm_ext.errors import WebCRMError

_SYSTEM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EAGAIN, errno.ETIMEDOUT)
"""What the system refuses although the command is right: the disk is full, or another run has locked a file."""

_RETRYABLE = ("APIConnectionError", "RateLimitError", "ServerError")
_USAGE = ("ConfigurationError", "FieldValueError", "QueryError")


class CommandError(Exception):
    """A command cannot be carried out.

    Args:
        message: What happened, in one sentence.
        fix: What to do, in one sentence.
        code: The kind of error for programs.
        exit_code: The exit code.
        details: Further lines, printed before the error.
    """

    def __init__(
        self,
        message: str,
        fix: str = "",
        *,
        code: str = "usage",
        exit_code: int = USAGE,
        details: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.failure = Failure(message, fix, code, exit_code, details=details)


class Failure:
    """An error as it is printed.

    Args:
        message: What happened.
        fix: What to do; empty if the message says it.
        code: The kind of error for programs.
        exit_code: The exit code of the program.
        retryable: Whether the same command may succeed later, and is safe to run again.
        details: Further lines, printed before the error.
    """

    def __init__(
        self,
        message: str,
        fix: str,
        code: str,
        exit_code: int,
        retryable: bool = False,
        details: tuple[str, ...] = (),
    ) -> None:
        self.message = message
        self.fix = fix
        self.code = code
        self.exit_code = exit_code
        self.retryable = retryable
        self.details = details

    def text(self) -> str:
        """Return the error in one or two lines, after its details."""
        lines = [*self.details, f"webcrm: {self.message}", *([f"  {self.fix}"] if self.fix else [])]
        return "\n".join(lines)

    def json(self) -> str:
        """Return the error as a JSON object in one line."""
        import json  # noqa: PLC0415 - for errors only

        values = {"code": self.code, "message": self.message, "fix": self.fix, "retryable": self.retryable}
        details = [each.removeprefix("- ") for each in self.details]
        return json.dumps({**values, **({"details": details} if details else {})}, ensure_ascii=False)


def failure_of(error: BaseException) -> Failure:
    """Return how an error is printed."""
    if isinstance(error, CommandError):
        return error.failure
    if isinstance(error, KeyboardInterrupt):
        return Failure("Interrupted.", "", "interrupted", INTERRUPTED, retryable=True)
    from webcrm_ext.errors import WebCRMError  # noqa: PLC0415 - loads attrs

    if isinstance(error, WebCRMError):
        return _failure_of_client(error)
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        return Failure(f"{named}{error.strerror or error}.", "", "system", FAILED)
    name = type(error).__name__
    return Failure(f"Internal error, {name}: {error}", "Run it with --debug, and report it.", "internal", FAILED)


def _failure_of_client(error: WebCRMError) -> Failure:
    from webcrm_api.results import error_code  # noqa: PLC0415 - loads the client

    from webcrm_ext.cli.wording import in_shell  # noqa: PLC0415 - for errors only

    names = {each.__name__ for each in type(error).__mro__}
    message, *details = in_shell(str(error)).splitlines() or [type(error).__name__]
    fix = details.pop() if len(details) > 1 and not details[-1].startswith("- ") else ""
    if len(details) == 1:  # one wrong value
        message, details = details[0].removeprefix("- "), []
    code, exit_code, retryable = error_code(error), FAILED, not names.isdisjoint(_RETRYABLE)
    if message.startswith("No application token."):
        message, code, exit_code = "No application token.", "not_logged_in", NOT_LOGGED_IN
        fix = (
            "Run `webcrm login`, set WEBCRM_APPLICATION_TOKEN, or pass --token-file FILE. Without a webCRM, "
            "`webcrm sandbox` starts one on this machine."
        )
    elif "AuthenticationError" in names:
        exit_code, fix = NOT_LOGGED_IN, "Check the token and --base-url with `webcrm check`, or run `webcrm login`."
    elif _is_of_system(error.__context__):
        code, retryable = "system", True
    elif names & set(_USAGE) and "InvalidRowsError" not in names:
        exit_code = USAGE
    elif "APIConnectionError" in names:
        message = message.replace(" Check base_url and the network.", "")
        fix = "Check the network and --base-url, and run the command again."
    return Failure(message, fix, code, exit_code, retryable, tuple(details))


def _is_of_system(cause: BaseException | None) -> bool:
    """Return whether the system has refused something although the command is right."""
    name = getattr(cause, "sqlite_errorname", "")  # of the state of a sync
    return getattr(cause, "errno", None) in _SYSTEM or name.startswith(("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR"))
