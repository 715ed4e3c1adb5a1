"""What is checked before a call is sent, and how values are written: ids, dates, bodies and numbers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import pytest
from webcrm_api.api.persons import persons_get, persons_update, persons_upsert
from webcrm_api.models import (
    MeetingInfoCreateDto,
    OrganisationDto,
    PersonB2CDto,
    PersonDto,
    ProductDto,
)

from tests.contract.client.records import line
from webcrm_ext import ConfigurationError, FieldValueError, NotFoundError

UTC = datetime.UTC
WEST = datetime.timezone(datetime.timedelta(hours=-11))


class Id:
    """An integer that is no `int`, such as numpy's."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


def calls(sandbox: Any) -> list[tuple[str, str]]:
    """Return method and path of the requests other than logins."""
    return [(each.method, each.path) for each in sandbox.requests if not each.path.startswith("/Auth")]


NO_IDS = [0, -1, True, False, None, 1.0, "1", "", Decimal(1), PersonDto(person_id=1), [1], 2**63]


@pytest.mark.parametrize("no_id", NO_IDS, ids=repr)
def test_own_id_of_a_record_is_an_integer_above_0(sandbox, either, no_id):
    person = PersonDto(person_id=1, person_first_name="Kari")
    for call in (
        lambda: either.persons.get(no_id),
        lambda: either.persons.update(no_id, person),
        lambda: either.products.delete(no_id),
        lambda: either.deliveries.quotation_lines(no_id).to_list(),
        lambda: either.persons.get_hook(no_id),
        lambda: either.quotation_lines.delete(no_id),
        lambda: either.run(persons_get.call(no_id)),
    ):
        with pytest.raises(FieldValueError, match=r"[iI]d is .*above 0"):
            call()
    assert not list(sandbox.requests)


def test_message_shows_no_record(either):
    person = PersonDto(person_id=1, person_email="kari@example.com")
    with pytest.raises(FieldValueError, match=r"GET /Persons/\{id\} cannot be sent: id is a PersonDto") as caught:
        either.persons.get(person)
    assert "kari" not in str(caught.value)


def test_any_integer_type_is_an_id(sandbox, either):
    assert either.persons.get(Id(2)).person_id == 2
    either.persons.update(Id(2), PersonDto(person_id=2, person_first_name="Kari"))
    assert [path for _, path in calls(sandbox)] == ["/Persons/2", "/Persons/2"]


def test_related_id_may_be_0(sandbox, either):
    either.activities.by_responsible(0).to_list()
    either.deliveries.by_responsible(Id(0)).to_list()
    assert [path for _, path in calls(sandbox)] == ["/Activities/ByResponsible/0", "/Deliveries/ByResponsible/0"]


@pytest.mark.parametrize("no_id", [-1, True, "1", None, 1.5])
def test_related_id_is_an_integer(sandbox, either, no_id):
    for call in (either.activities.by_responsible, either.deliveries.by_responsible_2, either.persons.by_organisation):
        with pytest.raises(FieldValueError, match="an integer of at least 0"):
            call(no_id).to_list()
    assert not list(sandbox.requests)


@pytest.mark.parametrize("no_id", ["", " ", ".", "..", "a\udfff", 1, None, b"1", PersonDto(person_id=1)], ids=ascii)
def test_meeting_id_is_a_string(sandbox, either, no_id):
    with pytest.raises(FieldValueError, match="meetingId is "):
        either.meetings.get(no_id)
    with pytest.raises(FieldValueError, match="meetingId is "):
        either.meetings.delete(no_id)
    assert not list(sandbox.requests)


def test_other_path_values_have_their_type(sandbox, either):
    with pytest.raises(FieldValueError, match="status is a PersonDto"):
        either.activities.by_status(PersonDto(person_id=1)).to_list()
    with pytest.raises(FieldValueError, match="pipelineLevel is '1'"):
        either.opportunities.by_pipeline_level("1").to_list()
    with pytest.raises(FieldValueError, match="startDate is '2024-01-01'"):
        either.deliveries.find_by_create_dates("2024-01-01", "2024-02-01").to_list()
    assert not list(sandbox.requests)


