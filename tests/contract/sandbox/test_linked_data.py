"""Linked data: its setup, its items, and quotation lines that copy them."""

import pytest

PREFIX = "QuotationLineLinkedDataItem"
ITEM = {
    f"{PREFIX}Id": 0,
    **{f"{PREFIX}Data{number}": f"value {number}" for number in range(1, 10)},
    f"{PREFIX}DataMemo": "",
    f"{PREFIX}ItemGroup": "",
    f"{PREFIX}VatCode": "",
    f"{PREFIX}EntityType": "Product",
    f"{PREFIX}Price": None,
    f"{PREFIX}CostPrice": None,
}
ITEMS = "/QuotationLines/LinkedData"
LINE = {"QuotationLineId": 0, "QuotationLineOpportunityId": 1, "QuotationLineOrganisationId": 1}
DEFAULTS = {
    "LinkedDataItemId": 0,
    **{f"LinkedDataItemData{number}": "-" for number in range(1, 10)},
    "LinkedDataItemDataMemo": "",
    "LinkedDataItemItemGroup": "",
    "LinkedDataItemEntityType": "Organisation",
}


@pytest.fixture
def linked(sandbox) -> None:
    """Start a sandbox with linked data on for quotation lines."""
    sandbox.change_options(linked_data={"quotationlines"})


@pytest.mark.parametrize("path", ["Activities", "Persons", "PersonsB2C", "QuotationLines", "SupportCases"])
def test_setup_uses_fields_only_with_linked_data_on(sandbox, crm, path):
    def used() -> list[str]:
        setup = crm.read(f"/{path}/LinkedSetup")
        return [name for name, value in setup.items() if "Field" in name and value and name[-1].isdigit()]

    assert used() == []
    sandbox.change_options(linked_data={path})
    assert used() != []
    sandbox.change_options(linked_data={"all"})
    assert used() != []
    sandbox.change_options(linked_data={"Deliveries" if path != "Deliveries" else "Events"})
    assert used() == []


def test_items_are_created_changed_listed_and_deleted(sandbox, crm):
    before = len(crm.read(ITEMS))
    ids = [crm.create(ITEMS, ITEM) for _ in range(3)]
    assert len(crm.read(f"{ITEMS}?Page=2&Size=1")) == before + 3
    item = crm.read(f"{ITEMS}/{ids[0]}")
    assert item == {**ITEM, f"{PREFIX}Id": ids[0]}
    crm.put(f"{ITEMS}/{ids[0]}", {f"{PREFIX}Data2": "changed"})
    assert crm.read(f"{ITEMS}/{ids[0]}") == {**item, f"{PREFIX}Data2": "changed"}
    assert crm.delete(f"{ITEMS}/{ids[0]}").status_code == 200
    assert crm.get(f"{ITEMS}/{ids[0]}").status_code == 404
    assert crm.delete(ITEMS).status_code == 200
    assert crm.read(ITEMS) == []
    assert sandbox.count("QuotationLines") > 0


def test_clearing_one_entity_keeps_the_items_of_another(crm):
    kept = crm.create("/Organisations/LinkedData", DEFAULTS)
    crm.create("/Persons/LinkedData", DEFAULTS)
    crm.delete("/Persons/LinkedData")
    assert crm.read("/Persons/LinkedData") == []
    assert [each["LinkedDataItemId"] for each in crm.read("/Organisations/LinkedData")] == [kept]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({f"{PREFIX}Data1": ""}, "Data1 must not be empty"),
        ({f"{PREFIX}Data9": None}, "Data9 must not be empty"),
        ({f"{PREFIX}DataMemo": None}, "DataMemo must be a string"),
        ({f"{PREFIX}ItemGroup": None}, "ItemGroup must be a string"),
        ({f"{PREFIX}VatCode": None}, "VatCode must be a string"),
        ({f"{PREFIX}EntityType": None}, "EntityType is required"),
    ],
)
def test_item_needs_its_properties_on_create_and_update(crm, change, named):
    for sent in (ITEM | change, {name: value for name, value in ITEM.items() if name not in change}):
        response = crm.post(ITEMS, sent)
        assert (response.status_code, named in response.json()["Message"]) == (400, True)
    id_ = crm.create(ITEMS, ITEM)
    assert named in crm.put(f"{ITEMS}/{id_}", change).json()["Message"]


def test_items_of_other_entities_have_no_vat_code(crm):
    id_ = crm.create("/Activities/LinkedData", DEFAULTS)
    assert crm.read(f"/Activities/LinkedData/{id_}")["LinkedDataItemData1"] == "-"
    assert crm.post("/Activities/LinkedData", DEFAULTS | {"LinkedDataItemData3": ""}).status_code == 400


def test_line_without_linked_data_stores_what_was_sent(crm):
    sent = LINE | {"QuotationLineData1": "LAMP-1", "QuotationLinePrice": 12.5}
    line = crm.read(f"/QuotationLines/{crm.create('/QuotationLines', sent)}")
    assert (line["QuotationLineData1"], line["QuotationLinePrice"]) == ("LAMP-1", 12.5)


