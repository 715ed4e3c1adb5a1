"""Webhooks: `ensure` is idempotent, and `parse` finds the record in a payload of any shape."""

from __future__ import annotations

import pytest
from webcrm_api.models import OrganisationHookDto

from webcrm_ext import ConfigurationError, FieldValueError
from webcrm_ext.webhooks import HookEvent

TARGET = "http://127.0.0.1:1/x"


def test_ensure_is_idempotent_and_enables_the_hook(sandbox, either):
    made = either.hooks.ensure("Organisation", TARGET, event="Update")
    sandbox.requests.clear()
    assert either.hooks.ensure("organisations", TARGET, event="Update", filters="All") == made
    assert [call.method for call in sandbox.requests] == ["GET"]
    hook = either.organisations.get_hook(made)
    hook.is_enabled = False
    either.organisations.update_hook(made, hook)
    assert either.hooks.ensure("Organisations", TARGET, event="Update") == made
    assert either.organisations.get_hook(made).is_enabled
    others = {
        either.hooks.ensure("Organisations", TARGET, event="Create"),
        either.hooks.ensure("Organisations", TARGET + "y", event="Update"),
        either.hooks.ensure("Persons", TARGET, event="Update", filters=["OrganisationOwner", "All"]),
        either.hooks.ensure("Persons", TARGET, event="Update", filters=("All", "OrganisationOwner", "All")),
    }
    assert len(others) == 3
    assert sandbox.count("Organisations/Hooks") == 3


def test_ensure_finds_a_hook_on_the_second_page(sandbox, either):
    for id_ in range(1, 1201):
        target = TARGET if id_ == 1100 else f"http://127.0.0.1:1/{id_}"
        hook = OrganisationHookDto(id=id_, target_url=target, event_type="Delete", filter_=["All"], is_enabled=True)
        sandbox.put_record("Organisations/Hooks", id_, hook.to_dict())
    assert either.hooks.ensure("Organisations", TARGET, event="Delete") == 1100


