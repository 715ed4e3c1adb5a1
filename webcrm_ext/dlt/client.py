"""The client of a source: that of the caller, or one that is opened when the first table is read."""

from __future__ import annotations

import weakref
from typing import Any

from webcrm_api.redaction import redacted

from webcrm_ext.client import WebCRM
from webcrm_ext.errors import ConfigurationError


class SourceClient:
    """The client of a source.

    Args:
        dlt: The module dlt, whose secrets have the settings.
        crm: The caller's client, which stays open; None to create one, which is closed with the source.

    Raises:
        ConfigurationError: `crm` is not a `WebCRM`.
    """

    def __init__(self, dlt: Any, crm: Any) -> None:
        if not isinstance(crm, WebCRM | None):
            raise ConfigurationError(
                f"crm must be a WebCRM, or None for the settings of dlt, not a {type(crm).__name__}."
            )
        self._dlt = dlt
        self._crm = crm

    def open(self) -> WebCRM:
        """Return the client.

        Raises:
            ConfigurationError: A setting is missing or invalid.
        """
        if self._crm is None:
            names = {"application_token": self._dlt.secrets, "base_url": self._dlt.config}
            found = {name: redacted(values.get(f"sources.webcrm.{name}", str)) for name, values in names.items()}
            self._crm = WebCRM(**{name: value for name, value in found.items() if value})
            weakref.finalize(self, self._crm.close)
        return self._crm
