"""The ASGI application: turns a request into a call of an operation, and the result into a response."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from . import request_log, swagger_ui
from .access import check_access
from .call import ANONYMOUS, Call
from .connection_faults import SlowResponses, close, reset, send_half, send_response, transport_of
from .control import Control
from .definition import Operation, definition_text
from .documentation import page
from .exchanges import Exchanges
from .faults import Fault
from .handlers import Handlers
from .long_calls import LongCalls, wait_for_disconnect
from .paging import capped_size
from .request_bodies import MAX_FORM_BYTES, MAX_JSON_BYTES, parse_json, read_body
from .response_faults import apply_response_faults, fault_response
from .responses import HTTPError, Response, UnauthorizedError, bad_request, not_found
from .routes import Target, routes
from .tenant import Tenant
from .tokens import Caller
from .ui.application import Pages
from .validation import parse_parameter

_LOG = logging.getLogger("webcrm_ext.sandbox")

# Faults without a final response. The operation runs only on request.
_UNANSWERED = frozenset({"stall", "reset", "endless-1xx"})

DEFINITION_PATH = "/swagger/v1/swagger.json"
DOCUMENTATION_PATH = "/documentation"


class Application:
    """Responds to HTTP requests."""

    def __init__(
        self, tenant: Tenant, handlers: Handlers, allowed_hosts: frozenset[str], reset: Callable[[], None]
    ) -> None:
        self._tenant = tenant
        self._handlers = handlers
        self._allowed_hosts = allowed_hosts
        self._routes = routes(tenant.definition)
        self._control = Control(tenant)
        self._exchanges = Exchanges(tenant)
        self._pages = Pages(tenant, handlers, self._exchanges, reset)
        self._long_calls = LongCalls()
        self._slow_responses = SlowResponses(self._long_calls)
        self.requests_in_progress = 0
        """API requests without a response yet; those of control addresses do not count."""

    def stop(self) -> None:
        """End delays and long calls. Must be called in the server's thread."""
        self._long_calls.stop()
        self._tenant.outbox.stop()

    def close(self) -> None:
        """Wait for long calls to end."""
        self._long_calls.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Respond to one request, as ASGI defines it."""
        request = Request(scope, receive)
        path: str = scope["path"].lower()
        send = self._with_date(send)
        try:
            check_access(request, self._allowed_hosts)
            if self._pages.shows(request):
                await send_response(send, await self._pages.response(request), request.method)
            elif path == "/_sandbox" or path.startswith("/_sandbox/"):
                await send_response(send, await self._control.response(request), request.method)
            else:
                await self._respond(request, send)
        except HTTPError as error:
            await send_response(send, error.response(), request.method)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:
            # A second Ctrl-C: the server would only log it as an error.
            transport_of(request).abort()
            await wait_for_disconnect(request)

    def _with_date(self, send: Any) -> Any:
        """Return what sends a response with the date of the sandbox's clock."""

        async def send_with_date(message: Any) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._tenant.clock.now().astimezone(UTC), usegmt=True).encode()
                message["headers"] = [*message["headers"], (b"date", date)]
            await send(message)

        return send_with_date

    async def _respond(self, request: Request, send: Any) -> None:
        self._exchanges.begin(request)
        self.requests_in_progress += 1
        try:
            await self._respond_with_faults(request, send)
        finally:
            self.requests_in_progress -= 1

    async def _respond_with_faults(self, request: Request, send: Any) -> None:
        path, target = request.url.path, self._routes.match(request.method, _raw_path(request))
        name = "" if target is None else target[0].name
        fault = self._tenant.faults.take(request.method, path, name)
        kind = "" if fault is None else fault.kind
        try:
            if self._tenant.faults.settings.latency:
                await self._long_calls.sleep(self._tenant.faults.settings.latency)
            if fault is not None and (kind == "close-before" or (kind in _UNANSWERED and not fault.after_work)):
                self._log_request(request, name, 0, Response())
                await self._end_connection(request, send, Response(), fault)
                return
            response = await self._response(request, target, fault)
        except HTTPError as error:
            response = error.response()
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - any failure becomes a response and a log entry
            _LOG.exception("%s %s failed", request.method, path)
            response = HTTPError(500, f"The sandbox failed: {error!r}.", type(error).__name__).response()
        if kind == "truncated":
            response.body = response.body[: len(response.body) // 2]
        is_incomplete = kind in _UNANSWERED or kind in {"close-after", "close-during"}
        self._log_request(request, name, 0 if is_incomplete else response.status, response)
        if fault is None or not await self._end_connection(request, send, response, fault):
            await send_response(send, response, request.method)

    async def _end_connection(self, request: Request, send: Any, response: Response, fault: Fault) -> bool:
        """Apply a fault of the connection. Return False, and send nothing, if the fault is another."""
        if fault.kind == "reset":
            await reset(request)
        elif fault.kind in {"close-before", "close-after"}:
            await close(request)
        elif fault.kind == "close-during":
            await send_half(send, response)
            await close(request)
        else:
            return await self._slow_responses.send(request, send, response, fault)
        return True

    async def _response(self, request: Request, target: Target | None, fault: Fault | None) -> Response:
        """Return the API's response, or that of a fault."""
        replacement = None if fault is None else fault_response(fault, self._tenant.options.unauthorized_body)
        if fault is None or replacement is None:
            return await self._document(request, target)
        if fault.kind == "late-commit":
            await self._operation(request, target, delay=fault.delay)
        elif fault.after_work:
            await self._document(request, target)
        return replacement

    async def _document(self, request: Request, target: Target | None) -> Response:
        path = request.url.path.rstrip("/").lower()
        if request.method in {"GET", "HEAD"}:
            if path == DEFINITION_PATH:
                return Response(200, definition_text("webcrm.json"), "application/json; charset=utf-8")
            if path == DOCUMENTATION_PATH or path.startswith(f"{DOCUMENTATION_PATH}/"):
                return self._documentation(path.removeprefix(DOCUMENTATION_PATH).strip("/"))
            if not path:
                return Response(302, headers={"Location": DOCUMENTATION_PATH})
        return await self._operation(request, target)

    def _documentation(self, name: str) -> Response:
        """Return Swagger UI, one of its files, or the page that needs no other package."""
        if not name and swagger_ui.is_installed():
            token = self._tenant.tokens.application_tokens[0].token
            return swagger_ui.page(DOCUMENTATION_PATH, DEFINITION_PATH, token)
        if name in {"", "plain"}:
            plain = page(self._tenant, self._handlers.not_simulated)
            return Response(200, plain.encode(), "text/html; charset=utf-8")
        response = swagger_ui.file(name)
        if response is None:
            raise not_found(f"The file {name[:100]!r} of the documentation")
        return response

    async def _operation(self, request: Request, target: Target | None, *, delay: float | None = None) -> Response:
        """Run the operation, or accept it now and run it on the sandbox's clock in `delay` seconds."""
        operation, in_path = target or self._routes.find(request.method, _raw_path(request))
        caller = self._caller(request, operation)
        handler = self._handlers.of(operation)
        query = _query(request)
        call = Call(
            operation,
            parameters=self._parameters(request, operation, in_path, query),
            caller=caller,
            query={name: values[0] for name, values in query.items()},
            headers=request.headers,
        )
        if operation.tag == "Auth":
            call.form = await _form(request)
        elif operation.body is not None:
            request.state.content = content = await read_body(request, MAX_JSON_BYTES)
            call.body = self._checked_body(operation, parse_json(request.headers.get("content-type", ""), content))
        self._tenant.late_commits.run_due()
        if delay is not None:
            if operation.method != "GET":
                self._tenant.late_commits.add(delay, partial(handler, call))
            return Response()
        if operation.tag == "Queries":
            response = await self._long_calls.run(handler, call, request)
        else:
            response = handler(call)
        if operation.tag == "Auth":
            # As with the other faults, a login fails only where its path is named.
            return response
        return apply_response_faults(response, operation.response_schema, self._tenant.definition, self._tenant.faults)

    def _caller(self, request: Request, operation: Operation) -> Caller:
        """Authenticate the request, count it, and check the right to it. Logins need no token.

        Raises:
            HTTPError: 401, 403 or 429.
        """
        if operation.tag == "Auth" and operation.method == "POST":
            return ANONYMOUS
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        caller = self._tenant.tokens.caller(token.strip()) if scheme.lower() == "bearer" else None
        if caller is None:
            raise UnauthorizedError(self._tenant.options.unauthorized_body)
        application_token, options = caller.application_token, self._tenant.options
        request.state.application_token = application_token.token
        self._tenant.rate_limit.count(application_token.token, options.requests_per_minute, options.rate_window)
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
                sent = [in_path[parameter.name]]
            elif parameter.location == "header":
                sent = request.headers.getlist(parameter.name)
            else:
                sent = query.get(parameter.name.lower(), [])
                if parameter.name.lower() == "size" and self._tenant.options.large_size == "capped":
                    sent = [capped_size(each) for each in sent]
            values[parameter.name.lower()] = parse_parameter(self._tenant.definition, parameter, sent)
        return values

    def _checked_body(self, operation: Operation, body: Any) -> Any:
        schema = self._tenant.definition.resolve(operation.body or {})
        if body is None:
            raise bad_request("A non-empty request body is required.")
        if operation.method == "PATCH":
            # Each record of the list is checked by itself.
            return body
        self._tenant.validators.of(schema)(body, "The body")
        if isinstance(body, dict) and operation.method in {"POST", "PUT"}:
            # A record's own ids may be missing: on create they are 0, on update they are in the path. A PUT of a
            # record may send some of its properties; other bodies are complete.
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

    def _log_request(self, request: Request, operation: str, status: int, response: Response) -> None:
        entry = request_log.Request(
            request.method, request.url.path, status, request.url.query, operation, self._tenant.clock.seconds()
        )
        self._tenant.request_log.add(entry)
        self._exchanges.add(request, operation, status, response)


def _raw_path(request: Request) -> str:
    return str(request.scope["raw_path"].decode("ascii", "replace").split("?")[0])


def _query(request: Request) -> dict[str, list[str]]:
    """Return the values of the query string by their names in lower case."""
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.url.query, keep_blank_values=True):
        values.setdefault(name.lower(), []).append(value)
    return values


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of an urlencoded or multipart form by their names in lower case."""
    content = await read_body(request, MAX_FORM_BYTES)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content}

    try:
        form = await Request(request.scope, receive).form()
    except MultiPartException as error:
        raise bad_request(f"The form is invalid: {error.message}.") from None
    return {name.lower(): value for name, value in form.items() if not isinstance(value, UploadFile)}
