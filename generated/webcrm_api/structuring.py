# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""Records in cattrs: its global converter reads and writes them as the JSON of `to_dict()`.

A converter of your own learns it by `cattrs.strategies.use_class_methods(converter, "from_dict", "to_dict")`.
"""

from __future__ import annotations

from typing import Any

from cattrs import global_converter

from .model import Model


def register() -> None:
    """Register the models with cattrs' global converter. Registering twice changes nothing."""
    global_converter.register_unstructure_hook_func(_is_model, Model.to_dict)
    global_converter.register_structure_hook_func(_is_model, _structure)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def _structure(value: Any, kind: type[Model]) -> Model:
    return value if isinstance(value, kind) else kind.from_dict(value)


__all__ = ["register"]
