"""Move, conversions of opportunities and deliveries, and notes of activities."""

import pytest

DELIVERY = {"DeliveryId": 0, "DeliveryAssignedTo": 0, "DeliveryAssignedTo2": 0, "DeliveryResponsible": 0}


def lines_of(crm, path: str, id_: int) -> list[tuple[int, int]]:
    lines = crm.read(f"/{path}/{id_}/QuotationLines")
    return [(each["QuotationLineId"], each["QuotationLineOrganisationId"]) for each in lines]


def filled(sandbox, path: str) -> dict:
    """Return a record with a distinct value in every property that can be written."""
    entity, custom = sandbox.tenant.entities[path], sandbox.tenant.custom_fields.of(path)
    of_custom = {"C": "Yes", "DA": "2024-05-31", "I": "17", "PI": "18", "R": "2.5"}
    of_types = {"boolean": True, "object": {"Name": "Danmark", "CodeISO": "DK", "CodeUN": "DNK"}}
    record = {}
    for number, (name, schema) in enumerate(entity.properties.items(), 1):
        if (field := custom.get(name)) is not None:
            value = of_custom.get(field.display_type) or (field.choices[1:] or [f"custom {number}"])[0]
            record[name] = "20240531" if (field.display_type, "Plus" in name) == ("DA", True) else value
        elif "enum" in schema:
            record[name] = schema["enum"][-1]
        elif schema.get("format") == "date-time":
            record[name] = f"2024-05-31T10:00:{number % 60:02}Z"
        elif schema["type"] == "string":
            record[name] = f"text {number}"
        else:
            record[name] = of_types.get(schema["type"], number)
    return {**record, entity.key: 0}


@pytest.mark.parametrize(
    ("path", "name", "sent"),
    [
        ("Activities", "Activity", {"ActivityId": 0}),
        ("Deliveries", "Delivery", DELIVERY),
        ("Opportunities", "Opportunity", {"OpportunityId": 0}),
    ],
)
def test_move_changes_the_organisation(sandbox, crm, path, name, sent):
    id_ = crm.create(f"/{path}", {**sent, f"{name}OrganisationId": 1, f"{name}Comment": "kept"})
    sandbox.clock.advance(60)
    response = crm.post(f"/{path}/{id_}/Move", {"NewOrganisationId": 2})
    assert (response.status_code, response.content) == (204, b"")
    moved = crm.read(f"/{path}/{id_}")
    assert (moved[f"{name}OrganisationId"], moved[f"{name}Comment"]) == (2, "kept")
    assert moved[f"{name}UpdatedAt"] > moved[f"{name}CreatedAt"]
    assert crm.post(f"/{path}/{id_}/Move", {"NewOrganisationId": 987_654}).status_code == 404
    assert crm.post(f"/{path}/987654/Move", {"NewOrganisationId": 2}).status_code == 404
    assert crm.read(f"/{path}/{id_}") == moved


@pytest.mark.parametrize(("path", "sent"), [("Deliveries", DELIVERY), ("Opportunities", {"OpportunityId": 0})])
def test_move_takes_quotation_lines_along(crm, path, sent):
    owner, other = crm.create(f"/{path}", sent), crm.create(f"/{path}", sent)
    line = {"QuotationLineId": 0, "QuotationLineOrganisationId": 1}
    ids = [crm.create("/QuotationLines", line | {"QuotationLineOpportunityId": id_}) for id_ in (owner, other)]
    crm.post(f"/{path}/{owner}/Move", {"NewOrganisationId": 3})
    assert (lines_of(crm, path, owner), lines_of(crm, path, other)) == ([(ids[0], 3)], [(ids[1], 1)])