@pytest.mark.usefixtures("linked")
def test_line_with_linked_data_copies_its_item(crm):
    item = crm.create(ITEMS, ITEM)
    id_ = crm.create("/QuotationLines", LINE | {"QuotationLineLinkedDataId": item, "QuotationLineData1": "mine"})
    line = crm.read(f"/QuotationLines/{id_}")
    assert [line[f"QuotationLineData{number}"] for number in range(1, 10)] == [
        f"value {number}" for number in range(1, 10)
    ]
    assert "QuotationLineLinkedDataId" not in line
    other = crm.create(ITEMS, ITEM | {f"{PREFIX}Data1": "other"})
    crm.put(f"/QuotationLines/{id_}", {"QuotationLineLinkedDataId": other})
    assert crm.read(f"/QuotationLines/{id_}")["QuotationLineData1"] == "other"


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize(
    ("shape", "status", "text"),
    [
        ("model", 400, '{"Message":"Possible quotation not found","Type":"NotFoundException"}'),
        ("text", 404, "Possible quotation not found"),
        ("json-text", 500, '"Possible quotation not found"'),
    ],
)
def test_line_without_item_is_refused_in_configured_shape_and_status(sandbox, crm, shape, status, text):
    sandbox.change_options(linked_data_error_shape=shape, linked_data_error_status=status)
    count = sandbox.count("QuotationLines")
    for sent in (LINE, LINE | {"QuotationLineLinkedDataId": 999_999}, LINE | {"QuotationLineLinkedDataId": None}):
        response = crm.post("/QuotationLines", sent)
        assert (response.status_code, response.text) == (status, text)
        assert response.headers["Content-Type"].startswith("text/plain" if shape == "text" else "application/json")
    assert crm.put("/QuotationLines/1", {"QuotationLineQuantity": 2}).text == text
    assert sandbox.count("QuotationLines") == count


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize("id_", ["1", [1], {"a": 1}, 1.5, True])
def test_non_numeric_item_is_refused(crm, id_):
    assert crm.put("/QuotationLines/1", {"QuotationLineLinkedDataId": id_}).status_code == 400


@pytest.mark.usefixtures("linked")
def test_deleted_item_is_refused(crm):
    item = crm.create(ITEMS, ITEM)
    crm.delete(f"{ITEMS}/{item}")
    assert crm.post("/QuotationLines", LINE | {"QuotationLineLinkedDataId": item}).status_code == 400


def test_new_line_with_an_id_is_refused(crm):
    assert crm.post("/QuotationLines", LINE | {"QuotationLineId": 5}).status_code == 400


def test_line_of_a_delivery_needs_an_organisation(crm):
    delivery = crm.read("/Deliveries?Size=1")[0]["DeliveryId"]
    of_delivery = {"QuotationLineId": 0, "QuotationLineOpportunityId": delivery}
    response = crm.post("/QuotationLines", of_delivery)
    assert (response.status_code, "QuotationLineOrganisationId" in response.json()["Message"]) == (400, True)
    id_ = crm.create("/QuotationLines", of_delivery | {"QuotationLineOrganisationId": 1})
    assert id_ in [each["QuotationLineId"] for each in crm.read(f"/Deliveries/{delivery}/QuotationLines")]
    crm.create("/QuotationLines", {"QuotationLineId": 0, "QuotationLineOpportunityId": 1})


@pytest.mark.parametrize(
    ("option", "stored"),
    [("overwritten", ["value 1", "value 2", "value 3"]), ("kept", ["own", "value 2", "value 3"])],
)
def test_data_of_a_line_is_overwritten_or_kept(sandbox, crm, linked, option, stored):
    sandbox.change_options(linked_line_data=option)
    item = crm.create(ITEMS, ITEM)
    sent = LINE | {"QuotationLineLinkedDataId": item, "QuotationLineData1": "own", "QuotationLineData2": ""}
    line = crm.read(f"/QuotationLines/{crm.create('/QuotationLines', sent)}")
    assert [line[f"QuotationLineData{number}"] for number in (1, 2, 3)] == stored


def test_data_of_a_line_is_refused_on_request(sandbox, crm, linked):
    sandbox.change_options(linked_line_data="refused")
    sent = LINE | {"QuotationLineLinkedDataId": crm.create(ITEMS, ITEM), "QuotationLineData3": ""}
    own = {"QuotationLineData1": "a", "QuotationLineData9": "b"}
    count = sandbox.count("QuotationLines")
    response = crm.post("/QuotationLines", sent | own)
    assert (response.status_code, response.json()["Message"]) == (
        400,
        "QuotationLineData1, QuotationLineData9 must not be sent for a line with linked data; the item has the values.",
    )
    assert sandbox.count("QuotationLines") == count
    assert crm.read(f"/QuotationLines/{crm.create('/QuotationLines', sent)}")["QuotationLineData9"] == "value 9"
    sandbox.change_options(linked_data=[])
    assert crm.read(f"/QuotationLines/{crm.create('/QuotationLines', sent | own)}")["QuotationLineData1"] == "a"