def test_query_value_is_no_record(sandbox, either):
    with pytest.raises(FieldValueError, match="input is a PersonDto"):
        either.persons.search(input_=PersonDto(person_id=1)).to_list()
    assert not list(sandbox.requests)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime.date(2024, 2, 1), datetime.date(2024, 1, 1)),
        (datetime.datetime(2024, 1, 1, 12, tzinfo=UTC), datetime.date(2024, 1, 1)),
        (datetime.datetime(2024, 1, 1, 12, tzinfo=WEST), datetime.datetime(2024, 1, 1, 13, tzinfo=UTC)),
    ],
)
def test_reversed_range_of_dates_is_refused(sandbox, either, start, end):
    for call in (
        lambda: either.deliveries.find_by_create_dates(start, end),
        lambda: either.meetings.list(from_=start, to=end, user_id="1"),
        lambda: either.meetings.by_organisation(1, from_=start, to=end, user_id="1"),
    ):
        with pytest.raises(FieldValueError, match="reversed"):
            call().to_list()
    assert not list(sandbox.requests)


def test_date_is_its_midnight_in_a_path_and_in_a_query(sandbox, either):
    day = datetime.date(2024, 1, 1)
    either.deliveries.find_by_create_dates(day, day).to_list()
    either.meetings.list(from_=day, to=day, user_id="1").to_list()
    assert calls(sandbox)[0][1] == "/Deliveries/FindByCreateDates/2024-01-01T00:00:00/2024-01-01T00:00:00"
    assert parse_qs(sandbox.requests[-1].query)["from"] == ["2024-01-01T00:00:00+00:00"]


def test_ends_of_the_calendar_are_sent(sandbox, either):
    first = datetime.datetime.min.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    last = datetime.datetime.max.replace(tzinfo=WEST)
    either.deliveries.find_by_create_dates(first, last).to_list()
    assert calls(sandbox)[0][1] == "/Deliveries/FindByCreateDates/0001-01-01T00:00:00/9999-12-31T23:59:59"


def test_body_of_another_model_is_refused(sandbox, either):
    organisation = OrganisationDto(organisation_id=1)
    for call in (
        lambda: either.persons.update(1, organisation),
        lambda: either.persons.create(organisation),
        lambda: either.persons.create(PersonB2CDto.from_dict({})),
        lambda: either.run(persons_update.call(1, body=organisation)),
        lambda: either.run(persons_upsert.call(body=[PersonDto(person_id=1), organisation])),
        lambda: either.quotation_lines.create(organisation),
        lambda: either.quotation_lines.update(organisation),
        lambda: either.quotation_lines.upsert([organisation]),
        lambda: either.quotation_lines.create_for_delivery(1, organisation),
        lambda: either.quotation_lines.replace_for_delivery(1, [organisation]),
    ):
        with pytest.raises(FieldValueError, match=r"is an? (Organisation|PersonB2C)Dto; pass "):
            call()
    assert calls(sandbox) == []


@pytest.mark.parametrize("body", [1, "x", b"x", [PersonDto(person_id=1)], [], object()])
def test_body_is_a_record_or_a_dict(sandbox, either, body):
    with pytest.raises(FieldValueError, match="pass PersonDto, or a dict with the API's names"):
        either.persons.update(1, body)
    assert not list(sandbox.requests)


@pytest.mark.parametrize("body", [PersonDto(person_id=1), {"PersonId": 1}, "x", None])
def test_body_of_several_records_is_a_list(sandbox, either, body):
    with pytest.raises(FieldValueError, match="pass a list"):
        either.run(persons_upsert.call(body=body))
    assert not list(sandbox.requests)


