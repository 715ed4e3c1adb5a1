"""Quotation lines with linked data on and off, for each status and body shape of the error, blocking and async."""

from __future__ import annotations

import re
from typing import Any

import pytest
from webcrm_api.api.quotation_lines import quotation_lines_upsert
from webcrm_api.models import (
    OrganisationDto,
    QuotationLineLinkedDataItemDto,
    QuotationLineLinkedSetupDto,
    QuotationLineUpdateDto,
)

from tests.contract.client.records import ITEMS, LINES, LINKED, at, line, owner, texts
from webcrm_ext import (
    APIError,
    AuthenticationError,
    ConfigurationError,
    FieldValueError,
    LinkedDataRequiredError,
    NotFoundError,
    OutcomeUnknownError,
)
from webcrm_ext.operations import drive
from webcrm_ext.quotation_lines import operations
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory, detect
from webcrm_ext.sandbox import Sandbox

SYSTEMS = [
    (None, 400),
    *((shape, status) for shape in ("model", "text", "json-text") for status in (200, 400, 404, 500)),
]


@pytest.fixture(scope="module")
def running():
    with Sandbox(records=60, requests_per_minute=None) as sandbox:
        yield sandbox


@pytest.fixture(
    params=[pytest.param(each, marks=pytest.mark.matrix) for each in SYSTEMS],
    ids=lambda each: f"{each[0] or 'off'}-{each[1]}",
)
def system(request, running, connect_either):
    """Return a sandbox with linked data off, or on with one shape of the error; a new client; whether it is on."""
    shape, status = request.param
    running.change_options(linked_data=LINKED if shape else frozenset(), linked_data_error_status=status)
    running.change_options(linked_data_error_shape=shape or "model", patch_update_answer="empty")
    running.requests.clear()
    return running, connect_either(running), shape is not None


ITEM_ID = "QuotationLineLinkedDataId"


def posts(sandbox: Any, path: str) -> int:
    return sum(1 for call in sandbox.requests if (call.method, call.path) == ("POST", path))


def refuse_token(sandbox: Any) -> None:
    sandbox.expire_tokens(refresh_tokens=True)
    sandbox.fail_next(9, status=401, path="/Auth")


def test_create_update_and_delete_with_linked_data_on_and_off(system):
    sandbox, crm, on = system
    delivery = crm.deliveries.list().first()
    items = sandbox.count(ITEMS)
    assert crm.linked_data.enabled(LINES) is None
    text = f"Lamp {len(list(crm.quotation_lines.list()))}"
    ids = [crm.quotation_lines.create_for_delivery(delivery.delivery_id, line(text)) for _ in range(2)]
    assert [crm.quotation_lines.get(id_).quotation_line_data_1 for id_ in ids] == [text, text]
    assert crm.quotation_lines.get(ids[0]).quotation_line_organisation_id == delivery.delivery_organisation_id
    assert crm.linked_data.enabled("quotation_lines") is on
    # With linked data on: one attempt without an item, then none, and one item for both lines.
    assert posts(sandbox, "/QuotationLines") == (3 if on else 2)
    assert sandbox.count(ITEMS) == items + (1 if on else 0)
    crm.quotation_lines.update(QuotationLineUpdateDto(quotation_line_id=ids[0], quotation_line_quantity=7))
    changed = crm.quotation_lines.get(ids[0])
    assert (changed.quotation_line_quantity, changed.quotation_line_data_1) == (7, text)
    crm.quotation_lines.update(line("Other", ids[0]))
    assert crm.quotation_lines.get(ids[0]).quotation_line_data_1 == "Other"
    crm.quotation_lines.delete(ids[1])
    with pytest.raises(NotFoundError):
        crm.quotation_lines.get(ids[1])


