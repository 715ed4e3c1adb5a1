"""What can be chosen about a sandbox: one list for Python, the command line and the control addresses."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from .responses import WITHOUT_BODY

ErrorShape = Literal["model", "text", "json-text"]
UpdateAnswer = Literal["empty", "id"]

_LEAST, _LARGEST = 0.001, 1_000_000_000
_NONE: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Options:
    """The rules that a sandbox goes by; each can be changed while it runs."""

    requests_per_minute: int | None = field(
        default=250, metadata={"help": "calls a minute for each application token; 'off' for no limit"}
    )
    logins_count: bool = field(default=True, metadata={"help": "logins and refreshes count towards the limit of calls"})
    token_seconds: int = field(default=3600, metadata={"help": "how long an access token is valid"})
    refused_login_status: int = field(
        default=200, metadata={"help": "status of a refused login or refresh; its body has IsError true"}
    )
    auth_code_in_query: bool = field(
        default=False, metadata={"help": "take the application token of ApiLogin from the query as well"}
    )
    refresh_token_in_form: bool = field(
        default=False, metadata={"help": "take the refresh token from a form field as well"}
    )
    refused_right_status: int = field(
        default=403, metadata={"help": "status of a call that the application token has no right to"}
    )
    default_size: int = field(default=50, metadata={"help": "rows of a page when Size is not given"})
    missing_status: int = field(default=404, metadata={"help": "status of a call for a record that does not exist"})
    linked_data: frozenset[str] = field(
        default=_NONE, metadata={"help": "an entity with linked data on, such as QuotationLines, or 'all'"}
    )
    linked_data_error_shape: ErrorShape = field(
        default="model", metadata={"help": "shape of the response 'Possible quotation not found'"}
    )
    linked_data_error_status: int = field(
        default=400, metadata={"help": "status of the response 'Possible quotation not found'"}
    )
    patch_update_answer: UpdateAnswer = field(
        default="empty", metadata={"help": "what PATCH answers in the place of a record it updated"}
    )
    patch_limit: int = field(default=1000, metadata={"help": "the largest number of records that one PATCH takes"})
    deliveries_need_responsibles: bool = field(
        default=True, metadata={"help": "refuse a new delivery without its three responsibles"}
    )
    query_extras: bool = field(default=False, metadata={"help": "allow LIKE, TOP, GROUP BY and aggregates in Queries"})
    query_seconds: float = field(default=10.0, metadata={"help": "how long a query may run before it is refused"})
    deliver_hooks: bool = field(
        default=False, metadata={"help": "call the hooks' targets, if they are on this machine"}
    )

    def change(self, name: str, value: Any) -> None:
        """Set one option from a JSON value.

        Raises:
            ValueError: if there is no such option or it does not take the value.
        """
        annotations = {each.name: each.type for each in fields(self)}
        if name not in annotations:
            msg = f"there is no option {name!r}; there are {', '.join(annotations)}"
            raise ValueError(msg)
        if name.endswith("_status"):
            fits, taken = _is_status(value), "a status from 200 to 599 whose answers have a body"
        else:
            fits, taken = _takes(annotations[name], value)
        if not fits:
            msg = f"{name} takes {taken}, not {value!r}"
            raise ValueError(msg)
        setattr(self, name, frozenset(value) if annotations[name] == frozenset[str] else value)


def _is_status(value: Any) -> bool:
    return type(value) is int and 200 <= value <= 599 and value not in WITHOUT_BODY  # noqa: PLR2004 - final answers


def _takes(annotation: Any, value: Any) -> tuple[bool, str]:
    """Whether an option of this type takes a value, and what it takes."""
    if choices := [each for each in get_args(annotation) if isinstance(each, str)]:
        return value in choices, " or ".join(choices)
    if annotation == frozenset[str]:
        is_list = isinstance(value, list | set | frozenset | tuple) and all(isinstance(each, str) for each in value)
        return is_list, "a list of entities"
    if annotation is bool:
        return isinstance(value, bool), "true or false"
    if annotation is float:
        return type(value) in {int, float} and _LEAST <= value <= _LARGEST, f"a number from {_LEAST:g} to {_LARGEST}"
    is_count = type(value) is int and 1 <= value <= _LARGEST
    if annotation is int:
        return is_count, f"a whole number from 1 to {_LARGEST}"
    return (
        value is None or is_count,
        f"a whole number from 1 to {_LARGEST}, or None ('off' in a command) for no limit",
    )
