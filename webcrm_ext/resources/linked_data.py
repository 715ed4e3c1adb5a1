"""`crm.linked_data`: whether linked data is on for an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webcrm_api.resource import Resource

from webcrm_ext.quotation_lines.linked_data import detect

if TYPE_CHECKING:
    from webcrm_api.runner import AsyncRunner, Runner

    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory


class _LinkedData(Resource):
    """Methods that send nothing, the same blocking and async."""

    memory: LinkedDataMemory

    def enabled(self, entity: str) -> bool | None:
        """Return whether linked data is on for an entity (`"QuotationLines"`), or None while that is unknown.

        Raises:
            ConfigurationError: The API has no linked data for this entity.
        """
        return self.memory.enabled(entity)


class LinkedData(_LinkedData):
    """Whether linked data is on for an entity."""

    def __init__(self, runner: Runner, memory: LinkedDataMemory) -> None:
        self._runner = runner
        self.memory = memory

    def detect(self, entity: str) -> bool:
        """Return whether linked data is on for an entity, and remember it. Writes nothing.

        Linked data is on if the entity's linked setup uses any field.

        Raises:
            ConfigurationError: The API has no linked data for this entity; nothing was sent.
            WebCRMError: The call failed.

        Calls `GET /X/LinkedSetup`.
        """
        return self._runner.run_operation(detect(self.memory, entity))


class AsyncLinkedData(_LinkedData):
    """Whether linked data is on for an entity, async; otherwise like `LinkedData`."""

    def __init__(self, runner: AsyncRunner, memory: LinkedDataMemory) -> None:
        self._runner = runner
        self.memory = memory

    async def detect(self, entity: str) -> bool:
        """Return whether linked data is on for an entity; see `LinkedData.detect`."""
        return await self._runner.run_operation(detect(self.memory, entity))
