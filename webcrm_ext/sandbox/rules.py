"""Rules of the service that are not in the API definition, by entity."""

import re
from base64 import b64decode
from binascii import Error as Base64Error

from .dates import EMPTY_DATE
from .quotation_lines import quotation_line
from .records import Change, Rule
from .responses import bad_request
from .store import Condition
from .tenant import Tenant

_RESPONSIBLES = ("DeliveryAssignedTo", "DeliveryAssignedTo2", "DeliveryResponsible")


def person(tenant: Tenant, change: Change) -> None:  # noqa: ARG001 - a rule
    """Check the last name, keep the organisation, and derive the full name."""
    after = change.after
    if not str(after["PersonLastName"] or "").strip():
        raise bad_request("PersonLastName is required. Send '-' if it is not known.")
    if change.before is not None:
        after["PersonOrganisationId"] = change.before["PersonOrganisationId"]
    parts = (after["PersonFirstName"], after["PersonMiddleName"], after["PersonLastName"])
    after["PersonName"] = " ".join(part for part in parts if part)
    after["PersonTelephoneSearch"] = _digits(after["PersonDirectPhone"], after["PersonMobilePhone"])


def organisation(tenant: Tenant, change: Change) -> None:  # noqa: ARG001 - a rule
    """Derive the properties for searching."""
    after = change.after
    after["OrganisationCompareName"] = re.sub(r"\W", "", str(after["OrganisationName"] or "")).lower()
    after["OrganisationTelephoneSearch"] = _digits(after["OrganisationTelephone"])


def delivery(tenant: Tenant, change: Change) -> None:
    """Check the responsibles of a new delivery, and refuse an edit if another has the same number."""
    if change.before is None:
        missing = [name for name in _RESPONSIBLES if change.sent.get(name) is None]
        if missing and tenant.options.deliveries_need_responsibles:
            raise bad_request(f"{', '.join(missing)} must be sent for a new delivery. Send 0 for no user.")
        return
    number = change.before["DeliveryNumber"]
    if number and len(tenant.store.ids("Deliveries", Condition(("DeliveryNumber", "is", number)))) > 1:
        raise bad_request(f"Another delivery has the number {number} too, so neither can be edited.")


def document(tenant: Tenant, change: Change) -> None:
    """Store the bytes that DocumentFile has as base64. Only a download returns them."""
    encoded = change.sent.get("DocumentFile")
    change.after["DocumentFile"] = ""
    if encoded is None:
        return
    try:
        content = b64decode("".join(str(encoded).split()), validate=True)
    except (Base64Error, ValueError):
        raise bad_request("DocumentFile must be base64.") from None
    tenant.store.put_file(change.id, content)
    change.after["DocumentFileSize"] = len(content)
    change.after["DocumentUploadCount"] = (change.after["DocumentUploadCount"] or 0) + 1
    change.after["DocumentUploadedAt"] = change.after["DocumentLastUpdatedAt"] or EMPTY_DATE


RULES: dict[str, Rule] = {
    "Persons": person,
    "Organisations": organisation,
    "Deliveries": delivery,
    "Documents": document,
    "QuotationLines": quotation_line,
}


def _digits(*values: object) -> str:
    return re.sub(r"\D", "", " ".join(str(value) for value in values if value))
