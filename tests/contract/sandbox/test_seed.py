"""The fictional tenant: the same for the same seed, and as irregular as the real service."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from webcrm_ext.sandbox import Sandbox


def everything(**options: Any) -> dict[str, list[bytes]]:
    sandbox = Sandbox(**options)
    try:
        store = sandbox.tenant.store
        return {path: store.records_json(path) for path in [*sandbox.tenant.entities, "Meetings", "Activities/Notes"]}
    finally:
        sandbox.stop()


def test_same_seed_generates_the_same_records(tmp_path):
    first = everything(seed=3, records=48)
    assert everything(seed=3, records=48) == first
    # In a file they are generated anew, and not copied from a sandbox before.
    assert everything(seed=3, records=48, data=tmp_path / "records.sqlite") == first
    assert everything(seed=4, records=48)["Persons"] != first["Persons"]


def test_changes_do_not_reach_the_next_sandbox():
    first = everything(seed=3, records=48)
    sandbox = Sandbox(seed=3, records=48)
    try:
        assert sandbox.delete_record("Persons", 1)
        sandbox.put_record("Organisations", 900, {"OrganisationName": "Another"})
    finally:
        sandbox.stop()
    assert everything(seed=3, records=48) == first


@pytest.mark.parametrize("records", [1, 2, 11, 13])
def test_tiny_tenant_can_be_generated(records):
    made = everything(records=records)
    assert len(made["Persons"]) == records
    assert all(made[path] for path in ("Organisations", "Opportunities", "Deliveries", "QuotationLines", "Activities"))


def test_large_tenant_has_many_persons_and_organisations():
    sandbox = Sandbox(records=3600)
    try:
        counts = {path: sandbox.count(path) for path in ("Persons", "Organisations", "Activities")}
    finally:
        sandbox.stop()
    assert counts == {"Persons": 3600, "Organisations": 1000, "Activities": 1500}


def test_records_are_as_irregular_as_real_ones():
    text = b"\n".join(everything(records=400)["Persons"]).decode()
    for seen in (
        r'"PersonPlus1":null',
        r'"PersonEmail":""',
        r'"PersonLastName":"-"',
        r'"0001-01-01T00:00:00"',
        r'"0001-01-01T00:00:00\+00:00"',
        r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z"',
        r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}"',
        r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"',
        r'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"',
        r'"PersonHistory":"<tr><td>',
        r'"PersonUpdatedBy":"api2 ERP"',
        r"[æøåÆØÅ]",
    ):
        assert re.search(seen, text), seen


def test_related_records_exist(tenant):
    store = tenant.tenant.store
    ids = {path: set(store.ids(path)) for path in tenant.tenant.entities}
    assert not ids["Deliveries"] & ids["Opportunities"]
    owners = ids["Deliveries"] | ids["Opportunities"]
    for text in store.records_json("QuotationLines"):
        line = json.loads(text)
        assert line["QuotationLineOpportunityId"] in owners
        assert line["QuotationLineOrganisationId"] in ids["Organisations"]
    for text in store.records_json("Persons"):
        assert json.loads(text)["PersonOrganisationId"] in ids["Organisations"]


def records_of(tenant, path: str) -> dict[int, dict]:
    store = tenant.tenant.store
    return dict(zip(store.ids(path), (json.loads(text) for text in store.records_json(path)), strict=True))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Opportunities", "Opportunity"), ("Deliveries", "Delivery"), ("Activities", "Activity"), ("Events", "Event"),
        ("Products", "Product"), ("SupportCases", "SupportCase"),
    ],
)  # fmt: skip
def test_person_of_a_record_belongs_to_its_organisation(tenant, path, name):
    persons, organisations = records_of(tenant, "Persons"), records_of(tenant, "Organisations")
    records = records_of(tenant, path).values()
    assert any(record[f"{name}PersonId"] for record in records)
    for record in records:
        assert record[f"{name}OrganisationId"] in organisations
        if person_id := record[f"{name}PersonId"]:
            assert persons[person_id]["PersonOrganisationId"] == record[f"{name}OrganisationId"]


@pytest.mark.parametrize(
    ("path", "name", "owners", "owner"),
    [
        ("EmailSupports", "EmailSupport", "SupportCases", "SupportCase"),
        ("Milestones", "Milestone", "Opportunities", "Opportunity"),
        ("Revenues", "Revenue", "Opportunities", "Opportunity"),
        ("TimeExpenses", "TimeExpense", "Opportunities", "Opportunity"),
    ],
)
def test_child_record_has_the_organisation_of_its_owner(tenant, path, name, owners, owner):
    owned_by = records_of(tenant, owners)
    for record in records_of(tenant, path).values():
        organisation_id = owned_by[record[f"{name}{owner}Id"]][f"{owner}OrganisationId"]
        assert record[f"{name}OrganisationId"] == organisation_id


def test_order_value_is_the_sum_of_its_lines(tenant):
    lines, prefix = records_of(tenant, "QuotationLines").values(), "QuotationLineLinkedDataItem"
    catalogue = {each[prefix + "Data1"]: each for each in records_of(tenant, "QuotationLines/LinkedData").values()}
    for path, name, count in (("Deliveries", "Delivery", 3), ("Opportunities", "Opportunity", 1)):
        for id_, record in records_of(tenant, path).items():
            own = [line for line in lines if line["QuotationLineOpportunityId"] == id_]
            assert len(own) == count
            assert {line["QuotationLineOrganisationId"] for line in own} == {record[f"{name}OrganisationId"]}
            total = sum(line["QuotationLineQuantity"] * line["QuotationLinePrice"] for line in own)
            assert record[f"{name}OrderValue"] == round(total, 2) > 0
    for line in lines:
        item = catalogue[line["QuotationLineData1"]]
        assert (line["QuotationLineData2"], line["QuotationLineListPrice"]) == (
            item[prefix + "Data2"],
            item[prefix + "Price"],
        )


def test_organisations_have_no_one_or_several_persons():
    counts = Counter(json.loads(text)["PersonOrganisationId"] for text in everything(records=400)["Persons"])
    of_each = [counts[id_] for id_ in range(1, 134)]
    assert min(of_each) == 0
    assert 1 in of_each
    assert 5 < max(of_each) < 40
