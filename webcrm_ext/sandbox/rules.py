"""What the service refuses or completes beyond what the definition says, entity by entity."""

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
    """A last name is mandatory; the organisation stays; the name is made of its parts."""
    after = change.after
    if not str(after["PersonLastName"] or "").strip():
        raise bad_request("PersonLastName is required; send '-' when it is not known.")
    if change.before is not None:
        after["PersonOrganisationId"] = change.before["PersonOrganisationId"]
    parts = (after["PersonFirstName"], after["PersonMiddleName"], after["PersonLastName"])
    after["PersonName"] = " ".join(part for part in parts if part)
    after["PersonTelephoneSearch"] = _digits(after["PersonDirectPhone"], after["PersonMobilePhone"])


def organisation(tenant: Tenant, change: Change) -> None:  # noqa: ARG001 - a rule
    """The texts to search by are the server's."""
    after = change.after
    after["OrganisationCompareName"] = re.sub(r"\W", "", str(after["OrganisationName"] or "")).lower()
    after["OrganisationTelephoneSearch"] = _digits(after["OrganisationTelephone"])


def delivery(tenant: Tenant, change: Change) -> None:
    """A new one states its responsibles; two with one number cannot be edited."""
    if change.before is None:
        missing = [name for name in _RESPONSIBLES if change.sent.get(name) is None]
        if missing and tenant.options.deliveries_need_responsibles:
            raise bad_request(f"{', '.join(missing)} must be sent for a new delivery; 0 is nobody.")
        return
    number = change.before["DeliveryNumber"]
    if number and len(tenant.store.ids("Deliveries", Condition(("DeliveryNumber", "is", number)))) > 1:
        raise bad_request(f"Another delivery has the number {number} as well; neither can be edited.")


def document(tenant: Tenant, change: Change) -> None:
    """The bytes travel as base64 text in DocumentFile, and are read back from the download alone."""
    text = change.sent.get("DocumentFile")
    change.after["DocumentFile"] = None
    if text is None:
        return
    try:
        content = b64decode("".join(str(text).split()), validate=True)
    except (Base64Error, ValueError):
        raise bad_request("DocumentFile takes base64 text.") from None
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


def _digits(*texts: object) -> str:
    return re.sub(r"\D", "", " ".join(str(text) for text in texts if text))
