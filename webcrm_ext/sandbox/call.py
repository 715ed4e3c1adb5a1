"""A call of an operation, as passed to its handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any

from .definition import Operation
from .responses import Response
from .tokens import ApplicationToken, Caller

ANONYMOUS = Caller(ApplicationToken("", "anonymous", {"*": "none"}))


@dataclass(slots=True)
class Call:
    """One call, with checked parameters and body."""

    operation: Operation
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The parameters in path, query and headers, by name in lower case, because definitions differ in case."""
    body: Any = None
    caller: Caller = ANONYMOUS
    form: Mapping[str, str] = field(default_factory=dict)
    """The fields of a form, by name in lower case."""
    query: Mapping[str, str] = field(default_factory=dict)
    """The query string's values, by name in lower case."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers; any case of a name finds it."""
    received_at: float = field(default_factory=monotonic)
    """When the request arrived, by the machine's monotonic clock."""
    cancelled: Event = field(default_factory=Event)
    """Set when the client has disconnected or the sandbox stops."""

    @property
    def id(self) -> int:
        """Return the id in the path."""
        return int(self.parameters["id"])


Handler = Callable[[Call], Response]
"""Runs an operation. Raises HTTPError if the API refuses the call."""
