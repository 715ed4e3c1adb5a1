"""Pages of lists."""

from collections.abc import Sequence

from .call import Call
from .options import Options
from .responses import Response, encoded_json_response

LARGEST_SIZE = 1000
_MAX_DIGITS = 20


def page_bounds(call: Call, options: Options) -> tuple[int, int]:
    """Return the largest number of rows of the requested page, and the number of rows before it."""
    size = call.parameters.get("size") or options.default_size
    page = call.parameters.get("page") or 1
    return size, (page - 1) * size


def capped_size(size: str) -> str:
    """Return the value of Size, at most 1000; what is not a number stays as it is."""
    is_number = size.isascii() and size.isdecimal() and len(size) < _MAX_DIGITS
    return str(min(int(size), LARGEST_SIZE)) if is_number else size


def list_response(records: Sequence[bytes]) -> Response:
    """Return records that are already JSON, as an array."""
    return encoded_json_response(b"[" + b",".join(records) + b"]")
