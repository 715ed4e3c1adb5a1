"""Queries: the SQL that was seen to work, with the property names of the models."""

import sqlite3

import pytest

from webcrm_ext.sandbox import ApplicationToken, Sandbox
from webcrm_ext.sandbox.query_like import Like

from .browser import Browser


@pytest.fixture(scope="module")
def ask(browser):
    """Return the rows of a query without their numbers, or the values of a single column."""

    def ask_for(script: str, **more: object) -> list:
        response = browser.get("/Queries", params={"script": script, **more})
        assert response.status_code == 200, response.text[:300]
        rows = [{name: value for name, value in row.items() if name != "RowNumber"} for row in response.json()]
        return [next(iter(row.values())) for row in rows] if rows and len(rows[0]) == 1 else rows

    return ask_for


@pytest.fixture(scope="module")
def people(browser) -> dict[str, int]:
    """Create two organisations and three persons with unique names."""
    ids = {}
    for name in ("Blåbær & Søn", "Quarry"):
        ids[name] = browser.create("/Organisations", {"OrganisationId": 0, "OrganisationName": name})
    for title, first, last, organisation in (
        ("Captain", "Åge", "O'Hara", "Blåbær & Søn"),
        ("Captain", "Zoë", "Quist", "Blåbær & Søn"),
        ("Cook", "zoë", "Quist", "Quarry"),
    ):
        body = {"PersonTitle": title, "PersonFirstName": first, "PersonLastName": last}
        body |= {"PersonId": 0, "PersonOrganisationId": ids[organisation], "PersonSortOrder": len(ids)}
        ids[f"{title} {first} {last}"] = browser.create("/Persons", body)
    return ids


def test_row_has_every_property_and_the_raw_columns(browser):
    rows = browser.read("/Queries?script=SELECT * FROM Person&Page=2&Size=2")
    person = browser.read(f"/Persons/{rows[0]['PersonId']}")
    assert [row["RowNumber"] for row in rows] == [3, 4]
    assert person.keys() < rows[0].keys()
    assert rows[0].keys() - person.keys() == {
        "RowNumber", "p_lastUpdatedById", "p_lastLogin", "p_marketDataProviderId",
        "p_memDate", "p_reportFilterMatch",
    }  # fmt: skip
    assert rows[0]["p_lastLogin"] is None
    assert rows[0]["PersonCheckMark1"] is person["PersonCheckMark1"]


@pytest.mark.parametrize(
    ("table", "column"), [("Opportunity", "op_multiTerritory"), ("Organisation", "o_lastUpdatedById")]
)
def test_tables_have_their_own_raw_columns(browser, table, column):
    assert column in browser.read(f"/Queries?script=select * from {table}&Size=1")[0]


def test_raw_boolean_column_is_false(ask):
    assert ask("SELECT a_dismissed FROM Activity", Size=1) == [False]


@pytest.mark.parametrize("table", ["Organisation", "Person", "Opportunity", "Delivery", "Activity", "Product", "User"])
def test_table_names_are_singular_and_ignore_case(browser, ask, table):
    path = {"Opportunity": "Opportunities", "Delivery": "Deliveries", "Activity": "Activities"}.get(table, f"{table}s")
    everything = browser.read(f"/{path}?Size=1000")
    for spelling in (table, table.upper(), table.lower()):
        assert len(ask(f"sElEcT *\r\n\tfRoM {spelling}", Size=1000)) == len(everything)


