"""Generate the fictional tenant: deterministic, and as irregular as a real one."""

from collections.abc import Iterator
from random import Random
from typing import Any

from .activity_notes import COLLECTION as NOTES
from .entities import MEETINGS
from .linked_data import SEQUENCE as LINKED_DATA_SEQUENCE
from .meetings import attendee, unset_meeting
from .quotation_lines import ITEMS
from .seed_data import COMMENTS, SUBJECTS
from .seed_plan import SeedPlan
from .seed_records import RECORD_FACTORIES
from .seed_values import RecordEncoder, formatted, pick, random_date
from .tenant import Tenant

DEFAULT_RECORDS = 400
_MARK = "_seeded"

Record = dict[str, Any]


def seed_tenant(tenant: Tenant, *, seed: int, records: int) -> None:
    """Generate the records of a new tenant. A tenant that was seeded before stays as it is."""
    store = tenant.store
    with store.transaction():
        if store.next_id(_MARK) > 1 or not records:
            return
        plan = SeedPlan.of(records, seed)
        for path in RECORD_FACTORIES:
            if path in tenant.entities:
                _fill(tenant, path, plan)
        _fill_documents(tenant)
        random = Random(f"{seed} others")  # noqa: S311 - deterministic, not secret
        _fill_linked_data(tenant, plan, random)
        _fill_notes(tenant, plan, random)
        _fill_meetings(tenant, plan, random)


def _fill(tenant: Tenant, path: str, plan: SeedPlan) -> None:
    first, count = plan.ids_of(path)
    tenant.store.put_many(path, _records(tenant, path, plan))
    tenant.store.skip_ids(tenant.entities[path].sequence, first + count - 1)


def _records(tenant: Tenant, path: str, plan: SeedPlan) -> Iterator[tuple[int, str]]:
    """Generate the records of an entity, each an id and its JSON."""
    first, count = plan.ids_of(path)
    entity, make = tenant.entities[path], RECORD_FACTORIES[path]
    random = Random(f"{plan.seed} {path}")  # noqa: S311 - deterministic, not secret
    encoder = RecordEncoder(entity, tenant.unset_record(entity))
    return ((id_, encoder.encode(id_, make(random, id_, plan))) for id_ in range(first, first + count))


def _fill_documents(tenant: Tenant) -> None:
    """Store the bytes of the generated documents."""
    for id_ in tenant.store.ids("Documents"):
        record = tenant.store.record("Documents", id_) or {}
        content = f"Price list {id_}\n".encode() * 20
        tenant.store.put_file(id_, content)
        tenant.store.put("Documents", id_, {**record, "DocumentFileSize": len(content)})


def _fill_linked_data(tenant: Tenant, plan: SeedPlan, random: Random) -> None:
    """Store the catalogue as items of quotation lines."""
    for number in range(1, plan.products + 1):
        id_ = tenant.store.next_id(LINKED_DATA_SEQUENCE)
        article = plan.article(number)
        prefix = "QuotationLineLinkedDataItem"
        item: Record = {prefix + "Id": id_, **{f"{prefix}Data{index}": "-" for index in range(1, 10)}}
        item |= {
            prefix + "Data1": article.code,
            prefix + "Data2": article.name,
            prefix + "DataMemo": "",
            prefix + "ItemGroup": pick(random, ("", "Indoor", "Outdoor")),
            prefix + "EntityType": "Product",
            prefix + "Price": article.price,
            prefix + "CostPrice": round(article.price * 0.6, 2),
            prefix + "VatCode": "",
        }
        tenant.store.put(ITEMS, id_, item)


def _fill_notes(tenant: Tenant, plan: SeedPlan, random: Random) -> None:
    for activity_id in range(1, min(plan.activities, 40) + 1, 2):
        at = formatted(random, random_date(random))
        note = {
            "ActivityId": activity_id,
            "Action": pick(random, SUBJECTS),
            "Comment": pick(random, COMMENTS),
            "CreatedAt": at,
            "CreatedBy": "Astrid Holm",
            "DateTime": at,
            "PersonName": "",
            "StatusText": "Planned",
        }
        tenant.store.put(NOTES, tenant.store.next_id(NOTES), note)


def _fill_meetings(tenant: Tenant, plan: SeedPlan, random: Random) -> None:
    unset = unset_meeting(tenant)
    for _ in range(plan.meetings):
        number = tenant.store.next_id(MEETINGS)
        at = random_date(random)
        meeting = {
            **unset,
            "MeetingId": tenant.meeting.key_value(number),
            "MeetingSubject": pick(random, SUBJECTS),
            "MeetingStart": f"{at:%Y-%m-%dT%H}:00:00Z",
            "MeetingEnd": f"{at:%Y-%m-%dT%H}:45:00Z",
            "MeetingUserId": str(1 + number % 5),
            "MeetingIsRecurring": number % 4 == 0,
            "MeetingOrganisations": [{"OrganisationId": str(1 + number % plan.organisations)}],
            "MeetingAttendees": [attendee(Email=f"guest{number}@example.com")],
        }
        tenant.store.put(MEETINGS, number, meeting)