def test_opportunity_converts_to_delivery_and_back(crm):
    sent = {
        "OpportunityDescription": "Lamps",
        "OpportunityOrganisationId": 2,
        "OpportunityCustom2": "P-17",
        "OpportunityMemo": "long",
        "OpportunityOrderValue": 12.5,
        "OpportunityAssignedTo": 3,
    }
    id_ = crm.create("/Opportunities", {"OpportunityId": 0, **sent})
    line = {"QuotationLineId": 0, "QuotationLineOrganisationId": 2, "QuotationLineOpportunityId": id_}
    line_id = crm.create("/QuotationLines", line)

    response = crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    assert (response.status_code, response.json()) == (200, id_)
    assert crm.get(f"/Opportunities/{id_}").status_code == 404
    delivery = crm.read(f"/Deliveries/{id_}")
    taken_over = {
        "DeliveryId": id_,
        "DeliveryDescription": "Lamps",
        "DeliveryOrganisationId": 2,
        "DeliveryOpportunityCustom2": "P-17",
        "DeliveryCustom2": "",
        "DeliveryCustom3": "No",
        "DeliveryOrderValue": 12.5,
        "DeliveryAssignedTo": 3,
        "DeliveryStatus": "New",
        "DeliveryUpdatedBy": "api2 sandbox",
    }
    assert {name: delivery[name] for name in taken_over} == taken_over
    assert lines_of(crm, "Deliveries", id_) == [(line_id, 2)]

    crm.put(f"/Deliveries/{id_}", {"DeliveryCustom2": "T-1"})
    response = crm.post(f"/Deliveries/{id_}/ConvertToOpportunity/7")
    assert (response.status_code, response.json()) == (200, id_)
    assert crm.get(f"/Deliveries/{id_}").status_code == 404
    opportunity = crm.read(f"/Opportunities/{id_}")
    assert {name: opportunity[name] for name in sent} == sent
    assert opportunity["OpportunityLevel"] == 7
    assert lines_of(crm, "Opportunities", id_) == [(line_id, 2)]


def test_opportunity_keeps_every_property_after_converting_back(sandbox, crm):
    sent = filled(sandbox, "Opportunities")
    id_ = crm.create("/Opportunities", sent)
    before = crm.read(f"/Opportunities/{id_}")
    assert {name for name in sent if before.get(name) != sent[name]} == {
        "OpportunityId", "OpportunityCreatedAt", "OpportunityCreatedBy", "OpportunityUpdatedAt",
        "OpportunityUpdatedBy", "OpportunityHistory", "OpportunitySecurityInfo",
    }  # fmt: skip
    crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    delivery = crm.read(f"/Deliveries/{id_}")
    for suffix, names in {
        "Number": ("DeliveryNumber", "OpportunityNumber"),
        "CurrencyName": ("DeliveryCurrencyName", "DeliveryOpportunityCurrencyName", "OpportunityCurrencyName"),
        "CurrencySymbol": ("DeliveryCurrencySymbol", "DeliveryOpportunityCurrencySymbol"),
        "PersonId": ("DeliveryPersonId", "DeliveryOpportunityPersonId", "OpportunityPersonId"),
        "Level": ("OpportunityLevel",),
        "LevelText": ("OpportunityLevelText",),
    }.items():
        assert {delivery[name] for name in names} == {sent[f"Opportunity{suffix}"]}
    crm.post(f"/Deliveries/{id_}/ConvertToOpportunity/{sent['OpportunityLevel']}")
    assert crm.read(f"/Opportunities/{id_}") == before
    crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    assert crm.read(f"/Deliveries/{id_}") == delivery


def test_delivery_keeps_every_property_after_converting_back(sandbox, crm):
    sent = filled(sandbox, "Deliveries")
    id_ = crm.create("/Deliveries", sent)
    before = crm.read(f"/Deliveries/{id_}")
    crm.post(f"/Deliveries/{id_}/ConvertToOpportunity/3")
    opportunity = crm.read(f"/Opportunities/{id_}")
    for suffix in ("Number", "CurrencyName", "CurrencySymbol", "PersonId", "OrderValue"):
        assert opportunity[f"Opportunity{suffix}"] == sent[f"Delivery{suffix}"]
    assert (opportunity["OpportunityLevel"], opportunity["OpportunityLevelText"]) == (3, "")
    crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    # The properties of its opportunity in a delivery have the current values.
    assert {name: value for name, value in crm.read(f"/Deliveries/{id_}").items() if value != before[name]} == {
        "DeliveryStatus": "New",
        "DeliveryOpportunityCurrencyName": sent["DeliveryCurrencyName"],
        "DeliveryOpportunityCurrencySymbol": sent["DeliveryCurrencySymbol"],
        "DeliveryOpportunityPersonId": sent["DeliveryPersonId"],
        "OpportunityCurrencyName": sent["DeliveryCurrencyName"],
        "OpportunityLevel": 3,
        "OpportunityLevelText": "",
        "OpportunityNumber": sent["DeliveryNumber"],
        "OpportunityPersonId": sent["DeliveryPersonId"],
    }


def test_unset_delivery_properties_come_from_its_opportunity(crm):
    sent = {"OpportunityId": 0, "OpportunityNumber": "Q-77", "OpportunityPersonId": 7}
    id_ = crm.create("/Opportunities", sent)
    crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    crm.put(f"/Deliveries/{id_}", {"DeliveryNumber": None, "DeliveryPersonId": 9})
    crm.post(f"/Deliveries/{id_}/ConvertToOpportunity/1")
    opportunity = crm.read(f"/Opportunities/{id_}")
    assert (opportunity["OpportunityNumber"], opportunity["OpportunityPersonId"]) == ("Q-77", 9)


