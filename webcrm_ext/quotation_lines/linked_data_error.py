"""Recognise the error "Possible quotation not found", and turn its response into a `LinkedDataRequiredError`.

The vendor documents the words only. Status and body shape are unknown: the body may be `{Message, Type}`, a JSON
string, plain text, HTML, or the list of strings that PATCH returns with status 200. A new shape of this error is
handled here and nowhere else.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from webcrm_api.errors import UnexpectedContent
from webcrm_api.readers import decode, is_error_object
from webcrm_api.types import UNSET
from webcrm_api.values import to_json

from webcrm_ext.errors import LinkedDataRequiredError, short_repr
from webcrm_ext.transport.responses import error_arguments, message_of, text_of

if TYPE_CHECKING:
    import httpx
    from webcrm_api.calls import Call

    from webcrm_ext.transport.redaction import Redactor

# White space between the words, also as the escapes that JSON writes for it.
_SPACE = r"(?:\s|\\[nrt]|\\u[0-9a-f]{4})+"
_ERROR = re.compile(_SPACE.join(("possible", "quotation", "not", "found")), re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ADVICE = "Linked data is on: write the line with a QuotationLineLinkedDataId (crm.quotation_lines does)."
_ITEM_ID = "QuotationLineLinkedDataId"


def refused_item(item_id: Any) -> str:
    """Return the advice for a line that names an item, and is refused all the same."""
    return (
        f"The line names the linked-data item {short_repr(item_id)}, and the service accepts none with this id. Pass "
        "the id of an item that crm.quotation_lines.list_linked_data() returns; or leave it out, and an equal item is "
        "found or created."
    )


def is_linked_data_error(text: str) -> bool:
    """Return whether a string contains the error, in any case, with any white space and markup between its words."""
    return any(_ERROR.search(each) for each in (text, html.unescape(_TAG.sub(" ", text))))


def linked_data_error(call: Call[Any], response: httpx.Response, redactor: Redactor) -> LinkedDataRequiredError | None:
    """Return the error for a response that contains "Possible quotation not found", or None.

    A success can contain it too, as an error object, or where the call writes quotation lines: the status is unknown,
    and PATCH reports it for each line.

    Args:
        call: The call.
        response: Its response, with the body read.
        redactor: Redacts the error.
    """
    writes_lines = call.method != "GET" and call.path.lower().startswith("/quotationlines")
    if response.is_success and not writes_lines and not is_error_object(response):
        return None
    # The raw body finds it in any property; the decoded message finds it where JSON escapes the markup.
    if not any(map(is_linked_data_error, (text_of(response), message_of(response, redactor)))):
        return None
    return LinkedDataRequiredError(
        **error_arguments(call, response, redactor), advice=_advice(call), answers=_strings_of_patch(response, redactor)
    )


def _advice(call: Call[Any]) -> str:
    """Return what to do: a single line that names an item names one that does not exist."""
    if call.several or call.body is UNSET:
        return _ADVICE
    body = to_json(call.body)
    item_id = body.get(_ITEM_ID) if isinstance(body, dict) else None
    return refused_item(item_id) if item_id else _ADVICE


def _strings_of_patch(response: httpx.Response, redactor: Redactor) -> list[str] | None:
    """Return the string of each line, redacted, if the body is a list; else None."""
    try:
        body = decode(response)
    except UnexpectedContent:
        return None
    if not isinstance(body, list):
        return None
    return ["" if each is None else redactor.redact(str(each)) for each in body]
