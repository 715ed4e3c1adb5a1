"""One DEBUG line for each call: operation, status, seconds, bytes, rows, attempt and wait; see docs/logging.md.

It contains no values of a query, a path or a record.
"""

from __future__ import annotations

import logging

from webcrm_ext.transport.call_observer import CallObserver

logger = logging.getLogger("webcrm_ext")


class LoggedCall(CallObserver):
    """Logs one line at the end of a call, also if it fails."""

    def end(self) -> None:
        """Log the line."""
        super().end()
        response = self.result if self.result is not None else self.last
        size = self.size if self.size or response is None else len(response.content)
        values = {
            "operation": self.call.name,
            "status": self.status,
            "seconds": round(self.seconds, 3),
            "bytes": size,
            "rows": self.rows,
            "attempt": self.attempts,
            "waited": round(self.waited, 3),
            "error": self.error.__name__ if self.error is not None else None,
        }
        logger.debug(
            "%s: status %s, %s s, %s bytes, %s rows, attempt %s, waited %s s, error %s",
            *("-" if value is None else value for value in values.values()),
            extra=values,
        )
