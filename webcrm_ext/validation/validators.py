"""attrs validators and factories for the settings in `webcrm_ext.config`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast, get_args

from attrs import Attribute, field, fields
from webcrm_api.suggestions import suggest_setting

from webcrm_ext.errors import ConfigurationError

C = TypeVar("C")
R = TypeVar("R")

_SWITCHES = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def must_be(
    description: str, check: Callable[[Any], bool], prefix: str = ""
) -> Callable[[Any, Attribute[Any], Any], None]:
    """Return an attrs validator; its error names the setting as `prefix` and the attribute's name."""

    def validate(_instance: Any, attribute: Attribute[Any], value: Any) -> None:
        if not check(value):
            raise ConfigurationError(f"{prefix}{attribute.name} must be {description}.")

    return validate


def one_of(literal: object) -> Callable[[Any, Attribute[Any], Any], None]:
    """Return an attrs validator for the choices of a `Literal`."""
    choices = get_args(literal)
    return must_be(f"one of {', '.join(map(repr, choices))}", lambda value: isinstance(value, str) and value in choices)


def from_environment(variable: str, read: Callable[[str], R], description: str, default: R) -> Callable[[], R]:
    """Return an attrs factory that reads an environment variable; empty counts as not set."""

    def value() -> R:
        text = os.environ.get(variable, "").strip()
        try:
            return read(text) if text else default
        except (ValueError, KeyError):
            raise ConfigurationError(f"{variable} is {text!r}, which is not {description}. Change it.") from None

    return value


def switch(variable: str) -> Any:
    """Return an attrs field for a setting that is on or off, and off by default."""
    read = from_environment(variable, lambda text: _SWITCHES[text.casefold()], "true or false", False)
    return field(factory=read, kw_only=True, validator=must_be("True or False", lambda on: isinstance(on, bool)))


def with_known_settings(settings: type[C]) -> type[C]:
    """Return an attrs class whose error for an unknown name suggests the right one."""
    init: Any = settings.__init__
    known = [each.name for each in fields(cast("Any", settings))]

    @wraps(init)
    def checked(self: C, **values: Any) -> None:
        for name in values:
            if name not in known:
                del self  # without attributes, it has no repr
                raise ConfigurationError(
                    f"{settings.__name__} has no setting {name!r}.{suggest_setting(name, known)} It has "
                    f"{', '.join(known)}."
                )
        init(self, **values)

    cast("Any", settings).__init__ = checked
    return settings


def is_number(value: Any) -> bool:
    """Return whether a value is a finite number; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def is_positive(value: Any) -> bool:
    """Return whether a value is a finite number above 0."""
    return is_number(value) and value > 0


def is_positive_or_none(value: Any) -> bool:
    """Return whether a value is a finite number above 0, or None."""
    return value is None or is_positive(value)


def is_wait(value: Any) -> bool:
    """Return whether a value is a number of seconds, 0 or more, or infinite."""
    return (isinstance(value, float) and value == float("inf")) or (is_number(value) and value >= 0)


def is_count(value: Any) -> bool:
    """Return whether a value is a whole number, 1 or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def is_event_hooks(value: Any) -> bool:
    """Return whether a value is a mapping of lists of functions."""
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and isinstance(hooks, list | tuple) and all(map(callable, hooks))
        for name, hooks in value.items()
    )


def has_methods(*names: str) -> Callable[[Any], bool]:
    """Return a check whether a value is None, or has these methods."""
    return lambda value: value is None or all(callable(getattr(value, name, None)) for name in names)
