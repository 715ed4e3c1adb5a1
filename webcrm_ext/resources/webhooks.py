"""`crm.hooks`: webhooks of any entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from webcrm_api.resource import Resource

from webcrm_ext.webhooks import EventType, HookEvent, ensure, parse

if TYPE_CHECKING:
    from webcrm_api.runner import AsyncRunner, Runner


class Hooks(Resource):
    """Webhooks of any entity."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """Return the id of an enabled hook, which is created or enabled if necessary. Idempotent.

        Args:
            entity: The entity, such as `"Organisations"`.
            target_url: The http or https URL that the service calls.
            event: The event that triggers the call: `"Create"`, `"Update"` or `"Delete"`.
            filters: At least one filter of the entity; an unknown one raises an error that lists them.

        Raises:
            ConfigurationError: The entity has no hooks, or the event, a filter or the URL is invalid; nothing was
                sent.

        Calls `GET /X/Hooks`, then `POST /X/Hooks` if there is no such hook, or `PUT /X/Hooks/{id}` if it is disabled.
        """
        return self._runner.run_operation(ensure(entity, target_url, event, filters))

    def parse(self, body: bytes | str | Mapping[str, Any]) -> HookEvent:
        """Return the entity and id of the record that a delivered payload is about. Sends nothing.

        A URL under a name such as `Url`, or an entity and an id, go before URLs in any other string.

        Args:
            body: The body of the request that the service sent, or its decoded JSON.

        Raises:
            FieldValueError: The payload names no record.
        """
        return parse(body)


class AsyncHooks(Resource):
    """Webhooks of any entity, async; otherwise like `Hooks`."""

    def __init__(self, runner: AsyncRunner) -> None:
        self._runner = runner

    async def ensure(self, entity: str, target_url: str, *, event: EventType, filters: Iterable[str] = ("All",)) -> int:
        """Return the id of an enabled hook; see `Hooks.ensure`."""
        return await self._runner.run_operation(ensure(entity, target_url, event, filters))

    def parse(self, body: bytes | str | Mapping[str, Any]) -> HookEvent:
        """Return the entity and id of the record that a payload is about; see `Hooks.parse`, not async."""
        return parse(body)
