"""The table of all drift codes and their judgements.

This table is the only place for judgements: the comparison, the reports and `docs/drift.md` read it. A change is
judged for users of this client, by the direction of the value: a removed enum value breaks a call that sends it,
and breaks nothing where it is only received.
"""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple


class Judgement(Enum):
    """What a change means for users of the client, breaking last."""

    NEUTRAL = "neutral"
    ADDITIVE = "additive"
    BREAKING = "breaking"

    @property
    def weight(self) -> int:
        """The severity, from 0."""
        return list(Judgement).index(self)


class Direction(Enum):
    """The direction of a value, seen from the client."""

    SENT = "sent"
    RECEIVED = "received"


class Verdict(NamedTuple):
    """A judgement and its reason."""

    judgement: Judgement
    why: str


class Code(NamedTuple):
    """One kind of change.

    Attributes:
        name: The stable name.
        what: What happened.
        section: The section of the changelog.
        sent: The verdict for values that the client sends.
        received: The verdict for values that it receives.
        in_python: What to add to the reason when the name in Python changes too.
    """

    name: str
    what: str
    section: Literal["Added", "Changed", "Deprecated", "Removed"]
    sent: Verdict
    received: Verdict
    in_python: str = ""

    def verdict(self, directions: frozenset[Direction], *, in_python: bool = False) -> Verdict:
        """Return the verdict for a value; the worse one where it goes both directions, or none is known.

        Args:
            directions: The directions of the value.
            in_python: Whether the name in Python changes too.
        """
        verdicts = [getattr(self, each.value) for each in Direction if each in (directions or Direction)]
        worst = max((verdict.judgement for verdict in verdicts), key=lambda judgement: judgement.weight)
        reasons = dict.fromkeys(verdict.why for verdict in verdicts if verdict.judgement is worst)
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


_FEWER_VALUES = _neutral("Fewer values are possible; the client reads them as before.")
_NOT_VALIDATED = _neutral("The client validates no limits in responses.")
_KEPT_AS_ADDITIONAL = _additive("Until you regenerate, the client keeps it in the additional properties.")

