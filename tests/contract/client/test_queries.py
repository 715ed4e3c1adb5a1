"""Queries: values by name, escaping, and rows and models page by page."""

from __future__ import annotations

import datetime
import enum
import inspect
import re
from decimal import Decimal
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from webcrm_api.models import OrganisationDto, PersonDto
from webcrm_api.tables import ORGANISATIONS

from tests.examples import examples
from webcrm_ext import ConfigurationError, QueryError, WebCRM
from webcrm_ext.dates import ole_date, query_date
from webcrm_ext.queries.formatting import LONGEST_SCRIPT, format_query, literal
from webcrm_ext.queries.selection import condition, equal_to_any, select
from webcrm_ext.sandbox import Sandbox

NAMED = inspect.Parameter.KEYWORD_ONLY
MOMENT = datetime.datetime(2020, 1, 23, 10, 53, 17)
HOSTILE = [
    "'; DROP TABLE Person --", "' OR '1'='1", "/* ' */", "--", "a''b", "'", "''", "\\'", ":x", '"x"', "[x]",
    "line\nbreak",
    "\r\n", "tab\t", "a;b", "%_", "Ægir 😀", "\u2019", "ʼ", "\u2028", "N'x", "{x}", "/*", "*/ 1", "é\u0301",
    "x" * 600,
]  # fmt: skip


@pytest.fixture(scope="module")
def running():
    with Sandbox(records=40, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture
def either(running, connect_either):
    running.requests.clear()
    return connect_either(running)


@pytest.fixture(scope="module")
def shared(running):
    with WebCRM(running.application_token, base_url=running.url, requests_per_minute=None) as crm:
        yield crm


def hostile_examples(test):
    for text in HOSTILE:
        test = example(text)(test)
    return test


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60))
@hostile_examples
def test_any_string_is_found_and_injects_nothing(shared, text):
    shared.organisations.update(2, OrganisationDto(organisation_id=2, organisation_comment=text))
    by_hand = "SELECT OrganisationId, OrganisationComment FROM Organisation WHERE OrganisationComment = :x"
    held = [row for row in shared.query(by_hand, x=text) if row["OrganisationId"] == 2]
    assert [row["OrganisationComment"] for row in held] == [text]
    listed = shared.query(f"{by_hand[:-4]}IN (:x)", x=[text, text + "?"])
    assert [row["OrganisationComment"] for row in listed if row["OrganisationId"] == 2] == [text]
    assert 2 in [each.organisation_id for each in shared.organisations.find(organisation_comment=text)]
    # The condition after the value still applies, so no part of the value was read as SQL.
    both = shared.query(f"{by_hand} AND OrganisationId = :id -- ' :y", x=text, id=2)
    assert [row["OrganisationComment"] for row in both] == [text]
    assert shared.query(f"{by_hand} AND OrganisationId = :id", x=text, id=0).to_list() == []


def test_values_are_written_by_their_type():
    statement = "SELECT * FROM P WHERE A = :a AND B <> :b AND C IN :c AND D = :d AND E = ':a' AND F >= :f -- :z"
    values = {"a": None, "b": None, "c": [1, 2], "d": True, "f": MOMENT}
    assert format_query(statement, values) == [
        "SELECT * FROM P WHERE A IS NULL AND B IS NOT NULL AND C IN (1, 2) AND D = 1 AND E = ':a' "
        "AND F >= '2020-01-23T10:53:17.0000000' -- :z"
    ]
    assert format_query("SELECT A FROM P WHERE F = :f;", {"f": MOMENT}, dates="ole") == [
        "SELECT A FROM P WHERE F = 43853.4536689815"
    ]
    assert format_query("SELECT A FROM P WHERE F IN (:f)", {"f": ("x", "y'")}) == [
        "SELECT A FROM P WHERE F IN ('x', 'y''')"
    ]
    assert format_query("SELECT A FROM P /* :n */ WHERE F=:f", {"f": False}) == ["SELECT A FROM P /* :n */ WHERE F=0"]
    assert format_query("SELECT A FROM P WHERE A=:a AND B<>:b", {"a": None, "b": None}) == [
        "SELECT A FROM P WHERE A IS NULL AND B IS NOT NULL"
    ]
    assert format_query("SELECT A FROM P WHERE A IN (:a) OR B IN :a OR C in(\n :a)", {"a": [1, 2]}) == [
        "SELECT A FROM P WHERE A IN (1, 2) OR B IN (1, 2) OR C in(\n 1, 2)"
    ]
    assert format_query("SELECT A FROM P WHERE A IN ( /* of all */ :a)", {"a": ["x"]}) == [
        "SELECT A FROM P WHERE A IN ( /* of all */ 'x')"
    ]
    assert format_query("SELECT A-:a FROM P WHERE B=-:a", {"a": -1}) == ["SELECT A- -1 FROM P WHERE B=- -1"]
    written = (literal(1.5e-7), literal(Decimal("1.50")), literal("a'b"), literal(datetime.date(2020, 1, 2)))
    assert written == ("0.00000015", "1.50", "'a''b'", "'2020-01-02T00:00:00.0000000'")


