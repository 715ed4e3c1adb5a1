"""Names of entities: singular or plural, in any case and spelling."""

from __future__ import annotations

import pytest

from webcrm_ext import ConfigurationError, webhooks
from webcrm_ext.custom_fields import metadata
from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.quotation_lines import linked_data

TABLES = {
    "linked data": tuple(linked_data.ENTITIES),
    "hooks": tuple(webhooks.HOOK_MODELS),
    "fields": metadata.ENTITIES,
}
NAMES = [
    ("Activity", "activities"), ("delivery", "Deliveries"), ("person", "PERSONS"), ("User", "users"),
    ("PersonB2C", "persons_b2c"), ("person_b2c", "PersonsB2C"), ("supportcase", "support_cases"),
    ("quotation_line", "QuotationLines"), ("SyncedMeeting", "synced_meetings"), ("document", "Documents"),
]  # fmt: skip


@pytest.mark.parametrize("names", NAMES, ids="-".join)
def test_entity_is_found_by_singular_and_plural(names):
    found = [{name: entity_named(name, table) for name in names} for table in TABLES.values()]
    assert all(len(set(each.values())) == 1 for each in found)
    assert any(all(each.values()) for each in found)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_entity_names_are_not_ambiguous(table):
    assert [entity_named(entity, table) for entity in table] == list(table)
    assert {entity_named(name, table) for name in ("Nonsense", "", "s", "Person1", "B2C")} == {None}


def test_entity_name_works_everywhere(sandbox, either):
    assert either.linked_data.enabled("support_case") is None
    assert either.fields("support_cases").entity == "SupportCase"
    made = either.hooks.ensure("support_case", "https://example.com", event="Update")
    assert either.hooks.ensure("SUPPORTCASES", "https://example.com", event="Update") == made


def test_unknown_entity_raises_with_the_known_ones(sandbox, either):
    for call, said in (
        (
            lambda: either.linked_data.enabled("relation"),
            r"'relation' has no linked data\. Entities with ",
        ),
        (
            lambda: either.fields("relation"),
            r"No field metadata exists for 'relation'\. Did you mean 'Organisation'\? Use one of: Activity, ",
        ),
        (
            lambda: either.hooks.ensure("Budgets", "https://a.b", event="Update"),
            r"'Budgets' has no hooks\. Entities with hooks: ",
        ),
    ):
        with pytest.raises(ConfigurationError, match=said):
            call()
    assert len(sandbox.requests) == 0
