# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Look up operations and models by names that are built at run time; each is imported when first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def operation(resource: str, name: str) -> Any:
    """Return the module of an operation: `operation("persons", "get").call(12)`.

    Raises:
        ModuleNotFoundError: The resource has no such operation.
    """
    # A resource whose tag is a word of Python has a trailing underscore: `import_`.
    return import_module(f".api.{resource}.{resource.rstrip('_')}_{name}", __package__)


def model(name: str) -> Any:
    """Return a model, or the type of an enum, by its name in the API: `model("PersonDto")`.

    Raises:
        AttributeError: The API has no model of that name.
    """
    return getattr(import_module(".models", __package__), name)


__all__ = ["model", "operation"]
