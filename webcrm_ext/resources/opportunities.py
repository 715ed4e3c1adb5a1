"""Opportunities, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.opportunity_dto import OpportunityDto
from webcrm_api.resources import opportunities as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Opportunities(Table[OpportunityDto], generated.Opportunities):
    """Opportunities."""

    model = OpportunityDto
    module = "opportunities"


class AsyncOpportunities(AsyncTable[OpportunityDto], generated.AsyncOpportunities):
    """Opportunities, to be awaited."""

    model = OpportunityDto
    module = "opportunities"
