"""Faults on request: what goes wrong between a client and the real service, when a test asks for it."""

from dataclasses import dataclass, field, fields, replace
from random import Random
from threading import Lock
from typing import Any, Literal, get_args

Kind = Literal["status", "close-before", "close-during", "close-after", "truncated", "html"]

LARGEST_DELAY = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a call.

    `status` answers with a status, before any work unless `after_work`; `close-before` closes the connection
    before the work, `close-after` after it and without an response, `close-during` in the middle of the response;
    `truncated` answers half of the JSON text as if it were all; `html` answers a page of HTML with 200.
    """

    kind: Kind = "status"
    status: int = 503
    after_work: bool = False
    retry_after: int = 1
    """Seconds, for a status of 429."""
    method: str = ""
    """Only calls with this method; any if empty."""
    path: str = ""
    """Only calls whose path begins like this; if empty any but those under /Auth."""

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            msg = f"a fault is one of {', '.join(get_args(Kind))}, not {self.kind!r}"
            raise ValueError(msg)
        if not 200 <= self.status <= 599:  # noqa: PLR2004 - what a final response can have
            msg = f"a status is from 200 to 599, not {self.status}"
            raise ValueError(msg)

    def hits(self, method: str, path: str) -> bool:
        """Whether the fault is meant for this call."""
        path = path.lower()
        if self.method and self.method.upper() != method:
            return False
        return path.startswith(self.path.lower()) if self.path else not path.startswith("/auth")


@dataclass(slots=True, kw_only=True)
class FaultSettings:
    """Faults that last until they are switched off."""

    latency: float = field(default=0.0, metadata={"help": "seconds that each call waits"})
    fail_share: float = field(default=0.0, metadata={"help": "the share of calls, from 0 to 1, that fail"})
    null_share: float = field(
        default=0.0, metadata={"help": "the share of properties, ids excepted, that are answered as null"}
    )
    unknown_enums: bool = field(
        default=False, metadata={"help": "response enums with a value that the definition does not have"}
    )
    unknown_properties: bool = field(
        default=False, metadata={"help": "response objects with a property that it does not have"}
    )
    id_race_seconds: float = field(
        default=0.0, metadata={"help": "fail a create that comes this soon after another, as ids in a race do"}
    )
    shifting_pages: bool = field(
        default=False,
        metadata={"help": "after each page of a list its first record is gone and a new one is at the end"},
    )


class Faults:
    """The faults that wait for a call, and the weather."""

    def __init__(self) -> None:
        self.settings = FaultSettings()
        self.random = Random(1)  # noqa: S311 - repeatable, not secret
        self.share_fault = Fault()
        self._waiting: list[tuple[Fault, int]] = []
        self._lock = Lock()

    def plan(self, fault: Fault, times: int = 1) -> None:
        """Let the next calls that it is meant for meet a fault.

        Raises:
            ValueError: if `times` is no whole number from 1.
        """
        if type(times) is not int or times < 1:
            msg = f"times takes a whole number from 1, not {times!r}"
            raise ValueError(msg)
        with self._lock:
            self._waiting.append((fault, times))

    def set_faults(self, *, seed: int | None = None, share_fault: Fault | None = None, **changes: object) -> None:
        """Change the lasting faults.

        Raises:
            ValueError: if there is no such fault or it does not take the value.
        """
        kinds = {each.name: type(each.default) for each in fields(FaultSettings)}
        fitting: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in kinds:
                msg = f"there is no lasting fault {name!r}; there are {', '.join(kinds)}"
                raise ValueError(msg)
            fitting[name] = _fitting(name, kinds[name], value)
        self.settings = replace(self.settings, **fitting)
        if seed is not None:
            self.random.seed(seed)
        if share_fault is not None:
            self.share_fault = share_fault

    def clear(self) -> None:
        """End every fault."""
        with self._lock:
            self._waiting.clear()
        self.settings = FaultSettings()
        self.share_fault = Fault()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this call meets, if any."""
        with self._lock:
            for index, (fault, times) in enumerate(self._waiting):
                if fault.hits(method, path):
                    self._waiting[index : index + 1] = [(fault, times - 1)] if times > 1 else []
                    return fault
        share = self.settings.fail_share
        if share and self.share_fault.hits(method, path) and self.random.random() < share:
            return self.share_fault
        return None


def _fitting(name: str, kind: type, value: object) -> object:
    if kind is bool:
        if isinstance(value, bool):
            return value
        msg = f"{name} takes true or false, not {value!r}"
        raise ValueError(msg)
    largest = 1.0 if name.endswith("_share") else LARGEST_DELAY
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= largest:
        return float(value)
    msg = f"{name} takes a number from 0 to {largest:g}, not {value!r}"
    raise ValueError(msg)
