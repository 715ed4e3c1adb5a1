"""The public attributes of the client, whose names no resource may have."""

from __future__ import annotations

from functools import cached_property

from webcrm_api.resource import public_names
from webcrm_api.resources import AsyncResources, Resources

from webcrm_ext.async_client import AsyncWebCRM
from webcrm_ext.client import WebCRM


def client_attributes() -> frozenset[str]:
    """Return the public attributes of both clients, without those that are resources of the API."""
    found = set()
    for client, resources in ((WebCRM, Resources), (AsyncWebCRM, AsyncResources)):
        for name in public_names(client):
            # A hand-written resource that extends a generated one has its name.
            if not isinstance(vars(resources).get(name), cached_property):
                found.add(name)
    return frozenset(found)
