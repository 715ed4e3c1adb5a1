"""Linked data: its setup, and the items with the defaults that the server needs."""

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
    """An item has all of its data; an empty text is refused where '-' is the server's own default."""
    prefix = "QuotationLineLinkedDataItem" if "QuotationLineLinkedDataItemId" in change.after else "LinkedDataItem"
    for suffix in _DATA:
        name = prefix + suffix
        if not change.after[name]:
            raise bad_request(f"{name} cannot be empty; send '-' for nothing.")
    texts = [prefix + suffix for suffix in ("DataMemo", "ItemGroup", "VatCode")]
    for name in texts:
        if name in change.after and (change.after[name] is None or (change.before is None and name not in change.sent)):
            raise bad_request(f"{name} must be a text; send '' for nothing.")
    kind = prefix + "EntityType"
    if change.after[kind] is None or (change.before is None and kind not in change.sent):
        raise bad_request(f"{kind} is required; it is Product for the items of a catalogue.")


class LinkedSetup:
    """The setup of an entity's linked data: some field is used when it is on, none when it is off."""

    def __init__(self, tenant: Tenant, path: str, schema: Schema) -> None:
        self._tenant = tenant
        self._path = path
        self._setup = entity(tenant.definition, path, schema)

    def get(self, call: Call) -> Response:  # noqa: ARG002 - a handler
        """The setup."""
        setup: dict[str, Any] = {**self._setup.unset, self._setup.key: 1}
        if self._tenant.has_linked_data(self._path):
            for number in _FIELDS_IN_USE:
                setup[f"{self._setup.name}Field{number}"] = number
            setup[f"{self._setup.name}EntityType"] = "Product"
        return json_response(setup)
