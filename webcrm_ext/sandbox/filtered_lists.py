"""Lists filtered by their path: records of another record, or with the same status, responsible or time range."""

from collections.abc import Callable
from functools import partial
from typing import Any

from .call import Call, Handler
from .dates import ticks
from .definition import Operation
from .records import Records
from .store import Condition

Terms = list[tuple[str, str, Any]]

# The property, without the entity's prefix, that each part of a path filters by.
_FILTERS = {
    "ByOrganisation": "OrganisationId",
    "ByResponsible": "AssignedTo",
    "ByResponsible2": "AssignedTo2",
    "ByStatus": "Status",
    "ByChannel": "Channel",
    "ByPipelineLevel": "Level",
    "BySupportCase": "SupportCaseId",
}
_DATE_RANGES = {"FindByCreateDates": "CreatedAt", "FindByUpdateDates": "UpdatedAt"}
_ACTIVE: dict[str, Terms] = {
    "Users": [("UserAccessLevel", "above", 0)],
    "SupportCases": [("SupportCaseStatus", "is not", "Closed")],
}
_SEARCHED = ("PersonName", "PersonEmail", "PersonEmail2", "PersonDirectPhone", "PersonMobilePhone")
# Deliveries and opportunities share their ids, so both are the opportunity of a quotation line.
_OWNERS = {"Deliveries": ("OpportunityId",), "Opportunities": ("OpportunityId",), "Users": ("AssignedTo",)}


def filtered_list(operation: Operation, records: dict[str, Records]) -> Handler | None:
    """Return the handler of a filtered list, or None if the operation is another."""
    if operation.method != "GET":
        return None
    handler: Handler | None = None
    match operation.segments:
        case (path, word, _) if word in _FILTERS and path in records:
            handler = _equal(records[path], (records[path].entity.name + _FILTERS[word],))
        case (path, word, _, _) if word in _DATE_RANGES and path in records:
            handler = _in_range(records[path], records[path].entity.name + _DATE_RANGES[word])
        case (path, "AllActive") if path in _ACTIVE:
            handler = _listed(records[path], lambda _: Condition(*_ACTIVE[path]))
        case ("Persons", "Search"):
            handler = _listed(records["Persons"], partial(_search, records["Persons"]))
        case (path, "{id}", children) if path in records and children in records:
            handler = _equal(records[children], _links(records[path], records[children]))
    return handler


def indexes(operation: Operation, records: dict[str, Records]) -> list[tuple[str, str]]:
    """Return the collections and properties that a list is filtered by and that need an index."""
    match operation.segments:
        case (path, word, _) if word in _FILTERS and path in records:
            return [(path, records[path].entity.name + _FILTERS[word])]
        case (path, "{id}", children) if path in records and children in records:
            return [(children, property_) for property_ in _links(records[path], records[children])]
    return []


def _links(owner: Records, children: Records) -> tuple[str, ...]:
    """Return the properties of a child that can contain the id of its owner."""
    name = owner.entity.name.removesuffix("B2C")
    if children.entity.path == "Relations":
        return f"Relation{name}1Id", f"Relation{name}2Id"
    suffixes = _OWNERS.get(owner.entity.path, (f"{name}Id",))
    return tuple(children.entity.name + suffix for suffix in suffixes)


def _listed(records: Records, condition: Callable[[Call], Condition | None]) -> Handler:
    return lambda call: records.page(call, condition(call))


def _equal(records: Records, properties: tuple[str, ...]) -> Handler:
    def condition(call: Call) -> Condition:
        value = next(
            call.parameters[each.name.lower()] for each in call.operation.parameters if each.location == "path"
        )
        return Condition(*((property_, "is", value) for property_ in properties), any_of=True)

    return _listed(records, condition)


def _in_range(records: Records, property_: str) -> Handler:
    def condition(call: Call) -> Condition:
        start, end = ticks(call.parameters["startdate"]), ticks(call.parameters["enddate"])
        return Condition((property_, "from", start), (property_, "before", end))

    return _listed(records, condition)


def _search(records: Records, call: Call) -> Condition | None:
    value = call.parameters.get("input")
    if value:
        return Condition(*((property_, "has", value) for property_ in _SEARCHED), any_of=True)
    return None if records.options.search_lists_all else Condition((records.entity.key, "is", 0))
