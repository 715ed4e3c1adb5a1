"""The ASGI application: a request becomes a call of an operation, a call becomes an response."""

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from . import request_log
from .call import ANONYMOUS, Call
from .control import Control
from .definition import Operation, definition_text
from .documentation import page
from .faults import Fault
from .handlers import Handlers
from .long_calls import LongCalls, wait_for_disconnect
from .request_bodies import parse_json
from .response_faults import apply_response_faults, fault_response
from .responses import WITHOUT_BODY, HTTPError, Response, UnauthorizedError, bad_request
from .routes import Routes
from .tenant import Tenant
from .tokens import Caller
from .transport import EXTENSION
from .validation import parse

_LOG = logging.getLogger("webcrm_ext.sandbox")

DEFINITION_PATH = "/swagger/v1/swagger.json"
DOCUMENTATION_PATH = "/documentation"


class Application:
    """Answers HTTP requests."""

    def __init__(self, tenant: Tenant, handlers: Handlers) -> None:
        self._tenant = tenant
        self._handlers = handlers
        self._routes = Routes(tenant.definition.operations)
        self._control = Control(tenant)
        self._long_calls = LongCalls()

    def stop(self) -> None:
        """End what calls wait for; called in the thread of the server."""
        self._long_calls.stop()
        self._tenant.outbox.stop()

    def close(self) -> None:
        """Return when nothing is worked on any more."""
        self._long_calls.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The entrance of ASGI."""
        request = Request(scope, receive)
        path: str = scope["path"].lower()
        try:
            if path == "/_sandbox" or path.startswith("/_sandbox/"):
                await _send(send, await self._control.response(request), request.method)
            else:
                await self._answer(request, send)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:
            # A second Ctrl-C: there is nobody to pass it on to but the log, and it is no fault.
            _transport(request).abort()
            await wait_for_disconnect(request)

    async def _answer(self, request: Request, send: Any) -> None:
        path = request.url.path
        fault = self._tenant.faults.take(request.method, path)
        kind = "" if fault is None else fault.kind
        try:
            if self._tenant.faults.settings.latency:
                await self._long_calls.pause(self._tenant.faults.settings.latency)
            if kind == "close-before":
                self._write_down(request, 0)
                await _close(request)
                return
            response = await self._worked(request, fault)
        except HTTPError as error:
            response = error.response()
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - whatever failed, the caller gets an response and the ledger has it
            _LOG.exception("%s %s failed", request.method, path)
            response = HTTPError(500, f"The sandbox failed: {error!r}.", type(error).__name__).response()
        if kind == "truncated":
            response.body = response.body[: len(response.body) // 2]
        broken_off = kind in {"close-after", "close-during"}
        self._write_down(request, 0 if broken_off else response.status)
        if kind == "close-after":
            await _close(request)
        elif kind == "close-during":
            await _send_half(send, response)
            await _close(request)
        else:
            await _send(send, response, request.method)

    async def _worked(self, request: Request, fault: Fault | None) -> Response:
        """The response, and what a fault puts in its place."""
        replaced = None if fault is None else fault_response(fault)
        if fault is None or replaced is None:
            return await self._document(request)
        if fault.after_work:
            await self._document(request)
        return replaced

    async def _document(self, request: Request) -> Response:
        path = request.url.path.rstrip("/").lower()
        if request.method in {"GET", "HEAD"}:
            if path == DEFINITION_PATH:
                return Response(200, definition_text("webcrm.json"), "application/json; charset=utf-8")
            if path == DOCUMENTATION_PATH:
                text = page(self._tenant)
                return Response(200, text.encode(), "text/html; charset=utf-8")
            if not path:
                return Response(302, headers={"Location": DOCUMENTATION_PATH})
        return await self._operation(request)

    async def _operation(self, request: Request) -> Response:
        raw_path = request.scope["raw_path"].decode("ascii", "replace").split("?")[0]
        operation, in_path = self._routes.find(request.method, raw_path)
        caller = self._caller(request, operation)
        handler = self._handlers.of(operation)
        if handler is None:
            message = f"The sandbox does not know {operation.method} {operation.path} yet."
            raise HTTPError(501, message, "NotSupportedException")
        query = _query(request)
        call = Call(
            operation,
            parameters=self._parameters(request, operation, in_path, query),
            caller=caller,
            query={name: values[0] for name, values in query.items()},
        )
        if operation.tag == "Auth":
            call.form = await _form(request)
        elif operation.body is not None:
            call.body = self._checked_body(
                operation, parse_json(request.headers.get("content-type", ""), await request.body())
            )
        if operation.tag == "Queries":
            response = await self._long_calls.work(handler, call, request)
        else:
            response = handler(call)
        if operation.tag == "Auth":
            # As with the other faults: a login that fails is asked for by name.
            return response
        return apply_response_faults(response, operation.response_schema, self._tenant.definition, self._tenant.faults)

    def _caller(self, request: Request, operation: Operation) -> Caller:
        """Who calls; logins are open to all.

        Raises:
            HTTPError: 401, 403 or 429.
        """
        if operation.tag == "Auth" and operation.method == "POST":
            return ANONYMOUS
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        caller = self._tenant.tokens.caller(token.strip()) if scheme.lower() == "bearer" else None
        if caller is None:
            raise UnauthorizedError
        application_token, options = caller.application_token, self._tenant.options
        self._tenant.rate_limit.count(application_token.token, options.requests_per_minute)
        right = application_token.right(operation.tag)
        if operation.tag != "Auth" and (right == "none" or (right == "read" and operation.method != "GET")):
            verb = "read" if operation.method == "GET" else "write"
            message = f"The application token {application_token.name!r} has no right to {verb} {operation.tag}."
            raise HTTPError(options.refused_right_status, message, "UnauthorizedAccessException")
        return caller

    def _parameters(
        self, request: Request, operation: Operation, in_path: dict[str, str], query: dict[str, list[str]]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for parameter in operation.parameters:
            if parameter.location == "path":
                texts = [in_path[parameter.name]]
            elif parameter.location == "header":
                texts = request.headers.getlist(parameter.name)
            else:
                texts = query.get(parameter.name.lower(), [])
            values[parameter.name.lower()] = parse(self._tenant.definition, parameter, texts)
        return values

    def _checked_body(self, operation: Operation, body: Any) -> Any:
        schema = self._tenant.definition.resolve(operation.body or {})
        if body is None:
            raise bad_request("A non-empty request body is required.")
        if operation.method == "PATCH":
            # Each record of the list stands or falls by itself.
            return body
        self._tenant.validators.of(schema)(body, "The body")
        if isinstance(body, dict) and operation.method in {"POST", "PUT"}:
            # A record's own ids may be missing: on create they are 0, on update the path has them. And PUT may
            # send a few of a record's properties; what is no record is complete.
            is_partial = operation.method == "PUT" and operation.segments[-1] == "{id}"
            missing = [
                name
                for name in schema.get("required", ())
                if body.get(name) is None
                and not is_partial
                and not (name.endswith("Id") and "{id}" not in operation.path)
            ]
            if missing:
                raise bad_request(f"{', '.join(missing)} must be sent.")
        return body

    def _write_down(self, request: Request, status: int) -> None:
        entry = request_log.Request(request.method, request.url.path, status, request.url.query)
        self._tenant.request_log.add(entry)


def _query(request: Request) -> dict[str, list[str]]:
    """The query's values by their names in lower case."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.url.query, keep_blank_values=True):
        found.setdefault(name.lower(), []).append(value)
    return found