CODES: dict[str, Code] = {
    code.name: code
    for code in (
        # The API as a whole.
        _code("api-version-changed", "The version of the API changed", "Changed",
              _neutral("The client does not depend on it.")),
        _code("server-changed", "The server changed", "Changed",
              _neutral("The client calls its setting `base_url`; check that it is still right.")),
        _code("base-path-changed", "The common prefix of all paths changed", "Changed",
              _breaking("Every call goes to a path that is no longer in the API definition.")),
        _code("security-changed", "The required authentication changed", "Changed",
              _breaking("The client authenticates as the old definition requires.")),
        _code("security-dropped", "Authentication is no longer required", "Changed",
              _neutral("The client still sends its token.")),
        # Operations.
        _code("operation-removed", "An operation was removed", "Removed",
              _breaking("Calls to it fail, and regenerating removes the method.")),
        _code("operation-added", "An operation was added", "Added",
              _additive("Regenerating adds a method.")),
        _code("nameless-operation-added", "An operation was added, named by default", "Added",
              _additive("No naming rule covers it. Regenerating adds a method and keeps its name.")),
        _code("operation-renamed", "An operation probably moved to another path", "Changed",
              _breaking("Calls to the old path fail, and regenerating renames the method.")),
        _code("operation-moved", "An operation moved to another entity", "Changed",
              _breaking("Calls work as before; regenerating moves the method to another resource.")),
        _code("method-renamed", "The method of an operation is renamed", "Changed",
              _breaking("Calls work as before; regenerating renames the method.")),
        _code("path-respelled", "The case of a path changed", "Changed",
              _neutral("The service ignores the case of paths.")),
        _code("operation-deprecated", "An operation was deprecated", "Deprecated",
              _neutral("It works as before; look for its replacement.")),
        _code("operation-restored", "An operation is no longer deprecated", "Changed",
              _neutral("It works as before.")),
        # Parameters.
        _code("parameter-removed", "A parameter was removed", "Removed",
              _breaking("The service ignores unknown parameters, so calls silently return something else.")),
        _code("parameter-added", "An optional parameter was added", "Added",
              _additive("Calls without it work as before.")),
        _code("required-parameter-added", "A required parameter was added", "Added",
              _breaking("The service refuses calls without it.")),
        _code("parameter-renamed", "A parameter was probably renamed", "Changed",
              _breaking("The service ignores the old name."), in_python="Regenerating renames the argument."),
        _code("parameter-respelled", "The case of a parameter changed", "Changed",
              _neutral("The service ignores the case of parameter names.")),
        _code("argument-renamed", "The argument for a parameter is renamed", "Changed",
              _breaking("Calls work as before; regenerating renames the argument.")),
        _code("parameter-moved", "A parameter moved to another part of the request", "Changed",
              _breaking("The service does not read it where the client sends it.")),
        _code("parameter-became-required", "A parameter became required", "Changed",
              _breaking("The service refuses calls without it.")),
        _code("parameter-became-optional", "A parameter became optional", "Changed",
              _additive("Calls with it work as before.")),
        _code("parameters-reordered", "The order of parameters changed", "Changed",
              _neutral("They are passed by name; only the generated source differs.")),
        _code("parameter-style-changed", "The serialisation of a list parameter changed", "Changed",
              _breaking("The service reads the client's values as one value, or ignores them.")),
        # Bodies and responses.
        _code("body-added", "An operation now takes a body", "Added",
              _breaking("The service refuses calls without it, and regenerating adds an argument.")),
        _code("body-removed", "An operation no longer takes a body", "Removed",
              _breaking("The service ignores the body, and regenerating removes the argument.")),
        _code("body-encoding-changed", "The media type of a body changed", "Changed",
              _breaking("The client sends a media type that is no longer in the API definition.")),
        _code("body-required-changed", "A body became required or optional", "Changed",
              _neutral("The client always sends it.")),
        _code("response-added", "An operation now returns a value", "Added",
              _additive("The client ignores it until you regenerate.")),
        _code("response-removed", "An operation no longer returns a value", "Removed",
              _breaking("Reading the value fails, and regenerating makes the method return None.")),
        _code("response-encoding-changed", "The media type of a response changed", "Changed",
              _breaking("The client may be unable to read it.")),
        _code("response-status-changed", "The status of a successful response changed", "Changed",
              _neutral("The client treats every 2xx as success.")),
        _code("other-responses-changed", "Further success responses changed", "Changed",
              _neutral("The client reads only the first success response of the API definition.")),
        _code("error-responses-changed", "Error responses changed", "Changed",
              _neutral("The client handles all errors in one place, declared or not.")),
        # Models and properties.
        _code("model-removed", "A model was removed", "Removed",
              _breaking("Regenerating removes the class.")),
        _code("model-added", "A model was added", "Added",
              _additive("Regenerating adds a class.")),
        _code("model-renamed", "A model was probably renamed", "Changed",
              _breaking("Regenerating renames the class.")),
        _code("model-replaced", "A value has another model", "Changed",
              _breaking("The other class has other properties.")),
        _code("property-removed", "A property was removed", "Removed",
              _breaking("The service no longer accepts it, and regenerating removes the attribute."),
              _breaking("It is no longer returned: it is UNSET, and regenerating removes the attribute.")),
        _code("property-added", "An optional property was added", "Added",
              _additive("Requests without it work as before."), _KEPT_AS_ADDITIONAL),
        _code("required-property-added", "A required property was added", "Added",
              _breaking("The service refuses requests without it."), _KEPT_AS_ADDITIONAL),
        _code("property-renamed", "A property was probably renamed", "Changed",
              _breaking("The service no longer accepts the old name."),
              _breaking("The value is returned under the new name only: it is UNSET until you regenerate."),
              in_python="Regenerating renames the attribute."),
        _code("property-became-required", "A property became required", "Changed",
              _breaking("The service refuses requests without it."),
              _neutral("It is always returned; the client reads it as before.")),
        _code("property-became-optional", "A property became optional", "Changed",
              _additive("Requests with it work as before."),
              _breaking("It was always returned, and may now be UNSET.")),
        _code("became-read-only", "A property became read-only", "Changed",
              _breaking("The service no longer accepts it."), _neutral("It is returned as before.")),
        _code("became-writable", "A property is no longer read-only", "Changed",
              _additive("The service accepts it now."), _neutral("It is returned as before.")),
        _code("became-write-only", "A property became write-only", "Changed",
              _neutral("The service accepts it as before."), _breaking("It is no longer returned: it is UNSET.")),
        _code("became-readable", "A property is no longer write-only", "Changed",
              _neutral("The service accepts it as before."), _additive("It is returned now.")),
        # Values: of parameters, bodies, responses, properties, and list items.
        _code("type-changed", "The type of a value changed", "Changed",
              _breaking("The service refuses values of the old type."),
              _breaking("Code for the old type gets another type.")),
        _code("type-widened", "The type of a value changed from integer to number", "Changed",
              _additive("The service accepts integers as before."),
              _breaking("Code for integers may get a fraction.")),
        _code("type-narrowed", "The type of a value changed from number to integer", "Changed",
              _breaking("The service refuses fractions."), _FEWER_VALUES),
        _code("format-changed", "The format of a value, and with it its Python type, changed", "Changed",
              _breaking("Regenerating changes the type of the argument."),
              _breaking("Regenerating changes the type of the value.")),
        _code("format-detail-changed", "The format of a value changed, its Python type did not", "Changed",
              _neutral("The client writes and reads both formats alike.")),
        _code("became-list", "A single value became a list", "Changed",
              _breaking("The service refuses a single value."), _breaking("Code for a single value gets a list.")),
        _code("became-single", "A list became a single value", "Changed",
              _breaking("The service refuses a list."), _breaking("Code for a list gets a single value.")),
        _code("composition-changed", "The schemas that a value is composed of changed", "Changed",
              _breaking("Their contents are not compared further: look at both definitions.")),
        _code("composition-reordered", "The order of the schemas in an `allOf` changed", "Changed",
              _neutral("The order has no meaning; only the generated source differs.")),
        _code("enum-value-added", "A value was added to an enum", "Added",
              _additive("The service accepts the old values as before."),
              _additive("The client also reads values that it does not know.")),
        _code("enum-value-removed", "A value was removed from an enum", "Removed",
              _breaking("The service refuses the value."),
              _neutral("The value is no longer returned; code that looks for it finds none.")),
        _code("enum-value-renamed", "The case of an enum value changed", "Changed",
              _breaking("The service compares values exactly, case included."),
              _breaking("Code that looks for the old spelling finds none.")),
        _code("enum-reordered", "The order of an enum changed", "Changed",
              _neutral("The order has no meaning; only the generated source differs.")),
        _code("enum-type-renamed", "The type of an enum is renamed", "Changed",
              _breaking("Calls work as before; regenerating renames the type.")),
        _code("enum-type-split", "A value has another enum type, and the old type still exists", "Changed",
              _additive("Values of the old type are accepted as before."),
              _breaking("Code that names the old type gets another one.")),
        _code("number-name-changed", "The name of a number in an enum changed", "Changed",
              _breaking("Calls work as before; regenerating renames the member of the enum.")),
        _code("enum-added", "A free value became an enum", "Changed",
              _breaking("The service refuses other values."),
              _neutral("The values are as before; regenerating adds a type for them.")),
        _code("enum-dropped", "An enum became a free value", "Changed",
              _breaking("The service accepts the values as before, and regenerating removes the enum's type."),
              _breaking("Other values may be returned, and regenerating removes the enum's type.")),
        _code("bound-narrowed", "A limit became narrower", "Changed",
              _breaking("The service may refuse values within the old limit."), _NOT_VALIDATED),
        _code("bound-widened", "A limit became wider or was removed", "Changed",
              _additive("Values within the old limit are still accepted."), _NOT_VALIDATED),
        _code("default-added", "A default value was declared", "Changed",
              _neutral("Regenerating makes it the default of the argument.")),
        _code("default-removed", "A default value is no longer declared", "Changed",
              _neutral("Regenerating makes the client send no value; check that the service has the same default.")),
        _code("default-changed", "A default value changed", "Changed",
              _breaking("After regenerating, calls without a value do something else."),
              _neutral("The client sets no defaults in responses.")),
        _code("null-allowed", "A value became nullable", "Changed",
              _additive("The service accepts values as before."),
              _breaking("Code that relies on a value may get None.")),
        _code("null-refused", "A value is no longer nullable", "Changed",
              _breaking("The service refuses None."), _FEWER_VALUES),
        # Everything without its own code, so that every change is reported.
        _code("extension-changed", "A vendor extension (`x-…`) changed", "Changed",
              _neutral("The client reads no vendor extensions.")),
        _code("keyword-changed", "A keyword without its own code changed", "Changed",
              _breaking("Its effect on the client is unknown: look at both definitions.")),
        _code("documentation-changed", "Documentation changed; listed with `--docs`, never counted as drift", "Changed",
              _neutral("Only the documentation of the client differs.")),
    )
}  # fmt: skip
