"""Responses to a PATCH in every shape that the API's documentation leaves open, and what a report then says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.contract.client.patch_transport import NONE, SOME, Shape, Strings

CREATES, UPDATES = 4, 5
"""How many records are created and updated in each test of a shape."""

ALL_DONE = ["created"] * CREATES + ["updated"] * UPDATES
ALL_UNKNOWN = ["unknown"] * CREATES + ["updated"] + ["unknown"] * (UPDATES - 1)
"""The first update is the probe, which is sent alone."""


def strings(change: Callable[[Strings, list[int]], Any], **more: Any) -> Shape:
    """Return a shape whose response is JSON, made of the sandbox's strings and the ids that were sent."""
    return Shape(lambda answers, ids: httpx.Response(200, json=change(answers, ids)), **more)


def status(code: int, **more: Any) -> Shape:
    """Return a shape whose response is a status with an error object."""
    return Shape(lambda *_: httpx.Response(code, json={"Message": f"Refused with {code}.", "Type": "X"}), **more)


def html(code: int, **more: Any) -> Shape:
    """Return a shape whose response is an HTML page."""
    return Shape(lambda *_: httpx.Response(code, html="<h1>Back soon</h1>"), **more)


def lost(**more: Any) -> Shape:
    """Return a shape without a response."""

    def respond(*_: Any) -> httpx.Response:
        raise httpx.ReadError("reset")

    return Shape(respond, **more)


def each_is(value: Any) -> Shape:
    """Return a shape whose response has the same value for each record."""
    return strings(lambda _, ids: [value] * len(ids))


def with_second(strings: Strings, value: str) -> Strings:
    """Return the strings with another one in the second place."""
    return [strings[0], value, *strings[1:]]


REFUSED = "The name is not allowed."
NOT_SECOND = {"left_out": 1}
FAILED_UPDATE = ["created"] * CREATES + ["updated", "updated", "failed", "updated", "updated"]

SHAPES: dict[str, tuple[Shape, list[str]]] = {
    # What stands for a success.
    "ids": (strings(lambda got, ids: [a or str(id_) for a, id_ in zip(got, ids, strict=True)]), ALL_DONE),
    "empty strings": (each_is(""), ALL_DONE),
    "OK": (each_is("OK"), ALL_DONE),
    "Updated": (each_is("Updated"), ALL_DONE),
    "the string 0": (each_is("0"), ALL_DONE),
    "the string 1": (each_is("1"), ALL_DONE),
    "numbers": (strings(lambda got, ids: [int(a or id_) for a, id_ in zip(got, ids, strict=True)]), ALL_DONE),
    "the number 0": (each_is(0), ALL_DONE),
    "null": (each_is(None), ALL_DONE),
    "true": (each_is(True), ALL_DONE),
    "one id for all": (strings(lambda got, ids: [got[0] or str(ids[0])] * len(ids)), ALL_DONE),
    # How many there are.
    "fewer": (strings(lambda got, _: got[:-1]), ALL_DONE),
    "more": (strings(lambda got, _: [*got, "99"]), ALL_DONE),
    "none": (strings(lambda *_: []), ALL_DONE),
    "none, nothing written": (strings(lambda *_: [], written=NONE), ALL_UNKNOWN),
    "null as the body": (strings(lambda *_: None), ALL_DONE),
    "a string as the body": (strings(lambda *_: "OK"), ALL_DONE),
    "no body": (Shape(lambda *_: httpx.Response(200)), ALL_DONE),
    "204": (Shape(lambda *_: httpx.Response(204)), ALL_DONE),
    # Errors of single records.
    "an error among successes": (strings(lambda got, _: with_second(got, REFUSED), **NOT_SECOND), FAILED_UPDATE),
    "an error, in another order": (
        strings(lambda got, ids: with_second(got, REFUSED)[:: 1 if ids[0] else -1], **NOT_SECOND),
        ["created", "unknown", "created", "created", *FAILED_UPDATE[CREATES:]],
    ),
    "an unknown confirmation": (each_is("Success"), ALL_DONE),
    "an error for each, nothing written": (
        strings(lambda _, ids: [REFUSED] * len(ids), written=NONE),
        ["created"] * CREATES + ["updated"] + ["failed"] * (UPDATES - 1),
    ),
    # Lost responses.
    "lost, nothing written": (lost(written=NONE), ALL_UNKNOWN),
    "lost, some written": (
        lost(written=SOME),
        ["created", "created", "unknown", "unknown", "updated", "updated", "updated", "unknown", "unknown"],
    ),
    "lost, all written": (lost(), ALL_DONE),
    "500, nothing written": (status(500, written=NONE), ALL_UNKNOWN),
    "500, all written": (status(500), ALL_DONE),
    "503 as HTML, nothing written": (html(503, written=NONE), ALL_UNKNOWN),
    "503 as HTML, all written": (html(503), ALL_DONE),
    "408, nothing written": (status(408, written=NONE), ALL_UNKNOWN),
    "408, all written": (status(408), ALL_DONE),
    "HTML, nothing written": (html(200, written=NONE), ALL_UNKNOWN),
    "HTML, all written": (html(200), ALL_DONE),
    # Refusals of the whole batch.
    **{
        f"{code}, {name} written": (status(code, **more), ALL_DONE)
        for code in (400, 413, 200)
        for name, more in (("nothing", {"written": NONE}), ("some", {"written": SOME}), ("all", {}))
    },
    "403, nothing written": (status(403, written=NONE), ["failed"] * CREATES + ["updated"] * UPDATES),
    "404, some written": (
        status(404, written=SOME), ["created", "created", "failed", "failed"] + ["updated"] * UPDATES
    ),
    "403, all written": (status(403), ALL_DONE),
}  # fmt: skip
