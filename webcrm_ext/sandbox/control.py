"""The control addresses under /_sandbox, for tests in any language; they response to this machine alone."""

import asyncio
import json
from dataclasses import asdict, fields
from typing import Any

from starlette.requests import Request

from .dates import format_date
from .faults import Fault
from .hooks import is_loopback
from .responses import HTTPError, Response, bad_request, empty_response, encoded_json_response, json_response, not_found
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

    async def response(self, request: Request) -> Response:
        """The response of a control address."""
        try:
            return await self._answered(request, await request.body())
        except HTTPError as error:
            return error.response()
        except (ValueError, OverflowError, RecursionError) as error:
            return bad_request(f"{error}.").response()

    async def _answered(self, request: Request, content: bytes) -> Response:
        if request.client is None or not is_loopback(request.client.host):
            raise HTTPError(403, "The control addresses response to this machine alone.", "UnauthorizedAccessException")
        method, body = request.method, _object(content)
        what, *rest = [*request.url.path.strip("/").split("/")[1:], ""]
        response: Response | None = None
        match what.lower(), rest[:-1]:
            case "records", [path, id_] if id_.isascii() and id_.isdigit():
                response = self._record(method, path, int(id_), body)
            case "requests", []:
                response = self._requests(method)
            case "faults", []:
                response = self._faults(method, body)
            case "hooks", [] if method == "GET":
                response = await self._hooks()
            case name, parts:
                response = self._simple(f"{method} /{'/'.join([name, *parts])}".lower().rstrip("/ "), body)
        if response is None:
            message = f"There is no such control address; there are {'; '.join(ADDRESSES)}."
            raise HTTPError(404, message, "NotFoundException")
        return response

    def _simple(self, address: str, body: dict[str, Any]) -> Response | None:
        """The addresses that do one thing."""
        match address:
            case "get":
                return json_response(self._state())
            case "post /tokens/expire":
                self._tenant.tokens.expire(**_only(body, "refresh_tokens"))
                return empty_response(204)
            case "post /clock":
                return self._clock(**_only(body, "advance", "frozen"))
            case "patch /options":
                self._tenant.change_options(body)
                return json_response(self._options())
        return None

    async def _hooks(self) -> Response:
        # A target may ask for the record that it is told of, and must not wait for this call.
        await asyncio.to_thread(self._tenant.outbox.wait)
        return json_response([asdict(each) for each in self._tenant.outbox.deliveries])

    def _state(self) -> dict[str, Any]:
        tenant = self._tenant
        return {
            "address": tenant.address,
            "now": format_date(tenant.clock.now()),
            "application_tokens": [
                {"token": each.token, "name": each.name, "rights": dict(each.rights)}
                for each in tenant.tokens.application_tokens
            ],
            "options": self._options(),
            "faults": asdict(tenant.faults.settings),
            "requests": len(tenant.request_log),
            "records": {path: tenant.store.count(path) for path in tenant.entities},
            "control": ADDRESSES,
        }

    def _options(self) -> dict[str, Any]:
        options = asdict(self._tenant.options)
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in options.items()}

    def _requests(self, method: str) -> Response | None:
        if method == "GET":
            return json_response([asdict(each) for each in self._tenant.request_log])
        if method == "DELETE":
            self._tenant.request_log.clear()
            return empty_response(204)
        return None

    def _clock(self, *, advance: float = 0.0, frozen: bool | None = None) -> Response:
        if frozen is not None and not isinstance(frozen, bool):
            raise bad_request(f"frozen takes true or false, not {frozen!r}.")
        self._tenant.clock.advance(advance)
        if frozen is True:
            self._tenant.clock.freeze()
        elif frozen is False:
            self._tenant.clock.resume()
        return json_response({"now": format_date(self._tenant.clock.now())})

    def _faults(self, method: str, body: dict[str, Any]) -> Response | None:
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
        return json_response(asdict(faults.settings))

    def _record(self, method: str, path: str, id_: int, body: dict[str, Any]) -> Response | None:
        """Records past every rule: also of entities that the API does not delete, or does not let change."""
        store = self._tenant.store
        known = next((each for each in self._tenant.entities if each.lower() == path.lower()), None)
        if known is None:
            raise not_found(f"The entity {path}")
        if method == "PUT":
            with store.transaction():
                self._tenant.put_record(known, id_, {**(store.record(known, id_) or {}), **body})
            return empty_response(204)
        text = store.record_json(known, id_)
        if text is None:
            raise not_found(f"{known} {id_}")
        if method == "DELETE":
            store.delete(known, id_)
            return empty_response(204)
        return encoded_json_response(text) if method == "GET" else None


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
