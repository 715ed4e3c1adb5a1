# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The resource `documents`: documents, blocking and async."""

from __future__ import annotations

import builtins
import datetime
from typing import TYPE_CHECKING

from ..calls import Listing
from ..resource import Resource

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from typing import Any, Literal, Unpack

    from ..calls import Call
    from ..models.document_dto import DocumentDto
    from ..models.document_hook_dto import DocumentHookDto
    from ..pages import AsyncPages, Pages, Progress
    from ..properties.document_dto import DocumentProperties
    from ..results import DeleteResult, SyncReport, UpsertProgress, UpsertReport, WriteResult
    from ..runner import AsyncRunner, Runner


class Documents(Resource):
    """Documents."""

    __slots__ = ("_runner",)

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> Pages[DocumentDto]:
        """Return the documents with these property values: `find(document_id=12)`.

        Strings are compared without regard to case. None finds null. A property that was never set is not null:
        the service returns "" or 0 for it, so search for that. Filtering on custom and plus fields can return
        wrong results for some types (documented).

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number, so that no record is lost or repeated when
                others are added or deleted meanwhile.
            properties: Values by property, named as in Python or as in the API; with `**{...}` also by the label that
                the system's users see. Labels are requested with the first page, once for each entity.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.find(DOCUMENTS, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> Pages[DocumentDto]:
        """Return the documents created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment; or a date, which means its beginning in UTC. A datetime without an offset is in UTC: pass
                `datetime.datetime.now(datetime.UTC)`, not `datetime.datetime.now()`.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.changed_since(DOCUMENTS, when, size=size, limit=limit, keyset=keyset)

    def upsert_by(
        self,
        key: str,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> UpsertReport:
        """Create or update documents by your own key property; safe to run again at any time.

        Finds the stored records by key or, where that takes fewer requests, reads the table; creates the missing ones,
        updates the ones that differ, and leaves the rest alone. A record with an id above 0 and an unknown key is an
        update of that id.
        Several records are written in one PATCH. The first of several updates is read before and after it: if another
        property changed, it is restored, and the others are updated by PUT, one by one.

        A write of unknown outcome (no usable response, or a status 5xx) is set aside. At the end of the run all of these
        records are looked up together, with growing pauses, until they appear or `confirm_timeout` is over; one that
        does not is `unknown`. No record is created twice in one run: run it again later. A create that the service
        refuses is sent again at most twice, each time after a look-up.

        Args:
            key: The property with the key, such as `"OrganisationExtraCustom8"`, or its label: one of type text or
                integer, for which queries are reliable, and which nothing else writes. It is not one that the service
                assigns or derives, such as `DocumentId`.
            records: The records, or dicts with the API's names; a property that is unset keeps its value. A list is
                checked as a whole before anything is sent. An iterator is read and checked in chunks of 20,000; of two
                records with the same key in different chunks the later one is an update.
            dry_run: Report what would be done, with the old and the new values and the number of requests, and write
                nothing.
            batch: The most records in one PATCH, 1 to 1000; 1 writes them one by one.
            concurrency: The most PATCH calls with updates at once. New records are written one call after the other.
            confirm_timeout: Seconds of pauses at the end of the run until a record that does not appear is `unknown`; 0
                looks them up once.
            max_failures: Stop after more failures than this number, or than this share of the records if it is below
                1; the report then has `unprocessed` keys. None never stops.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`; see
                `webcrm_api.results.UpsertProgress`.
            journal: The file that records which batches were sent. After a crash, a run with the same journal waits
                until `confirm_timeout` after the last batch, so that it sees what the service carries out late. Without
                it, wait so long yourself before you run it again.
            report: Where the results are written: a file that ends in `.csv`, or a folder, made if it is missing, with
                `success.csv`, `failed.csv` and `unprocessed.csv`. Files of an earlier run are replaced at the end.

        Returns:
            The outcome of each record, in their order. A record that cannot be written raises nothing. If some are
            `unknown`, run it again later. For an iterator, the report holds the results of records that failed or are
            unknown, and the counts of all; `report` has the others.

        Raises:
            FieldValueError: Records have no key, or one that queries cannot distinguish from another: at most ten are
                listed, by their positions from 1. A dict has an unknown name, the service assigns or derives the key
                property, or a label's field is of another type than text or integer. Nothing was written.
            QueryError: No property has this name or label; nothing was written.
            ConfigurationError: An option is invalid; nothing was sent.
            WebCRMError: The look-up of the keys failed, and nothing was written; or the service became unreachable or
                refused the login or all further calls. Then `error.report` has the outcomes so far, and the message
                counts them and names the unknown ones.

        Calls `GET /Queries`, for a label `GET /FieldsMetadata/{entityTypes}` once, and the resource's PATCH, POST and PUT.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.upsert_by(
            DOCUMENTS,
            key,
            records,
            dry_run=dry_run,
            batch=batch,
            concurrency=concurrency,
            confirm_timeout=confirm_timeout,
            max_failures=max_failures,
            progress=progress,
            journal=journal,
            report=report,
        )

    def upsert_csv(
        self,
        path: os.PathLike[str] | str,
        key: str,
        columns: Mapping[str, str | None] | None = None,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        on_error: Literal["stop", "skip"] = "stop",
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> UpsertReport:
        """Create or update documents from a CSV file by your own key property; safe to run again at any time.

        All rows are checked before anything is written. The file is then read again, row by row, and written as
        `upsert_by` writes records. Values are taken as people write them: a decimal comma or point, `31/12/2024`, yes
        and no, list entries to the letter; blanks around a cell are ignored. An empty cell leaves its property out, so
        that it keeps its value. Empty rows are skipped.

        Args:
            path: The file. Its first row has the names of the columns.
            key: The property with the key, named as in Python, as in the API or by its label, as for `upsert_by`. A
                column must be written to it.
            columns: The property or label that a column is written to, by the column's name; None ignores the column.
                Every other column must itself have the name of a property or a label. The columns of result files
                (`webcrm_id`, `webcrm_reason`, …) are ignored.
            encoding: The encoding; by default by the byte order mark, else UTF-8 if it is valid, else Windows-1252.
            delimiter: The character between cells; by default `;`, `,`, a tab or `|`, whichever fits the file.
            on_error: `"stop"` raises an error that lists all bad rows; `"skip"` leaves them out, and each has a failed
                result with its line number.
            dry_run: Report what would be done, and write nothing; see `upsert_by`.
            batch: The most records in one PATCH, 1 to 1000; see `upsert_by`.
            concurrency: The most PATCH calls with updates at once.
            confirm_timeout: Seconds until a record that does not appear is `unknown`; see `upsert_by`.
            max_failures: Stop after more failures than this number, or than this share of the rows if it is below 1.
                Rows that `on_error="skip"` leaves out count; if they are more, nothing is written.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`.
            journal: The file that records which batches were sent; see `upsert_by`.
            report: Where the results are written, with the columns and the separator of the file: a file that ends in
                `.csv`, or a folder; see `upsert_by`. `failed.csv`, corrected, can be passed as `path`.

        Returns:
            The outcome of each row, in the order of the file; of a file of more than 20,000 rows only the failed and
            the unknown ones, and the counts of all.

        Raises:
            InvalidRowsError: Rows have values that do not fit, no key, or the same key as others. The message lists the
                first 30 problems by line number, `errors` has all. Nothing was written.
            FieldValueError: The file is missing, empty or not in the format of CSV, a column is unknown or missing, or
                the key cannot be one; nothing was written. Or the file changed while it was read.
            QueryError: No property has the name or label `key`; nothing was written.
            ConfigurationError: An option is invalid; nothing was sent.
            WebCRMError: What `upsert_by` raises.

        Calls `GET /Queries`, `GET /FieldsMetadata/{entityTypes}` once if the entity has field metadata, and the resource's PATCH, POST and PUT.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.upsert_csv(
            DOCUMENTS, path, key, columns=columns, encoding=encoding, delimiter=delimiter, on_error=on_error,
            dry_run=dry_run, batch=batch, concurrency=concurrency, confirm_timeout=confirm_timeout,
            max_failures=max_failures, progress=progress, journal=journal, report=report,
        )  # fmt: skip

    def sync(
        self,
        key: str,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        state: os.PathLike[str] | str,
        verify: Literal["never", "sample", "full"] = "sample",
        on_missing: Literal["keep", "report", "delete"] = "keep",
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> SyncReport:
        """Create or update documents by your own key property, and remember what was sent for the next run.

        A record whose values are those that were last sent is `unchanged`, and costs no request. All others, and those
        that failed before, are written as `upsert_by` writes them. Without its state, a run looks all records up, and
        creates none twice.

        Args:
            key: The property with the key, as for `upsert_by`. Its label costs a request for the field metadata.
            records: The records, as for `upsert_by`: all of the source, if `on_missing` is not `"keep"`.
            state: The file with what was sent, an SQLite database, created where it is missing. Use one file for each
                source. It belongs to one system and application token, and has the keys, but no values.
            verify: Whether to read back records that were not changed at the source, to find edits made in webCRM, which
                are reported and stay as they are: `"never"`; `"sample"`, 50 of them by one query, each time others;
                or `"full"`, all of them. An iterator has a sample for each chunk.
            on_missing: What happens to records of earlier runs that no longer come: `"keep"` does nothing, `"report"`
                lists them, and `"delete"` deletes those that still have their key, one call each.
            dry_run: Report what would be done, and write nothing, neither to webCRM nor to `state`.
            batch: The most records in one PATCH, 1 to 1000; see `upsert_by`.
            concurrency: The most PATCH calls with updates at once.
            confirm_timeout: Seconds until a record that does not appear is `unknown`; see `upsert_by`.
            max_failures: Stop after more failures than this number, or than this share of the records if it is below 1.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`.
            journal: The file that records which batches were sent; see `upsert_by`. By default a file beside `state`.
            report: Where the results are written: a file that ends in `.csv`, or a folder; see `upsert_by`.

        Returns:
            The outcome of each record, as for `upsert_by`, and `edited`, `missing` and `deletions`.

        Raises:
            ConfigurationError: An option is invalid, another run uses `state`, or it is another file. Nothing was sent.
            FieldValueError: What `upsert_by` raises; or no record came, and all would be deleted.
            QueryError: No property has this name or label; nothing was written.
            WebCRMError: What `upsert_by` raises; `error.report` has the outcomes so far.

        Calls what `upsert_by` calls, and `GET /Queries` to verify; the resource's DELETE for `on_missing="delete"`.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.sync(
            DOCUMENTS,
            key,
            records,
            state=state,
            verify=verify,
            on_missing=on_missing,
            dry_run=dry_run,
            batch=batch,
            concurrency=concurrency,
            confirm_timeout=confirm_timeout,
            max_failures=max_failures,
            progress=progress,
            journal=journal,
            report=report,
        )

    def create_many(
        self,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        batch: int = 100,
    ) -> builtins.list[WriteResult]:
        """Create many documents in batches, and return a result for each, in their order.

        A job that may be interrupted, and run again, needs a key: use `upsert_by`. Nothing finds these records again.

        Each PATCH creates `batch` records; up to two records are created by POST. A create that the service refuses
        inside a response is sent again once, for ids are assigned in a race. Whether the service has written a part of
        a batch that it refuses as a whole (400 or 413) is not documented. So the highest id of the table is read before
        the first batch, and again after such a refusal: if no record was added, the batch is sent again in halves, down
        to the record that is refused. If one was added, by the batch or by another client, the records of the batch
        are `unknown`.

        Args:
            records: The records, or dicts with the API's names; their id is 0 or unset.
            batch: The most records in one PATCH, 1 to 1000; 1 creates them one by one, by POST.

        Returns:
            The results: `created` with the new id; `failed`; or `unknown` if no usable response arrived, or one without
            the new id. Look for an unknown record before you send it again, or you may create it twice. If the service
            becomes unreachable or refuses the login later than for the first records, all others have `failed`, with
            that reason.

        Raises:
            FieldValueError: A record has an id, no value, an unknown name or a value that cannot be sent, or is of
                another model; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no record was created.

        Calls the resource's PATCH, or POST, and `GET /Queries` for the highest id.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.create_many(DOCUMENTS, records, batch=batch)

    def update_many(
        self,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        batch: int = 100,
    ) -> builtins.list[WriteResult]:
        """Write the properties that are set in many documents, in batches; the others keep their values.

        The stored records are not compared: to send only what differs, use `upsert_by`.

        Each PATCH updates `batch` records. The first is read before and after its PATCH: if another property changed,
        it is restored, the other records are updated by PUT, one by one, and that is logged as a warning. Up to four
        records are updated by PUT. The records of a batch that the service refuses as a whole (400 or 413) are looked
        up by their ids; those that still differ are sent in halves, down to the record that is refused.

        Args:
            records: The records, or dicts with the API's names, each with its own id above 0 and the properties to
                write.
            batch: The most records in one PATCH, 1 to 1000; 1 updates them one by one, by PUT.

        Returns:
            The results, in the order of the records: `updated`; `failed`; or `unknown` if no usable response arrived.
            An unknown update can be sent again. If the service becomes unreachable or refuses the login later than for
            the first records, all others have `failed`, with that reason.

        Raises:
            FieldValueError: A record has no id, that of another one, no property to write, an unknown name or a value
                that cannot be sent, or is of another model; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no record was written.

        Calls the resource's PATCH, or PUT; its GET for the first record, and `GET /Queries` after a refusal.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.update_many(DOCUMENTS, records, batch=batch)

    def create(self, document: DocumentDto | Mapping[str, Any]) -> int:
        """Create a document, whose id must be 0.

        Args:
            document: The values to send, `DocumentDto`, or a dict with the API's names.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Documents`.
        """
        from ..api.documents import documents_create as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=document))

    def create_hook(self, document_hook: DocumentHookDto | Mapping[str, Any]) -> int:
        """Create a hook on documents.

        Args:
            document_hook: The values to send, `DocumentHookDto`, or a dict with the API's names.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Documents/Hooks`.
        """
        from ..api.documents import documents_create_hook as operation  # noqa: PLC0415

        return self._runner.run(operation.call(body=document_hook))

    def delete(self, id: int) -> None:
        """Delete one document.

        Args:
            id: The document's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Documents/{id}`.
        """
        from ..api.documents import documents_delete as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id))

    def delete_many(self, ids: Iterable[int]) -> builtins.list[DeleteResult]:
        """Delete several documents by their ids, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete` calls, once for each id.
        """
        from ..api.documents import documents_delete as operation  # noqa: PLC0415

        return self._runner.delete_many(
            lambda id_: operation.call(
                id=id_,
            ),
            ids,
        )

    def delete_hook(self, id: int) -> None:
        """Delete one hook on documents.

        Args:
            id: The hook's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_delete_hook as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id))

    def delete_many_hooks(self, ids: Iterable[int]) -> builtins.list[DeleteResult]:
        """Delete several hooks of documents, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete_hook` calls, once for each id.
        """
        from ..api.documents import documents_delete_hook as operation  # noqa: PLC0415

        return self._runner.delete_many(
            lambda id_: operation.call(
                id=id_,
            ),
            ids,
        )

    def download(self, id: int) -> bytes:
        """Return the file of one document.

        Args:
            id: The document's id.

        Returns:
            The file's bytes.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/{id}/Download`.
        """
        from ..api.documents import documents_download as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def get(self, id: int) -> DocumentDto:
        """Return one document.

        Args:
            id: The document's id.

        Returns:
            `DocumentDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/{id}`.
        """
        from ..api.documents import documents_get as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def get_hook(self, id: int) -> DocumentHookDto:
        """Return one hook on documents.

        Args:
            id: The hook's id.

        Returns:
            `DocumentHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_get_hook as operation  # noqa: PLC0415

        return self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[DocumentDto]:
        """Return all documents, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents`.
        """
        from ..api.documents import documents_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="DocumentDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def list_hooks(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> Pages[DocumentHookDto]:
        """Return all hooks on documents.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `DocumentHookDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/Hooks`.
        """
        from ..api.documents import documents_list_hooks as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="DocumentHookDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def update(
        self, id: int, document: DocumentDto | Mapping[str, Any] | None = None, **properties: Unpack[DocumentProperties]
    ) -> None:
        """Update one document; properties that are not set keep their values.

        `update(id, document_file_name=…)` sends just this property.

        Args:
            id: The document's id.
            document: The values to send, `DocumentDto`, or a dict with the API's names; not beside
                `properties`.
            properties: The values to send instead, by attribute of `DocumentDto`. With `**{...}` also by the
                API's names or, for an entity with field metadata, by label: a value by label is checked as by
                `crm.custom`.

        Raises:
            TypeError: Both a record and properties are passed, or neither; nothing was sent.
            FieldValueError: A name is unknown, or a value does not fit; nothing was written.
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Documents/{id}`.
        """
        from ..api.documents import documents_update as operation  # noqa: PLC0415

        if document is not None and not properties:
            return self._runner.run(operation.call(id=id, body=document))

        def prepare(body: Any) -> Call[None]:
            return operation.call(id=id, body=body)

        return self._runner.update(prepare, "DocumentDto", document, properties)

    def update_hook(self, id: int, document_hook: DocumentHookDto | Mapping[str, Any]) -> None:
        """Update one hook on documents.

        Args:
            id: The hook's id.
            document_hook: The values to send, `DocumentHookDto`, or a dict with the API's names.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_update_hook as operation  # noqa: PLC0415

        self._runner.run(operation.call(id=id, body=document_hook))

    def upsert(self, documents: builtins.list[DocumentDto]) -> builtins.list[WriteResult]:
        """Create (id 0) or update several documents in one call, and return the outcome of each.

        Args:
            documents: The documents; one result is returned for each.

        Returns:
            A `WriteResult` for each record, in their order. One that is `unknown` must not be sent again before
                it was looked up.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PATCH /Documents`.
        """
        from ..api.documents import documents_upsert as operation  # noqa: PLC0415
        from ..results import write_results  # noqa: PLC0415

        strings = self._runner.run(operation.call(body=documents))
        return write_results(strings, documents, "DocumentId")


class AsyncDocuments(Resource):
    """Documents, async."""

    __slots__ = ("_runner",)

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    def find(
        self, *, size: int = 1000, limit: int | None = None, keyset: bool = False, **properties: Any
    ) -> AsyncPages[DocumentDto]:
        """Return the documents with these property values: `find(document_id=12)`.

        Strings are compared without regard to case. None finds null. A property that was never set is not null:
        the service returns "" or 0 for it, so search for that. Filtering on custom and plus fields can return
        wrong results for some types (documented).

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number, so that no record is lost or repeated when
                others are added or deleted meanwhile.
            properties: Values by property, named as in Python or as in the API; with `**{...}` also by the label that
                the system's users see. Labels are requested with the first page, once for each entity.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: No property is passed, the model has no such property, or a value cannot be written in a
                query; nothing was sent. What is wrong with a label is raised when the first page is requested, also
                that it is the label of a checkbox, a date, a moment or a multi-select: what the service's database
                has for these is not documented.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`, and for labels `GET /FieldsMetadata/{entityTypes}` once.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.find(DOCUMENTS, properties, size=size, limit=limit, keyset=keyset)

    def changed_since(
        self, when: datetime.date, *, size: int = 1000, limit: int | None = None, keyset: bool = True
    ) -> AsyncPages[DocumentDto]:
        """Return the documents created or changed at a moment or after it, by id.

        Safe to run while others write.

        Args:
            when: The moment; or a date, which means its beginning in UTC. A datetime without an offset is in UTC: pass
                `datetime.datetime.now(datetime.UTC)`, not `datetime.datetime.now()`.
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            keyset: Page by id instead of page number.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            QueryError: `when` is neither a datetime nor a date; nothing was sent.
            ConfigurationError: `size` is not from 1 to 1000, or `limit` is below 1; nothing was sent.

        Calls `GET /Queries`.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return self._runner.changed_since(DOCUMENTS, when, size=size, limit=limit, keyset=keyset)

    async def upsert_by(
        self,
        key: str,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> UpsertReport:
        """Create or update documents by your own key property; safe to run again at any time.

        Finds the stored records by key or, where that takes fewer requests, reads the table; creates the missing ones,
        updates the ones that differ, and leaves the rest alone. A record with an id above 0 and an unknown key is an
        update of that id.
        Several records are written in one PATCH. The first of several updates is read before and after it: if another
        property changed, it is restored, and the others are updated by PUT, one by one.

        A write of unknown outcome (no usable response, or a status 5xx) is set aside. At the end of the run all of these
        records are looked up together, with growing pauses, until they appear or `confirm_timeout` is over; one that
        does not is `unknown`. No record is created twice in one run: run it again later. A create that the service
        refuses is sent again at most twice, each time after a look-up.

        Args:
            key: The property with the key, such as `"OrganisationExtraCustom8"`, or its label: one of type text or
                integer, for which queries are reliable, and which nothing else writes. It is not one that the service
                assigns or derives, such as `DocumentId`.
            records: The records, or dicts with the API's names; a property that is unset keeps its value. A list is
                checked as a whole before anything is sent. An iterator is read and checked in chunks of 20,000; of two
                records with the same key in different chunks the later one is an update.
            dry_run: Report what would be done, with the old and the new values and the number of requests, and write
                nothing.
            batch: The most records in one PATCH, 1 to 1000; 1 writes them one by one.
            concurrency: The most PATCH calls with updates at once. New records are written one call after the other.
            confirm_timeout: Seconds of pauses at the end of the run until a record that does not appear is `unknown`; 0
                looks them up once.
            max_failures: Stop after more failures than this number, or than this share of the records if it is below
                1; the report then has `unprocessed` keys. None never stops.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`; see
                `webcrm_api.results.UpsertProgress`.
            journal: The file that records which batches were sent. After a crash, a run with the same journal waits
                until `confirm_timeout` after the last batch, so that it sees what the service carries out late. Without
                it, wait so long yourself before you run it again.
            report: Where the results are written: a file that ends in `.csv`, or a folder, made if it is missing, with
                `success.csv`, `failed.csv` and `unprocessed.csv`. Files of an earlier run are replaced at the end.

        Returns:
            The outcome of each record, in their order. A record that cannot be written raises nothing. If some are
            `unknown`, run it again later. For an iterator, the report holds the results of records that failed or are
            unknown, and the counts of all; `report` has the others.

        Raises:
            FieldValueError: Records have no key, or one that queries cannot distinguish from another: at most ten are
                listed, by their positions from 1. A dict has an unknown name, the service assigns or derives the key
                property, or a label's field is of another type than text or integer. Nothing was written.
            QueryError: No property has this name or label; nothing was written.
            ConfigurationError: An option is invalid; nothing was sent.
            WebCRMError: The look-up of the keys failed, and nothing was written; or the service became unreachable or
                refused the login or all further calls. Then `error.report` has the outcomes so far, and the message
                counts them and names the unknown ones.

        Calls `GET /Queries`, for a label `GET /FieldsMetadata/{entityTypes}` once, and the resource's PATCH, POST and PUT.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return await self._runner.upsert_by(
            DOCUMENTS,
            key,
            records,
            dry_run=dry_run,
            batch=batch,
            concurrency=concurrency,
            confirm_timeout=confirm_timeout,
            max_failures=max_failures,
            progress=progress,
            journal=journal,
            report=report,
        )

    async def upsert_csv(
        self,
        path: os.PathLike[str] | str,
        key: str,
        columns: Mapping[str, str | None] | None = None,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        on_error: Literal["stop", "skip"] = "stop",
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> UpsertReport:
        """Create or update documents from a CSV file by your own key property; safe to run again at any time.

        All rows are checked before anything is written. The file is then read again, row by row, and written as
        `upsert_by` writes records. Values are taken as people write them: a decimal comma or point, `31/12/2024`, yes
        and no, list entries to the letter; blanks around a cell are ignored. An empty cell leaves its property out, so
        that it keeps its value. Empty rows are skipped.

        Args:
            path: The file. Its first row has the names of the columns.
            key: The property with the key, named as in Python, as in the API or by its label, as for `upsert_by`. A
                column must be written to it.
            columns: The property or label that a column is written to, by the column's name; None ignores the column.
                Every other column must itself have the name of a property or a label. The columns of result files
                (`webcrm_id`, `webcrm_reason`, …) are ignored.
            encoding: The encoding; by default by the byte order mark, else UTF-8 if it is valid, else Windows-1252.
            delimiter: The character between cells; by default `;`, `,`, a tab or `|`, whichever fits the file.
            on_error: `"stop"` raises an error that lists all bad rows; `"skip"` leaves them out, and each has a failed
                result with its line number.
            dry_run: Report what would be done, and write nothing; see `upsert_by`.
            batch: The most records in one PATCH, 1 to 1000; see `upsert_by`.
            concurrency: The most PATCH calls with updates at once.
            confirm_timeout: Seconds until a record that does not appear is `unknown`; see `upsert_by`.
            max_failures: Stop after more failures than this number, or than this share of the rows if it is below 1.
                Rows that `on_error="skip"` leaves out count; if they are more, nothing is written.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`.
            journal: The file that records which batches were sent; see `upsert_by`.
            report: Where the results are written, with the columns and the separator of the file: a file that ends in
                `.csv`, or a folder; see `upsert_by`. `failed.csv`, corrected, can be passed as `path`.

        Returns:
            The outcome of each row, in the order of the file; of a file of more than 20,000 rows only the failed and
            the unknown ones, and the counts of all.

        Raises:
            InvalidRowsError: Rows have values that do not fit, no key, or the same key as others. The message lists the
                first 30 problems by line number, `errors` has all. Nothing was written.
            FieldValueError: The file is missing, empty or not in the format of CSV, a column is unknown or missing, or
                the key cannot be one; nothing was written. Or the file changed while it was read.
            QueryError: No property has the name or label `key`; nothing was written.
            ConfigurationError: An option is invalid; nothing was sent.
            WebCRMError: What `upsert_by` raises.

        Calls `GET /Queries`, `GET /FieldsMetadata/{entityTypes}` once if the entity has field metadata, and the resource's PATCH, POST and PUT.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return await self._runner.upsert_csv(
            DOCUMENTS, path, key, columns=columns, encoding=encoding, delimiter=delimiter, on_error=on_error,
            dry_run=dry_run, batch=batch, concurrency=concurrency, confirm_timeout=confirm_timeout,
            max_failures=max_failures, progress=progress, journal=journal, report=report,
        )  # fmt: skip

    async def sync(
        self,
        key: str,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        state: os.PathLike[str] | str,
        verify: Literal["never", "sample", "full"] = "sample",
        on_missing: Literal["keep", "report", "delete"] = "keep",
        dry_run: bool = False,
        batch: int = 100,
        concurrency: int = 1,
        confirm_timeout: float = 60,
        max_failures: float | None = None,
        progress: UpsertProgress | None = None,
        journal: os.PathLike[str] | str | None = None,
        report: os.PathLike[str] | str | None = None,
    ) -> SyncReport:
        """Create or update documents by your own key property, and remember what was sent for the next run.

        A record whose values are those that were last sent is `unchanged`, and costs no request. All others, and those
        that failed before, are written as `upsert_by` writes them. Without its state, a run looks all records up, and
        creates none twice.

        Args:
            key: The property with the key, as for `upsert_by`. Its label costs a request for the field metadata.
            records: The records, as for `upsert_by`: all of the source, if `on_missing` is not `"keep"`.
            state: The file with what was sent, an SQLite database, created where it is missing. Use one file for each
                source. It belongs to one system and application token, and has the keys, but no values.
            verify: Whether to read back records that were not changed at the source, to find edits made in webCRM, which
                are reported and stay as they are: `"never"`; `"sample"`, 50 of them by one query, each time others;
                or `"full"`, all of them. An iterator has a sample for each chunk.
            on_missing: What happens to records of earlier runs that no longer come: `"keep"` does nothing, `"report"`
                lists them, and `"delete"` deletes those that still have their key, one call each.
            dry_run: Report what would be done, and write nothing, neither to webCRM nor to `state`.
            batch: The most records in one PATCH, 1 to 1000; see `upsert_by`.
            concurrency: The most PATCH calls with updates at once.
            confirm_timeout: Seconds until a record that does not appear is `unknown`; see `upsert_by`.
            max_failures: Stop after more failures than this number, or than this share of the records if it is below 1.
            progress: Called as `progress(phase, done, total, requests, seconds_left)`.
            journal: The file that records which batches were sent; see `upsert_by`. By default a file beside `state`.
            report: Where the results are written: a file that ends in `.csv`, or a folder; see `upsert_by`.

        Returns:
            The outcome of each record, as for `upsert_by`, and `edited`, `missing` and `deletions`.

        Raises:
            ConfigurationError: An option is invalid, another run uses `state`, or it is another file. Nothing was sent.
            FieldValueError: What `upsert_by` raises; or no record came, and all would be deleted.
            QueryError: No property has this name or label; nothing was written.
            WebCRMError: What `upsert_by` raises; `error.report` has the outcomes so far.

        Calls what `upsert_by` calls, and `GET /Queries` to verify; the resource's DELETE for `on_missing="delete"`.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return await self._runner.sync(
            DOCUMENTS,
            key,
            records,
            state=state,
            verify=verify,
            on_missing=on_missing,
            dry_run=dry_run,
            batch=batch,
            concurrency=concurrency,
            confirm_timeout=confirm_timeout,
            max_failures=max_failures,
            progress=progress,
            journal=journal,
            report=report,
        )

    async def create_many(
        self,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        batch: int = 100,
    ) -> builtins.list[WriteResult]:
        """Create many documents in batches, and return a result for each, in their order.

        A job that may be interrupted, and run again, needs a key: use `upsert_by`. Nothing finds these records again.

        Each PATCH creates `batch` records; up to two records are created by POST. A create that the service refuses
        inside a response is sent again once, for ids are assigned in a race. Whether the service has written a part of
        a batch that it refuses as a whole (400 or 413) is not documented. So the highest id of the table is read before
        the first batch, and again after such a refusal: if no record was added, the batch is sent again in halves, down
        to the record that is refused. If one was added, by the batch or by another client, the records of the batch
        are `unknown`.

        Args:
            records: The records, or dicts with the API's names; their id is 0 or unset.
            batch: The most records in one PATCH, 1 to 1000; 1 creates them one by one, by POST.

        Returns:
            The results: `created` with the new id; `failed`; or `unknown` if no usable response arrived, or one without
            the new id. Look for an unknown record before you send it again, or you may create it twice. If the service
            becomes unreachable or refuses the login later than for the first records, all others have `failed`, with
            that reason.

        Raises:
            FieldValueError: A record has an id, no value, an unknown name or a value that cannot be sent, or is of
                another model; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no record was created.

        Calls the resource's PATCH, or POST, and `GET /Queries` for the highest id.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return await self._runner.create_many(DOCUMENTS, records, batch=batch)

    async def update_many(
        self,
        records: Iterable[DocumentDto | Mapping[str, Any]],
        *,
        batch: int = 100,
    ) -> builtins.list[WriteResult]:
        """Write the properties that are set in many documents, in batches; the others keep their values.

        The stored records are not compared: to send only what differs, use `upsert_by`.

        Each PATCH updates `batch` records. The first is read before and after its PATCH: if another property changed,
        it is restored, the other records are updated by PUT, one by one, and that is logged as a warning. Up to four
        records are updated by PUT. The records of a batch that the service refuses as a whole (400 or 413) are looked
        up by their ids; those that still differ are sent in halves, down to the record that is refused.

        Args:
            records: The records, or dicts with the API's names, each with its own id above 0 and the properties to
                write.
            batch: The most records in one PATCH, 1 to 1000; 1 updates them one by one, by PUT.

        Returns:
            The results, in the order of the records: `updated`; `failed`; or `unknown` if no usable response arrived.
            An unknown update can be sent again. If the service becomes unreachable or refuses the login later than for
            the first records, all others have `failed`, with that reason.

        Raises:
            FieldValueError: A record has no id, that of another one, no property to write, an unknown name or a value
                that cannot be sent, or is of another model; the message has its position from 1. Nothing was sent.
            ConfigurationError: `batch` is not from 1 to 1000; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and no record was written.

        Calls the resource's PATCH, or PUT; its GET for the first record, and `GET /Queries` after a refusal.
        """
        from ..tables import DOCUMENTS  # noqa: PLC0415

        return await self._runner.update_many(DOCUMENTS, records, batch=batch)

    async def create(self, document: DocumentDto | Mapping[str, Any]) -> int:
        """Create a document, whose id must be 0.

        Args:
            document: The values to send, `DocumentDto`, or a dict with the API's names.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Documents`.
        """
        from ..api.documents import documents_create as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=document))

    async def create_hook(self, document_hook: DocumentHookDto | Mapping[str, Any]) -> int:
        """Create a hook on documents.

        Args:
            document_hook: The values to send, `DocumentHookDto`, or a dict with the API's names.

        Returns:
            The id.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `POST /Documents/Hooks`.
        """
        from ..api.documents import documents_create_hook as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(body=document_hook))

    async def delete(self, id: int) -> None:
        """Delete one document.

        Args:
            id: The document's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Documents/{id}`.
        """
        from ..api.documents import documents_delete as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id))

    async def delete_many(self, ids: Iterable[int]) -> builtins.list[DeleteResult]:
        """Delete several documents by their ids, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete` calls, once for each id.
        """
        from ..api.documents import documents_delete as operation  # noqa: PLC0415

        return await self._runner.delete_many(
            lambda id_: operation.call(
                id=id_,
            ),
            ids,
        )

    async def delete_hook(self, id: int) -> None:
        """Delete one hook on documents.

        Args:
            id: The hook's id.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `DELETE /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_delete_hook as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id))

    async def delete_many_hooks(self, ids: Iterable[int]) -> builtins.list[DeleteResult]:
        """Delete several hooks of documents, and return the outcome of each.

        One call for each, one after the other: the API has none for several. A record that was deleted before has
        failed, unless the response to its own deletion was lost.

        Args:
            ids: The ids.

        Returns:
            A `DeleteResult` for each id, in their order: `deleted`, `failed`, or `unknown` if no usable response
            arrived. If the service becomes unreachable or refuses the login later than for the first id, all
            others have `failed`, with that reason.

        Raises:
            FieldValueError: An id is invalid, or is passed twice; nothing was sent.
            WebCRMError: The service is unreachable or refuses the login, and nothing was deleted.

        Calls what `delete_hook` calls, once for each id.
        """
        from ..api.documents import documents_delete_hook as operation  # noqa: PLC0415

        return await self._runner.delete_many(
            lambda id_: operation.call(
                id=id_,
            ),
            ids,
        )

    async def download(self, id: int) -> bytes:
        """Return the file of one document.

        Args:
            id: The document's id.

        Returns:
            The file's bytes.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/{id}/Download`.
        """
        from ..api.documents import documents_download as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    async def get(self, id: int) -> DocumentDto:
        """Return one document.

        Args:
            id: The document's id.

        Returns:
            `DocumentDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/{id}`.
        """
        from ..api.documents import documents_get as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    async def get_hook(self, id: int) -> DocumentHookDto:
        """Return one hook on documents.

        Args:
            id: The hook's id.

        Returns:
            `DocumentHookDto`.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_get_hook as operation  # noqa: PLC0415

        return await self._runner.run(operation.call(id=id))

    def list(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[DocumentDto]:
        """Return all documents, by id.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `DocumentDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents`.
        """
        from ..api.documents import documents_list as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="DocumentDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    def list_hooks(
        self, *, size: int = 1000, limit: int | None = None, concurrency: int = 1, progress: Progress | None = None
    ) -> AsyncPages[DocumentHookDto]:
        """Return all hooks on documents.

        Args:
            size: Records per page, 1 to 1000.
            limit: Stop after this many records; None for all.
            concurrency: Pages to prefetch at once; 1 reads one after another.
            progress: Called after each page with the number of pages and of records so far.

        Returns:
            The records, `DocumentHookDto`; nothing is sent until they are iterated.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `GET /Documents/Hooks`.
        """
        from ..api.documents import documents_list_hooks as operation  # noqa: PLC0415

        return self._runner.list_pages(
            Listing(
                call=lambda page, size: operation.call(page=page, size=size),
                items=builtins.list,
                paged=True,
                model="DocumentHookDto",
            ),
            size=size,
            limit=limit,
            concurrency=concurrency,
            progress=progress,
        )

    async def update(
        self, id: int, document: DocumentDto | Mapping[str, Any] | None = None, **properties: Unpack[DocumentProperties]
    ) -> None:
        """Update one document; properties that are not set keep their values.

        `update(id, document_file_name=…)` sends just this property.

        Args:
            id: The document's id.
            document: The values to send, `DocumentDto`, or a dict with the API's names; not beside
                `properties`.
            properties: The values to send instead, by attribute of `DocumentDto`. With `**{...}` also by the
                API's names or, for an entity with field metadata, by label: a value by label is checked as by
                `crm.custom`.

        Raises:
            TypeError: Both a record and properties are passed, or neither; nothing was sent.
            FieldValueError: A name is unknown, or a value does not fit; nothing was written.
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Documents/{id}`.
        """
        from ..api.documents import documents_update as operation  # noqa: PLC0415

        if document is not None and not properties:
            return await self._runner.run(operation.call(id=id, body=document))

        def prepare(body: Any) -> Call[None]:
            return operation.call(id=id, body=body)

        return await self._runner.update(prepare, "DocumentDto", document, properties)

    async def update_hook(self, id: int, document_hook: DocumentHookDto | Mapping[str, Any]) -> None:
        """Update one hook on documents.

        Args:
            id: The hook's id.
            document_hook: The values to send, `DocumentHookDto`, or a dict with the API's names.

        Raises:
            APIError: The service refused the call; `NotFoundError` if the record does not exist.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PUT /Documents/Hooks/{id}`.
        """
        from ..api.documents import documents_update_hook as operation  # noqa: PLC0415

        await self._runner.run(operation.call(id=id, body=document_hook))

    async def upsert(self, documents: builtins.list[DocumentDto]) -> builtins.list[WriteResult]:
        """Create (id 0) or update several documents in one call, and return the outcome of each.

        Args:
            documents: The documents; one result is returned for each.

        Returns:
            A `WriteResult` for each record, in their order. One that is `unknown` must not be sent again before
                it was looked up.

        Raises:
            APIError: The service refused the call.
            OutcomeUnknownError: No response arrived, and the call may have been carried out; it is never
                retried blindly.
            WebCRMError: No usable response arrived: `AuthenticationError`, `APIConnectionError` or
                `UnexpectedResponseError`.

        Calls `PATCH /Documents`.
        """
        from ..api.documents import documents_upsert as operation  # noqa: PLC0415
        from ..results import write_results  # noqa: PLC0415

        strings = await self._runner.run(operation.call(body=documents))
        return write_results(strings, documents, "DocumentId")
