"""Queries: values by name, whatever is in them, and rows and models page by page."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from webcrm_api.models import OrganisationDto, PersonDto

from webcrm_ext import ConfigurationError, QueryError, WebCRM
from webcrm_ext.dates import ole_date, query_date
from webcrm_ext.query_text import format_query, literal
from webcrm_ext.sandbox import Sandbox

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


@settings(max_examples=60, deadline=None, derandomize=True)
@given(some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60))
@hostile_examples
def test_any_text_is_found_again_and_injects_nothing(shared, text):
    shared.organisations.update(2, OrganisationDto(organisation_id=2, organisation_comment=text))
    by_hand = "SELECT OrganisationId, OrganisationComment FROM Organisation WHERE OrganisationComment = :x"
    held = [row for row in shared.query(by_hand, x=text) if row["OrganisationId"] == 2]
    assert [row["OrganisationComment"] for row in held] == [text]
    listed = shared.query(f"{by_hand[:-4]}IN (:x)", x=[text, text + "?"])
    assert [row["OrganisationComment"] for row in listed if row["OrganisationId"] == 2] == [text]
    assert 2 in [each.organisation_id for each in shared.organisations.find(organisation_comment=text)]
    # It is one value beside others: what follows it still counts, so nothing of it was read as SQL.
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
    written = (literal(1.5e-7), literal(Decimal("1.50")), literal("a'b"), literal(datetime.date(2020, 1, 2)))
    assert written == ("0.00000015", "1.50", "'a''b'", "'2020-01-02T00:00:00.0000000'")


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
        ("SELECT 'open", {}, "never closed, at character 8"),
        ('SELECT "open', {}, "never closed"),
        ("SELECT [open", {}, "never closed"),
        ("SELECT 1 /* open", {}, "never closed"),
        ("SELECT * FROM P WHERE A = :a", {}, "names :a, and no value"),
        ("SELECT * FROM P", {"a": 1}, "no place for a; write it as :a"),
        ("SELECT * FROM P WHERE A >= :a", {"a": None}, "is None"),
        ("SELECT * FROM P WHERE A = :a", {"a": [1]}, "is a list; write IN :a"),
        ("SELECT * FROM P WHERE A IN :a", {"a": []}, "empty list"),
        ("SELECT * FROM P WHERE A IN :a", {"a": [None]}, "neither None nor lists"),
        ("SELECT * FROM P WHERE A NOT IN :a", {"a": list(range(9999))}, "NOT cannot be split"),
        ("SELECT * FROM P WHERE A IN :a AND B IN :b", {"a": list(range(999)), "b": list(range(999))}, "several lists"),
        ("SELECT * FROM P WHERE A IN :a OR B = 1", {"a": list(range(999))}, "OR"),
        ("SELECT * FROM P WHERE NOT A IN :a", {"a": list(range(999))}, "NOT"),
        ("SELECT TOP 5 * FROM P WHERE A IN :a", {"a": list(range(999))}, "TOP"),
        ("SELECT COUNT (*) FROM P WHERE A IN :a", {"a": list(range(999))}, "COUNT"),
        ("SELECT * FROM P WHERE A IN :a ORDER BY A", {"a": list(range(999))}, "ORDER"),
        ("SELECT * FROM P WHERE A = :a", {"a": float("nan")}, "not a number"),
        ("SELECT * FROM P WHERE A = :a", {"a": object()}, "cannot hold a object"),
        ("SELECT * FROM P WHERE A = :a", {"a": "\0"}, "NUL"),
        ("SELECT * FROM P WHERE A = :a", {"a": "\ud800"}, "half of a character"),
    ],
)  # fmt: skip
def test_what_cannot_be_queried_is_refused_before_a_call(running, either, statement, values, said):
    with pytest.raises(QueryError, match=said):
        either.query(statement, **values)
    assert len(running.requests) == 0


def test_rows_have_their_extra_columns_and_models_keep_them(either):
    (row,) = either.query("SELECT PersonId, PersonName FROM Person WHERE PersonId = :id", id=3)
    assert (row["PersonId"], set(row)) == (3, {"PersonId", "PersonName", "RowNumber"})
    people = list(either.query("select * from person where personid in (:ids)", into=PersonDto, ids=[1, 2]))
    assert [type(each) for each in people] == [PersonDto, PersonDto]
    assert (people[0].additional_properties["RowNumber"], "p_lastLogin" in people[0]) == (1, True)


def test_custom_fields_look_as_elsewhere_unless_raw_ones_are_asked_for(either):
    either.organisations.update(5, OrganisationDto.from_dict({"OrganisationId": 5, "OrganisationCustom3": "Yes"}))
    asked = "SELECT OrganisationCustom3 FROM Organisation WHERE OrganisationId = :id"
    assert either.query(asked, id=5).first()["OrganisationCustom3"] == "Yes"
    assert either.query(asked, id=5, format_custom_fields=False).first()["OrganisationCustom3"] == "1"


@pytest.mark.parametrize("dates", ["iso", "ole"])
def test_moments_are_found_as_text_and_as_ole_numbers(running, either, dates):
    record = running.record("Products", 4)
    running.put_record("Products", 4, {**record, "ProductUpdatedAt": "2020-01-23T10:53:17"})
    asked = "SELECT ProductId FROM Product WHERE ProductUpdatedAt = :when"
    assert 4 in [row["ProductId"] for row in either.query(asked, when=MOMENT, dates=dates)]
    assert 4 not in [row["ProductId"] for row in either.query(asked, when=MOMENT.replace(second=18), dates=dates)]
    assert ole_date(MOMENT) == pytest.approx(43853.4536689814, abs=1e-9)
    assert query_date(MOMENT) == "2020-01-23T10:53:17.0000000"


def test_joins_order_and_the_table_of_linked_data_pass(either):
    joined = "SELECT PersonId, OrganisationName FROM Person JOIN Organisation ON Person WHERE PersonId = :id"
    assert either.query(joined, id=1).first()["OrganisationName"]
    on = "(p.PersonOrganisationId = o.OrganisationId)"
    named = f"SELECT p.PersonId FROM Person p\nJOIN Organisation o ON {on} ORDER BY p.PersonId DESC"
    ids = [row["PersonId"] for row in either.query(named)]
    assert ids == sorted(ids, reverse=True)
    items = either.query("SELECT * FROM LinkedData WHERE LinkedDataItemEntityType = :product", product=7)
    assert all(row["LinkedDataItemEntityType"] for row in items)


def test_long_lists_are_split_over_queries_that_fit_an_address(running, either):
    ids = [*range(1, 900), *range(1, 900)]
    people = either.query("SELECT * FROM Person WHERE PersonId IN :ids", into=PersonDto, ids=ids, size=10)
    assert sorted(each.person_id for each in people) == [*range(1, 41)]
    asked = [call for call in running.requests if call.path == "/Queries"]
    assert len({call.query.partition("&")[0] for call in asked}) > 2
    assert max(len(call.query) for call in asked) < 2048
    assert people.first().person_id == 1
    assert (len(people.page(1)), people.page(99), len(people.to_list())) == (10, [], 40)
    assert "read when it is iterated" in repr(people) or "Awaited" in repr(people)
    with pytest.raises(ConfigurationError, match="counted from 1"):
        people.page(0)
    none = either.query("SELECT * FROM Person WHERE PersonId IN :ids", ids=[*range(5000, 6000)])
    assert (none.first(), list(none)) == (None, [])
    for size in (0, 1001):
        with pytest.raises(ConfigurationError, match="1 to 1000"):
            either.query("SELECT * FROM Person WHERE PersonId IN :ids", ids=ids, size=size)


@settings(derandomize=True, deadline=None)
@given(some.lists(some.text(max_size=50) | some.integers(), min_size=1, max_size=300), some.integers(200, 3000))
def test_a_split_list_loses_and_doubles_nothing(items, longest):
    items = [item for item in items if not isinstance(item, str) or ("\0" not in item and item.isprintable())] or ["x"]
    scripts = format_query("SELECT A FROM P WHERE A IN :items", {"items": items}, longest=longest)
    inside = [script.removeprefix("SELECT A FROM P WHERE A IN (").removesuffix(")") for script in scripts]
    assert ", ".join(inside) == ", ".join(literal(item) for item in dict.fromkeys(items)) or len(scripts) == 1