def test_number_subclass_is_written_as_its_number():
    class Shown(float):
        def __repr__(self) -> str:
            return f"Shown({float(self)})"

    numbered = enum.Enum("numbered", {"PRODUCT": 7}, type=int)
    assert (literal(Shown(1.5)), literal(numbered.PRODUCT), literal(10**30)) == ("1.5", "7", "1" + "0" * 30)
    for number in (Decimal("sNaN"), Decimal("-Infinity"), 10**400, Decimal("1e999999"), Decimal("1e-999999")):
        with pytest.raises(QueryError, match="not a number"):
            literal(number)


def test_first_and_last_moments_can_be_queried(either):
    east, west = (datetime.timezone(datetime.timedelta(hours=hours)) for hours in (2, -2))
    first = datetime.datetime(1, 1, 1, tzinfo=east)
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=west)
    between = "SELECT PersonId FROM Person WHERE PersonCreatedAt >= :first AND PersonCreatedAt <= :last"
    assert len(either.query(between, first=first, last=last).to_list()) == 40


@pytest.mark.parametrize(
    "column", ["PersonUpdatedAt", "[Delete]", '"Drop"', "'INTO'", "PersonSet", "Into_", "/* EXEC */ A", "A -- UPDATE\n"]
)
def test_names_that_look_like_keywords_are_accepted(column):
    statement = f"SELECT {column} FROM Person WHERE PersonId = :update"
    assert format_query(statement, {"update": "DELETE"}) == [statement.replace(":update", "'DELETE'")]


