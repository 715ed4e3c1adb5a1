"""What the properties of models are, in the project's own words: only what a name and a type do not say.

Each sentence is a documented rule of the API, or was seen in use against the live service.
"""

from __future__ import annotations

import re

from webcrm_ext.definition.document import Document

_USER = "The id of a user; 0 is nobody."
_FIELD = "The id of the field that it uses; null or 0 where it uses none."

# By `Model.Property`; the first pattern that fits.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"\w+HookDto\.TargetUrl", "Where the service sends to. It signs nothing, so keep a secret in the address."),
    (r"\w+HookDto\.Filter", "Which changes are told of."),
    (r"TokenResponse\w*\.AccessToken", "Goes into the header `Authorization` of every other call; valid for an hour."),
    (r"TokenResponse\w*\.RefreshToken", "Gives new tokens, once."),
    (r"TokenResponse\w*\.ExpiresIn", "Seconds that the access token is valid."),
    (r"TokenResponse\w*\.IsError", "Whether the login failed; a failed one can be answered by status 200."),
    (r"FieldMetadataDto\.FieldMetadataDbFieldName", "The column's name in the service's database, such as `o_type`."),
    (r"FieldMetadataDto\.FieldMetadataFriendlyFieldName", "The property's name in the models, and in queries."),
    (r"FieldMetadataDto\.FieldMetadataLabel", "What the users of this system see; it differs from system to system."),
    (r"FieldMetadataDto\.FieldMetadataTextFieldMaxLength", "How many characters a text may have."),
    (r"DocumentDto\.DocumentFile", "The file as base64 text, as far as is known."),
    (r"DocumentDto\.DocumentFileExtension", "With or without a dot."),
    (r"DocumentDto\.DocumentFileSize", "Bytes."),
    (r"(?:QuotationLine)?LinkedSetupDto\.\w*LinkedSetup(?:Field\d|MemoField)", _FIELD),
    (r"QuotationLine\w*Dto\.QuotationLineLinkedDataId", "What `create_linked_data` gave, where linked data is on."),
    (r"QuotationLine\w*Dto\.QuotationLineOpportunityId", "The opportunity's id, or the delivery's; they share ids."),
    (r"QuotationLine\w*Dto\.QuotationLineOrganisationId", "Must be set for the lines of a delivery."),
    (
        r"QuotationLine\w*Dto\.QuotationLinePrice",
        "Whether it is the price of one or of the whole line is not certain: do not compute with it.",
    ),
    (r"QuotationLineLinkedDataItemDto\.\w+ItemData\d", "What the line's field of this number gets; `-` for nothing."),
    (r"PersonDto\.PersonLastName", "A person must have one; `-` where it is not known."),
    (r"PersonDto\.PersonName", "Made by the service from the other names."),
    (r"PersonDto\.PersonOrganisationId", "The organisation's id. An update does not change it."),
    (r"OrganisationDto\.OrganisationAddress", "May have several lines."),
    (r"OrganisationDto\.OrganisationCountry", "A free name in the system's language, and no code."),
    (r"OrganisationDto\.Organisation(?:CompareName|TelephoneSearch)", "Made by the service."),
    (r"DeliveryDto\.Delivery(?:AssignedTo2?|Responsible)", f"{_USER} Send 0 when a delivery is created."),
    (r"\w+Dto\.\w+(?:AssignedTo2?|2ndResponsible)", _USER),
    (r"\w+Dto\.\w+History", "Rows of HTML, written by the service."),
    (r"\w+Dto\.\w+SpentTime", 'A span of time, "00:00:00".'),
    (r"\w+Dto\.\w*(?:CreatedBy|UpdatedBy)", "Who did it; for a call of the API `api2` and the token's name."),
)  # fmt: skip

_CUSTOM = re.compile(r"(Custom|Plus|ExtraCustom)\d+$")


def property_words(model: str, name: str, schema: Document) -> str | None:
    """Say what a property of a model is, with its limits, or None where its name and type say it all."""
    known = next((sentence for pattern, sentence in _SENTENCES if re.fullmatch(pattern, f"{model}.{name}")), None)
    limit = f"At most {schema['maxLength']} characters." if "maxLength" in schema else None
    return " ".join(part for part in (known, limit) if part) or None


def custom_fields_words(schema: Document) -> str | None:
    """Say once for a model how its custom fields are to be read and written, or None where it has none."""
    families = sorted({match[1] for name in schema.get("properties", {}) if (match := _CUSTOM.search(name))})
    if not families:
        return None
    named = " and ".join(filter(None, [", ".join(families[:-1]), families[-1]]))
    return (
        f"What the {named} fields mean differs from system to system; `crm.fields_metadata` "
        'tells. They are texts whatever their type: a checkbox is "Yes" or "No", and an entry of a list is written '
        "exactly as the list has it, case included."
    )
