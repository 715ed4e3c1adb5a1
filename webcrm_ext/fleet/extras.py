"""The packages of the extra `[fleet]`, loaded when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from webcrm_ext.errors import ConfigurationError


def load_extra(module: str) -> Any:
    """Import a module of Celery, dlt or redis-py.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        raise ConfigurationError(f"The fleet needs {package}. Run: pip install 'webcrm-client[fleet]'") from error
