"""Find the stored records that have one of several keys or ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from webcrm_api.model import Model
from webcrm_api.tables import Table

from webcrm_ext.errors import FieldValueError, UnexpectedResponseError
from webcrm_ext.operations import Operation
from webcrm_ext.paging.reader import all_records
from webcrm_ext.queries.rows import reader_for
from webcrm_ext.queries.selection import equal_to_any, script_call, select
from webcrm_ext.upsert.validation import Key, folded

M = TypeVar("M", bound=Model)

Found = dict[str, list[M]]
"""The records that have a key, by the key as the service compares it."""


def conditions(table: Table[Any], column: str, keys: Sequence[Key]) -> list[str]:
    """Return the conditions of the queries that find the records with one of the keys, each short enough for a URL."""
    return equal_to_any(column, keys, rest=select(table, ""))


def look_up(table: Table[M], column: str, keys: Sequence[Key]) -> Operation[Found[M]]:
    """Return the records that have one of the keys, in as few queries as fit into URLs.

    Raises:
        UnexpectedResponseError: A row has no id.
    """
    read = reader_for(table.model)
    found: dict[str, dict[int, M]] = {folded(key): {} for key in keys}
    for where in conditions(table, column, keys):
        for record in (yield from all_records(partial(script_call, select(table, where), read=read))):
            by_id = found.get(folded(record.get(column, "")))
            if by_id is not None:
                by_id[row_id(table, record)] = record
    return {key: list(records.values()) for key, records in found.items()}


def row_id(table: Table[Any], row: Mapping[str, Any]) -> int:
    """Return the id of a row or a record.

    Raises:
        UnexpectedResponseError: It has none.
    """
    id_ = row.get(table.id_column)
    if not isinstance(id_, int):
        message = f"A row of {table.name} has no {table.id_column}."
        raise UnexpectedResponseError(message, status=200, body="")
    return id_


def match(table: Table[M], column: str, key: Key, found: Found[M]) -> M | None:
    """Return the one record that a key identifies, or None; exact spelling wins over case-insensitive equality.

    Raises:
        FieldValueError: Several records have the key.
    """
    candidates = found.get(folded(key), [])
    exact: list[Any] = [record for record in candidates if str(record[column]) == str(key)]
    matching = exact or candidates
    if len(matching) > 1:
        ids = ", ".join(f"{each[table.id_column]} has {each[column]!r}" for each in matching)
        raise FieldValueError(
            f"{column} {key!r} belongs to several records ({ids}). Give all but one of them another key, or none."
        )
    return matching[0] if matching else None
