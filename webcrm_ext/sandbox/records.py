"""Records of one entity: list, get, create, update, delete, and PATCH of many."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .call import Call
from .dates import format_date
from .entities import Entity
from .paging import list_response, page_bounds
from .responses import HTTPError, Response, bad_request, dumps, empty_response, encoded_json_response, json_response
from .store import Condition
from .tenant import Tenant
from .tokens import Caller
from .validation import Validator

_KEPT_BY_THE_SERVER = (
    "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy", "LastUpdatedAt", "LastUpdatedBy", "UploadedAt", "UploadCount",
    "FileSize", "History", "CompareName", "TelephoneSearch", "SecurityInfo",
)  # fmt: skip


@dataclass(slots=True)
class Change:
    """A write before it is kept."""

    id: int
    sent: dict[str, Any]
    """The properties sent, without those that only the server writes."""
    before: dict[str, Any] | None
    """The record as it was; None if it is new."""
    after: dict[str, Any]
    """The record as it will be."""
    caller: Caller


Rule = Callable[[Tenant, Change], None]
"""Refuses a change that the service refuses, and completes the record with what the server derives."""


class Records:
    """The records of one entity."""

    def __init__(self, tenant: Tenant, entity: Entity, rule: Rule | None = None) -> None:
        self._tenant = tenant
        self.entity = entity
        self._rule = rule
        self._server_owned = {entity.name + suffix for suffix in _KEPT_BY_THE_SERVER}
        self._unset = {**entity.unset, **tenant.custom_fields.unset(entity.path)}
        self._last_create = float("-inf")
        tenant.store.make_collection(entity.path)

    def page(self, call: Call, condition: Condition | None = None) -> Response:
        """A page of the records that fit a condition."""
        limit, offset = page_bounds(call, self._tenant.options)
        texts = self._tenant.store.records_json(self.entity.path, condition, limit=limit, offset=offset)
        if texts and self._tenant.faults.settings.shifting_pages:
            self._shift(json.loads(texts[0]))
        if call.parameters.get("include"):
            texts = [self._with_security_info(text, call.caller) for text in texts]
        return list_response(texts)

    def list(self, call: Call) -> Response:
        """A page of all records."""
        return self.page(call)

    def list_all(self, call: Call) -> Response:  # noqa: ARG002 - a handler
        """All records, unpaged."""
        return list_response(self._tenant.store.records_json(self.entity.path))

    def get(self, call: Call) -> Response:
        """One record."""
        text = self._tenant.store.record_json(self.entity.path, call.id)
        if text is None:
            raise self._missing(call.id)
        if call.parameters.get("include"):
            text = self._with_security_info(text, call.caller)
        return encoded_json_response(text)

    def create(self, call: Call) -> Response:
        """A new record; answers its id."""
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
        """Insert or update each record of a list; one response in the place of each, its id or what went wrong."""
        limit = self._tenant.options.patch_limit
        if not isinstance(call.body, list):
            raise bad_request("PATCH takes a list of records.")
        if len(call.body) > limit:
            raise bad_request(f"PATCH takes at most {limit} records, not {len(call.body)}.")
        check = self._tenant.validators.of(self._tenant.definition.resolve(call.operation.body or {})["items"])
        return json_response([self._upsert_one(each, check, call.caller) for each in call.body])

    def insert(self, sent: dict[str, Any], caller: Caller) -> int:
        """Keep a new record.

        Raises:
            HTTPError: if the record is not taken.
        """
        if sent.get(self.entity.key):
            raise bad_request(f"{self.entity.key} is 0 for a new record, not {sent[self.entity.key]}.")
        self._race()
        with self._tenant.store.transaction():
            id_ = self._tenant.store.next_id(self.entity.sequence)
            after = {**self._unset, self.entity.key: id_}
            self._keep(Change(id_, self._own(sent), None, after, caller))
        self.announce("Create", id_)
        return id_

    def change(self, id_: int, sent: dict[str, Any], caller: Caller) -> None:
        """Change the properties sent.

        Raises:
            HTTPError: if there is no such record, or the change is not taken.
        """
        with self._tenant.store.transaction():
            before = self._tenant.store.record(self.entity.path, id_)
            if before is None:
                raise self._missing(id_)
            if sent.get(self.entity.key) not in {None, 0, id_}:
                raise bad_request(f"{self.entity.key} is {sent[self.entity.key]} in the body and {id_} in the path.")
            self._keep(Change(id_, self._own(sent), before, dict(before), caller))
        self.announce("Update", id_)

    def remove(self, id_: int) -> None:
        """Delete one record.

        Raises:
            HTTPError: if there is no such record.
        """
        if not self._tenant.store.delete(self.entity.path, id_):
            raise self._missing(id_)
        self.announce("Delete", id_)

    def announce(self, event: str, id_: int) -> None:
        """Tell the hooks of the entity, if they are to be called."""
        hooks = f"{self.entity.path}/Hooks"
        if not self._tenant.options.deliver_hooks or not self._tenant.store.has(hooks):
            return
        for text in self._tenant.store.records_json(hooks):
            hook = json.loads(text)
            if hook["IsEnabled"] and hook["EventType"] == event:
                address = f"{self._tenant.address}/{self.entity.path}/{id_}"
                payload = {"EventType": event, "EntityType": self.entity.name, "Id": id_, "Url": address}
                self._tenant.outbox.send(str(hook["TargetUrl"]), payload)

    def _keep(self, change: Change) -> None:
        """Check a change, complete the record, and store it."""
        self._tenant.custom_fields.check(self.entity.path, change.sent)
        change.after.update(change.sent)
        self._sign(change)
        if self._rule is not None:
            self._rule(self._tenant, change)
        store = self._tenant.store
        keep = store.add if change.before is None else store.put
        keep(self.entity.path, change.id, change.after)

    def _own(self, sent: dict[str, Any]) -> dict[str, Any]:
        """What was sent and is kept: no unknown properties, and none that only the server writes."""
        definition, schemas = self._tenant.definition, self.entity.properties
        return {
            name: definition.known(schemas.get(name, {}), value)
            for name, value in sent.items()
            if name != self.entity.key and name not in self._server_owned and self.entity.takes(name)
        }

    def _sign(self, change: Change) -> None:
        now, signature = format_date(self._tenant.clock.now()), change.caller.signature
        moments = ("Created", "Updated", "LastUpdated") if change.before is None else ("Updated", "LastUpdated")
        for moment in moments:
            for name, value in ((f"{moment}At", now), (f"{moment}By", signature)):
                if (property_ := self.entity.property(name)) is not None:
                    change.after[property_] = value

    def _upsert_one(self, sent: Any, check: Validator, caller: Caller) -> str:
        try:
            record = _object(sent)
            check(record, "A record")
            if id_ := record.get(self.entity.key) or 0:
                self.change(id_, record, caller)
                return str(id_) if self._tenant.options.patch_update_answer == "id" else ""
            return str(self.insert(record, caller))
        except HTTPError as error:
            return error.message

    def _race(self) -> None:
        """Fail a create that comes too soon after the one before, when that fault was asked for."""
        gap = self._tenant.faults.settings.id_race_seconds
        now, before = self._tenant.clock.seconds(), self._last_create
        self._last_create = now
        if gap and now - before < gap:
            raise HTTPError(500, "The id was already given to another record. Try again.", "DuplicateKeyException")

    def _shift(self, first: dict[str, Any]) -> None:
        """Let the first record of a page vanish and another appear at the end."""
        with self._tenant.store.transaction():
            self._tenant.store.delete(self.entity.path, first[self.entity.key])
            id_ = self._tenant.store.next_id(self.entity.sequence)
            self._tenant.store.add(self.entity.path, id_, {**first, self.entity.key: id_})

    def _with_security_info(self, text: bytes, caller: Caller) -> bytes:
        record = json.loads(text)
        can_edit = caller.application_token.right(self.entity.path) == "write"
        record[f"{self.entity.name}SecurityInfo"] = {"CanEdit": can_edit, "CanRead": True}
        return dumps(record)

    def _missing(self, id_: int) -> HTTPError:
        return self._tenant.missing(f"{self.entity.key} {id_}")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad_request("A record is a JSON object.")
    return value
