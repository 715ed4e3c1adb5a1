"""Pages of a list."""

from collections.abc import Sequence

from .call import Call
from .options import Options
from .responses import Response, encoded_json_response


def page_bounds(call: Call, options: Options) -> tuple[int, int]:
    """How many rows the page that a call asks for holds at most, and how many come before it."""
    size = call.parameters.get("size") or options.default_size
    page = call.parameters.get("page") or 1
    return size, (page - 1) * size


def list_response(texts: Sequence[bytes]) -> Response:
    """Records that are JSON text already, as a bare array."""
    return encoded_json_response(b"[" + b",".join(texts) + b"]")
