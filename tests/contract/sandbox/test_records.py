"""Records: create, read, update, delete, PATCH, and properties that the server sets."""

from datetime import UTC, datetime

import pytest

from webcrm_ext.sandbox import Clock, Sandbox

from .browser import Browser

DELIVERY = {"DeliveryId": 0, "DeliveryAssignedTo": 0, "DeliveryAssignedTo2": 0, "DeliveryResponsible": 0}


def test_create_returns_ids_in_order(crm):
    first = crm.post("/Organisations", {"OrganisationId": 0, "OrganisationName": "Æble ApS"})
    assert first.text.isdigit()
    assert crm.create("/Organisations", {"OrganisationId": 0}) == first.json() + 1


def test_ids_of_deleted_records_are_not_reused(crm):
    id_ = crm.create("/Products", {"ProductId": 0})
    assert crm.delete(f"/Products/{id_}").status_code == 200
    assert crm.get(f"/Products/{id_}").status_code == 404
    assert crm.delete(f"/Products/{id_}").status_code == 404
    assert crm.create("/Products", {"ProductId": 0}) == id_ + 1


def test_deliveries_and_opportunities_share_their_ids(crm):
    delivery = crm.create("/Deliveries", DELIVERY)
    assert crm.create("/Opportunities", {"OpportunityId": 0}) == delivery + 1


def test_last_page_is_empty_and_default_size_is_fifty():
    with Sandbox(records=60) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        assert len(crm.read("/Persons")) == 50
        assert [each["PersonId"] for each in crm.read("/Persons?Page=2")] == list(range(51, 61))
        assert [each["PersonId"] for each in crm.read("/Persons?Page=3&Size=20")] == list(range(41, 61))
        assert crm.read("/Persons?Page=4&Size=20") == []


def test_unset_properties_have_defaults_and_null_is_stored(crm):
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl", "PersonTitle": None, "Unknown": 1})
    person = crm.read(f"/Persons/{id_}")
    assert person["PersonTitle"] is None
    assert (person["PersonEmail"], person["PersonSortOrder"], person["PersonCheckMark1"]) == ("", 0, False)
    assert person["PersonBirthday"] == "0001-01-01T00:00:00"
    assert person["PersonStatus"] == "Active"
    assert "Unknown" not in person


def test_put_updates_only_the_properties_sent(crm):
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl", "PersonEmail": "a@example.com"})
    assert crm.put(f"/Persons/{id_}", {"PersonTitle": "Buyer"}).content == b""
    person = crm.read(f"/Persons/{id_}")
    assert (person["PersonTitle"], person["PersonEmail"], person["PersonLastName"]) == (
        "Buyer",
        "a@example.com",
        "Dahl",
    )
    crm.put(f"/Persons/{id_}", {"PersonId": id_, "PersonEmail": None})
    assert crm.read(f"/Persons/{id_}")["PersonEmail"] is None


def test_conflicting_ids_in_bodies_are_refused(crm):
    assert crm.post("/Organisations", {"OrganisationId": 7}).status_code == 400
    assert crm.put("/Organisations/1", {"OrganisationId": 7}).status_code == 400
    assert crm.put("/Organisations/1", {"OrganisationId": 0}).status_code == 200
    assert crm.put("/Organisations/123456", {"OrganisationName": "x"}).status_code == 404


def test_server_sets_created_and_updated(sandbox, crm):
    sent = {"PersonId": 0, "PersonLastName": "Dahl", "PersonCreatedBy": "me", "PersonCreatedAt": "2001-01-01T00:00:00"}
    id_ = crm.create("/Persons", sent)
    created = crm.read(f"/Persons/{id_}")
    assert created["PersonCreatedBy"] == created["PersonUpdatedBy"] == "api2 sandbox"
    assert datetime.fromisoformat(created["PersonCreatedAt"]) == sandbox.clock.now()
    sandbox.clock.advance(60)
    crm.put(f"/Persons/{id_}", {"PersonTitle": "Buyer"})
    updated = crm.read(f"/Persons/{id_}")
    assert updated["PersonCreatedAt"] == created["PersonCreatedAt"]
    assert datetime.fromisoformat(updated["PersonUpdatedAt"]) == sandbox.clock.now()


@pytest.mark.parametrize(
    ("option", "month", "written"),
    [
        ("summer-time", 8, "2026-08-11T08:45:34.0000000+01:00"),
        ("summer-time", 12, "2026-12-11T07:45:34.0000000+00:00"),
        ("utc", 8, "2026-08-11T07:45:34.0000000+00:00"),
        ("none", 8, "2026-08-11T07:45:34.0000000"),
    ],
)
def test_offset_of_server_dates_follows_summer_time_or_the_option(option, month, written):
    clock = Clock(start=datetime(2026, month, 11, 7, 45, 34, tzinfo=UTC), frozen=True)
    with Sandbox(clock=clock, date_offset=option) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        id_ = crm.create("/Persons", {"PersonId": 0, "PersonLastName": "Dahl"})
        assert crm.read(f"/Persons/{id_}")["PersonUpdatedAt"] == written


