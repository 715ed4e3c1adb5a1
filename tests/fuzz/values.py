"""Random arguments: values of any type, and values that fit a parameter's annotation and name."""

from __future__ import annotations

import datetime
import io
import math
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, get_args

import anyio
import attrs
import httpx
from webcrm_api import models
from webcrm_api.api.persons import persons_get, persons_list
from webcrm_api.calls import Listing
from webcrm_api.model import Model
from webcrm_api.tables import ACTIVITIES, BUDGETS, ORGANISATIONS, PERSONS, USERS
from webcrm_api.types import UNSET

from webcrm_ext import FieldValueError, FileTokenStore, LocalRateLimiter, MemoryTokenStore, Retries, Token
from webcrm_ext.sandbox import ApplicationToken

NAMED = {name: getattr(models, name) for name in models.__all__}
"""Models, and the values of enums, by their names in annotations."""
MODELS = tuple(each for each in NAMED.values() if isinstance(each, type) and issubclass(each, Model))
NORWAY = datetime.timezone(datetime.timedelta(hours=1))
WEST = datetime.timezone(-datetime.timedelta(hours=23, minutes=59))
EAST = datetime.timezone(datetime.timedelta(hours=23, minutes=59))


class Unprintable:
    """An object whose repr raises."""

    def __repr__(self) -> str:
        raise RuntimeError("This object has no repr.")


class NotAnIndex:
    """An object whose `__index__` raises, as that of an array of several numbers does."""

    def __index__(self) -> int:
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


class Number(IntEnum):
    """An enum of numbers."""

    ONE = 1
    MANY = 2**40


class OwnStr(str):
    """A subclass of `str`."""

    __slots__ = ()


def _generator() -> Iterator[int]:
    yield 1


def _circular() -> list[Any]:
    circular: list[Any] = [1]
    circular.append(circular)
    return circular


def _circular_dict() -> dict[str, Any]:
    circular: dict[str, Any] = {"PersonFirstName": "A"}
    circular["PersonLastName"] = circular
    return circular


@cache
def _deep(levels: int) -> list[Any]:
    deep: list[Any] = []
    for _ in range(levels):
        deep = [deep]
    return deep


CONSTANTS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 1000, 1001, 2**31, 2**63 - 1, 2**63, 2**70, -(2**70), 10**5000,
    Number.ONE, Number.MANY,
    0.0, -0.0, 0.5, 2.5, 1e308, -1e308, 5e-324, math.nan, math.inf, -math.inf, 1j, Fraction(1, 3),
    Decimal("1.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+400"), Decimal("1E-400"),
    Decimal("1E+999999"),
    "", " ", "x", "0", "1", "00", "٣", "É", "\0", "a\0b", "\ud800", "a\udfffb", "\u202e", "x" * 100_000, "9" * 5000,
    "..", "../..", "/", "//host", "?a=b", "#", "%", "%zz", "{id}", "a b", "line\r\nbreak", "'", "';--", "2024-05-31",
    "0001-01-01T00:00:00", "9999-12-31T23:59:59.9999999+23:59", "true", "None", "inf", OwnStr("Yes"), "[]",
    "{}", "null",
    "http://[", "http://x:99999/", "https://user:pass@host/?q#f", "mailto:a@b", "file:///dev/null",
    b"", b"x", b"\xff\xfe", b"\0" * 1000, b"{", b"[" * 100_000,
    datetime.date.min, datetime.date.max, datetime.date(2024, 2, 29),
    datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59, 999999),
    datetime.datetime.min.replace(tzinfo=EAST), datetime.datetime.max.replace(tzinfo=WEST),
    datetime.datetime.min.replace(tzinfo=datetime.UTC), datetime.datetime.max.replace(tzinfo=datetime.UTC),
    datetime.datetime(2024, 5, 31, 12, 30, 15, 123456, tzinfo=NORWAY), datetime.datetime(1899, 12, 29, 6),
    datetime.time(12, 30), datetime.timedelta(days=1), datetime.timedelta.max, datetime.UTC,
    (), (1, 2), frozenset(), frozenset({"All"}), range(3), Path(), Path("missing/file"), Path("a\0b"), Path("\ud800"),
    uuid.UUID(int=0), UNSET, ..., int, str, Model, models.PersonDto, ValueError, ValueError("x"), len,
    SimpleNamespace(), io, object(),
)  # fmt: skip

