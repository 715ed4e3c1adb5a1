"""Convert options and faults to fields of a form, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, fields
from typing import Any, get_args

from webcrm_ext.sandbox.faults import FaultSettings
from webcrm_ext.sandbox.options import Options
from webcrm_ext.sandbox.responses import bad_request

OFF = "off"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with its value as text; with choices where they are known."""

    name: str
    help: str
    text: str
    choices: tuple[str, ...] = ()


def settings_of(values: Options | FaultSettings) -> list[Setting]:
    """Return the fields of a form for options, or for the faults of all requests."""
    return [
        Setting(each.name, each.metadata["help"], text_of(getattr(values, each.name)), _choices(each))
        for each in fields(values)
    ]


def text_of(value: Any) -> str:
    """Return the value of a setting as text for the form."""
    if value is None:
        return OFF
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def values_of(kind: type[Options | FaultSettings], sent: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of the fields of a form. They are validated where they are set.

    Raises:
        HTTPError: 400 for a text that is not a number where one is needed.
    """
    types = {each.name: each for each in fields(kind)}
    return {name: _value(types[name], text.strip()) for name, text in sent.items() if name in types}


def _choices(setting: "DataclassField[Any]") -> tuple[str, ...]:
    if setting.type is bool:
        return ("true", "false")
    return tuple(each for each in get_args(setting.type) if isinstance(each, str))


def _value(setting: "DataclassField[Any]", text: str) -> Any:
    if setting.type is bool:
        return text == "true"
    if setting.type == frozenset[str]:
        return list(_parts(text.split(",")))
    if text == OFF and type(None) in get_args(setting.type):
        return None
    if _choices(setting):
        return text
    try:
        return float(text) if setting.type is float else int(text)
    except ValueError:
        raise bad_request(f"{setting.name} must be a number, not {text[:60]!r}.") from None


def _parts(parts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in parts if part.strip())
