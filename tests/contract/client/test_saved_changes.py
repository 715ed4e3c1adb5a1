"""Only what changed is sent: `save` of a custom view, and `update` by property; fields by label in both clients."""

from __future__ import annotations

import datetime
import json
from typing import Any

import httpx
import pytest
from webcrm_api.models import OrganisationDto, PersonDto
from webcrm_api.tables import TABLES
from webcrm_api.types import UNSET

from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import BadRequestError, FieldValueError, NotFoundError, QueryError, WebCRM

BY_PROPERTY = {
    "activities": "activity_comment", "deliveries": "delivery_comment", "documents": "document_description",
    "events": "event_comment", "opportunities": "opportunity_comment", "organisations": "organisation_comment",
    "persons": "person_comment", "persons_b2c": "person_b2c_comment", "products": "product_comment",
    "quotation_lines": "quotation_line_comment", "relations": "relation_comment",
    "support_cases": "support_case_memo", "users": "user_memo",
}  # fmt: skip

WRONG_UPDATES = [
    ("organisations", [1], {}, TypeError, "Pass what to send"),
    ("organisations", [1, None], {}, TypeError, "Pass what to send"),
    ("organisations", [1, {"OrganisationCity": "x"}], {"organisation_city": "y"}, TypeError, "not both"),
    ("organisations", [1], {"organisation_citty": "x"}, FieldValueError, "Did you mean 'organisation_city'"),
    ("documents", [1], {"City": "x"}, FieldValueError, "DocumentDto has no property 'City'"),
    ("organisations", [0], {"organisation_city": "x"}, FieldValueError, "id is 0"),
    ("organisations", [1], {"organisation_city": 5}, FieldValueError, "organisation_city takes a str, not int"),
    ("organisations", [1], {"organisation_custom_3": True}, FieldValueError, "takes a str.* by their label"),
    ("organisations", [1], {"OrganisationXInt1": "5"}, FieldValueError, "takes a number, not str"),
    ("organisations", [1], {"organisation_id": 2}, FieldValueError, "the service assigns"),
    ("organisations", [1], {"organisation_compare_name": "x"}, FieldValueError, "the service assigns"),
    ("organisations", [1], {"organisation_city": UNSET}, FieldValueError, "never sent"),
    ("quotation_lines", [1], {}, TypeError, "Pass what to send"),
    ("quotation_lines", [{"QuotationLineId": 1}], {"quotation_line_quantity": 1}, TypeError, "not both"),
    ("quotation_lines", [1], {"quantity": 1}, FieldValueError, "has no property 'quantity'"),
    ("quotation_lines", [0], {"quotation_line_quantity": 1}, FieldValueError, "QuotationLineId is 0"),
    ("quotation_lines", [True], {"quotation_line_quantity": 1}, FieldValueError, "QuotationLineId is True"),
]  # fmt: skip


def pascal(attribute: str) -> str:
    return "".join(word.capitalize() for word in attribute.split("_")).replace("B2c", "B2C")


def writes(sandbox: Any) -> list[Any]:
    return [each.path for each in sandbox.requests if each.method != "GET" and not each.path.startswith("/Auth/")]


def metadata_calls(sandbox: Any) -> int:
    return sum("FieldsMetadata" in each.path for each in sandbox.requests)


def test_save_sends_only_what_was_changed(sandbox, either):
    organisation = either.organisations.get(1)
    stored = sandbox.record("Organisations", 1)
    sandbox.put_record("Organisations", 1, {**stored, "OrganisationCity": "Vejle"})  # a colleague
    row = {"ERP number": " K7 ", "Wants the newsletter": "ja", "Address": "", "Customer since": "31/12/2024"}
    either.custom(organisation).update(row, parse=True)
    sent = either.custom(organisation).save()
    assert sent == {
        "OrganisationAddress": None, "OrganisationCustom2": "K7", "OrganisationCustom3": "Yes",
        "OrganisationCustom6": "2024-12-31",
    }  # fmt: skip
    after = sandbox.record("Organisations", 1)
    assert {name: after[name] for name in sent} == sent
    assert (after["OrganisationCity"], after["OrganisationName"]) == ("Vejle", stored["OrganisationName"])
    sandbox.requests.clear()
    assert either.custom(organisation).save() is None
    assert either.custom(organisation).changes == {}
    assert len(sandbox.requests) == 0