MAKERS: tuple[Callable[[], Any], ...] = (
    bytearray, lambda: bytearray(b"abc"), lambda: memoryview(b"abc"), list, dict, set, _generator, _circular,
    _circular_dict, lambda: iter([1]), lambda: [None], lambda: [[]], lambda: {1: 2}, lambda: {None: None},
    lambda: {(1, 2): object()}, lambda: {"": ""}, lambda: {"PersonFirstName": object()}, lambda: {"\ud800": "\ud800"},
    lambda: [math.nan], lambda: {"a": math.inf}, lambda: [10**5000], lambda: {"a": {"b": {1, 2}}}, Unprintable,
    NotAnIndex, lambda: [Unprintable()], lambda: {"a": Unprintable()}, lambda: lambda: None,
    lambda: lambda *_, **__: None, lambda: io.BytesIO(b"abc"), lambda: io.StringIO("abc"), lambda: _deep(300),
    lambda: _deep(20_000), lambda: {"a": _deep(20_000)}, lambda: map(int, "12"), lambda: zip([1], [2], strict=True),
)  # fmt: skip


class Values:
    """Makes random arguments.

    Args:
        random: Where all choices come from.
        folder: An existing folder, for files.
    """

    def __init__(self, random: Random, folder: Path) -> None:
        self.random = random
        self._folder = folder
        # A call of one odd argument among fitting ones gets further than a call of many.
        self._fits = random.choice((0.98, 0.9, 0.7, 0.4))

    def any(self) -> Any:
        """Return a value of any type."""
        kind = self.random.random()
        if kind < 0.62:
            return self.random.choice(CONSTANTS)
        if kind < 0.8:
            return self.random.choice(MAKERS)()
        if kind < 0.9:
            return self.record(self.random.choice(MODELS))
        inner = [self.any() for _ in range(self.random.randint(1, 2))]
        return inner if kind < 0.95 else {self._hashable(): each for each in inner}

    def record(self, model: type[Model]) -> Model:
        """Return a record with a few properties, some of them of a wrong type."""
        record = model.from_dict({})
        attributes = [each for each in attrs.fields(model) if not each.name.startswith("_")]
        for each in self.random.sample(attributes, min(len(attributes), self.random.randint(0, 4))):
            with suppress(FieldValueError):  # what is no date
                setattr(record, each.name, self.argument(each.name, str(each.type)))
        if self.random.random() < 0.05:
            record.additional_properties[self.text()] = self.any()
        return record

    def quotation_line(self) -> Any:
        """Return a quotation line, as a record or as a dict."""
        record = self.record(self.random.choice((models.QuotationLineDto, models.QuotationLineUpdateDto)))
        return {name: record[name] for name in record} if self.random.random() < 0.4 else record

    def text(self) -> str:
        """Return a string."""
        text: str = self.random.choice([each for each in CONSTANTS if isinstance(each, str)])
        return text

    def number(self) -> int:
        """Return an id that often exists."""
        return self.random.choice((1, 1, 2, 3, 5, 0))

    def moment(self) -> datetime.date:
        """Return a date or a datetime."""
        found: datetime.date = self.random.choice([each for each in CONSTANTS if isinstance(each, datetime.date)])
        return found

    def argument(self, name: str, annotation: str) -> Any:
        """Return an argument for a parameter: one that fits it, or any value."""
        if name in ALWAYS_FITTING or self.random.random() < self._fits:
            return self.fitting(name, annotation)
        value = self.any()
        return value if name not in CALLBACKS or not callable(value) else 5

    def further(self) -> dict[str, Any]:
        """Return arguments for `**values`: properties, options or placeholders."""
        names = self.random.sample(("a", "b", *KEYS), self.random.choice((0, 1, 1, 2)))
        return {name: self.any() for name in names}

    def fitting(self, name: str, annotation: str) -> Any:
        """Return a value that fits the name of a parameter, or else its annotation."""
        by_name = _BY_NAME.get(name)
        if by_name is not None:
            return by_name(self)
        if re.search(r"\b(list|List|Sequence|Iterable)\[", annotation):
            inner = re.sub(r"^.*?\b(?:list|List|Sequence|Iterable)\[", "", annotation)
            return [self.fitting("", inner) for _ in range(self.random.randint(0, 3))]
        named = [NAMED[word] for word in re.findall(r"\w+", annotation) if word in NAMED]
        if named:
            return self._of_model(self.random.choice(named))
        for word, make in _BY_ANNOTATION.items():
            if re.search(rf"\b{word}\b", annotation):
                return make(self)
        return self.any()

    def _of_model(self, named: Any) -> Any:
        if not isinstance(named, type):
            return self.random.choice(get_args(named))  # an enum
        record = self.record(named)
        return {name: record[name] for name in record} if self.random.random() < 0.2 else record

    def _hashable(self) -> Any:
        value = self.random.choice(CONSTANTS)
        return value if value.__hash__ and not isinstance(value, SimpleNamespace | Decimal) else "a"

    def folder(self) -> Path:
        """Return a folder that exists."""
        return self._folder

    def file(self) -> Path:
        """Return a file that exists."""
        path = self._folder / "offer.pdf"
        path.write_bytes(b"%PDF")
        return path

    def table(self) -> Any:
        """Return a table of the API."""
        return self.random.choice((PERSONS, ORGANISATIONS, ACTIVITIES, BUDGETS, USERS))


