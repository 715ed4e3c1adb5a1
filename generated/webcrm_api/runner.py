# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""What resources and the raw client need of a client: protocols, blocking and async.

Resources only prepare calls. The client that implements a protocol handles tokens, the rate limit,
retries and errors. Every method raises an error if the service does not return a success.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol, Self, TypeVar

from .model import Model

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Callable, Generator, Iterable, Mapping

    import httpx

    from .calls import Call, Listing
    from .pages import AsyncPages, Pages, Progress
    from .results import DeleteResult, SyncReport, UpsertReport, WriteResult
    from .tables import Table
    from .types import Response

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Runner(Protocol):
    """Runs calls, blocking."""

    def run(self, call: Call[T], /) -> T:
        """Send a call and return the value of its response."""
        ...

    def list_pages(
        self, listing: Listing[T], /, *, size: int, limit: int | None, concurrency: int, progress: Progress | None
    ) -> Pages[T]:
        """Return the records of a listing; nothing is sent until they are iterated."""
        ...

    def find(
        self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, limit: int | None, keyset: bool
    ) -> Pages[M]:
        """Return the records of a table with these property values."""
        ...

    def changed_since(
        self, table: Table[M], when: datetime.date, /, *, size: int, limit: int | None, keyset: bool
    ) -> Pages[M]:
        """Return the records of a table that were created or changed at a moment or after it."""
        ...

    def upsert_by(
        self, table: Table[M], key: str, records: Iterable[M | Mapping[str, Any]], /, **options: Any
    ) -> UpsertReport:
        """Create or update records by a key property, and return the outcome of each."""
        ...

    def sync(self, table: Table[M], key: str, records: Iterable[Any], /, **options: Any) -> SyncReport:
        """Create or update records by a key property, and remember what was sent."""
        ...

    def create_many(self, table: Table[M], records: Iterable[Any], /, *, batch: int) -> list[WriteResult]:
        """Create records, and return a result for each."""
        ...

    def update_many(self, table: Table[M], records: Iterable[Any], /, *, batch: int) -> list[WriteResult]:
        """Write the properties that are set in records, and return a result for each."""
        ...

    def delete_many(self, prepare: Callable[[Any], Call[Any]], ids: Iterable[Any], /) -> list[DeleteResult]:
        """Delete records by a call that `prepare` returns for an id, and return a result for each."""
        ...

    def upsert_csv(self, table: Table[M], path: os.PathLike[str] | str, key: str, /, **options: Any) -> UpsertReport:
        """Create or update the records of a CSV file by a key property, and return the outcome of each."""
        ...

    def update(self, prepare: Callable[[Any], Call[T]], model: str, record: Any, properties: Mapping[str, Any], /) -> T:
        """Send a record, or only these properties of it, by a call that `prepare` returns for a body of the model."""
        ...

    def run_operation(self, operation: Generator[Any, Any, T], /) -> T:
        """Run an operation of several calls and return its value."""
        ...

    def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Send a call and write the bytes of its response to a file."""
        ...


class AsyncRunner(Protocol):
    """Runs calls, async."""

    async def run(self, call: Call[T], /) -> T:
        """Send a call and return the value of its response."""
        ...

    def list_pages(
        self, listing: Listing[T], /, *, size: int, limit: int | None, concurrency: int, progress: Progress | None
    ) -> AsyncPages[T]:
        """Return the records of a listing; nothing is sent until they are iterated."""
        ...

    def find(
        self, table: Table[M], properties: Mapping[str, Any], /, *, size: int, limit: int | None, keyset: bool
    ) -> AsyncPages[M]:
        """Return the records of a table with these property values."""
        ...

    def changed_since(
        self, table: Table[M], when: datetime.date, /, *, size: int, limit: int | None, keyset: bool
    ) -> AsyncPages[M]:
        """Return the records of a table that were created or changed at a moment or after it."""
        ...

    async def upsert_by(
        self, table: Table[M], key: str, records: Iterable[M | Mapping[str, Any]], /, **options: Any
    ) -> UpsertReport:
        """Create or update records by a key property, and return the outcome of each."""
        ...

    async def sync(self, table: Table[M], key: str, records: Iterable[Any], /, **options: Any) -> SyncReport:
        """Create or update records by a key property, and remember what was sent."""
        ...

    async def create_many(self, table: Table[M], records: Iterable[Any], /, *, batch: int) -> list[WriteResult]:
        """Create records, and return a result for each."""
        ...

    async def update_many(self, table: Table[M], records: Iterable[Any], /, *, batch: int) -> list[WriteResult]:
        """Write the properties that are set in records, and return a result for each."""
        ...

    async def delete_many(self, prepare: Callable[[Any], Call[Any]], ids: Iterable[Any], /) -> list[DeleteResult]:
        """Delete records by a call that `prepare` returns for an id, and return a result for each."""
        ...

    async def upsert_csv(
        self, table: Table[M], path: os.PathLike[str] | str, key: str, /, **options: Any
    ) -> UpsertReport:
        """Create or update the records of a CSV file by a key property, and return the outcome of each."""
        ...

    async def update(
        self, prepare: Callable[[Any], Call[T]], model: str, record: Any, properties: Mapping[str, Any], /
    ) -> T:
        """Send a record, or only these properties of it, by a call that `prepare` returns for a body of the model."""
        ...

    async def run_operation(self, operation: Generator[Any, Any, T], /) -> T:
        """Run an operation of several calls and return its value."""
        ...

    async def download(self, call: Call[bytes], file: IO[bytes], /) -> None:
        """Send a call and write the bytes of its response to a file."""
        ...


class RawRunner(Protocol):
    """Runs calls for the generated functions, blocking."""

    def with_raw_response(self, call: Call[T], /) -> Response[T]:
        """Send a call and return its response, with status, headers and content."""
        ...

    def with_options(self, *, timeout: httpx.Timeout) -> Self:
        """Return a copy with another timeout."""
        ...


class AsyncRawRunner(Protocol):
    """Runs calls for the generated functions, async."""

    async def with_raw_response(self, call: Call[T], /) -> Response[T]:
        """Send a call and return its response, with status, headers and content."""
        ...

    def with_options(self, *, timeout: httpx.Timeout) -> Self:
        """Return a copy with another timeout."""
        ...


__all__ = ["AsyncRawRunner", "AsyncRunner", "RawRunner", "Runner"]
