"""Check the records that a caller passes, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from webcrm_api.model import Model

from webcrm_ext.errors import FieldValueError

T = TypeVar("T")


def validate_records(records: Iterable[T], *models: type[Any]) -> list[T]:
    """Return the records as a list.

    Raises:
        FieldValueError: `records` is a single record, or one of them is of another model; nothing was sent.
    """
    # A record is iterable too: it yields the names of its properties.
    if isinstance(records, Model | Mapping | str):
        raise FieldValueError(f"Expected a list of records, not a single {type(records).__name__}; pass a list.")
    try:
        checked = list(records)
    except TypeError:
        raise FieldValueError(f"Expected a list of records, not a {type(records).__name__}; pass a list.") from None
    for number, record in enumerate(checked, 1):
        if not isinstance(record, models):
            wanted = " or ".join(model.__name__ for model in models)
            raise FieldValueError(f"Record {number} of {len(checked)} is a {type(record).__name__}; pass {wanted}.")
    return checked
