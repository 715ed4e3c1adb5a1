"""Hooks: one for each target, and what a delivery tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, unquote

import msgspec
from attrs import frozen
from webcrm_api.lookup import model, operation

from webcrm_ext.definition.entity_names import entity_named
from webcrm_ext.definition.naming import snake_case
from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.operations import Operation, call
from webcrm_ext.paging.pages import every_record
from webcrm_ext.urls import host_of

EventType = Literal["Create", "Update", "Delete"]

_ENTITIES = {
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
_NAMES = (*_ENTITIES, *(each.removesuffix("HookDto") for each in _ENTITIES.values()))
# Up to 18 digits, as many as an id of the API can have. Letters go on whatever their script, and 1.5 is no id.
_ADDRESS = re.compile(rf"(?:^|/)({'|'.join(_NAMES)})/(\d{{1,18}})(?u:(?![\w-]|\.\d))", re.IGNORECASE | re.ASCII)
_ID = re.compile(r"\d{1,18}", re.ASCII)
_ENTITY_KEYS = ("entity", "entitytype", "entityname", "type")
_ID_KEYS = ("id", "entityid", "recordid")


@frozen
class HookEvent:
    """What a delivery tells.

    Attributes:
        entity: The entity as paths have it, such as `Deliveries`.
        id: The record's id.
    """

    entity: str
    id: int


def ensure(entity: str, target_url: str, event: EventType, filters: Iterable[str]) -> Operation[int]:
    """See to it that a hook is there and enabled, and give its id; done again, it changes nothing.

    Args:
        entity: The entity, such as `"Organisations"`.
        target_url: Where the service calls.
        event: What it calls for.
        filters: Whose records; the entity's hook model lists the values.

    Raises:
        ConfigurationError: There is no such entity, event or filter, or the address cannot be called; nothing was sent.
    """
    name = _entity(entity)
    wanted = _checked(name, target_url, event, filters)
    package = snake_case(name)
    hooks = yield from every_record(lambda page, size: operation(package, "list_hooks").call(page=page, size=size))
    for hook in hooks:
        if (hook.target_url, hook.event_type, sorted(hook.filter_ or [])) == (target_url, event, wanted):
            if not hook.is_enabled:
                hook.is_enabled = True
                yield from call(operation(package, "update_hook").call(hook.id, body=hook))
            id_: int = hook.id
            return id_
    new = model(_ENTITIES[name])(id=0, target_url=target_url, event_type=event, filter_=wanted, is_enabled=True)
    created: int = yield from call(operation(package, "create_hook").call(body=new))
    return created


def _checked(entity: str, target_url: str, event: str, filters: Iterable[str]) -> list[str]:
    """Give the filters in order; what the definition does not name would be refused, or never be called for."""
    if host_of(target_url, ("https", "http")) is None:
        raise ConfigurationError(f"{target_url!r} is not an address that the service could call, such as https://…")
    if event not in get_args(EventType):
        raise ConfigurationError(f"There is no event {event!r}. There are: {', '.join(get_args(EventType))}.")
    wanted = sorted({filters} if isinstance(filters, str) else set(filters))
    known = get_args(model(_ENTITIES[entity].replace("Dto", "Filter")))
    wrong = [each for each in wanted if each not in known]
    if not wanted:
        raise ConfigurationError(f"Give at least one filter for hooks on {entity}: {', '.join(known)}.")
    if wrong:
        raise ConfigurationError(f"Hooks on {entity} have no filter {wrong}. They have: {', '.join(known)}.")
    return wanted


def parse(body: bytes | str | Mapping[str, Any]) -> HookEvent:
    """Give entity and id of the record that a delivery is about.

    What is delivered is not documented; the record's address is looked for anywhere in it
    (`…/Deliveries/123`), and failing that an entity and an id beside each other.

    Raises:
        FieldValueError: It names no record.
    """
    content: Any = body
    if isinstance(body, bytes | str):
        try:
            content = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            text = body.decode("utf-8", errors="replace") if isinstance(body, bytes) else body
            content = [text, dict(parse_qsl(text))]
    addresses = (_event_at(each) for each in _everything_in(content) if isinstance(each, str))
    beside = (_event_beside(each) for each in _everything_in(content) if isinstance(each, Mapping))
    event = next(filter(None, addresses), None) or next(filter(None, beside), None)
    if event is None:
        raise FieldValueError("The delivery names no record: there is no address such as /Deliveries/123 in it.")
    return event


def _everything_in(content: Any) -> Iterator[Any]:
    """Give all that something holds and itself, in order. Not by recursion: anybody can send any depth."""
    left = [content]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, Mapping):
            left.extend(reversed(list(each.values())))
        elif isinstance(each, list | tuple):
            left.extend(reversed(each))


def _event_at(text: str) -> HookEvent | None:
    match = _ADDRESS.search(text.strip()) or _ADDRESS.search(unquote(text).strip())
    return HookEvent(_entity(match[1]), int(match[2])) if match else None


def _event_beside(content: Mapping[str, Any]) -> HookEvent | None:
    by_name = {str(name).lower(): value for name, value in content.items()}
    entity = next((by_name[name] for name in _ENTITY_KEYS if isinstance(by_name.get(name), str)), None)
    ids = (_id(by_name.get(name)) for name in (*_ID_KEYS, f"{entity}id".lower()))
    id_ = next(filter(None, ids), None)
    if entity is None or id_ is None:
        return None
    try:
        return HookEvent(_entity(entity), id_)
    except ConfigurationError:
        return None


def _id(value: Any) -> int | None:
    number = int(value) if isinstance(value, str) and _ID.fullmatch(value) else value
    if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10**18:
        return number
    return None


def _entity(name: str) -> str:
    if known := entity_named(name, _ENTITIES):
        return known
    raise ConfigurationError(f"There are no hooks on {name!r}. There are on: {', '.join(_ENTITIES)}.")