def test_query_has_pages_and_needs_a_script(browser, ask):
    assert ask("SELECT PersonId FROM Person", Page=3, Size=5) == [11, 12, 13, 14, 15]
    assert ask("SELECT PersonId FROM Person", Page=1000, Size=5) == []
    assert len(ask("SELECT * FROM Organisation")) <= 50
    assert browser.get("/Queries?script=SELECT * FROM Person&Size=1001").status_code == 400
    assert browser.get("/Queries").status_code == 400


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("PersonLastName = 'o''HARA'", ["Captain Åge O'Hara"]),
        ("'o''HARA' = PersonLastName", ["Captain Åge O'Hara"]),
        ("PersonFirstName = 'ZOË'", ["Captain Zoë Quist", "Cook zoë Quist"]),
        ("PersonFirstName = N'ÅGE'", ["Captain Åge O'Hara"]),
        ("PersonLastName = 'Quist' AND PersonTitle = 'cook'", ["Cook zoë Quist"]),
        ("[PersonLastName] = 'quist' and not PersonTitle = 'Cook'", ["Captain Zoë Quist"]),
        (
            "(PersonTitle = 'Cook' OR PersonTitle = 'Captain') AND PersonFirstName <> 'Åge'",
            ["Captain Zoë Quist", "Cook zoë Quist"],
        ),
        (
            "PersonTitle = 'Cook' OR PersonTitle = 'Captain' AND PersonFirstName = 'Åge'",
            ["Captain Åge O'Hara", "Cook zoë Quist"],
        ),
        ("PersonTitle IN ('COOK', 'nobody')", ["Cook zoë Quist"]),
        ("PersonTitle in ('Captain') and PersonSortOrder between 2 and 2", ["Captain Åge O'Hara"]),
        ("PersonTitle = 'Captain' AND PersonSortOrder >= 3.0", ["Captain Zoë Quist"]),
        ("PersonTitle = 'Captain' AND PersonSortOrder > '2'", ["Captain Zoë Quist"]),
        ("PersonTitle = 'Captain' AND PersonSortOrder < 3 AND PersonSortOrder > -1", ["Captain Åge O'Hara"]),
        ("PersonTitle = 'Captain' AND 2 <= PersonSortOrder AND PersonSortOrder != 3", ["Captain Åge O'Hara"]),
        ("PersonTitle = 'Cook' AND PersonCheckMark1 = 'false' AND PersonCheckMark2 = 0", ["Cook zoë Quist"]),
        ("PersonTitle = 'Cook' AND PersonCheckMark1 = 1", []),
        ("PersonTitle = 'Cook' AND PersonTitle IS NULL", []),
        ("PersonTitle = 'Cook' AND PersonTitle IS NOT NULL", ["Cook zoë Quist"]),
        ("PersonTitle = 'Cook''; DROP TABLE Person --'", []),
        ("PersonTitle = 'Cook' /* a remark */ -- another", ["Cook zoë Quist"]),
    ],
)  # fmt: skip
def test_conditions_select_matching_rows(ask, people, condition, found):
    rows = ask(f"SELECT PersonId FROM Person WHERE {condition}")
    assert rows == sorted(people[each] for each in found)


def test_number_compared_with_a_string_column_is_a_string(browser, ask):
    sent = {"OrganisationId": 0, "OrganisationCustom2": "777123"}
    id_ = browser.create("/Organisations", sent)
    assert ask("SELECT OrganisationId FROM Organisation WHERE OrganisationCustom2 = 777123") == [id_]


@pytest.mark.parametrize(
    "join",
    [
        "Person JOIN Organisation ON (Person.PersonOrganisationId = Organisation.OrganisationId)",
        "Person JOIN Organisation ON PersonOrganisationId = OrganisationId",
        "Person JOIN Organisation ON Person",
        "Person p INNER JOIN Organisation AS o ON (o.OrganisationId = P.PersonOrganisationId)",
        "Person p join Organisation o on p",
        "Organisation JOIN Person ON Organisation",
        "Person LEFT OUTER JOIN Organisation ON (Person)",
    ],
)
def test_both_join_syntaxes_work(ask, people, join):
    wanted = "PersonFirstName, OrganisationName"
    rows = ask(f"SELECT {wanted} FROM {join} WHERE PersonTitle = 'Captain' ORDER BY PersonFirstName")
    assert rows == [
        {"PersonFirstName": "Zoë", "OrganisationName": "Blåbær & Søn"},
        {"PersonFirstName": "Åge", "OrganisationName": "Blåbær & Søn"},
    ]


