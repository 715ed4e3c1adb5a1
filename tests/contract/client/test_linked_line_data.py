"""Data1..9 of a line beside its item: overwritten, kept or refused; and linked data that was switched off."""

from __future__ import annotations

from typing import Any

import pytest
from webcrm_api.models import QuotationLineDto, QuotationLineLinkedSetupDto, QuotationLineUpdateDto

from tests.contract.client.records import ITEMS, LINES, LINKED, line, owner, texts
from webcrm_ext import APIError, BadRequestError, FieldValueError, LinkedDataRequiredError
from webcrm_ext.operations import drive
from webcrm_ext.quotation_lines import operations
from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory

pytestmark = pytest.mark.slow

KEY = "QuotationLineComment"
PREFIX = "QuotationLineLinkedDataItem"


def requests(sandbox: Any, method: str) -> int:
    """Return the number of requests that write quotation lines by a method."""
    paths = [call.path for call in sandbox.requests if call.method == method]
    return sum(path.rstrip("0123456789").rstrip("/") == "/QuotationLines" for path in paths)


def keyed(crm: Any, *names: str, **more: Any) -> list[QuotationLineDto]:
    """Return lines for `upsert_by`."""
    more |= owner(crm.deliveries.list().first())
    return [QuotationLineDto.from_dict(line(each, quotation_line_comment=each, **more).to_dict()) for each in names]


def write_in_each_way(crm: Any) -> None:
    """Create and change lines by each method, and check the Data that is stored."""
    lines, delivery = crm.quotation_lines, crm.deliveries.list().first()
    by_hand = lines.create(line("create", quotation_line_data_2="second", **owner(delivery)))
    stored = lines.get(by_hand)
    assert (stored.quotation_line_data_1, stored.quotation_line_data_2) == ("create", "second")
    lines.update(line("update", by_hand))
    lines.update(QuotationLineUpdateDto(quotation_line_id=by_hand, quotation_line_quantity=7))
    stored = lines.get(by_hand)
    assert (stored.quotation_line_data_1, stored.quotation_line_data_2) == ("update", "second")
    upserted = lines.upsert([line("upsert", by_hand), line("upsert new", **owner(delivery))])
    assert [each.outcome for each in upserted] == ["updated", "created"]
    assert [lines.get(each.id).quotation_line_data_1 for each in upserted] == ["upsert", "upsert new"]
    for report, quantity in (("created", 1), ("updated", 2)):
        records = keyed(crm, "by key", "also by key", quotation_line_quantity=quantity)
        results = lines.upsert_by(KEY, records).results
        assert [each.outcome for each in results] == [report] * 2
        assert [lines.get(each.id).quotation_line_data_1 for each in results] == ["by key", "also by key"]
    lines.replace_for_delivery(delivery.delivery_id, [line("replace"), line("upsert")])
    lines.create_for_delivery(delivery.delivery_id, line("for delivery"))
    assert texts(crm, delivery.delivery_id) == ["upsert", "replace", "for delivery"]


@pytest.mark.parametrize(
    "learned", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["switched off", "configured by mistake"]
)
def test_line_keeps_its_data_while_linked_data_is_off(open_sandbox, connect_either, learned):
    sandbox = open_sandbox(records=10, linked_data=LINKED if learned else frozenset())
    crm = connect_either(sandbox, linked_data={} if learned else {LINES: True})
    if learned:
        crm.quotation_lines.create(line(**owner(crm.deliveries.list().first())))
        sandbox.change_options(linked_data=frozenset())
    assert crm.linked_data.enabled(LINES) is True
    write_in_each_way(crm)
    delivery = crm.deliveries.list().first()
    item = {f"{PREFIX}Data1": "item's"}
    id_ = crm.quotation_lines.create(line("line's", quotation_line_data_2="x", **owner(delivery)), item=item)
    stored = crm.quotation_lines.get(id_)
    assert (stored.quotation_line_data_1, stored.quotation_line_data_2) == ("item's", "")


@pytest.mark.slow
@pytest.mark.parametrize("option", ["overwritten", "kept", "refused"])
def test_line_with_an_item_has_its_data_whatever_the_service_does(open_sandbox, connect_either, option):
    sandbox = open_sandbox(records=10, linked_data=LINKED, linked_line_data=option)
    crm = connect_either(sandbox)
    write_in_each_way(crm)
    items = sandbox.count(ITEMS)
    made = crm.quotation_lines.create_for_delivery(
        crm.deliveries.list().first().delivery_id, line("line's"), item={f"{PREFIX}Data1": "item's"}
    )
    assert crm.quotation_lines.get(made).quotation_line_data_1 == "item's"
    assert sandbox.count(ITEMS) == items + 1


def test_refused_data_is_remembered_until_the_end_of_the_operation(open_sandbox, connect_either):
    sandbox = open_sandbox(records=10, linked_data=LINKED, linked_line_data="refused")
    crm = connect_either(sandbox, linked_data={LINES: True})
    lines, records = crm.quotation_lines, keyed(crm, "a", "b", "c")
    assert lines.upsert_by(KEY, records, batch=1).count("created") == 3
    assert requests(sandbox, "POST") == 4
    for record in records:
        record.quotation_line_data_1 = "new"
    assert lines.upsert_by(KEY, records, batch=1).count("updated") == 3
    assert requests(sandbox, "PUT") == 4
    new = [line(text, **owner(crm.deliveries.list().first())) for text in "abcdef"]
    assert [each.outcome for each in lines.upsert(new, batch=2)] == ["created"] * 6
    assert requests(sandbox, "PATCH") == 4
    # Then linked data is switched off, and no line may be without its data.
    sandbox.change_options(linked_data=frozenset())
    assert lines.get(lines.create(new[0])).quotation_line_data_1 == "a"


