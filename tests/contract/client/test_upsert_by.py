"""`upsert_by`: what it creates, updates and leaves alone, and how it compares keys."""

from __future__ import annotations

import datetime
from typing import Any

import httpx
import msgspec
import pytest
from webcrm_api.models import BudgetDto, OrganisationDto, PersonDto, QuotationLineDto
from webcrm_api.tables import BUDGETS, ORGANISATIONS

from tests.contract.client.records import KEY, line, organisations, owner
from webcrm_ext import ConfigurationError, FieldValueError, QueryError
from webcrm_ext.sandbox import Fault
from webcrm_ext.upsert.differences import differences

NAME = "OrganisationName"


def with_key(key: Any, **more: Any) -> OrganisationDto:
    return OrganisationDto.from_dict({KEY: key, NAME: f"of {key}", **more})


def stored(sandbox: Any, id_: int, key: str) -> None:
    """Store a key in an organisation of the sandbox."""
    sandbox.put_record("Organisations", id_, {**sandbox.record("Organisations", id_), KEY: key})


def test_creates_updates_and_leaves_alone(sandbox, either):
    records, before = organisations(30), sandbox.count("Organisations")
    tried = either.organisations.upsert_by(KEY, records, dry_run=True)
    counts = "30 would be created, 0 would be updated, 0 unchanged, 0 failed, 0 unknown (dry run: nothing was written)"
    assert str(tried).splitlines()[0] == counts
    assert sandbox.count("Organisations") == before
    assert either.organisations.upsert_by(KEY, records).count("created") == 30
    records[3].organisation_name = "changed"
    assert either.organisations.upsert_by(KEY, records, dry_run=True).count("updated") == 1
    report = either.organisations.upsert_by("organisation_extra_custom_8", records)
    assert (report.count("updated"), report.count("unchanged"), report.failed) == (1, 29, [])
    third = report.results[3]
    assert (third.key, third.changed, str(third)) == ("K'3", (NAME,), f'"K\'3" updated (id {third.id}): {NAME}')
    assert sandbox.record("Organisations", third.id)[NAME] == "changed"
    assert sandbox.count("Organisations") == before + 30
    records[4].organisation_name = "x" * 500
    refused = either.organisations.upsert_by(KEY, records)
    assert [result.key for result in refused.failed] == ["K'4"]
    assert str(refused).splitlines()[0] == "0 created, 0 updated, 29 unchanged, 1 failed, 0 unknown"
    assert "PUT /Organisations" in str(refused).splitlines()[1]


def test_no_records_send_no_calls(sandbox, either):
    assert (
        str(either.organisations.upsert_by(KEY, iter([]))) == "0 created, 0 updated, 0 unchanged, 0 failed, 0 unknown"
    )
    assert len(sandbox.requests) == 0


@pytest.mark.slow
def test_only_differences_are_written_in_few_calls(sandbox, connect_either):
    sent: list[httpx.Request] = []
    crm = connect_either(sandbox, on_request=sent.append)
    crm.organisations.upsert_by(KEY, organisations(100))
    assert sum(request.method == "GET" for request in sent) <= 4
    assert len(sent) <= 4 + 100 + 1
    sent.clear()
    changed = organisations(100)
    changed[7].organisation_comment = "new"
    id_ = crm.organisations.upsert_by(KEY, changed).results[7].id
    (put,) = [request for request in sent if request.method == "PUT"]
    assert msgspec.json.decode(put.content) == {"OrganisationId": id_, "OrganisationComment": "new"}


def test_dicts_are_written_like_records(sandbox, either):
    for outcome in ("created", "unchanged"):
        report = either.organisations.upsert_by(KEY, [{KEY: "d", NAME: "of d", "OrganisationId": 0}, with_key("e")])
        assert [result.outcome for result in report.results] == [outcome, outcome]
    line = {"QuotationLineComment": "d", "QuotationLineOrganisationId": 1}
    for outcome in ("created", "unchanged"):
        (result,) = either.quotation_lines.upsert_by("quotation_line_comment", [line]).results
        assert result.outcome == outcome, result.error
    with pytest.raises(FieldValueError, match="Record 1 has no quotation_line_comment"):
        either.quotation_lines.upsert_by("quotation_line_comment", [{"QuotationLineOrganisationId": 1}])


def test_service_that_loses_each_connection_leaves_the_rest_unknown(sandbox, connect_either):
    def cut_off(request: httpx.Request) -> None:
        if request.method == "POST" and request.url.path == "/Organisations":
            sandbox.set_faults(fail_share=1.0, share_fault=Fault(kind="close-before"))

    crm = connect_either(sandbox, on_request=cut_off)
    stored(sandbox, 1, "a")
    before = sandbox.count("Organisations")
    report = crm.organisations.upsert_by(KEY, [with_key("a"), with_key("b"), with_key("c")], batch=1)
    assert [result.outcome for result in report.results] == ["updated", "unknown", "unknown"]
    assert sandbox.count("Organisations") == before