@pytest.mark.parametrize(
    ("statement", "values", "said"),
    [
        ("DELETE FROM Person", {}, "Only a SELECT"),
        ("insert into Person values (1)", {}, "Only a SELECT"),
        ("SELECTED", {}, "Only a SELECT"),
        ("", {}, "Only a SELECT"),
        ("/* SELECT */ DROP TABLE x", {}, "Only a SELECT"),
        ("SELECT 1; DELETE FROM Person", {}, "one statement"),
        ("SELECT 1;; ", {}, "one statement"),
        ("SELECT 1 DELETE FROM Person", {}, "contains DELETE"),
        ("SELECT 1\ninsert into Person values (1)", {}, "contains INSERT"),
        ("SELECT * INTO X FROM Person", {}, r"contains INTO\. Write a column of that name in brackets: \[INTO\]"),
        ("SELECT 1/**/exec/**/sp_who", {}, "contains EXEC"),
        ("SELECT 'a'UPDATE Person SET PersonName = 'b'", {}, "contains UPDATE"),
        ("SELECT 1 DROP TABLE Person", {}, "contains DROP"),
        ("SELECT 'open", {}, "never closed, at character 8"),
        ('SELECT "open', {}, "never closed"),
        ("SELECT [open", {}, "never closed"),
        ("SELECT 1 /* open", {}, "never closed"),
        ("SELECT * FROM P WHERE A = :a", {}, "no value for :a"),
        ("SELECT * FROM P WHERE A = :size", {"size": 5}, ":size is an argument of query itself; rename"),
        ("SELECT * FROM P WHERE A = :dates AND B = :b", {"dates": "ole"}, ":dates is an argument of query itself"),
        ("SELECT * FROM P", {"a": 1}, "no placeholder for a; write it as :a"),
        ("SELECT * FROM P WHERE A >= :a", {"a": None}, "is None"),
        ("SELECT * FROM P WHERE A = :a", {"a": [1]}, "is a list; write IN :a"),
        ("SELECT * FROM P WHERE A > :a", {"a": [1]}, "is a list; write IN :a"),
        ("SELECT * FROM P WHERE A IN (0, :a)", {"a": [1]}, "is a list; write IN :a"),
        ("SELECT * FROM P WHERE A IN :a", {"a": []}, "empty list"),
        ("SELECT * FROM P WHERE A IN :a", {"a": [None]}, "must not contain None or lists"),
        ("SELECT * FROM P WHERE A NOT IN :a", {"a": list(range(9999))}, "NOT cannot be split"),
        ("SELECT * FROM P WHERE A IN :a AND B IN :b", {"a": list(range(999)), "b": list(range(999))}, "several lists"),
        ("SELECT * FROM P WHERE A IN :a AND B IN :a", {"a": list(range(999))}, "several lists"),
        ("SELECT * FROM P WHERE A = (SELECT B FROM Q WHERE C IN :a)", {"a": list(range(999))}, "SELECT"),
        ("SELECT * FROM P WHERE A IN :a EXCEPT SELECT * FROM Q", {"a": list(range(999))}, "EXCEPT"),
        ("SELECT * FROM P WHERE A IN :a INTERSECT SELECT 1", {"a": list(range(999))}, "INTERSECT"),
        ("SELECT * FROM P WHERE CASE WHEN A IN :a THEN 0 ELSE 1 END = 1", {"a": list(range(999))}, "CASE"),
        ("SELECT * FROM P WHERE IIF(A IN :a, 0, 1) = 1", {"a": list(range(999))}, "IIF"),
        ("SELECT * FROM P LEFT JOIN Q ON (P.A = Q.A AND Q.A IN :a)", {"a": list(range(999))}, "outside of its WHERE"),
        ("SELECT * FROM P WHERE A IN :a OR B = 1", {"a": list(range(999))}, "OR"),
        ("SELECT * FROM P WHERE NOT A IN :a", {"a": list(range(999))}, "NOT"),
        ("SELECT TOP 5 * FROM P WHERE A IN :a", {"a": list(range(999))}, "TOP"),
        ("SELECT COUNT (*) FROM P WHERE A IN :a", {"a": list(range(999))}, "COUNT"),
        ("SELECT * FROM P WHERE A IN :a ORDER BY A", {"a": list(range(999))}, "ORDER"),
        *(
            (f"SELECT {what}(A) FROM P WHERE A IN :a", {"a": list(range(999))}, f"{what} cannot be split")
            for what in ("COUNT_BIG", "STDEVP", "VAR", "CHECKSUM_AGG", "GROUP_CONCAT", "TOTAL", "GROUPING_ID")
        ),
        ("SELECT DISTINCT A FROM P WHERE A IN :a", {"a": list(range(999))}, "DISTINCT"),
        ("SELECT * FROM P WHERE A IN :a LIMIT 5", {"a": list(range(999))}, "LIMIT cannot be split"),
        ("SELECT * FROM P WHERE A IN :a OFFSET 5 ROWS", {"a": list(range(999))}, "OFFSET cannot be split"),
        ("SELECT * FROM P WHERE A IN :a FOR JSON AUTO", {"a": list(range(999))}, "FOR cannot be split"),
        ("SELECT * FROM P WHERE A = :a", {"a": float("nan")}, "not a number"),
        ("SELECT * FROM P WHERE A = :a", {"a": object()}, "cannot contain a object"),
        ("SELECT * FROM P WHERE A = :a", {"a": "\0"}, "NUL"),
        ("SELECT * FROM P WHERE A = :a", {"a": "\ud800"}, "half of a character"),
        ("SELECT * FROM P", {"into": "PersonDto"}, "into is 'PersonDto'. Pass a class of webcrm_api.models"),
        ("SELECT * FROM P", {"into": PersonDto(person_id=1)}, r"into is PersonDto\("),
        ("SELECT * FROM P", {"into": dict}, "into is <class 'dict'>"),
        (b"SELECT 1", {}, "The statement is b'SELECT 1'. Pass a SELECT as a string"),
        (None, {}, "The statement is None"),
    ],
)  # fmt: skip
def test_invalid_query_raises_before_any_call(running, either, statement, values, said):
    with pytest.raises(QueryError, match=said):
        either.query(statement, **values)
    assert len(running.requests) == 0


def test_placeholder_named_like_an_argument_raises():
    arguments = [each.name for each in inspect.signature(WebCRM.query).parameters.values() if each.kind is NAMED]
    assert arguments
    for name in arguments:
        with pytest.raises(QueryError, match=f":{name} is an argument of query itself"):
            format_query(f"SELECT * FROM P WHERE A = :{name}", {})


