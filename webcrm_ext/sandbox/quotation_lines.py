"""The rules of quotation lines: lines of a delivery name an organisation, and linked data needs an item."""

from typing import Any

from .options import LinkedLineData
from .records import Change
from .responses import HTTPError, Response, bad_request, dumps, encoded_json_response
from .tenant import Tenant

MESSAGE = "Possible quotation not found"
ITEMS = "QuotationLines/LinkedData"
_DATA = {f"QuotationLineData{number}": f"QuotationLineLinkedDataItemData{number}" for number in range(1, 10)}


class QuotationNotFoundError(HTTPError):
    """The error of a quotation line without a linked-data item. Options set its shape and status."""

    def __init__(self, status: int, shape: str) -> None:
        super().__init__(status, MESSAGE, "NotFoundException")
        self._shape = shape

    def response(self) -> Response:
        """Return the message as an error body, as plain text, or as a JSON string."""
        if self._shape == "text":
            return Response(self.status, self.message.encode(), "text/plain; charset=utf-8")
        if self._shape == "json-text":
            response = encoded_json_response(dumps(self.message))
            response.status = self.status
            return response
        return super().response()


def quotation_line(tenant: Tenant, change: Change) -> None:
    """Fill the line from its item if linked data is on, and check the organisation of a delivery's line."""
    if tenant.has_linked_data("QuotationLines"):
        item = tenant.store.record(ITEMS, change.sent.get("QuotationLineLinkedDataId") or 0)
        if item is None:
            options = tenant.options
            raise QuotationNotFoundError(options.linked_data_error_status, options.linked_data_error_shape)
        _fill(change, item, tenant.options.linked_line_data)
    # The item is copied: a line that is read does not have this property.
    change.after.pop("QuotationLineLinkedDataId", None)
    owner = change.after["QuotationLineOpportunityId"] or 0
    if not change.after["QuotationLineOrganisationId"] and tenant.store.record_json("Deliveries", owner) is not None:
        raise bad_request("QuotationLineOrganisationId is required for a line of a delivery.")


def _fill(change: Change, item: dict[str, Any], line_data: LinkedLineData) -> None:
    """Copy Data1 to Data9 of the item to the line.

    Raises:
        HTTPError: 400 if the option refuses values in the line.
    """
    sent = [name for name in _DATA if change.sent.get(name) not in {None, ""}]
    if sent and line_data == "refused":
        raise bad_request(f"{', '.join(sent)} must not be sent for a line with linked data; the item has the values.")
    kept = sent if line_data == "kept" else []
    change.after.update({name: item[of_item] for name, of_item in _DATA.items() if name not in kept})
