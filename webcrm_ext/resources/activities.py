"""Activities, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.activity_dto import ActivityDto
from webcrm_api.resources import activities as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Activities(Table[ActivityDto], generated.Activities):
    """Activities."""

    model = ActivityDto
    module = "activities"


class AsyncActivities(AsyncTable[ActivityDto], generated.AsyncActivities):
    """Activities, to be awaited."""

    model = ActivityDto
    module = "activities"
