"""Webhooks: create or enable a hook idempotently, and find the record that a delivered payload is about."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, unquote

import msgspec
from attrs import frozen
from webcrm_api.lookup import model, operation

from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.definition.naming import snake_case
from webcrm_ext.errors import ConfigurationError, FieldValueError, short_repr
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.reader import all_records
from webcrm_ext.validation.syntax import host_of

EventType = Literal["Create", "Update", "Delete"]

HOOK_MODELS = {
    "Activities": "ActivityHookDto",
    "Deliveries": "DeliveryHookDto",
    "Documents": "DocumentHookDto",
    "Events": "EventHookDto",
    "Opportunities": "OpportunityHookDto",
    "Organisations": "OrganisationHookDto",
    "Persons": "PersonHookDto",
    "PersonsB2C": "PersonB2CHookDto",
    "Products": "ProductHookDto",
    "QuotationLines": "QuotationLineHookDto",
    "Relations": "RelationHookDto",
    "SupportCases": "SupportCaseHookDto",
    "Users": "UserHookDto",
}
"""The model of a hook, by entity."""

_NAMES = (*HOOK_MODELS, *(each.removesuffix("HookDto") for each in HOOK_MODELS.values()))
# An id has at most 18 digits, and no letter of any script, hyphen or decimal point follows it.
_RECORD_PATH = re.compile(rf"(?:^|/)({'|'.join(_NAMES)})/(\d{{1,18}})(?u:(?![\w-]|\.\d))", re.IGNORECASE | re.ASCII)
_ID = re.compile(r"\d{1,18}", re.ASCII)
_ENTITY_KEYS = ("entity", "entitytype", "entityname", "type")
_ID_KEYS = ("entityid", "recordid")
_ADDRESS_KEY = re.compile(
    r"(?:record|resource|entity|object|item|api|self)?(?:ur[il]|href|link|self|address|location)|resource"
)


@frozen
class HookEvent:
    """The record that triggered a hook.

    Attributes:
        entity: The entity as in paths, such as `Deliveries`.
        id: The record's id.
    """

    entity: str
    id: int


def ensure(entity: str, target_url: str, event: EventType, filters: Iterable[str]) -> Operation[int]:
    """Return the id of an enabled hook, which is created or enabled if necessary. Idempotent.

    Args:
        entity: The entity, such as `"Organisations"`.
        target_url: The http or https URL that the service calls.
        event: The event that triggers the call.
        filters: The filters; the entity's hook model lists the values.

    Raises:
        ConfigurationError: The entity, event, filter or URL is invalid; nothing was sent.
    """
    name = _entity(entity)
    wanted = _validated_filters(name, target_url, event, filters)
    package = snake_case(name)
    hooks = yield from all_records(lambda page, size: operation(package, "list_hooks").call(page=page, size=size))
    for hook in hooks:
        if (hook.target_url, hook.event_type, sorted(hook.filter_ or [])) == (target_url, event, wanted):
            if not hook.is_enabled:
                hook.is_enabled = True
                yield from call(operation(package, "update_hook").call(hook.id, body=hook))
            id_: int = hook.id
            return id_
    new = model(HOOK_MODELS[name])(id=0, target_url=target_url, event_type=event, filter_=wanted, is_enabled=True)
    created: int = yield from call(operation(package, "create_hook").call(body=new))
    return created


def _validated_filters(entity: str, target_url: str, event: str, filters: Iterable[str]) -> list[str]:
    """Return the filters, sorted; raise a ConfigurationError if an argument is invalid.

    The service refuses an event or filter that is not in the API definition, or never calls the hook.
    """
    if host_of(target_url, ("https", "http")) is None:
        raise ConfigurationError(f"target_url is {short_repr(target_url)}. Pass an http or https URL with a host.")
    if event not in get_args(EventType):
        raise ConfigurationError(f"Unknown event {short_repr(event)}. Events: {', '.join(get_args(EventType))}.")
    try:
        wanted = sorted({filters} if isinstance(filters, str) else set(filters))
    except TypeError:
        raise ConfigurationError(f"filters is {short_repr(filters)}. Pass a list of strings.") from None
    known = get_args(model(HOOK_MODELS[entity].replace("Dto", "Filter")))
    wrong = [each for each in wanted if each not in known]
    if not wanted:
        raise ConfigurationError(f"filters is empty. Pass at least one of the filters of {entity}: {', '.join(known)}.")
    if wrong:
        raise ConfigurationError(f"Unknown filters {short_repr(wrong)}. Filters of {entity}: {', '.join(known)}.")
    return wanted


def parse(body: bytes | str | Mapping[str, Any]) -> HookEvent:
    """Return the entity and id of the record that a delivered payload is about.

    The vendor does not document the payload. In each object, the outer ones first, this looks for the record's URL
    (`…/Deliveries/123`) under a name such as `Url`, and for an entity and an id. Only if there is neither, any string
    is searched for a URL, because the content of a record may mention other records.

    Args:
        body: The body of the request that the service sent, or its decoded JSON.

    Raises:
        FieldValueError: The payload names no record.
    """
    content: Any = body
    if isinstance(body, bytes | bytearray | memoryview | str):
        try:
            content = msgspec.json.decode(str(body) if isinstance(body, str) else body)  # no subclass of str
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            text = body if isinstance(body, str) else bytes(body).decode("utf-8", errors="replace")
            content = [text, dict(parse_qsl(text))]
    from_objects = (_event_in_object(each) for each in _walk(content) if isinstance(each, Mapping))
    from_texts = (_event_in_url(each) for each in _walk(content) if isinstance(each, str))
    event = next(filter(None, from_objects), None) or next(filter(None, from_texts), None)
    if event is None:
        raise FieldValueError(
            "The payload names no record. Expected a URL such as /Deliveries/123, or an entity and an id."
        )
    return event


def _walk(content: Any) -> Iterator[Any]:
    """Yield the value and all values nested in it, outer ones first. Not recursive: the sender chooses the depth."""
    queue = deque([content])
    seen: set[int] = set()  # a list or a dict of the caller may contain itself
    while queue:
        each = queue.popleft()
        yield each
        if isinstance(each, Mapping | list | tuple) and id(each) not in seen:
            seen.add(id(each))
            queue.extend(each.values() if isinstance(each, Mapping) else each)


def _event_in_url(text: str) -> HookEvent | None:
    match = _RECORD_PATH.search(text.strip()) or _RECORD_PATH.search(unquote(text).strip())
    return HookEvent(_entity(match[1]), int(match[2])) if match else None


def _event_in_object(content: Mapping[str, Any]) -> HookEvent | None:
    """Return the record whose URL, or whose entity and id, an object has under their names; else None."""
    named = ((name, value) for name, value in content.items() if isinstance(name, str))
    by_name = {re.sub(r"[\W_]", "", name).lower(): value for name, value in named}
    addresses = (value for name, value in by_name.items() if isinstance(value, str) and _ADDRESS_KEY.fullmatch(name))
    event = next(filter(None, map(_event_in_url, addresses)), None)
    names = (entity_named(value, HOOK_MODELS) for key in _ENTITY_KEYS if isinstance(value := by_name.get(key), str))
    entity = next(filter(None, names), None)
    if event or entity is None:
        return event
    # The specific names first: "Id" may be the id of the hook.
    own_key = f"{HOOK_MODELS[entity].removesuffix('HookDto')}id".lower()
    ids = (_id(by_name.get(name)) for name in (*_ID_KEYS, own_key, "id"))
    id_ = next(filter(None, ids), None)
    return None if id_ is None else HookEvent(entity, id_)


def _id(value: Any) -> int | None:
    number = int(value) if isinstance(value, str) and _ID.fullmatch(value) else value
    if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**18:
        return number
    return None


def _entity(name: str) -> str:
    if isinstance(name, str) and (known := entity_named(name, HOOK_MODELS)):
        return known
    raise ConfigurationError(f"{short_repr(name)} has no hooks. Entities with hooks: {', '.join(HOOK_MODELS)}.")
