"""The public surface, found by introspection: every function and method with its parameters."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import webcrm_api.api
from attrs import field, frozen
from webcrm_api.models import OrganisationDto
from webcrm_api.resources import AsyncResources, Resources

from tests.fuzz.service import Service
from webcrm_ext import (
    AsyncWebCRM,
    Config,
    FileTokenStore,
    LocalRateLimiter,
    MemoryTokenStore,
    Retries,
    Token,
    WebCRM,
    custom_fields,
    dates,
    webhooks,
)
from webcrm_ext.queries import format_query
from webcrm_ext.sandbox import Fault, Sandbox
from webcrm_ext.sandbox.options import Options

TOKEN = "00000000-0000-4000-8000-0000000000ff"
MAX_SLEEPS = 100_000

OWN_RESOURCES = ("hooks", "linked_data")
"""The resources that no tag of the API has."""
NOT_CALLED = frozenset(
    {"run_operation", "close", "reset_after_fork", "start", "serve", "stop", "stop_serving", "listen"}
)
"""Methods that take an operation of this package, or that begin or end what the other calls use."""


@frozen
class Target:
    """A function to call.

    Attributes:
        name: Its name, for messages.
        function: The function.
        signature: Its parameters.
        asynchronous: Whether it belongs to the async client.
        of_sandbox: Whether it belongs to the sandbox, whose errors are those of Python.
    """

    name: str
    function: Callable[..., Any]
    signature: inspect.Signature = field(repr=False)
    asynchronous: bool = False
    of_sandbox: bool = False


class World:
    """Clients of both kinds, for a service in memory and for a sandbox; and all targets.

    Args:
        folder: An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.service = Service()
        self._closing = ExitStack()
        self._runner = self._closing.enter_context(asyncio.Runner())
        self._sleeps = 0
        sandbox = self._closing.enter_context(
            Sandbox(records=24, requests_per_minute=None, linked_data={"QuotationLines"})
        )
        idle = Sandbox(records=24)
        self._closing.callback(idle.stop)
        clients = self._connect(TOKEN, transport=self.service, base_url="http://127.0.0.1:9")
        self.groups: dict[str, list[Target]] = {
            "resources": [*resource_targets(*clients)],
            "resources of a sandbox": [
                *resource_targets(*self._connect(sandbox.application_token, base_url=sandbox.url))
            ],
            "clients": [*client_targets(*clients)],
            "generated functions": [*raw_targets(*clients)],
            "settings": [*setting_targets(*clients)],
            "stores": [*store_targets(folder)],
            "rate limiters": [*limiter_targets()],
            "custom fields": [*field_targets(clients[0])],
            "helpers": [*helper_targets()],
            "sandbox": [*sandbox_targets(idle)],
            "options of a sandbox": [Target("Sandbox", open_sandbox, _sandbox_signature(), of_sandbox=True)],
        }

    def close(self) -> None:
        """Close the clients and the sandboxes."""
        self._closing.close()

    def run(self, coroutine: Any) -> Any:
        """Await a coroutine."""
        return self._runner.run(coroutine)

    def _connect(self, token: str, **settings: Any) -> tuple[WebCRM, AsyncWebCRM]:
        async def sleep_async(seconds: float) -> None:
            self._sleep(seconds)

        settings |= {"sleep": self._sleep, "sleep_async": sleep_async, "requests_per_minute": None, "timeout": 20}
        blocking = self._closing.enter_context(WebCRM(token, **settings))
        asynchronous = AsyncWebCRM(token, **settings)
        self._closing.callback(lambda: self.run(asynchronous.close()))
        return blocking, asynchronous

    def _sleep(self, _seconds: float) -> None:
        self._sleeps += 1
        assert self._sleeps < MAX_SLEEPS, "calls wait without end"


def resource_targets(blocking: WebCRM, asynchronous: AsyncWebCRM) -> Iterator[Target]:
    """Return every method of every resource, to be called directly and by `with_raw_response`."""
    for crm, resources in ((blocking, Resources), (asynchronous, AsyncResources)):
        for name in (*_public(resources), *OWN_RESOURCES):
            resource = getattr(crm, name)
            for method in _methods(resource):
                function = getattr(resource, method)
                yield _target(f"{type(crm).__name__}.{name}.{method}", function, asynchronous=crm is asynchronous)
                yield _with_raw_response(crm, f"{name}.{method}", function, asynchronous=crm is asynchronous)


def client_targets(*clients: Any) -> Iterator[Target]:
    """Return the methods of the clients and of `crm.raw`."""
    for crm in clients:
        for owner, prefix in ((crm, type(crm).__name__), (crm.raw, f"{type(crm).__name__}.raw")):
            for name in _methods(owner):
                if name in ("update", "delete_many"):  # they take a function, which only resources pass
                    continue
                yield _target(f"{prefix}.{name}", getattr(owner, name), asynchronous=isinstance(crm, AsyncWebCRM))


def raw_targets(blocking: WebCRM, asynchronous: AsyncWebCRM) -> Iterator[Target]:
    """Return every generated function, with `crm.raw` as its client."""
    for package in pkgutil.iter_modules(webcrm_api.api.__path__):
        folder = import_module(f"webcrm_api.api.{package.name}")
        for info in pkgutil.iter_modules(folder.__path__):
            module = import_module(f"{folder.__name__}.{info.name}")
            for name, crm in (("sync", blocking), ("sync_detailed", blocking), ("asyncio_detailed", asynchronous)):
                function = getattr(module, name, None)
                if function is not None:
                    yield _raw_target(f"{info.name}.{name}", function, crm, asynchronous=crm is asynchronous)


