"""The state of the dlt source, which tables are read in full, and what is refused."""

from __future__ import annotations

import datetime
import json
import logging
import subprocess
import sys

import pytest
from dlt.extract.exceptions import ResourceExtractionError
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.services.dlt_source.warehouse import assert_equal, change, requests_of
from webcrm_ext import AsyncWebCRM, ConfigurationError, WebCRM
from webcrm_ext.definition.installed import installed_openapi
from webcrm_ext.dlt import webcrm_source
from webcrm_ext.errors import PermissionDeniedError, WebCRMError
from webcrm_ext.sandbox import Clock, Fault, Sandbox

NOON = datetime.datetime(2024, 5, 31, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"tables": ["person", "nothing"]}, "'nothing' is no table. The tables are activities, "),
        ({"tables": "persons"}, 'Pass a list, such as ["persons"]'),
        ({"tables": []}, "tables is empty"),
        ({"since": datetime.datetime(2024, 5, 31)}, "since must be a datetime with an offset, or None, not"),
        ({"since": datetime.date(2024, 5, 31)}, "since must be a datetime with an offset"),
        ({"since": "last"}, "since must be a datetime with an offset"),
        ({"labels": "yes"}, "labels must be True or False, not 'yes'"),
        ({"deleted": 1}, "deleted must be True or False, not 1"),
        ({"crm": "00000000-0000-4000-8000-000000000001"}, "crm must be a WebCRM, or None"),
        ({"crm": AsyncWebCRM("00000000-0000-4000-8000-000000000001")}, "crm must be a WebCRM, or None"),
    ],
)
def test_invalid_arguments_are_refused(arguments, message):
    with pytest.raises(ConfigurationError, match=message.replace("[", r"\[")) as raised:
        webcrm_source(**arguments)
    assert "00000000" not in str(raised.value)


def test_tables_are_named_in_any_case_and_number():
    source = webcrm_source(["Person", "ORGANISATIONS", "quotation-line", "persons"])
    assert list(source.resources) == ["persons", "organisations", "quotation_lines"]
    assert {each.write_disposition for each in source.resources.values()} == {"merge"}
    assert source.name == "webcrm"
    assert len(webcrm_source().resources) == 18


