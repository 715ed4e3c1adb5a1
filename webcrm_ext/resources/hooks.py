"""Hooks on any entity: to be called once for what happens, and what a delivery tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from webcrm_ext.webhooks import EventType, HookEvent, ensure, parse

if TYPE_CHECKING:
    from webcrm_api.runner import AsyncRunner, Runner


class Hooks:
    """Hooks on any entity."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """See to it that a hook is there and enabled, and give its id; done again, it changes nothing.

        Args:
            entity: The entity, such as `"Organisations"`.
            target_url: Where the service calls; an http or https address with a host.
            event: What it calls for: `"Create"`, `"Update"` or `"Delete"`.
            filters: Whose records, one at least; which there are differs from entity to entity, and a wrong one is
                told.

        Raises:
            ConfigurationError: There are no hooks on the entity, or it has no such event or filter, or the
                address cannot be called; nothing was sent.

        Calls `GET /X/Hooks`, and `POST /X/Hooks` or `PUT /X/Hooks/{id}` where something is missing.
        """
        return self._runner.run_operation(ensure(entity, target_url, event, filters))

    def parse(self, body: bytes | str | Mapping[str, Any]) -> HookEvent:
        """Give entity and id of the record that a delivery is about; nothing is sent.

        Raises:
            FieldValueError: It names no record.
        """
        return parse(body)


class AsyncHooks:
    """Hooks on any entity, to be awaited; otherwise as `Hooks`."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """See to it that a hook is there and enabled; as `Hooks.ensure`."""
        return await self._runner.run_operation(ensure(entity, target_url, event, filters))

    def parse(self, body: bytes | str | Mapping[str, Any]) -> HookEvent:
        """Give entity and id of the record that a delivery is about; nothing to await."""
        return parse(body)
