"""Meetings: entries in the calendars of users, with string ids."""

import json
from typing import Any

from .call import Call
from .dates import ticks
from .entities import MEETING_PREFIX, MEETINGS
from .paging import page_bounds
from .responses import Response, bad_request, empty_response, json_response
from .tenant import Tenant

_SIGNED = {"MeetingCreatedBy", "MeetingUpdatedBy"}
_NAMING = ("MeetingAttendeeEmails", "MeetingPersons", "MeetingUsers")


def unset_meeting(tenant: Tenant) -> dict[str, Any]:
    """Return the default values of a new meeting."""
    return {**tenant.unset_record(tenant.meeting), "MeetingSource": "WebCRM"}


class Meetings:
    """The operations under /Meetings."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        tenant.store.make_collection(MEETINGS)

    def list(self, call: Call) -> Response:
        """Return the meetings of a user that begin in a time range."""
        return self._list(call, organisation_id=None)

    def by_organisation(self, call: Call) -> Response:
        """Return the meetings of a user and an organisation that begin in a time range."""
        return self._list(call, organisation_id=str(call.parameters["organisationid"]))

    def get(self, call: Call) -> Response:
        """Return one meeting."""
        return json_response(self._found(call)[1])

    def create(self, call: Call) -> Response:
        """Create a meeting, and return its id."""
        self._validate(call.body)
        now = self._tenant.now()
        with self._tenant.store.transaction():
            number = self._tenant.store.next_id(MEETINGS)
            id_ = self._tenant.meeting.key_value(number)
            created = {"MeetingId": id_, "MeetingCreated": now, "MeetingCreatedBy": call.caller.signature}
            self._tenant.store.add(MEETINGS, number, self._updated(call, {**unset_meeting(self._tenant), **created}))
        return json_response(id_)

    def update(self, call: Call) -> Response:
        """Change the properties that were sent."""
        number, record = self._found(call)
        self._validate(call.body)
        self._tenant.store.put(MEETINGS, number, self._updated(call, record))
        return empty_response(call.operation.status)

    def update_connections(self, call: Call) -> Response:
        """Set the activities and opportunities of a meeting."""
        number, record = self._found(call)
        body = self._tenant.definition.known(call.operation.body or {}, call.body)
        record["MeetingActivities"] = _objects(body.get("Activities"))
        record["MeetingOpportunities"] = _objects(body.get("Opportunities"))
        self._tenant.store.put(MEETINGS, number, record)
        return empty_response(call.operation.status)

    def delete(self, call: Call) -> Response:
        """Delete a meeting."""
        self._tenant.store.delete(MEETINGS, self._found(call)[0])
        return empty_response(call.operation.status)

    def _found(self, call: Call) -> tuple[int, dict[str, Any]]:
        id_ = call.parameters["meetingid"]
        digits = id_.removeprefix(MEETING_PREFIX)
        if digits.isascii() and digits.isdigit() and id_ == self._tenant.meeting.key_value(int(digits[:18])):
            record = self._tenant.store.record(MEETINGS, int(digits))
            if record is not None:
                return int(digits), record
        raise self._tenant.missing(f"The meeting {id_}")

    def _validate(self, body: dict[str, Any]) -> None:
        self._tenant.custom_fields.validate(MEETINGS, body)
        if (ticks(body["MeetingStart"]) or 0) > (ticks(body["MeetingEnd"]) or 0):
            raise bad_request("MeetingEnd is before MeetingStart.")

    def _updated(self, call: Call, record: dict[str, Any]) -> dict[str, Any]:
        """Return the meeting with the properties sent. The people that the body names become attendees."""
        body = self._tenant.definition.known(call.operation.body or {}, call.body)
        own = {name: value for name, value in body.items() if name in record.keys() - _SIGNED}
        signed = {"MeetingUpdated": self._tenant.now(), "MeetingUpdatedBy": call.caller.signature}
        record = {**record, **own, **signed}
        record["MeetingOrganisations"] = [
            {"OrganisationId": each.get("OrganisationId") or ""} for each in _objects(record["MeetingOrganisations"])
        ]
        if any(body.get(name) is not None for name in _NAMING):
            record["MeetingAttendees"] = [
                *(attendee(Email=email) for email in body.get("MeetingAttendeeEmails") or () if email),
                *(attendee(PersonId=each.get("Id") or "") for each in _objects(body.get("MeetingPersons"))),
                *(attendee(UserId=each.get("Id") or "") for each in _objects(body.get("MeetingUsers"))),
            ]
        return record

    def _list(self, call: Call, organisation_id: str | None) -> Response:
        parameters = call.parameters
        start, end = ticks(parameters["from"]) or 0, ticks(parameters["to"]) or 0
        # Only one of the two operations declares a default, and it includes recurring meetings.
        recurring = parameters.get("includerecurring") is not False
        found: list[dict[str, Any]] = []
        for content in self._tenant.store.records_json(MEETINGS):
            meeting = json.loads(content)
            organisations = [each["OrganisationId"] for each in meeting["MeetingOrganisations"]]
            if (
                start <= (ticks(meeting["MeetingStart"]) or 0) < end
                and meeting["MeetingUserId"] == parameters["userid"]
                and (recurring or not meeting["MeetingIsRecurring"])
                and (organisation_id is None or organisation_id in organisations)
            ):
                meeting.pop("MeetingDescription")
                found.append(meeting)
        limit, offset = page_bounds(call, self._tenant.options)
        return json_response({"Meetings": found[offset : offset + limit]})


def attendee(**known: str) -> dict[str, Any]:
    """Return an attendee who was invited and has not replied."""
    strings = ("Email", "OrganizationId", "OrganizationName", "PersonId", "PersonName", "UserId", "UserName")
    return {**dict.fromkeys(strings, ""), "Required": True, "Status": "NoResponseReceived", **known}


def _objects(values: list[dict[str, Any] | None] | None) -> list[dict[str, Any]]:
    """Return a list without its nulls."""
    return [each for each in values or () if each is not None]