@pytest.mark.parametrize(
    ("key", "records", "said"),
    [
        (KEY, [*organisations(2), *organisations(1)], "must differ"),
        (KEY, [with_key("a1"), with_key("A1")], "'a1' and 'A1'"),
        (KEY, [OrganisationDto(organisation_id=0)], f"\n- Record 1 has no {KEY}.$"),
        (KEY, [with_key("a"), with_key("  ")], "Record 2 has no"),
        (KEY, [with_key(None)], "has no"),
        (KEY, [with_key("a ")], "strip it"),
        (KEY, [with_key("\ta")], "strip it"),
        (KEY, [with_key(True)], "a string or an integer"),
        (KEY, [with_key(1.5)], "a string or an integer"),
        (KEY, [with_key(["a"])], "a string or an integer"),
        (KEY, [with_key(7)], "pass a string"),
        (KEY, [with_key("a", OrganisationId=-1)], "an id above 0"),
        (KEY, [with_key("a", OrganisationId="7")], "an id above 0"),
        (KEY, OrganisationDto(organisation_id=0), "not a single OrganisationDto; pass a list"),
        (KEY, {"OrganisationId": 0}, "not a single dict; pass a list"),
        (KEY, ["a"], "Record 1 of 1 cannot be written. It is 'a'; pass OrganisationDto, or a dict"),
        (KEY, [{KEY: "a"}, {"OrganisationNam": "b"}], "Record 2 of 2 .* Did you mean 'OrganisationName'"),
        (KEY, [{KEY: "a", "OrganisationCreatedAt": datetime.datetime(2024, 1, 1)}], "Record 1 of 1 .*offset"),
        (
            KEY,
            [{}, with_key("A"), with_key(7), with_key("b"), with_key("a"), {KEY: "A"}],
            f"1 has no {KEY}.\n- Record 3 has 7 as .*\n- Records 2, 5 and 6 have the same {KEY}: 'A' and 'a'.$",
        ),
        (KEY, [{}] * 12, "\n- Record 10 has no .*\n- … and 2 more$"),
        (KEY, [PersonDto(person_id=0)], "is a PersonDto; pass OrganisationDto"),
        ("OrganisationXInt1", [OrganisationDto.from_dict({"OrganisationXInt1": 0})], "has no"),
        ("OrganisationXInt1", [OrganisationDto.from_dict({"OrganisationXInt1": "07"})], "pass an integer"),
        ("OrganisationXInt1", [OrganisationDto.from_dict({"OrganisationXInt1": 10**100})], "too large"),
    ],
)
def test_invalid_records_raise_before_any_call(sandbox, either, key, records, said):
    with pytest.raises(FieldValueError, match=said):
        either.organisations.upsert_by(key, records)
    assert len(sandbox.requests) == 0


def test_invalid_property_or_entity_raises_before_any_call(sandbox, either):
    with pytest.raises(QueryError, match="no property 'organisation_nonsense'"):
        either.organisations.upsert_by("organisation_nonsense", organisations(1))
    with pytest.raises(AttributeError, match="The API cannot create or update budgets"):
        either.budgets.upsert_by("BudgetName", [BudgetDto(budget_id=0)])
    with pytest.raises(ConfigurationError, match="cannot create budgets; it only reads"):
        either.upsert_by(BUDGETS, "BudgetName", [], dry_run=True, confirm_timeout=0)
    assert len(sandbox.requests) == 0


def test_exact_case_of_a_key_wins(sandbox, either):
    stored(sandbox, 1, "abc")
    stored(sandbox, 2, "ABC")
    report = either.organisations.upsert_by(KEY, [with_key("ABC")])
    assert [(result.outcome, result.id) for result in report.results] == [("updated", 2)]
    (result,) = either.organisations.upsert_by(KEY, [with_key("Abc")]).failed
    assert "1 has 'abc', 2 has 'ABC'" in str(result.error)
    stored(sandbox, 2, "")
    (result,) = either.organisations.upsert_by(KEY, [with_key("aBC")]).results
    assert (result.id, result.changed) == (1, (KEY, NAME)) or set(result.changed) == {KEY, NAME}
    assert sandbox.record("Organisations", 1)[KEY] == "aBC"


