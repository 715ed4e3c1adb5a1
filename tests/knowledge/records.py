"""Records that several tests write."""

from __future__ import annotations

from typing import Any

from webcrm_api.models import OrganisationDto, QuotationLineUpdateDto

KEY = "OrganisationExtraCustom8"


def organisations(count: int, **more: Any) -> list[OrganisationDto]:
    """Organisations with keys of their own, quotes in them."""
    return [
        OrganisationDto.from_dict({"OrganisationId": 0, "OrganisationName": f"N{number}", KEY: f"K'{number}", **more})
        for number in range(count)
    ]


def line(text: str = "Lamp", id_: int = 0, **more: Any) -> QuotationLineUpdateDto:
    """A quotation line."""
    return QuotationLineUpdateDto(quotation_line_id=id_, quotation_line_data_1=text, **more)
