"""The API's rules of writing records, with and without linked data, through both clients."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from webcrm_api.models import DeliveryDto, OrganisationDto, PersonDto

from webcrm_ext import BadRequestError, NotFoundError

pytestmark = pytest.mark.slow

NOBODY = {"DeliveryAssignedTo": 0, "DeliveryAssignedTo2": 0, "DeliveryResponsible": 0}


@pytest.fixture(params=[frozenset(), frozenset({"all"})], ids=["linked data off", "linked data on"])
def running(request, open_sandbox):
    return open_sandbox(records=30, linked_data=request.param)


@pytest.fixture
def crm(running: Any, connect_either: Any) -> Any:
    return connect_either(running)


def test_put_changes_only_what_is_sent(running, crm):
    before = running.record("Organisations", 4)
    crm.organisations.update(4, OrganisationDto.from_dict({"OrganisationComment": "new", "OrganisationCity": None}))
    after = running.record("Organisations", 4)
    changed = {name for name in after if after[name] != before[name]}
    assert changed - {"OrganisationUpdatedAt", "OrganisationUpdatedBy"} == {"OrganisationComment", "OrganisationCity"}
    assert (after["OrganisationCity"], after["OrganisationUpdatedBy"][:5]) == (None, "api2 ")


def test_create_takes_id_0_and_returns_the_new_id(crm):
    id_ = crm.organisations.create(OrganisationDto(organisation_id=0, organisation_name="New"))
    assert crm.organisations.get(id_).organisation_name == "New"
    with pytest.raises(BadRequestError):
        crm.organisations.create(OrganisationDto(organisation_id=id_))


def test_patch_returns_a_result_for_each_record(crm):
    results = crm.organisations.upsert(
        [
            OrganisationDto.from_dict({"OrganisationId": 0, "OrganisationName": "New"}),
            OrganisationDto.from_dict({"OrganisationId": 5, "OrganisationComment": "x"}),
            OrganisationDto.from_dict({"OrganisationId": 99_999}),
        ]
    )
    assert [each.outcome for each in results] == ["created", "updated", "failed"]
    assert "99999" in results[2].error


def test_person_needs_a_last_name_and_keeps_its_organisation(crm):
    with pytest.raises(BadRequestError, match="PersonLastName"):
        crm.persons.create(PersonDto(person_id=0, person_first_name="Ida"))
    new = {"PersonId": 0, "PersonFirstName": "Ida", "PersonLastName": "-", "PersonOrganisationId": 1, "PersonName": "?"}
    id_ = crm.persons.create(PersonDto.from_dict(new))
    crm.persons.update(id_, PersonDto.from_dict({"PersonOrganisationId": 2}))
    person = crm.persons.get(id_)
    assert (person.person_name, person.person_organisation_id) == ("Ida -", 1)


def test_delivery_needs_its_users_and_a_unique_number(crm):
    new = {"DeliveryId": 0, "DeliveryOrganisationId": 1, "DeliveryNumber": "77001", **NOBODY}
    with pytest.raises(BadRequestError, match="DeliveryResponsible"):
        crm.deliveries.create(DeliveryDto.from_dict({"DeliveryId": 0}))
    first, second = (crm.deliveries.create(DeliveryDto.from_dict(new)) for _ in range(2))
    assert first != second
    with pytest.raises(BadRequestError, match="number"):
        crm.deliveries.update(first, DeliveryDto.from_dict({"DeliveryComment": "x"}))


def test_security_info_is_included_on_request(crm):
    record = crm.activities.list(include="SecurityInfo").first()
    assert record.activity_security_info.can_edit is True


def test_date_range_includes_its_start_and_excludes_its_end(running, crm):
    moment = datetime.datetime(2031, 5, 1, 12)
    running.put_record(
        "Organisations", 6, {**running.record("Organisations", 6), "OrganisationCreatedAt": moment.isoformat()}
    )
    later = moment + datetime.timedelta(seconds=1)

    def found(start: datetime.datetime, end: datetime.datetime) -> list[int]:
        return [each.organisation_id for each in crm.organisations.find_by_create_dates(start_date=start, end_date=end)]

    assert 6 in found(moment, later)
    assert 6 not in found(moment - datetime.timedelta(days=1), moment)


def test_linked_data_is_cleared_only_by_its_own_call(running, crm):
    assert running.count("Products/LinkedData") == len(crm.products.list_linked_data().to_list())
    with pytest.raises(NotFoundError):
        crm.products.delete_linked_data(99_999)
    crm.products.clear_linked_data()
    assert running.count("Products/LinkedData") == 0


@pytest.mark.parametrize("entity", ["Activities", "PersonsB2C", "QuotationLines", "support_cases"])
def test_linked_data_is_detected_for_each_entity(running, crm, entity):
    assert crm.linked_data.detect(entity) is bool(running.options.linked_data)
    assert crm.linked_data.enabled(entity.lower()) is bool(running.options.linked_data)