@pytest.mark.slow
def test_exact_key_is_found_among_many_pages_of_similar_ones(sandbox, either):
    organisation = sandbox.record("Organisations", 1)
    for id_ in range(1, 1101):
        held = {"OrganisationId": id_, KEY: "ABC" if id_ == 1100 else "abc"}
        sandbox.put_record("Organisations", id_, {**organisation, **held})
    (result,) = either.organisations.upsert_by(KEY, [with_key("ABC")]).results
    assert (result.outcome, result.id) == ("updated", 1100)


def test_custom_fields_are_compared_in_their_written_form(sandbox, either):
    records = [with_key("a", OrganisationCustom3="Yes"), with_key("b", OrganisationCustom3="No")]
    assert either.organisations.upsert_by(KEY, records).count("created") == 2
    raw = either.query(f"SELECT OrganisationCustom3 FROM Organisation WHERE {KEY} = 'a'", format_custom_fields=False)
    assert raw.first()["OrganisationCustom3"] == "1"
    assert either.organisations.upsert_by(KEY, records).count("unchanged") == 2


def test_empty_date_with_an_offset_is_no_error(sandbox, either):
    date = "OrganisationXDate1"
    records = [with_key("a", **{date: "2020-01-01T00:00:00"}), with_key("b")]
    assert either.organisations.upsert_by(KEY, records).count("created") == 2
    records[0][date] = datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    report = either.organisations.upsert_by(KEY, records, dry_run=True)
    assert [result.changed for result in report.results] == [(date,), ()]


def test_key_look_ups_fit_a_url(sandbox, either):
    keys = [f"{'Ærø & søn' * 12} {number}" for number in range(60)]
    records = [PersonDto.from_dict({"PersonLastName": "Berg", "PersonEmail": key}) for key in keys]
    either.persons.upsert_by("PersonEmail", records, dry_run=True)
    asked = [call for call in sandbox.requests if call.path == "/Queries"]
    assert max(len(call.query) for call in asked) < 2048


def test_key_of_several_records_fails_only_that_record(sandbox, either):
    stored(sandbox, 1, "twice")
    stored(sandbox, 2, "twice")
    before = sandbox.record("Organisations", 1)
    report = either.organisations.upsert_by(KEY, [with_key("twice"), with_key("once")])
    assert [result.outcome for result in report.results] == ["failed", "created"]
    assert "belongs to several records" in str(report.failed[0].error)
    assert sandbox.record("Organisations", 1) == before


def test_integers_are_valid_keys(sandbox, either):
    records = [OrganisationDto.from_dict({"OrganisationXInt1": 700 + n, NAME: f"N{n}"}) for n in range(3)]
    assert either.organisations.upsert_by("OrganisationXInt1", records).count("created") == 3
    assert either.organisations.upsert_by("OrganisationXInt1", records).count("unchanged") == 3


def test_moving_a_person_fails(sandbox, either):
    given = {"PersonLastName": "Berg", "PersonEmail": "x@example.com", "PersonOrganisationId": 1, "PersonName": "?"}
    person = PersonDto.from_dict(given)
    assert either.persons.upsert_by("PersonEmail", [person]).count("created") == 1
    assert either.persons.upsert_by("PersonEmail", [person]).count("unchanged") == 1
    person.person_organisation_id = 2
    (result,) = either.persons.upsert_by("PersonEmail", [person]).failed
    assert "a person stays in the organisation" in str(result.error)


@pytest.mark.parametrize("linked", [False, True])
def test_quotation_lines_are_written_with_and_without_linked_data(open_sandbox, connect_either, linked):
    sandbox = open_sandbox(linked_data={"QuotationLines"} if linked else set())
    crm = connect_either(sandbox)
    mine = owner(crm.deliveries.list().first())
    given = line("Lamp", quotation_line_comment="K1", quotation_line_quantity=2, **mine).to_dict()
    records = [QuotationLineDto.from_dict(given)]
    assert crm.quotation_lines.upsert_by("QuotationLineComment", records).count("created") == 1
    records[0].quotation_line_quantity = 3
    (result,) = crm.quotation_lines.upsert_by("QuotationLineComment", records).results
    assert (result.outcome, result.changed) == ("updated", ("QuotationLineQuantity",))
    assert crm.quotation_lines.get(result.id).quotation_line_data_1 == "Lamp"
    assert crm.quotation_lines.upsert_by("QuotationLineComment", records).count("unchanged") == 1