@pytest.mark.parametrize(
    ("entity", "target", "more", "message"),
    [
        ("Nonsense", TARGET, {"event": "Update"}, "'Nonsense' has no hooks"),
        *(
            ("Persons", target, {"event": "Update"}, "Pass an http or https URL with a host")
            for target in (
                "example.com", "ftp://example.com", "https://", "https://[bad", "https://example.com:99999",
                "https://example.com:x", "https://exa mple.com/x", "https://a..b", " https://example.com",
                "https://exa\nmple.com", None,
            )
        ),
        ("Persons", TARGET, {"event": "update"}, "Events: Create, Update, Delete"),
        ("Persons", TARGET, {"event": "Update", "filters": ["Mine"]}, r"filters \['Mine'\]\. Filters of Persons: All"),
        ("Persons", TARGET, {"event": "Update", "filters": ()}, "at least one of the filters of Persons: All, "),
        ("Persons", TARGET, {"event": "Update", "filters": 5}, "filters is 5. Pass a list of strings"),
        (5, TARGET, {"event": "Update"}, "5 has no hooks"),
        ("Persons", TARGET, {"event": ["Update"]}, r"Unknown event \['Update'\]"),
    ],
)  # fmt: skip
def test_invalid_argument_raises_before_any_request(sandbox, either, entity, target, more, message):
    with pytest.raises(ConfigurationError, match=message):
        either.hooks.ensure(entity, target, **more)
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize(
    "body",
    [
        b'{"Url": "https://api.webcrm.com/Deliveries/123"}',
        '["/deliveries/123?x=1"]',
        {"EntityType": "Delivery", "Id": 123},
        {"entity": "deliveries", "id": "123"},
        {"Entity": "Delivery", "DeliveryId": 123},
        {"data": [{"links": {"self": "/Delivery/123"}}]},
        "https://api.webcrm.com/Deliveries/123",
        b'\xef\xbb\xbf{"Url": "https://api.webcrm.com/Deliveries/123"}',
        "<a href='https://api.webcrm.com/Deliveries/123'>changed</a>",
        b'"\\/Deliveries\\/123#x"',
        "See https://api.webcrm.com/Deliveries/123.",
        "It changed (https://api.webcrm.com/Deliveries/123), and so on",
        "https://api.webcrm.com/Deliveries/123&e=1",
        "Url=https%3A%2F%2Fapi.webcrm.com%2FDeliveries%2F123&EventType=Update",
        "https%3A%2F%2Fapi.webcrm.com%2FDeliveries%2F123",
        b"EntityType=Delivery&Id=123",
        b"[" * 600 + b'"/Deliveries/123"' + b"]" * 600,
        b"[" * 100_000 + b'"/Deliveries/123"' + b"]" * 100_000,
        {"EntityType": "Delivery", "Id": 123, "Owner": {"EntityType": "Person", "Id": 7}},
        {"Owner": {"EntityType": "Person", "Id": 7}, "Url": "/Deliveries/123"},
        {"Comment": "see /Persons/7", "Url": "/Deliveries/123"},
        {"Comment": "see /Persons/7", "EntityType": "Delivery", "Id": 123},
        {"Record": {"Comment": "https://api.webcrm.com/Persons/7"}, "Entity": "Delivery", "EntityId": 123},
        {"Record": {"Url": "/Persons/7"}, "EntityType": "Delivery", "Id": 123},
        {"Record": {"Comment": "/Persons/7"}, "Links": {"Self": {"Href": "/Deliveries/123"}}},
        {"Event": {"EntityType": "Delivery", "Id": 123, "Record": {"Memo": "/Persons/7"}}, "Text": "/Persons/8"},
        {"TargetUrl": "https://example.com/persons/7", "EntityType": "Delivery", "Id": 123},
        {"Id": 7, "EntityType": "Delivery", "EntityId": 123},
        {"Id": 7, "entity_type": "Deliveries", "delivery_id": "123"},
        {"Type": "Update", "EntityName": "Delivery", "Record-Id": 123},
        "Comment=see+/Persons/7&EntityType=Delivery&Id=123",
        bytearray(b'{"Comment": "/Persons/7", "Url": "/Deliveries/123"}'),
        '{"Comment": "\ud800", "Url": "/Deliveries/123"}',
        "\ud800 /Deliveries/123",
        {"Url": "\ud800/Deliveries/123"},
    ],
    ids=lambda body: ascii(body)[:60],
)
def test_parse_finds_the_record_in_any_payload_shape(crm, body):
    assert crm.hooks.parse(body) == HookEvent("Deliveries", 123)
    if isinstance(body, bytes):
        assert crm.hooks.parse(memoryview(body)) == HookEvent("Deliveries", 123)


@pytest.mark.parametrize(
    "body",
    [b"\xff", "{}", "", "null", {"EntityType": "Nonsense", "Id": 1}, {"EntityType": "Delivery", "Id": "٣"},
     {"EntityType": "Delivery", "Id": 0}, "/Nonsense/1", "/Deliveries/", "/Deliveries/12x", [1, None],
     {"EntityType": "Delivery", "Id": "9" * 5000}, {"EntityType": "Delivery", "Id": 10**18}, "/Deliveries/1-2",
     {"EntityType": "Delivery", "Id": True}, "/Deliveries/" + "9" * 5000, "/Deliveries/1.5", "/Deliveries/12\u0663",
     '{"EntityType": "Delivery", "Id": 1' + "0" * 5000 + "}", "[" * 100_000, '{"a":' * 100_000,
     "\ud800", b"\xed\xa0\x80", '"\\ud800"', "\udfff=\ud800", {"\ud800": "\ud800"}, None, 5],
    ids=lambda body: ascii(body)[:60] if not isinstance(body, dict) else "",
)  # fmt: skip
def test_payload_without_a_record_raises(crm, body):
    with pytest.raises(FieldValueError, match="names no record"):
        crm.hooks.parse(body)


def test_parse_reads_the_payload_of_the_sandbox(open_sandbox, connect_either):
    sandbox = open_sandbox(deliver_hooks=True)
    crm = connect_either(sandbox)
    crm.hooks.ensure("Organisations", TARGET, event="Update")
    crm.organisations.update(3, crm.organisations.get(3))
    (delivery,) = sandbox.hook_deliveries
    assert crm.hooks.parse(delivery.payload) == HookEvent("Organisations", 3)