def test_update_learns_that_linked_data_is_on(system):
    sandbox, crm, on = system
    id_ = next(id_ for id_ in range(1, 10_000) if sandbox.record(LINES, id_))
    crm.quotation_lines.update(line("Changed", id_))
    assert crm.quotation_lines.get(id_).quotation_line_data_1 == "Changed"
    assert crm.linked_data.enabled(LINES) is (True if on else None)


@pytest.mark.parametrize("update_answer", ["empty", "id"])
def test_upsert_returns_a_result_for_each_line(system, update_answer):
    sandbox, crm, on = system
    sandbox.change_options(patch_update_answer=update_answer)
    delivery = crm.deliveries.list().first()
    (known,) = crm.quotation_lines.replace_for_delivery(delivery.delivery_id, [line("a")])
    results = crm.quotation_lines.upsert(
        [line("z", known), line("new", **owner(delivery)), line("no", 99_999)], batch=2
    )
    assert [result.outcome for result in results] == ["updated", "created", "failed"]
    assert results[0].id == known
    assert "99999" in results[2].error
    assert crm.quotation_lines.get(results[1].id).quotation_line_data_1 == "new"
    assert crm.linked_data.enabled(LINES) is on


def test_linked_data_is_detected_without_writing(system):
    sandbox, crm, on = system
    assert crm.linked_data.detect(LINES) is on
    assert crm.linked_data.enabled(LINES) is on
    assert all(call.method == "GET" for call in sandbox.requests if not call.path.startswith("/Auth"))
    with pytest.raises(ConfigurationError, match="has no linked data"):
        crm.linked_data.enabled("Nonsense")


@pytest.mark.parametrize(
    ("setup", "on"),
    [
        ({}, False),
        ({"QuotationLineLinkedSetupField9": 0, "QuotationLineLinkedSetupEntityType": "Product"}, False),
        ({"QuotationLineLinkedSetupField9": 1}, True),
        ({"QuotationLineLinkedSetupMemoField": 1}, True),
    ],
)
def test_linked_data_is_on_if_the_setup_uses_any_field(setup, on):
    answer = QuotationLineLinkedSetupDto.from_dict(setup)
    assert drive(detect(LinkedDataMemory({}), LINES), lambda _: answer) is on


@pytest.mark.parametrize(
    "message",
    [
        "POSSIBLE QUOTATION NOT FOUND",
        "Possible  quotation\r\n not\tfound!",
        "<html><body>Possible&nbsp;quotation<br/>not <b>found</b></body></html>",
    ],
)
def test_error_is_recognised_in_any_case_spacing_and_markup(system, message, monkeypatch):
    monkeypatch.setattr("webcrm_ext.sandbox.quotation_lines.MESSAGE", message)
    _, crm, on = system
    delivery = crm.deliveries.list().first().delivery_id
    assert crm.quotation_lines.create_for_delivery(delivery, line()) > 0
    assert crm.linked_data.enabled(LINES) is on


def test_error_in_a_raw_patch_response_raises_and_is_remembered(system):
    _, crm, on = system
    if on:
        with pytest.raises(LinkedDataRequiredError):
            crm.run(quotation_lines_upsert.call(body=[line()]))
    else:
        assert len(crm.run(quotation_lines_upsert.call(body=[line()]))) == 1
    assert crm.linked_data.enabled(LINES) is (True if on else None)


def test_configured_linked_data_needs_no_attempt_without_an_item(running, connect_either):
    running.change_options(linked_data=LINKED)
    running.requests.clear()
    crm = connect_either(running, linked_data={"quotation_lines": True})
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.create_for_delivery(delivery, line())
    assert posts(running, "/QuotationLines") == 1
    with pytest.raises(ConfigurationError, match="has no linked data"):
        connect_either(running, linked_data={"Nonsense": True})


