"""Whether linked data is on, by entity: what is known, and how to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webcrm_ext.quotation_lines.linked_data import detect

if TYPE_CHECKING:
    from webcrm_api.runner import AsyncRunner, Runner

    from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory


class _Known:
    """What is known, without asking."""

    memory: LinkedDataMemory

    def enabled(self, entity: str) -> bool | None:
        """Say whether linked data is on for an entity (`"QuotationLines"`): True, False, or None, not known yet.

        Raises:
            ConfigurationError: The API has no linked data for such an entity.
        """
        return self.memory.enabled(entity)


class LinkedData(_Known):
    """Whether linked data is on, by entity."""

    def __init__(self, runner: Runner, memory: LinkedDataMemory) -> None:
        self._runner = runner
        self.memory = memory

    def detect(self, entity: str) -> bool:
        """Find out without writing, from the entity's linked setup (on when any field is used), and remember it.

        Returns:
            Whether it is on.

        Raises:
            ConfigurationError: The API has no linked data for such an entity; nothing was sent.
            WebCRMError: What the call raises otherwise.

        Calls `GET /X/LinkedSetup`.
        """
        return self._runner.run_operation(detect(self.memory, entity))


class AsyncLinkedData(_Known):
    """Whether linked data is on, by entity; finding out is awaited."""

    def __init__(self, runner: AsyncRunner, memory: LinkedDataMemory) -> None:
        self._runner = runner
        self.memory = memory

    async def detect(self, entity: str) -> bool:
        """Find out without writing, from the entity's linked setup; as `LinkedData.detect`."""
        return await self._runner.run_operation(detect(self.memory, entity))