@pytest.mark.parametrize("keyset", [False, True], ids=["by number", "by id"])
@pytest.mark.parametrize("size", [0, 1001, "10", 10.0])
def test_invalid_page_size_raises_before_any_call(running, either, size, keyset):
    for refused in (
        lambda: either.persons.find(person_id=1, size=size, keyset=keyset),
        lambda: either.persons.changed_since(MOMENT, size=size, keyset=keyset),
        lambda: either.query("SELECT * FROM Person", size=size),
    ):
        with pytest.raises(ConfigurationError, match=f"size is {size!r}; a page has 1 to 1000"):
            refused()
    assert len(running.requests) == 0


def test_rows_keep_the_columns_that_only_queries_have_and_records_do_not(either):
    (row,) = either.query("SELECT PersonId, PersonName FROM Person WHERE PersonId = :id", id=3)
    assert (row["PersonId"], set(row)) == (3, {"PersonId", "PersonName", "RowNumber"})
    people = list(either.query("select * from person where personid in (:ids)", into=PersonDto, ids=[1, 2]))
    assert [type(each) for each in people] == [PersonDto, PersonDto]
    assert people[0].additional_properties == {}
    (row,) = either.query("SELECT * FROM Person WHERE PersonId = :id", id=1)
    assert {"RowNumber", "p_lastLogin"} <= set(row)


def test_custom_fields_are_formatted_unless_raw_is_requested(either):
    either.organisations.update(5, OrganisationDto.from_dict({"OrganisationId": 5, "OrganisationCustom3": "Yes"}))
    asked = "SELECT OrganisationCustom3 FROM Organisation WHERE OrganisationId = :id"
    assert either.query(asked, id=5).first()["OrganisationCustom3"] == "Yes"
    assert either.query(asked, id=5, format_custom_fields=False).first()["OrganisationCustom3"] == "1"


@pytest.mark.parametrize("dates", ["iso", "ole"])
def test_moments_are_found_as_iso_and_as_ole_dates(running, either, dates):
    record = running.record("Products", 4)
    running.put_record("Products", 4, {**record, "ProductUpdatedAt": "2020-01-23T10:53:17"})
    asked = "SELECT ProductId FROM Product WHERE ProductUpdatedAt = :when"
    assert 4 in [row["ProductId"] for row in either.query(asked, when=MOMENT, dates=dates)]
    assert 4 not in [row["ProductId"] for row in either.query(asked, when=MOMENT.replace(second=18), dates=dates)]
    assert ole_date(MOMENT) == pytest.approx(43853.4536689814, abs=1e-9)
    assert query_date(MOMENT) == "2020-01-23T10:53:17.0000000"


def store_moments(running, *moments):
    """Store products from id 4 on with these dates of change."""
    record = running.record("Products", 4)
    for id_, moment in enumerate(moments, 4):
        running.put_record("Products", id_, {**record, "ProductId": id_, "ProductUpdatedAt": moment})


FRACTIONS = ("", ".1", ".1234567", ".0000009", ".9999999", ".1225", ".1224999", ".1235009", ".0000001")
"""Fractions of a second, as the service writes them."""


@pytest.mark.slow
@pytest.mark.matrix
@pytest.mark.parametrize("offset", ["", "Z", "+02:00"])
@pytest.mark.parametrize("dates", ["iso", "ole"])
@pytest.mark.parametrize(
    "where",
    [
        "ProductUpdatedAt = :when",
        "p.ProductUpdatedAt=:when AND ProductId > 0",
        "[ProductUpdatedAt] = :when OR ProductId = -1",
        ":when = ProductUpdatedAt",
        "ProductUpdatedAt IN :whens",
        "ProductUpdatedAt IN (:when)",
        "ProductUpdatedAt IN (:other, :when)",
        "NOT ProductUpdatedAt <> :when",
        "NOT (ProductUpdatedAt != :when)",
    ],
)
def test_own_datetime_of_a_record_finds_it_again(running, either, where, dates, offset):
    for fraction in FRACTIONS:
        store_moments(running, f"2020-01-23T10:53:17{fraction}{offset}", "2020-01-23T10:53:18.5")
        when = either.products.get(4).product_updated_at
        values = {"when": when, "whens": [when], "other": when + datetime.timedelta(days=9)}
        used = {name: values[name] for name in re.findall(r":(\w+)", where)}
        found = either.query(f"SELECT ProductId FROM Product p WHERE {where}", dates=dates, **used)
        assert [row["ProductId"] for row in found] == [4], fraction