def test_person_needs_a_last_name(crm):
    assert crm.post("/Persons", {"PersonId": 0, "PersonFirstName": "Ida"}).status_code == 400
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonFirstName": "Ida", "PersonLastName": "-"})
    assert crm.put(f"/Persons/{id_}", {"PersonLastName": " "}).status_code == 400


def test_person_name_is_derived_and_organisation_is_fixed(crm):
    sent = {"PersonFirstName": "Ida", "PersonMiddleName": "M.", "PersonLastName": "Dahl", "PersonOrganisationId": 2}
    id_ = crm.create("/Persons", {"PersonId": 0, "PersonDirectPhone": "+45 12 34", **sent})
    crm.put(f"/Persons/{id_}", {"PersonOrganisationId": 3, "PersonMiddleName": "", "PersonName": "Someone"})
    person = crm.read(f"/Persons/{id_}")
    assert (person["PersonName"], person["PersonOrganisationId"]) == ("Ida Dahl", 2)
    assert person["PersonTelephoneSearch"] == "451234"


def test_search_properties_of_organisation_are_derived(crm):
    sent = {"OrganisationName": "Æble & Co. ApS", "OrganisationTelephone": "12 34", "OrganisationHistory": "mine"}
    id_ = crm.create("/Organisations", {"OrganisationId": 0, "OrganisationCompareName": "mine", **sent})
    organisation = crm.read(f"/Organisations/{id_}")
    assert organisation["OrganisationCompareName"] == "æblecoaps"
    assert (organisation["OrganisationTelephoneSearch"], organisation["OrganisationHistory"]) == ("1234", "")


def test_new_delivery_needs_responsibles(sandbox, crm):
    response = crm.post("/Deliveries", {"DeliveryId": 0, "DeliveryAssignedTo": 0})
    assert response.status_code == 400
    assert "DeliveryAssignedTo2, DeliveryResponsible" in response.json()["Message"]
    sandbox.change_options(deliveries_need_responsibles=False)
    assert crm.post("/Deliveries", {"DeliveryId": 0}).status_code == 200


def test_deliveries_with_the_same_number_cannot_be_edited(sandbox, crm):
    first, second = (crm.create("/Deliveries", {**DELIVERY, "DeliveryNumber": "D-7"}) for _ in range(2))
    assert crm.put(f"/Deliveries/{first}", {"DeliveryComment": "x"}).status_code == 400
    assert crm.put(f"/Deliveries/{second}", {"DeliveryNumber": "D-8"}).status_code == 400
    record = sandbox.record("Deliveries", second)
    assert record is not None
    sandbox.put_record("Deliveries", second, {**record, "DeliveryNumber": "D-8"})
    assert crm.put(f"/Deliveries/{first}", {"DeliveryComment": "x"}).status_code == 200


def test_security_info_is_added_on_request(crm):
    assert crm.read("/Persons/1").get("PersonSecurityInfo") is None
    activity = crm.read("/Activities/1?include=SecurityInfo")
    assert activity["ActivitySecurityInfo"] == {"CanEdit": True, "CanRead": True}
    crm.log_in("00000000-0000-4000-8000-000000000002")
    assert crm.read("/Activities?include=SecurityInfo")[0]["ActivitySecurityInfo"] == {
        "CanEdit": False,
        "CanRead": True,
    }
    assert crm.read("/Persons?include=SecurityInfo")[0]["PersonSecurityInfo"] == {"CanEdit": False, "CanRead": True}


def test_patch_returns_one_result_per_record(sandbox, crm):
    response = crm.patch(
        "/Persons",
        [
            {"PersonId": 0, "PersonLastName": "Dahl"},
            {"PersonId": 1, "PersonTitle": "Buyer"},
            {"PersonId": 0},
            {"PersonId": 987654, "PersonTitle": "Nobody"},
            None,
            {"PersonId": 0, "PersonLastName": 5},
            {"PersonId": 0, "PersonLastName": "Ek", "PersonCustom3": "yes"},
            {"PersonId": "1"},
        ],
    )
    inserted, updated, refused, missing, nothing, mistyped, unfitting, unknown = response.json()
    assert crm.read(f"/Persons/{inserted}")["PersonLastName"] == "Dahl"
    assert updated == ""
    assert crm.read("/Persons/1")["PersonTitle"] == "Buyer"
    assert "PersonLastName is required" in refused
    assert "987654 was not found" in missing
    assert nothing == "A record must be a JSON object."
    assert mistyped == "PersonLastName must be a string, not 5."
    assert unfitting == "PersonCustom3 must be Yes or No, not 'yes'."
    assert unknown.startswith("PersonId must be a whole number")
    assert sandbox.count("Persons") == 25
    sandbox.change_options(patch_update_answer="id")
    assert crm.patch("/Persons", [{"PersonId": 1, "PersonTitle": ""}]).json() == ["1"]