def test_lines_of_an_opportunity_and_of_a_delivery_are_listed(lines):
    _, crm = lines
    opportunity = crm.opportunities.list().first()
    owners = {
        each.quotation_line_opportunity_id for each in crm.quotation_lines.for_opportunity(opportunity.opportunity_id)
    }
    assert owners <= {opportunity.opportunity_id}
    delivery = crm.deliveries.list().first().delivery_id
    id_ = crm.quotation_lines.create_for_delivery(delivery, line("Mine"), organisation_id=1)
    assert id_ in [each.quotation_line_id for each in crm.quotation_lines.for_delivery(delivery)]
    assert crm.quotation_lines.get(id_).quotation_line_organisation_id == 1


@pytest.mark.parametrize(
    ("do", "message"),
    [
        (lambda lines: lines.upsert(line()), "not a single QuotationLineUpdateDto; pass a list"),
        (lambda lines: lines.upsert([line(), "x"]), "Record 2 of 2 is a str; pass QuotationLineDto or"),
        (lambda lines: lines.replace_for_delivery(1, line()), "pass a list"),
        (lambda lines: lines.replace_for_delivery(1, [OrganisationDto(organisation_id=0)]), "is a OrganisationDto"),
        (lambda lines: lines.create(line(id_=5)), "a new line has id 0"),
        (lambda lines: lines.update(line(id_=0)), "an id above 0"),
        (lambda lines: lines.delete(0), "an id above 0"),
        (lambda lines: lines.delete(-1), "an id above 0"),
        (lambda lines: lines.upsert([line(), line(id_=-2)]), "an id above 0"),
        (lambda lines: lines.create(line(), linked_data_id=0), "linked_data_id is 0"),
        (lambda lines: lines.create(line(), linked_data_id=True), "linked_data_id is True"),
        (lambda lines: lines.create({ITEM_ID: "x"}), "QuotationLineLinkedDataId is 'x'"),
        (lambda lines: lines.update({"QuotationLineId": 1, ITEM_ID: "x"}), "an id above 0"),
        (lambda lines: lines.upsert([line(), {ITEM_ID: -1}]), "an id above 0"),
        (lambda lines: lines.replace_for_delivery(1, [{ITEM_ID: [1]}]), "an id above 0"),
        (lambda lines: lines.replace_for_delivery(1, None), "pass a list"),
        (lambda lines: lines.replace_for_delivery(1, [None]), "is a NoneType"),
        (lambda lines: lines.replace_for_delivery(1, [line("x"), {}]), "Record 2 of 2 sets no value"),
        (lambda lines: lines.replace_for_delivery(1, [{"QuotationLineId": 7}]), "an empty list deletes all lines"),
        (lambda lines: lines.replace_for_delivery(1, [{"QuotationLineData1": None}]), "Record 1 of 1 sets no value"),
        (lambda lines: lines.create_for_delivery(1, line(), organisation_id=0), "organisation_id is 0"),
        (lambda lines: lines.create_for_delivery(1, line(), organisation_id="1"), "organisation_id is '1'"),
        (lambda lines: lines.create_for_delivery(1, line(), linked_data_id=-1), "linked_data_id is -1"),
        (lambda lines: lines.create_for_delivery(1, line(id_=5)), "a new line has id 0"),
        (lambda lines: lines.create_for_delivery(1, None), "The quotation line is None"),
        (lambda lines: lines.create_for_delivery(1, line(), item=line()), "The linked-data item is a Quot"),
        (lambda lines: lines.create(line(), linked_data_id=5, item={}), "Pass one of them"),
        (lambda lines: lines.create(line(), item={"quotation_line_linked_data_item_data_1": "x"}), "Did you mean"),
    ],
)
def test_invalid_line_raises_before_any_request(running, connect_either, do, message):
    crm = connect_either(running)
    running.requests.clear()
    with pytest.raises(FieldValueError, match=message):
        do(crm.quotation_lines)
    assert len(running.requests) == 0


def test_new_line_may_have_no_id(lines):
    _, crm = lines
    new = line("New", **owner(crm.deliveries.list().first()))
    del new["QuotationLineId"]
    assert crm.quotation_lines.create(new) > 0
    assert [each.outcome for each in crm.quotation_lines.upsert([new])] == ["created"]


