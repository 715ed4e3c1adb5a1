# Written by `make regenerate` from swagger/openapi.json. Do not edit: change swagger/overlay.yaml,
# scripts/normalise.py or scripts/templates, and run it again.

"""The raw client of the webCRM REST API: one function for each operation, one class for each model.

It is generated. Most programs use `webcrm_ext`, which logs in, respects the rate limit, retries and raises
typed errors. It offers everything here as `crm.<resource>` and `crm.raw`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import client  # noqa: PLC0415

    return getattr(client, name)


def __dir__() -> list[str]:
    return sorted(__all__)


__all__ = ("AuthenticatedClient", "Client")