def setting_targets(*clients: Any) -> Iterator[Target]:
    """Return what takes settings."""
    for crm in clients:
        yield _target(f"{type(crm).__name__}.with_options", crm.with_options)
    for kind in (WebCRM, AsyncWebCRM, Config, Retries, LocalRateLimiter, FileTokenStore, MemoryTokenStore, Token):
        yield _target(kind.__name__, kind)


def store_targets(folder: Path) -> Iterator[Target]:
    """Return the methods of token stores."""
    for store in (FileTokenStore(folder / "tokens"), MemoryTokenStore()):
        for name in _methods(store):
            yield _target(f"{type(store).__name__}.{name}", getattr(store, name))


def limiter_targets() -> Iterator[Target]:
    """Return the methods of a rate limiter, and what reads the wait of a slot."""
    limiter = LocalRateLimiter(clock=lambda: 1000.0)
    for name in _methods(limiter):
        yield _target(f"LocalRateLimiter.{name}", getattr(limiter, name))

    def wait(key: str, requests_per_minute: int | None) -> Any:
        slot = limiter.acquire(key, requests_per_minute)
        return slot.wait, slot.wait

    yield _target("LocalRateLimiter wait", wait)


def field_targets(crm: WebCRM) -> Iterator[Target]:
    """Return what custom fields are read and written by."""
    fields = crm.fields("Organisation")
    for name in ("find", "has", "with_types"):
        yield _target(f"Fields.{name}", getattr(fields, name))

    def read(record: OrganisationDto, label: str) -> Any:
        return crm.custom(record)[label]

    def write(record: OrganisationDto, label: str, value: object) -> None:
        crm.custom(record)[label] = value

    def update(record: OrganisationDto, mapping: dict[str, Any], parse: bool) -> Any:
        view = crm.custom(record)
        view.update(mapping, parse=parse)
        return view.changes, view.save()

    def show(record: OrganisationDto, label: str) -> Any:
        view = crm.custom(record)
        return label in view, repr(view), view.is_default(label), view.to_dict()

    for function in (read, write, update, show):
        yield _target(f"CustomView {function.__name__}", function)


def helper_targets() -> Iterator[Target]:
    """Return the functions that need no client."""
    for module in (custom_fields, dates):
        for name in module.__all__:
            function = getattr(module, name)
            if inspect.isfunction(function):
                yield _target(f"{module.__name__}.{name}", function)
    yield _target("format_query", format_query)
    yield _target("webhooks.parse", webhooks.parse)


def sandbox_targets(sandbox: Sandbox) -> Iterator[Target]:
    """Return the methods of a sandbox, and its faults."""
    for name in _methods(sandbox):
        yield _target(f"Sandbox.{name}", getattr(sandbox, name), of_sandbox=True)
    yield _target("Fault", Fault, of_sandbox=True)


def open_sandbox(*, records_to_generate: Any = 24, **settings: Any) -> None:
    """Create a sandbox and close it."""
    Sandbox(records=records_to_generate, **settings).stop()


def _sandbox_signature() -> inspect.Signature:
    """Return the signature of `Sandbox` with each of its options."""
    own = [each for each in inspect.signature(Sandbox).parameters.values() if each.kind == each.KEYWORD_ONLY]
    own = [each.replace(name=each.name.replace("records", "records_to_generate")) for each in own]
    kind = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(each.name, kind, default=None, annotation=each.type) for each in dataclasses.fields(Options)
    ]
    return inspect.Signature([*own, *options])


def _target(name: str, function: Callable[..., Any], **more: Any) -> Target:
    return Target(name, function, inspect.signature(function), **more)


def _with_raw_response(crm: Any, name: str, function: Callable[..., Any], **more: Any) -> Target:
    signature = inspect.signature(function)
    is_list = "Pages[" in str(signature.return_annotation)

    def call(*arguments: Any, **named: Any) -> Any:
        if is_list:  # which makes no call until it is read
            return crm.with_raw_response(function(*arguments, **named).page, 1)
        return crm.with_raw_response(function, *arguments, **named)

    return Target(f"{type(crm).__name__}.with_raw_response({name})", call, signature, **more)


def _raw_target(name: str, function: Callable[..., Any], crm: Any, **more: Any) -> Target:
    def call(*arguments: Any, **named: Any) -> Any:
        return function(*arguments, client=crm.raw, **named)

    signature = inspect.signature(function)
    others = [each for each in signature.parameters.values() if each.name != "client"]
    return Target(name, call, signature.replace(parameters=others), **more)


def _public(kind: Any) -> list[str]:
    return [name for name in dir(kind) if not name.startswith("_")]


def _methods(instance: Any) -> list[str]:
    """Return the names of an object's public methods that are called."""
    kind = type(instance)
    return [name for name in _public(kind) if _is_method(kind, name) and name not in NOT_CALLED]


def _is_method(kind: type[Any], name: str) -> bool:
    return inspect.isfunction(inspect.getattr_static(kind, name))