@pytest.mark.slow
def test_replacing_writes_only_the_differences(system):
    sandbox, crm, _ = system
    delivery = crm.deliveries.list().first().delivery_id
    first = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    sandbox.requests.clear()
    second = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "dab"])
    assert second[1:] == first[:2]
    assert texts(crm, delivery) == ["a", "b", "d"]
    writes = [call for call in sandbox.requests if call.method != "GET" and "Linked" not in call.path]
    assert [call.method for call in writes if call.status != 400][-2:] == ["POST", "DELETE"]
    sandbox.requests.clear()
    same = crm.quotation_lines.replace_for_delivery(delivery, list(crm.quotation_lines.for_delivery(delivery)))
    assert same == [*first[:2], second[0]]
    assert all(call.method == "GET" for call in sandbox.requests)
    assert crm.quotation_lines.replace_for_delivery(delivery, []) == []
    assert texts(crm, delivery) == []


# --- items ------------------------------------------------------------------------------------------------------------


def test_blank_data_becomes_a_dash_and_equal_items_are_shared(with_items):
    sandbox, crm = with_items
    delivery = crm.deliveries.list().first().delivery_id
    before = sandbox.count(ITEMS)
    ids = [
        crm.quotation_lines.create_for_delivery(delivery, line("Unknown", quotation_line_data_3=blank))
        for blank in ("", "  ", None, "-")
    ]
    assert sandbox.count(ITEMS) == before + 1
    item = list(crm.quotation_lines.list_linked_data())[-1]
    assert (item.quotation_line_linked_data_item_data_1, item.quotation_line_linked_data_item_data_3) == (
        "Unknown",
        "-",
    )
    assert item.quotation_line_linked_data_item_entity_type == "Product"
    assert {crm.quotation_lines.get(id_).quotation_line_data_3 for id_ in ids} == {"-"}


def test_item_and_item_id_override_the_data_of_the_line(with_items):
    _, crm = with_items
    delivery = crm.deliveries.list().first().delivery_id
    item = QuotationLineLinkedDataItemDto.from_dict({"QuotationLineLinkedDataItemData1": "Given"})
    made = crm.quotation_lines.create_for_delivery(delivery, line("Not this"), item=item)
    assert crm.quotation_lines.get(made).quotation_line_data_1 == "Given"
    item_id = list(crm.quotation_lines.list_linked_data())[-1].quotation_line_linked_data_item_id
    again = crm.quotation_lines.create_for_delivery(delivery, line("Nor this"), linked_data_id=item_id)
    assert crm.quotation_lines.get(again).quotation_line_data_1 == "Given"
    set_in_line = line("Nor this", quotation_line_linked_data_id=item_id)
    third = crm.quotation_lines.create_for_delivery(delivery, set_in_line)
    crm.quotation_lines.update(line("Nor this", third, quotation_line_linked_data_id=item_id))
    assert crm.quotation_lines.get(third).quotation_line_data_1 == "Given"
    results = crm.quotation_lines.upsert([line("x", third, quotation_line_linked_data_id=item_id)])
    assert [each.outcome for each in results] == ["updated"]


def test_item_is_shared_only_if_all_set_properties_are_equal(with_items):
    sandbox, crm = with_items
    mine = owner(crm.deliveries.list().first())
    prefix, before = "QuotationLineLinkedDataItem", sandbox.count(ITEMS)
    items = [
        {"EntityType": "Delivery"},
        {},
        {"EntityType": "Product"},
        {"Price": 5},
        {"Price": 5.0, "ItemGroup": ""},
        {"Price": 6},
        {"ItemGroup": "G"},
    ]
    made = []
    for more in items:
        values = {f"{prefix}{name}": value for name, value in {"Data1": "Given", **more}.items()}
        crm.quotation_lines.create(line(**mine), item=QuotationLineLinkedDataItemDto.from_dict(values))
        made.append(sandbox.count(ITEMS) - before)
    assert made == [1, 2, 2, 3, 3, 4, 5]
    # An item that was read is found again.
    crm.quotation_lines.create(line(**mine), item=list(crm.quotation_lines.list_linked_data())[-1])
    assert sandbox.count(ITEMS) == before + 5


