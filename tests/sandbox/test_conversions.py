"""Moving records, and turning opportunities into deliveries and back; the notes of activities."""

import pytest

DELIVERY = {"DeliveryId": 0, "DeliveryAssignedTo": 0, "DeliveryAssignedTo2": 0, "DeliveryResponsible": 0}


def lines_of(crm, path: str, id_: int) -> list[tuple[int, int]]:
    lines = crm.read(f"/{path}/{id_}/QuotationLines")
    return [(each["QuotationLineId"], each["QuotationLineOrganisationId"]) for each in lines]


@pytest.mark.parametrize(
    ("path", "name", "sent"),
    [
        ("Activities", "Activity", {"ActivityId": 0}),
        ("Deliveries", "Delivery", DELIVERY),
        ("Opportunities", "Opportunity", {"OpportunityId": 0}),
    ],
)
def test_a_moved_record_belongs_to_the_other_organisation(sandbox, crm, path, name, sent):
    id_ = crm.create(f"/{path}", {**sent, f"{name}OrganisationId": 1, f"{name}Comment": "kept"})
    sandbox.clock.advance(60)
    answer = crm.post(f"/{path}/{id_}/Move", {"NewOrganisationId": 2})
    assert (answer.status_code, answer.content) == (204, b"")
    moved = crm.read(f"/{path}/{id_}")
    assert (moved[f"{name}OrganisationId"], moved[f"{name}Comment"]) == (2, "kept")
    assert moved[f"{name}UpdatedAt"] > moved[f"{name}CreatedAt"]
    assert crm.post(f"/{path}/{id_}/Move", {"NewOrganisationId": 987_654}).status_code == 404
    assert crm.post(f"/{path}/987654/Move", {"NewOrganisationId": 2}).status_code == 404
    assert crm.read(f"/{path}/{id_}") == moved


@pytest.mark.parametrize(("path", "sent"), [("Deliveries", DELIVERY), ("Opportunities", {"OpportunityId": 0})])
def test_quotation_lines_move_along(crm, path, sent):
    owner, other = crm.create(f"/{path}", sent), crm.create(f"/{path}", sent)
    line = {"QuotationLineId": 0, "QuotationLineOrganisationId": 1}
    ids = [crm.create("/QuotationLines", line | {"QuotationLineOpportunityId": id_}) for id_ in (owner, other)]
    crm.post(f"/{path}/{owner}/Move", {"NewOrganisationId": 3})
    assert (lines_of(crm, path, owner), lines_of(crm, path, other)) == ([(ids[0], 3)], [(ids[1], 1)])


def test_an_opportunity_becomes_a_delivery_and_an_opportunity_again(crm):
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

    answer = crm.post(f"/Opportunities/{id_}/ConvertToDelivery")
    assert (answer.status_code, answer.json()) == (200, id_)
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
    answer = crm.post(f"/Deliveries/{id_}/ConvertToOpportunity/7")
    assert (answer.status_code, answer.json()) == (200, id_)
    assert crm.get(f"/Deliveries/{id_}").status_code == 404
    opportunity = crm.read(f"/Opportunities/{id_}")
    assert {name: opportunity[name] for name in sent} == sent
    assert opportunity["OpportunityLevel"] == 7
    assert lines_of(crm, "Opportunities", id_) == [(line_id, 2)]


def test_only_what_is_there_is_converted_and_only_to_a_level(crm):
    delivery = crm.create("/Deliveries", DELIVERY)
    assert crm.post("/Opportunities/987654/ConvertToDelivery").status_code == 404
    assert crm.post(f"/Opportunities/{delivery}/ConvertToDelivery").status_code == 404
    assert crm.post("/Deliveries/987654/ConvertToOpportunity/1").status_code == 404
    assert crm.post(f"/Deliveries/{delivery}/ConvertToOpportunity/-1").status_code == 400
    assert crm.post(f"/Deliveries/{delivery}/ConvertToOpportunity/high").status_code == 400
    assert crm.get(f"/Deliveries/{delivery}").status_code == 200


def test_notes_are_written_listed_by_page_and_deleted_newest_first(crm):
    person = crm.create("/Persons", {"PersonId": 0, "PersonFirstName": "Ida", "PersonLastName": "Dahl"})
    activity = {"ActivityId": 0, "ActivityPersonId": person, "ActivityAction": "Call", "ActivityStatus": "Active"}
    id_ = crm.create("/Activities", activity)
    for comment in ("first", "second", "third"):
        answer = crm.post(f"/Activities/{id_}/Notes", {"Comment": comment})
        assert (answer.status_code, answer.content) == (204, b"")
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