def test_seeded_delivery_converts_to_opportunity(sandbox, crm):
    delivery = crm.read("/Deliveries?Size=1")[0]
    assert delivery["DeliveryNumber"].startswith("D")
    crm.post(f"/Deliveries/{delivery['DeliveryId']}/ConvertToOpportunity/1")
    opportunity = crm.read(f"/Opportunities/{delivery['DeliveryId']}")
    for suffix in ("Number", "CurrencyName", "PersonId", "OrganisationId"):
        assert opportunity[f"Opportunity{suffix}"] == delivery[f"Delivery{suffix}"]


def test_conversion_delivers_delete_and_create_to_hooks(sandbox, crm):
    for path in ("Opportunities", "Deliveries"):
        for event in ("Create", "Update", "Delete"):
            hook = {"Id": 0, "EventType": event, "Filter": [], "IsEnabled": True, "TargetUrl": "http://192.0.2.1/"}
            crm.create(f"/{path}/Hooks", hook)
    sandbox.change_options(deliver_hooks=True)
    crm.post("/Opportunities/1/ConvertToDelivery")
    crm.post("/Deliveries/1/ConvertToOpportunity/2")
    crm.post("/Deliveries/1/ConvertToOpportunity/2")
    payloads = [each.payload for each in sandbox.hook_deliveries]
    assert [(each["EventType"], each["Url"].removeprefix(sandbox.url)) for each in payloads] == [
        ("Delete", "/Opportunities/1"),
        ("Create", "/Deliveries/1"),
        ("Delete", "/Deliveries/1"),
        ("Create", "/Opportunities/1"),
    ]


def test_conversion_needs_a_record_and_a_level(crm):
    delivery = crm.create("/Deliveries", DELIVERY)
    assert crm.post("/Opportunities/987654/ConvertToDelivery").status_code == 404
    assert crm.post(f"/Opportunities/{delivery}/ConvertToDelivery").status_code == 404
    assert crm.post("/Deliveries/987654/ConvertToOpportunity/1").status_code == 404
    assert crm.post(f"/Deliveries/{delivery}/ConvertToOpportunity/-1").status_code == 400
    assert crm.post(f"/Deliveries/{delivery}/ConvertToOpportunity/high").status_code == 400
    assert crm.get(f"/Deliveries/{delivery}").status_code == 200


def test_conversion_does_not_overwrite_another_record(sandbox, crm):
    sandbox.put_record("Deliveries", 1, {"DeliveryNumber": "in the way"})
    before = crm.read("/Opportunities/1")
    response = crm.post("/Opportunities/1/ConvertToDelivery")
    assert (response.status_code, "DeliveryId 1" in response.json()["Message"]) == (400, True)
    assert crm.read("/Opportunities/1") == before
    assert crm.read("/Deliveries/1")["DeliveryNumber"] == "in the way"


def test_notes_are_created_listed_and_deleted_newest_first(crm):
    person = crm.create("/Persons", {"PersonId": 0, "PersonFirstName": "Ida", "PersonLastName": "Dahl"})
    activity = {"ActivityId": 0, "ActivityPersonId": person, "ActivityAction": "Call", "ActivityStatus": "Active"}
    id_ = crm.create("/Activities", activity)
    for comment in ("first", "second", "third"):
        response = crm.post(f"/Activities/{id_}/Notes", {"Comment": comment})
        assert (response.status_code, response.content) == (204, b"")
    crm.post("/Activities/1/Notes", {"Comment": "of another"})

    def comments(query: str = "") -> list[str]:
        return [each["Comment"] for each in crm.read(f"/Activities/{id_}/Notes{query}")]

    assert (comments(), comments("?Size=2&Page=2")) == (["first", "second", "third"], ["third"])
    note = crm.read(f"/Activities/{id_}/Notes")[0]
    assert (note["PersonName"], note["Action"], note["StatusText"], note["CreatedBy"]) == (
        "Ida Dahl",
        "Call",
        "Active",
        "api2 sandbox",
    )
    assert crm.delete(f"/Activities/{id_}/NewestNote").status_code == 204
    assert comments() == ["first", "second"]
    crm.delete(f"/Activities/{id_}/NewestNote")
    crm.delete(f"/Activities/{id_}/NewestNote")
    assert crm.delete(f"/Activities/{id_}/NewestNote").status_code == 404
    assert crm.post("/Activities/987654/Notes", {"Comment": "x"}).status_code == 404
