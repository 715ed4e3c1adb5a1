"""Quotation lines on systems with linked data and without, in every shape of the error."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from webcrm_api.api.quotation_lines import quotation_lines_upsert
from webcrm_api.models import QuotationLineLinkedDataItemDto, QuotationLineUpdateDto

from tests.conftest import MovedClock
from webcrm_ext import (
    APIError,
    AsyncWebCRM,
    ConfigurationError,
    FieldValueError,
    LinkedDataRequired,
    NotFound,
    WebCRMError,
)

LINKED = frozenset({"QuotationLines"})


def line(text: str = "Lamp", id_: int = 0, **more: Any) -> QuotationLineUpdateDto:
    return QuotationLineUpdateDto(quotation_line_id=id_, quotation_line_data_1=text, **more)


@pytest.fixture(params=[(None, 400), ("model", 400), ("text", 404), ("json-text", 500), ("model", 200)], ids=str)
def system(request, open_sandbox, connect):
    shape, status = request.param
    options = {"linked_data": LINKED, "linked_data_error_shape": shape, "linked_data_error_status": status}
    sandbox = open_sandbox(**(options if shape else {}))
    return sandbox, connect(sandbox), shape is not None


def posts(sandbox: Any, path: str) -> int:
    return sum(1 for call in sandbox.requests if (call.method, call.path) == ("POST", path))


def test_a_line_is_created_in_one_way_for_both_kinds(system):
    sandbox, crm, linked = system
    delivery = crm.deliveries.list().first()
    assert crm.linked_data.enabled("QuotationLines") is None
    ids = [crm.quotation_lines.create_for_delivery(delivery.delivery_id, line()) for _ in range(2)]
    assert [crm.quotation_lines.get(id_).quotation_line_data_1 for id_ in ids] == ["Lamp", "Lamp"]
    assert crm.linked_data.enabled("quotation_lines") is linked
    # One plain attempt, one item that both lines share, and no plain attempt once it is known.
    assert posts(sandbox, "/QuotationLines") == (3 if linked else 2)
    assert posts(sandbox, "/QuotationLines/LinkedData") == (1 if linked else 0)
    crm.quotation_lines.update(QuotationLineUpdateDto(quotation_line_id=ids[0], quotation_line_quantity=7))
    changed = crm.quotation_lines.get(ids[0])
    assert (changed.quotation_line_quantity, changed.quotation_line_data_1) == (7, "Lamp")
    crm.quotation_lines.delete(ids[1])
    with pytest.raises(NotFound):
        crm.quotation_lines.get(ids[1])


def test_lines_of_a_delivery_are_replaced_with_few_writes(system):
    sandbox, crm, _ = system
    delivery = crm.deliveries.list().first().delivery_id
    first = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    before = len(sandbox.requests)
    second = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abd"])
    assert second[:2] == first[:2]
    assert [each.quotation_line_data_1 for each in crm.quotation_lines.for_delivery(delivery)] == ["a", "b", "d"]
    writes = [call for call in list(sandbox.requests)[before:] if call.method != "GET" and "Linked" not in call.path]
    assert [call.method for call in writes] == ["POST", "DELETE"]


def test_upsert_gives_a_result_for_each_line(system):
    _sandbox, crm, linked = system
    delivery = crm.deliveries.list().first()
    (known,) = crm.quotation_lines.replace_for_delivery(delivery.delivery_id, [line("a")])
    owner = {
        "quotation_line_opportunity_id": delivery.delivery_id,
        "quotation_line_organisation_id": delivery.delivery_organisation_id,
    }
    results = crm.quotation_lines.upsert([line("z", known), line("new", **owner), line("no", 99_999)], batch=2)
    assert [result.outcome for result in results] == ["updated", "created", "failed"]
    assert results[0].id == known
    assert "99999" in (results[2].error or "")
    assert crm.quotation_lines.get(results[1].id).quotation_line_data_1 == "new"
    assert crm.linked_data.enabled("QuotationLines") is linked or not linked


def test_linked_data_is_detected_without_writing(system):
    sandbox, crm, linked = system
    assert crm.linked_data.detect("QuotationLines") is linked
    assert all(call.method == "GET" for call in sandbox.requests if not call.path.startswith("/Auth"))
    with pytest.raises(ConfigurationError, match="no linked data"):
        crm.linked_data.enabled("Nonsense")


def test_a_refusal_is_known_also_in_the_texts_of_patch(open_sandbox, connect):
    sandbox = open_sandbox(linked_data=LINKED)
    crm = connect(sandbox)
    with pytest.raises(LinkedDataRequired) as caught:
        crm.run(quotation_lines_upsert.call(body=[line()]))
    assert caught.value.answers is None or len(caught.value.answers) == 1
    assert crm.linked_data.enabled("QuotationLines") is True


def test_an_item_made_for_a_line_that_fails_is_removed_again(open_sandbox, connect):
    sandbox = open_sandbox(linked_data=LINKED)
    crm = connect(sandbox, linked_data={"QuotationLines": True})
    before = sandbox.count("QuotationLines/LinkedData")
    delivery = crm.deliveries.list().first().delivery_id
    with pytest.raises(APIError, match="was removed again"):
        # A line of a delivery needs its organisation.
        crm.quotation_lines.create(line("Unheard of", quotation_line_opportunity_id=delivery))
    assert sandbox.count("QuotationLines/LinkedData") == before
    item = QuotationLineLinkedDataItemDto(
        quotation_line_linked_data_item_id=0, quotation_line_linked_data_item_data_1="Given"
    )
    made = crm.quotation_lines.create_for_delivery(delivery, line(), item=item)
    assert crm.quotation_lines.get(made).quotation_line_data_1 == "Given"
    item_id = crm.quotation_lines.list_linked_data().to_list()[-1].quotation_line_linked_data_item_id
    again = crm.quotation_lines.create_for_delivery(delivery, line(), linked_data_id=item_id)
    assert crm.quotation_lines.get(again).quotation_line_data_1 == "Given"


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("after", range(8))
def test_replacing_leaves_the_old_lines_or_all_new_ones(open_sandbox, connect, linked, after):
    sandbox = open_sandbox(linked_data=LINKED if linked else frozenset())
    crm = connect(sandbox)
    delivery = crm.deliveries.list().first().delivery_id
    old = crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "abc"])
    run = crm._connection.exchange
    seen = 0

    def failing(call: Any, config: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == after + 1:
            sandbox.fail_next(1, status=400)
        return run(call, config)

    crm._connection.exchange = failing
    try:
        crm.quotation_lines.replace_for_delivery(delivery, [line(text) for text in "xyz"])
    except WebCRMError as error:
        said = str(error)
    else:
        said = ""
    crm._connection.exchange = run
    sandbox.clear_faults()
    found = [each.quotation_line_data_1 for each in crm.quotation_lines.for_delivery(delivery)]
    assert len(found) >= 3
    assert set("abc") <= set(found) or set("xyz") <= set(found)
    if set(found) > set("xyz"):
        assert "left over" in said or not said
    assert len(old) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda crm: crm.quotation_lines.create(line(id_=5)),
        lambda crm: crm.quotation_lines.update(line(id_=0)),
        lambda crm: crm.quotation_lines.delete(0),
    ],
)
def test_wrong_ids_are_refused_before_a_call(sandbox, crm, make):
    with pytest.raises(FieldValueError):
        make(crm)
    assert len(sandbox.requests) == 0


def test_lines_of_an_opportunity_are_listed(crm):
    opportunity = crm.opportunities.list().first()
    assert all(
        each.quotation_line_opportunity_id == opportunity.opportunity_id
        for each in crm.quotation_lines.for_opportunity(opportunity.opportunity_id)
    )


@pytest.mark.parametrize("linked", [False, True])
def test_the_async_client_does_the_same(open_sandbox, linked):
    sandbox = open_sandbox(linked_data=LINKED if linked else frozenset())
    clock = MovedClock(sandbox)

    async def main() -> None:
        async with AsyncWebCRM(
            sandbox.application_token, base_url=sandbox.url, requests_per_minute=None, sleep_async=clock.sleep_async
        ) as crm:
            delivery = (await crm.deliveries.list().first()).delivery_id
            assert await crm.linked_data.detect("QuotationLines") is linked
            id_ = await crm.quotation_lines.create_for_delivery(delivery, line("a"))
            await crm.quotation_lines.update(line("b", id_))
            assert (await crm.quotation_lines.get(id_)).quotation_line_data_1 == "b"
            owner = {"quotation_line_opportunity_id": delivery, "quotation_line_organisation_id": 1}
            made = await crm.quotation_lines.create(line("c", **owner))
            await crm.quotation_lines.delete(made)
            ids = await crm.quotation_lines.replace_for_delivery(delivery, [line("b"), line("q")])
            assert len([each async for each in crm.quotation_lines.for_delivery(delivery)]) == 2
            assert [each.outcome for each in await crm.quotation_lines.upsert([line("r", ids[1])])] == ["updated"]
            assert isinstance(await crm.quotation_lines.for_opportunity(delivery).to_list(), list)

    asyncio.run(main())