KEPT = r"The linked-data item \d+ \(Product\), created for the line, is kept: the next equal line uses it\."


def test_item_of_a_failed_line_is_kept_named_and_used_by_the_next(with_items):
    sandbox, crm = with_items
    before = sandbox.count(ITEMS)
    delivery = crm.deliveries.list().first().delivery_id
    # A line of a delivery needs its organisation, so it is refused.
    refused = line("New", quotation_line_opportunity_id=delivery)
    with pytest.raises(APIError, match=KEPT):
        crm.quotation_lines.create(refused)
    assert sandbox.count(ITEMS) == before + 1
    # It is not new for the next one, which creates no item.
    with pytest.raises(APIError) as caught:
        crm.quotation_lines.create(refused)
    assert "linked-data item" not in str(caught.value)
    known = crm.quotation_lines.create_for_delivery(delivery, line("New"))
    assert sandbox.count(ITEMS) == before + 1
    (result,) = crm.quotation_lines.upsert([line("Also new", quotation_line_opportunity_id=delivery)])
    assert result.outcome == "failed"
    assert re.search(KEPT, result.error)
    with pytest.raises(APIError, match=KEPT):
        crm.quotation_lines.update(line("New, too", known, quotation_line_organisation_id=0))
    assert sandbox.count(ITEMS) == before + 3
    assert not [call for call in sandbox.requests if call.method == "DELETE"]


def test_item_named_in_an_error_exists_and_has_its_type(with_items):
    _, crm = with_items
    delivery = crm.deliveries.list().first().delivery_id
    item = {"QuotationLineLinkedDataItemData1": "New", "QuotationLineLinkedDataItemEntityType": "Delivery"}
    with pytest.raises(APIError, match=r"item \d+ \(Delivery\), created for the line") as caught:
        crm.quotation_lines.create(line(quotation_line_opportunity_id=delivery), item=item)
    (id_,) = re.findall(r"item (\d+) \(Delivery\)", str(caught.value))
    assert crm.quotation_lines.get_linked_data(int(id_)).quotation_line_linked_data_item_data_1 == "New"


@pytest.mark.parametrize("fault", ["close-after", "close-before"])
def test_item_of_a_line_that_may_exist_is_kept_and_named(open_sandbox, connect_either, fault):
    sandbox = open_sandbox(records=30, linked_data=LINKED)

    def lose_response(request: Any) -> None:
        if request.url.path == "/QuotationLines" and request.method in ("POST", "PATCH"):
            sandbox.fail_next(1, kind=fault)

    crm = connect_either(sandbox, on_request=lose_response, linked_data={LINES: True})
    mine, before = owner(crm.deliveries.list().first()), sandbox.count(ITEMS)
    with pytest.raises(OutcomeUnknownError, match=KEPT):
        crm.quotation_lines.create(line("Unknown", **mine))
    (result,) = crm.quotation_lines.upsert([line("Unknown too", **mine)])
    assert (result.outcome, result.id) == ("unknown", None)
    assert re.search(KEPT, result.error)
    assert sandbox.count(ITEMS) == before + 2


def test_aborted_upsert_names_the_items_without_a_line(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)

    def no_token(request: Any) -> None:
        if request.method == "PATCH":
            sandbox.expire_tokens(refresh_tokens=True)
            sandbox.fail_next(9, status=401)
            sandbox.fail_next(9, status=401, path="/Auth")

    crm = connect_either(sandbox, on_request=no_token, linked_data={LINES: True})
    mine = owner(crm.deliveries.list().first())
    with pytest.raises(AuthenticationError, match=rf"{KEPT} No line was written"):
        crm.quotation_lines.upsert([line("Unknown", **mine)])


