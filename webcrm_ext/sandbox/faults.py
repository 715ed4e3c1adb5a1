"""Faults on request: what can go wrong between a client and the service, injected by a test."""

from dataclasses import dataclass, field, fields, replace
from random import Random
from threading import Lock
from typing import Any, Literal, get_args

Kind = Literal["status", "close-before", "close-during", "close-after", "truncated", "html"]

_MAX_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request.

    `status` returns a status, without running the operation unless `after_work`. `close-before` closes the connection
    before the operation runs, `close-after` after it and without a response, `close-during` in the middle of the
    response. `truncated` returns half of the body with a Content-Length that fits it. `html` returns an HTML page
    with status 200.
    """

    kind: Kind = "status"
    status: int = 503
    after_work: bool = False
    retry_after: int = 1
    """Seconds, for status 429."""
    method: str = ""
    """The method of the requests concerned; if empty, any method."""
    path: str = ""
    """The prefix of the paths of the requests concerned; if empty, any path except those under /Auth."""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            msg = f"kind must be one of {', '.join(get_args(Kind))}, not {self.kind!r}"
            raise ValueError(msg)
        if not 200 <= self.status <= 599:  # noqa: PLR2004 - the statuses of final responses
            msg = f"status must be from 200 to 599, not {self.status}"
            raise ValueError(msg)

    def matches(self, method: str, path: str) -> bool:
        """Return whether the fault concerns this request."""
        path = path.lower()
        if self.method and self.method.upper() != method:
            return False
        return path.startswith(self.path.lower()) if self.path else not path.startswith("/auth")


@dataclass(slots=True, kw_only=True)
class FaultSettings:
    """Faults of all requests, until they are switched off."""

    latency: float = field(default=0.0, metadata={"help": "the delay of each request, in seconds"})
    fail_share: float = field(default=0.0, metadata={"help": "the share of requests that fail, from 0 to 1"})
    null_share: float = field(
        default=0.0, metadata={"help": "the share of properties, other than ids, that are returned as null"}
    )
    unknown_enums: bool = field(
        default=False, metadata={"help": "return enums with a value that is not in the definition"}
    )
    unknown_properties: bool = field(
        default=False, metadata={"help": "return objects with a property that is not in the definition"}
    )
    id_race_seconds: float = field(
        default=0.0,
        metadata={"help": "fail a create that follows another within so many seconds, like a race for the id"},
    )
    shifting_pages: bool = field(
        default=False,
        metadata={"help": "after each page of a list, delete its first record and add one at the end"},
    )


class Faults:
    """The faults planned for single requests, and the settings for all."""

    def __init__(self) -> None:
        self.settings = FaultSettings()
        self.random = Random(1)  # noqa: S311 - repeatable, not secret
        self.share_fault = Fault()
        self._planned: list[tuple[Fault, int]] = []
        self._lock = Lock()

    def plan(self, fault: Fault, times: int = 1) -> None:
        """Inject a fault into the next requests that it concerns.

        Raises:
            ValueError: `times` is not a whole number from 1.
        """
        if type(times) is not int or times < 1:
            msg = f"times must be a whole number from 1, not {times!r}"
            raise ValueError(msg)
        with self._lock:
            self._planned.append((fault, times))

    def set_faults(self, *, seed: int | None = None, share_fault: Fault | None = None, **changes: object) -> None:
        """Change the settings, all of them or none.

        Raises:
            ValueError: A setting is unknown or its value is invalid.
        """
        types = {each.name: type(each.default) for each in fields(FaultSettings)}
        valid: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in types:
                msg = f"Unknown fault {name!r}; the faults are {', '.join(types)}"
                raise ValueError(msg)
            valid[name] = _validated(name, types[name], value)
        self.settings = replace(self.settings, **valid)
        if seed is not None:
            self.random.seed(seed)
        if share_fault is not None:
            self.share_fault = share_fault

    def clear(self) -> None:
        """End every fault."""
        with self._lock:
            self._planned.clear()
        self.settings = FaultSettings()
        self.share_fault = Fault()

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault of this request and count it, or None."""
        with self._lock:
            for index, (fault, times) in enumerate(self._planned):
                if fault.matches(method, path):
                    self._planned[index : index + 1] = [(fault, times - 1)] if times > 1 else []
                    return fault
        share = self.settings.fail_share
        if share and self.share_fault.matches(method, path) and self.random.random() < share:
            return self.share_fault
        return None


def _validated(name: str, type_: type, value: object) -> object:
    if type_ is bool:
        if isinstance(value, bool):
            return value
        msg = f"{name} must be true or false, not {value!r}"
        raise ValueError(msg)
    largest = 1.0 if name.endswith("_share") else _MAX_SECONDS
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= largest:
        return float(value)
    msg = f"{name} must be a number from 0 to {largest:g}, not {value!r}"
    raise ValueError(msg)
