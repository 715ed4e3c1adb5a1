"""Forms: check where they come from, and read their fields."""

from secrets import compare_digest
from urllib.parse import parse_qsl

from starlette.requests import Request

from webcrm_ext.sandbox.request_bodies import MAX_FORM_BYTES, media_type_of, read_body
from webcrm_ext.sandbox.responses import HTTPError

TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field


async def read_form(request: Request, token: str) -> dict[str, str]:
    """Return the fields of a form that a page of this sandbox sent, without the token.

    Args:
        request: The request; its Host was checked.
        token: The token in the forms of this run of the sandbox.

    Raises:
        HTTPError: 403 if another site may have sent it; 415 for another media type.
    """
    site = request.headers.get("sec-fetch-site")
    # A foreign Origin was refused before.
    if site != "same-origin" and (site is not None or "origin" not in request.headers):
        raise _refused("A form must be sent by a page of this sandbox")
    media_type, _ = media_type_of(request.headers.get("content-type", ""))
    if media_type != "application/x-www-form-urlencoded":
        raise HTTPError(
            415, "A form must be of type application/x-www-form-urlencoded.", "UnsupportedMediaTypeException"
        )
    content = await read_body(request, MAX_FORM_BYTES)
    fields = dict(parse_qsl(content.decode(errors="replace"), keep_blank_values=True))
    sent = fields.pop(TOKEN_FIELD, "")
    if not compare_digest(sent.encode(), token.encode()):
        raise _refused("The form is from an earlier run of the sandbox. Open the page again")
    return fields


def _refused(message: str) -> HTTPError:
    return HTTPError(403, f"{message}.", "UnauthorizedAccessException")
