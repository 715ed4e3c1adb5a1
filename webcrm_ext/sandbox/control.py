"""The control addresses under /_sandbox, for tests in any language; they accept requests only from this machine."""

import asyncio
import json
from dataclasses import asdict, fields
from typing import Any

from starlette.requests import Request

from .access import check_control_access
from .faults import Fault
from .request_bodies import media_type_of, read_body
from .responses import HTTPError, Response, bad_request, empty_response, encoded_json_response, json_response, not_found
from .tenant import Tenant

ADDRESSES = (
    "GET /_sandbox", "GET or DELETE /_sandbox/requests", "POST /_sandbox/tokens/expire", "POST /_sandbox/clock",
    "PATCH /_sandbox/options", "PATCH /_sandbox/labels", "GET, POST, PATCH or DELETE /_sandbox/faults",
    "GET /_sandbox/hooks", "GET, PUT or DELETE /_sandbox/records/{Entity}/{id}",
)  # fmt: skip


_MAX_BYTES = 4 * 1024 * 1024


class Control:
    """The functions of `Sandbox` for tests, over HTTP."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    async def response(self, request: Request) -> Response:
        """Return the response of a control address."""
        try:
            # In this order: nothing of a body is read before its sender is known to be this machine.
            check_control_access(request)
            return await self._respond(request, await _body(request))
        except HTTPError as error:
            return error.response()
        except (ValueError, OverflowError, RecursionError) as error:
            return bad_request(f"{error}.").response()

    async def _respond(self, request: Request, body: dict[str, Any]) -> Response:
        method = request.method
        self._tenant.late_commits.run_due()
        resource, *rest = [*request.url.path.strip("/").split("/")[1:], ""]
        response: Response | None = None
        match resource.lower(), rest[:-1]:
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
            message = f"Unknown control address; the addresses are {'; '.join(ADDRESSES)}."
            raise HTTPError(404, message, "NotFoundException")
        return response

    def _simple(self, address: str, body: dict[str, Any]) -> Response | None:
        """Respond to addresses with one method."""
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
            case "patch /labels":
                self._tenant.custom_fields.rename(body)
                return empty_response(204)
        return None

    async def _hooks(self) -> Response:
        # A target may read the record that it is notified of, so the event loop must not wait here.
        await asyncio.to_thread(self._tenant.outbox.wait)
        return json_response([asdict(each) for each in self._tenant.outbox.deliveries])

    def _state(self) -> dict[str, Any]:
        tenant = self._tenant
        return {
            "address": tenant.address,
            "now": tenant.now(),
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
            raise bad_request(f"frozen must be true or false, not {frozen!r}.")
        self._tenant.clock.advance(advance)
        if frozen is True:
            self._tenant.clock.freeze()
        elif frozen is False:
            self._tenant.clock.resume()
        return json_response({"now": self._tenant.now()})

    def _faults(self, method: str, body: dict[str, Any]) -> Response | None:
        faults = self._tenant.faults
        if method == "POST":
            times = body.pop("times", 1)
            faults.plan(_fault(body), times)
        elif method == "PATCH":
            share_fault, seed, rules = (body.pop(each, None) for each in ("share_fault", "seed", "rules"))
            if seed is not None and type(seed) is not int:
                raise bad_request(f"seed must be a whole number, not {seed!r}.")
            if rules is not None and not isinstance(rules, list):
                raise bad_request("rules must be a list of faults.")
            faults.set_faults(
                seed=seed,
                share_fault=None if share_fault is None else _fault(share_fault),
                rules=None if rules is None else [_fault(each) for each in rules],
                **body,
            )
        elif method == "DELETE":
            faults.clear()
        elif method != "GET":
            return None
        return json_response({**asdict(faults.settings), "rules": [asdict(each) for each in faults.rules]})

    def _record(self, method: str, path: str, id_: int, body: dict[str, Any]) -> Response | None:
        """Read, write or delete a record without any rule, also where the API cannot."""
        store = self._tenant.store
        known = next((each for each in self._tenant.entities if each.lower() == path.lower()), None)
        if known is None:
            raise not_found(f"The entity {path}")
        if method == "PUT":
            with store.transaction():
                self._tenant.put_record(known, id_, {**(store.record(known, id_) or {}), **body})
            return empty_response(204)
        content = store.record_json(known, id_)
        if content is None:
            raise not_found(f"{known} {id_}")
        if method == "DELETE":
            store.delete(known, id_)
            return empty_response(204)
        return encoded_json_response(content) if method == "GET" else None


async def _body(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request; without a body an empty one.

    A web page may send any other media type to another site without asking first.
    """
    media_type, _ = media_type_of(request.headers.get("content-type", ""))
    if media_type not in {"", "application/json"}:
        message = f"The media type {media_type[:100]!r} is not supported. Send application/json."
        raise HTTPError(415, message, "UnsupportedMediaTypeException")
    content = await read_body(request, _MAX_BYTES)
    if content.strip() and not media_type:
        message = "The header Content-Type is missing. Send application/json."
        raise HTTPError(415, message, "UnsupportedMediaTypeException")
    body = json.loads(content) if content.strip() else {}
    if not isinstance(body, dict):
        raise bad_request("The body of a control request must be a JSON object.")
    return body


def _fault(values: Any) -> Fault:
    """Return the fault that a JSON object describes."""
    if not isinstance(values, dict):
        raise bad_request("share_fault must be an object, and each of the rules too.")
    types = {each.name: type(each.default) for each in fields(Fault)}
    names = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}
    for name, value in values.items():
        if name not in types:
            raise bad_request(f"Unknown field {name!r} of a fault; the fields are {', '.join(types)}.")
        is_number = types[name] is float and type(value) is int
        if type(value) is not types[name] and not is_number:
            raise bad_request(f"{name} must be {names[types[name]]}, not {value!r}.")
    return Fault(**values)


def _only(body: dict[str, Any], *names: str) -> dict[str, Any]:
    unknown = [name for name in body if name not in names]
    if unknown:
        raise bad_request(f"Unknown field {unknown[0]!r}; the fields are {', '.join(names)}.")
    return body
