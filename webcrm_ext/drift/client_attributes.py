"""The public attributes of the client, whose names no resource may have."""

from __future__ import annotations

from functools import cached_property

from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.async_client import AsyncWebCRM
from webcrm_ext.client import WebCRM


def client_attributes() -> frozenset[str]:
    """Return the public attributes of both clients, without those that are resources of the API."""
    found = set()
    for client, resources in ((WebCRM, Resources), (AsyncWebCRM, AsyncResources)):
        for name, value in vars(client).items():
            # A hand-written resource that extends a generated one has its name.
            is_resource = isinstance(value, cached_property) and isinstance(vars(resources).get(name), cached_property)
            if not name.startswith("_") and not is_resource:
                found.add(name)
    return frozenset(found)
