# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The base class of all models: reads, writes and shows records.

Reading takes one pass over the fields in C (`itemgetter`, then one assignment of all fields) and converts
only the fields that need it; dates are parsed when they are used. Everything that the service sends is kept: undeclared
nulls, unknown properties, unknown enum values, invalid dates.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import attrgetter, itemgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from attrs import define, field

from .dates import DateProperty, date_text, read_date
from .errors import FieldValueError
from .suggestions import did_you_mean
from .types import UNSET
from .values import to_json, to_plain, unknown_name

M = TypeVar("M", bound="Model")

_PLAIN = frozenset({str, int, float, bool, type(None)})
_FEW = 16
"""Properties that may be missing from a record whose layout is cached."""


class Shape:
    """The API's names of a model's fields, its dates, and the converters of the fields that need one."""

    def __init__(
        self, names: Mapping[str, str], converters: Mapping[str, Callable[[Any], Any]], dates: Sequence[str] = ()
    ) -> None:
        self.names = names
        self.dates = dates
        self.api_names = tuple(names.values())
        self.size = len(self.api_names)
        self.known = frozenset(self.api_names)
        self.by_api_name = {api_name: name for name, api_name in names.items()}
        attributes = tuple(names)
        self.converters = tuple((attributes.index(name), convert) for name, convert in converters.items())
        # The attributes that have the values as they were sent: `_person_birthday` for the date `person_birthday`.
        self._wire = [f"_{name}" if name in dates else name for name in names]
        # With one name, itemgetter and attrgetter return a bare value; with none they fail. Those few models are
        # small and use the slower functions.
        self.get_all: Callable[[Mapping[str, Any]], Sequence[Any]] = self._get_each_known
        self.get_fields: Callable[[Any], Iterable[Any]] = self._get_each_field
        if self.size > 1:
            self.get_all = itemgetter(*self.api_names)
            self.get_fields = attrgetter(*self._wire)
        # The layouts of records that lack some properties, as most do that `include` adds. By the number of properties:
        # a getter for them, and the positions of the missing ones. The first layout of each number is cached.
        self._layouts: dict[int, tuple[Callable[[Mapping[str, Any]], Iterable[Any]], tuple[int, ...]]] = {}

    def get_shorter(self, source: Mapping[str, Any]) -> Sequence[Any]:
        """Return a value for each field of a source with missing properties, by its cached layout.

        Raises:
            KeyError: No such layout is cached.
        """
        get_present, absent = self._layouts[len(source)]
        # All properties of the layout exist, and the number is the same, so the source has no others.
        values = list(get_present(source))
        for index in absent:
            values.insert(index, UNSET)
        return values

    def learn(self, source: Mapping[str, Any]) -> None:
        """Cache the layout of a source that has no unknown properties."""
        count = len(source)
        if max(2, self.size - _FEW) <= count < self.size and count not in self._layouts:
            present = [name for name in self.api_names if name in source]
            absent = tuple(index for index, name in enumerate(self.api_names) if name not in source)
            self._layouts[count] = itemgetter(*present), absent

    def get_each(self, source: Mapping[str, Any]) -> Sequence[Any]:
        """Return a value for each field, UNSET if the source has none."""
        return list(map(source.get, self.api_names, repeat(UNSET)))

    def _get_each_known(self, source: Mapping[str, Any]) -> Sequence[Any]:
        return [source[name] for name in self.api_names]

    def _get_each_field(self, record: Any) -> Iterable[Any]:
        return [getattr(record, name) for name in self._wire]


