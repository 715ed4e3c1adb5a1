"""Values as the real service sends them: dates in several spellings, HTML histories, nulls beside empty texts."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from random import Random
from typing import Any, TypeVar

from .dates import EMPTY_DATE
from .entities import Entity
from .seed_data import COMMENTS, USERS

_FIRST_DAY = datetime(2019, 1, 7, 8)  # noqa: DTZ001 - UTC, and written with an offset only now and then
_T = TypeVar("_T")
_DAYS = 5 * 365
_VARIANTS = 6
_NULL_SHARE = 0.12


def pick(random: Random, choices: Sequence[_T]) -> _T:
    """One of the choices; quicker than `random.choice`, which matters for a big tenant."""
    return choices[int(random.random() * len(choices))]


def chance(random: Random, share: float) -> bool:
    """True for a share of the records."""
    return random.random() < share


def moment(random: Random) -> datetime:
    """A moment in the tenant's life, in UTC."""
    return _FIRST_DAY + timedelta(microseconds=int(random.random() * _DAYS * 86_400_000_000))


def spelled(random: Random, at: datetime) -> str:
    """A date in one of the spellings that are seen."""
    match int(random.random() * 4):
        case 0:
            return at.isoformat(timespec="seconds")
        case 1:
            return f"{at.isoformat(timespec='microseconds')}{int(random.random() * 10)}Z"
        case 2:
            return at.isoformat(timespec="milliseconds") + "+00:00"
    return at.isoformat(timespec="microseconds") + "0"


def maybe_date(random: Random) -> str:
    """A date, or the empty date in one of its two spellings."""
    return pick(random, (EMPTY_DATE, f"{EMPTY_DATE}+00:00", spelled(random, moment(random))))


def history(random: Random) -> str:
    """A history: rows of HTML."""
    rows: list[str] = []
    for _ in range(int(random.random() * 3)):
        comment = escape(pick(random, COMMENTS)).replace("\n", "<br />")
        at, user = moment(random), pick(random, USERS)
        rows.append(f"<tr><td>{at.isoformat(' ', 'minutes')}</td><td>{user[1]}</td><td>{comment}</td></tr>")
    return "".join(rows)


def times(random: Random, prefix: str) -> dict[str, str]:
    """When and by whom a record was made and changed."""
    created = moment(random)
    updated = created + timedelta(seconds=int(random.random() * 40_000_000))
    return {
        f"{prefix}CreatedAt": spelled(random, created),
        f"{prefix}CreatedBy": pick(random, USERS)[0],
        f"{prefix}UpdatedAt": spelled(random, updated),
        f"{prefix}UpdatedBy": "api2 ERP" if chance(random, 0.2) else pick(random, USERS)[0],
    }


class RecordEncoder:
    """Writes records of one entity as JSON text, quickly: what does not vary is encoded once."""

    def __init__(self, entity: Entity, unset: Mapping[str, Any], random: Random) -> None:
        self._entity = entity
        self._unset = unset
        self._random = random
        self._encoded: dict[tuple[int, tuple[str, ...]], str] = {}

    def text(self, id_: int, values: dict[str, Any]) -> str:
        """The record of an id with these values; the rest is unset, some of it null."""
        varying = {self._entity.key: id_, **values}
        key = (id_ % _VARIANTS, tuple(varying))
        if (fixed := self._encoded.get(key)) is None:
            fixed = self._encoded[key] = self._fixed(frozenset(varying))
        return f"{_encode(varying)[:-1]}{',' if fixed else ''}{fixed}}}"

    def _fixed(self, varying: frozenset[str]) -> str:
        rest = {
            name: None if self._random.random() < _NULL_SHARE else value
            for name, value in self._unset.items()
            if name not in varying
        }
        return _encode(rest)[1:-1]


def _encode(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
