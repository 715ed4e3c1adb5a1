"""What the blocking and the async client have in common, beside the resources."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Self

from webcrm_api.calls import with_known_arguments

from webcrm_ext.config import CallOptions, Config, takes_settings

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from webcrm_api.calls import Call
    from webcrm_api.model import Model
    from webcrm_api.tables import Table

    from webcrm_ext.custom_fields.fields import Fields
    from webcrm_ext.exports.arrow import ArrowConverter
    from webcrm_ext.exports.options import Format
    from webcrm_ext.exports.report import ExportProgress
    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
    from webcrm_ext.upsert.run import Writer

_SHARED = ("_connection", "_fields", "_linked_data_memory")
"""What a client shares with its copies."""


def config_of(application_token: str | None, settings: Mapping[str, Any], more: tuple[Any, ...]) -> Config:
    """Return the config of a client, with the Redis that the environment names.

    Raises:
        TypeError: There are more arguments by position than the application token.
        ConfigurationError: A setting is unknown, missing or invalid.
    """
    url = os.environ.get("WEBCRM_REDIS_URL", "").strip()
    if url and not {"rate_limiter", "token_store"} <= settings.keys():
        from webcrm_ext.transport.redis_environment import with_redis  # noqa: PLC0415 - when it is used

        settings = with_redis(settings, url)
    return Config.create(application_token, settings, more)


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

    @with_known_arguments
    def export(  # noqa: PLR0913 - each has a name and a default
        self,
        to: os.PathLike[str] | str,
        tables: Iterable[str] | None = None,
        *,
        columns: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        exclude: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
        format: Format = "parquet",  # noqa: A002 - as in the command
        since: Literal["last"] | datetime.date | None = None,
        labels: bool = False,
        concurrency: int = 4,
        overlap: float = 300,
        ids: bool = False,
        resume: bool = True,
        spreadsheet_safe: bool = False,
        on_error: Literal["stop", "skip"] = "stop",
        progress: ExportProgress | None = None,
    ) -> Any:
        """Export tables into files, and return an `ExportReport`; the async client returns an awaitable of it.

            report = crm.export("warehouse", ["persons", "organisations"], since="last")

        A table is `<to>/<table>.<format>`, such as `persons.parquet`, and is whole or not there. Changes are
        `<to>/<table>.changes-<UTC time>.<format>`. Tables of DuckDB are in `<to>/webcrm.duckdb`, and changes are merged
        by id. The state is `<to>/.webcrm-export.json`. Run one export into a folder at a time.

        The types of columns do not depend on the records. A value of another type than declared, and properties that
        the definition lacks, are in the column `_unexpected`, as JSON; JSON lines have records as they are.

        Args:
            to: The folder, which is made if it is missing.
            tables: Names of resources, entities or tables, in any case and number; None for all.
            columns: The columns to export, for all tables that have them, or by table; the id is always exported.
            exclude: The columns to leave out, in the same form.
            format: `"jsonl"` (no extra needed), `"csv"`, `"parquet"` (extra `arrow`) or `"duckdb"` (extra `duckdb`).
            since: `"last"` reads what has changed since the last export of the table into this folder, all records if
                there was none; a moment reads what has changed since, and leaves the state as it is. A table
                without a date of change is read whole, and named in the report.
            labels: Whether columns are named by the labels that the system's users see. Values stay as they are.
            concurrency: The most pages that are requested at once, 1 to 64.
            overlap: Seconds before the last export that `since="last"` reads again.
            ids: Whether to compare the ids with those of earlier exports, and report the ones that are gone. For
                changes it costs one request for each 1000 records.
            resume: Whether to go on with an interrupted export with the same options. Its tables that are complete
                are not read again.
            spreadsheet_safe: Whether to write an apostrophe before texts that a spreadsheet would calculate: those
                that begin with `= + - @`, numbers excepted. CSV alone.
            on_error: `"stop"` raises the error of a table that cannot be read, before anything is written; `"skip"`
                reports the table, and exports the others.
            progress: Called after each page as `progress(table, rows, requests, tables_done, tables)`.

        Raises:
            ConfigurationError: An option is invalid, an extra is not installed, the folder has an export of another
                service, or a file cannot be written.
            WebCRMError: A table cannot be read. What was read is kept for the next run.

        Calls the lists of the tables, `GET /Queries` for changes, ids and the rest of an interrupted export, and for
        labels `GET /FieldsMetadata/{entityTypes}`.
        """
        from webcrm_ext.exports.operation import export  # noqa: PLC0415 - when it is used

        options = {
            "to": to, "tables": tables, "columns": columns, "exclude": exclude, "format": format, "since": since,
            "labels": labels, "concurrency": concurrency, "overlap": overlap, "ids": ids, "resume": resume,
            "spreadsheet_safe": spreadsheet_safe, "on_error": on_error, "progress": progress,
        }  # fmt: skip
        return self.run_operation(export(self._config, self._fields, options))

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
