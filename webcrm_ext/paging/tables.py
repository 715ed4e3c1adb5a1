"""Records as dictionaries, under the API's names or the labels of their fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from webcrm_api.dates import format_date
from webcrm_api.model import Model

from webcrm_ext.definition.entity_names import FIELD_ENTITIES, entity_of
from webcrm_ext.errors import FieldValueError, QueryError


def entity_for_labels(model: type[Model] | None, labels: bool | None) -> str | None:
    """Return the entity whose labels are used, or None for the API's names.

    Args:
        model: The model of the records; None for rows of a query.
        labels: Whether to use labels; None uses them where the API has field metadata for the records.

    Raises:
        QueryError: Labels are asked for, and the records are rows of a query.
    """
    if model is None:
        if labels:
            raise QueryError(
                "Rows of a query have no labels, because they belong to no entity. Pass a model, as in "
                "crm.query(…, into=PersonDto), or labels=False."
            )
        return None
    entity = entity_of(model)
    use_labels = entity in FIELD_ENTITIES if labels is None else labels
    return entity if use_labels else None


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
        return format_date(value if value.tzinfo else value.replace(tzinfo=datetime.UTC))
    return value.isoformat() if isinstance(value, datetime.date) else value