def test_patch_is_limited_to_a_list_of_a_thousand(sandbox, crm):
    assert crm.patch("/Persons", {"PersonId": 0}).status_code == 400
    assert crm.patch("/Persons", []).json() == []
    sandbox.change_options(patch_limit=1)
    assert crm.patch("/Persons", [{"PersonId": 1}, {"PersonId": 2}]).status_code == 400


def test_missing_status_is_an_option(sandbox, crm):
    sandbox.change_options(missing_status=400)
    assert crm.get("/Persons/123456").status_code == 400


def test_missing_status_applies_to_every_missing_record(sandbox, crm):
    sandbox.change_options(missing_status=410)
    assert [
        crm.get("/Persons/123456").status_code,
        crm.put("/Persons/123456", {"PersonLastName": "Dahl"}).status_code,
        crm.delete("/Products/123456").status_code,
        crm.get("/Documents/123456/Download").status_code,
        crm.get("/Meetings/meeting-123456").status_code,
        crm.post("/Activities/123456/Notes", {"Comment": "x"}).status_code,
        crm.delete("/Activities/123456/NewestNote").status_code,
        crm.post("/Opportunities/123456/ConvertToDelivery").status_code,
        crm.post("/Deliveries/123456/ConvertToOpportunity/1").status_code,
        crm.post("/Deliveries/123456/Move", {"NewOrganisationId": 1}).status_code,
        crm.post("/Opportunities/1/Move", {"NewOrganisationId": 123456}).status_code,
    ] == [410] * 11
    assert crm.get("/Nowhere").status_code == 404


NEW = {
    "Persons": {"PersonId": 0, "PersonLastName": "Dahl"},
    "Deliveries": DELIVERY,
    "Organisations/Hooks": {"Id": 0, "EventType": "Create", "Filter": [], "IsEnabled": True, "TargetUrl": "x"},
}


@pytest.mark.parametrize("path", NEW)
def test_put_record_keeps_its_id_and_reserves_it(sandbox, crm, path):
    key = next(iter(NEW[path]))
    next_id = crm.create(f"/{path}", NEW[path]) + 1
    sandbox.put_record(path, next_id, {**NEW[path], "Note": "put there"})
    assert crm.create(f"/{path}", NEW[path]) == next_id + 1
    put = crm.read(f"/{path}/{next_id}")
    assert (put[key], put["Note"]) == (next_id, "put there")
    sandbox.put_record(path, 3, NEW[path])
    assert crm.create(f"/{path}", NEW[path]) == next_id + 2


def test_put_record_works_in_an_empty_system():
    with Sandbox(records=0) as sandbox, Browser(sandbox.url) as crm:
        crm.log_in(sandbox.application_token)
        sandbox.put_record("Persons", 1, {"PersonLastName": "Dahl"})
        assert crm.create("/Persons", NEW["Persons"]) == 2
        assert [each["PersonId"] for each in crm.read("/Persons")] == [1, 2]
        sandbox.put_record("Deliveries", 1, {})
        assert crm.create("/Opportunities", {"OpportunityId": 0}) == 2


def test_put_meeting_has_a_string_id(sandbox, crm):
    sandbox.put_record("Meetings", 77, {"MeetingSubject": "Samples"})
    assert crm.read("/Meetings/meeting-000077") == {"MeetingSubject": "Samples", "MeetingId": "meeting-000077"}


@pytest.mark.parametrize(
    ("path", "id_", "message"),
    [
        ("Person", 1, r"The API has no records at 'Person'\. Did you mean 'Persons'\? The paths are Activities, "),
        ("Persons", 0, "An id must be a whole number from 1 to 2147483647, not 0"),
        ("Persons", -1, "not -1"),
        ("Persons", 2**31, "not 2147483648"),
        ("Persons", "1", "not '1'"),
        ("Persons", True, "not True"),
    ],
)
def test_put_record_refuses_invalid_paths_and_ids(sandbox, path, id_, message):
    with pytest.raises(ValueError, match=message):
        sandbox.put_record(path, id_, {})


def test_refused_create_stores_nothing_and_uses_no_id(sandbox, crm):
    id_ = crm.create("/Documents", {"DocumentId": 0})
    count = sandbox.count("Documents")
    assert crm.post("/Documents", {"DocumentId": 0, "DocumentFile": "?"}).status_code == 400
    assert sandbox.count("Documents") == count
    assert crm.create("/Documents", {"DocumentId": 0}) == id_ + 1


@pytest.mark.parametrize("path", ["Persons", "Deliveries"])
def test_delete_record_ignores_the_rules(sandbox, path):
    first = sandbox.tenant.store.ids(path)[0]
    assert sandbox.record(path, first) is not None
    assert sandbox.delete_record(path, first)
    assert sandbox.record(path, first) is None
    assert not sandbox.delete_record(path, first)
