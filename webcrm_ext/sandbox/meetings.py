"""Meetings, which are known by texts and live in the calendars of users."""

import json
from typing import Any

from .answers import Answer, bad_request, empty_answer, json_answer, not_found
from .call import Call
from .moments import EMPTY_DATE, ticks, written
from .paging import page_of
from .tenant import Tenant

COLLECTION = "Meetings"
_ID_PREFIX = "meeting-"

UNSET: dict[str, Any] = {
    "MeetingActivities": [],
    "MeetingAttendees": [],
    "MeetingCreated": EMPTY_DATE,
    "MeetingCreatedBy": "",
    "MeetingDescription": "",
    "MeetingEnd": EMPTY_DATE,
    "MeetingIsAllDayMeeting": False,
    "MeetingIsCancelled": False,
    "MeetingIsPrivate": False,
    "MeetingIsRecurring": False,
    "MeetingLocation": "",
    "MeetingOpportunities": [],
    "MeetingOrganisations": [],
    "MeetingPlus1": "",
    "MeetingSource": "WebCRM",
    "MeetingStart": EMPTY_DATE,
    "MeetingSubject": "",
    "MeetingUpdated": EMPTY_DATE,
    "MeetingUpdatedBy": "",
    "MeetingUserId": "",
}


def meeting_id(number: int) -> str:
    """The text that a meeting is known by."""
    return f"{_ID_PREFIX}{number:06}"


class Meetings:
    """The operations under /Meetings."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        tenant.store.make_collection(COLLECTION)

    def list(self, call: Call) -> Answer:
        """The meetings of a user that begin in a span of time."""
        return self._list(call, organisation_id=None)

    def by_organisation(self, call: Call) -> Answer:
        """The same, of one organisation."""
        return self._list(call, organisation_id=str(call.parameters["organisationId"]))

    def get(self, call: Call) -> Answer:
        """One meeting."""
        return json_answer(self._found(call)[1])

    def create(self, call: Call) -> Answer:
        """A new meeting; answers the text it is known by."""
        _check_span(call.body)
        now, signature = written(self._tenant.clock.now()), call.caller.signature
        with self._tenant.store.transaction():
            number = self._tenant.store.next_id(COLLECTION)
            record = {**UNSET, "MeetingId": meeting_id(number), "MeetingCreated": now, "MeetingCreatedBy": signature}
            self._tenant.store.put(COLLECTION, number, _changed(record, call.body, now, signature))
        return json_answer(meeting_id(number))

    def update(self, call: Call) -> Answer:
        """Change the properties that were sent."""
        number, record = self._found(call)
        _check_span(call.body)
        now = written(self._tenant.clock.now())
        self._tenant.store.put(COLLECTION, number, _changed(record, call.body, now, call.caller.signature))
        return empty_answer(call.operation.status)

    def update_connections(self, call: Call) -> Answer:
        """Connect a meeting with activities and opportunities."""
        number, record = self._found(call)
        record["MeetingActivities"] = call.body.get("Activities") or []
        record["MeetingOpportunities"] = call.body.get("Opportunities") or []
        self._tenant.store.put(COLLECTION, number, record)
        return empty_answer(call.operation.status)

    def delete(self, call: Call) -> Answer:
        """Delete a meeting."""
        self._tenant.store.delete(COLLECTION, self._found(call)[0])
        return empty_answer(call.operation.status)

    def _found(self, call: Call) -> tuple[int, dict[str, Any]]:
        wanted = call.parameters["meetingId"]
        digits = wanted.removeprefix(_ID_PREFIX)
        if digits.isascii() and digits.isdigit() and wanted == meeting_id(int(digits[:18])):
            record = self._tenant.store.record(COLLECTION, int(digits))
            if record is not None:
                return int(digits), record
        raise not_found(f"The meeting {wanted}")

    def _list(self, call: Call, organisation_id: str | None) -> Answer:
        given = {name.lower(): value for name, value in call.parameters.items()}
        start, end = ticks(given["from"]) or 0, ticks(given["to"]) or 0
        # Only the declared default of one of the two operations says that recurring meetings are included.
        recurring = given.get("includerecurring") is not False
        fitting: list[dict[str, Any]] = []
        for text in self._tenant.store.texts(COLLECTION):
            meeting = json.loads(text)
            organisations = [each["OrganisationId"] for each in meeting["MeetingOrganisations"]]
            if (
                start <= (ticks(meeting["MeetingStart"]) or 0) < end
                and meeting["MeetingUserId"] == given["userid"]
                and (recurring or not meeting["MeetingIsRecurring"])
                and (organisation_id is None or organisation_id in organisations)
            ):
                meeting.pop("MeetingDescription")
                fitting.append(meeting)
        limit, offset = page_of(call, self._tenant.options)
        return json_answer({"Meetings": fitting[offset : offset + limit]})


def _check_span(body: dict[str, Any]) -> None:
    start, end = body["MeetingStart"], body["MeetingEnd"]
    if start is None or end is None:
        raise bad_request("MeetingStart and MeetingEnd are dates.")
    if (ticks(start) or 0) > (ticks(end) or 0):
        raise bad_request("MeetingEnd is before MeetingStart.")


def _changed(record: dict[str, Any], body: dict[str, Any], now: str, signature: str) -> dict[str, Any]:
    """The meeting with what was sent; people who are named become attendees."""
    own = {name: value for name, value in body.items() if name in UNSET and name != "MeetingCreatedBy"}
    record = {**record, **own, "MeetingUpdated": now, "MeetingUpdatedBy": signature}
    organisations = record["MeetingOrganisations"] or []
    record["MeetingOrganisations"] = [
        {"OrganisationId": str(each.get("OrganisationId") or "")} for each in organisations
    ]
    named = ("MeetingAttendeeEmails", "MeetingPersons", "MeetingUsers")
    if any(body.get(name) is not None for name in named):
        emails, persons, users = (body.get(name) or [] for name in named)
        record["MeetingAttendees"] = [
            *(attendee(Email=email or "") for email in emails),
            *(attendee(PersonId=str(each.get("Id") or "")) for each in persons),
            *(attendee(UserId=str(each.get("Id") or "")) for each in users),
        ]
    return record


def attendee(**known: str) -> dict[str, Any]:
    """Someone who was asked to come and did not answer yet."""
    texts = ("Email", "OrganizationId", "OrganizationName", "PersonId", "PersonName", "UserId", "UserName")
    return {**dict.fromkeys(texts, ""), "Required": True, "Status": "NoResponseReceived", **known}