def test_dict_with_the_names_of_the_api_is_sent(sandbox, either):
    before = either.persons.get(1)
    either.persons.update(1, {"PersonFirstName": "Kari"})
    either.run(persons_upsert.call(body=[{"PersonId": 2, "PersonFirstName": "Ola", "PersonLastName": "Lund"}]))
    assert either.persons.get(1).person_first_name == "Kari"
    assert either.persons.get(1).person_last_name == before.person_last_name
    assert either.persons.get(2).person_first_name == "Ola"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("person_first_name", "Did you mean 'PersonFirstName'?"),
        ("PersonFirstname", "Did you mean 'PersonFirstName'"),
        ("PersonFristName", "Did you mean 'PersonFirstName'"),
        ("zzz", "additional_properties; labels are for crm.custom(record)."),
        ("ERP number", "If it is a label, use its property, or crm.custom(record)['ERP number']. Set one that"),
        (5, "no property 5"),
    ],
)
def test_unknown_name_in_a_dict_is_refused(sandbox, either, name, suggestion):
    for call in (
        lambda: either.persons.update(1, {name: "Kari"}),
        lambda: either.persons.create({"PersonId": 0, name: "Kari"}),
        lambda: either.run(persons_upsert.call(body=[{"PersonId": 0, name: "Kari"}])),
    ):
        with pytest.raises(FieldValueError, match="PersonDto has no property") as caught:
            call()
        assert suggestion in str(caught.value)
    assert not list(sandbox.requests)


def test_name_of_python_as_a_further_property_is_refused(sandbox, either):
    person = PersonDto(person_id=1)
    person.additional_properties["person_first_name"] = "Kari"
    with pytest.raises(FieldValueError, match="Did you mean 'PersonFirstName'"):
        either.persons.update(1, person)
    assert not list(sandbox.requests)


def test_further_properties_of_a_record_are_sent(sandbox, connect):
    bodies: list[bytes] = []
    crm = connect(sandbox, event_hooks={"request": [lambda request: bodies.append(request.content)]})
    crm.persons.update(1, PersonDto.from_dict({"PersonId": 1, "PersonShoeSize": 42}))
    assert b'"PersonShoeSize":42' in bodies[-1]


def test_unknown_name_inside_a_body_is_refused(sandbox, either):
    meeting = {"MeetingSubject": "Fair", "MeetingPersons": [{"Id": "1"}, {"id": "2"}]}
    with pytest.raises(FieldValueError, match=r"MeetingPerson has no property 'id'.*'Id'"):
        either.meetings.create(meeting)
    record = MeetingInfoCreateDto.from_dict({"MeetingSubject": "Fair"})
    record.meeting_persons = [{"Name": "2"}]
    with pytest.raises(FieldValueError, match="MeetingPerson has no property 'Name'"):
        either.meetings.create(record)
    assert not list(sandbox.requests)


def test_decimals_and_dates_are_written_in_bodies(sandbox, either):
    product = either.products.list().first()
    id_ = product.product_id
    either.products.update(id_, ProductDto(product_id=id_, product_price=Decimal("12.50")))
    assert either.products.get(id_).product_price == 12.5
    either.products.update(id_, {"ProductPrice": Decimal(7)})
    assert either.products.get(id_).product_price == 7
    either.persons.update(1, PersonDto(person_id=1, person_birthday=datetime.date(1990, 5, 17)))
    assert either.persons.get(1).person_birthday == datetime.datetime(1990, 5, 17, tzinfo=UTC)
    either.request("PUT", "/Persons/1", json={"PersonBirthday": datetime.datetime(1991, 5, 17, tzinfo=UTC)})
    assert either.persons.get(1).person_birthday == datetime.datetime(1991, 5, 17, tzinfo=UTC)


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "1e400"])
def test_decimal_that_is_no_number_is_refused(sandbox, either, number):
    with pytest.raises(ConfigurationError, match="cannot be sent"):
        either.products.update(1, {"ProductPrice": Decimal(number)})
    assert not list(sandbox.requests)


@pytest.mark.parametrize("size", [True, 0, 1001, 1.0, "10", None])
def test_page_size_is_an_integer_from_1_to_1000(sandbox, either, size):
    for call in (
        either.persons.list,
        partial(either.persons.search, "anna"),
        partial(either.persons.find, person_id=1),
    ):
        with pytest.raises(ConfigurationError, match="size is"):
            call(size=size)
    with pytest.raises(ConfigurationError, match="size is"):
        either.query("SELECT * FROM Person", size=size)
    assert not list(sandbox.requests)


