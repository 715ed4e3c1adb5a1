"""Names of properties: the API's name, the attribute of the model, or the label that the system's users see.

`Fields.find` finds a field by each of them. For queries, upserts and updates the field metadata is requested only for a
name that is neither a property nor an attribute of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from numbers import Integral, Number
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from attrs import evolve, frozen
from webcrm_api.calls import Call
from webcrm_api.lookup import model
from webcrm_api.model import Model
from webcrm_api.tables import TABLES, Table
from webcrm_api.types import UNSET

from webcrm_ext.custom_fields.native import is_scalar, native_type
from webcrm_ext.definition.entity_names import entity_of
from webcrm_ext.errors import FieldValueError, QueryError, WebCRMError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.sequences import Source
from webcrm_ext.queries import selection as queries
from webcrm_ext.queries.options import validate_no_options

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import CustomField, Fields
    from webcrm_ext.paging.sequences import PageSequence

_KINDS: dict[str, Any] = {"str": str, "bool": bool, "int": Integral, "float": Number}
"""The types of Python that a property takes, by its declared type; a date is checked when it is assigned."""

T = TypeVar("T")
M = TypeVar("M", bound=Model)

_KEY_TYPES = ("text", "integer", "positive integer", "int")
_NOT_QUERIED = ("checkbox", "date", "moment", "multi-select")


def key_property(cache: dict[str, Fields], model: type[Model], name: str) -> Operation[str]:
    """Return the API's name of a key property that is named by property, attribute or label.

    Args:
        cache: The fields already fetched, by entity. New ones are added.
        model: The model of the records.
        name: The name.

    Raises:
        QueryError: The name is unknown, or several fields have it as their label. The message suggests names.
        FieldValueError: It is the label of a field whose type is neither text nor integer.
    """
    found = yield from _named(cache, model, name, QueryError)
    if isinstance(found, str):
        return found
    type_ = found.native or found.type
    if type_ not in _KEY_TYPES:
        raise FieldValueError(
            f"{name} ({found.property}) cannot be the key: its type is {type_}. The service's database may have "
            "another form of such a value than the record, so the next run would create the record again. Use a field "
            "of type text or integer."
        )
    return found.property


def find(cache: dict[str, Fields], table: Table[M], properties: Mapping[str, Any]) -> Selected[M]:
    """Return the selection of records with these property values, named by property, attribute or label.

    Raises:
        QueryError: No property is passed, a name can be no label and the model has no such property, or a value cannot
            be written. What is wrong with a label is raised when the records are read.
    """
    validate_no_options(table.model, properties)
    labels = [name for name in properties if not _is_property(table.model, name, QueryError)]
    return LabelledSelection(cache, table, properties) if labels else queries.find(table, properties)


def update(
    cache: dict[str, Fields],
    prepare: Callable[[Any], Call[T]],
    model_name: str,
    record: Any,
    properties: Mapping[str, Any],
) -> Operation[T]:
    """Update a record, or some of its properties.

    Args:
        cache: The fields already fetched, by entity.
        prepare: Prepares the call for a body.
        model_name: The model of the body.
        record: The body; None to send `properties`.
        properties: The values to send, by attribute, property or label.

    Raises:
        TypeError: Both a record and properties are passed, or neither.
        FieldValueError: A name is unknown, or a value does not fit.
    """
    validate_update(record, properties)
    if record is None:
        record = yield from record_with(cache, model(model_name), properties)
    return (yield from call(prepare(record)))


def validate_update(record: Any, properties: Mapping[str, Any]) -> None:
    """Check that an update has either a record or properties.

    Raises:
        TypeError: It has both or neither.
    """
    if record is not None and properties:
        raise TypeError(f"Pass a record or properties, not both: put {', '.join(properties)} into the record.")
    if record is None and not properties:
        raise TypeError("Pass what to send: a record, a dict with the API's names, or properties by name.")


def record_with(cache: dict[str, Fields], model: type[M], properties: Mapping[str, Any]) -> Operation[M]:
    """Return a record in which only these properties are set. Values by label are checked as by `crm.custom`.

    Raises:
        FieldValueError: A name is unknown, two name the same property, or a value does not fit.
    """
    record = model.from_dict({})
    for name, value in properties.items():
        found = yield from _named(cache, model, name, FieldValueError)
        api_name = found if isinstance(found, str) else found.property
        if api_name in record.keys():  # noqa: SIM118 - a record is no dict
            raise FieldValueError(f"{api_name} is passed twice, once as {name!r}. Pass it once.")
        if isinstance(found, str):
            _check_sendable(model, name, api_name, value)
        record[api_name] = value if isinstance(found, str) else found.write(value)
    return record


def _check_sendable(model: type[Model], name: str, api_name: str, value: Any) -> None:
    """Check a value that is named by property or attribute.

    Raises:
        FieldValueError: The service assigns the property, or the value is of another type.
    """
    table = next((each for each in TABLES if each.model_name == model.__name__), None)
    if table is not None and api_name in (table.id_column, *table.read_only_columns):
        raise FieldValueError(f"{name} cannot be updated: the service assigns or derives it. Leave it out.")
    if value is UNSET:
        raise FieldValueError(f"{name} is UNSET, which is never sent. Pass None to empty it, or leave it out.")
    attribute = model._shape.by_api_name[api_name]  # noqa: SLF001 - the generated base's, for this layer
    if value is None or not is_scalar(model, attribute):
        return
    kinds = _KINDS.get(native_type(model, attribute) or "str")
    if kinds is not None and (not isinstance(value, kinds) or isinstance(value, bool) is not (kinds is bool)):
        wanted = "a bool" if kinds is bool else "a str" if kinds is str else "a number"
        raise FieldValueError(
            f"{name} takes {wanted}, not {type(value).__name__}. Values of custom fields are converted where they "
            "are named by their label, and by crm.custom(record)."
        )


@frozen
class LabelledSelection(Generic[M]):
    """A selection that names fields by their labels: which properties these are is requested with the first page.

    Attributes:
        cache: The fields already fetched, by entity.
        table: The table.
        properties: The values by property, attribute or label.
    """

    cache: dict[str, Fields]
    table: Table[M]
    properties: Mapping[str, Any]

    def source(self, *, keyset: bool, ids_only: bool = False) -> Source[Any]:
        """Return what is requested, by page number or by id; the labels first."""

        def pages(size: int, limit: int | None) -> PageSequence[Any]:
            found = yield from self._resolved()
            yield from evolve(found, ids_only=ids_only).source(keyset=keyset).in_sequence(size, limit)

        return Source(
            sequence=pages,
            counted=None if ids_only else self.source(keyset=keyset, ids_only=True),
            into=None if ids_only else self.table.model,
            description=f"{self.table.name} by {', '.join(map(repr, self.properties))}",
        )

    def _resolved(self) -> Generator[Call[Any], Any, queries.Selection[M]]:
        values: dict[str, Any] = {}
        for name, value in self.properties.items():
            naming = _named(self.cache, self.table.model, name, QueryError)
            found = yield from cast("Generator[Call[Any], Any, str | CustomField]", naming)
            api_name = found if isinstance(found, str) else found.property
            if api_name in values:
                raise QueryError(f"{api_name} is passed twice, once as {name!r}. Pass it once.")
            values[api_name] = value if isinstance(found, str) else queried_value(found, name, value)
        return queries.find_columns(self.table, values.items())


Selected = queries.Selection[M] | LabelledSelection[M]
"""What `find` returns: a condition, or labels that one follows from."""


def queried_value(field: CustomField, name: str, value: Any) -> Any:
    """Return the value that a query compares with a field that is named by its label.

    Raises:
        QueryError: It is not documented what the service's database has for a field of this type.
        FieldValueError: The value does not fit the field.
    """
    if field.native:
        return value
    if field.type in _NOT_QUERIED:
        raise QueryError(
            f"{name} ({field.property}) is of type {field.type}, and what the service's database has for such a field "
            "is not documented. If you know it, name the property: "
            f"find({field.attribute or field.property}=…), with the value that the database has."
        )
    if field.type in ("text", "memo") and isinstance(value, int) and not isinstance(value, bool):
        from webcrm_ext.custom_fields.numbers import write_integer  # noqa: PLC0415 - labels only

        return write_integer(value)
    return value if isinstance(value, str) else field.write(value)


def _named(
    cache: dict[str, Fields], model: type[Model], name: str, error: type[WebCRMError]
) -> Operation[str | CustomField]:
    """Return a property or attribute by its name in the API, and anything else as the field with this label."""
    if _is_property(model, name, error):
        return queries.property_of(model, name, error)
    from webcrm_ext.custom_fields.metadata import fields  # noqa: PLC0415 - labels only

    found = yield from fields(cache, entity_of(model), {}, refresh=False)
    return found.look_up(name, error)


def _is_property(model: type[Model], name: str, error: type[WebCRMError]) -> bool:
    """Return whether a name is a property or an attribute, and not a label.

    Raises:
        WebCRMError: It can be neither: the entity has no field metadata, or it is a misspelt attribute.
    """
    shape = model._shape  # noqa: SLF001 - the generated base's, for this layer
    if isinstance(name, str) and (name in shape.names or name in shape.known):
        return True
    from webcrm_ext.custom_fields.metadata import has_fields  # noqa: PLC0415 - labels only

    entity = entity_of(model)
    prefix = shape.by_api_name.get(f"{entity}Id", "").removesuffix("id")
    if not isinstance(name, str) or (prefix and name.startswith(prefix)) or not has_fields(entity):
        queries.property_of(model, name, error)
    return False
