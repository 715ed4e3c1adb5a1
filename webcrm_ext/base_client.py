"""What the blocking and the async client have in common, beside the resources."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Self

from webcrm_ext.config import CallOptions, Config, takes_settings

if TYPE_CHECKING:
    import os

    from webcrm_api.calls import Call
    from webcrm_api.model import Model
    from webcrm_api.tables import Table

    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.exports.arrow import ArrowConverter
    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
    from webcrm_ext.upsert.run import Writer

_SHARED = ("_connection", "_fields", "_linked_data_memory")
"""What a client shares with its copies."""


class BaseClient:
    """The base of both clients.

    Its jobs on many records return what `run_operation` returns: the value, or in the async client an awaitable of it.
    """

    _config: Config
    _fields: dict[str, Fields]
    _linked_data_memory: LinkedDataMemory

    @takes_settings(CallOptions)
    def with_options(self, **options: Any) -> Self:
        """Return a copy with other call options, which shares connection, token and rate limit.

        The copy is open as long as this client is.

        Args:
            options: Any of `timeout`, `connect_timeout`, `deadline`, `max_response_bytes`, `min_download_rate`,
                `retries` and `user_agent`.

        Raises:
            ConfigurationError: An option is unknown or invalid, or belongs to the connection.
        """
        copied = type(self).__new__(type(self))
        copied._config = self._config.changed(options)
        vars(copied).update({name: vars(self)[name] for name in _SHARED})
        vars(copied)["_runner"] = copied
        return copied

    def __repr__(self) -> str:
        config = vars(self).get("_config")  # missing where the constructor raised
        return f"<{type(self).__name__} {config.base_url if config else 'without settings'}>"

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self._config.base_url

    def upsert_by(self, table: Table[Any], key: str, records: Iterable[Any], /, **options: Any) -> Any:
        """Create or update records by a key; the `upsert_by` of resources calls it."""
        from webcrm_ext.upsert.jobs import upsert_by  # noqa: PLC0415 - when it is used

        return self.run_operation(upsert_by(self._writer_for(table), self._config, self._fields, key, records, options))

    def _writer_for(self, table: Table[Any]) -> Writer[Any]:
        """Return what writes the records of a table.

        Raises:
            ConfigurationError: The API cannot write this entity.
        """
        if table.resource == "quotation_lines":
            from webcrm_ext.quotation_lines.operations import writer  # noqa: PLC0415 - when it is used

            return writer(self._linked_data_memory)
        from webcrm_ext.upsert.operation import writer_for  # noqa: PLC0415 - when it is used

        return writer_for(table)

    def sync(self, table: Table[Any], key: str, records: Iterable[Any], /, **options: Any) -> Any:
        """Create or update records by a key, and remember what was sent; the `sync` of resources calls it."""
        from webcrm_ext.upsert.jobs import sync  # noqa: PLC0415 - when it is used

        return self.run_operation(sync(self._writer_for(table), self._config, self._fields, key, records, options))

    def create_many(self, table: Table[Any], records: Iterable[Any], /, *, batch: int) -> Any:
        """Create records; the `create_many` of resources calls it."""
        from webcrm_ext.upsert.many import create_many  # noqa: PLC0415 - when it is used

        return self.run_operation(create_many(self._writer_for(table), records, batch=batch))

    def update_many(self, table: Table[Any], records: Iterable[Any], /, *, batch: int) -> Any:
        """Update records; the `update_many` of resources calls it."""
        from webcrm_ext.upsert.many import update_many  # noqa: PLC0415 - when it is used

        return self.run_operation(update_many(self._writer_for(table), records, batch=batch))

    def delete_many(self, prepare: Callable[[Any], Call[Any]], ids: Iterable[Any], /) -> Any:
        """Delete records; the `delete_many` of resources calls it."""
        from webcrm_ext.upsert.deletes import delete_many  # noqa: PLC0415 - when it is used

        return self.run_operation(delete_many(prepare, ids))

    def upsert_csv(self, table: Table[Any], path: os.PathLike[str] | str, key: str, /, **options: Any) -> Any:
        """Create or update the records of a CSV file; the `upsert_csv` of resources calls it."""
        from webcrm_ext.upsert.jobs import upsert_csv  # noqa: PLC0415 - when it is used

        return self.run_operation(upsert_csv(self._writer_for(table), self._config, self._fields, path, key, options))

    def arrow_converter(self, model: type[Model] | None, /) -> ArrowConverter:
        """Return what converts records of a model to batches of Arrow; the `arrow_batches` of lists calls it.

        Raises:
            ConfigurationError: pyarrow is not installed.
            QueryError: The records are rows of a query, which have no model.
        """
        from webcrm_ext.exports.records import arrow_converter  # noqa: PLC0415 - when it is used

        return arrow_converter(model)

    def run_operation(self, operation: Generator[Any, Any, Any], /) -> Any:
        """Run an operation of several calls; see `webcrm_ext.operations`."""
        raise NotImplementedError
