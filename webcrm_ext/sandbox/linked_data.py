"""Linked data: its setup, and the rules of its items."""

from typing import Any

from .call import Call
from .definition import Schema
from .entities import entity
from .records import Change
from .responses import Response, bad_request, json_response
from .tenant import Tenant

_DATA = tuple(f"Data{number}" for number in range(1, 10))
_FIELDS_IN_USE = (1, 2)
SEQUENCE = "LinkedData"


def linked_data_item(tenant: Tenant, change: Change) -> None:  # noqa: ARG001 - a rule
    """Check that an item has all properties. Data1 to Data9 must not be empty; the server's default is '-'."""
    prefix = "QuotationLineLinkedDataItem" if "QuotationLineLinkedDataItemId" in change.after else "LinkedDataItem"
    for suffix in _DATA:
        name = prefix + suffix
        if not change.after[name]:
            raise bad_request(f"{name} must not be empty. Send '-' for no value.")
    for name in (prefix + suffix for suffix in ("DataMemo", "ItemGroup", "VatCode")):
        if name in change.after and (change.after[name] is None or (change.before is None and name not in change.sent)):
            raise bad_request(f"{name} must be a string. Send '' for no value.")
    kind = prefix + "EntityType"
    if change.after[kind] is None or (change.before is None and kind not in change.sent):
        raise bad_request(f"{kind} is required. Send Product for an item of a catalogue.")


class LinkedSetup:
    """The setup of an entity's linked data. Its fields are in use only if linked data is on."""

    def __init__(self, tenant: Tenant, path: str, schema: Schema) -> None:
        self._tenant = tenant
        self._path = path
        self._setup = entity(tenant.definition, path, schema)

    def get(self, call: Call) -> Response:  # noqa: ARG002 - a handler
        """Return the setup."""
        setup: dict[str, Any] = {**self._setup.unset, self._setup.key: 1}
        if self._tenant.has_linked_data(self._path):
            for number in _FIELDS_IN_USE:
                setup[f"{self._setup.name}Field{number}"] = number
            setup[f"{self._setup.name}EntityType"] = "Product"
        return json_response(setup)