@define(kw_only=True, repr=False)
class Model:
    """A record of the API: typed fields, and a dictionary for properties that the definition lacks.

    It is also a mapping of the API's names to its values: `dict(person)`, `person["PersonEmail"]`.
    """

    _shape: ClassVar[Shape]
    # Also an argument, so that `attrs.evolve` copies it.
    _additional: dict[str, Any] | None = field(
        default=None, alias="additional_properties", eq=lambda value: value or None
    )

    def __init_subclass__(cls) -> None:
        # attrs creates each class twice, and the second one has slots. A date is read from its slot.
        for name in cls._shape.dates:
            slot = cls.__dict__.get(name)
            if isinstance(slot, MemberDescriptorType):
                setattr(cls, f"_{name}", slot)
                setattr(cls, name, DateProperty(slot))

    def __attrs_post_init__(self) -> None:
        self._additional = dict(self._additional) if self._additional else None

    def __copy__(self) -> Self:
        """Copy the record. Values are shared; the dictionary of additional properties is not."""
        return _restored(type(self), self._wire_values(), self._additional)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self._wire_values(), self._additional)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Return the record for the API's JSON. Every value is kept."""
        shape = cls._shape
        count = len(src_dict)
        try:
            values = shape.get_shorter(src_dict) if count < shape.size else shape.get_all(src_dict)
            has_unknown = count > shape.size
        except KeyError:
            if not isinstance(src_dict, Mapping):
                raise FieldValueError(
                    f"Pass a dict to {cls.__name__}.from_dict, not a {type(src_dict).__name__}."
                ) from None
            values = shape.get_each(src_dict)
            has_unknown = not src_dict.keys() <= shape.known
            if not has_unknown:
                shape.learn(src_dict)
        if shape.converters:
            values = list(values)
            for index, convert in shape.converters:
                value = values[index]
                if value is not None and value is not UNSET:
                    values[index] = convert(value)
        record = cls.__new__(cls)
        record._additional = None
        record._assign(values)
        if has_unknown:
            record._additional = {name: src_dict[name] for name in src_dict if name not in shape.known}
        return record

    @classmethod
    def from_list(cls, items: Iterable[Mapping[str, Any]]) -> list[Self]:
        """Return the records for a list of the API's JSON."""
        read = cls.from_dict
        return [read(item) for item in items]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON for people, files and warehouses, under the API's names.

        Dates have one spelling: ISO 8601 with microseconds and offset, and None for no date. UNSET is left out. For the
        JSON that is sent, see `to_request`.
        """
        properties = self._json(to_plain)
        shape = self._shape
        for name in shape.dates:
            api_name = shape.names[name]
            if api_name in properties:
                properties[api_name] = date_text(properties[api_name])
        return properties

    def to_request(self) -> dict[str, Any]:
        """Return the record as the JSON that is sent: UNSET is left out, None is null.

        A value that was read and not changed is sent as it was read, dates with all their digits. A date that was set
        to None is the empty date.
        """
        return self._json(to_json)

    def _json(self, convert: Callable[[Any], Any]) -> dict[str, Any]:
        shape = self._shape
        properties = {
            api_name: value if value.__class__ in _PLAIN else convert(value)
            for api_name, value in zip(shape.api_names, shape.get_fields(self), strict=True)
            if value is not UNSET
        }
        if self._additional:
            properties.update({name: convert(value) for name, value in self._additional.items()})
        return properties

    def _wire_values(self) -> dict[str, Any]:
        """Return what is set, as it was sent, by attribute."""
        values = zip(self._shape.names, self._shape.get_fields(self), strict=True)
        return {name: value for name, value in values if value is not UNSET}

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The properties that the definition lacks, by the API's names; they are sent back unchanged."""
        if self._additional is None:
            self._additional = {}
        return self._additional

    def __getitem__(self, api_name: str) -> Any:
        """Return a property by the API's name: `person["PersonFirstName"]`.

        Raises:
            KeyError: The property is not set, or no property has this name.
        """
        name = self._shape.by_api_name.get(api_name)
        if name is None:
            if self._additional and api_name in self._additional:
                return self._additional[api_name]
            raise KeyError(str(unknown_name(api_name, type(self))))
        value = getattr(self, name)
        if value is UNSET:
            raise KeyError(api_name)
        return value

    def __setitem__(self, api_name: str, value: Any) -> None:
        """Set a property by the API's name.

        Raises:
            FieldValueError: No property has this name. One that the definition lacks is set in `additional_properties`.
        """
        name = self._shape.by_api_name.get(api_name)
        if name is not None:
            setattr(self, name, value)
        elif self._additional and api_name in self._additional:
            self._additional[api_name] = value
        else:
            raise unknown_name(api_name, type(self))

    def __delitem__(self, api_name: str) -> None:
        """Unset a property by the API's name, so that it is not sent."""
        name = self._shape.by_api_name.get(api_name)
        if name is None:
            del (self._additional or {})[api_name]
        else:
            setattr(self, name, UNSET)

    def __contains__(self, api_name: object) -> bool:
        return api_name in self.keys()

    def get(self, api_name: str, default: Any = None) -> Any:
        """Return a property by the API's name, or the default if it is not set."""
        try:
            return self[api_name]
        except KeyError:
            return default

    def keys(self) -> list[str]:
        """Return the API's names of all properties that are set."""
        names = self._shape.names
        return [names[name] for name in self._wire_values()] + list(self._additional or ())

    def values(self) -> list[Any]:
        """Return the values of all properties that are set."""
        return [self[api_name] for api_name in self]

    def items(self) -> list[tuple[str, Any]]:
        """Return all properties that are set, by the API's names, with their values."""
        return [(api_name, self[api_name]) for api_name in self]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __repr__(self) -> str:
        """Show the id, names, e-mail, parent and status first, nothing empty, and no secrets."""
        from .display import record_repr  # noqa: PLC0415 - when it is used

        return record_repr(self)

    def _repr_html_(self) -> str:
        """Show the record as a table in a notebook."""
        from .display import record_html  # noqa: PLC0415 - when it is used

        return record_html(self)

    if not TYPE_CHECKING:  # else a type checker would accept any name

        def __getattr__(self, name: str) -> Any:
            kind = type(self)
            if name.startswith("_") or name in kind._shape.names:
                raise AttributeError(f"{kind.__name__!r} object has no attribute {name!r}")
            hint = did_you_mean(name, kind._shape.names)
            raise AttributeError(f"{kind.__name__} has no attribute {name!r}.{hint}")

    def _assign(self, values: Iterable[Any]) -> None:
        """Set all fields as they were sent, in the order of the model's names; each model overrides it."""
        raise TypeError(f"{type(self).__name__} has no fields to read; use one of its subclasses.")


