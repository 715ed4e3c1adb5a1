"""The log of requests, for tests that check what was sent."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import overload

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Request:
    """A request and its status, which is 0 if the connection was closed without a complete response."""

    method: str
    path: str
    status: int
    query: str = ""
    operation: str = ""
    """The operation, such as `persons.update`; empty for a path of none."""
    at: float = field(default=0.0, compare=False)
    """When it was processed, in seconds of the sandbox's clock."""


class RequestLog(Sequence[Request]):
    """The last requests, oldest first."""

    def __init__(self, limit: int = 100_000) -> None:
        self._requests: deque[Request] = deque(maxlen=limit)
        self._lock = Lock()

    def add(self, request: Request) -> None:
        """Add a request."""
        with self._lock:
            self._requests.append(request)

    def clear(self) -> None:
        """Delete all entries."""
        with self._lock:
            self._requests.clear()

    def check_called(self, operation: str, times: int | None) -> None:
        """Check how many requests were received for an operation.

        Args:
            operation: The operation.
            times: The number of requests; None for at least one.

        Raises:
            AssertionError: The number is another.
        """
        received = Counter(each.operation or f"{each.method} {each.path}" for each in self)
        count = received[operation]
        if count == times or (times is None and count):
            return
        expected = "at least once" if times is None else _times(times)
        others = ", ".join(f"{name} {_times(number)}" for name, number in received.items()) or "nothing"
        msg = f"Expected {operation} {expected}, but it was called {_times(count)}. Called: {others}."
        raise AssertionError(msg)

    def __repr__(self) -> str:
        requests = list(self)
        last = [f"{each.method} {each.path} {each.status}" for each in requests[-_SHOWN:]]
        before = ["…"] if len(requests) > _SHOWN else []
        return f"<{len(requests)} requests{': ' if last else ''}{', '.join(before + last)}>"

    def __len__(self) -> int:
        return len(self._requests)

    def __iter__(self) -> Iterator[Request]:
        with self._lock:
            return iter(list(self._requests))

    @overload
    def __getitem__(self, index: int) -> Request: ...

    @overload
    def __getitem__(self, index: slice) -> list[Request]: ...

    def __getitem__(self, index: int | slice) -> Request | list[Request]:
        with self._lock:
            if isinstance(index, int):
                return self._requests[index]
            return list(islice(self._requests, *index.indices(len(self._requests))))


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