def test_page_and_concurrency_are_integers(sandbox, either):
    for wrong in (True, 1.5, "1"):
        with pytest.raises(ConfigurationError, match="page is"):
            either.persons.list().page(wrong)
        with pytest.raises(ConfigurationError, match="concurrency is"):
            either.persons.list(concurrency=wrong)
    assert not list(sandbox.requests)


@pytest.mark.parametrize("dates", ["ISO", "", None, 1])
def test_unknown_format_of_dates_is_refused(sandbox, either, dates):
    with pytest.raises(ConfigurationError, match=r"dates is .*'iso' or 'ole'"):
        either.query("SELECT * FROM Person", dates=dates)
    assert not list(sandbox.requests)


def test_lines_are_taken_as_dicts(sandbox, either):
    delivery = either.deliveries.list().first()
    id_ = either.quotation_lines.create_for_delivery(delivery.delivery_id, {"QuotationLineData1": "Lamp"})
    either.quotation_lines.update({"QuotationLineId": id_, "QuotationLineData2": "Large"})
    stored = either.quotation_lines.get(id_)
    assert (stored.quotation_line_data_1, stored.quotation_line_data_2) == ("Lamp", "Large")
    [new] = either.quotation_lines.replace_for_delivery(delivery.delivery_id, [{"QuotationLineData1": "Desk"}])
    assert either.quotation_lines.get(new).quotation_line_data_1 == "Desk"
    [result] = either.quotation_lines.upsert([{"QuotationLineId": new, "QuotationLineData1": "Table"}])
    assert result.outcome == "updated"


def test_line_without_any_property_is_created(lines):
    _, crm = lines
    delivery = crm.deliveries.list().first()
    id_ = crm.quotation_lines.create_for_delivery(delivery.delivery_id, {})
    stored = crm.quotation_lines.get(id_)
    assert stored.quotation_line_opportunity_id == delivery.delivery_id
    assert stored.quotation_line_organisation_id == delivery.delivery_organisation_id
    assert crm.quotation_lines.create({}) != id_
    assert [each.outcome for each in crm.quotation_lines.upsert([{}])] == ["created"]
    with pytest.raises(FieldValueError, match="above 0"):
        crm.quotation_lines.update({})


def test_unknown_name_in_a_line_is_refused(sandbox, either):
    wrong = {"quotation_line_data_1": "Lamp"}
    lines = either.quotation_lines
    for call in (
        lambda: lines.create(wrong),
        lambda: lines.update({"QuotationLineId": 1, **wrong}),
        lambda: lines.upsert([wrong]),
        lambda: lines.create_for_delivery(1, wrong),
        lambda: lines.replace_for_delivery(1, [wrong]),
    ):
        with pytest.raises(FieldValueError, match="Did you mean 'QuotationLineData1'"):
            call()
    assert not list(sandbox.requests)


@pytest.mark.parametrize("no_id", NO_IDS, ids=repr)
def test_delivery_of_new_lines_has_an_id_above_0(sandbox, either, no_id):
    with pytest.raises(FieldValueError, match=r"delivery_id is .*above 0"):
        either.quotation_lines.replace_for_delivery(no_id, [])
    with pytest.raises(FieldValueError, match=r"delivery_id is .*above 0"):
        either.quotation_lines.create_for_delivery(no_id, line(), organisation_id=1)
    assert not list(sandbox.requests)


def test_lines_of_a_missing_delivery_are_not_written(lines):
    sandbox, crm = lines
    with pytest.raises(NotFoundError):
        crm.quotation_lines.create_for_delivery(999_999, line(), organisation_id=1)
    with pytest.raises(NotFoundError):
        crm.quotation_lines.replace_for_delivery(999_999, [line(quotation_line_organisation_id=1)])
    with pytest.raises(NotFoundError):
        crm.quotation_lines.replace_for_delivery(999_999, [])
    assert calls(sandbox) == [("GET", "/Deliveries/999999")] * 3


def test_delivery_is_read_before_its_lines_are_written(sandbox, either):
    delivery = either.deliveries.list().first().delivery_id
    either.quotation_lines.create_for_delivery(delivery, line(), organisation_id=1)
    assert calls(sandbox)[1:] == [("GET", f"/Deliveries/{delivery}"), ("POST", "/QuotationLines")]