def test_failed_save_keeps_the_changes(sandbox, either):
    organisation = either.organisations.get(1)
    view = either.custom(organisation)
    view["ERP number"] = "K8"
    sandbox.fail_next(1, status=400)
    with pytest.raises(BadRequestError):
        view.save()
    assert view.changes == {"ERP number": ("20001", "K8")}
    assert view.save() == {"OrganisationCustom2": "K8"}
    assert sandbox.record("Organisations", 1)["OrganisationCustom2"] == "K8"
    organisation.organisation_id = 999_999
    view["City"] = "Odense"
    with pytest.raises(NotFoundError):
        view.save()
    assert list(view.changes) == ["City"]


@pytest.mark.parametrize("id_", [0, None])
def test_record_without_an_id_is_not_saved(sandbox, either, id_):
    person = PersonDto.from_dict({} if id_ is None else {"PersonId": id_})
    view = either.custom(person)
    sandbox.requests.clear()
    view["Role"] = "Decides"
    with pytest.raises(FieldValueError, match=r"has no PersonId.*Create it first: crm\.persons\.create\(record\)"):
        view.save()
    assert len(sandbox.requests) == 0


def test_change_during_a_save_is_pending_after_it(open_sandbox, connect_either):
    changing: list[Any] = []

    def meanwhile(request: Any) -> None:
        if request.method == "PUT" and changing:
            changing.pop()["ERP number"] = "second"

    sandbox = open_sandbox(records=20)
    view = (crm := connect_either(sandbox, on_request=meanwhile)).custom(crm.organisations.get(1))
    view["ERP number"] = "first"
    changing.append(view)
    assert view.save() == {"OrganisationCustom2": "first"}
    assert view.changes == {"ERP number": ("first", "second")}
    assert view.save() == {"OrganisationCustom2": "second"}


@pytest.mark.slow
def test_update_by_property_sends_only_that(open_sandbox, connect_either):
    sent: list[Any] = []

    def record(request: Any) -> None:
        if request.method == "PUT":
            sent.append(json.loads(request.content))

    crm = connect_either(open_sandbox(records=30), on_request=record)
    tables = {table.resource: table for table in TABLES if table.can_update}
    assert tables.keys() == BY_PROPERTY.keys()
    for resource, attribute in BY_PROPERTY.items():
        table, records = tables[resource], getattr(crm, resource)
        id_ = records.list().first()[table.id_column]
        records.update(id_, **{attribute: "changed"})
        assert records.get(id_)[api_name := pascal(attribute)] == "changed"
        own_id = {table.id_column: id_} if resource == "quotation_lines" else {}
        assert sent.pop() == {api_name: "changed", **own_id}


def test_update_by_property_takes_what_a_record_takes(sandbox, either):
    before = sandbox.record("Organisations", 2)
    new_year = datetime.date(2024, 1, 1)
    either.organisations.update(
        2, organisation_city="Odense", organisation_x_date_1=new_year, organisation_x_int_1=None
    )
    after = sandbox.record("Organisations", 2)
    assert (after["OrganisationCity"], after["OrganisationXDate1"][:10]) == ("Odense", "2024-01-01")
    assert after["OrganisationName"] == before["OrganisationName"]
    assert metadata_calls(sandbox) == 0
    either.organisations.update(2, **{"OrganisationAddress": "A 1", "Wants the newsletter": True, "ERP number": "K9"})
    after = sandbox.record("Organisations", 2)
    names = ("OrganisationAddress", "OrganisationCustom3", "OrganisationCustom2")
    assert [after[name] for name in names] == ["A 1", "Yes", "K9"]
    assert metadata_calls(sandbox) == 1
    either.organisations.update(2, {"OrganisationCity": "Vejle"})
    either.organisations.update(2, OrganisationDto(organisation_id=2, organisation_city="Ribe"))
    assert sandbox.record("Organisations", 2)["OrganisationCity"] == "Ribe"


def test_wrong_update_raises_before_any_call(sandbox, either):
    for resource, arguments, properties, error, said in WRONG_UPDATES:
        with pytest.raises(error, match=said):
            getattr(either, resource).update(*arguments, **properties)
    assert len(sandbox.requests) == 0


def test_wrong_label_raises_before_anything_is_written(sandbox, either):
    for properties, said in (
        ({"ERP numbr": "x"}, "Did you mean 'ERP number'"),
        ({"City": "x", "organisation_city": "y"}, "OrganisationCity is passed twice, once as 'organisation_city'"),
        ({"Customer segment": "a"}, "Did you mean 'A'"),
    ):
        with pytest.raises(FieldValueError, match=said):
            either.organisations.update(1, **properties)
    assert writes(sandbox) == []


