"""The questions of a probe. Each is one function that makes a few requests and returns findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from webcrm_ext.definition.document import PipelineError
from webcrm_ext.definition.installed import installed_definition
from webcrm_ext.definition.pull import pull
from webcrm_ext.drift.compare import compare
from webcrm_ext.probe.exchanges import Exchange, Exchanges
from webcrm_ext.probe.findings import Finding
from webcrm_ext.probe.shapes import body_shape, date_shape, is_empty_date, shares, value_shape
from webcrm_ext.transport.fetch import fetch

_LOGIN = "/Auth/ApiLogin"
_DEFINITION = "/swagger/v1/swagger.json"
_LARGEST_SIZE = 1000
_SAMPLE = 200
"""Records that are read of each entity."""
_LISTS = (
    "Persons", "Organisations", "Opportunities", "Deliveries", "Activities", "Products", "QuotationLines", "Users",
    "SupportCases",
)  # fmt: skip
_MISSING_ID = 2**31 - 1
_BAD_REQUEST = 400

_EXTRAS = {
    "LIKE": "SELECT PersonId FROM Person WHERE PersonName LIKE 'a%'",
    "TOP": "SELECT TOP 1 PersonId FROM Person",
    "COUNT": "SELECT COUNT(PersonId) FROM Person",
    "GROUP BY": "SELECT PersonStatus, COUNT(PersonId) FROM Person GROUP BY PersonStatus",
}
_QUERIES = {
    **_EXTRAS,
    "IN": "SELECT PersonId FROM Person WHERE PersonId IN (1, 2)",
    "BETWEEN": "SELECT PersonId FROM Person WHERE PersonId BETWEEN 1 AND 2",
    "JOIN … ON Person": "SELECT PersonId FROM Person JOIN Organisation ON Person WHERE OrganisationId = 1",
    "a date as ISO 8601": "SELECT PersonId FROM Person WHERE PersonUpdatedAt >= '2020-01-24T10:53:17.9740000Z'",
    "a date as an OLE number": "SELECT PersonId FROM Person WHERE PersonUpdatedAt >= 43854.4536689814",
    "ORDER BY": "SELECT PersonId FROM Person ORDER BY PersonId DESC",
}


def ask_all(exchanges: Exchanges) -> Iterator[Finding]:
    """Ask all questions.

    Raises:
        AuthenticationError: The login was refused.
    """
    records = {path: _rows(exchanges.get(f"/{path}", Page=1, Size=_SAMPLE)) for path in _LISTS}
    can_read = bool(records["Persons"])
    yield from _definition(exchanges)
    yield from _login(exchanges)
    yield from _paging(exchanges)
    yield from _refusals(exchanges, can_read=can_read)
    yield from _dates(records)
    yield from _unset(records)
    yield from _custom_fields(exchanges, records)
    yield from _linked_setup(exchanges)
    yield from _queries(exchanges)
    yield from _search(exchanges)
    yield from _rate_limit_headers(exchanges)


def _definition(exchanges: Exchanges) -> Iterator[Finding]:
    section = "Addresses and definition"
    try:
        pulled = pull(exchanges.base_url + _DEFINITION, fetch=fetch)
        drift = compare(installed_definition(), pulled.document)
    except PipelineError as error:
        yield Finding(section, "Which definition is live?", f"It could not be compared: {error}")
        return
    document = pulled.document
    version = document.get("swagger") or document.get("openapi")
    yield Finding(section, "Which definition is live?", {"version": str(version), "operations": drift.now.operations,
                                                         "models": drift.now.models})  # fmt: skip
    counts = {judgement.name.lower(): count for judgement, count in drift.counts.items()}
    yield Finding(
        section, "How many changes since the definition of this client? `webcrm_ext.drift` lists them.", counts
    )


def _login(exchanges: Exchanges) -> Iterator[Finding]:
    logins = [each for each in exchanges.all if each.path.lower() == _LOGIN.lower() and isinstance(each.json, dict)]
    response: Mapping[str, Any] = logins[0].json if logins else {}
    tokens = {name: len(value) for name, value in response.items() if name.endswith("Token") and isinstance(value, str)}
    seconds = response.get("ExpiresIn")
    options = {"token_seconds": seconds} if type(seconds) is int and seconds > 0 else {}
    yield Finding("Logging in", "Which members does the response to a login have?", sorted(response))
    yield Finding("Logging in", "How many characters do tokens have?", tokens)
    yield Finding("Logging in", "How many seconds is an access token valid?", seconds, options)


def _paging(exchanges: Exchanges) -> Iterator[Finding]:
    section = "Paging"
    first, second = (exchanges.get("/Persons", **page) for page in ({}, {"Page": 2}))
    size = len(_rows(first)) if _rows(second) else None
    yield Finding(section, "How many rows does a page have without Size?", size, {"default_size": size} if size else {})
    large = exchanges.get("/Persons", Page=1, Size=_LARGEST_SIZE + 1)
    answer, options = _large_size(large)
    yield Finding(section, "What does Size=1001 do?", answer, options)
    beyond = exchanges.get("/Persons", Page=1_000_000, Size=1)
    yield Finding(section, "What does a page after the last return?", _described(beyond))


def _large_size(large: Exchange | None) -> tuple[str | None, dict[str, Any]]:
    if large is None:
        return None, {}
    if not large.is_success:
        return f"refused: {_described(large)}", {"large_size": "refused"} if large.status == _BAD_REQUEST else {}
    rows = len(large.rows)
    if rows == _LARGEST_SIZE:
        return "capped to 1000 rows", {"large_size": "capped"}
    return f"accepted: {rows} rows", {}


def _refusals(exchanges: Exchanges, *, can_read: bool) -> Iterator[Finding]:
    section = "Answers"
    invalid = exchanges.get("/Persons", Page="first", Size=1)
    yield Finding(section, "What does an invalid parameter return?", _described(invalid))
    missing = exchanges.get(f"/Persons/{_MISSING_ID}")
    is_known = can_read and missing is not None and not missing.is_success
    options = {"missing_status": missing.status} if missing is not None and is_known else {}
    yield Finding(section, "What does a record that does not exist return?", _described(missing), options)
    refused = exchanges.get_with_wrong_token("/Users")
    yield Finding(section, "What does a wrong access token return?", _described(refused), _unauthorized_body(refused))


def _unauthorized_body(refused: Exchange | None) -> dict[str, Any]:
    if refused is None or refused.is_success:
        return {}
    shape = body_shape(refused.content, refused.json)
    is_model = isinstance(refused.json, dict) and "Message" in refused.json
    body = "model" if is_model else shape
    return {"unauthorized_body": body} if body in {"none", "text", "model"} else {}


def _dates(records: Mapping[str, list[dict[str, Any]]]) -> Iterator[Finding]:
    values = [value for rows in records.values() for row in rows for value in row.values()]
    shapes = [shape for value in values if not is_empty_date(value) and (shape := date_shape(value))]
    empty = [shape[0] for value in values if is_empty_date(value) and (shape := date_shape(value))]
    yield Finding("Answers", "Which offsets do dates have, as shares?", shares(offset for offset, _ in shapes))
    yield Finding("Answers", "How many fractional digits do they have?", shares(str(digits) for _, digits in shapes))
    yield Finding("Answers", "Which offsets does the empty date have?", shares(empty))


def _unset(records: Mapping[str, list[dict[str, Any]]]) -> Iterator[Finding]:
    found: dict[str, dict[str, float]] = {}
    for rows in records.values():
        for name in dict.fromkeys(name for row in rows for name in row):
            of_property = shares(_emptiness(row.get(name)) for row in rows)
            of_property.pop("set", None)
            if of_property:
                found[name] = of_property
    plus = {name: each for name, each in found.items() if re.search(r"Plus\d+$", name)}
    is_null = any("null" in each for each in plus.values())
    options = {"plus_null": is_null} if plus else {}
    yield Finding("Answers", "Which properties are null, empty or the empty date, as shares?", found, options)


def _emptiness(value: object) -> str:
    if value is None:
        return "null"
    if is_empty_date(value):
        return "the empty date"
    return "set" if value not in ("", [], {}) else "empty"


def _custom_fields(exchanges: Exchanges, records: Mapping[str, list[dict[str, Any]]]) -> Iterator[Finding]:
    shapes: dict[str, list[str]] = {}
    for field in _rows(exchanges.get("/FieldsMetadata")):
        code = str(field.get("FieldMetadataDisplayType"))
        name = field.get("FieldMetadataFriendlyFieldName")
        choices = field.get("FieldMetadataDropdownListData")
        entries = {each[key] for each in choices or () if isinstance(each, dict) for key in each if each[key]}
        values = [row[name] for rows in records.values() for row in rows if name in row]
        shapes.setdefault(code, []).extend(value_shape(value, entries) for value in values)
    answer = {code: shares(each) for code, each in sorted(shapes.items())}
    yield Finding("Custom fields", "Which values occur with which display type, as shares?", answer)


def _linked_setup(exchanges: Exchanges) -> Iterator[Finding]:
    suffix = "/LinkedSetup"
    paths = [path.removesuffix(suffix).strip("/") for path in installed_definition()["paths"] if path.endswith(suffix)]
    found = {path: exchanges.get(f"/{path}{suffix}") for path in paths}
    on = [path for path, each in found.items() if each is not None and _is_linked(each)]
    answered = all(each is not None and each.is_success for each in found.values())
    options = {"linked_data": on} if answered else {}
    yield Finding("Linked data and quotation lines", "For which entities is linked data on?", on, options)


def _is_linked(exchange: Exchange) -> bool:
    setups = exchange.rows if isinstance(exchange.json, list) else [exchange.json]
    names = re.compile(r"\w+(?:Field\d|MemoField)")
    return any(
        value for setup in setups if isinstance(setup, dict) for name, value in setup.items() if names.fullmatch(name)
    )


def _queries(exchanges: Exchanges) -> Iterator[Finding]:
    found = {name: exchanges.get("/Queries", script=script, Page=1, Size=1) for name, script in _QUERIES.items()}
    answer = {
        name: None if each is None else True if each.is_success else f"no: {_described(each)}"
        for name, each in found.items()
    }
    extras = {answer[name] is True for name in _EXTRAS}
    can_query = answer["ORDER BY"] is True
    options = {"query_extras": extras.pop()} if can_query and len(extras) == 1 else {}
    yield Finding("Queries", "What do queries accept?", answer, options)


def _search(exchanges: Exchanges) -> Iterator[Finding]:
    response = exchanges.get("/Persons/Search", input="", Page=1, Size=1)
    lists_all = bool(response.rows) if response is not None and response.is_success else None
    options = {} if lists_all is None else {"search_lists_all": lists_all}
    yield Finding("Paging", "Does Search with an empty text list all records?", lists_all, options)


def _rate_limit_headers(exchanges: Exchanges) -> Iterator[Finding]:
    names = {name.lower() for each in exchanges.all for name in each.headers}
    found = sorted(name for name in names if re.search(r"rate-?limit|retry-after", name))
    yield Finding("Limits", "Which headers tell about the rate limit?", found)


def _rows(exchange: Exchange | None) -> list[dict[str, Any]]:
    return exchange.rows if exchange is not None and exchange.is_success else []


def _described(exchange: Exchange | None) -> str | None:
    return None if exchange is None else f"{exchange.status}, body: {body_shape(exchange.content, exchange.json)}"