def test_left_join_keeps_rows_without_a_match(browser, ask):
    id_ = browser.create("/Persons", {"PersonId": 0, "PersonLastName": "Alone"})
    tail = "Organisation ON Person WHERE PersonLastName = 'Alone'"
    assert ask(f"SELECT PersonId, OrganisationId FROM Person LEFT JOIN {tail}") == [
        {"PersonId": id_, "OrganisationId": None}
    ]
    assert ask(f"SELECT PersonId, OrganisationId FROM Person JOIN {tail}") == []


def test_three_tables_join_and_stars_select_one_table(browser, ask, people):
    activity = {"ActivityId": 0, "ActivityPersonId": people["Cook zoë Quist"], "ActivityDescription": "Stew"}
    browser.create("/Activities", activity)
    rows = ask(
        "SELECT a.*, o.OrganisationName AS Employer FROM Activity a JOIN Person p ON a "
        "JOIN Organisation o ON p WHERE a.ActivityDescription = 'stew'"
    )
    assert (rows[0]["Employer"], rows[0]["ActivityDescription"]) == ("Quarry", "Stew")
    assert "PersonId" not in rows[0]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("PersonTitle ASC, PersonFirstName DESC", ["Captain Åge", "Captain Zoë", "Cook zoë"]),
        ("PersonTitle DESC, PersonFirstName", ["Cook zoë", "Captain Zoë", "Captain Åge"]),
        ("called DESC, PersonId", ["Captain Åge", "Captain Zoë", "Cook zoë"]),
        ("PersonCreatedAt, PersonSortOrder DESC", ["Captain Åge", "Captain Zoë", "Cook zoë"]),
    ],
)
def test_order_by_sorts_rows(ask, people, order, titles):
    rows = ask(
        "SELECT PersonTitle, PersonFirstName called FROM Person "
        f"WHERE PersonTitle IN ('Cook', 'Captain') ORDER BY {order}"
    )
    assert [f"{row['PersonTitle']} {row['called']}" for row in rows] == titles


def test_distinct_removes_equal_rows(ask, people):
    script = "SELECT DISTINCT PersonTitle FROM Person WHERE PersonTitle IN ('Cook', 'Captain') ORDER BY PersonTitle"
    assert ask(script) == ["Captain", "Cook"]


@pytest.fixture(scope="module")
def spelled_twice(browser) -> None:
    """Create two persons whose titles differ only in case, also beyond a to z."""
    for title in ("Ærlig ÅS", "ærlig ås"):
        browser.create("/Persons", {"PersonId": 0, "PersonLastName": "Twice", "PersonTitle": title})


@pytest.mark.parametrize(
    ("script", "rows"),
    [
        ("SELECT DISTINCT PersonTitle FROM Person WHERE PersonLastName = 'Twice'", ["Ærlig ÅS"]),
        ("SELECT PersonTitle FROM Person WHERE PersonLastName = 'Twice' GROUP BY PersonTitle", ["Ærlig ÅS"]),
        ("SELECT COUNT(DISTINCT PersonTitle) FROM Person WHERE PersonLastName = 'Twice'", [1]),
        ("SELECT COUNT(PersonTitle) FROM Person WHERE PersonTitle LIKE 'ÆRLIG%'", [2]),
        ("SELECT COUNT(PersonTitle) FROM Person WHERE PersonTitle LIKE '%_å_'", [2]),
        ("SELECT COUNT(PersonTitle) FROM Person WHERE 'ærlig ÅS' LIKE PersonTitle", [2]),
        ("SELECT PersonId FROM Person WHERE PersonId LIKE '1_' AND PersonId LIKE 10", [10]),
        ("SELECT MIN(PersonTitle) FROM Person WHERE PersonTitle IN ('ærlig ås', 'Aa')", ["Ærlig ÅS"]),
        ("SELECT DISTINCT PersonLastName, PersonSortOrder FROM Person WHERE PersonLastName = 'twice'",
         [{"PersonLastName": "Twice", "PersonSortOrder": 0}]),
    ],
)  # fmt: skip
def test_strings_ignore_case_everywhere(tenant, ask, spelled_twice, script, rows):
    tenant.change_options(query_extras=True)
    try:
        assert ask(script) == rows
    finally:
        tenant.change_options(query_extras=False)


