"""Parts of the generated package by names that are made at run time, each imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def operation(package: str, name: str) -> Any:
    """Give the module of an operation.

    Raises:
        ModuleNotFoundError: The entity has no such operation.
    """
    return import_module(f"webcrm_api.api.{package}.{package}_{name}")


def model(name: str) -> Any:
    """Give a model, or the type of an enum, by its name in the API.

    Raises:
        AttributeError: There is none of that name.
    """
    return getattr(import_module("webcrm_api.models"), name)
