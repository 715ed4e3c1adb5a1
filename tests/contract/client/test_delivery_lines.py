"""The lines of a delivery, replaced as a whole: what stays, and what is left of it when it fails half-way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.client.records import ITEMS, LINES, LINKED, at, line, texts
from webcrm_ext import APIError, FieldValueError, OutcomeUnknownError, WebCRMError
from webcrm_ext.sandbox import Fault


def test_a_line_that_says_little_leaves_the_equal_one_to_the_line_that_needs_it(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    two, three = crm.quotation_lines.replace_for_delivery(
        delivery, [line("a", quotation_line_quantity=2), line("a", quotation_line_quantity=3)]
    )
    sandbox.requests.clear()
    ids = crm.quotation_lines.replace_for_delivery(delivery, [line("a"), line("a", quotation_line_quantity=2)])
    assert ids == [three, two]
    assert all(call.method == "GET" for call in sandbox.requests)


def test_a_line_that_names_its_item_is_compared_by_what_the_item_holds(with_items):
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
    with pytest.raises(FieldValueError, match="no linked-data item 99999"):
        crm.quotation_lines.replace_for_delivery(delivery, [line(quotation_line_linked_data_id=99_999)])
    assert sorted(texts(crm, delivery)) == ["One", "Two", "Two"]
    # A line whose answer was lost is known by its item too.
    sandbox.fail_next(1, kind="close-after", method="POST", path="/QuotationLines")
    with pytest.raises(OutcomeUnknownError, match="are in place, and nothing else"):
        crm.quotation_lines.replace_for_delivery(delivery, [*named, named[0]])
    assert sorted(texts(crm, delivery)) == ["One", "Two", "Two"]


def test_more_lines_than_a_page_holds_stay(open_sandbox, connect_either):
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
    "answer lost": Fault(kind="close-after"),
    "cut off": Fault(kind="truncated"),
    "call lost": Fault(kind="close-before"),
}


@pytest.mark.matrix
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("fault", FAULTS)
def test_replacing_interrupted_at_every_call_leaves_all_old_lines_or_all_new_ones(
    open_sandbox, connect_either, linked, fault, lasting
):
    sandbox = open_sandbox(records=10, linked_data=LINKED if linked else frozenset())
    left = -1

    def fail_in_time(request: Any) -> None:
        nonlocal left
        left -= "/Auth/" not in request.url.path
        if left == 0:
            sandbox.set_faults(fail_share=float(lasting), share_fault=FAULTS[fault])
            sandbox.fail_next(1, **{name: getattr(FAULTS[fault], name) for name in ("kind", "status")})

    crm = connect_either(sandbox, on_request=fail_in_time)
    delivery = crm.deliveries.list().first().delivery_id
    failed_at = 0
    while True:
        failed_at += 1
        old = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
        left = failed_at
        said = ""
        try:
            crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "xyzc"])
        except WebCRMError as error:
            said = str(error)
        sandbox.clear_faults()
        finished, left = left > 0, -1
        found = {each.quotation_line_id: each for each in crm.quotation_lines.for_delivery(delivery)}
        assert len(found) >= len(old)
        if {each.quotation_line_data_1 for each in found.values()} >= set("xyzc"):
            remainder = [id_ for id_, each in found.items() if each.quotation_line_data_1 not in "xyzc"]
            assert all(f" {id_}" in said for id_ in remainder) or "got no answer" in said, said
        else:
            assert set(old) <= found.keys()
            remainder = found.keys() - set(old)
            assert all(f"line {id_}" in said for id_ in remainder) or "got no answer" in said, said
        if finished:
            break
    assert failed_at > 6
    # Run again after any of it, it finishes.
    crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "xyzc"])
    assert sorted(texts(crm, delivery)) == sorted("xyzc")


def test_somebody_elses_new_lines_survive_a_roll_back(lines, connect_either):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first()
    crm.quotation_lines.replace_for_delivery(delivery.delivery_id, [line("a")])
    newest = max(id_ for id_ in range(10_000) if sandbox.record(LINES, id_))
    theirs = {**sandbox.record(LINES, newest), "QuotationLineId": newest + 50, "QuotationLineData1": "theirs"}

    def meanwhile(request: Any) -> None:
        if request.method == "POST" and request.url.path == "/QuotationLines":
            sandbox.put_record(LINES, newest + 50, theirs)

    # The client must have seen the lines before the other one's line is there.
    crm = connect_either(sandbox, on_request=meanwhile)
    sandbox.fail_next(1, kind="close-after", method="POST", path="/QuotationLines")
    with pytest.raises(OutcomeUnknownError, match="All old lines of delivery"):
        crm.quotation_lines.replace_for_delivery(delivery.delivery_id, [line("b"), line("c")])
    assert sorted(texts(crm, delivery.delivery_id)) == ["a", "theirs"]


@pytest.mark.parametrize("stays", ["nothing", "an item", "a line"])
def test_a_roll_back_removes_what_was_made_and_names_what_stays(open_sandbox, connect_either, stays):
    sandbox = open_sandbox(records=30, linked_data=LINKED)

    def refuse() -> None:
        sandbox.fail_next(1, status=400, method="POST", path="/QuotationLines")
        if stays != "nothing":
            path = "/QuotationLines/LinkedData" if stays == "an item" else "/QuotationLines/"
            sandbox.fail_next(1, status=403, method="DELETE", path=path)

    crm = connect_either(sandbox, on_request=at(3, "POST", "/QuotationLines", refuse), linked_data={LINES: True})
    delivery = crm.deliveries.list().first().delivery_id
    old, items = texts(crm, delivery), sandbox.count(ITEMS)
    with pytest.raises(APIError, match=f"All old lines of delivery {delivery} are in place") as caught:
        crm.quotation_lines.replace_for_delivery(delivery, [line(f"New {number}") for number in range(3)])
    left = str(caught.value).partition("in place")[2]
    made = {"nothing": 0, "an item": 1, "a line": 3}[stays]
    newest = list(crm.quotation_lines.list_linked_data())[items:]
    # A line that stays needs its item.
    assert [item.quotation_line_linked_data_item_data_1 for item in newest] == [f"New {n}" for n in range(made)]
    assert all(f"linked-data item {item.quotation_line_linked_data_item_id}" in left for item in newest)
    assert texts(crm, delivery) == [*old, *(["New 0"] if stays == "a line" else [])]
    assert ("line " in left.replace("linked-data", "")) is (stays == "a line")
    assert ("nothing else" in left) is (stays == "nothing")


def test_old_lines_that_somebody_else_deleted_are_gone_as_they_should(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    sandbox.fail_next(1, status=404, method="DELETE", path="/QuotationLines/")
    (new,) = crm.quotation_lines.replace_for_delivery(delivery, [line("x")])
    assert new
    assert texts(crm, delivery) == ["a", "x"]


def test_a_roll_back_ends_where_the_service_is_gone(open_sandbox, connect_either):
    sandbox = open_sandbox(records=30, linked_data=LINKED)
    deleted: list[str] = []

    def gone() -> None:
        sandbox.set_faults(fail_share=1.0, share_fault=Fault(kind="close-before"))

    lose = at(4, "POST", "/QuotationLines", gone)

    def on_request(request: Any) -> None:
        lose(request)
        if request.method == "DELETE":
            deleted.append(request.url.path)

    crm = connect_either(sandbox, on_request=on_request, linked_data={LINES: True})
    delivery = crm.deliveries.list().first().delivery_id
    said = r"left over: a line whose .*, line \d+, line \d+, line \d+(, linked-data item \d+){4}\."
    with pytest.raises(OutcomeUnknownError, match=said):
        crm.quotation_lines.replace_for_delivery(delivery, [line(f"New {number}") for number in range(5)])
    assert len(set(deleted)) == 1


def test_a_lost_item_is_not_taken_for_a_lost_line(open_sandbox, connect_either):
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
    said = "in place; this is left over: a linked-data item whose creation got no answer, if it is there"
    with pytest.raises(OutcomeUnknownError, match=said):
        crm.quotation_lines.replace_for_delivery(delivery, [line("New"), line("New", quotation_line_quantity=9)])
    assert texts(crm, delivery) == ["Old", "New"]
    # The item is there and is found.
    crm.quotation_lines.replace_for_delivery(delivery, [line("New"), line("New", quotation_line_quantity=9)])
    assert texts(crm, delivery) == ["New", "New"]
    assert sandbox.count(ITEMS) == items + 1


def test_a_delivery_without_an_organisation_is_told(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    sandbox.put_record("Deliveries", delivery, {**sandbox.record("Deliveries", delivery), "DeliveryOrganisationId": 0})
    replace = crm.quotation_lines.replace_for_delivery
    for do in (crm.quotation_lines.create_for_delivery, lambda id_, line: replace(id_, [line])):
        with pytest.raises(FieldValueError, match="give each line its own"):
            do(delivery, line())
    assert replace(delivery, [line(quotation_line_organisation_id=5)])


def test_a_line_that_names_no_organisation_gets_the_deliverys_whatever_the_others_name(lines):
    sandbox, crm = lines
    delivery = crm.deliveries.list().first().delivery_id
    sandbox.put_record("Deliveries", delivery, {**sandbox.record("Deliveries", delivery), "DeliveryOrganisationId": 7})
    given = [line("a", quotation_line_organisation_id=5), line("b"), line("c")]
    ids = crm.quotation_lines.replace_for_delivery(delivery, given)
    assert [crm.quotation_lines.get(id_).quotation_line_organisation_id for id_ in ids] == [5, 7, 7]
    # Not that of a line that is there, either: given once more, they are equal.
    sandbox.requests.clear()
    assert crm.quotation_lines.replace_for_delivery(delivery, given) == ids
    assert all(call.method == "GET" for call in sandbox.requests)
    assert sum(call.path == f"/Deliveries/{delivery}" for call in sandbox.requests) == 1
