"""Properties by the names that people type: property, attribute or label, in any case where that is unique."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from webcrm_api.tables import Table

from webcrm_ext.cli.context import Context
from webcrm_ext.cli.entities import fields_of
from webcrm_ext.cli.failures import CommandError
from webcrm_ext.cli.wording import in_shell, without_advice
from webcrm_ext.custom_fields.fields import CustomField
from webcrm_ext.errors import FieldValueError

T = TypeVar("T")


def in_any_case(name: str, known: Mapping[str, str]) -> str:
    """Return the known name that equals one in any case; the name itself if it is known, or none is equal.

    Args:
        name: The name that was typed.
        known: What each known name stands for.

    Raises:
        FieldValueError: Several that stand for different things are equal.
    """
    if name in known:
        return name
    same = {known[each]: each for each in known if each.casefold() == name.casefold()}
    if len(same) > 1:
        raise FieldValueError(f"{name!r} may be {' or '.join(map(repr, same.values()))}. Type it as it is written.")
    return next(iter(same.values()), name)


def properties_of(table: Table[Any]) -> dict[str, str]:
    """Return the property that each property and each attribute of an entity stands for."""
    shape = table.model._shape  # noqa: SLF001 - the generated base's, for this layer
    return {**shape.names, **{name: name for name in shape.known}}


def spelled(context: Context, table: Table[Any], name: str) -> str:
    """Return a property, attribute or label as it is spelled, or the name itself if the entity has none like it.

    Raises:
        FieldValueError: It may be several.
    """
    known = properties_of(table)
    if name in known:
        return name
    labels = {field.label: field.property for field in fields_of(context, table).values()}
    return in_any_case(name, {**labels, **known})


def property_named(context: Context, table: Table[Any], name: str) -> tuple[str, CustomField | None]:
    """Return the property that is named by property, attribute or label; and the field if it is a label.

    Raises:
        FieldValueError: The entity has none, or several. The message suggests names.
    """
    known = properties_of(table)
    name = spelled(context, table, name)
    if name in known:
        return known[name], None
    field = fields_of(context, table).find(name)
    return field.property, field


def each_of(option: str, names: Iterable[str], find: Callable[[str], T]) -> list[T]:
    """Return what is found for each name; all names that are unknown are reported at once.

    Args:
        option: The option that has the names.
        names: The names.
        find: Finds one.

    Raises:
        FieldValueError: One name is unknown.
        CommandError: Several are.
    """
    found: list[T] = []
    errors: list[FieldValueError] = []
    for name in names:
        try:
            found.append(find(name))
        except FieldValueError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        details = tuple(f"- {in_shell(without_advice(str(error)))}" for error in errors)
        raise CommandError(
            f"{len(errors)} names of {option} are unknown or cannot be used.", f"Correct {option}.", details=details
        )
    return found


def values_by_name(context: Context, table: Table[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values under their names as these are spelled.

    Raises:
        CommandError: A name was typed twice.
        FieldValueError: A name may be several.
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        add_once(found, spelled(context, table, name), value)
    return found


def add_once(found: dict[str, Any], name: str, value: Any) -> None:
    """Add a value by name.

    Raises:
        CommandError: There is one already.
    """
    if name in found:
        raise CommandError(f"{name!r} is passed twice.", "Pass it once.")
    found[name] = value