async def _form(request: Request) -> dict[str, str]:
    """The fields of an urlencoded or multipart form, their names in lower case; a body of another type has none."""
    try:
        form = await request.form()
    except MultiPartException as error:
        raise bad_request(f"The form cannot be read: {error.message}.") from None
    return {name.lower(): value for name, value in form.items() if not isinstance(value, UploadFile)}


async def _send(send: Any, response: Response, method: str) -> None:
    body = b"" if response.status in WITHOUT_BODY else response.body
    headers = {"Content-Length": str(len(body)), **response.headers}
    if response.media_type is not None and response.status not in WITHOUT_BODY:
        headers["Content-Type"] = response.media_type
    if response.status in {204, 304}:  # which must not say how long a body is
        headers.pop("Content-Length")
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


async def _send_half(send: Any, response: Response) -> None:
    """The head of an response that promises more than comes."""
    headers = [(b"content-length", str(len(response.body) + 1).encode())]
    if response.media_type is not None:
        headers.append((b"content-type", response.media_type.encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body[: len(response.body) // 2], "more_body": True})


async def _close(request: Request) -> None:
    """Close the connection, and return when the server knows it."""
    _transport(request).close()
    await wait_for_disconnect(request)


def _transport(request: Request) -> asyncio.Transport:
    transport: asyncio.Transport = request.scope["extensions"][EXTENSION]
    return transport
