"""Whether linked data is on for an entity: set by the caller, detected, or learned from a response.

With linked data, webCRM copies data from the items of one entity to the records of another, and some writes must
name the item. The API definition does not show whether a system uses it. There are three states:

- on: a quotation line is written with the id of an item, which is created where no equal item exists, and with its own
  Data1..9.
- off: a quotation line is written with its own Data1..9.
- unknown: a quotation line is first written as if linked data were off. If the response contains "Possible
  quotation not found", linked data is on: the client remembers that, and writes the line again with an item.

With linked data on, the service replaces Data1..9 by those of the item. They are sent all the same: if linked data was
switched off meanwhile, the line keeps its data. If the service refuses them, and the linked setup shows that linked
data is on, the line is sent once more without them. The client remembers that until the end of the operation only: a
line without them would lose its data when linked data is off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from webcrm_api.calls import Call
from webcrm_api.lookup import operation

from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.definition.naming import snake_case
from webcrm_ext.errors import ConfigurationError, short_repr
from webcrm_ext.operations import Operation, call
from webcrm_ext.quotation_lines.item_creations import ItemCreations

if TYPE_CHECKING:
    import httpx

    from webcrm_ext.errors import LinkedDataRequiredError
    from webcrm_ext.transport.redaction import Redactor

QUOTATION_LINES: Final = "QuotationLines"

ENTITIES: Final = (
    "Activities", "Deliveries", "Events", "Opportunities", "Organisations", "Persons", "PersonsB2C", "Products",
    QUOTATION_LINES, "SupportCases",
)  # fmt: skip
"""The entities that have linked data in the API."""

_SETUP_FIELD = re.compile(r"LinkedSetup(?:Field\d+|MemoField)")


class LinkedDataMemory:
    """Remembers for which entities linked data is on or off; shared by all copies of a client.

    Args:
        known: What the caller knows, by entity.

    Attributes:
        item_creations: The linked-data items that are being created for quotation lines.
    """

    def __init__(self, known: Mapping[str, bool]) -> None:
        self._known = {_entity(name): on for name, on in known.items()}
        self.item_creations = ItemCreations()

    def enabled(self, entity: str) -> bool | None:
        """Return whether linked data is on for an entity (`"QuotationLines"`), or None while that is unknown.

        Raises:
            ConfigurationError: The API has no linked data for this entity.
        """
        return self._known.get(_entity(entity))

    def learn(self, entity: str, on: bool) -> None:
        """Remember whether linked data is on for an entity."""
        self._known[_entity(entity)] = on

    def error_rule(
        self, call: Call[Any], response: httpx.Response, redactor: Redactor
    ) -> LinkedDataRequiredError | None:
        """Return the error for a response that shows that linked data is on, and remember that; else None.

        The client registers this rule with its transport, so that every call teaches it, `crm.raw` included.
        """
        from webcrm_ext.quotation_lines.linked_data_error import linked_data_error  # noqa: PLC0415 - at the first call

        error = linked_data_error(call, response, redactor)
        if error is not None:
            self.learn(QUOTATION_LINES, True)
        return error


def detect(memory: LinkedDataMemory, entity: str) -> Operation[bool]:
    """Return whether an entity's linked setup uses any field, and remember it. Writes nothing.

    Raises:
        ConfigurationError: The API has no linked data for this entity.
    """
    name = _entity(entity)
    setup = yield from call(_setup_call(name))
    on = any(value for field, value in setup.to_dict().items() if _SETUP_FIELD.search(field) and not _is_unused(value))
    memory.learn(name, on)
    return on


def _setup_call(entity: str) -> Call[Any]:
    package = snake_case(entity)
    prepared: Call[Any] = operation(package, "get_linked_setup").call()
    return prepared


def _is_unused(value: Any) -> bool:
    return value in (None, 0, "", "0")


def _entity(name: str) -> str:
    if isinstance(name, str) and (known := entity_named(name, ENTITIES)):
        return known
    raise ConfigurationError(
        f"{short_repr(name)} has no linked data. Entities with linked data: {', '.join(ENTITIES)}."
    )
