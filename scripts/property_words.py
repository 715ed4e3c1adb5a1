"""The documentation of the models' properties, where name and type are not enough.

Each sentence is a documented rule of the API, or was observed against the live service.
"""

from __future__ import annotations

import re

from webcrm_ext.definition.document import Document

_USER = "The id of a user; 0 for no user."
_FIELD = "The id of the field that it uses; null or 0 if it uses none."

# By `Model.Property`; the first pattern that matches.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"\w+HookDto\.TargetUrl", "The URL that the service calls. Calls are not signed, so put a secret into the URL."),
    (r"\w+HookDto\.Filter", "The changes that the service reports."),
    (r"TokenResponse\w*\.AccessToken", "The token for the header `Authorization` of all calls; valid for an hour."),
    (r"TokenResponse\w*\.RefreshToken", "The token for a refresh; it works once."),
    (r"TokenResponse\w*\.ExpiresIn", "Seconds that the access token is valid."),
    (r"TokenResponse\w*\.IsError", "Whether the login failed; a failed login can return status 200."),
    (r"FieldMetadataDto\.FieldMetadataDbFieldName", "The column's name in the service's database, such as `o_type`."),
    (r"FieldMetadataDto\.FieldMetadataFriendlyFieldName", "The property's name in the models, and in queries."),
    (r"FieldMetadataDto\.FieldMetadataLabel", "The label that users see; it differs from system to system."),
    (r"FieldMetadataDto\.FieldMetadataTextFieldMaxLength", "The maximum number of characters of a text."),
    (r"DocumentDto\.DocumentFile", "The file as a base64 string (likely, not documented)."),
    (r"DocumentDto\.DocumentFileExtension", "With or without a dot."),
    (r"DocumentDto\.DocumentFileSize", "Bytes."),
    (r"(?:QuotationLine)?LinkedSetupDto\.\w*LinkedSetup(?:Field\d|MemoField)", _FIELD),
    (r"QuotationLine\w*Dto\.QuotationLineLinkedDataId", "The id from `create_linked_data`, if linked data is on."),
    (r"QuotationLine\w*Dto\.QuotationLineOpportunityId", "The opportunity's id, or the delivery's; they share ids."),
    (r"QuotationLine\w*Dto\.QuotationLineOrganisationId", "Must be set for the lines of a delivery."),
    (
        r"QuotationLine\w*Dto\.QuotationLinePrice",
        "Price of one unit or of the whole line (not documented): do not compute with it.",
    ),
    (r"QuotationLineLinkedDataItemDto\.\w+ItemData\d", "The value of the line's Data of this number; `-` is blank."),
    (r"PersonDto\.PersonLastName", "Required; `-` if it is not known."),
    (r"PersonDto\.PersonName", "Set by the service from the other names."),
    (r"PersonDto\.PersonOrganisationId", "The organisation's id. An update does not change it."),
    (r"OrganisationDto\.OrganisationAddress", "May have several lines."),
    (r"OrganisationDto\.OrganisationCountry", "A name in the system's language, not a code."),
    (r"OrganisationDto\.Organisation(?:CompareName|TelephoneSearch)", "Set by the service."),
    (r"DeliveryDto\.Delivery(?:AssignedTo2?|Responsible)", f"{_USER} Send 0 when a delivery is created."),
    (r"\w+Dto\.\w+(?:AssignedTo2?|2ndResponsible)", _USER),
    (r"\w+Dto\.\w+History", "Rows of HTML, written by the service."),
    (r"\w+Dto\.\w+SpentTime", 'A span of time, "00:00:00".'),
    (r"\w+Dto\.\w*(?:CreatedBy|UpdatedBy)", "The user's name; `api2` and the token's name for a call of the API."),
)  # fmt: skip

_CUSTOM = re.compile(r"(Custom|Plus|ExtraCustom)\d+$")


def property_words(model: str, name: str, schema: Document) -> str | None:
    """Return the documentation of a property, with its limits, or None if its name and type are enough."""
    known = next((sentence for pattern, sentence in _SENTENCES if re.fullmatch(pattern, f"{model}.{name}")), None)
    limit = f"At most {schema['maxLength']} characters." if "maxLength" in schema else None
    return " ".join(part for part in (known, limit) if part) or None


def custom_fields_words(schema: Document) -> str | None:
    """Return the documentation of a model's custom fields, or None if it has none."""
    families = sorted({match[1] for name in schema.get("properties", {}) if (match := _CUSTOM.search(name))})
    if not families:
        return None
    named = " and ".join(filter(None, [", ".join(families[:-1]), families[-1]]))
    return (
        f"The meaning of the {named} fields differs from system to system; `crm.fields_metadata` describes it. "
        'Their values are strings, for every type: a checkbox is "Yes" or "No", and an entry of a list must be '
        "spelled exactly as in the list, including case."
    )