def test_in_accepts_thousands_of_values(ask, people):
    ids = ", ".join(str(each) for each in range(2, 2500))
    assert ask(f"SELECT PersonId FROM Person WHERE PersonId IN ({ids})", Size=3) == [2, 3, 4]
    titles = ", ".join(f"'{each}'" for each in range(1500))
    assert ask(f"SELECT PersonId FROM Person WHERE PersonTitle IN ({titles}, 'COOK')") == [people["Cook zoë Quist"]]
    assert len(ask(f"SELECT PersonId FROM Person WHERE NOT PersonId IN ({ids})", Size=3)) == 1


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        ("ProductUpdatedAt = '2020-01-23T10:53:17.7470000Z'", True),
        ("ProductUpdatedAt = '2020-01-23T12:53:17.747+02:00'", True),
        ("ProductUpdatedAt >= '2020-01-23'", True),
        ("ProductUpdatedAt > '2020-01-23T10:53:17.7470000Z'", False),
        ("ProductUpdatedAt = 43853.4536776273", True),
        ("43853.4536776273 = ProductUpdatedAt", True),
        ("ProductUpdatedAt = 43853.4536", False),
        ("ProductUpdatedAt >= 43853 AND ProductUpdatedAt < 43854", True),
        ("ProductUpdatedAt BETWEEN 43853.5 AND 43854", False),
        ("ProductUpdatedAt < -1", False),
        ("ProductUpdatedAt IN ('2020-01-23T10:53:17.747', '2021-01-01')", True),
        ("ProductUpdatedAt IN ('2021-01-01', 43853.4536776273, 43853.5)", True),
        ("ProductUpdatedAt IN (ProductUpdatedAt, '2021-01-01')", True),
        ("ProductUpdatedAt IN ('2020-01-23T10:53:17.748', 43853.5)", False),
        ("ProductUpdatedAt = ProductUpdatedAt", True),
        ("ProductUpdatedAt <> ProductCreatedAt", True),
    ],
)
def test_dates_compare_with_iso_strings_and_ole_numbers(tenant, ask, condition, matches):
    tenant.put_record(
        "Products",
        9001,
        {"ProductId": 9001, "ProductUpdatedAt": "2020-01-23T10:53:17.7470000", "ProductCreatedAt": None},
    )
    if "CreatedAt" in condition:
        tenant.put_record(
            "Products", 9001, {**(tenant.record("Products", 9001) or {}), "ProductCreatedAt": "0001-01-01T00:00:00"}
        )
    assert ask(f"SELECT ProductId FROM Product WHERE ProductId = 9001 AND {condition}") == [9001] * matches


def test_linked_data_is_one_table_with_a_numeric_enum(browser, ask):
    prefix = "LinkedDataItem"
    item = {f"{prefix}Id": 0, f"{prefix}EntityType": "SupportFaq", f"{prefix}DataMemo": "", f"{prefix}ItemGroup": "G"}
    item |= {f"{prefix}Data{number}": "-" for number in range(2, 10)} | {f"{prefix}Data1": "Wick"}
    id_ = browser.create("/Persons/LinkedData", item)
    rows = ask("SELECT * FROM LinkedData WHERE LinkedDataItemEntityType = 9")
    assert [(row[f"{prefix}Id"], row[f"{prefix}Data1"], row[f"{prefix}EntityType"]) for row in rows] == [
        (id_, "Wick", 9)
    ]
    catalogue = ask("SELECT LinkedDataItemData1 FROM linkeddata WHERE LinkedDataItemEntityType = 7", Size=1000)
    items = browser.read("/QuotationLines/LinkedData")
    assert catalogue == [each["QuotationLineLinkedDataItemData1"] for each in items]


def test_custom_fields_are_raw_unless_formatted(browser, ask):
    sent = {"OrganisationCustom3": "Yes", "OrganisationCustom6": "2018-06-28", "OrganisationCustom4": "12"}
    id_ = browser.create("/Organisations", {"OrganisationId": 0, **sent})
    script = f"SELECT {', '.join(sent)} FROM Organisation WHERE OrganisationId = {id_}"
    raw = {"OrganisationCustom3": "1", "OrganisationCustom6": "20180628", "OrganisationCustom4": "12"}
    assert ask(script) == ask(script, formatCustomFields="false") == [raw]
    assert ask(script, FORMATCUSTOMFIELDS="true") == [sent]


