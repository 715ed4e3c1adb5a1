"""Meetings: string ids, lists by time range and user, updates and connections."""

import pytest

MEETING = {
    "MeetingSubject": "Samples",
    "MeetingStart": "2030-05-31T09:00:00Z",
    "MeetingEnd": "2030-05-31T10:00:00Z",
    "MeetingUserId": "3",
}
SPAN = "from=2030-05-31&to=2030-06-01&userId=3"


@pytest.fixture
def meeting(crm) -> str:
    """Create a meeting, and return its path."""
    return f"/Meetings/{crm.post('/Meetings', MEETING).json()}"


def test_meeting_is_read_as_written(crm):
    sent = {
        **MEETING,
        "MeetingPlus5": "by the window",
        "MeetingDescription": "Bring the brass ones.",
        "MeetingIsPrivate": True,
        "MeetingOrganisations": [{"OrganisationId": "2"}, None],
        "MeetingAttendeeEmails": ["guest@example.com", None],
        "MeetingPersons": [{"Id": "7"}, None],
        "MeetingUsers": [{"Id": "1"}],
        "MeetingId": "mine",
        "MeetingSource": "mine",
        "MeetingCreatedBy": "me",
    }
    id_ = crm.post("/Meetings", sent).json()
    read = crm.read(f"/Meetings/{id_}")
    same = ("MeetingSubject", "MeetingStart", "MeetingPlus5", "MeetingDescription", "MeetingIsPrivate")
    assert {name: read[name] for name in same} == {name: sent[name] for name in same}
    assert (read["MeetingId"], read["MeetingSource"], read["MeetingCreatedBy"]) == (id_, "WebCRM", "api2 sandbox")
    assert read["MeetingOrganisations"] == [{"OrganisationId": "2"}]
    known = [(each["Email"], each["PersonId"], each["UserId"]) for each in read["MeetingAttendees"]]
    assert known == [("guest@example.com", "", ""), ("", "7", ""), ("", "", "1")]
    assert {each["Status"] for each in read["MeetingAttendees"]} == {"NoResponseReceived"}


def test_new_meeting_has_default_custom_fields(crm, meeting):
    read = crm.read(meeting)
    assert (read["MeetingPlus1"], read["MeetingPlus3"], read["MeetingLocation"]) == (None, None, "")
    assert read["MeetingOpportunities"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"MeetingEnd": "2030-05-31T08:00:00Z"},
        {"MeetingEnd": None},
        {"MeetingSubject": None},
        {"MeetingStart": "soon"},
        {"MeetingPlus1": "Sometimes"},
        {"MeetingPlus3": "yes"},
        {"MeetingOrganisations": "2"},
    ],
)
def test_invalid_meeting_is_refused_and_not_stored(sandbox, crm, meeting, change):
    assert crm.post("/Meetings", {**MEETING, **change}).status_code == 400
    before, count = crm.read(meeting), sandbox.count("Meetings")
    assert crm.put(meeting, {**MEETING, **change}).status_code == 400
    assert (crm.read(meeting), sandbox.count("Meetings")) == (before, count)


def test_update_keeps_properties_that_were_not_sent(crm):
    sent = {**MEETING, "MeetingLocation": "Showroom", "MeetingAttendeeEmails": ["guest@example.com"]}
    meeting = f"/Meetings/{crm.post('/Meetings', sent).json()}"
    response = crm.put(meeting, {**MEETING, "MeetingSubject": "Prices", "MeetingUpdatedBy": "me"})
    assert (response.status_code, response.content) == (200, b"")
    read = crm.read(meeting)
    assert (read["MeetingSubject"], read["MeetingLocation"]) == ("Prices", "Showroom")
    assert [each["Email"] for each in read["MeetingAttendees"]] == ["guest@example.com"]
    assert read["MeetingUpdatedBy"] == "api2 sandbox"


def test_meetings_are_listed_by_time_range_and_user(crm, meeting):
    id_ = meeting.rpartition("/")[2]

    def listed(query: str) -> list[str]:
        return [each["MeetingId"] for each in crm.read(f"/Meetings?{query}")["Meetings"]]

    assert listed(SPAN) == [id_]
    assert listed("FROM=2030-05-31T09:00:00Z&To=2030-05-31T09:00:01Z&USERID=3") == [id_]
    assert listed("from=2030-05-30&to=2030-05-31T09:00:00Z&userId=3") == []
    assert listed("from=2030-05-31&to=2030-06-01&userId=4") == []
    second = crm.post("/Meetings", MEETING).json()
    assert listed(f"{SPAN}&Size=1&Page=2") == [second]
    assert listed(f"{SPAN}&Size=1&Page=3") == []
    assert "MeetingDescription" not in crm.read(f"/Meetings?{SPAN}")["Meetings"][0]


def test_recurring_meetings_can_be_excluded(sandbox, crm, meeting):
    number = int(meeting.rpartition("-")[2])
    sandbox.put_record("Meetings", number, {**crm.read(meeting), "MeetingIsRecurring": True})
    assert len(crm.read(f"/Meetings?{SPAN}")["Meetings"]) == 1
    assert crm.read(f"/Meetings?{SPAN}&includeRecurring=false")["Meetings"] == []
    assert len(crm.read(f"/Meetings/ByOrganisation/0?{SPAN}")["Meetings"]) == 0


def test_meetings_are_listed_by_organisation(crm):
    id_ = crm.post("/Meetings", {**MEETING, "MeetingOrganisations": [{"OrganisationId": "2"}]}).json()
    for organisation, ids in ((2, [id_]), (3, [])):
        response = crm.read(f"/Meetings/ByOrganisation/{organisation}?{SPAN}")
        assert [each["MeetingId"] for each in response["Meetings"]] == ids


def test_meeting_connects_to_activities_and_opportunities(crm, meeting):
    connections = {"Activities": [{"Id": 4}, None], "Opportunities": [{"Id": 2}]}
    assert crm.put(f"{meeting}/Connections", connections).status_code == 200
    assert (crm.read(meeting)["MeetingActivities"], crm.read(meeting)["MeetingOpportunities"]) == (
        [{"Id": 4}],
        [{"Id": 2}],
    )
    crm.put(f"{meeting}/Connections", {"Activities": [{"Id": 5, "Unknown": 1}]})
    assert crm.read(meeting)["MeetingActivities"] == [{"Id": 5}]
    crm.put(f"{meeting}/Connections", {"UserId": "3"})
    assert crm.read(meeting)["MeetingActivities"] == []


def test_deleted_meeting_returns_404(crm, meeting):
    assert crm.delete(f"{meeting}?sendCancellations=true").status_code == 204
    for response in (crm.get(meeting), crm.put(meeting, MEETING), crm.put(f"{meeting}/Connections", {})):
        assert response.status_code == 404
    assert crm.delete(meeting).status_code == 404


@pytest.mark.parametrize("id_", ["x", "1", "meeting-1", "meeting-", "meeting-000099", "meeting-" + "9" * 40])
def test_unknown_meeting_id_returns_404(crm, id_):
    assert crm.get(f"/Meetings/{id_}").status_code == 404