def test_missing_dlt_says_what_to_install():
    code = (
        "import sys; sys.modules['dlt'] = None\n"
        "import webcrm_ext.dlt as d\n"
        "try: d.webcrm_source()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "ConfigurationError webcrm_source needs dlt. Run: pip install 'webcrm-client[dlt]'\n"


def test_import_loads_no_dlt():
    code = "import sys, webcrm_ext, webcrm_ext.dlt; print('dlt' in sys.modules, 'pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_settings_come_from_dlt_or_the_environment(duckdb_warehouse, sandbox, monkeypatch):
    monkeypatch.setenv("SOURCES__WEBCRM__APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("SOURCES__WEBCRM__BASE_URL", sandbox.url)
    monkeypatch.setenv("WEBCRM_BASE_URL", "http://127.0.0.1:9")
    duckdb_warehouse.run(webcrm_source(["users"]))
    monkeypatch.delenv("SOURCES__WEBCRM__APPLICATION_TOKEN")
    monkeypatch.delenv("SOURCES__WEBCRM__BASE_URL")
    with pytest.raises(PipelineStepFailed, match="No application token"):
        duckdb_warehouse.run(webcrm_source(["products"]))
    monkeypatch.setenv("WEBCRM_APPLICATION_TOKEN", sandbox.application_token)
    monkeypatch.setenv("WEBCRM_BASE_URL", sandbox.url)
    duckdb_warehouse.run(webcrm_source(["products"]))
    assert_equal(duckdb_warehouse, sandbox, "Users", "users")
    assert_equal(duckdb_warehouse, sandbox, "Products", "products")


def test_since_is_where_the_first_run_begins(duckdb_warehouse, sandbox, crm):
    for id_ in sandbox.tenant.store.ids("Persons"):
        record = sandbox.record("Persons", id_)
        moment = NOON + datetime.timedelta(hours=id_ - 100)
        dates = {name: moment.isoformat() for name in ("PersonCreatedAt", "PersonUpdatedAt")}
        sandbox.put_record("Persons", id_, {**record, **dates})
    source = {"tables": ["persons"], "since": NOON, "crm": crm}
    duckdb_warehouse.run(webcrm_source(**source))
    assert sorted(duckdb_warehouse.rows("persons", "person_id")) == list(range(100, 121))
    change(sandbox, "Persons", 1)
    with requests_of(sandbox) as calls:
        duckdb_warehouse.run(webcrm_source(**source))
    assert calls == ["queries.list"]
    assert sorted(duckdb_warehouse.rows("persons", "person_id")) == [1, *range(100, 121)]
    assert "2024" not in sandbox.requests[-1].query  # from the last run, not from `since`


def test_table_without_a_date_of_change_is_read_in_full(duckdb_warehouse, sandbox, crm):
    source = {"tables": ["email_supports"], "deleted": True, "crm": crm}
    duckdb_warehouse.run(webcrm_source(**source))
    first, *_ = sandbox.tenant.store.ids("EmailSupports")
    sandbox.delete_record("EmailSupports", first)
    with requests_of(sandbox) as calls:
        duckdb_warehouse.run(webcrm_source(**source))
    assert calls[0] == "email_supports.list"
    assert_equal(duckdb_warehouse, sandbox, "EmailSupports", "email_supports")
    assert list(duckdb_warehouse.rows("email_supports", "email_support_id", '"_deleted_at" IS NOT NULL')) == [first]


def test_refused_query_reads_the_table_in_full(duckdb_warehouse, sandbox, crm):
    source = {"tables": ["persons"], "deleted": True, "crm": crm}
    duckdb_warehouse.run(webcrm_source(**source))
    sandbox.delete_record("Persons", 7)
    change(sandbox, "Persons", 1, seconds=1e6, PersonLastName="Changed long ago")
    sandbox.set_faults(rules=[Fault(status=400, operation="queries.list")])
    with requests_of(sandbox) as calls:
        duckdb_warehouse.run(webcrm_source(**source))
    assert calls == ["queries.list", "persons.list", "queries.list"]
    assert_equal(duckdb_warehouse, sandbox, "Persons", "persons")


def test_record_that_the_list_misses_is_not_deleted(duckdb_warehouse, sandbox, crm, small_pages):
    seeded = sandbox.tenant.store.ids("PersonsB2C")
    for id_ in range(100, 200):
        sandbox.put_record("PersonsB2C", id_, sandbox.record("PersonsB2C", seeded[0]))
    source = {"tables": ["persons_b2c"], "deleted": True, "crm": crm}
    duckdb_warehouse.run(webcrm_source(**source))
    missed = sandbox.tenant.store.ids("PersonsB2C")[50]  # moves from the second page to the first
    record = sandbox.record("PersonsB2C", missed)
    sandbox.put_record("PersonsB2C", missed, {**record, "PersonB2CFirstName": "Missed by the list"})
    sandbox.set_faults(shifting_pages=True)
    sandbox.fail_next(status=400, operation="queries.list")  # the query for what is between the pages
    duckdb_warehouse.run(webcrm_source(**source))
    sandbox.clear_faults()
    rows = duckdb_warehouse.rows("persons_b2c", "person_b2_c_id")
    assert (rows[missed]["person_b2_c_first_name"], rows[missed]["_deleted_at"]) == ("Missed by the list", None)
    loaded = duckdb_warehouse.pipeline().last_trace.last_normalize_info.row_counts
    assert loaded["persons_b2c"] == len(rows)  # each id once
    duckdb_warehouse.run(webcrm_source(**source))
    assert_equal(duckdb_warehouse, sandbox, "PersonsB2C", "persons_b2c")


def test_rows_cut_short_leave_the_state(duckdb_warehouse, sandbox, crm, small_pages):
    duckdb_warehouse.run(webcrm_source(["persons"], crm=crm).add_limit(1))
    assert len(duckdb_warehouse.rows("persons", "person_id")) == 50
    duckdb_warehouse.run(webcrm_source(["persons"], crm=crm))
    assert_equal(duckdb_warehouse, sandbox, "Persons", "persons")


def test_failed_run_leaves_the_state(duckdb_warehouse, sandbox, crm):
    source = {"tables": ["organisations", "persons"], "crm": crm}
    duckdb_warehouse.run(webcrm_source(**source))
    sandbox.clock.advance(3600)
    change(sandbox, "Organisations", 1, OrganisationName="Changed before the failure")
    sandbox.fail_next(20, status=403, operation="queries.list")
    with pytest.raises(PipelineStepFailed) as raised:
        duckdb_warehouse.run(webcrm_source(**source))
    assert isinstance(cause_of(raised.value), PermissionDeniedError)
    sandbox.clear_faults()
    sandbox.clock.advance(3600)
    duckdb_warehouse.run(webcrm_source(**source))
    assert_equal(duckdb_warehouse, sandbox, "Organisations", "organisations")


def cause_of(error: BaseException) -> BaseException:
    """Return the error of this project that an error of dlt has as its cause."""
    while not isinstance(error, WebCRMError):
        assert isinstance(error, PipelineStepFailed | ResourceExtractionError)
        error = error.__cause__
    return error


def test_new_columns_fill_all_rows(duckdb_warehouse, sandbox, crm):
    duckdb_warehouse.run(webcrm_source(["persons"], crm=crm))
    sandbox.delete_record("Persons", 7)
    with requests_of(sandbox) as calls:
        duckdb_warehouse.run(webcrm_source(["persons"], labels=True, deleted=True, crm=crm))
    assert "persons.list" in calls
    persons = assert_equal(duckdb_warehouse, sandbox, "Persons", "persons", labels_of(crm))
    assert persons[1]["web_shop_number"] == sandbox.record("Persons", 1)["PersonCustom2"]
    (gone,) = duckdb_warehouse.rows("persons", "person_id", '"_deleted_at" IS NOT NULL').values()
    assert gone["person_custom2"]  # the column that had the field before keeps the value of a deleted record
    with requests_of(sandbox) as calls:
        duckdb_warehouse.run(webcrm_source(["persons"], labels=True, deleted=True, crm=crm))
    assert "persons.list" not in calls


def labels_of(crm: WebCRM) -> dict[str, str]:
    """Return the columns of custom fields, by property."""
    return {each.property: each.label.lower().replace(" ", "_") for each in crm.fields("Person").custom()}


def test_property_of_a_newer_definition_is_kept(duckdb_warehouse):
    newer = json.loads(installed_openapi())
    newer["components"]["schemas"]["PersonDto"]["properties"]["PersonCustom16"] = {"type": "string", "nullable": True}
    with (
        Sandbox(records=24, definition=newer, clock=Clock(frozen=True)) as sandbox,
        WebCRM(sandbox.application_token, base_url=sandbox.url) as crm,
    ):
        change(sandbox, "Persons", 1, PersonCustom16="in the list")
        duckdb_warehouse.run(webcrm_source(["persons"], crm=crm))
        change(sandbox, "Persons", 2, PersonCustom16="in the changes")
        duckdb_warehouse.run(webcrm_source(["persons"], crm=crm))
        persons = assert_equal(duckdb_warehouse, sandbox, "Persons", "persons")
        assert json.loads(persons[2]["_unexpected"]) == {"PersonCustom16": "in the changes"}


def test_run_stays_within_the_rate_limit(duckdb_warehouse, small_pages):
    clock = Clock(frozen=True)
    with Sandbox(records=480, clock=clock, requests_per_minute=5) as sandbox:
        settings = {"requests_per_minute": 5, "clock": clock.seconds, "sleep": clock.advance}
        with WebCRM(sandbox.application_token, base_url=sandbox.url, **settings) as crm:
            duckdb_warehouse.run(webcrm_source(["persons"], crm=crm))
        assert {each.status for each in sandbox.requests} == {200}
        assert clock.seconds() >= 60  # more requests than a minute has
        assert_equal(duckdb_warehouse, sandbox, "Persons", "persons")


def test_run_logs_no_warning(duckdb_warehouse, crm, caplog):
    duckdb_warehouse.pipeline()  # sets up the logger
    logger = logging.getLogger("dlt")
    logger.addHandler(caplog.handler)
    try:
        duckdb_warehouse.run(webcrm_source(["events"], deleted=True, crm=crm))
    finally:
        logger.removeHandler(caplog.handler)
    assert [each.getMessage() for each in caplog.records if each.name == "dlt"] == []


def test_empty_table_fails_nothing(duckdb_warehouse, sandbox, crm):
    for id_ in sandbox.tenant.store.ids("Budgets"):
        sandbox.delete_record("Budgets", id_)
    for _ in range(2):
        duckdb_warehouse.run(webcrm_source(["budgets", "users"], deleted=True, crm=crm))
    assert duckdb_warehouse.columns("budgets") == []
    assert_equal(duckdb_warehouse, sandbox, "Users", "users")


def test_dropped_table_is_no_error(duckdb_warehouse, sandbox, crm):
    duckdb_warehouse.run(webcrm_source(["users"], deleted=True, crm=crm))
    duckdb_warehouse.sql("DROP TABLE {dataset}.users")
    duckdb_warehouse.run(webcrm_source(["users"], deleted=True, crm=crm))
    assert duckdb_warehouse.columns("users") == []
