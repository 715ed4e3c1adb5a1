"""Moves of records to another organisation, and conversions of opportunities to deliveries and back."""

from typing import Any

from .call import Call, Handler
from .records import Records
from .responses import Response, bad_request, empty_response, json_response
from .store import Condition
from .tenant import Tenant

# Properties that a delivery has beside those of its opportunity.
_OWN = ("Custom", "Plus", "Memo")
# Stores a converted record as it was, for the properties that the other list does not have.
_BEFORE = "{}/Converted"


class Conversions:
    """Move, ConvertToDelivery and ConvertToOpportunity."""

    def __init__(self, tenant: Tenant, records: dict[str, Records]) -> None:
        self._tenant = tenant
        self._records = records
        for path in ("Deliveries", "Opportunities"):
            tenant.store.make_collection(_BEFORE.format(path))

    def move(self, path: str) -> Handler:
        """Return the handler that moves a record of this entity."""
        records = self._records[path]

        def handler(call: Call) -> Response:
            organisation_id = call.body["NewOrganisationId"]
            if self._tenant.store.record_json("Organisations", organisation_id or 0) is None:
                raise self._tenant.missing(f"The organisation {organisation_id}")
            name = records.entity.name
            records.change(call.id, {f"{name}OrganisationId": organisation_id}, call.caller)
            if path in {"Deliveries", "Opportunities"}:
                self._move_lines(call.id, organisation_id)
            return empty_response(call.operation.status)

        return handler

    def to_delivery(self, call: Call) -> Response:
        """Convert an opportunity to a delivery of the same id, and return the id."""
        return self._convert(call, "Opportunities", "Deliveries", {"DeliveryStatus": "New"})

    def to_opportunity(self, call: Call) -> Response:
        """Convert a delivery to an opportunity of the same id at a pipeline level, and return the id."""
        level = call.parameters["level"]
        if level < 0:
            raise bad_request(f"level must be 0 or more, not {level}.")
        more = {"OpportunityLevel": level}
        before = self._tenant.store.record("Deliveries", call.id) or {}
        if before.get("OpportunityLevel") != level:
            # The stored OpportunityLevelText belongs to another level.
            more["OpportunityLevelText"] = ""
        return self._convert(call, "Deliveries", "Opportunities", more)

    def _convert(self, call: Call, origin: str, target: str, more: dict[str, Any]) -> Response:
        store = self._tenant.store
        old_entity, new_entity = self._records[origin].entity, self._records[target].entity
        with store.transaction():
            old = store.record(origin, call.id)
            if old is None:
                raise self._tenant.missing(f"{old_entity.key} {call.id}")
            if store.record_json(target, call.id) is not None:
                raise bad_request(f"{new_entity.key} {call.id} already exists.")
            record = self._tenant.unset_record(new_entity)
            record |= store.record(_BEFORE.format(target), call.id) or {}
            for name in new_entity.properties:
                values = [old[source] for source in _sources(name, new_entity.name) if source in old]
                if values:
                    record[name] = next((value for value in values if value), values[0])
            now, signature = self._tenant.now(), call.caller.signature
            record |= more | {f"{new_entity.name}UpdatedAt": now, f"{new_entity.name}UpdatedBy": signature}
            store.delete(origin, call.id)
            store.put(_BEFORE.format(origin), call.id, old)
            store.add(target, call.id, record)
        self._records[origin].announce("Delete", call.id)
        self._records[target].announce("Create", call.id)
        return json_response(call.id)

    def _move_lines(self, owner: int, organisation_id: int) -> None:
        """Move the quotation lines of a moved record."""
        store = self._tenant.store
        with store.transaction():
            for id_ in store.ids("QuotationLines", Condition(("QuotationLineOpportunityId", "is", owner))):
                line = store.record("QuotationLines", id_) or {}
                store.put("QuotationLines", id_, {**line, "QuotationLineOrganisationId": organisation_id})


def _sources(name: str, new: str) -> tuple[str, ...]:
    """Return the properties that fill one of the new record; the first that is set counts.

    A delivery has the custom fields of its opportunity under other names, such as `DeliveryOpportunityCustom1`, and
    the opportunity's number, currency and person under several names.
    """
    suffix = name.removeprefix(new)
    if new == "Delivery":
        return () if suffix.startswith(_OWN) else ("Opportunity" + suffix.removeprefix("Opportunity"),)
    own = () if suffix.startswith(_OWN) else ("Delivery" + suffix,)
    return (*own, "DeliveryOpportunity" + suffix, "Opportunity" + suffix)
