"""The kinds of custom fields, as one table: display codes, Python type, read and write.

A new kind is a name in `FieldType` and a row in `_TABLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from webcrm_ext.custom_fields.checkboxes import as_bool, yes_no
from webcrm_ext.custom_fields.choices import Match, check_choice, read_selection, write_selection
from webcrm_ext.custom_fields.dates import read_date, read_moment, write_date, write_moment
from webcrm_ext.custom_fields.numbers import read_double, read_integer, write_double, write_integer
from webcrm_ext.custom_fields.parse import (
    parse_checkbox,
    parse_choice,
    parse_date,
    parse_double,
    parse_integer,
    parse_moment,
    parse_selection,
)

if TYPE_CHECKING:
    from webcrm_ext.custom_fields.fields import CustomField

FieldType = Literal[
    "text", "memo", "list", "multi-select", "checkbox", "integer", "positive integer", "double", "date", "moment"
]


class Kind(NamedTuple):
    """One kind of custom field.

    Attributes:
        name: The name in `CustomField.type` and in `crm.fields(types=…)`.
        codes: The values of `FieldMetadataDisplayType` that stand for it.
        python_type: The annotation in the typed module; `{choice}` stands for one choice of the list.
        read: Converts the stored string, which is not None, to a Python value.
        write: Converts a Python value, which is not None, to the string to store.
        parse: Converts a string without blanks around it, as a person writes it, to a Python value. That of a
            multi-select also converts a list.
        has_max_length: Whether `FieldMetadataTextFieldMaxLength` limits the stored string.
    """

    name: FieldType
    codes: tuple[str, ...]
    python_type: str
    read: Callable[[str, CustomField], Any]
    write: Callable[[Any, CustomField, Match], Any]
    parse: Callable[[Any, CustomField, Match], Any]
    has_max_length: bool = True

    def annotation(self, choices: Sequence[str]) -> str:
        """Return the annotation of a field with these choices, such as `Literal['A', 'B']`."""
        literal = f"Literal[{', '.join(map(repr, choices))}]" if choices else "str"
        return self.python_type.replace("{choice}", literal)


# Only the code D was observed in a live system; the other codes are inferred from the vendor's help pages.
_TABLE = (
    Kind(
        name="text",
        codes=(),
        python_type="str",
        read=lambda stored, _field: stored,
        write=lambda value, _field, _match: value,
        parse=lambda text, _field, _match: text,
    ),
    Kind(
        name="memo",
        codes=("M",),
        python_type="str",
        read=lambda stored, _field: stored,
        write=lambda value, _field, _match: value,
        parse=lambda text, _field, _match: text,
    ),
    Kind(
        name="list",
        codes=("D",),
        python_type="{choice}",
        # Not checked: an old record may contain a choice that was removed from the list.
        read=lambda stored, _field: stored,
        write=lambda value, field, match: check_choice(value, field.choices, match=match),
        parse=lambda text, field, _match: parse_choice(text, field.choices),
        has_max_length=False,
    ),
    Kind(
        name="multi-select",
        codes=("ML",),
        python_type="list[{choice}]",
        read=lambda stored, field: read_selection(stored, field.choices),
        write=lambda value, field, match: write_selection(value, field.choices, match=match),
        parse=lambda value, field, match: parse_selection(value, field.choices, match=match),
        has_max_length=False,
    ),
    Kind(
        name="checkbox",
        codes=("C",),
        python_type="bool",
        read=lambda stored, _field: as_bool(stored) if stored else None,
        write=lambda value, _field, _match: yes_no(value),
        parse=lambda text, _field, _match: parse_checkbox(text),
        has_max_length=False,
    ),
    Kind(
        name="integer",
        codes=("I",),
        python_type="int",
        read=lambda stored, _field: read_integer(stored),
        write=lambda value, _field, _match: write_integer(value),
        parse=lambda text, _field, _match: parse_integer(text),
    ),
    Kind(
        name="positive integer",
        codes=("PI",),
        python_type="int",
        read=lambda stored, _field: read_integer(stored),
        write=lambda value, _field, _match: write_integer(value, positive=True),
        parse=lambda text, _field, _match: parse_integer(text),
    ),
    Kind(
        name="double",
        codes=("R",),
        python_type="float",
        read=lambda stored, _field: read_double(stored),
        write=lambda value, _field, _match: write_double(value),
        parse=lambda text, _field, _match: parse_double(text),
    ),
    Kind(
        name="date",
        codes=("DA",),
        python_type="datetime.date",
        read=lambda stored, _field: read_date(stored),
        write=lambda value, field, _match: write_date(value, compact="Plus" in field.property),
        parse=lambda text, _field, _match: parse_date(text),
    ),
    Kind(
        name="moment",
        codes=("DT", "DAT"),
        python_type="datetime.datetime",
        read=lambda stored, _field: read_moment(stored),
        write=lambda value, _field, _match: write_moment(value),
        parse=lambda text, _field, _match: parse_moment(text),
    ),
)

KINDS: Final[Mapping[FieldType, Kind]] = {kind.name: kind for kind in _TABLE}
_BY_CODE: Final[Mapping[str, FieldType]] = {code: kind.name for kind in _TABLE for code in kind.codes}


def type_of(display_code: str | None, choices: Sequence[str]) -> FieldType:
    """Return the type of a field from its `FieldMetadataDisplayType`.

    A field with an unknown code is a list if it has choices, and text otherwise.
    """
    return _BY_CODE.get(display_code or "", "list" if choices else "text")