@pytest.mark.parametrize("offset", ["", "Z", "+02:00"])
def test_find_takes_the_own_datetime_of_a_record(running, either, offset):
    for fraction in FRACTIONS:
        store_moments(running, f"2020-01-23T10:53:17{fraction}{offset}", "2020-01-23T10:53:18.5")
        when = either.products.get(4).product_updated_at
        assert [each.product_id for each in either.products.find(product_updated_at=when)] == [4], fraction


def test_equal_moment_leaves_out_the_next_microsecond(running, either):
    first = "2020-01-23T10:53:17.123456"
    store_moments(running, f"{first}0Z", f"{first}9Z", "2020-01-23T10:53:17.1234570Z")
    when = datetime.datetime.fromisoformat(f"{first}Z")
    assert [each.product_id for each in either.products.find(product_updated_at=when)] == [4, 5]
    asked = "SELECT ProductId FROM Product WHERE ProductUpdatedAt = :when"
    assert [row["ProductId"] for row in either.query(asked, when=when)] == [4, 5]
    others = either.query(f"{asked.replace('=', '<>')} AND ProductId <= 6", when=when)
    assert [row["ProductId"] for row in others if row["ProductId"] >= 4] == [6]


@pytest.mark.parametrize("dates", ["iso", "ole"])
@pytest.mark.parametrize("text", ["0001-01-01T00:00:00", "0099-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999Z"])
def test_first_and_last_moments_find_their_record(running, either, text, dates):
    store_moments(running, text)
    when = datetime.datetime.fromisoformat(text)
    assert 4 in [each.product_id for each in either.products.find(product_updated_at=when)]
    equal = either.query("SELECT ProductId FROM Product WHERE ProductUpdatedAt = :when", when=when)
    assert 4 in [row["ProductId"] for row in equal]
    since = "SELECT ProductId FROM Product WHERE ProductUpdatedAt >= :when"
    # Before the year 100 there is no OLE number.
    assert 4 in [row["ProductId"] for row in either.query(since, when=when, dates=dates)]


def test_joins_order_and_linked_data_table_work(either):
    joined = "SELECT PersonId, OrganisationName FROM Person JOIN Organisation ON Person WHERE PersonId = :id"
    assert either.query(joined, id=1).first()["OrganisationName"]
    on = "(p.PersonOrganisationId = o.OrganisationId)"
    named = f"SELECT p.PersonId FROM Person p\nJOIN Organisation o ON {on} ORDER BY p.PersonId DESC"
    ids = [row["PersonId"] for row in either.query(named)]
    assert ids == sorted(ids, reverse=True)
    items = either.query("SELECT * FROM LinkedData WHERE LinkedDataItemEntityType = :product", product=7)
    assert all(row["LinkedDataItemEntityType"] for row in items)


@pytest.mark.slow
def test_long_lists_are_split_over_queries_that_fit_a_url(running, either):
    ids = [*range(1, 900), *range(1, 900)]
    people = either.query("SELECT * FROM Person WHERE PersonId IN :ids", into=PersonDto, ids=ids, size=10)
    assert sorted(each.person_id for each in people) == [*range(1, 41)]
    asked = [call for call in running.requests if call.path == "/Queries"]
    assert len({call.query.partition("&")[0] for call in asked}) > 2
    assert max(len(call.query) for call in asked) < 2048
    assert people.first().person_id == 1
    assert (len(people.page(1)), people.page(99), len(people.to_list())) == (10, [], 40)
    with pytest.raises(ConfigurationError, match="numbered from 1"):
        people.page(0)
    none = either.query("SELECT * FROM Person WHERE PersonId IN :ids", ids=[*range(5000, 6000)])
    assert (none.first(), list(none)) == (None, [])
    for size in (0, 1001):
        with pytest.raises(ConfigurationError, match="1 to 1000"):
            either.query("SELECT * FROM Person WHERE PersonId IN :ids", ids=ids, size=size)


