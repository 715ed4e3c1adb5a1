"""Moving a record to another organisation, and turning opportunities into deliveries and back."""

from typing import Any

from .answers import Answer, bad_request, empty_answer, json_answer, not_found
from .call import Call, Handler
from .moments import written
from .records import Records
from .store import Condition
from .tenant import Tenant

# These names are taken over from an opportunity under another name, and back.
_RENAMED = ("Custom", "Plus", "Memo")


class Conversions:
    """Move, ConvertToDelivery and ConvertToOpportunity."""

    def __init__(self, tenant: Tenant, records: dict[str, Records]) -> None:
        self._tenant = tenant
        self._records = records

    def move(self, path: str) -> Handler:
        """The handler that moves a record of this entity."""
        records = self._records[path]

        def handler(call: Call) -> Answer:
            organisation_id = call.body["NewOrganisationId"]
            if self._tenant.store.text("Organisations", organisation_id or 0) is None:
                raise not_found(f"The organisation {organisation_id}")
            name = records.entity.name
            records.change(call.id, {f"{name}OrganisationId": organisation_id}, call.caller)
            if path in {"Deliveries", "Opportunities"}:
                self._move_lines(call.id, organisation_id)
            return empty_answer(call.operation.status)

        return handler

    def to_delivery(self, call: Call) -> Answer:
        """An opportunity becomes a delivery of the same id; answers the id."""
        return self._convert(call, "Opportunities", "Deliveries", {"DeliveryStatus": "New"})

    def to_opportunity(self, call: Call) -> Answer:
        """A delivery becomes an opportunity of the same id at a level of the pipeline; answers the id."""
        level = call.parameters["level"]
        if level < 0:
            raise bad_request(f"level takes 0 or more, not {level}.")
        return self._convert(call, "Deliveries", "Opportunities", {"OpportunityLevel": level})

    def _convert(self, call: Call, origin: str, target: str, more: dict[str, Any]) -> Answer:
        store = self._tenant.store
        old_name, new = self._records[origin].entity.name, self._records[target].entity
        with store.transaction():
            old = store.record(origin, call.id)
            if old is None:
                raise not_found(f"{old_name}Id {call.id}")
            record = {**new.unset, **self._tenant.custom_fields.unset(target)}
            for name, value in old.items():
                taken_over = _renamed(name, old_name, new.name)
                if taken_over in new.properties:
                    record[taken_over] = value
            now, signature = written(self._tenant.clock.now()), call.caller.signature
            record |= more | {f"{new.name}UpdatedAt": now, f"{new.name}UpdatedBy": signature}
            store.delete(origin, call.id)
            store.put(target, call.id, record)
        return json_answer(call.id)

    def _move_lines(self, owner: int, organisation_id: int) -> None:
        """The quotation lines of a moved record go with it."""
        store = self._tenant.store
        with store.transaction():
            for id_ in store.ids("QuotationLines", Condition(("QuotationLineOpportunityId", "is", owner))):
                line = store.record("QuotationLines", id_) or {}
                store.put("QuotationLines", id_, {**line, "QuotationLineOrganisationId": organisation_id})


def _renamed(name: str, old: str, new: str) -> str:
    """A delivery keeps the opportunity's own custom fields apart, as `DeliveryOpportunityCustom1`."""
    suffix = name.removeprefix(old)
    if old == "Opportunity" and suffix.startswith(_RENAMED):
        return f"{new}Opportunity{suffix}"
    if old == "Delivery" and suffix.startswith("Opportunity"):
        return new + suffix.removeprefix("Opportunity")
    if old == "Delivery" and suffix.startswith(_RENAMED):
        return ""
    return new + suffix
