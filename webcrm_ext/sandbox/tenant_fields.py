"""The configuration of the fictional tenant's fields: labels, types and list entries."""

from typing import NamedTuple

UNCHOSEN = "-- choose --"


class FieldSetup(NamedTuple):
    """The type of a field, its label, and the entries of a list."""

    display_type: str
    label: str = ""
    entries: tuple[str, ...] = ()


LEVELS = (UNCHOSEN, "Low", "Medium", "High")

# Custom fields that `BY_PROPERTY` does not configure. Every entity has every type.
BY_FAMILY = {
    "Custom1": FieldSetup("D", entries=LEVELS),
    "Custom3": FieldSetup("C"),
    "Custom4": FieldSetup("I"),
    "Custom5": FieldSetup("R"),
    "Custom6": FieldSetup("DA"),
    "Custom7": FieldSetup("EMA"),
    "Custom8": FieldSetup("ML", entries=("Mail", "Telephone", "Visit")),
    "ExtraCustom1": FieldSetup("D", entries=LEVELS),
    "ExtraCustom2": FieldSetup("C"),
    "Plus1": FieldSetup("D", entries=LEVELS),
    "Plus2": FieldSetup("DA"),
    "Plus3": FieldSetup("C"),
    "Plus4": FieldSetup("PI"),
}

BY_PROPERTY = {
    "OrganisationType": FieldSetup("D", "Type", (UNCHOSEN, "Customer", "Prospect", "Supplier", "Partner")),
    "OrganisationStatus": FieldSetup("D", "Status", (UNCHOSEN, "Active", "Dormant", "Closed")),
    "OrganisationIndustry": FieldSetup(
        "D", "Industry", (UNCHOSEN, "Retail", "Shipping", "Hotels & restaurants", "Public sector", "Construction")
    ),
    "OrganisationCustom1": FieldSetup("D", "Customer segment", (UNCHOSEN, "A", "B", "C")),
    "OrganisationCustom2": FieldSetup("T", "ERP number"),
    "OrganisationCustom3": FieldSetup("C", "Wants the newsletter"),
    "OrganisationCustom4": FieldSetup("I", "Number of employees"),
    "OrganisationCustom5": FieldSetup("R", "Agreed discount"),
    "OrganisationCustom6": FieldSetup("DA", "Customer since"),
    "OrganisationCustom7": FieldSetup("EMA", "E-mail for invoices"),
    "OrganisationCustom8": FieldSetup("ML", "Interested in", ("Pendants", "Spotlights", "Outdoor", "Dimmers")),
    "OrganisationExtraCustom1": FieldSetup("D", "Delivery terms", (UNCHOSEN, "EXW", "DAP", "DDP")),
    "OrganisationXText1": FieldSetup("T", "EAN number"),
    "PersonCustom1": FieldSetup("D", "Role", (UNCHOSEN, "Decides", "Recommends", "Uses")),
    "PersonCustom2": FieldSetup("T", "Web shop number"),
    "PersonCustom3": FieldSetup("C", "Consent given"),
    "PersonCustom8": FieldSetup("ML", "Invited to", ("Spring fair", "Autumn fair", "Open house")),
    "OpportunityCustom1": FieldSetup("D", "Source", (UNCHOSEN, "Web form", "Fair", "Referral", "Cold call")),
    "OpportunityCustom2": FieldSetup("T", "Project number"),
    "OpportunityCustom3": FieldSetup("C", "Public tender"),
    "DeliveryCustom1": FieldSetup("D", "Carrier", (UNCHOSEN, "Post", "Courier", "Own van")),
    "DeliveryCustom2": FieldSetup("T", "Tracking number"),
    "DeliveryCustom3": FieldSetup("C", "Deliver to the door"),
    "ActivityType": FieldSetup("D", "Type", (UNCHOSEN, "Call", "Visit", "Follow-up", "Complaint")),
    "ProductCustom1": FieldSetup("D", "Colour", (UNCHOSEN, "White", "Black", "Brass")),
    "ProductCustom2": FieldSetup("T", "Item number"),
}

# A delivery has the custom fields of its opportunity, configured the same.
BY_PROPERTY |= {f"Delivery{name}": setup for name, setup in BY_PROPERTY.items() if name.startswith("OpportunityCustom")}