@settings(derandomize=True, deadline=None)
@given(some.lists(some.text(max_size=50) | some.integers(), min_size=1, max_size=300), some.integers(200, 3000))
def test_split_list_loses_and_repeats_nothing(items, longest):
    items = [item for item in items if not isinstance(item, str) or ("\0" not in item and item.isprintable())] or ["x"]
    scripts = format_query("SELECT A FROM P WHERE A IN :items", {"items": items}, longest=longest)
    inside = [script.removeprefix("SELECT A FROM P WHERE A IN (").removesuffix(")") for script in scripts]
    assert all(len(quote(script)) <= longest or "," not in one for script, one in zip(scripts, inside, strict=True))
    # A list that is too long loses its repeated values, even if one query is enough then.
    fits = len(quote(f"SELECT A FROM P WHERE A IN ({', '.join(map(literal, items))})")) <= longest
    literals = [literal(item) for item in (items if fits else dict.fromkeys(items))]
    # The same total length as each literal once, and every literal is included.
    assert len(", ".join(inside)) == len(", ".join(literals))
    assert all(any(each in one for one in inside) for each in literals)


DAY = datetime.date(2020, 1, 23)


@pytest.mark.parametrize(
    "alike",
    [["needle", "NEEDLE"], ["needle", "needle "], ["caf\u00e9", "cafe\u0301"], ["\u00e5r", "ar"], ["a\tb", "ab"],
     [7, "7"], [1, "01"], [1, " +1.00"], ["1e0", Decimal("1.0")], [1, "true"], ["False", 0], ["", 0], [0.5, ".50"],
     [10**17, "1e17"], [DAY, "2020-01-23"], [DAY, "20200123"], [20200123, "2020-01-23T00:00:00Z"], ["43853", DAY],
     [MOMENT, "2020-01-23 10:53:17"], [MOMENT, 43853.4536689815], ["2020-01-23T12:53:17+02:00", MOMENT],
     [datetime.datetime(1, 1, 1), "0001-01-01T00:00:00+00:00"]],
)  # fmt: skip
def test_values_that_may_be_equal_stay_in_one_query(alike):
    one, other = alike
    items = [one, *(f"other {number}" for number in range(400)), other]
    scripts = format_query("SELECT A FROM P WHERE A IN :items", {"items": items})
    assert len(scripts) > 2
    # A moment in a list is an OLE number, as far as there is one.
    ole = [isinstance(item, datetime.datetime) and item.year > 1 for item in alike]
    written = [literal(item, "ole" if is_ole else "iso") for item, is_ole in zip(alike, ole, strict=True)]
    assert [", ".join(written) in script for script in scripts] == [True, *[False] * (len(scripts) - 1)]


def test_numbers_spelled_twice_return_their_rows_once(running, either):
    ids = [1, *range(2, 900), "01", "2.0", "+3"]
    found = either.query("SELECT PersonId FROM Person WHERE PersonId IN :ids", ids=ids).to_list()
    assert len({call.query for call in running.requests if call.path == "/Queries"}) > 2
    assert sorted(row["PersonId"] for row in found) == [*range(1, 41)]


def test_split_list_repeats_no_row_and_a_reused_list_raises(running, either):
    either.organisations.update(3, OrganisationDto(organisation_id=3, organisation_comment="Needle"))
    texts = ["needle", *(f"other {number}" for number in range(400)), "NEEDLE"]
    asked = "SELECT OrganisationId FROM Organisation WHERE OrganisationComment IN :texts"
    assert [row["OrganisationId"] for row in either.query(asked, texts=texts)] == [3]
    pairs = "SELECT PersonId FROM Person WHERE PersonId IN :ids AND PersonOrganisationId IN :ids"
    few = [row["PersonId"] for row in either.query(pairs, ids=[*range(1, 40)])]
    assert few
    running.requests.clear()
    with pytest.raises(QueryError, match="several lists"):
        either.query(pairs, ids=[*range(1, 20), *range(100_000, 100_900), *range(20, 40)])
    assert len(running.requests) == 0


@settings(derandomize=True, deadline=None)
@given(
    some.lists(some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\0")), max_size=50),
    some.integers(150, LONGEST_SCRIPT),
)
def test_every_look_up_condition_fits_a_url(texts, longest):
    terms = [condition("OrganisationName", text) for text in texts]
    clauses = equal_to_any("OrganisationName", texts, rest=select(ORGANISATIONS, ""), longest=longest)
    assert all(len(quote(select(ORGANISATIONS, clause))) <= longest or clause in terms for clause in clauses)
    assert " OR ".join(clauses) == " OR ".join(terms)
