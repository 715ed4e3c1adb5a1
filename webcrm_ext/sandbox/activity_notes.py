"""The notes of activities."""

import json

from .call import Call
from .paging import list_response, page_bounds
from .responses import Response, dumps, empty_response
from .store import Condition
from .tenant import Tenant

COLLECTION = "Activities/Notes"
_OWNER = "ActivityId"


class ActivityNotes:
    """The operations on notes. Notes cannot be changed, and only the newest can be deleted."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        tenant.store.make_collection(COLLECTION)
        tenant.store.make_index(COLLECTION, _OWNER)

    def list(self, call: Call) -> Response:
        """Return a page of the notes of an activity."""
        limit, offset = page_bounds(call, self._tenant.options)
        notes = self._tenant.store.records_json(COLLECTION, _of(call.id), limit=limit, offset=offset)
        return list_response([_without_owner(note) for note in notes])

    def create(self, call: Call) -> Response:
        """Create a note with the activity's action, person and status."""
        activity = self._tenant.store.record("Activities", call.id)
        if activity is None:
            raise self._tenant.missing(f"ActivityId {call.id}")
        now = self._tenant.now()
        person = self._tenant.store.record("Persons", activity["ActivityPersonId"] or 0) or {}
        note = {
            _OWNER: call.id,
            "Action": activity["ActivityAction"],
            "Comment": call.body.get("Comment") or "",
            "CreatedAt": now,
            "CreatedBy": call.caller.signature,
            "DateTime": now,
            "PersonName": person.get("PersonName") or "",
            "StatusText": activity["ActivityStatus"] or "",
        }
        with self._tenant.store.transaction():
            self._tenant.store.add(COLLECTION, self._tenant.store.next_id(COLLECTION), note)
        return empty_response(call.operation.status)

    def delete_newest(self, call: Call) -> Response:
        """Delete the newest note."""
        ids = self._tenant.store.ids(COLLECTION, _of(call.id))
        if not ids:
            raise self._tenant.missing(f"A note of ActivityId {call.id}")
        self._tenant.store.delete(COLLECTION, ids[-1])
        return empty_response(call.operation.status)


def _of(activity_id: int) -> Condition:
    return Condition((_OWNER, "is", activity_id))


def _without_owner(note: bytes) -> bytes:
    return dumps({name: value for name, value in json.loads(note).items() if name != _OWNER})
