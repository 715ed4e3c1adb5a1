"""The records that a caller gives, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from webcrm_api.model import Model

from webcrm_ext.errors import FieldValueError

T = TypeVar("T")


def validate_records(records: Iterable[T], *models: type[Any]) -> list[T]:
    """Give the records as a list.

    Raises:
        FieldValueError: One record was given in place of a list, or one of another model; nothing was sent.
    """
    # A record can be gone through as well: it gives the names of its properties.
    if isinstance(records, Model | Mapping | str):
        raise FieldValueError(f"A single {type(records).__name__} was given; give a list, also where it holds one.")
    given = list(records)
    for number, record in enumerate(given, 1):
        if not isinstance(record, models):
            wanted = " or ".join(model.__name__ for model in models)
            raise FieldValueError(f"Record {number} of {len(given)} is a {type(record).__name__}; give {wanted}.")
    return given
