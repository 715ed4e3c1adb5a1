"""Import dlt, which is an extra."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from webcrm_ext.errors import ConfigurationError


def load_dlt() -> Any:
    """Import dlt.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        return import_module("dlt")
    except ImportError as error:
        raise ConfigurationError("webcrm_source needs dlt. Run: pip install 'webcrm-client[dlt]'") from error
