"""Pages of a list."""

from collections.abc import Sequence

from .answers import Answer, text_answer
from .call import Call
from .options import Options


def page_of(call: Call, options: Options) -> tuple[int, int]:
    """How many rows the page that a call asks for holds at most, and how many come before it."""
    size = call.parameters.get("size") or options.default_size
    page = call.parameters.get("page") or 1
    return size, (page - 1) * size


def list_answer(texts: Sequence[bytes]) -> Answer:
    """Records that are JSON text already, as a bare array."""
    return text_answer(b"[" + b",".join(texts) + b"]")
