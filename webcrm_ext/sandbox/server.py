"""The class `Sandbox`."""

import socket
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import Any, Self

from . import snapshots
from .access import host_names
from .application import DOCUMENTATION_PATH, Application
from .clock import Clock
from .definition import Definition
from .entities import is_id
from .faults import Fault, Kind, check_fields, check_operation
from .handlers import Handlers
from .hooks import HookDelivery
from .messages import shown
from .options import Options
from .request_log import RequestLog
from .seed import DEFAULT_RECORDS, seed_tenant
from .seed_images import cache_image, cached_image
from .snapshots import Snapshot
from .tenant import Tenant
from .tokens import DEFAULT_TOKENS, ApplicationToken
from .uvicorn_server import Server

_UNSPECIFIED = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to call where all addresses are listened on


class Sandbox:
    """A webCRM system on this machine.

    Args:
        port: The port to listen on; 0 takes a free one.
        host: The address to listen on. Only this machine can reach the default.
        data: The file to store records in. Without it they are deleted when the sandbox stops.
        seed: The seed of the generated records.
        records: How many persons to generate, and other records in proportion. 0 makes an empty system.
        clock: The sandbox's time, which tests can move.
        application_tokens: The application tokens that can log in.
        allowed_hosts: Names and addresses, besides those of this machine, that requests may be sent to.
        definition: An OpenAPI 3 document to serve in place of the packaged definition.
        options: Any option of `Options`, such as `requests_per_minute=None`.

    Raises:
        ValueError: An argument, or a right of an application token, is invalid.
        OSError: `data` is not usable. `start` raises it if the port is in use.

    Example:
        >>> with Sandbox() as sandbox:
        ...     print(sandbox.url, sandbox.application_token)
    """

    def __init__(  # noqa: PLR0913 - each has a name and a default
        self,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        data: Path | str | None = None,
        seed: int = 1,
        records: int = DEFAULT_RECORDS,
        clock: Clock | None = None,
        application_tokens: Iterable[ApplicationToken] = DEFAULT_TOKENS,
        allowed_hosts: Iterable[str] = (),
        definition: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        for name, value, kinds in (
            ("port", port, int), ("host", host, str), ("data", data, str | Path | None), ("seed", seed, int),
            ("records", records, int), ("clock", clock, Clock | None), ("definition", definition, Mapping | None),
        ):  # fmt: skip
            if not isinstance(value, kinds):
                msg = f"{name} must not be of type {type(value).__name__}"
                raise ValueError(msg)  # noqa: TRY004 - as for the options
        self.host = host
        self.port = port
        self.clock = clock or Clock()
        names = host_names(allowed_hosts)
        checked = Options()
        for name, value in options.items():
            checked.change(name, value, Sandbox.__init__.__kwdefaults__ or ())
        loaded = Definition.load() if definition is None else Definition(definition)
        # What else than the definition decides about the generated records.
        plan: dict[str, Any] = {
            "seed": seed, "records": records, "plus_null": checked.plus_null,
        }  # fmt: skip
        image = None if data is not None else cached_image(loaded, **plan)
        try:
            self.tenant = Tenant(
                definition=loaded,
                clock=self.clock,
                application_tokens=application_tokens,
                file=None if data is None else Path(data),
                image=image,
            )
            try:
                self.change_options(**options)
                store = self.tenant.store
                with store.transaction():
                    self.handlers = Handlers(self.tenant)
                if image is None:
                    seed_tenant(self.tenant, seed=seed, records=records)
                    with store.transaction():
                        self.handlers.make_indexes()
                    store.forget_writes()
                    store.checkpoint()
                    if data is None:
                        cache_image(store.image(), loaded, **plan)
            except BaseException:
                self.tenant.close()
                raise
        except sqlite3.Error as error:
            msg = f"Cannot store records in {data or 'a temporary file'}: {error}"
            raise OSError(msg) from error
        self._plan = plan
        self._application = Application(self.tenant, self.handlers, names, self.reset)
        self._server = Server(self._application)
        self._listener: socket.socket | None = None
        self._thread: Thread | None = None
        self._stopped = False
        self._lock = RLock()  # held while the sandbox serves, and while it closes

    def __repr__(self) -> str:
        return f"<Sandbox {self.url or 'not started'}, {len(self.requests)} requests>"

    @property
    def url(self) -> str:
        """The base URL of the API."""
        return self.tenant.address

    @property
    def application_tokens(self) -> tuple[ApplicationToken, ...]:
        """Every application token that can log in."""
        return self.tenant.tokens.application_tokens

    @property
    def application_token(self) -> str:
        """The application token to log in with; it has every right."""
        return self.application_tokens[0].token

    @property
    def documentation(self) -> str:
        """The URL of the documentation page."""
        return self.url + DOCUMENTATION_PATH

    @property
    def requests(self) -> RequestLog:
        """The requests received so far, with the status of each response."""
        return self.tenant.request_log

    @property
    def requests_in_progress(self) -> int:
        """The number of API requests that have no response yet."""
        return self._application.requests_in_progress

    @property
    def hook_deliveries(self) -> list[HookDelivery]:
        """The deliveries of hooks, once the queue is empty."""
        self.tenant.late_commits.run_due()
        self.tenant.outbox.wait()
        return list(self.tenant.outbox.deliveries)

    @property
    def options(self) -> Options:
        """The current options; `change_options` sets them."""
        return self.tenant.options

    def change_options(self, **changes: Any) -> None:
        """Set options of `Options`, such as `linked_data={"QuotationLines"}`.

        Raises:
            ValueError: An option is unknown or its value is invalid.
        """
        self.tenant.change_options(changes)

    def expire_tokens(self, *, refresh_tokens: bool = False) -> None:
        """Expire every access token, and on request every refresh token."""
        self.tenant.tokens.expire(refresh_tokens=refresh_tokens)

    def rename_field(self, name: str, label: str) -> None:
        """Change the label of a custom field, until the sandbox stops.

        Args:
            name: The property, such as `PersonCustom2`.
            label: The label; "" for that of a field which the system does not use.

        Raises:
            ValueError: It is no custom field, or the label is no string.
        """
        sent: object = name
        if not isinstance(sent, str):
            msg = f"A custom field is named by a string, not {shown(name)}"
            raise ValueError(msg)  # noqa: TRY004 - as for the other arguments
        self.tenant.custom_fields.rename({name: label})

    def fail_next(self, times: int = 1, status: int = 0, *, kind: Kind = "status", **more: Any) -> None:
        """Inject a fault into the next requests.

        Args:
            times: The number of requests.
            status: The status of the response, for the kinds `status` (by default 503) and `late-commit` (504).
            kind: What happens to a request; see `Fault`.
            more: The other fields of `Fault`.

        Raises:
            TypeError: A field is unknown.
            ValueError: A value is invalid, or the operation is unknown.
        """
        check_fields(more)
        self.tenant.faults.plan(Fault(kind=kind, status=status, **more), times)

    def set_faults(
        self,
        *,
        seed: int | None = None,
        share_fault: Fault | None = None,
        rules: Iterable[Fault] | None = None,
        **changes: Any,
    ) -> None:
        """Inject faults into all requests, until `clear_faults`.

        Args:
            seed: The seed of what is random about them.
            share_fault: The fault of the share of requests that `fail_share` sets.
            rules: Faults with an operation and a probability, in place of the earlier rules. The first one that
                concerns a request applies to it.
            changes: The fields of `FaultSettings`.

        Raises:
            ValueError: A fault is unknown or invalid, or an operation is unknown.

        Example:
            >>> sandbox.set_faults(rules=[Fault(kind="late-commit", operation="persons.create", probability=0.01)])
        """
        self.tenant.faults.set_faults(seed=seed, share_fault=share_fault, rules=rules, **changes)

    def clear_faults(self) -> None:
        """End every fault."""
        self.tenant.faults.clear()

    def assert_called(self, operation: str, *, times: int | None = None) -> None:
        """Check how many requests were received for an operation since the log was cleared.

        Args:
            operation: The operation, such as `persons.update`.
            times: The number of requests, with those that failed; by default at least one.

        Raises:
            AssertionError: The number is another. The message lists the requests received.
            ValueError: The operation is unknown, or `times` is not a whole number.
        """
        check_operation(operation, (each.name for each in self.tenant.definition.operations))
        if times is not None and type(times) is not int:
            msg = f"times must be a whole number, not {shown(times)}"
            raise ValueError(msg)
        self.requests.check_called(operation, times)

    def record(self, path: str, id_: int) -> dict[str, Any] | None:
        """Return a stored record without a request to the API, or None if it does not exist.

        Raises:
            ValueError: The API has no records at `path`.
        """
        self.tenant.entity_at(path)
        self.tenant.late_commits.run_due()
        return self.tenant.store.record(path, id_) if is_id(id_) else None

    def put_record(self, path: str, id_: int, record: dict[str, Any]) -> None:
        """Store a record without any check. Its key property is set to `id_`, which no new record gets.

        Raises:
            ValueError: The API has no records at `path`, or `id_` is invalid.
        """
        self.tenant.late_commits.run_due()
        self.tenant.put_record(path, id_, record)

    def delete_record(self, path: str, id_: int) -> bool:
        """Delete a record, even where the API has no DELETE. Return whether it existed.

        Raises:
            ValueError: The API has no records at `path`.
        """
        self.tenant.entity_at(path)
        self.tenant.late_commits.run_due()
        return is_id(id_) and self.tenant.store.delete(path, id_)

    def count(self, path: str) -> int:
        """Return the number of records.

        Raises:
            ValueError: The API has no records at `path`.
        """
        self.tenant.entity_at(path)
        self.tenant.late_commits.run_due()
        return self.tenant.store.count(path)

    def snapshot(self) -> Snapshot:
        """Return the whole state, to be restored later: records, options, faults, tokens and clock."""
        return snapshots.take(self.tenant)

    def restore(self, snapshot: Snapshot) -> None:
        """Return to the state of a snapshot of this sandbox.

        Raises:
            ValueError: It is no snapshot.
        """
        snapshots.restore(self.tenant, snapshot)

    def reset(self) -> None:
        """Return to the records as they were generated. Options, faults, tokens and the clock stay as they are."""
        image = cached_image(self.tenant.definition, **self._plan)
        if image is None:
            # As many records as this are not kept.
            clock = Clock(self.clock.now(), frozen=True)
            with Sandbox(clock=clock, definition=self.tenant.definition.document, **self._plan) as generated:
                image = generated.tenant.store.image()
        self.tenant.store.replace(image)

    def start(self) -> Self:
        """Serve in a background thread. Return when requests are accepted.

        Raises:
            OSError: The port is in use; the sandbox is then stopped.
            RuntimeError: The sandbox was stopped before.
        """
        listener = self.listen()
        self._thread = Thread(target=self._run, args=(listener,), name="webcrm-sandbox", daemon=True)
        self._thread.start()
        self._server.ready.wait()
        return self

    def serve(self) -> None:
        """Serve in this thread until `stop_serving` or `stop` is called."""
        with self._lock:
            self._run(self._listener or self.listen())

    def stop_serving(self) -> None:
        """Let `serve` return. Can be called from any thread and from a signal handler, also before `serve`."""
        self._server.stop()

    def listen(self) -> socket.socket:
        """Open the port.

        Raises:
            OSError: The port is in use; the sandbox is then stopped.
            RuntimeError: The sandbox was stopped before.
        """
        if self._stopped:
            msg = "This sandbox was stopped and cannot start again. Create a new one."
            raise RuntimeError(msg)
        try:
            listener = socket.create_server((self.host, self.port), family=_family(self.host), backlog=2048)
        except OSError:
            self.stop()
            raise
        self._listener, self.port = listener, listener.getsockname()[1]
        host = _UNSPECIFIED.get(self.host, self.host)
        host = f"[{host}]" if ":" in host else host
        self.tenant.address = f"http://{host}:{self.port}"
        return listener

    def stop(self) -> None:
        """Stop serving and close the store.

        Requests in progress get status 503. Hooks in the queue are not delivered.
        """
        self._stopped = True
        self.stop_serving()
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            if self._listener is not None:
                self._listener.close()
                self._listener = None
            self._application.close()
            self.tenant.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, type_: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        with self._lock:
            self._server.run(sockets=[listener])


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
