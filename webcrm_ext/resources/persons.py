"""Persons, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.person_dto import PersonDto
from webcrm_api.resources import persons as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class Persons(Table[PersonDto], generated.Persons):
    """Persons."""

    model = PersonDto
    module = "persons"


class AsyncPersons(AsyncTable[PersonDto], generated.AsyncPersons):
    """Persons, to be awaited."""

    model = PersonDto
    module = "persons"
