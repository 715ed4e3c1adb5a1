"""The commands that write one record: create, update and delete."""

from __future__ import annotations

import sys
from typing import Any

from webcrm_api.tables import Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import fields_of, require, table_named
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.properties import values_by_name
from webcrm_ext.cli.values import json_object, pairs
from webcrm_ext.custom_fields.view import CustomView


def create(context: Context) -> None:
    """Create a record and print its id."""
    options = context.options
    table = table_named(options.entity)
    require(table.can_create, table, "create")
    _check_may_write(context)
    values = _values(context, table)
    record = table.model.from_dict({})
    _view(context, table, record).update(values, parse=True)
    if options.dry_run:
        context.output.one(record.to_dict(), columns=record.keys())
        context.note("Dry run: nothing was created.")
        return
    context.output.value(table.id_column, getattr(context.crm, table.resource).create(record))


def update(context: Context) -> None:
    """Change some properties of a record."""
    options = context.options
    table = table_named(options.entity)
    require(table.can_update, table, "update")
    _check_may_write(context)
    values = _values(context, table)
    resource = getattr(context.crm, table.resource)
    record = resource.get(options.id)
    view = _view(context, table, record)
    view.update(values, parse=True)
    changes = view.changes
    if not changes:
        context.note("Nothing to change: the record has these values.")
        return
    if options.dry_run:
        context.output.rows({"field": name, "before": old, "after": new} for name, (old, new) in changes.items())
        context.note("Dry run: nothing was changed.")
        return
    changed = [view.fields.find(name).property for name in changes]
    body = table.model.from_dict({})
    for name in changed:
        body[name] = record[name]
    resource.update(options.id, body)
    context.note(f"Changed {', '.join(changes)} of {table.name} {options.id}.")


def delete(context: Context) -> None:
    """Delete a record, after a question."""
    options = context.options
    table = table_named(options.entity)
    require(table.can_delete, table, "delete")
    _check_may_write(context)
    resource = getattr(context.crm, table.resource)
    if options.dry_run:
        context.output.one(resource.get(options.id).to_dict())
        context.note("Dry run: nothing was deleted.")
        return
    confirm(context, f"Delete {table.name} {options.id}?")
    resource.delete(options.id)
    context.note(f"Deleted {table.name} {options.id}.")


def confirm(context: Context, question: str) -> None:
    """Ask a question, unless `--yes` is passed.

    Raises:
        CommandError: It was not answered with yes, or cannot be asked.
    """
    if context.options.yes:
        return
    if not context.may_ask:
        raise CommandError(f"There is no terminal to ask: {question}", "Pass --yes.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):  # the end of input leaves the cursor behind the question
        sys.stderr.write("\n")
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing was deleted.", code="cancelled", exit_code=1)


def _check_may_write(context: Context) -> None:
    if not context.options.dry_run:
        context.check_may_write()


def _values(context: Context, table: Table[Any]) -> dict[str, Any]:
    """Return the values that were typed, over those of `--data`.

    Raises:
        CommandError: There are none.
    """
    values = json_object(context.options.data, context.options) if context.options.data else {}
    values.update(values_by_name(context, table, pairs(context.options.values)))
    if not values:
        raise CommandError("There is no value to send.", "Pass PROPERTY=VALUE, or --data FILE.")
    return values


def _view(context: Context, table: Table[Any], record: Any) -> CustomView:
    """Return a view that checks values by property or label."""
    return CustomView(fields_of(context, table), record, context.crm)
