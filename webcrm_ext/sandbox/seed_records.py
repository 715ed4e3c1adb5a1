"""Generate the properties of records, for each entity of the fictional tenant."""

from collections.abc import Callable
from random import Random
from typing import Any

from .seed_data import (
    COMMENTS,
    COMPANY_FORMS,
    COMPANY_HEADS,
    COMPANY_TAILS,
    FIRST_NAMES,
    LAMPS,
    LAST_NAMES,
    STREETS,
    SUBJECTS,
    TITLES,
    TOWNS,
    USERS,
)
from .seed_plan import SeedPlan
from .seed_values import chance, formatted, history, maybe_date, pick, random_date, timestamps
from .tenant_fields import BY_PROPERTY, UNCHOSEN

Record = dict[str, Any]

_CURRENCIES = ("DKK", "SEK", "NOK", "EUR")


def person(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a person. Some have no first name, some no e-mail."""
    first = pick(random, FIRST_NAMES) if chance(random, 0.95) else ""
    last = pick(random, LAST_NAMES) if first else "-"
    mail = f"{first}.{id_}@example.com".lower() if chance(random, 0.9) else ""
    phone = f"+45 {10_000_000 + int(random.random() * 80_000_000)}"
    return {
        "PersonFirstName": first,
        "PersonMiddleName": "",
        "PersonLastName": last,
        "PersonName": f"{first} {last}".strip(),
        "PersonEmail": mail,
        "PersonDirectPhone": phone,
        "PersonMobilePhone": "",
        "PersonTelephoneSearch": phone.replace("+", "").replace(" ", ""),
        "PersonOrganisationId": plan.organisation("Person", id_),
        "PersonTitle": pick(random, TITLES),
        "PersonStatus": "Active" if chance(random, 0.9) else "Resigned",
        "PersonCheckMark1": chance(random, 0.3),
        "PersonCustom1": pick(random, BY_PROPERTY["PersonCustom1"].entries),
        "PersonCustom2": f"WEB-{id_:06}",
        "PersonCustom3": pick(random, ("Yes", "No")),
        "PersonCustom8": pick(random, ("[]", "00: Spring fair", "01: Autumn fair")),
        "PersonPlus2": pick(random, ("", "20180130")),
        "PersonHistory": history(random),
        "PersonBirthday": maybe_date(random),
        **timestamps(random, "Person"),
    }


def organisation(random: Random, id_: int, plan: SeedPlan) -> Record:  # noqa: ARG001 - a factory
    """Return an organisation. Countries are in different languages, as users enter them."""
    name = f"{pick(random, COMPANY_HEADS)} {pick(random, COMPANY_TAILS)} {pick(random, COMPANY_FORMS)}"
    post_code, city, country, code = pick(random, TOWNS)
    phone = f"{10_000_000 + int(random.random() * 80_000_000)}"
    return {
        "OrganisationName": name,
        "OrganisationCompareName": "".join(letter for letter in name.lower() if letter.isalnum()),
        "OrganisationAddress": f"{pick(random, STREETS)} {1 + int(random.random() * 120)}\r\n{post_code} {city}",
        "OrganisationPostCode": post_code,
        "OrganisationCity": city,
        "OrganisationCountry": country,
        "OrganisationTelephone": phone,
        "OrganisationTelephoneSearch": phone,
        "OrganisationVatNumber": f"{code}{10_000_000 + id_}",
        "OrganisationVatCountry": code,
        "OrganisationWww": "https://www.example.com" if chance(random, 0.5) else "",
        "OrganisationOwner": int(random.random() * len(USERS)),
        "OrganisationType": pick(random, BY_PROPERTY["OrganisationType"].entries),
        "OrganisationStatus": pick(random, (UNCHOSEN, "Active", "Dormant")),
        "OrganisationIndustry": pick(random, BY_PROPERTY["OrganisationIndustry"].entries),
        "OrganisationCustom1": pick(random, BY_PROPERTY["OrganisationCustom1"].entries),
        "OrganisationCustom2": f"{20_000 + id_}",
        "OrganisationCustom3": pick(random, ("Yes", "No")),
        "OrganisationCustom4": str(int(random.random() * 400)),
        "OrganisationCustom5": pick(random, ("", "2.5", "10")),
        "OrganisationCustom6": pick(random, ("", "2018-06-28")),
        "OrganisationCustom8": pick(random, ("[]", "00: Pendants", "01: Spotlights, 02: Outdoor")),
        "OrganisationPlus2": pick(random, ("", "20180130")),
        "OrganisationHistory": history(random),
        **timestamps(random, "Organisation"),
    }


def opportunity(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return an opportunity."""
    return {
        "OpportunityNumber": f"Q{id_:05}",
        "OpportunityDescription": pick(random, SUBJECTS),
        "OpportunityLevel": 1 + id_ % 14,
        "OpportunityLevelText": f"Level {1 + id_ % 14}",
        "OpportunityAssignedTo": id_ % len(USERS),
        "OpportunityAssignedTo2": 3 * id_ % len(USERS),
        "OpportunityCurrencyName": pick(random, _CURRENCIES),
        "OpportunityOrderValue": plan.order_value(id_),
        "OpportunityNextFollowUp": maybe_date(random),
        "OpportunitySpentTime": pick(random, ("00:00:00", "01:30:00")),
        "OpportunityCustom1": pick(random, BY_PROPERTY["OpportunityCustom1"].entries),
        "OpportunityHistory": history(random),
        **_links(id_, "Opportunity", plan),
        **timestamps(random, "Opportunity"),
    }


def delivery(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a delivery."""
    return {
        "DeliveryNumber": f"D{id_:05}",
        "DeliveryDescription": pick(random, LAMPS),
        "DeliveryAssignedTo": id_ % len(USERS),
        "DeliveryAssignedTo2": 3 * id_ % len(USERS),
        "DeliveryResponsible": 0,
        "DeliveryStatus": ("New", "Planned", "OnGoing", "Completed")[id_ % 4],
        "DeliveryErpStatus": pick(random, ("NotReadyForSynchronization", "ReadyForSynchronization", "Synchronized")),
        "DeliveryCurrencyName": pick(random, _CURRENCIES),
        "DeliveryOrderDate": maybe_date(random),
        "DeliveryOrderValue": plan.order_value(id_),
        "DeliveryHistory": history(random),
        **_links(id_, "Delivery", plan),
        **timestamps(random, "Delivery"),
    }


def quotation_line(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a quotation line, with the organisation of its delivery or opportunity."""
    line = plan.quotation_line(id_)
    return {
        "QuotationLineOpportunityId": line.owner,
        "QuotationLineOrganisationId": plan.party(
            "Delivery" if line.owner > plan.opportunities else "Opportunity", line.owner
        )[0],
        "QuotationLineData1": line.article.code,
        "QuotationLineData2": line.article.name,
        "QuotationLineQuantity": float(line.quantity),
        "QuotationLineListPrice": line.article.price,
        "QuotationLinePrice": line.article.price,
        "QuotationLineVatPercentage": 25.0,
        "QuotationLineSortOrder": id_ % 3,
        **timestamps(random, "QuotationLine"),
    }


def activity(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return an activity."""
    return {
        "ActivityDescription": pick(random, SUBJECTS),
        "ActivityComment": pick(random, COMMENTS),
        "ActivityAction": pick(random, ("Call", "Visit", "")),
        "ActivityType": pick(random, BY_PROPERTY["ActivityType"].entries),
        "ActivityStatus": pick(random, ("Planned", "Active", "Completed")),
        "ActivityAssignedTo": id_ % len(USERS),
        "ActivityDateTime": formatted(random, random_date(random)),
        **_links(id_, "Activity", plan),
        **timestamps(random, "Activity"),
    }


def user(random: Random, id_: int, plan: SeedPlan) -> Record:  # noqa: ARG001 - a factory
    """Return a user. The last ones are inactive."""
    name, initials, level = USERS[id_ - 1]
    return {
        "UserName": name,
        "UserInitials": initials,
        "UserLoginName": initials.lower(),
        "UserAccessLevel": level,
        "UserEmail": f"{initials.lower()}@example.com",
        "UserPassword": "",
        "UserLastLoginDateTime": maybe_date(random),
        **timestamps(random, "User"),
    }


def product(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a product of an organisation."""
    article = plan.article(id_)
    return {
        "ProductCombined": article.name,
        "ProductCustom2": article.code,
        "ProductListPrice": article.price,
        "ProductQuantity": float(1 + id_ % 9),
        **_links(id_, "Product", plan),
        **timestamps(random, "Product"),
    }


def support_case(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a support case."""
    return {
        "SupportCaseSubject": pick(random, SUBJECTS),
        "SupportCaseTicket": 10_000 + id_,
        "SupportCaseStatus": ("Created", "Ongoing", "Closed")[id_ % 3],
        "SupportCaseChannel": 1 + id_ % 3,
        "SupportCaseAssignedTo": id_ % len(USERS),
        "SupportCaseDeadline": maybe_date(random),
        **_links(id_, "SupportCase", plan),
        **timestamps(random, "SupportCase"),
    }


def relation(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a relation of two organisations or two persons."""
    of_persons = bool(id_ % 2)
    count = plan.persons if of_persons else plan.organisations
    ends = [1 + id_ // 3, 1 + int(random.random() * count)]
    return {
        "RelationType": "PersonToPerson" if of_persons else "OrganisationToOrganisation",
        "RelationPerson1Id": ends[0] if of_persons else 0,
        "RelationPerson2Id": ends[1] if of_persons else 0,
        "RelationOrganisation1Id": 0 if of_persons else ends[0],
        "RelationOrganisation2Id": 0 if of_persons else ends[1],
        **timestamps(random, "Relation"),
    }


def document(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a document. Extensions are with or without a dot."""
    return {
        "DocumentDescription": f"Price list {id_}",
        "DocumentFile": "",
        "DocumentFileName": f"price-list-{id_}",
        "DocumentFileExtension": pick(random, (".txt", "txt")),
        "DocumentOrganisationId": plan.organisation("Document", id_),
        "DocumentUploadCount": 1,
        "DocumentCreatedAt": formatted(random, random_date(random)),
    }


def linked(prefix: str, **more: Any) -> Callable[[Random, int, SeedPlan], Record]:
    """Return the factory of records with little more than their organisation and opportunity."""

    def make(random: Random, id_: int, plan: SeedPlan) -> Record:
        opportunity = 1 + (id_ - 1) % plan.opportunities
        return {
            **more,
            f"{prefix}OrganisationId": plan.party("Opportunity", opportunity)[0],
            f"{prefix}OpportunityId": opportunity,
            **timestamps(random, prefix),
        }

    return make


def event(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a calendar event."""
    return {
        "EventDescription": pick(random, SUBJECTS),
        "EventAssignedTo": id_ % len(USERS),
        "EventDateTime": formatted(random, random_date(random)),
        "EventParticipantIds": [1, 2],
        **_links(id_, "Event", plan),
        **timestamps(random, "Event"),
    }


def person_b2c(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return a private customer."""
    return {
        "PersonB2CFirstName": pick(random, FIRST_NAMES),
        "PersonB2CLastName": pick(random, LAST_NAMES),
        "PersonB2COrganisationId": plan.organisation("PersonB2C", id_),
        "PersonB2CEmail": f"private.{id_}@example.com",
        "PersonB2CHistory": history(random),
    }


def email(random: Random, id_: int, plan: SeedPlan) -> Record:
    """Return an e-mail of a support case."""
    support_case_id = 1 + (id_ - 1) // 2
    return {
        "EmailSupportSubject": pick(random, SUBJECTS),
        "EmailSupportBody": "<p>" + pick(random, COMMENTS) + "</p>",
        "EmailSupportSupportCaseId": support_case_id,
        "EmailSupportDateTime": formatted(random, random_date(random)),
        "EmailSupportOrganisationId": plan.party("SupportCase", support_case_id)[0],
    }


def budget(random: Random, id_: int, plan: SeedPlan) -> Record:  # noqa: ARG001 - a factory
    """Return a budget."""
    return {"BudgetName": f"Budget {2018 + id_}", "BudgetMonthCount": 12, **timestamps(random, "Budget")}


RECORD_FACTORIES: dict[str, Callable[[Random, int, SeedPlan], Record]] = {
    "Users": user,
    "Organisations": organisation,
    "Persons": person,
    "PersonsB2C": person_b2c,
    "Opportunities": opportunity,
    "Deliveries": delivery,
    "QuotationLines": quotation_line,
    "Activities": activity,
    "Events": event,
    "Products": product,
    "SupportCases": support_case,
    "EmailSupports": email,
    "Relations": relation,
    "Documents": document,
    "Budgets": budget,
    "Milestones": linked("Milestone", MilestoneDescription="First delivery"),
    "Revenues": linked("Revenue", RevenueRevenue1=1000.0),
    "TimeExpenses": linked("TimeExpense", TimeExpenseText="Installation"),
}


def _links(id_: int, prefix: str, plan: SeedPlan) -> Record:
    """Return the properties with the organisation and the person of a record."""
    organisation_id, person_id = plan.party(prefix, id_)
    return {f"{prefix}OrganisationId": organisation_id, f"{prefix}PersonId": person_id}
