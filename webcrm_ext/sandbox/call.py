"""A call of an operation, checked and ready to be worked on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any

from .definition import Operation
from .responses import Response
from .tokens import ApplicationToken, Caller

ANONYMOUS = Caller(ApplicationToken("", "nobody", {"*": "none"}))


@dataclass(slots=True)
class Call:
    """One call: the values of its parameters, its body, and who calls."""

    operation: Operation
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Those in the path, the query and the headers, their names in lower case: a definition may write either."""
    body: Any = None
    caller: Caller = ANONYMOUS
    form: Mapping[str, str] = field(default_factory=dict)
    """The fields of a form, their names in lower case."""
    query: Mapping[str, str] = field(default_factory=dict)
    """The query as it came, its names in lower case."""
    received_at: float = field(default_factory=monotonic)
    """When it came, by the machine's own clock."""
    cancelled: Event = field(default_factory=Event)
    """Set when nobody waits for the response any more."""

    @property
    def id(self) -> int:
        """The id in the path."""
        return int(self.parameters["id"])


Handler = Callable[[Call], Response]
"""The work of an operation; raises a refusal when it does not take the call."""