def test_dates_of_the_faq_compare_with_ole_numbers(tenant, ask):
    tenant.put_record("Products", 9002, {"ProductUpdatedAt": "2020-01-23T10:53:17Z"})
    rows = ask("SELECT * FROM Product WHERE ProductUpdatedAt = 43853.4536689814")
    assert [each["ProductId"] for each in rows] == [9002]


def test_join_of_the_faq_compares_the_name_of_a_table_with_an_id(browser, ask):
    rows = ask("SELECT PersonName FROM person JOIN Organisation ON Person WHERE Organisation = 1", Size=1000)
    persons = browser.read("/Persons?Size=1000")
    assert rows == [each["PersonName"] for each in persons if each["PersonOrganisationId"] == 1] != []


@pytest.mark.parametrize(
    "script",
    [
        "SELECT PersonId FROM Person p JOIN Organisation o ON p WHERE o IN (1)",
        "SELECT PersonId FROM Person p JOIN Organisation o ON p WHERE ORGANISATION BETWEEN 1 AND '1'",
        "SELECT PersonId FROM Person WHERE 1 = PersonOrganisationId",
    ],
)
def test_name_or_alias_of_a_table_is_its_id_in_comparisons(ask, script):
    assert ask(script, Size=1000) == ask("SELECT PersonId FROM Person WHERE PersonOrganisationId = 1", Size=1000)


@pytest.mark.parametrize("extras", [False, True])
def test_custom_fields_are_the_same_by_get_and_by_formatted_query(tenant, browser, ask, extras):
    sent = {
        "OrganisationCustom3": "Yes", "OrganisationCustom6": "2018-06-28", "OrganisationCustom8": "00: Pendants",
        "OrganisationPlus1": "Low", "OrganisationPlus2": "20180130", "OrganisationPlus3": "No",
        "OrganisationPlus4": "7",
    }  # fmt: skip
    browser.create("/Organisations", {"OrganisationId": 0, **sent})
    browser.create("/Organisations", {"OrganisationId": 0, **dict.fromkeys(sent)})
    odd = tenant.record("Organisations", 1) | {"OrganisationCustom6": "28-06-18", "OrganisationPlus3": "1"}
    tenant.put_record("Organisations", 9001, odd)
    read = browser.read("/Organisations?Size=1000")
    custom = [name for name in read[0] if "Custom" in name or "Plus" in name or "XText" in name]
    distinct = "DISTINCT OrganisationId, " if extras else ""
    rows = ask(f"SELECT {distinct}{', '.join(custom)} FROM Organisation", Size=1000, formatCustomFields="true")
    assert [{name: row[name] for name in custom} for row in rows] == [
        {name: each[name] for name in custom} for each in read
    ]


def test_list_and_object_columns_are_json(browser, ask):
    country = {"Name": "Danmark", "CodeISO": "DK", "CodeUN": "DNK"}
    id_ = browser.create("/Opportunities", {"OpportunityId": 0, "OpportunityCountry": country})
    assert ask(f"SELECT OpportunityCountry FROM Opportunity WHERE OpportunityId = {id_}") == [country]


