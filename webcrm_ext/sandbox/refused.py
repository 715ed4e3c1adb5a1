"""The answers that faults put in the place of the API's own: error bodies, and the pages of a gateway before it."""

from .answers import Answer, Refusal, Unauthorized, too_many_requests
from .faults import Fault

_HTML = "text/html; charset=utf-8"
_FROM_THE_GATEWAY = {502: "Bad gateway", 503: "Service unavailable", 504: "Gateway timeout", 520: "Unknown error"}


def refused(fault: Fault) -> Answer | None:
    """The answer of a fault that has one of its own; None if the fault spoils the API's answer."""
    if fault.kind == "html":
        return Answer(200, _page("We are back soon"), _HTML)
    if fault.kind != "status":
        return None
    if fault.status == 429:  # noqa: PLR2004 - too many requests
        return too_many_requests("Too many requests.", fault.retry_after).answer()
    if fault.status == 401:  # noqa: PLR2004 - unauthorized
        return Unauthorized().answer()
    if fault.status in _FROM_THE_GATEWAY:
        return Answer(fault.status, _page(_FROM_THE_GATEWAY[fault.status]), _HTML)
    return Refusal(fault.status, "This answer was asked for as a fault.", "SandboxException").answer()


def _page(title: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode()
