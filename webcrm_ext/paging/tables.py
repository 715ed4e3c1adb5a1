"""Records as dictionaries, under the API's names or the labels of their fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from webcrm_api.model import Model

from webcrm_ext.definition.entity_names import FIELD_ENTITIES
from webcrm_ext.errors import FieldValueError, QueryError


def entity_of(model: type[Model] | None) -> str:
    """Return the entity of a model, whose fields have labels: Organisation for OrganisationDto.

    Raises:
        QueryError: There is no model: the records are rows of a query.
    """
    if model is None:
        raise QueryError(
            "Rows of a query have no labels, because they belong to no entity. Pass a model, as in "
            "crm.query(…, into=PersonDto), or labels=False."
        )
    own = next(each.__name__ for each in model.__mro__ if each.__name__.endswith("Dto"))
    return own.removesuffix("Dto").removesuffix("Update")


def has_labels(model: type[Model] | None) -> bool:
    """Return whether the API has field metadata for the records of a model."""
    return model is not None and entity_of(model) in FIELD_ENTITIES


def column_names(model: type[Model], fields: Any) -> dict[str, str]:
    """Return the name of each field's column, by property: its label, or the property where the label is ambiguous."""
    properties = model._shape.known  # noqa: SLF001 - the generated base's, for this layer
    labels = {field.property: fields.name_of(field) for field in fields.values()}
    return {name: name if label in properties else label for name, label in labels.items()}


def field_value(field: Any, stored: Any) -> Any:
    """Return the Python value of a stored value, or the stored value if it does not fit its field."""
    try:
        return field.read(stored)
    except FieldValueError:
        return stored


def to_dicts(records: Iterable[Any], model: type[Model] | None, fields: Any) -> list[dict[str, Any]]:
    """Return a dictionary for each record.

    Args:
        records: Records, or rows of a query.
        model: The model of the records.
        fields: Their `Fields`, to use labels; None for the API's names.
    """
    if model is None or fields is None:
        return [each.to_dict() if isinstance(each, Model) else each for each in records]
    names = column_names(model, fields)
    custom: dict[str, Any] = {field.property: field for field in fields.values() if field.is_custom}

    def labelled(record: Model) -> dict[str, Any]:
        values = {
            name: _plain(field_value(custom[name], record[name])) if name in custom else value
            for name, value in record.to_dict().items()
        }
        # An unknown property may have the name that is a label here.
        unknown = record.additional_properties
        return {name if (label := names.get(name, name)) in unknown else label: values[name] for name in values}

    return [labelled(record) for record in records]


def _plain(value: Any) -> Any:
    """Return a value with dates as ISO 8601; a moment has an offset and microseconds."""
    if isinstance(value, datetime.datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return moment.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, datetime.date) else value
