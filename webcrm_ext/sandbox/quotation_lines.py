"""The rules of quotation lines: an organisation for the lines of a delivery, and an item when linked data is on."""

from .records import Change
from .responses import HTTPError, Response, bad_request, dumps, encoded_json_response
from .tenant import Tenant

MESSAGE = "Possible quotation not found"
ITEMS = "QuotationLines/LinkedData"


class QuotationNotFoundError(HTTPError):
    """The documented failure of a line written without linked data; its shape can be chosen."""

    def __init__(self, status: int, shape: str) -> None:
        super().__init__(status, MESSAGE, "NotFoundException")
        self._shape = shape

    def response(self) -> Response:
        """The message as an error body, as plain text, or as a JSON string."""
        if self._shape == "text":
            return Response(self.status, self.message.encode(), "text/plain; charset=utf-8")
        if self._shape == "json-text":
            response = encoded_json_response(dumps(self.message))
            response.status = self.status
            return response
        return super().response()


def quotation_line(tenant: Tenant, change: Change) -> None:
    """With linked data on the line takes its data from an item; a delivery's line names its organisation."""
    if tenant.has_linked_data("QuotationLines"):
        item = tenant.store.record(ITEMS, change.sent.get("QuotationLineLinkedDataId") or 0)
        if item is None:
            options = tenant.options
            raise QuotationNotFoundError(options.linked_data_error_status, options.linked_data_error_shape)
        for number in range(1, 10):
            change.after[f"QuotationLineData{number}"] = item[f"QuotationLineLinkedDataItemData{number}"]
    # The item is copied, not referred to: the lines that are read do not have this property.
    change.after.pop("QuotationLineLinkedDataId", None)
    owner = change.after["QuotationLineOpportunityId"] or 0
    if not change.after["QuotationLineOrganisationId"] and tenant.store.record_json("Deliveries", owner) is not None:
        raise bad_request("QuotationLineOrganisationId is required for a line of a delivery.")
