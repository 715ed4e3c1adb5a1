"""The exit codes of the command `webcrm`."""

from __future__ import annotations

DONE, FAILED, USAGE, PARTLY_FAILED, NOT_LOGGED_IN, INTERRUPTED = 0, 1, 2, 3, 4, 130

EXIT_CODES = {
    DONE: "done",
    FAILED: "failed",
    USAGE: "wrong usage: an argument, a name or a value is invalid",
    PARTLY_FAILED: "some records or tables failed",
    NOT_LOGGED_IN: "not logged in: no token, or it was refused",
    INTERRUPTED: "interrupted by Ctrl-C",
}
