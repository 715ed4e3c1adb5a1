"""Create or update records by a key property, so that the job can be run again after any interruption.

The API has no idempotency keys. So each record is looked up by its key (`stored_records.py`), only missing ones are
created and only different ones are updated, many in one call (`batches.py`). Batches of new records are written one
after the other, because the service assigns ids in a race. `run.py` says what follows from each outcome of a write.

A list is one chunk, and its report holds every result. An iterator is read in chunks of 20,000 records, and what has
ended is dropped: `job.py` processes the records of a chunk, `chunks.py` checks them, `results.py` collects what is
reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.results import UpsertPlan, UpsertReport
from webcrm_api.tables import Table

from webcrm_ext.config import Config
from webcrm_ext.errors import (
    ConfigurationError,
    FieldValueError,
    QueryError,
    short_repr,
)
from webcrm_ext.operations import Operation, call
from webcrm_ext.queries.selection import property_of
from webcrm_ext.upsert.chunks import Chunks
from webcrm_ext.upsert.job import UpsertJob
from webcrm_ext.upsert.journal import Journal
from webcrm_ext.upsert.options import SyncOptions, UpsertOptions
from webcrm_ext.upsert.progress import Progress
from webcrm_ext.upsert.results import Results
from webcrm_ext.upsert.run import Run, Writer
from webcrm_ext.upsert.stored_records import StoredRecords
from webcrm_ext.upsert.validation import validate_key_column

M = TypeVar("M", bound=Model)


def writer_for(table: Table[M]) -> Writer[M]:
    """Return the writer that uses the table's create and update calls.

    Raises:
        ConfigurationError: The API cannot write this entity.
    """
    for name, possible in (("create", table.can_create), ("update", table.can_update)):
        if not possible:
            raise ConfigurationError(f"The API cannot {name} {table.resource.replace('_', ' ')}; it only reads them.")
    return Writer(
        table,
        create=lambda record: call(table.create_call(record)),
        update=lambda id_, record: call(table.update_call(id_, record)),
        batches=table.can_upsert,
    )


def upsert_by(
    writer: Writer[M],
    key: str,
    records: Iterable[M | Mapping[str, Any]],
    options: UpsertOptions,
    config: Config,
    *,
    property_named: Callable[[str], Operation[str]] | None = None,
    sync: SyncOptions | None = None,
) -> Operation[UpsertReport]:
    """Create or update records by a key property, and return the outcome of each.

    Args:
        writer: Writes the records.
        key: The property with the key, named as in Python, as in the API or by its label.
        records: The records.
        options: The options.
        config: The settings of the client.
        property_named: Returns the API's name of a property that is named in any of these ways; by default labels are
            unknown.
        sync: The options of a sync; None to remember nothing.

    Raises:
        ConfigurationError: A file cannot be used, or the API cannot delete what a sync would.
        QueryError: The model has no such property; nothing was sent.
        FieldValueError: The service assigns or derives the key property, or a record has no key, or one that queries
            cannot distinguish. Of a list, nothing was sent; of an iterator, nothing of the chunk with the record.
        WebCRMError: The look-up of the keys failed, and nothing was written; or no more can be written. Then `report`
            has the outcomes so far, and records of unknown outcome were looked up if that was possible.
    """
    table = writer.table
    if not isinstance(key, str):
        raise FieldValueError(f"The key is {short_repr(key)}. Pass the name of one property.")
    if sync is not None:
        sync.validate_for(table)
    column = (yield from property_named(key)) if property_named else property_of(table.model, key, QueryError)
    validate_key_column(table, column)
    chunks = Chunks(table, column, key, records, options.chunk)
    plan = UpsertPlan(requests_per_minute=config.requests_per_minute)
    progress = Progress(options.progress, plan, config.clock, chunks.total)
    with ExitStack() as stack:
        journal = None
        journal_path = options.journal or (sync.journal(table, column) if sync is not None else None)
        if journal_path is not None and not options.dry_run:
            journal = stack.enter_context(Journal(journal_path, table.name, column, config))
        stored = StoredRecords(table, column, keep=chunks.several)
        run = Run(writer, column, options.dry_run, stored, journal)
        results: Results[M] = Results(options.dry_run, keep_all=not chunks.several)
        if sync is None:
            job = UpsertJob(run, options, progress, results)
        else:
            from webcrm_ext.upsert.sync import SyncJob  # noqa: PLC0415 - when it is used
            from webcrm_ext.upsert.sync_state import SyncState  # noqa: PLC0415 - when it is used

            state = SyncState(sync.state, table, column, config, dry_run=options.dry_run)
            job = SyncJob(run, options, progress, results, sync=sync, state=state)
        stack.callback(job.close)
        return (yield from progress.counted(job.upsert(chunks)))
