"""The made-up tenant: deterministic, and as untidy as a real one."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from .activity_notes import COLLECTION as NOTES
from .custom_fields import CustomFields
from .definition import Definition
from .entities import MEETINGS, entities
from .linked_data import SEQUENCE as LINKED_DATA_SEQUENCE
from .meetings import attendee, unset_meeting
from .quotation_lines import ITEMS
from .seed_entities import MAKERS
from .seed_numbers import Numbers
from .seed_values import Sheet, moment, pick, spelled
from .seed_words import COMMENTS, SUBJECTS
from .tenant import Tenant

DEFAULT_RECORDS = 400
_MARK = "_seeded"
_FEW = 1000
"""Persons of a tenant whose records are kept for the next one; those of a big one would fill the memory."""

Value = dict[str, Any]


def seed_tenant(tenant: Tenant, *, seed: int, records: int) -> None:
    """Fill a new tenant; one that was filled before keeps what it has."""
    store = tenant.store
    with store.transaction():
        if store.next_id(_MARK) > 1 or not records:
            return
        numbers = Numbers.of(records, seed)
        for path in MAKERS:
            if path in tenant.entities:
                _fill(tenant, path, numbers)
        _fill_documents(tenant)
        random = Random(f"{seed} others")  # noqa: S311 - made up, not secret
        _fill_linked_data(tenant, numbers, random)
        _fill_notes(tenant, numbers, random)
        _fill_meetings(tenant, numbers, random)


def _fill(tenant: Tenant, path: str, numbers: Numbers) -> None:
    first, count = numbers.ids_of(path)
    texts = _few_texts if numbers.persons <= _FEW else _texts
    tenant.store.put_texts(path, texts(tenant.definition, path, numbers))
    tenant.store.skip_ids(tenant.entities[path].sequence, first + count - 1)


def _texts(definition: Definition, path: str, numbers: Numbers) -> Iterator[tuple[int, str]]:
    """Make the records of an entity, each an id and a JSON text, one after the other."""
    first, count = numbers.ids_of(path)
    entity, make = entities(definition)[path], MAKERS[path]
    random = Random(f"{numbers.seed} {path}")  # noqa: S311 - made up, not secret
    # Its own chance, so that a property which the API adds leaves everybody's name as it is.
    chance = Random(f"{random.random()} unset")  # noqa: S311
    sheet = Sheet(entity, {**entity.unset, **CustomFields(definition).unset(path)}, chance)
    return ((id_, sheet.text(id_, make(random, id_, numbers))) for id_ in range(first, first + count))


@lru_cache(maxsize=64)
def _few_texts(definition: Definition, path: str, numbers: Numbers) -> Sequence[tuple[int, str]]:
    """The same, kept: whose tests have a sandbox each need not wait for it each time."""
    return tuple(_texts(definition, path, numbers))


def _fill_documents(tenant: Tenant) -> None:
    """The bytes of the documents that the records speak of."""
    for id_ in tenant.store.ids("Documents"):
        record = tenant.store.record("Documents", id_) or {}
        content = f"Price list {id_}\n".encode() * 20
        tenant.store.put_file(id_, content)
        tenant.store.put("Documents", id_, {**record, "DocumentFileSize": len(content)})


def _fill_linked_data(tenant: Tenant, numbers: Numbers, random: Random) -> None:
    """A catalogue in the items of the quotation lines."""
    for number in range(1, numbers.products + 1):
        id_ = tenant.store.next_id(LINKED_DATA_SEQUENCE)
        article = numbers.article(number)
        prefix = "QuotationLineLinkedDataItem"
        item: Value = {prefix + "Id": id_, **{f"{prefix}Data{index}": "-" for index in range(1, 10)}}
        item |= {
            prefix + "Data1": article.code,
            prefix + "Data2": article.name,
            prefix + "DataMemo": "",
            prefix + "ItemGroup": pick(random, ("", "Indoor", "Outdoor")),
            prefix + "EntityType": "Product",
            prefix + "Price": article.price,
            prefix + "CostPrice": round(article.price * 0.6, 2) if number % 3 else None,
            prefix + "VatCode": "",
        }
        tenant.store.put(ITEMS, id_, item)


def _fill_notes(tenant: Tenant, numbers: Numbers, random: Random) -> None:
    for activity_id in range(1, min(numbers.activities, 40) + 1, 2):
        at = spelled(random, moment(random))
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


def _fill_meetings(tenant: Tenant, numbers: Numbers, random: Random) -> None:
    unset = unset_meeting(tenant)
    for _ in range(numbers.meetings):
        number = tenant.store.next_id(MEETINGS)
        at = moment(random)
        meeting = {
            **unset,
            "MeetingId": tenant.meeting.key_value(number),
            "MeetingSubject": pick(random, SUBJECTS),
            "MeetingStart": f"{at:%Y-%m-%dT%H}:00:00Z",
            "MeetingEnd": f"{at:%Y-%m-%dT%H}:45:00Z",
            "MeetingUserId": str(1 + number % 5),
            "MeetingIsRecurring": number % 4 == 0,
            "MeetingOrganisations": [{"OrganisationId": str(1 + number % numbers.organisations)}],
            "MeetingAttendees": [attendee(Email=f"guest{number}@example.com")],
        }
        tenant.store.put(MEETINGS, number, meeting)
