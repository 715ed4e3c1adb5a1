"""The control addresses under /_sandbox, for tests in any language; they answer to this machine alone."""

import asyncio
import json
from dataclasses import asdict, fields
from typing import Any

from starlette.requests import Request

from .answers import Answer, Refusal, bad_request, empty_answer, json_answer, not_found, text_answer
from .faults import Fault
from .hooks import is_loopback
from .moments import written
from .tenant import Tenant

ADDRESSES = (
    "GET /_sandbox", "GET or DELETE /_sandbox/requests", "POST /_sandbox/tokens/expire", "POST /_sandbox/clock",
    "PATCH /_sandbox/options", "GET, POST, PATCH or DELETE /_sandbox/faults", "GET /_sandbox/hooks",
    "GET, PUT or DELETE /_sandbox/records/{Entity}/{id}",
)  # fmt: skip


class Control:
    """Does for a test in any language what `Sandbox` does for one in Python."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    async def answer(self, request: Request) -> Answer:
        """The answer of a control address."""
        try:
            return await self._answered(request, await request.body())
        except Refusal as refusal:
            return refusal.answer()
        except (ValueError, OverflowError, RecursionError) as error:
            return bad_request(f"{error}.").answer()

    async def _answered(self, request: Request, content: bytes) -> Answer:
        if request.client is None or not is_loopback(request.client.host):
            raise Refusal(403, "The control addresses answer to this machine alone.", "UnauthorizedAccessException")
        method, body = request.method, _object(content)
        what, *rest = [*request.url.path.strip("/").split("/")[1:], ""]
        answer: Answer | None = None
        match what.lower(), rest[:-1]:
            case "records", [path, id_] if id_.isascii() and id_.isdigit():
                answer = self._record(method, path, int(id_), body)
            case "requests", []:
                answer = self._requests(method)
            case "faults", []:
                answer = self._faults(method, body)
            case "hooks", [] if method == "GET":
                answer = await self._hooks()
            case name, parts:
                answer = self._simple(f"{method} /{'/'.join([name, *parts])}".lower().rstrip("/ "), body)
        if answer is None:
            message = f"There is no such control address; there are {'; '.join(ADDRESSES)}."
            raise Refusal(404, message, "NotFoundException")
        return answer

    def _simple(self, address: str, body: dict[str, Any]) -> Answer | None:
        """The addresses that do one thing."""
        match address:
            case "get":
                return json_answer(self._state())
            case "post /tokens/expire":
                self._tenant.tokens.expire(**_only(body, "refresh_tokens"))
                return empty_answer(204)
            case "post /clock":
                return self._clock(**_only(body, "advance", "frozen"))
            case "patch /options":
                self._tenant.change_options(body)
                return json_answer(self._options())
        return None

    async def _hooks(self) -> Answer:
        # A target may ask for the record that it is told of, and must not wait for this call.
        await asyncio.to_thread(self._tenant.outbox.wait)
        return json_answer([asdict(each) for each in self._tenant.outbox.deliveries])

    def _state(self) -> dict[str, Any]:
        tenant = self._tenant
        return {
            "address": tenant.address,
            "now": written(tenant.clock.now()),
            "application_tokens": [
                {"token": each.token, "name": each.name, "rights": dict(each.rights)}
                for each in tenant.tokens.application_tokens
            ],
            "options": self._options(),
            "faults": asdict(tenant.faults.weather),
            "requests": len(tenant.ledger),
            "records": {path: tenant.store.count(path) for path in tenant.entities},
            "control": ADDRESSES,
        }

    def _options(self) -> dict[str, Any]:
        options = asdict(self._tenant.options)
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in options.items()}

    def _requests(self, method: str) -> Answer | None:
        if method == "GET":
            return json_answer([asdict(each) for each in self._tenant.ledger])
        if method == "DELETE":
            self._tenant.ledger.clear()
            return empty_answer(204)
        return None

    def _clock(self, *, advance: float = 0.0, frozen: bool | None = None) -> Answer:
        if frozen is not None and not isinstance(frozen, bool):
            raise bad_request(f"frozen takes true or false, not {frozen!r}.")
        self._tenant.clock.advance(advance)
        if frozen is True:
            self._tenant.clock.freeze()
        elif frozen is False:
            self._tenant.clock.resume()
        return json_answer({"now": written(self._tenant.clock.now())})

    def _faults(self, method: str, body: dict[str, Any]) -> Answer | None:
        faults = self._tenant.faults
        if method == "POST":
            times = body.pop("times", 1)
            faults.plan(_fault(body), times)
        elif method == "PATCH":
            share_fault, seed = body.pop("share_fault", None), body.pop("seed", None)
            if seed is not None and type(seed) is not int:
                raise bad_request(f"seed takes a whole number, not {seed!r}.")
            faults.set_faults(seed=seed, share_fault=None if share_fault is None else _fault(share_fault), **body)
        elif method == "DELETE":
            faults.clear()
        elif method != "GET":
            return None
        return json_answer(asdict(faults.weather))

    def _record(self, method: str, path: str, id_: int, body: dict[str, Any]) -> Answer | None:
        """Records past every rule: also of entities that the API does not delete, or does not let change."""
        store = self._tenant.store
        known = next((each for each in self._tenant.entities if each.lower() == path.lower()), None)
        if known is None:
            raise not_found(f"The entity {path}")
        if method == "PUT":
            with store.transaction():
                self._tenant.put_record(known, id_, {**(store.record(known, id_) or {}), **body})
            return empty_answer(204)
        text = store.text(known, id_)
        if text is None:
            raise not_found(f"{known} {id_}")
        if method == "DELETE":
            store.delete(known, id_)
            return empty_answer(204)
        return text_answer(text) if method == "GET" else None


def _object(content: bytes) -> dict[str, Any]:
    body = json.loads(content) if content.strip() else {}
    if not isinstance(body, dict):
        raise bad_request("A control address takes a JSON object.")
    return body


def _fault(values: Any) -> Fault:
    """A fault from its JSON, each value of the type that it has in Python."""
    if not isinstance(values, dict):
        raise bad_request("share_fault takes an object.")
    kinds = {each.name: type(each.default) for each in fields(Fault)}
    words = {str: "a text", int: "a whole number", bool: "true or false"}
    for name, value in values.items():
        if name not in kinds:
            raise bad_request(f"there is nothing called {name!r} about a fault; there are {', '.join(kinds)}.")
        if type(value) is not kinds[name]:
            raise bad_request(f"{name} takes {words[kinds[name]]}, not {value!r}.")
    return Fault(**values)


def _only(body: dict[str, Any], *names: str) -> dict[str, Any]:
    unknown = [name for name in body if name not in names]
    if unknown:
        raise bad_request(f"{unknown[0]} is not taken here; {', '.join(names)} is.")
    return body
