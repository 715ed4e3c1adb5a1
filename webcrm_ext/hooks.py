"""Hooks: one for each target, and what a delivery tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec
from attrs import frozen

from webcrm_ext.definition.naming import snake_case
from webcrm_ext.errors import ConfigurationError, FieldValueError
from webcrm_ext.flow import Operation, call
from webcrm_ext.pages import every_record

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
_NAMES = (*_ENTITIES, *(model.removesuffix("HookDto") for model in _ENTITIES.values()))
_ADDRESS = re.compile(rf"(?:^|/)({'|'.join(_NAMES)})/(\d+)(?=[/?#\s\"'<>]|$)", re.IGNORECASE | re.ASCII)
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
        ConfigurationError: There is no such entity, event or filter, or the address is none; nothing was sent.
    """
    name = _entity(entity)
    wanted = _checked(name, target_url, event, filters)
    module, model = _operations(name), getattr(import_module("webcrm_api.models"), _ENTITIES[name])
    hooks = yield from every_record(lambda page, size: module("list_hooks").call(page=page, size=size))
    for hook in hooks:
        if (hook.target_url, hook.event_type, sorted(hook.filter_ or [])) == (target_url, event, wanted):
            if not hook.is_enabled:
                hook.is_enabled = True
                yield from call(module("update_hook").call(hook.id, body=hook))
            id_: int = hook.id
            return id_
    new = model(id=0, target_url=target_url, event_type=event, filter_=wanted, is_enabled=True)
    created: int = yield from call(module("create_hook").call(body=new))
    return created


def _checked(entity: str, target_url: str, event: str, filters: Iterable[str]) -> list[str]:
    """Give the filters in order; what the definition does not name would be refused, or never be called for."""
    if urlsplit(target_url).scheme not in ("http", "https") or not urlsplit(target_url).hostname:
        raise ConfigurationError(f"{target_url!r} is no address that the service could call, such as https://…")
    if event not in get_args(EventType):
        raise ConfigurationError(f"There is no event {event!r}. There are: {', '.join(get_args(EventType))}.")
    wanted = sorted({filters} if isinstance(filters, str) else set(filters))
    known = get_args(getattr(import_module("webcrm_api.models"), _ENTITIES[entity].replace("Dto", "Filter")))
    wrong = [each for each in wanted if each not in known]
    if wrong or not wanted:
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
        except (msgspec.DecodeError, UnicodeDecodeError):
            content = body.decode("utf-8", errors="replace") if isinstance(body, bytes) else body
    event = _event_in(content)
    if event is None:
        raise FieldValueError("The delivery names no record: there is no address such as /Deliveries/123 in it.")
    return event


def _event_in(content: Any) -> HookEvent | None:
    if isinstance(content, str):
        match = _ADDRESS.search(content.strip())
        return HookEvent(_entity(match[1]), int(match[2])) if match else None
    if isinstance(content, list | tuple):
        return next((event for item in content if (event := _event_in(item))), None)
    if isinstance(content, Mapping):
        return _event_in(list(content.values())) or _event_beside(content)
    return None


def _event_beside(content: Mapping[str, Any]) -> HookEvent | None:
    by_name = {str(name).lower(): value for name, value in content.items()}
    entity = next((by_name[name] for name in _ENTITY_KEYS if isinstance(by_name.get(name), str)), None)
    ids = [by_name.get(name) for name in (*_ID_KEYS, f"{entity}id".lower())]
    id_ = next((int(each) for each in map(str, ids) if each.isascii() and each.isdecimal()), None)
    if entity is None or not id_:
        return None
    try:
        return HookEvent(_entity(entity), id_)
    except ConfigurationError:
        return None


def _operations(entity: str) -> Any:
    package = snake_case(entity)

    def module(name: str) -> Any:
        return import_module(f"webcrm_api.api.{package}.{package}_{name}")

    return module


def _entity(name: str) -> str:
    folded = name.replace("_", "").lower()
    for known, model in _ENTITIES.items():
        if folded in (known.lower(), model.removesuffix("HookDto").lower()):
            return known
    raise ConfigurationError(f"There are no hooks on {name!r}. There are on: {', '.join(_ENTITIES)}.")
