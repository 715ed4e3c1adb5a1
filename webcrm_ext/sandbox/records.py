"""The operations on records of one entity: list, get, create, update, delete and PATCH."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .call import Call
from .entities import Entity
from .options import Options
from .paging import list_response, page_bounds
from .responses import HTTPError, Response, bad_request, dumps, empty_response, encoded_json_response, json_response
from .store import Condition
from .tenant import Tenant
from .tokens import Caller
from .validation import Validator

_SET_BY_THE_SERVER = (
    "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy", "LastUpdatedAt", "LastUpdatedBy", "UploadedAt", "UploadCount",
    "FileSize", "History", "CompareName", "TelephoneSearch", "SecurityInfo",
)  # fmt: skip


@dataclass(slots=True)
class Change:
    """A write before it is stored."""

    id: int
    sent: dict[str, Any]
    """The properties sent, without those that only the server sets."""
    before: dict[str, Any] | None
    """The stored record; None if it is new."""
    after: dict[str, Any]
    """The record to store."""
    caller: Caller


Rule = Callable[[Tenant, Change], None]
"""Refuses an invalid change with HTTPError, and sets the properties that the server derives."""


class Records:
    """The operations on the records of one entity."""

    def __init__(self, tenant: Tenant, entity: Entity, rule: Rule | None = None) -> None:
        self._tenant = tenant
        self.entity = entity
        self._rule = rule
        self._server_owned = {entity.name + suffix for suffix in _SET_BY_THE_SERVER}
        self._last_create = float("-inf")
        tenant.store.make_collection(entity.path)

    def is_set_by_the_server(self, name: str) -> bool:
        """Return whether clients cannot write this property."""
        return name in self._server_owned

    @property
    def options(self) -> Options:
        """The sandbox's options."""
        return self._tenant.options

    def page(self, call: Call, condition: Condition | None = None) -> Response:
        """Return a page of the records that match a condition."""
        limit, offset = page_bounds(call, self._tenant.options)
        records = self._tenant.store.records_json(self.entity.path, condition, limit=limit, offset=offset)
        if records and self._tenant.faults.settings.shifting_pages:
            self._shift(json.loads(records[0]))
        if call.parameters.get("include"):
            records = [self._with_security_info(record, call.caller) for record in records]
        return list_response(records)

    def list(self, call: Call) -> Response:
        """Return a page of all records."""
        return self.page(call)

    def list_all(self, call: Call) -> Response:  # noqa: ARG002 - a handler
        """Return all records, without pages."""
        return list_response(self._tenant.store.records_json(self.entity.path))

    def get(self, call: Call) -> Response:
        """Return one record."""
        content = self._tenant.store.record_json(self.entity.path, call.id)
        if content is None:
            raise self._missing(call.id)
        if call.parameters.get("include"):
            content = self._with_security_info(content, call.caller)
        return encoded_json_response(content)

    def create(self, call: Call) -> Response:
        """Create a record, and return its id."""
        return json_response(self.insert(_object(call.body), call.caller))

    def update(self, call: Call) -> Response:
        """Change the properties that were sent."""
        self.change(call.id, _object(call.body), call.caller)
        return empty_response(call.operation.status)

    def delete(self, call: Call) -> Response:
        """Delete one record."""
        self.remove(call.id)
        return empty_response(call.operation.status)

    def clear(self, call: Call) -> Response:
        """Delete every record of the collection."""
        self._tenant.store.clear(self.entity.path)
        return empty_response(call.operation.status)

    def upsert(self, call: Call) -> Response:
        """Insert or update each record of a list. Return an id, an empty string or an error message for each."""
        limit = self._tenant.options.patch_limit
        if not isinstance(call.body, list):
            raise bad_request("The body of a PATCH must be a list of records.")
        if len(call.body) > limit:
            raise bad_request(f"A PATCH must have at most {limit} records, not {len(call.body)}.")
        validate = self._tenant.validators.of(self._tenant.definition.resolve(call.operation.body or {})["items"])
        return json_response([self._upsert_one(each, validate, call.caller) for each in call.body])

    def insert(self, sent: dict[str, Any], caller: Caller) -> int:
        """Create a record, and return its id.

        Raises:
            HTTPError: The record is invalid.
        """
        if sent.get(self.entity.key):
            raise bad_request(f"{self.entity.key} must be 0 for a new record, not {sent[self.entity.key]}.")
        self._fail_id_race()
        with self._tenant.store.transaction():
            id_ = self._tenant.store.next_id(self.entity.sequence)
            after = {**self._tenant.unset_record(self.entity), self.entity.key: id_}
            self._store(Change(id_, self._own(sent), None, after, caller))
        self.announce("Create", id_)
        return id_

    def change(self, id_: int, sent: dict[str, Any], caller: Caller) -> None:
        """Change the properties that were sent.

        Raises:
            HTTPError: The record does not exist, or the change is invalid.
        """
        with self._tenant.store.transaction():
            before = self._tenant.store.record(self.entity.path, id_)
            if before is None:
                raise self._missing(id_)
            if sent.get(self.entity.key) not in {None, 0, id_}:
                raise bad_request(f"{self.entity.key} is {sent[self.entity.key]} in the body and {id_} in the path.")
            self._store(Change(id_, self._own(sent), before, dict(before), caller))
        self.announce("Update", id_)

    def remove(self, id_: int) -> None:
        """Delete one record.

        Raises:
            HTTPError: The record does not exist.
        """
        if not self._tenant.store.delete(self.entity.path, id_):
            raise self._missing(id_)
        self.announce("Delete", id_)

    def announce(self, event: str, id_: int) -> None:
        """Deliver the event to the hooks of the entity, if the option deliver_hooks is on."""
        hooks = f"{self.entity.path}/Hooks"
        if not self._tenant.options.deliver_hooks or not self._tenant.store.has(hooks):
            return
        for content in self._tenant.store.records_json(hooks):
            hook = json.loads(content)
            if hook["IsEnabled"] and hook["EventType"] == event:
                address = f"{self._tenant.address}/{self.entity.path}/{id_}"
                payload = {"EventType": event, "EntityType": self.entity.name, "Id": id_, "Url": address}
                self._tenant.outbox.send(str(hook["TargetUrl"]), payload)

    def _store(self, change: Change) -> None:
        """Validate a change, complete the record, and store it."""
        self._tenant.custom_fields.validate(self.entity.path, change.sent)
        change.after.update(change.sent)
        self._sign(change)
        if self._rule is not None:
            self._rule(self._tenant, change)
        store = self._tenant.store
        write = store.add if change.before is None else store.put
        write(self.entity.path, change.id, change.after)

    def _own(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return the properties sent, without unknown ones and those that only the server sets."""
        definition, schemas = self._tenant.definition, self.entity.properties
        return {
            name: definition.known(schemas.get(name, {}), value)
            for name, value in sent.items()
            if name != self.entity.key and name not in self._server_owned and self.entity.is_writable(name)
        }

    def _sign(self, change: Change) -> None:
        now, signature = self._tenant.now(), change.caller.signature
        events = ("Created", "Updated", "LastUpdated") if change.before is None else ("Updated", "LastUpdated")
        for event in events:
            for name, value in ((f"{event}At", now), (f"{event}By", signature)):
                if (property_ := self.entity.property(name)) is not None:
                    change.after[property_] = value

    def _upsert_one(self, sent: Any, validate: Validator, caller: Caller) -> str:
        try:
            record = _object(sent)
            validate(record, "A record")
            if id_ := record.get(self.entity.key) or 0:
                if self._tenant.options.patch_missing_keys == "reset":
                    record = {**self._tenant.unset_record(self.entity), **record}
                self.change(id_, record, caller)
                return str(id_) if self._tenant.options.patch_update_answer == "id" else ""
            return str(self.insert(record, caller))
        except HTTPError as error:
            return error.message

    def _fail_id_race(self) -> None:
        """Apply the fault `id_race_seconds`."""
        gap = self._tenant.faults.settings.id_race_seconds
        now, before = self._tenant.clock.seconds(), self._last_create
        self._last_create = now
        if gap and now - before < gap:
            raise HTTPError(500, "The id already belongs to another record. Try again.", "DuplicateKeyException")

    def _shift(self, first: dict[str, Any]) -> None:
        """Apply the fault `shifting_pages`: delete the first record of the page and add one at the end."""
        with self._tenant.store.transaction():
            self._tenant.store.delete(self.entity.path, first[self.entity.key])
            id_ = self._tenant.store.next_id(self.entity.sequence)
            self._tenant.store.add(self.entity.path, id_, {**first, self.entity.key: id_})

    def _with_security_info(self, content: bytes, caller: Caller) -> bytes:
        record = json.loads(content)
        can_edit = caller.application_token.right(self.entity.path) == "write"
        record[f"{self.entity.name}SecurityInfo"] = {"CanEdit": can_edit, "CanRead": True}
        return dumps(record)

    def _missing(self, id_: int) -> HTTPError:
        return self._tenant.missing(f"{self.entity.key} {id_}")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_request("A record must be a JSON object.")
    return value
