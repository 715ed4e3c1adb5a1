"""Random values as the service sends them: dates in several formats, and HTML histories."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from random import Random
from typing import Any, TypeVar

from .dates import EMPTY_DATE, at_server
from .entities import Entity
from .seed_data import COMMENTS, USERS

_FIRST_DAY = datetime(2019, 1, 7, 8)  # noqa: DTZ001 - UTC; `formatted` adds the offset to some dates
_T = TypeVar("_T")
_DAYS = 5 * 365


def pick(random: Random, choices: Sequence[_T]) -> _T:
    """Return one of the choices; faster than `random.choice`."""
    return choices[int(random.random() * len(choices))]


def chance(random: Random, share: float) -> bool:
    """Return True with this probability."""
    return random.random() < share


def random_date(random: Random) -> datetime:
    """Return a date in the tenant's history, in UTC."""
    return _FIRST_DAY + timedelta(microseconds=int(random.random() * _DAYS * 86_400_000_000))


def formatted(random: Random, at: datetime) -> str:
    """Return a date in one of the formats that the service was observed to send."""
    match int(random.random() * 4):
        case 0:
            return at_server(at).isoformat(timespec="seconds")
        case 1:
            return f"{at.isoformat(timespec='microseconds')}{int(random.random() * 10)}Z"
        case 2:
            return at_server(at).isoformat(timespec="milliseconds")
    return at.isoformat(timespec="microseconds") + "0"


def maybe_date(random: Random) -> str:
    """Return a date, or the empty date in one of its two formats."""
    return pick(random, (EMPTY_DATE, f"{EMPTY_DATE}+00:00", formatted(random, random_date(random))))


def history(random: Random) -> str:
    """Return a history as rows of HTML."""
    rows: list[str] = []
    for _ in range(int(random.random() * 3)):
        comment = escape(pick(random, COMMENTS)).replace("\n", "<br />")
        at, user = random_date(random), pick(random, USERS)
        rows.append(f"<tr><td>{at.isoformat(' ', 'minutes')}</td><td>{user[1]}</td><td>{comment}</td></tr>")
    return "".join(rows)


def timestamps(random: Random, prefix: str) -> dict[str, str]:
    """Return when and by whom a record was created and updated."""
    created = random_date(random)
    updated = created + timedelta(seconds=int(random.random() * 40_000_000))
    return {
        f"{prefix}CreatedAt": formatted(random, created),
        f"{prefix}CreatedBy": pick(random, USERS)[0],
        f"{prefix}UpdatedAt": formatted(random, updated),
        f"{prefix}UpdatedBy": "api2 ERP" if chance(random, 0.2) else pick(random, USERS)[0],
    }


class RecordEncoder:
    """Encodes records of one entity as JSON. Properties with default values are encoded once."""

    def __init__(self, entity: Entity, unset: Mapping[str, Any]) -> None:
        self._entity = entity
        self._unset = unset
        self._number_enums = [
            name
            for name, schema in entity.properties.items()
            if any(isinstance(each, int) for each in schema.get("enum", ()))
        ]
        """Enums whose values are numbers; the generated values are strings."""
        self._encoded: dict[tuple[str, ...], str] = {}

    def encode(self, id_: int, values: dict[str, Any]) -> str:
        """Return a record as JSON. Properties without a value have their default."""
        varying = {self._entity.key: id_, **values} | {
            name: self._unset[name] for name in self._number_enums if name in values
        }
        key = tuple(varying)
        if (fixed := self._encoded.get(key)) is None:
            fixed = self._encoded[key] = self._fixed(frozenset(varying))
        return f"{_encode(varying)[:-1]}{',' if fixed else ''}{fixed}}}"

    def _fixed(self, varying: frozenset[str]) -> str:
        rest = {name: value for name, value in self._unset.items() if name not in varying}
        return _encode(rest)[1:-1]


def _encode(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