STATEMENTS = (
    "SELECT * FROM Person", "SELECT * FROM Person WHERE PersonId = :a", "SELECT * FROM Person WHERE PersonId IN :a",
    "SELECT * FROM Person WHERE PersonUpdatedAt >= :a", "SELECT a-:a FROM Person", "SELECT * FROM Person WHERE x <> :a",
    "SELECT * FROM Person WHERE PersonId IN (:a, :b)", "SELECT 'a", "DELETE FROM Person", "SELECT 1; SELECT 2", "",
)  # fmt: skip
ENTITIES = ("Organisation", "Organisations", "Person", "persons", "QuotationLines", "Deliveries", "User", "Meetings")
KEYS = ("PersonId", "PersonEmail", "person_email", "OrganisationExtraCustom8", "organisation_name", "nonsense")
PAYLOADS: tuple[Any, ...] = (
    b'{"Url": "https://api.webcrm.com/Persons/12"}', '{"EntityType": "Person", "Id": 12}',
    {"Entity": "Persons", "id": 5},
    "Url=/Persons/12", b"\xff", "[" * 100_000, {"entity": "Persons", "id": "9" * 5000}, '{"Id": 1e999}',
)  # fmt: skip
CHOICES = ("-- choose --", "VIP", "00: Gold, large", "01: Silver")

CALLBACKS = frozenset({"progress", "clock", "wall_clock", "sleep", "sleep_async", "jitter", "event_hooks"})
"""Parameters that take functions. They get no function that raises."""
ALWAYS_FITTING = frozenset({"table", "listing", "properties", "what", "records_to_generate"})
"""Parameters that only code of this package passes; and those whose every value would take long."""

