"""The table of all changes that drift tells apart, and how each is judged.

This is the one place where a judgement stands: the comparison, the reports and `docs/drift.md` read it.
A change is judged for people who use this client, and it matters which way the value goes: a list entry
that is no longer taken breaks a call, one that no longer comes breaks nothing.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple


class Judgement(Enum):
    """What a change means for those who use this client, the worst last."""

    NEUTRAL = "neutral"
    ADDITIVE = "additive"
    BREAKING = "breaking"

    @property
    def weight(self) -> int:
        """How bad it is, from 0."""
        return list(Judgement).index(self)


class Direction(Enum):
    """Which way a value goes, seen from the client."""

    SENT = "sent"
    RECEIVED = "received"


class Verdict(NamedTuple):
    """A judgement, and why."""

    judgement: Judgement
    why: str


class Code(NamedTuple):
    """One kind of change: its stable name, what happened, and the verdict for each way that a value can go.

    `in_python` is a sentence for where the name that changed has another name in Python, too.
    """

    name: str
    what: str
    section: Literal["Added", "Changed", "Deprecated", "Removed"]
    sent: Verdict
    received: Verdict
    in_python: str = ""

    def verdict(self, directions: frozenset[Direction], *, in_python: bool = False) -> Verdict:
        """Judge a change on a value that goes these ways; where both, or neither is known, the worse verdict holds.

        Args:
            directions: The ways that the value goes.
            in_python: Whether what has another name has another one in Python.
        """
        found = [getattr(self, each.value) for each in Direction if each in (directions or Direction)]
        worst = max((verdict.judgement for verdict in found), key=lambda judgement: judgement.weight)
        reasons = dict.fromkeys(verdict.why for verdict in found if verdict.judgement is worst)
        if in_python and self.in_python:
            reasons[self.in_python] = None
        return Verdict(worst, " ".join(reasons))


def _breaking(why: str) -> Verdict:
    return Verdict(Judgement.BREAKING, why)


def _additive(why: str) -> Verdict:
    return Verdict(Judgement.ADDITIVE, why)


def _neutral(why: str) -> Verdict:
    return Verdict(Judgement.NEUTRAL, why)


def _code(
    name: str, what: str, section: str, sent: Verdict, received: Verdict | None = None, *, in_python: str = ""
) -> Code:
    return Code(name, what, section, sent, received or sent, in_python)  # type: ignore[arg-type] # literals below


_NEVER_SENT_AGAIN = _neutral("What is answered has become less varied; the client reads that as before.")
_NOT_CHECKED = _neutral("The client checks no limits in what it receives.")

CODES: dict[str, Code] = {
    code.name: code
    for code in (
        # The API as a whole.
        _code("api-version-changed", "It calls itself another version", "Changed",
              _neutral("Nothing in the client depends on it.")),
        _code("server-changed", "It names another server", "Changed",
              _neutral("Where calls go is the client's setting `base_url`; look whether it still holds.")),
        _code("base-path-changed", "All paths got another beginning", "Changed",
              _breaking("Every call goes to a path that is no longer declared.")),
        _code("security-changed", "Another kind of login is wanted", "Changed",
              _breaking("The client sends its token as the old definition wants it.")),
        _code("security-dropped", "No login is wanted any more", "Changed",
              _neutral("The client goes on sending its token.")),
        # Operations.
        _code("operation-removed", "An operation is gone", "Removed",
              _breaking("Calls of it fail, and regenerating takes the method away.")),
        _code("operation-added", "There is a new operation", "Added",
              _additive("Regenerating gives it a method.")),
        _code("nameless-operation-added", "There is a new operation for which no rule gives a name", "Added",
              _additive("Regenerating stops until `webcrm_ext/definition/naming.py` has a rule for it.")),
        _code("operation-renamed", "An operation has likely moved to another path", "Changed",
              _breaking("Calls to the old path fail, and regenerating names the method anew.")),
        _code("operation-moved", "An operation belongs to another entity", "Changed",
              _breaking("It goes on working; regenerating puts the method on another resource.")),
        _code("method-renamed", "An operation's method gets another name", "Changed",
              _breaking("It goes on working; regenerating renames the method.")),
        _code("path-respelled", "A path is spelled in another case", "Changed",
              _neutral("The service reads paths in any case.")),
        _code("operation-deprecated", "An operation is said to be on its way out", "Deprecated",
              _neutral("It works as before; look for what replaces it.")),
        _code("operation-restored", "An operation is no longer said to be on its way out", "Changed",
              _neutral("It works as before.")),
        # Parameters.
        _code("parameter-removed", "A parameter is gone", "Removed",
              _breaking("The service ignores what it does not know, so a call gives something else in silence.")),
        _code("parameter-added", "There is a new parameter that may be left out", "Added",
              _additive("Calls without it go on as before.")),
        _code("required-parameter-added", "There is a new parameter that must be given", "Added",
              _breaking("Calls without it are refused.")),
        _code("parameter-renamed", "A parameter likely has another name", "Changed",
              _breaking("The old name is ignored."), in_python="Regenerating renames the argument."),
        _code("parameter-respelled", "A parameter is spelled in another case", "Changed",
              _neutral("The service reads names of parameters in any case.")),
        _code("argument-renamed", "A parameter's argument gets another name", "Changed",
              _breaking("It goes on working; regenerating renames the argument.")),
        _code("parameter-moved", "A parameter is sent in another place", "Changed",
              _breaking("Where the client puts it nobody looks.")),
        _code("parameter-became-required", "A parameter must be given now", "Changed",
              _breaking("Calls without it are refused.")),
        _code("parameter-became-optional", "A parameter may be left out now", "Changed",
              _additive("Calls with it go on as before.")),
        _code("parameters-reordered", "Parameters stand in another order", "Changed",
              _neutral("They are given by name; only the generated text differs.")),
        _code("parameter-style-changed", "Several values of a parameter are written in another way", "Changed",
              _breaking("The service reads the client's values as one value, or as none.")),
        # Bodies and answers.
        _code("body-added", "An operation takes a body now", "Added",
              _breaking("Calls without it are refused, and regenerating adds an argument.")),
        _code("body-removed", "An operation takes no body any more", "Removed",
              _breaking("What is sent is no longer read, and regenerating takes the argument away.")),
        _code("body-encoding-changed", "A body is written in another way", "Changed",
              _breaking("The client writes it in a way that the service no longer declares.")),
        _code("body-required-changed", "A body has become required, or optional", "Changed",
              _neutral("The client always sends it.")),
        _code("response-added", "An operation answers a value now", "Added",
              _additive("The client passes it over until it is regenerated.")),
        _code("response-removed", "An operation answers no value any more", "Removed",
              _breaking("Reading the value fails, and regenerating makes the method give None.")),
        _code("response-encoding-changed", "An answer is written in another way", "Changed",
              _breaking("The client may not be able to read it.")),
        _code("response-status-changed", "Success has another status", "Changed",
              _neutral("The client takes every 2xx as a success.")),
        _code("other-responses-changed", "Further answers of success are declared, or declared differently", "Changed",
              _neutral("The client reads the first that is declared.")),
        _code("error-responses-changed", "Answers of failure are declared differently", "Changed",
              _neutral("The client handles every failure in one place, whatever is declared.")),
        # Models and properties.
        _code("model-removed", "A model is gone", "Removed",
              _breaking("Regenerating takes the class away.")),
        _code("model-added", "There is a new model", "Added",
              _additive("Regenerating adds a class.")),
        _code("model-renamed", "A model likely has another name", "Changed",
              _breaking("Regenerating renames the class.")),
        _code("model-replaced", "Another model stands in this place", "Changed",
              _breaking("The other class has other properties.")),
        _code("property-removed", "A property is gone", "Removed",
              _breaking("It is no longer taken, and regenerating removes the argument."),
              _breaking("It no longer comes: it will be UNSET, and regenerating removes the attribute.")),
        _code("property-added", "There is a new property that may be left out", "Added",
              _additive("What is sent without it is taken as before."),
              _additive("Until it is regenerated the client keeps it among the additional properties.")),
        _code("required-property-added", "There is a new property that must be given", "Added",
              _breaking("What is sent without it is refused."),
              _additive("Until it is regenerated the client keeps it among the additional properties.")),
        _code("property-renamed", "A property likely has another name", "Changed",
              _breaking("The old name is no longer taken."),
              _breaking("The value comes under the new name alone: until the client is regenerated it is UNSET."),
              in_python="Regenerating renames the attribute."),
        _code("property-became-required", "A property must be given now", "Changed",
              _breaking("What is sent without it is refused."),
              _neutral("It always comes; the client reads it as before.")),
        _code("property-became-optional", "A property may be missing now", "Changed",
              _additive("What is sent with it is taken as before."),
              _breaking("What always came may be UNSET.")),
        _code("became-read-only", "A value is the server's alone now", "Changed",
              _breaking("It is no longer taken."), _neutral("It comes as before.")),
        _code("became-writable", "A value is no longer the server's alone", "Changed",
              _additive("It is taken now."), _neutral("It comes as before.")),
        _code("became-write-only", "A value is only sent now", "Changed",
              _neutral("It is taken as before."), _breaking("It no longer comes: it will be UNSET.")),
        _code("became-readable", "A value is no longer only sent", "Changed",
              _neutral("It is taken as before."), _additive("It comes now.")),
        # Values: of parameters, bodies, answers, properties, and the items of lists.
        _code("type-changed", "A value is of another type", "Changed",
              _breaking("Values of the old type are refused."),
              _breaking("Code that works with the old type meets another.")),
        _code("type-widened", "Whole numbers have become any numbers", "Changed",
              _additive("Whole numbers are taken as before."),
              _breaking("Code that wants a whole number may meet a fraction.")),
        _code("type-narrowed", "Any numbers have become whole numbers", "Changed",
              _breaking("A fraction is refused."), _NEVER_SENT_AGAIN),
        _code("format-changed", "A value has a format that is another type in Python", "Changed",
              _breaking("Regenerating gives the argument another type."),
              _breaking("Regenerating gives the value another type.")),
        _code("format-detail-changed", "A value has another format and the same type in Python", "Changed",
              _neutral("The client writes and reads both alike.")),
        _code("became-list", "One value has become a list", "Changed",
              _breaking("One value is refused."), _breaking("Code that works with one value meets a list.")),
        _code("became-single", "A list has become one value", "Changed",
              _breaking("A list is refused."), _breaking("Code that goes through a list meets one value.")),
        _code("composition-changed", "A value is put together from other schemas", "Changed",
              _breaking("What is in it is not compared further: look at both.")),
        _code("composition-reordered", "The schemas that a value has all of stand in another order", "Changed",
              _neutral("The order means nothing; only the generated text differs.")),
        _code("enum-value-added", "A list of values has a new entry", "Added",
              _additive("The old entries are taken as before."),
              _additive("The client reads entries that it does not know, too.")),
        _code("enum-value-removed", "A list of values has lost an entry", "Removed",
              _breaking("The entry is refused."),
              _neutral("The entry no longer comes; code that looks for it finds none.")),
        _code("enum-value-renamed", "An entry of a list of values is spelled in another case", "Changed",
              _breaking("Values must match an entry exactly, case included."),
              _breaking("Code that looks for the old spelling finds none.")),
        _code("enum-reordered", "A list of values stands in another order", "Changed",
              _neutral("The order means nothing; only the generated text differs.")),
        _code("enum-type-renamed", "The type of a list of values gets another name", "Changed",
              _breaking("It goes on working; regenerating renames the type.")),
        _code("enum-added", "Any value has become a list of values", "Changed",
              _breaking("Other values are refused."),
              _neutral("The values are what they were; regenerating gives them a type of their own.")),
        _code("enum-dropped", "A list of values has become any value", "Changed",
              _breaking("The entries are taken as before, and regenerating takes the type of their own away."),
              _breaking("Other values may come, and regenerating takes the type of their own away.")),
        _code("bound-narrowed", "A limit has become narrower", "Changed",
              _breaking("What was within the limit may be refused."), _NOT_CHECKED),
        _code("bound-widened", "A limit has become wider, or is gone", "Changed",
              _additive("What was within the limit still is."), _NOT_CHECKED),
        _code("default-added", "The value that is used when none is given is declared now", "Changed",
              _neutral("Regenerating makes it the argument's own default.")),
        _code("default-removed", "The value that is used when none is given is no longer declared", "Changed",
              _neutral("Regenerating makes the client send none; look whether the service still uses the same.")),
        _code("default-changed", "Another value is used when none is given", "Changed",
              _breaking("Calls that give none do something else after regenerating."),
              _neutral("The client sets no defaults in what it receives.")),
        _code("null-allowed", "A value can be null now", "Changed",
              _additive("Values are taken as before."), _breaking("Code that relies on a value may meet None.")),
        _code("null-refused", "A value can no longer be null", "Changed",
              _breaking("None is refused."), _NEVER_SENT_AGAIN),
        # What has no code of its own: nothing is passed over in silence.
        _code("extension-changed", "An extension (x-…) differs", "Changed",
              _neutral("The client reads none of the vendor's extensions.")),
        _code("keyword-changed", "A keyword differs that has no code of its own", "Changed",
              _breaking("What it means for the client is not known: look at both.")),
        _code("documentation-changed", "Words differ; listed with `--docs`, and never counted as drift", "Changed",
              _neutral("Only the documentation of the client differs.")),
    )
}  # fmt: skip
