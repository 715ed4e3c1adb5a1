"""What can be chosen about a sandbox: one list for Python, the command line and the control addresses."""

from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

ErrorShape = Literal["model", "text", "json-text"]
UpdateAnswer = Literal["empty", "id"]


_LARGEST = 1e9
_NONE: frozenset[str] = frozenset()


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@dataclass(slots=True, kw_only=True)
class Options:
    """The rules that a sandbox goes by; each can be changed while it runs."""

    requests_per_minute: int | None = field(
        default=250, metadata=_help("calls a minute for each application token; 'off' for no limit")
    )
    logins_count: bool = field(default=True, metadata=_help("logins and refreshes count towards the limit of calls"))
    token_seconds: int = field(default=3600, metadata=_help("how long an access token is valid"))
    refused_login_status: int = field(
        default=200, metadata=_help("status of a refused login or refresh; its body has IsError true")
    )
    auth_code_in_query: bool = field(
        default=False, metadata=_help("take the application token of ApiLogin from the query as well")
    )
    refresh_token_in_form: bool = field(
        default=False, metadata=_help("take the refresh token from a form field as well")
    )
    refused_right_status: int = field(
        default=403, metadata=_help("status of a call that the application token has no right to")
    )
    default_size: int = field(default=50, metadata=_help("rows of a page when Size is not given"))
    missing_status: int = field(default=404, metadata=_help("status of a call for a record that does not exist"))
    linked_data: frozenset[str] = field(
        default=_NONE, metadata=_help("an entity with linked data on, such as QuotationLines, or 'all'")
    )
    linked_data_error_shape: ErrorShape = field(
        default="model", metadata=_help("shape of the answer 'Possible quotation not found'")
    )
    linked_data_error_status: int = field(
        default=400, metadata=_help("status of the answer 'Possible quotation not found'")
    )
    patch_update_answer: UpdateAnswer = field(
        default="empty", metadata=_help("what PATCH answers in the place of a record it updated")
    )
    patch_limit: int = field(default=1000, metadata=_help("the largest number of records that one PATCH takes"))
    deliveries_need_responsibles: bool = field(
        default=True, metadata=_help("refuse a new delivery without its three responsibles")
    )
    query_extras: bool = field(default=False, metadata=_help("allow LIKE, TOP, GROUP BY and aggregates in Queries"))
    query_seconds: float = field(default=10.0, metadata=_help("how long a query may run before it is refused"))
    deliver_hooks: bool = field(default=False, metadata=_help("call the hooks' targets, if they are on this machine"))

    def change(self, name: str, value: Any) -> None:
        """Set one option from a JSON value.

        Raises:
            ValueError: if there is no such option or it does not take the value.
        """
        annotations = {each.name: each.type for each in fields(self)}
        if name not in annotations:
            msg = f"there is no option {name!r}; there are {', '.join(annotations)}"
            raise ValueError(msg)
        fitting = _fitting(name, annotations[name], value)
        if isinstance(fitting, int | float) and not isinstance(fitting, bool):
            low, high = (200, 599) if name.endswith("_status") else (0.001, _LARGEST)
            if not low <= fitting <= high:
                msg = f"{name} takes a number from {low:g} to {high:g}, not {value!r}"
                raise ValueError(msg)
        setattr(self, name, fitting)


def _fitting(name: str, annotation: Any, value: Any) -> Any:
    if annotation == frozenset[str]:
        if isinstance(value, list | set | frozenset | tuple) and all(isinstance(each, str) for each in value):
            return frozenset(value)
    elif choices := [each for each in get_args(annotation) if isinstance(each, str)]:
        if value in choices:
            return value
        msg = f"{name} takes {' or '.join(choices)}, not {value!r}"
        raise ValueError(msg)
    else:
        kinds = get_args(annotation) or (annotation,)
        if float in kinds and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) in kinds:
            return value
    msg = f"{name} does not take {value!r}"
    raise ValueError(msg)
