"""The page of faults and the clock: forms for what a test can change in the sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args

from webcrm_ext.sandbox import snapshots
from webcrm_ext.sandbox.faults import Fault, FaultSettings, Kind
from webcrm_ext.sandbox.options import Options
from webcrm_ext.sandbox.responses import bad_request
from webcrm_ext.sandbox.snapshots import Snapshot
from webcrm_ext.sandbox.tenant import Tenant

from .settings_fields import OFF, settings_of, text_of, values_of

MAX_SNAPSHOTS = 10


class FaultsPage:
    """What the page shows and changes.

    Args:
        tenant: The system.
        reset: Returns to the records as they were generated.
    """

    def __init__(self, tenant: Tenant, reset: Callable[[], None]) -> None:
        self._tenant = tenant
        self._reset = reset
        self._snapshots: dict[int, Snapshot] = {}
        self.actions: dict[str, Callable[[Mapping[str, str]], str]] = {
            "faults": self._set_faults, "fail-next": self._fail_next, "clear-faults": self._clear_faults,
            "options": self._set_options, "rate-limit": self._set_rate_limit, "linked-data": self._set_linked_data,
            "advance": self._advance, "freeze": self._freeze, "expire-tokens": self._expire_tokens,
            "take-snapshot": self._take, "restore-snapshot": self._restore, "reset": self._reset_records,
        }  # fmt: skip
        """The action of each form, by the last part of its address. It returns the notice that the page shows."""

    def context(self) -> dict[str, Any]:
        """Return what the page shows."""
        tenant = self._tenant
        return {
            "faults": settings_of(tenant.faults.settings),
            "planned": tenant.faults.planned,
            "rules": tenant.faults.rules,
            "kinds": get_args(Kind),
            "operations": [each.name for each in tenant.definition.operations],
            "options": settings_of(tenant.options),
            "rate_limit": text_of(tenant.options.requests_per_minute),
            "linked": bool(tenant.options.linked_data),
            "is_frozen": tenant.clock.is_frozen,
            "snapshots": self._snapshots,
            "default": Fault(),
        }

    def _set_faults(self, form: Mapping[str, str]) -> str:
        self._tenant.faults.set_faults(**values_of(FaultSettings, form))
        return "The faults of all requests are set."

    def _fail_next(self, form: Mapping[str, str]) -> str:
        times = _whole_number(form, "times") if form.get("times") else 1
        types = {each.name: type(each.default) for each in fields(Fault)}
        sent = {name: text.strip() for name, text in form.items() if name in types and text.strip()}
        fault = Fault(**{name: _value(name, text, types[name]) for name, text in sent.items()})
        self._tenant.faults.plan(fault, times)
        which = "The next request gets" if times == 1 else f"The next {times} requests get"
        return f"{which} the fault {fault.kind}."

    def _clear_faults(self, _form: Mapping[str, str]) -> str:
        self._tenant.faults.clear()
        return "Every fault has ended."

    def _set_options(self, form: Mapping[str, str]) -> str:
        self._tenant.change_options(values_of(Options, form))
        return "The options are set."

    def _set_rate_limit(self, form: Mapping[str, str]) -> str:
        text = form.get("requests_per_minute", "").strip() or OFF
        self._tenant.change_options(values_of(Options, {"requests_per_minute": text}))
        return "The rate limit is off." if text == OFF else f"The rate limit is {text} requests a minute."

    def _set_linked_data(self, form: Mapping[str, str]) -> str:
        on = form.get("on") == "true"
        self._tenant.change_options({"linked_data": {"all"} if on else set()})
        return f"Linked data is {'on' if on else 'off'}."

    def _advance(self, form: Mapping[str, str]) -> str:
        seconds = _whole_number(form, "seconds")
        self._tenant.clock.advance(seconds)
        return f"The clock went forward by {seconds} seconds."

    def _freeze(self, form: Mapping[str, str]) -> str:
        if form.get("frozen") == "true":
            self._tenant.clock.freeze()
            return "The clock stands still."
        self._tenant.clock.resume()
        return "The clock runs."

    def _expire_tokens(self, form: Mapping[str, str]) -> str:
        everything = form.get("refresh_tokens") == "true"
        self._tenant.tokens.expire(refresh_tokens=everything)
        return "Every access token and refresh token has expired." if everything else "Every access token has expired."

    def _take(self, _form: Mapping[str, str]) -> str:
        number = max(self._snapshots, default=0) + 1
        self._snapshots[number] = snapshots.take(self._tenant)
        while len(self._snapshots) > MAX_SNAPSHOTS:
            del self._snapshots[min(self._snapshots)]
        return f"Snapshot {number} was taken."

    def _restore(self, form: Mapping[str, str]) -> str:
        number = _whole_number(form, "number")
        if number not in self._snapshots:
            raise bad_request(f"There is no snapshot {number}.")
        snapshots.restore(self._tenant, self._snapshots[number])
        return f"Snapshot {number} was restored."

    def _reset_records(self, _form: Mapping[str, str]) -> str:
        self._reset()
        return "The records are as they were generated."


def _whole_number(form: Mapping[str, str], name: str) -> int:
    text = form.get(name, "").strip()
    if not text.isdecimal():
        raise bad_request(f"{name} must be a whole number, not {text[:60]!r}.")
    return int(text)


def _value(name: str, text: str, type_: type) -> Any:
    """Return the value of a fault's field; what it may be is checked by the fault.

    Raises:
        HTTPError: 400 for a text that is no number.
    """
    if type_ is bool:
        return text == "true"
    if type_ not in {int, float}:
        return text
    try:
        return type_(text)
    except ValueError:
        raise bad_request(f"{name} must be a number, not {text[:60]!r}.") from None
