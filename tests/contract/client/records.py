"""Records that several tests write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from webcrm_api.models import OrganisationDto, QuotationLineUpdateDto

from webcrm_ext.sandbox import Sandbox

KEY = "OrganisationExtraCustom8"
LINKED = frozenset({"QuotationLines"})
LINES, ITEMS = "QuotationLines", "QuotationLines/LinkedData"


def organisations(count: int, **more: Any) -> list[OrganisationDto]:
    """Return organisations with unique keys, which contain quotes."""
    return [
        OrganisationDto.from_dict({"OrganisationId": 0, "OrganisationName": f"N{number}", KEY: f"K'{number}", **more})
        for number in range(count)
    ]


def line(text: str = "Lamp", id_: int = 0, **more: Any) -> QuotationLineUpdateDto:
    """Return a quotation line."""
    return QuotationLineUpdateDto(quotation_line_id=id_, quotation_line_data_1=text, **more)


def owner(delivery: Any) -> dict[str, Any]:
    """Return the properties that link a line to a delivery."""
    return {
        "quotation_line_opportunity_id": delivery.delivery_id,
        "quotation_line_organisation_id": delivery.delivery_organisation_id,
    }


def texts(crm: Any, delivery: int) -> list[str]:
    """Return the first Data of each line of a delivery."""
    return [each.quotation_line_data_1 for each in crm.quotation_lines.for_delivery(delivery)]


def at(number: int, method: str, path: str, do: Callable[[], None]) -> Callable[[Any], None]:
    """Return a hook that does something before one request, counted from 1, of a method to a path."""
    left = number

    def on_request(request: Any) -> None:
        nonlocal left
        if (request.method, request.url.path) == (method, path):
            left -= 1
            if left == 0:
                do()

    return on_request


def keys_of(sandbox: Sandbox) -> Counter[str]:
    """Return how many stored organisations have each key of `organisations`."""
    ids = range(1, sandbox.count("Organisations") + 1)
    stored = [record[KEY] for id_ in ids if (record := sandbox.record("Organisations", id_))]
    return Counter(key for key in stored if key and key.startswith("K'"))