def test_upsert_aborted_between_items_names_the_created_ones(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    refuse = at(3, "POST", "/QuotationLines/LinkedData", lambda: refuse_token(sandbox))
    crm = connect_either(sandbox, on_request=refuse, linked_data={LINES: True})
    mine, items = owner(crm.deliveries.list().first()), sandbox.count(ITEMS)
    with pytest.raises(AuthenticationError, match=r"are kept: \d+ \(Product\), \d+ \(Product\)\. .* No line was"):
        crm.quotation_lines.upsert([line(f"Unknown {number}", **mine) for number in range(4)])
    assert sandbox.count(ITEMS) == items + 2


def test_upsert_aborted_after_a_batch_returns_its_results(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    refuse = at(2, "GET", "/QuotationLines/LinkedData", lambda: refuse_token(sandbox))
    crm = connect_either(sandbox, on_request=refuse)
    mine = owner(crm.deliveries.list().first())
    item = crm.quotation_lines.list_linked_data().first().quotation_line_linked_data_item_id
    named = line("x", quotation_line_linked_data_id=item, **mine)
    results = crm.quotation_lines.upsert([named, line("Unknown", **mine), named])
    assert [each.outcome for each in results] == ["created", "failed", "created"]
    assert all(sandbox.record(LINES, each.id) for each in results[::2])
    assert "application token was refused" in results[1].error


def test_upsert_aborted_between_batches_names_the_unused_items(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    refuse = at(2, "PATCH", "/QuotationLines", lambda: refuse_token(sandbox))
    crm = connect_either(sandbox, on_request=refuse, linked_data={LINES: True})
    mine = owner(crm.deliveries.list().first())
    results = crm.quotation_lines.upsert([line(text, **mine) for text in ("One new", "Another new")], batch=1)
    assert [each.outcome for each in results] == ["created", "failed"]
    sandbox.clear_faults()
    (left,) = [
        item.quotation_line_linked_data_item_id
        for item in connect_either(sandbox).quotation_lines.list_linked_data()
        if item.quotation_line_linked_data_item_data_1 == "Another new"
    ]
    assert f"The linked-data item {left} (Product), created for the line, is kept" in results[1].error


def test_patch_response_of_the_wrong_length_makes_outcomes_unknown():
    upsert = operations.upsert(LinkedDataMemory({}), [line("a"), line("b")], batch=10)
    results = drive(upsert, lambda _: ["17"])
    assert [(each.id, each.outcome) for each in results] == [(None, "unknown")] * 2
    assert "returned 1 strings for 2 records" in results[0].error


def test_line_whose_item_fails_does_not_stop_the_others(with_items):
    sandbox, crm = with_items
    mine = owner(crm.deliveries.list().first())
    sandbox.fail_next(1, kind="close-before", method="POST", path="/QuotationLines/LinkedData")
    sandbox.fail_next(1, status=403, method="POST", path="/QuotationLines/LinkedData")
    results = crm.quotation_lines.upsert([line(f"Unknown {number}", **mine) for number in range(3)])
    assert [each.outcome for each in results] == ["failed", "failed", "created"]
    assert crm.quotation_lines.upsert([]) == []
    with pytest.raises(ConfigurationError, match="batch is 0"):
        crm.quotation_lines.upsert([line(**mine)], batch=0)


def test_failed_batch_is_in_the_results_of_its_lines(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30)
    crm = connect_either(sandbox)
    mine = owner(crm.deliveries.list().first())
    sandbox.fail_next(1, status=403, method="PATCH")
    sandbox.fail_next(1, kind="close-after", method="PATCH")
    results = crm.quotation_lines.upsert([line(text, **mine) for text in "abcde"], batch=2)
    assert [each.outcome for each in results] == ["failed", "failed", "unknown", "unknown", "created"]
    assert "403" in results[0].error
