"""Linked data: whether it is on, found out and remembered.

With linked data, the system copies data from items of one entity to records of another, and some
writes must name the item. No definition says whether a system has it on. It shows by the answer
"Possible quotation not found", or by its setup: it is on for an entity when any field of it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from webcrm_api.calls import Call
from webcrm_api.lookup import operation

from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.definition.naming import snake_case
from webcrm_ext.errors import ConfigurationError
from webcrm_ext.operations import Operation, call

QUOTATION_LINES: Final = "QuotationLines"

_ENTITIES = (
    "Activities", "Deliveries", "Events", "Opportunities", "Organisations", "Persons", "PersonsB2C", "Products",
    QUOTATION_LINES, "SupportCases",
)  # fmt: skip
_FIELD = re.compile(r"LinkedSetup(?:Field\d+|MemoField)")


class LinkedDataMemory:
    """What is known of linked data, by entity; shared by all copies of a client."""

    def __init__(self, known: Mapping[str, bool]) -> None:
        self._known = {_entity(name): on for name, on in known.items()}

    def enabled(self, entity: str) -> bool | None:
        """Say whether linked data is on for an entity (`"QuotationLines"`): True, False, or None, not known yet.

        Raises:
            ConfigurationError: The API has no linked data for such an entity.
        """
        return self._known.get(_entity(entity))

    def learn(self, entity: str, on: bool) -> None:
        """Remember whether linked data is on for an entity."""
        self._known[_entity(entity)] = on


def detect(memory: LinkedDataMemory, entity: str) -> Operation[bool]:
    """Find out from an entity's linked setup, without writing, and remember it."""
    name = _entity(entity)
    setup = yield from call(_setup_call(name))
    on = any(value for field, value in setup.to_dict().items() if _FIELD.search(field) and not _is_unused(value))
    memory.learn(name, on)
    return on


def _setup_call(entity: str) -> Call[Any]:
    package = snake_case(entity)
    prepared: Call[Any] = operation(package, "get_linked_setup").call()
    return prepared


def _is_unused(value: Any) -> bool:
    return value in (None, 0, "", "0")


def _entity(name: str) -> str:
    if known := entity_named(name, _ENTITIES):
        return known
    raise ConfigurationError(f"There is no linked data for {name!r}. There is for: {', '.join(_ENTITIES)}.")
