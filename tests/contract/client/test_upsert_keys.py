"""`upsert_by`: which properties can be keys, records with an id of their own, and what counts as unchanged."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from webcrm_api.models import EventDto, OrganisationDto, PersonDto
from webcrm_api.tables import OPPORTUNITIES, ORGANISATIONS, PERSONS, TABLES, Table

from tests.contract.client.records import KEY, keys_of, organisations
from tests.unit.generated.payloads import filled
from webcrm_ext import FieldValueError
from webcrm_ext.sandbox.tenant_fields import BY_FAMILY, BY_PROPERTY

pytestmark = pytest.mark.slow

NAME = "OrganisationName"
WRITABLE = [table for table in TABLES if table.can_create and table.can_update]
CLIENT_KEYS = {
    "Activity": "ActivityClientName", "Delivery": "DeliveryNumber", "Event": "EventCustom2",
    "Opportunity": "OpportunityErpId", "Organisation": KEY, "Person": "PersonMemberNumber",
    "Product": "ProductCustom2", "QuotationLine": "QuotationLineComment", "SupportCase": "SupportCaseCustom2",
}  # fmt: skip
STRINGS = (" leading", "trailing \t", "a\r\nb \r\n", "  ", "Ærø's", "")


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=20)


def organisation(key: str, id_: int = 0, **more: Any) -> OrganisationDto:
    return OrganisationDto.from_dict({"OrganisationId": id_, NAME: f"of {key}", KEY: key, **more})


def test_key_that_the_service_assigns_or_derives_is_refused(sandbox, either):
    for table in WRITABLE:
        for column in (table.id_column, *table.read_only_columns):
            for records in ([table.model.from_dict({table.id_column: 0, column: "7"})], []):
                with pytest.raises(FieldValueError, match=f"^{column} cannot be the key: the service assigns or"):
                    getattr(either, table.resource).upsert_by(column, records)
    assert len(sandbox.requests) == 0


def test_read_only_columns_are_those_of_each_table():
    by_name = {table.name: set(table.read_only_columns) for table in TABLES}
    assert by_name["Person"] == {
        "PersonCreatedAt", "PersonCreatedBy", "PersonHistory", "PersonName", "PersonSecurityInfo",
        "PersonTelephoneSearch", "PersonUpdatedAt", "PersonUpdatedBy",
    }  # fmt: skip
    assert by_name["Organisation"] == {
        "OrganisationCompareName", "OrganisationCreatedAt", "OrganisationCreatedBy", "OrganisationHistory",
        "OrganisationTelephoneSearch", "OrganisationUpdatedAt", "OrganisationUpdatedBy",
    }  # fmt: skip
    assert {"DocumentLastUpdatedBy", "DocumentFileSize"} <= by_name["Document"]
    assert "UserPasswordUpdatedAt" not in by_name["User"]


def test_key_that_is_no_name_is_refused(sandbox, crm):
    for key in (["PersonEmail"], ("PersonEmail",), None, 7, b"PersonEmail"):
        with pytest.raises(FieldValueError, match="Pass the name of one property"):
            crm.persons.upsert_by(key, [PersonDto(person_id=0)])
    assert len(sandbox.requests) == 0


def test_property_with_a_list_is_no_key(sandbox, crm):
    event = EventDto.from_dict({"EventId": 0, "EventParticipantIds": [1, 2]})
    with pytest.raises(FieldValueError, match="a key is a string or an integer"):
        crm.events.upsert_by("EventParticipantIds", [event])
    assert len(sandbox.requests) == 0


def test_record_with_an_own_id_and_an_unknown_key_updates_that_id(sandbox, either):
    before = sandbox.count("Organisations")
    records = [organisation("K'1", 2), organisation("K'2", 3), organisation("K'3")]
    tried = either.organisations.upsert_by(KEY, records, dry_run=True)
    assert [(result.outcome, result.id) for result in tried.results] == [
        ("updated", 2), ("updated", 3), ("created", None),
    ]  # fmt: skip
    report = either.organisations.upsert_by(KEY, records)
    assert [(result.outcome, result.changed) for result in report.results] == [
        ("updated", (KEY, NAME)), ("updated", (KEY, NAME)), ("created", ()),
    ]  # fmt: skip
    assert sandbox.record("Organisations", 2)[KEY] == "K'1"
    assert sandbox.count("Organisations") == before + 1
    assert either.organisations.upsert_by(KEY, records).count("unchanged") == 3
    sandbox.assert_called("queries.list", times=2 + 2 + 1)


def test_own_id_that_does_not_exist_fails(sandbox, crm):
    before = sandbox.count("Organisations")
    report = crm.organisations.upsert_by(KEY, [organisation("K'1", 999), organisation("K'2")])
    assert [result.outcome for result in report.results] == ["failed", "created"]
    assert "OrganisationId is 999, and no such record exists" in str(report.failed[0].error)
    assert sandbox.count("Organisations") == before + 1


def test_own_id_and_key_of_different_records_fail(sandbox, crm):
    crm.organisations.upsert_by(KEY, [organisation("K'1", 2)])
    before = [sandbox.record("Organisations", id_) for id_ in (2, 3)]
    report = crm.organisations.upsert_by(KEY, [organisation("K'1", 3, OrganisationComment="New")])
    assert 'OrganisationId is 3, and OrganisationExtraCustom8 "K\'1" belongs to record 2' in str(report.failed[0].error)
    assert [sandbox.record("Organisations", id_) for id_ in (2, 3)] == before


def test_two_records_for_one_stored_record_fail(sandbox, crm):
    crm.organisations.upsert_by(KEY, [organisation("K'1", 2)])
    report = crm.organisations.upsert_by(KEY, [organisation("K'2", 2), organisation("K'1"), organisation("K'3", 3)])
    assert [result.outcome for result in report.results] == ["failed", "failed", "updated"]
    assert 'OrganisationId 2 would be updated by several records of this run ("K\'2", "K\'1")' in str(report.failed[0])
    assert keys_of(sandbox) == {"K'1": 1, "K'3": 1}


def test_ignored_properties_are_neither_sent_nor_reported(sandbox, crm):
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    ignored = {
        "OrganisationCompareName": "?", "OrganisationTelephoneSearch": "?", "OrganisationHistory": "?",
        "OrganisationCreatedAt": moment, "OrganisationCreatedBy": "?", "OrganisationUpdatedAt": moment,
        "OrganisationUpdatedBy": "?",
    }  # fmt: skip
    assert crm.organisations.upsert_by(KEY, organisations(1, **ignored)).count("created") == 1
    assert crm.organisations.upsert_by(KEY, organisations(1, **ignored)).count("unchanged") == 1
    changed = organisations(1, OrganisationComment="New", **ignored)
    assert crm.organisations.upsert_by(KEY, changed).results[0].changed == ("OrganisationComment",)


def test_dates_and_numbers_of_any_type_are_compared_as_they_are_sent(sandbox, crm):
    values = {
        "OpportunityErpId": "E-1", "OpportunityOrderDate": datetime.date(2020, 5, 31), "OpportunityLostDate": None,
        "OpportunityOrderValue": Decimal("1.10"), "OpportunityRevenue1": Decimal(7),
    }  # fmt: skip
    resource = crm.opportunities
    record = resource.list().first()
    for name, value in {"OpportunityId": 0, **values}.items():
        record[name] = value
    record.opportunity_next_follow_up = "2020-05-31T10:00:00+02:00"
    assert resource.upsert_by("OpportunityErpId", [record]).count("created") == 1
    assert resource.upsert_by("OpportunityErpId", [record]).count("unchanged") == 1
    record.opportunity_order_value = Decimal("1.11")
    assert resource.upsert_by("OpportunityErpId", [record]).results[0].changed == ("OpportunityOrderValue",)


def copies(table: Table[Any], records: list[Any]) -> list[Any]:
    """Return new records with the properties of stored ones, and keys of their own."""
    key = CLIENT_KEYS[table.name]
    return [
        table.model.from_dict({**record.to_dict(), table.id_column: 0, key: f"new {number}"})
        for number, record in enumerate(records)
    ]


def each_property(table: Table[Any], stored: dict[str, Any], *, first: int) -> Any:
    """Return a new record that sets every property; the lists and other special fields have a stored value."""
    values = filled(table.model_name)
    for number, (name, value) in enumerate(values.items(), first):
        if isinstance(value, str) and value.startswith(name):
            values[name] = STRINGS[number % len(STRINGS)]
    special = BY_PROPERTY.keys() | {f"{table.name}{family}" for family in BY_FAMILY}
    kept = {
        name: value
        for name, value in stored.items()
        if name in special or name.endswith(("OrganisationId", "Duration"))
    }
    names = {f"{table.name}LastName": "Berg", NAME: "Nordlys", "OpportunitySpentTime": "01:30:00"}
    own = {table.id_column: 0, CLIENT_KEYS[table.name]: f"new {first}"}
    return table.model.from_dict(values | kept | {name: value for name, value in names.items() if name in values} | own)


def assert_second_run_changes_nothing(crm: Any, table: Table[Any], records: list[Any]) -> None:
    upsert = getattr(crm, table.resource).upsert_by
    first = upsert(CLIENT_KEYS[table.name], records)
    assert first.count("created") == len(records), str(first)
    second = upsert(CLIENT_KEYS[table.name], records)
    assert [result.changed for result in second.results if result.outcome != "unchanged"] == []


def test_second_run_of_stored_properties_changes_nothing(crm):
    for table in TABLES:
        if table.name in CLIENT_KEYS:
            records = getattr(crm, table.resource).list().to_list()[:3]
            assert_second_run_changes_nothing(crm, table, copies(table, records))


def test_second_run_of_any_values_changes_nothing(either):
    for table in (PERSONS, ORGANISATIONS, OPPORTUNITIES):
        stored = getattr(either, table.resource).list().first().to_dict()
        records = [each_property(table, stored, first=number) for number in range(len(STRINGS))]
        assert_second_run_changes_nothing(either, table, records)