@pytest.mark.parametrize(
    ("script", "rows"),
    [
        ("SELECT TOP 2 PersonId FROM Person", [1, 2]),
        ("SELECT TOP (2) PersonId FROM Person ORDER BY PersonId", [1, 2]),
        ("SELECT COUNT(*) FROM Person WHERE PersonId < 10", [9]),
        ("SELECT COUNT(DISTINCT PersonTitle) n FROM Person WHERE PersonTitle IN ('Cook', 'Captain')", [2]),
        ("SELECT MAX(PersonId) FROM Person WHERE PersonId < 10", [9]),
        ("SELECT PersonId FROM Person WHERE PersonFirstName LIKE 'ZO%' AND PersonTitle = 'Cook'", ["Cook zoë Quist"]),
        (
            "SELECT PersonTitle FROM Person WHERE PersonTitle IN ('Cook', 'Captain') "
            "GROUP BY PersonTitle HAVING COUNT(*) > 1",
            ["Captain"],
        ),
    ],
)
def test_query_extras_are_an_option(tenant, browser, ask, people, script, rows):
    refused = browser.get("/Queries", params={"script": script})
    assert (refused.status_code, refused.json()["Type"]) == (400, "QueryException")
    assert "the sandbox's option query_extras allows it" in refused.json()["Message"]
    tenant.change_options(query_extras=True)
    try:
        assert ask(script) == [people.get(each, each) for each in rows]
    finally:
        tenant.change_options(query_extras=False)


def test_top_limits_all_pages_together(tenant, ask):
    tenant.change_options(query_extras=True)
    try:
        assert ask("SELECT TOP 5 PersonId FROM Person", Page=2, Size=3) == [4, 5]
        assert ask("SELECT TOP 5 PersonId FROM Person", Page=3, Size=3) == []
    finally:
        tenant.change_options(query_extras=False)


def test_query_needs_the_right_to_read_its_tables():
    token = ApplicationToken("00000000-0000-4000-8000-000000000009", "shop", {"Organisations": "none"})
    with Sandbox(records=12, application_tokens=[token]) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(token.token)
        assert crm.get("/Queries?script=SELECT * FROM Person").status_code == 200
        assert crm.get("/Queries?script=SELECT * FROM Organisation").status_code == 403
        assert crm.get("/Queries?script=SELECT * FROM Person JOIN Organisation ON Person").status_code == 403


def test_query_sees_writes_at_once(tmp_path):
    with Sandbox(records=12, data=tmp_path / "sandbox.sqlite") as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Newest"})
        rows = crm.read("/Queries?script=SELECT PersonId FROM Person WHERE PersonLastName = 'newest'")
        assert rows == [{"RowNumber": 1, "PersonId": id_}]


@pytest.mark.parametrize(
    ("pattern", "value", "matches"),
    [
        ("%", "", True), ("", "", True), ("", "a", False), ("_", "", False), ("a%a", "a", False), ("a%a", "aa", True),
        ("%b%b", "ab", False), ("%a_c%", "xxabcabc", True), ("%a%b%c", "aabbcc", True), ("a%b%c%", "acb", False),
        ("%.*%", "a.*b", True), ("%.*%", "abb", False), ("_%_", "a", False), ("_%_", "a\nb", True),
        ("%%a%%", "bab", True), ("%ab%ab", "ab", False), ("%ab%ab", "abab", True), ("%_b", "b", False),
        ("a", "b", False),
    ],
)  # fmt: skip
def test_like_matches_as_in_sqlite(pattern, value, matches):
    expected = sqlite3.connect(":memory:").execute("SELECT ? LIKE ?", (value, pattern)).fetchone()[0]
    assert Like(lambda: False)(pattern, value) == bool(expected) == matches


def test_like_cannot_outlast_query_seconds(tenant, browser):
    id_ = browser.create("/Persons", {"PersonId": 0, "PersonLastName": "Long"})
    tenant.put_record("Persons", id_, {**tenant.record("Persons", id_), "PersonTitle": "a" * 2_000_000})
    script = f"SELECT PersonId FROM Person WHERE PersonTitle LIKE '{'%a' * 1500}%b%' AND PersonId = {id_}"
    tenant.change_options(query_extras=True)
    assert browser.get("/Queries", params={"script": script}).json() == []
    slow = script.replace("%b%", f"%{'a' * 2000}_{'a' * 2000}b%")
    tenant.change_options(query_extras=True, query_seconds=0.3)
    try:
        response = browser.get("/Queries", params={"script": slow})
        assert (response.status_code, response.json()["Type"]) == (400, "TimeoutException")
    finally:
        tenant.change_options(query_extras=False, query_seconds=10.0)
        tenant.delete_record("Persons", id_)