@pytest.mark.parametrize("linked", [False, True])
def test_blank_linked_data_is_equal_and_items_are_read_once(open_sandbox, connect_either, linked):
    sandbox = open_sandbox(linked_data={"QuotationLines"} if linked else set())
    crm = connect_either(sandbox, linked_data={"QuotationLines": linked})
    mine = owner(crm.deliveries.list().first())
    records = [
        QuotationLineDto.from_dict(
            line(f"L{n}", quotation_line_comment=f"K{n}", quotation_line_data_2=blank, **mine).to_dict()
        )
        for n, blank in enumerate(["", " ", None, "-"] * 2)
    ]
    assert crm.quotation_lines.upsert_by("QuotationLineComment", records).count("created") == 8
    reads = [call for call in sandbox.requests if (call.method, call.path) == ("GET", "/QuotationLines/LinkedData")]
    assert len(reads) == linked
    assert crm.quotation_lines.upsert_by("QuotationLineComment", records).count("unchanged") == 8


def test_items_of_failed_lines_are_kept_and_used_again(open_sandbox, connect_either):
    sandbox = open_sandbox(linked_data={"QuotationLines"})
    crm = connect_either(sandbox, linked_data={"QuotationLines": True})
    delivery = crm.deliveries.list().first()
    records = [
        QuotationLineDto.from_dict(
            {
                "QuotationLineOpportunityId": delivery.delivery_id, "QuotationLineOrganisationId": organisation_id,
                "QuotationLineComment": f"K{n}", "QuotationLineData1": data,
            }
        )
        for n, (data, organisation_id) in enumerate([("One", 0), ("Two", 1), ("Two", 0), ("One", 0)])
    ]  # fmt: skip
    items = sandbox.count("QuotationLines/LinkedData")
    report = crm.quotation_lines.upsert_by("QuotationLineComment", records)
    # The service refuses lines of a delivery without its organisation.
    assert [result.outcome for result in report.results] == ["failed", "created", "failed", "failed"]
    assert sandbox.count("QuotationLines/LinkedData") == items + 2
    assert crm.quotation_lines.list_linked_data().to_list()[-1].quotation_line_linked_data_item_data_1 == "Two"


def test_item_with_a_lost_response_is_not_created_twice(open_sandbox, connect_either):
    sandbox = open_sandbox(linked_data={"QuotationLines"})
    crm = connect_either(sandbox, linked_data={"QuotationLines": True})
    items = sandbox.count("QuotationLines/LinkedData")
    given = line("Unheard of", quotation_line_comment="K1", **owner(crm.deliveries.list().first()))
    sandbox.fail_next(1, kind="close-after", method="POST", path="/QuotationLines/LinkedData")
    record = QuotationLineDto.from_dict(given.to_dict())
    assert crm.quotation_lines.upsert_by("QuotationLineComment", [record]).count("created") == 1
    assert sandbox.count("QuotationLines/LinkedData") == items + 1


def test_differences_ignore_values_that_the_service_treats_alike():
    utc = datetime.datetime(2020, 1, 1, 12, tzinfo=datetime.UTC)
    current = {
        "OrganisationId": 7, NAME: "Acme", "OrganisationComment": "", "OrganisationXInt1": 0,
        "OrganisationXDate1": "2020-01-01T12:00:00", "OrganisationXDate2": "0001-01-01T00:00:00",
        "OrganisationUpdatedAt": "2020-01-01T00:00:00", "OrganisationIsFavorite": None,
    }  # fmt: skip
    wanted = OrganisationDto.from_dict(
        {
            NAME: "Acme ", "OrganisationComment": None, "OrganisationXInt1": None, "OrganisationXDate1": utc,
            "OrganisationXDate2": None, "OrganisationUpdatedAt": utc, "OrganisationHistory": "x",
        }
    )  # fmt: skip
    assert differences(ORGANISATIONS, wanted, OrganisationDto.from_dict(current)) == {}
    wanted["OrganisationXDate1"] = utc.replace(hour=13)
    wanted["OrganisationXInt1"] = 1
    wanted.additional_properties["OrganisationFlag"] = False
    assert set(differences(ORGANISATIONS, wanted, OrganisationDto.from_dict(current))) == {
        "OrganisationXDate1", "OrganisationXInt1", "OrganisationFlag",
    }  # fmt: skip


def test_last_moment_is_compared_with_any_offset():
    west = datetime.timezone(datetime.timedelta(hours=-5))
    last = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=west)
    wanted, current = (OrganisationDto.from_dict({"OrganisationXDate1": last}) for _ in range(2))
    assert differences(ORGANISATIONS, wanted, current) == {}
    current["OrganisationXDate1"] = last.replace(tzinfo=datetime.UTC)
    assert differences(ORGANISATIONS, wanted, current) == {"OrganisationXDate1": "9999-12-31T23:59:59-05:00"}


def test_count_of_an_unknown_outcome_is_refused(crm):
    report = crm.organisations.upsert_by(KEY, organisations(1))
    with pytest.raises(ValueError, match=r"no outcome 'create'.*created"):
        report.count("create")
