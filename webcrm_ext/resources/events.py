"""Events, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.event_dto import EventDto
from webcrm_api.resources import events as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Events(Table[EventDto], generated.Events):
    """Events."""

    model = EventDto
    module = "events"


class AsyncEvents(AsyncTable[EventDto], generated.AsyncEvents):
    """Events, to be awaited."""

    model = EventDto
    module = "events"
