"""Faults on request: what can go wrong between a client and the service, injected by a test."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from random import Random
from threading import Lock
from typing import Any, Literal, get_args

from .messages import nearest, shown

Kind = Literal[
    "status", "close-before", "close-during", "close-after", "truncated", "html", "late-commit", "stall", "reset",
    "slow-body", "slow-headers", "endless-1xx", "oversized-gzip",
]  # fmt: skip

_TYPES: dict[str, type] = {
    "kind": str, "status": int, "after_work": bool, "retry_after": int, "method": str, "path": str, "operation": str,
}  # fmt: skip
_MAX_SECONDS = 3600.0
_MAX_MEGABYTES = 100_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request.

    `status` returns a status, without running the operation unless `after_work`. `close-before` closes the connection
    before the operation runs, `close-after` after it and without a response, `close-during` in the middle of the
    response. `truncated` returns half of the body with a Content-Length that fits it. `html` returns an HTML page
    with status 200. `late-commit` returns a status at once, and runs the operation `delay` seconds later.

    `stall` never responds, and `reset` resets the connection; both run the operation only with `after_work`.
    `slow-headers` and `slow-body` send that part of the response byte by byte. `endless-1xx` sends informational
    responses and never the final one. `oversized-gzip` sends the response after much white space, compressed.
    """

    kind: Kind = "status"
    status: int = field(default=0, metadata={"default": "`503`; `504` for late-commit"})
    after_work: bool = False
    retry_after: int = 1
    """Seconds, for status 429."""
    method: str = ""
    """The method of the requests concerned; if empty, any method."""
    path: str = ""
    """The prefix of the paths of the requests concerned; if empty, any path except those under /Auth."""
    operation: str = ""
    """The operation of the requests concerned, such as `persons.update`; if empty, any."""
    probability: float = 1.0
    """The probability that a request is concerned."""
    delay: float = 1.0
    """Seconds: on the sandbox's clock until a late commit, and of real time between the parts of a slow response."""
    megabytes: int = 1024
    """The size of an oversized response, decoded."""

    def __post_init__(self) -> None:
        for name, type_ in _TYPES.items():
            if type(getattr(self, name)) is not type_:
                msg = f"{name} must be of type {type_.__name__}, not {type(getattr(self, name)).__name__}"
                raise ValueError(msg)
        if self.status == 0:
            # frozen, so that a fault can be shared
            object.__setattr__(self, "status", 504 if self.kind == "late-commit" else 503)
        if self.kind not in get_args(Kind):
            msg = f"kind must be one of {', '.join(get_args(Kind))}, not {shown(self.kind)}"
            raise ValueError(msg)
        if not 200 <= self.status <= 599:  # noqa: PLR2004 - the statuses of final responses
            msg = f"status must be from 200 to 599, not {shown(self.status)}"
            raise ValueError(msg)
        for name, largest in (("probability", 1.0), ("delay", _MAX_SECONDS)):
            object.__setattr__(self, name, _number(name, getattr(self, name), largest))
        if type(self.megabytes) is not int or not 1 <= self.megabytes <= _MAX_MEGABYTES:
            msg = f"megabytes must be a whole number from 1 to {_MAX_MEGABYTES}, not {shown(self.megabytes)}"
            raise ValueError(msg)

    def matches(self, method: str, path: str, operation: str) -> bool:
        """Return whether the fault concerns this request, its probability aside."""
        path = path.lower()
        if self.method and self.method.upper() != method:
            return False
        if self.operation and self.operation != operation:
            return False
        if self.path:
            return path.startswith(self.path.lower())
        return bool(self.operation) or not path.startswith("/auth")


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
    """The faults planned for single requests, the rules for many, and the settings for all.

    Args:
        operations: The names of all operations.
    """

    def __init__(self, operations: Iterable[str]) -> None:
        self._operations = tuple(operations)
        self.settings = FaultSettings()
        self.rules: tuple[Fault, ...] = ()
        self.random = Random(1)  # noqa: S311 - repeatable, not secret
        self.share_fault = Fault()
        self._planned: list[tuple[Fault, int]] = []
        self._lock = Lock()

    def plan(self, fault: Fault, times: int = 1) -> None:
        """Inject a fault into the next requests that it concerns.

        Raises:
            ValueError: `times` is not a whole number from 1, or the operation of the fault is unknown.
        """
        self._check_operations(fault)
        if type(times) is not int or times < 1:
            msg = f"times must be a whole number from 1, not {shown(times)}"
            raise ValueError(msg)
        with self._lock:
            self._planned.append((fault, times))

    def set_faults(
        self,
        *,
        seed: int | None = None,
        share_fault: Fault | None = None,
        rules: Iterable[Fault] | None = None,
        **changes: object,
    ) -> None:
        """Change the settings, all of them or none.

        Raises:
            ValueError: A setting is unknown, or a value is invalid.
        """
        types = {each.name: type(each.default) for each in fields(FaultSettings)}
        valid: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in types:
                msg = f"Unknown fault {name!r}; the faults are {', '.join(types)}"
                raise ValueError(msg)
            valid[name] = _validated(name, types[name], value)
        new_rules = self.rules if rules is None else _faults(rules)
        self._check_operations(*new_rules, *([] if share_fault is None else _faults([share_fault])))
        if seed is not None and type(seed) is not int:
            msg = f"seed must be a whole number, not {shown(seed)}"
            raise ValueError(msg)
        self.rules = new_rules
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
        self.rules = ()

    def state(self) -> tuple[Any, ...]:
        """Return the faults, for a snapshot."""
        with self._lock:
            return replace(self.settings), self.share_fault, self.rules, tuple(self._planned), self.random.getstate()

    def set_state(self, state: tuple[Any, ...]) -> None:
        """Set the faults to what `state` returned."""
        settings, self.share_fault, self.rules, planned, random = state
        with self._lock:
            self.settings, self._planned = replace(settings), list(planned)
        self.random.setstate(random)

    @property
    def planned(self) -> list[tuple[Fault, int]]:
        """The faults of single requests, and of how many."""
        with self._lock:
            return list(self._planned)

    def take(self, method: str, path: str, operation: str) -> Fault | None:
        """Return the fault of this request and count it, or None: a planned one, that of a rule, or of the share."""
        with self._lock:
            for index, (fault, times) in enumerate(self._planned):
                if self._concerns(fault, method, path, operation):
                    self._planned[index : index + 1] = [(fault, times - 1)] if times > 1 else []
                    return fault
        for fault in self.rules:
            if self._concerns(fault, method, path, operation):
                return fault
        share = self.settings.fail_share
        if share and self._concerns(self.share_fault, method, path, operation) and self.random.random() < share:
            return self.share_fault
        return None

    def _concerns(self, fault: Fault, method: str, path: str, operation: str) -> bool:
        if not fault.matches(method, path, operation):
            return False
        return fault.probability == 1 or self.random.random() < fault.probability

    def _check_operations(self, *faults: Fault) -> None:
        for fault in faults:
            if fault.operation:
                check_operation(fault.operation, self._operations)


