"""Delete many records, one call each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from webcrm_api.calls import Call
from webcrm_api.results import DeleteResult

from webcrm_ext.errors import APIConnectionError, FieldValueError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.upsert.run import FAILS_FOR_ALL, UNKNOWN
from webcrm_ext.upsert.validation import iterate

_TIMEOUT = 408


def delete_many(prepare: Callable[[Any], Call[Any]], ids: Iterable[Any]) -> Operation[list[DeleteResult]]:
    """Delete records, and return a result for each, in their order.

    Args:
        prepare: Returns the call that deletes the record with an id.
        ids: The ids.

    Raises:
        FieldValueError: An id is invalid, or is there twice; nothing was sent.
        WebCRMError: The service is unreachable, or refuses the login, and nothing was deleted.
    """
    listed = list(iterate(ids, "ids"))
    calls = [_checked(prepare, id_, f"Id {number} of {len(listed)}") for number, id_ in enumerate(listed, 1)]
    _refuse_duplicates(calls)
    results: list[DeleteResult] = []
    for id_, prepared in zip(listed, calls, strict=True):
        try:
            yield from call(prepared)
        except FAILS_FOR_ALL as error:
            maybe_sent = isinstance(error, APIConnectionError) and error.sent
            if not results and not maybe_sent:
                error.add_to_message("Nothing was deleted.")
                raise
            # Raising would lose the results so far.
            results.append(DeleteResult(id_, "unknown" if maybe_sent else "failed", str(error)))
            results += [DeleteResult(each, "failed", str(error)) for each in listed[len(results) :]]
            break
        except WebCRMError as error:
            is_unknown = isinstance(error, UNKNOWN) or getattr(error, "status", 0) == _TIMEOUT
            results.append(DeleteResult(id_, "unknown" if is_unknown else "failed", str(error)))
        else:
            results.append(DeleteResult(id_, "deleted"))
    return results


def _checked(prepare: Callable[[Any], Call[Any]], id_: Any, which: str) -> Call[Any]:
    try:
        prepared = prepare(id_)
        prepared.url()
    except FieldValueError as error:
        raise FieldValueError(f"{which} is invalid. {error} Nothing was sent.") from None
    return prepared


def _refuse_duplicates(calls: Iterable[Call[Any]]) -> None:
    """Raise an error if two calls delete the same record: the second would fail."""
    first: dict[str, int] = {}
    for number, prepared in enumerate(calls, 1):
        before = first.setdefault(prepared.url(), number)
        if before != number:
            id_ = prepared.url().rpartition("/")[2]
            raise FieldValueError(f"Ids {before} and {number} are the same: {id_}. Pass it once. Nothing was sent.")
