"""The made-up tenant: the same for the same seed, and as untidy as the real service."""

import json
import re

import pytest

from webcrm_ext.sandbox import Sandbox


def everything(**options: int) -> dict[str, list[bytes]]:
    sandbox = Sandbox(**options)
    try:
        store = sandbox.tenant.store
        return {path: store.texts(path) for path in [*sandbox.tenant.entities, "Meetings", "Activities/Notes"]}
    finally:
        sandbox.stop()


def test_a_seed_always_makes_the_same_records_and_another_makes_others():
    first = everything(seed=3, records=48)
    assert everything(seed=3, records=48) == first
    assert everything(seed=4, records=48)["Persons"] != first["Persons"]


@pytest.mark.parametrize("records", [1, 2, 11, 13])
def test_a_tenant_may_be_tiny(records):
    made = everything(records=records)
    assert len(made["Persons"]) == records
    assert all(made[path] for path in ("Organisations", "Opportunities", "Deliveries", "QuotationLines", "Activities"))


def test_a_big_tenant_is_big_in_persons_and_organisations():
    sandbox = Sandbox(records=3600)
    try:
        counts = {path: sandbox.count(path) for path in ("Persons", "Organisations", "Activities")}
    finally:
        sandbox.stop()
    assert counts == {"Persons": 3600, "Organisations": 1000, "Activities": 1500}


def test_records_are_as_untidy_as_the_real_ones():
    text = b"\n".join(everything(records=400)["Persons"]).decode()
    for seen in (
        r'"PersonEmail":null',
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


def test_what_belongs_together_is_there(tenant):
    store = tenant.tenant.store
    ids = {path: set(store.ids(path)) for path in tenant.tenant.entities}
    assert not ids["Deliveries"] & ids["Opportunities"]
    owners = ids["Deliveries"] | ids["Opportunities"]
    for text in store.texts("QuotationLines"):
        line = json.loads(text)
        assert line["QuotationLineOpportunityId"] in owners
        assert line["QuotationLineOrganisationId"] in ids["Organisations"]
    for text in store.texts("Persons"):
        assert json.loads(text)["PersonOrganisationId"] in ids["Organisations"]
    for text in store.texts("Activities"):
        assert json.loads(text)["ActivityPersonId"] in ids["Persons"] | {0}