def _faults(faults: object) -> tuple[Fault, ...]:
    """Return a list of faults as a tuple.

    Raises:
        ValueError: It is no list, or contains something else.
    """
    found: tuple[Any, ...] = tuple(faults) if isinstance(faults, Iterable) else (faults,)
    if not all(isinstance(each, Fault) for each in found):
        msg = f"Faults must be a list of Fault, not {shown(faults)}"
        raise ValueError(msg)
    return found


def check_operation(name: object, operations: Iterable[str]) -> None:
    """Check the name of an operation.

    Raises:
        ValueError: It is unknown. The message has the nearest one.
    """
    if not isinstance(name, str):
        msg = f"An operation is named by a string, not {shown(name)}"
        raise ValueError(msg)  # noqa: TRY004 - as for the other arguments
    known = tuple(operations)
    if name not in known:
        msg = f"Unknown operation {shown(name)}.{nearest(name, known, 0.0)}"
        raise ValueError(msg)


def check_fields(names: Iterable[str]) -> None:
    """Check the names of fields of `Fault`.

    Raises:
        TypeError: One is unknown. The message has the nearest one.
    """
    known = [each.name for each in fields(Fault)]
    for name in names:
        if name not in known:
            msg = f"A fault has no field {name!r}.{nearest(name, known)} It has {', '.join(known)}."
            raise TypeError(msg)


def _validated(name: str, type_: type, value: object) -> object:
    if type_ is bool:
        if isinstance(value, bool):
            return value
        msg = f"{name} must be true or false, not {shown(value)}"
        raise ValueError(msg)
    return _number(name, value, 1.0 if name.endswith("_share") else _MAX_SECONDS)


def _number(name: str, value: object, largest: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= largest:
        return float(value)
    msg = f"{name} must be a number from 0 to {largest:g}, not {shown(value)}"
    raise ValueError(msg)