Mapping.register(Model)  # pyright: ignore[reportAttributeAccessIssue] - it takes Mapping for a protocol

if "cattrs" in sys.modules:  # else `webcrm_api.models.resolve()` does it
    from .structuring import register

    register()


def _restored(kind: type[M], values: Mapping[str, Any], additional: Mapping[str, Any] | None) -> M:
    """Return a record with the values that another one had as they were sent, by attribute."""
    record = kind.__new__(kind)
    record._assign([values.get(name, UNSET) for name in kind._shape.names])
    record._additional = dict(additional) if additional else None
    return record


def read_model(name: str) -> Callable[[Any], Any]:
    """Return a converter for a property that is a record; the model is imported on first use."""
    found: list[type[Model]] = []

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if not found:
            from . import models  # noqa: PLC0415

            found.append(getattr(models, name))
        return found[0].from_dict(value)

    return convert


def read_enum(name: str) -> Callable[[Any], Any]:
    """Return a converter for a property that is an enum of integers; a value that the enum lacks stays an integer."""
    found: list[Mapping[int, Any]] = []

    def convert(value: Any) -> Any:
        if value.__class__ is not int:
            return value
        if not found:
            from . import models  # noqa: PLC0415

            found.append({member.value: member for member in getattr(models, name)})
        return found[0].get(value, value)

    return convert


def read_each(convert_one: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a converter for a property that is a list."""

    def convert(value: Any) -> Any:
        return [convert_one(item) for item in value] if isinstance(value, list) else value

    return convert


__all__ = ["Model", "Shape", "read_date", "read_each", "read_enum", "read_model"]
