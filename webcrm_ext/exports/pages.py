"""Pages of an export: records as JSON that is not decoded, and the moment of the response."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import msgspec
from attrs import evolve, frozen
from webcrm_api.calls import Call
from webcrm_api.lookup import operation
from webcrm_api.readers import each
from webcrm_api.tables import Table

from webcrm_ext.exports.values import decode_record, encode
from webcrm_ext.queries.rows import as_row
from webcrm_ext.queries.selection import script_call, select

if TYPE_CHECKING:
    import httpx

SIZE = 1000
"""Records of a page, the most that the service returns."""

_SPACES = bytes.maketrans(b"\r\n", b"  ")
_BOM = b"\xef\xbb\xbf"
_match_object: Any = re.compile(rb"\{").match  # takes msgspec.Raw, too
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode
_read_rows = each(as_row, "objects")


@frozen
class Page:
    """A page.

    Attributes:
        records: Its records, each as JSON.
        date: The moment of the response by the clock of the service, or None.
    """

    records: Sequence[bytes | msgspec.Raw]
    date: datetime.datetime | None

    @property
    def is_last(self) -> bool:
        """Whether no page follows."""
        return len(self.records) < SIZE

    def requested_at(self, seconds: float, wall_clock: Callable[[], float]) -> datetime.datetime:
        """Return the moment of the request by the clock of the service, or by `wall_clock` if it sent no date.

        Args:
            seconds: The seconds from the request to the response.
            wall_clock: Returns the seconds since 1970.
        """
        date = self.date or datetime.datetime.fromtimestamp(wall_clock(), datetime.UTC)
        return date - datetime.timedelta(seconds=seconds)


def read_page(response: httpx.Response) -> Page:
    """Read a page without decoding its records.

    Raises:
        UnexpectedContent: The body is not a list of objects.
    """
    content = response.content.removeprefix(_BOM)
    try:
        str(content, "utf-8")
        records: Sequence[bytes | msgspec.Raw] = _split(content)
        if b"\n" in content or b"\r" in content:  # of JSON, a line break can only be between values
            records = _split(content.translate(_SPACES))
        if not all(map(_match_object, records)):
            raise ValueError  # noqa: TRY301 - the reader below names what is wrong
    except (msgspec.MsgspecError, ValueError, RecursionError):
        records = [encode(row) for row in _read_rows(response)]
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
    except (TypeError, ValueError, OverflowError):
        date = None
    return Page(records, date if date is None or date.tzinfo else date.replace(tzinfo=datetime.UTC))


def list_call(table: Table[Any], number: int) -> Call[Page]:
    """Prepare the call for a page of a list, numbered from 1."""
    call: Call[Any] = operation(table.resource, "list").call(page=number, size=SIZE)
    return evolve(call, reader=read_page)


def query_call(table: Table[Any], start: int, where: str = "", columns: str = "*") -> Call[Page]:
    """Prepare the call for the records of a table from an id on that match a condition."""
    from_id = f"{table.id_column} >= {start}"
    script = select(table, f"({where}) AND {from_id}" if where else from_id, columns)
    call: Call[Any] = script_call(script, 1, SIZE, read=as_row)
    return evolve(call, reader=read_page)


class IdReader:
    """Reads the ids of records of a table, without decoding their other properties."""

    def __init__(self, table: Table[Any]) -> None:
        kind: Any = msgspec.defstruct("_Id", [("id", Any, None)], rename={"id": table.id_column})
        self._decode = msgspec.json.Decoder(kind).decode
        self._column = table.id_column

    def __call__(self, records: Sequence[bytes | msgspec.Raw]) -> list[int | None]:
        """Return the id of each record, or None for one that has none."""
        try:
            ids: list[Any] = [each.id for each in map(self._decode, records)]
        except (msgspec.DecodeError, UnicodeDecodeError):
            return [self._read(each) for each in records]
        return ids if {*map(type, ids)} == {int} else [id_ if id_.__class__ is int else None for id_ in ids]

    def _read(self, record: bytes | msgspec.Raw) -> int | None:
        try:
            id_: Any = self._decode(record).id
        except (msgspec.DecodeError, UnicodeDecodeError):  # such as a half character
            id_ = decode_record(record).get(self._column)
        return id_ if id_.__class__ is int else None
