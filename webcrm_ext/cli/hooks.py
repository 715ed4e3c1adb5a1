"""The commands `webcrm hooks list`, `ensure` and `remove`."""

from __future__ import annotations

from typing import Any

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import table_named
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.writes import confirm
from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.webhooks import HOOK_MODELS


def list_hooks(context: Context) -> None:
    """Print the webhooks of an entity."""
    _, resource = _hooked(context)
    hooks = (hook.to_dict() for hook in resource.list_hooks())
    context.output.rows({"Id": hook["Id"], **hook} for hook in hooks)


def ensure(context: Context) -> None:
    """Create or enable a webhook, and print its id."""
    options = context.options
    context.check_may_write()
    entity, _ = _hooked(context)
    id_ = context.crm.hooks.ensure(entity, options.url, event=options.event, filters=options.filter or ("All",))
    context.output.value("Id", id_)


def remove(context: Context) -> None:
    """Delete a webhook, after a question."""
    context.check_may_write()
    entity, resource = _hooked(context)
    confirm(context, f"Delete the webhook {context.options.id} of {entity}?")
    resource.delete_hook(context.options.id)
    context.note(f"Deleted the webhook {context.options.id} of {entity}.")


def _hooked(context: Context) -> tuple[str, Any]:
    """Return the name of an entity with webhooks, and its resource.

    Raises:
        CommandError: There is no such entity, or it has no webhooks.
    """
    table = table_named(context.options.entity)
    entity = entity_named(table.resource, HOOK_MODELS)
    if entity is None:
        known = ", ".join(HOOK_MODELS)
        raise CommandError(f"{table.name} has no webhooks.", f"Entities that have them: {known}.")
    return entity, getattr(context.crm, table.resource)
