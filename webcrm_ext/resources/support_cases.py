"""Support cases, found and written by what they hold."""

from __future__ import annotations

from webcrm_api.models.support_case_dto import SupportCaseDto
from webcrm_api.resources import support_cases as generated

from webcrm_ext.resources.tables import AsyncTable, Table


class SupportCases(Table[SupportCaseDto], generated.SupportCases):
    """Support cases."""

    model = SupportCaseDto
    module = "support_cases"


class AsyncSupportCases(AsyncTable[SupportCaseDto], generated.AsyncSupportCases):
    """Support cases, to be awaited."""

    model = SupportCaseDto
    module = "support_cases"