_BY_NAME: dict[str, Callable[[Values], Any]] = {
    "statement": lambda values: values.random.choice(STATEMENTS),
    "entity": lambda values: values.random.choice(ENTITIES),
    "key": lambda values: values.random.choice(KEYS),
    "path": lambda values: values.random.choice(("/Persons/1", "/Persons?Size=1", "/Nothing", "Persons", "/{a}")),
    "method": lambda values: values.random.choice(("GET", "get", "POST", "PUT", "DELETE", "PATCH", "HEAD", "TRACE")),
    "params": lambda values: {values.text(): values.any()},
    "headers": lambda values: {values.random.choice(("X-A", "a b", "\ud800", "Authorization")): values.any()},
    "json": Values.any,
    "size": lambda values: values.random.choice((1, 2, 50, 1000)),
    "concurrency": lambda values: values.random.choice((1, 1, 1, 2)),
    "batch": lambda values: values.random.choice((1, 100)),
    "progress": lambda _: lambda *_: None,
    "to": Values.folder,
    "source": lambda values: values.random.choice((values.file(), b"abc", io.BytesIO(b"abc"), bytearray(b"a"))),
    "file": lambda _: io.BytesIO(),
    "file_name": lambda values: values.random.choice(("offer.pdf", ".pdf", "a/b", "CON", "D:", values.text()[:50])),
    "event": lambda values: values.random.choice(("Create", "Update", "Delete")),
    "filters": lambda _: ["All"],
    "target_url": lambda values: values.random.choice(("https://crm.example/hook", "http://127.0.0.1:9/")),
    "match": lambda values: values.random.choice(("exact", "closest-case")),
    "dates": lambda values: values.random.choice(("iso", "ole")),
    "types": lambda values: {values.random.choice(("OrganisationCustom1", "Customer type")): "date"},
    "into": lambda values: values.random.choice((None, models.PersonDto, models.OrganisationDto)),
    "table": Values.table,
    "body": lambda values: values.random.choice(PAYLOADS),
    "choices": lambda _: CHOICES,
    "selected": lambda values: values.random.sample(CHOICES, 2),
    "stored": lambda values: values.random.choice(("Yes", "No", "12", "1,5", "20180628", "28/06/2018", "[]", "VIP")),
    "positive": lambda values: values.random.random() < 0.5,
    "compact": lambda values: values.random.random() < 0.5,
    "longest": lambda values: values.random.choice((1800, 10)),
    "values": lambda values: {"a": values.any()},
    "properties": lambda values: {values.random.choice(KEYS): values.any()},
    "options": lambda values: {"timeout": values.argument("timeout", "float")},
    "record": lambda values: values.record(values.random.choice((models.OrganisationDto, models.PersonDto))),
    "records": lambda values: [values.record(values.random.choice((models.OrganisationDto, models.PersonDto)))],
    "quotation_lines": lambda values: [values.quotation_line() for _ in range(values.random.randint(0, 2))],
    "quotation_line": lambda values: values.quotation_line(),
    # settings
    "application_token": lambda _: "00000000-0000-4000-8000-0000000000ff",
    "base_url": lambda values: values.random.choice(("https://crm.example", "http://127.0.0.1:9", "http://[::1]:9/a")),
    "timeout": lambda values: values.random.choice((1, 0.5, httpx.Timeout(5, connect=1), 60)),
    "retries": lambda _: Retries(max_attempts=1),
    "user_agent": lambda _: "fuzz",
    "requests_per_minute": lambda values: values.random.choice((None, 1, 250)),
    "rate_limiter": lambda _: LocalRateLimiter(),
    "reservation": lambda values: LocalRateLimiter().acquire("key", values.random.choice((None, 1, 250))),
    "token_store": lambda values: values.random.choice((MemoryTokenStore(), FileTokenStore(values.folder() / "t"))),
    "linked_data": lambda _: {"QuotationLines": True},
    "transport": lambda _: httpx.MockTransport(lambda _request: httpx.Response(200)),
    "verify": lambda _: True,
    "proxy": lambda values: values.random.choice((None, "http://127.0.0.1:9", "socks5://127.0.0.1:9")),
    "event_hooks": lambda _: {"request": [lambda _request: None]},
    "clock": lambda _: lambda: 1000.0,
    "wall_clock": lambda _: lambda: 1000.0,
    "sleep": lambda _: lambda _seconds: None,
    "jitter": lambda _: lambda: 0.5,
    "token": lambda _: Token(access="abc", expires_at=10.0),
    "holder": lambda _: "holder",
    "seconds": lambda _: 1.0,
    "allowed_hosts": lambda _: ["crm.test"],
    "times": lambda _: 1,
    "operation": lambda values: values.random.choice(("persons.update", "persons.updat")),
    "id_": lambda values: values.random.choice((1, 2, 900)),
    "kind": lambda values: values.random.choice(("status", "html", "truncated")),
    "label": lambda values: values.random.choice((*(f"Field {number}" for number in range(1, 12)), "Mark", "Nothing")),
    "mapping": lambda values: {f"Field {values.random.randint(1, 11)}": values.any()},
    "what": lambda values: next(each for _ in count() if not callable(each := values.any())),
    "call": lambda values: persons_get.call(values.any()),
    "listing": lambda _: Listing(
        call=lambda page, size: persons_list.call(page=page, size=size), items=list, paged=True
    ),
    "sleep_async": lambda _: anyio.sleep,
    "data": lambda _: None,
    "host": lambda _: "127.0.0.1",
    "port": lambda _: 0,
    "records_to_generate": lambda values: values.random.choice((0, 24, -1, 2.5, True, "x", None)),
    "application_tokens": lambda _: [ApplicationToken(name="a", token="b")],
    "definition": lambda _: None,
    "seed": lambda _: 1,
    "rules": lambda _: [],
}

_BY_ANNOTATION: dict[str, Callable[[Values], Any]] = {
    "datetime": Values.moment,
    "date": Values.moment,
    "bool": lambda values: values.random.random() < 0.5,
    "int": Values.number,
    "float": lambda values: values.random.choice((0.0, 1.5, 60.0)),
    "str": Values.text,
    "PathLike": Values.folder,
    "Mapping": lambda values: {values.text(): values.any()},
}
