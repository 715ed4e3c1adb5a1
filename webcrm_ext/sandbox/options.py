"""The sandbox's options, each declared once: Python, command line, control address and documentation follow from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from .dates import DateOffset
from .messages import nearest, shown
from .responses import WITHOUT_BODY

ErrorShape = Literal["model", "text", "json-text"]
PatchUpdateAnswer = Literal["empty", "id"]
PatchMissingKeys = Literal["kept", "reset"]
UnauthorizedBody = Literal["none", "model", "text"]
LargeSize = Literal["refused", "capped"]
LinkedLineData = Literal["overwritten", "kept", "refused"]

_LEAST, _LARGEST = 0.001, 1_000_000_000
_NONE: frozenset[str] = frozenset()


def _about(help_: str, *, question: str = "", decision: str = "") -> dict[str, str]:
    """Return the metadata of an option.

    Args:
        help_: What the option does, for `--help` and the documentation.
        question: What the API does not document. Empty if the option is only a preference.
        decision: What the sandbox does by default, as the answer to the question.
    """
    return {"help": help_, "question": question, "decision": decision}


@dataclass(slots=True, kw_only=True)
class Options:
    """The rules of a sandbox. Each can be changed while it runs."""

    requests_per_minute: int | None = field(
        default=250, metadata=_about("requests a minute for each application token; 'off' for no rate limit")
    )
    rate_window: float = field(
        default=60.0,
        metadata=_about("seconds of the window that requests_per_minute counts in; shorter ones are for tests"),
    )
    logins_count: bool = field(
        default=True,
        metadata=_about(
            "count logins and refreshes towards the rate limit",
            question="Do logins count towards the rate limit?",
            decision="Yes. Requests refused with 429 do not.",
        ),
    )
    token_seconds: int = field(default=3600, metadata=_about("how long an access token is valid, in seconds"))
    refused_login_status: int = field(
        default=200,
        metadata=_about(
            "status of a refused login or refresh; its body has IsError true",
            question="What does a refused login or refresh return?",
            decision="200 with IsError true, and invalid_grant in Error and ErrorDescription.",
        ),
    )
    auth_code_in_query: bool = field(
        default=False,
        metadata=_about(
            "accept the application token of ApiLogin as a query parameter too",
            question="Can the application token be a query parameter?",
            decision="No.",
        ),
    )
    refresh_token_in_form: bool = field(
        default=False,
        metadata=_about(
            "accept the refresh token as a form field too",
            question="Can the refresh token be a form field?",
            decision="No, only the header refreshToken.",
        ),
    )
    refused_right_status: int = field(
        default=403,
        metadata=_about(
            "status of a request for which the application token lacks the right",
            question="What does a request return if the application token lacks the right?",
            decision=(
                "403 with {Message, Type}. Rights apply to an area, the first part of the path. "
                "GET needs the right to read, other methods the right to write."
            ),
        ),
    )
    default_size: int = field(
        default=50,
        metadata=_about(
            "rows of a page without Size", question="How many rows does a page have without Size?", decision="50."
        ),
    )
    large_size: LargeSize = field(
        default="refused",
        metadata=_about(
            "what a Size over 1000 does: it is refused with 400, or capped to 1000 rows",
            question="What does a Size over 1000 do?",
            decision="It is refused: 400 with {Message, Type}.",
        ),
    )
    search_lists_all: bool = field(
        default=True,
        metadata=_about(
            "whether a search for an empty text lists all records, or none",
            question="What does Search list if the text is empty?",
            decision="All records.",
        ),
    )
    unauthorized_body: UnauthorizedBody = field(
        default="none",
        metadata=_about("body of a 401", question="What is the body of a 401?", decision="It has none."),
    )
    missing_status: int = field(
        default=404,
        metadata=_about(
            "status of a request for a record that does not exist",
            question="What does a request for a missing record return?",
            decision="404 with {Message, Type}.",
        ),
    )
    linked_data: frozenset[str] = field(
        default=_NONE, metadata=_about("entities with linked data on, such as QuotationLines, or 'all'")
    )
    linked_data_error_shape: ErrorShape = field(
        default="model",
        metadata=_about(
            "shape of the error 'Possible quotation not found'",
            question="What does writing a quotation line return when linked data is on and its item is missing?",
            decision="An error body with Possible quotation not found as Message. PUT needs the item as well.",
        ),
    )
    linked_data_error_status: int = field(
        default=400,
        metadata=_about(
            "status of the error 'Possible quotation not found'",
            question="Which status does the error Possible quotation not found have?",
            decision="400.",
        ),
    )
    patch_update_answer: PatchUpdateAnswer = field(
        default="empty",
        metadata=_about(
            "what PATCH returns for a record that it updated",
            question="What does PATCH return for a record that it updated?",
            decision="An empty string. For an inserted record it returns the id, for a refused one the reason.",
        ),
    )
    patch_missing_keys: PatchMissingKeys = field(
        default="kept",
        metadata=_about(
            "what PATCH does with the properties of a record that its body leaves out",
            question="Does PATCH keep the properties that a body leaves out?",
            decision="It keeps them, as PUT does.",
        ),
    )
    patch_limit: int = field(
        default=1000,
        metadata=_about(
            "the largest number of records in one PATCH",
            question="How many records does PATCH accept, and is it all or nothing?",
            decision="1000; more is a 400. Each record is accepted or refused by itself.",
        ),
    )
    deliveries_need_responsibles: bool = field(
        default=True,
        metadata=_about(
            "refuse a new delivery without its three responsibles",
            question="What does a new delivery need?",
            decision="DeliveryAssignedTo, DeliveryAssignedTo2 and DeliveryResponsible, each 0 for no user; else 400.",
        ),
    )
    linked_line_data: LinkedLineData = field(
        default="overwritten",
        metadata=_about(
            "what happens to Data1 to Data9 of a quotation line that names its linked-data item",
            question="What happens to Data1 to Data9 of a quotation line when linked data is on?",
            decision=(
                "They are overwritten by the item. 'kept' stores those that are sent; 'refused' refuses a line that "
                "has values in them with 400."
            ),
        ),
    )
    plus_null: bool = field(
        default=True,
        metadata=_about(
            "return null for Plus fields that were never set; concerns records created from then on",
            question="What is the value of a Plus field that was never set?",
            decision="Null. If switched off, it is that of other custom fields: the empty string, 0, or an entry.",
        ),
    )
    date_offset: DateOffset = field(
        default="summer-time",
        metadata=_about(
            "offset of the dates that the sandbox sets: of a zone with summer time, of UTC, or none",
            question="Which offset do dates have that the service sets?",
            decision="That of Western European time, with summer time: +00:00 or +01:00. Seeded dates vary.",
        ),
    )
    query_extras: bool = field(
        default=False,
        metadata=_about(
            "allow LIKE, TOP, GROUP BY and aggregates in queries",
            question="What do queries accept besides what was observed to work?",
            decision=(
                "Comparisons, IN, BETWEEN, IS NULL, NOT, DISTINCT and LEFT JOIN. "
                "LIKE, TOP, GROUP BY and aggregates are off by default."
            ),
        ),
    )
    query_seconds: float = field(
        default=10.0,
        metadata=_about(
            "the time limit of a query, in seconds",
            question="How long may a query run?",
            decision="10 seconds, including the time in the queue; then 400.",
        ),
    )
    deliver_hooks: bool = field(
        default=False,
        metadata=_about(
            "call the targets of hooks, if they are on this machine",
            question="What is delivered to a hook, and when?",
            decision=(
                "Nothing by default. If switched on: {EventType, EntityType, Id, Url} by POST, to http addresses on "
                "this machine. Filter is stored and has no effect. A conversion sends Delete for one list and "
                "Create for the other. Quotation lines that move along send nothing."
            ),
        ),
    )

    def change(self, name: str, value: Any, others: Iterable[str] = ()) -> None:
        """Set one option from a JSON value.

        Args:
            name: The option.
            value: Its value.
            others: What else the caller takes by name, for the message about an unknown option.

        Raises:
            ValueError: The option is unknown or the value is invalid.
        """
        types = {each.name: each.type for each in fields(self)}
        if name not in types:
            known = [*others, *types]
            msg = f"Unknown option {name!r}.{nearest(name, known)} The options are {', '.join(known)}"
            raise ValueError(msg)
        if name.endswith("_status"):
            is_valid, expected = _is_status(value), "a status from 200 to 599 whose responses have a body"
        else:
            is_valid, expected = _validate(types[name], value)
        if not is_valid:
            msg = f"{name} must be {expected}, not {shown(value)}"
            raise ValueError(msg)
        setattr(self, name, frozenset(value) if types[name] == frozenset[str] else value)


def _is_status(value: Any) -> bool:
    return type(value) is int and 200 <= value <= 599 and value not in WITHOUT_BODY  # noqa: PLR2004 - final responses


def _validate(type_: Any, value: Any) -> tuple[bool, str]:
    """Return whether a value is valid for an option of this type, and a description of valid values."""
    if choices := [each for each in get_args(type_) if isinstance(each, str)]:
        return value in choices, " or ".join(choices)
    if type_ == frozenset[str]:
        is_list = isinstance(value, list | set | frozenset | tuple) and all(isinstance(each, str) for each in value)
        return is_list, 'a list of entities such as ["QuotationLines"]'
    if type_ is bool:
        return isinstance(value, bool), "true or false"
    if type_ is float:
        return type(value) in {int, float} and _LEAST <= value <= _LARGEST, f"a number from {_LEAST:g} to {_LARGEST}"
    is_count = type(value) is int and 1 <= value <= _LARGEST
    if type_ is int:
        return is_count, f"a whole number from 1 to {_LARGEST}"
    return (
        value is None or is_count,
        f"a whole number from 1 to {_LARGEST}, or None ('off' on the command line) for no limit",
    )