def test_line_is_sent_once_without_data_and_then_the_refusal_is_raised(open_sandbox, connect_either):
    sandbox = open_sandbox(records=10, linked_data=LINKED, linked_line_data="refused")
    crm = connect_either(sandbox, linked_data={LINES: True})
    # A line of a delivery needs its organisation.
    delivery = crm.deliveries.list().first().delivery_id
    refused = line("a", quotation_line_opportunity_id=delivery)
    with pytest.raises(BadRequestError, match="QuotationLineOrganisationId is required"):
        crm.quotation_lines.create(refused)
    (result,) = crm.quotation_lines.upsert([refused])
    assert (result.outcome, "QuotationLineOrganisationId is required" in result.error) == ("failed", True)
    assert (requests(sandbox, "POST"), requests(sandbox, "PATCH")) == (2, 2)


def test_line_without_linked_data_is_never_sent_without_its_data():
    sent: list[Any] = []

    def perform(step: Any) -> Any:
        if step.method == "GET":
            return QuotationLineLinkedSetupDto.from_dict({}) if step.path.endswith("Setup") else []
        if "LinkedData" in step.path:
            return 17
        sent.append(step.request()["json"])
        message = "QuotationLineData1 is too long."
        if step.method == "PATCH":
            return [message]
        raise BadRequestError(status=400, message=message, kind=None, method=step.method, path=step.path, body="")

    on = {LINES: True}
    for write in (
        operations.create(LinkedDataMemory(on), operations.new_line(line("a"))),
        operations.update(LinkedDataMemory(on), line("a", 5, **{f"quotation_line_data_{n}": "" for n in range(2, 10)})),
    ):
        with pytest.raises(APIError, match="too long"):
            drive(write, perform)
    (result,) = drive(operations.upsert(LinkedDataMemory(on), [line("a")], batch=10), perform)
    assert (result.outcome, "too long" in result.error) == ("failed", True)
    assert len(sent) == 3


# --- upsert_by --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["overwritten", pytest.param("kept", marks=pytest.mark.slow)])
def test_second_upsert_of_lines_that_name_their_item_changes_nothing(open_sandbox, connect_either, option):
    sandbox = open_sandbox(records=10, linked_data=LINKED, linked_line_data=option)
    crm = connect_either(sandbox)
    item = {f"{PREFIX}Data{number}": "One" if number == 1 else "-" for number in range(1, 10)}
    item |= {f"{PREFIX}Id": 0, f"{PREFIX}DataMemo": "", f"{PREFIX}ItemGroup": "", f"{PREFIX}VatCode": ""}
    item |= {f"{PREFIX}EntityType": "Product"}
    one, two = (crm.quotation_lines.create_linked_data(item | {f"{PREFIX}Data2": text}) for text in "xy")
    records = keyed(crm, "a", "b")
    for record in records:
        record.additional_properties["QuotationLineLinkedDataId"] = one
    items = sandbox.count(ITEMS)
    report = crm.quotation_lines.upsert_by(KEY, records, dry_run=True)
    assert report.count("created") == 2
    assert crm.quotation_lines.upsert_by(KEY, records).count("created") == 2
    sandbox.requests.clear()
    assert crm.quotation_lines.upsert_by(KEY, records).count("unchanged") == 2
    assert all(call.method == "GET" for call in sandbox.requests)
    records[1].additional_properties["QuotationLineLinkedDataId"] = two
    results = crm.quotation_lines.upsert_by(KEY, records).results
    assert [each.outcome for each in results] == ["unchanged", "updated"]
    assert "QuotationLineData2" in results[1].changed
    stored = [crm.quotation_lines.get(each.id) for each in results]
    assert [(each.quotation_line_data_1, each.quotation_line_data_2) for each in stored] == [("One", "x"), ("One", "y")]
    assert crm.quotation_lines.upsert_by(KEY, records).count("unchanged") == 2
    assert sandbox.count(ITEMS) == items
    assert records[1].quotation_line_data_1 == "b"


@pytest.mark.parametrize(("item", "message"), [(99_999, "no linked-data item has this id"), ("x", "above 0")])
def test_upsert_of_a_line_that_names_no_item_writes_nothing(open_sandbox, connect_either, item, message):
    sandbox = open_sandbox(records=10, linked_data=LINKED)
    crm = connect_either(sandbox)
    records = keyed(crm, "a", "b")
    records[1].additional_properties["QuotationLineLinkedDataId"] = item
    with pytest.raises(FieldValueError, match=message):
        crm.quotation_lines.upsert_by(KEY, records)
    assert requests(sandbox, "POST") == 0


@pytest.mark.parametrize("known", [True, None], ids=["linked data is on", "unknown"])
def test_refused_item_is_named_with_what_to_do(open_sandbox, connect_either, known):
    crm = connect_either(
        open_sandbox(records=10, linked_data=LINKED), **({"linked_data": {LINES: True}} if known else {})
    )
    delivery = crm.deliveries.list().first().delivery_id
    with pytest.raises(
        LinkedDataRequiredError, match=r"item 99999, .*list_linked_data\(\).*; or leave it out"
    ) as caught:
        crm.quotation_lines.create_for_delivery(delivery, line("x"), linked_data_id=99_999)
    assert "write the line with a QuotationLineLinkedDataId" not in str(caught.value)
    [result] = crm.quotation_lines.upsert([line("x", quotation_line_linked_data_id=99_999)])
    assert (result.outcome, "item 99999, " in (result.error or "")) == ("failed", True)