def test_find_takes_labels(sandbox, either):
    sandbox.put_record("Organisations", 3, {**sandbox.record("Organisations", 3), "OrganisationCustom2": "K7"})
    city = sandbox.record("Organisations", 3)["OrganisationCity"]
    found = either.organisations.find(**{"ERP number": "k7", "organisation_city": city})
    keyset = either.organisations.find(**{"ERP number": "K7"}, keyset=True, size=1)
    assert len(sandbox.requests) == 0
    assert [each.organisation_id for each in found] == [3]
    assert [each.organisation_id for each in keyset] == [3]
    assert found.first().organisation_id == 3
    assert either.organisations.find(**{"ERP number": 20001}).first().organisation_id == 1
    assert metadata_calls(sandbox) == 1
    with pytest.raises(QueryError, match="Did you mean 'organisation_city'"):  # at once: no label looks like this
        either.organisations.find(**{"ERP number": "K7", "organisation_citty": "x"})
    for properties, said in (
        ({"ERP numbr": "K7"}, "Did you mean 'ERP number'"),
        ({"City": "x", "OrganisationCity": "y"}, "passed twice"),
        (
            {"Wants the newsletter": True},
            r"type checkbox, .* not documented.* find\(organisation_custom_3=…\)",
        ),
        ({"Customer since": datetime.date(2024, 1, 1)}, "is of type date"),
        ({"Interested in": "00: Pendants"}, "is of type multi-select"),
    ):
        wrong = either.organisations.find(**properties)
        with pytest.raises(QueryError, match=said):
            wrong.first()


def test_known_names_need_no_field_metadata(sandbox, either):
    either.organisations.find(organisation_city="x", OrganisationName="y").to_list()
    either.organisations.upsert_by("organisation_custom_2", [])
    either.organisations.update(1, organisation_city="x", OrganisationName="y")
    with pytest.raises(QueryError, match="has no property 'ERP number'"):  # no field metadata exists for documents
        either.documents.find(**{"ERP number": "x"})
    with pytest.raises(QueryError, match="has no property 'ERP number'"):
        either.quotation_lines.upsert_by("ERP number", [])
    assert metadata_calls(sandbox) == 0


def test_upsert_by_a_label(sandbox, either):
    record = OrganisationDto(organisation_id=0, organisation_name="Nordlys A/S", organisation_custom_2="K-1")
    report = either.organisations.upsert_by("ERP number", [record])
    assert [each.outcome for each in report.results] == ["created"]
    report = either.organisations.upsert_by("ERP number", [record])
    assert [each.outcome for each in report.results] == ["unchanged"]
    assert metadata_calls(sandbox) == 1
    sandbox.requests.clear()
    with pytest.raises(FieldValueError, match="Record 2 has no ERP number"):
        either.organisations.upsert_by("ERP number", [record, {"OrganisationName": "Fjord AB"}])
    for key, error, said in (
        ("ERP numbr", QueryError, "Did you mean 'ERP number'"),
        ("Id", FieldValueError, "OrganisationId cannot be the key"),
        ("Created by", FieldValueError, "OrganisationCreatedBy cannot be the key"),
        (
            "Wants the newsletter",
            FieldValueError,
            r"Custom3\) cannot be the key: its type is checkbox.* text or",
        ),
        ("Customer segment", FieldValueError, "its type is list"),
        ("X date 1", FieldValueError, "its type is datetime"),
        (5, FieldValueError, "The key is 5"),
    ):
        with pytest.raises(error, match=said):
            either.organisations.upsert_by(key, [record])
    assert len(sandbox.requests) == 0


def test_ambiguous_label_names_its_properties():
    labels = [{"FieldMetadataLabel": "Number", "FieldMetadataFriendlyFieldName": f"PersonCustom{n}"} for n in (4, 5)]
    service = MockService(lambda _: httpx.Response(200, json=labels))
    with WebCRM(TOKEN, transport=service) as crm:
        for error, use in (
            (QueryError, lambda: crm.persons.find(Number="x").first()),
            (QueryError, lambda: crm.persons.upsert_by("Number", [])),
            (FieldValueError, lambda: crm.persons.update(1, Number="x")),
        ):
            with pytest.raises(error, match=r"have the label 'Number'\. Use one of: PersonCustom4, PersonCustom5"):
                use()
    assert service.paths == ["/Auth/ApiLogin", "/FieldsMetadata/Person"]
