"""Replacing all lines of a delivery: which lines stay, and what exists after a failure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.contract.client.records import ITEMS, LINES, LINKED, at, line, texts
from webcrm_ext import APIError, BadRequestError, FieldValueError, OutcomeUnknownError, WebCRMError
from webcrm_ext.sandbox import Fault

pytestmark = pytest.mark.slow


def test_line_with_few_properties_leaves_the_match_to_another(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    two, three = crm.quotation_lines.replace_for_delivery(
        delivery, [line("a", quotation_line_quantity=2), line("a", quotation_line_quantity=3)]
    )
    sandbox.requests.clear()
    ids = crm.quotation_lines.replace_for_delivery(delivery, [line("a"), line("a", quotation_line_quantity=2)])
    assert ids == [three, two]
    assert all(call.method == "GET" for call in sandbox.requests)


def test_line_with_an_item_is_compared_by_the_data_of_the_item(with_items):
    sandbox, crm = with_items
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line("One", quotation_line_quantity=1)])
    crm.quotation_lines.create_for_delivery(delivery, line("Two"))
    one, two = [item.quotation_line_linked_data_item_id for item in crm.quotation_lines.list_linked_data()][-2:]
    named = [line("not this", quotation_line_linked_data_id=id_, quotation_line_quantity=1) for id_ in (two, two, one)]
    ids = crm.quotation_lines.replace_for_delivery(delivery, named)
    assert [crm.quotation_lines.get(id_).quotation_line_data_1 for id_ in ids] == ["Two", "Two", "One"]
    assert sorted(texts(crm, delivery)) == ["One", "Two", "Two"]
    sandbox.requests.clear()
    assert sorted(crm.quotation_lines.replace_for_delivery(delivery, named)) == sorted(ids)
    assert all(call.method == "GET" for call in sandbox.requests)
    assert sum(call.path == f"/{ITEMS}" for call in sandbox.requests) == 1
    with pytest.raises(FieldValueError, match="no linked-data item has this id"):
        crm.quotation_lines.replace_for_delivery(delivery, [line(quotation_line_linked_data_id=99_999)])
    assert sorted(texts(crm, delivery)) == ["One", "Two", "Two"]
    # A line whose response was lost is found by its item.
    sandbox.fail_next(1, kind="close-after", method="POST", path="/QuotationLines")
    with pytest.raises(OutcomeUnknownError, match="The outcome of one new line is unknown"):
        crm.quotation_lines.replace_for_delivery(delivery, [*named, named[0]])
    assert sorted(texts(crm, delivery)) == ["One", "Two", "Two", "Two"]
    sandbox.requests.clear()
    crm.quotation_lines.replace_for_delivery(delivery, [*named, named[0]])
    assert all(call.method == "GET" for call in sandbox.requests)


@pytest.mark.slow
def test_lines_on_a_second_page_stay(open_sandbox, connect_either):
    sandbox = open_sandbox(records=10)
    crm = connect_either(sandbox)
    delivery = crm.deliveries.list().first().delivery_id
    (first,) = crm.quotation_lines.replace_for_delivery(delivery, [line("a")])
    for more in range(1, 1002):
        sandbox.put_record(LINES, first + more, {**sandbox.record(LINES, first), "QuotationLineId": first + more})
    sandbox.requests.clear()
    ids = crm.quotation_lines.replace_for_delivery(delivery, [line("a")] * 1002)
    assert len(set(ids)) == 1002
    assert all(call.method == "GET" for call in sandbox.requests)


FAULTS = {
    "refused": Fault(status=400),
    "response lost": Fault(kind="close-after"),
    "truncated": Fault(kind="truncated"),
    "request lost": Fault(kind="close-before"),
}


@pytest.mark.slow
@pytest.mark.matrix
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "always"])
@pytest.mark.parametrize("fault", FAULTS)
def test_interruption_at_any_call_leaves_all_old_or_all_new_lines(open_sandbox, connect_either, linked, fault, lasting):
    sandbox = open_sandbox(records=10, linked_data=LINKED if linked else frozenset())
    left = -1

    def fail_at_call(request: Any) -> None:
        nonlocal left
        left -= "/Auth/" not in request.url.path
        if left == 0:
            sandbox.set_faults(fail_share=float(lasting), share_fault=FAULTS[fault])
            sandbox.fail_next(1, **{name: getattr(FAULTS[fault], name) for name in ("kind", "status")})

    crm = connect_either(sandbox, on_request=fail_at_call)
    delivery = crm.deliveries.list().first().delivery_id
    failed_at = 0
    while True:
        failed_at += 1
        old = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
        left = failed_at
        message = ""
        try:
            crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "xyzc"])
        except WebCRMError as error:
            message = str(error)
        sandbox.clear_faults()
        finished, left = left > 0, -1
        found = {each.quotation_line_id: each for each in crm.quotation_lines.for_delivery(delivery)}
        assert len(found) >= len(old)
        if {each.quotation_line_data_1 for each in found.values()} >= set("xyzc"):
            remainder = [id_ for id_, each in found.items() if each.quotation_line_data_1 not in "xyzc"]
            assert all(f" {id_}" in message for id_ in remainder) or "outcome of" in message, message
        else:
            assert set(old) <= found.keys()
            remainder = found.keys() - set(old)
            assert all(f" {id_}" in message for id_ in remainder) or "outcome of" in message, message
        if finished:
            break
    assert failed_at > 5
    # A second run completes it.
    crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "xyzc"])
    assert sorted(texts(crm, delivery)) == sorted("xyzc")


FAULTS_OF_WRITES = {
    "late commit": Fault(kind="late-commit", delay=3),
    "html": Fault(kind="html"),
    "500": Fault(status=500),
    "500 after the work": Fault(status=500, after_work=True),
    "response lost": Fault(kind="close-after"),
    "refused": Fault(status=400),
}


@pytest.mark.slow
@pytest.mark.matrix
@pytest.mark.parametrize("fault", FAULTS_OF_WRITES)
def test_reruns_converge_and_unknown_outcomes_are_reported(open_sandbox, connect_either, linked, fault):
    sandbox = open_sandbox(records=10, linked_data=LINKED if linked else frozenset())
    crm = connect_either(sandbox)
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    lines, items = sandbox.count(LINES), sandbox.count(ITEMS)
    rules = [
        replace(FAULTS_OF_WRITES[fault], path="/QuotationLines", method=method, probability=0.4)
        for method in ("POST", "PATCH", "DELETE")
    ]
    sandbox.set_faults(seed=3, rules=rules)
    wanted = [line(text) for text in "cuvwu"]
    errors: list[WebCRMError] = []
    while True:
        try:
            ids = crm.quotation_lines.replace_for_delivery(delivery, wanted)
        except WebCRMError as error:
            errors.append(error)
        else:
            break
        sandbox.clock.advance(5)
    assert errors
    unknown = [str(error) for error in errors if isinstance(error, OutcomeUnknownError)]
    assert all(
        re.search("new lines? is unknown", each) or "If a linked-data item (Product) was created" in each
        for each in unknown
    )
    assert bool(unknown) is (fault != "refused")
    assert [crm.quotation_lines.get(id_).quotation_line_data_1 for id_ in ids] == list("cuvwu")
    sandbox.clear_faults()
    sandbox.clock.advance(5)
    # A line that the service created late is surplus.
    assert crm.quotation_lines.replace_for_delivery(delivery, wanted) == ids
    assert sorted(texts(crm, delivery)) == sorted("cuvwu")
    assert (sandbox.count(LINES), sandbox.count(ITEMS)) == (lines + 2, items + 3 * linked)


@pytest.mark.parametrize(("operation", "count"), [("create", 1), ("upsert", 3)])
def test_lines_with_an_unknown_outcome_are_reported_and_kept(lines, operation, count):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line("a")])
    sandbox.requests.clear()
    # Another client may have created equal lines, so none is deleted.
    sandbox.fail_next(1, kind="close-after", operation=f"quotation_lines.{operation}")
    wanted = [line(text) for text in "bcd"[:count]]
    outcome = "one new line is unknown: it" if count == 1 else "3 new lines is unknown: they"
    with pytest.raises(OutcomeUnknownError, match=f"The outcome of {outcome} may exist") as caught:
        crm.quotation_lines.replace_for_delivery(delivery, wanted)
    message = str(caught.value)
    assert message.index("may or may not") < message.index("All old lines") < message.index("again to complete it")
    assert "No new line exists" not in message
    assert texts(crm, delivery) == ["a", *"bcd"[:count]]
    assert not [call for call in sandbox.requests if call.method == "DELETE"]
    crm.quotation_lines.replace_for_delivery(delivery, wanted)
    assert texts(crm, delivery) == [*"bcd"[:count]]


def test_batch_that_is_refused_as_a_whole_may_have_been_written(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line("a")])
    sandbox.fail_next(1, status=400, after_work=True, operation="quotation_lines.upsert")
    with pytest.raises(BadRequestError, match=r"status 400.* 2 new lines is unknown: they may exist"):
        crm.quotation_lines.replace_for_delivery(delivery, [line("b"), line("c")])
    crm.quotation_lines.replace_for_delivery(delivery, [line("b"), line("c")])
    assert texts(crm, delivery) == ["b", "c"]


def test_replacing_takes_the_fewest_requests(lines, linked):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    kept, *_ = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    sandbox.requests.clear()
    new = [line(f"New {number % 4}", quotation_line_quantity=number) for number in range(250)]
    ids = crm.quotation_lines.replace_for_delivery(delivery, [*new, line("a")])
    assert ids[250] == kept
    assert [sandbox.record(LINES, id_)["QuotationLineQuantity"] for id_ in ids[:250]] == list(range(250))
    made = Counter(f"{call.method} {call.path.rstrip('0123456789')}" for call in sandbox.requests)
    items = {f"GET /{ITEMS}": 1, f"POST /{ITEMS}": 4} if linked else {}
    assert made == {
        "GET /Deliveries/": 1,
        f"GET /Deliveries/{delivery}/QuotationLines": 1,
        "PATCH /QuotationLines": 3,
        "DELETE /QuotationLines/": 2,
        **items,
    }


@pytest.mark.parametrize("stays", [False, True], ids=["", "a line stays"])
def test_rollback_deletes_new_lines_and_names_what_remains(open_sandbox, connect_either, stays):
    sandbox = open_sandbox(records=30, linked_data=LINKED)

    crm = connect_either(sandbox, linked_data={LINES: True})
    delivery = crm.deliveries.list().first().delivery_id
    old, items = texts(crm, delivery), sandbox.count(ITEMS)
    wanted = [line(f"New {number}") for number in range(4)]
    refused = [*wanted[:2], {**wanted[2], "QuotationLineQuantity": "two"}, wanted[3]]
    if stays:
        sandbox.fail_next(1, status=403, method="DELETE", path="/QuotationLines/")
    with pytest.raises(APIError, match=f"All old lines of delivery {delivery} are in place") as caught:
        crm.quotation_lines.replace_for_delivery(delivery, refused)
    message = str(caught.value)
    assert "QuotationLineQuantity" in message
    assert texts(crm, delivery) == [*old, *(["New 0"] if stays else [])]
    assert ("These new lines may remain" in message) is stays
    assert ("were deleted" in message) is not stays
    # No item is deleted, and each is named.
    newest = [item.quotation_line_linked_data_item_id for item in crm.quotation_lines.list_linked_data()][items:]
    assert f"created for new lines are kept: {', '.join(f'{id_} (Product)' for id_ in newest)}." in message
    # They are used again.
    crm.quotation_lines.replace_for_delivery(delivery, wanted)
    assert sorted(texts(crm, delivery)) == [f"New {number}" for number in range(4)]
    assert sandbox.count(ITEMS) == items + 4


def test_old_line_deleted_by_another_client_is_no_error(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    sandbox.fail_next(1, status=404, method="DELETE", path="/QuotationLines/")
    (new,) = crm.quotation_lines.replace_for_delivery(delivery, [line("x")])
    assert new
    assert texts(crm, delivery) == ["a", "x"]


def test_rollback_stops_if_the_service_is_unreachable(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    deleted: list[str] = []

    def fail_all() -> None:
        sandbox.set_faults(fail_share=1.0, share_fault=Fault(kind="close-before"))

    lose = at(2, "PATCH", "/QuotationLines", fail_all)

    def on_request(request: Any) -> None:
        lose(request)
        if request.method == "DELETE":
            deleted.append(request.url.path)

    crm = connect_either(sandbox, on_request=on_request, linked_data={LINES: True})
    delivery = crm.deliveries.list().first().delivery_id
    message = (
        r"outcome of 5 new lines is unknown.* may remain: (\d+, ){99}\d+\. .*kept: (\d+ \(Product\)(, |\. )){3}Call"
    )
    with pytest.raises(OutcomeUnknownError, match=message):
        crm.quotation_lines.replace_for_delivery(delivery, [line(f"New {number % 3}") for number in range(105)])
    assert len(set(deleted)) == 1


def test_lost_item_is_not_mistaken_for_a_lost_line(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    first = connect_either(sandbox)
    delivery = first.deliveries.list().first().delivery_id
    (old,) = first.quotation_lines.replace_for_delivery(delivery, [line("Old")])
    theirs = {**sandbox.record(LINES, old), "QuotationLineId": old + 50, "QuotationLineData1": "New"}

    def meanwhile() -> None:
        sandbox.put_record(LINES, old + 50, theirs)
        sandbox.fail_next(1, kind="close-after", method="POST", path="/QuotationLines/LinkedData")

    on_request = at(1, "POST", "/QuotationLines/LinkedData", meanwhile)
    crm = connect_either(sandbox, on_request=on_request, linked_data={LINES: True})
    items = sandbox.count(ITEMS)
    message = r"line was not written. If a linked-data item .Product. was created for it.* No new line exists"
    with pytest.raises(OutcomeUnknownError, match=message):
        crm.quotation_lines.replace_for_delivery(delivery, [line("New"), line("New", quotation_line_quantity=9)])
    assert texts(crm, delivery) == ["Old", "New"]
    # The item exists, and the second run finds it.
    crm.quotation_lines.replace_for_delivery(delivery, [line("New"), line("New", quotation_line_quantity=9)])
    assert texts(crm, delivery) == ["New", "New"]
    assert sandbox.count(ITEMS) == items + 1


def test_delivery_without_an_organisation_raises(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    sandbox.put_record("Deliveries", delivery, {**sandbox.record("Deliveries", delivery), "DeliveryOrganisationId": 0})
    replace = crm.quotation_lines.replace_for_delivery
    for do in (crm.quotation_lines.create_for_delivery, lambda id_, line: replace(id_, [line])):
        with pytest.raises(FieldValueError, match="Set quotation_line_organisation_id in each line"):
            do(delivery, line())
    assert replace(delivery, [line(quotation_line_organisation_id=5)])


def test_line_without_an_organisation_gets_that_of_the_delivery(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    sandbox.put_record("Deliveries", delivery, {**sandbox.record("Deliveries", delivery), "DeliveryOrganisationId": 7})
    wanted = [line("a", quotation_line_organisation_id=5), line("b"), line("c")]
    ids = crm.quotation_lines.replace_for_delivery(delivery, wanted)
    assert [crm.quotation_lines.get(id_).quotation_line_organisation_id for id_ in ids] == [5, 7, 7]
    # Nor does it get that of an existing line: a second run finds all lines equal.
    sandbox.requests.clear()
    assert crm.quotation_lines.replace_for_delivery(delivery, wanted) == ids
    assert all(call.method == "GET" for call in sandbox.requests)
    assert sum(call.path == f"/Deliveries/{delivery}" for call in sandbox.requests) == 1
