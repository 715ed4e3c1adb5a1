"""Organisations, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.organisation_dto import OrganisationDto
from webcrm_api.resources import organisations as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Organisations(Table[OrganisationDto], generated.Organisations):
    """Organisations."""

    model = OrganisationDto
    module = "organisations"


class AsyncOrganisations(AsyncTable[OrganisationDto], generated.AsyncOrganisations):
    """Organisations, to be awaited."""

    model = OrganisationDto
    module = "organisations"
