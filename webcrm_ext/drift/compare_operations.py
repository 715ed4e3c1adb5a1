"""Compare two settled operations: parameters, body, answers, login."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.compare_schemas import SchemaComparison, shown
from webcrm_ext.drift.difference import Difference, Location
from webcrm_ext.drift.normalise import Content, Operation, Parameter, is_form
from webcrm_ext.drift.normalise_schema import canonical, shape
from webcrm_ext.drift.renames import Candidate, renames

SENT = frozenset({Direction.SENT})
RECEIVED = frozenset({Direction.RECEIVED})
NO_LOGIN = "none"


def compare_operations(
    old: Operation, new: Operation, schemas: SchemaComparison, *, whole_path: bool = True
) -> Iterator[Difference]:
    """Give the changes from one operation to another.

    Args:
        old: The operation as it was.
        new: The same operation now.
        schemas: Compares the schemas in it.
        whole_path: Whether a difference of their paths and names is a change of its own.
    """
    at = Location(new.title, old.place, new.place, operations=(old, new))
    if whole_path:
        yield from _names(old, new, at)
    if old.deprecated != new.deprecated:
        code = "operation-deprecated" if new.deprecated else "operation-restored"
        yield Difference(code, at.into("deprecated"), old.deprecated, new.deprecated)
    yield from _parameters(old, new, schemas, at)
    yield from _body(old, new, schemas, at)
    yield from _answers(old, new, schemas, at)
    if canonical(old.prose) != canonical(new.prose):
        yield Difference("documentation-changed", at, old.prose, new.prose)
    for key in sorted(old.other.keys() | new.other.keys()):
        yield from other_keyword(key, old.other.get(key), new.other.get(key), at)


def other_keyword(key: str, old: object, new: object, at: Location) -> Iterator[Difference]:
    """Give the change of a keyword that has no code of its own."""
    if canonical(old) != canonical(new):
        yield Difference("extension-changed" if key.startswith("x-") else "keyword-changed", at.into(key), old, new)


def security_change(old: list[dict[str, object]], new: list[dict[str, object]], at: Location) -> Iterator[Difference]:
    """Give the change of what login is wanted."""
    if canonical(old) != canonical(new):
        code = "security-changed" if new else "security-dropped"
        yield Difference(code, at.into("security"), _login(old), _login(new))


def _login(alternatives: list[dict[str, object]]) -> str:
    return " or ".join(" and ".join(each) or NO_LOGIN for each in alternatives) or NO_LOGIN


def _names(old: Operation, new: Operation, at: Location) -> Iterator[Difference]:
    if old.path.lower() == new.path.lower() and old.path != new.path:
        yield Difference("path-respelled", at, old.path, new.path)
    if old.tag != new.tag:
        yield Difference("operation-moved", at.into("tags"), old.tag, new.tag)
    elif old.method_name != new.method_name:
        yield Difference("method-renamed", at, old.method_name, new.method_name)


def _parameters(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    was, now = old.parameters, new.parameters
    gone, came = was.keys() - now.keys(), now.keys() - was.keys()
    pairs = {key: key for key in was.keys() & now.keys()}
    for key in sorted(gone):
        elsewhere = [other for other in came if was[key].name == now[other].name]
        if len(elsewhere) == 1:
            pairs[key] = elsewhere[0]
    pairs |= renames(
        {key: _named(was[key]) for key in gone - pairs.keys()},
        {key: _named(now[key]) for key in came - set(pairs.values())},
    )
    for key in sorted(gone - pairs.keys()):
        here = _at_parameter(at, was[key], None)
        yield Difference("parameter-removed", here, shown(was[key].schema), None)
    for key in sorted(came - set(pairs.values())):
        code = "required-parameter-added" if now[key].required else "parameter-added"
        yield Difference(code, _at_parameter(at, None, now[key]), None, shown(now[key].schema))
    for key, other in sorted(pairs.items()):
        yield from _parameter(was[key], now[other], schemas, _at_parameter(at, was[key], now[other]))
    order = [key for key in was if key in pairs], [key for other in now for key in pairs if pairs[key] == other]
    if order[0] != order[1]:
        before, after = ([was[key].name for key in keys] for keys in order)
        yield Difference("parameters-reordered", at.into("parameters"), before, after)


def _named(parameter: Parameter) -> Candidate:
    return Candidate(parameter.name, canonical([shape(parameter.schema), parameter.required]), parameter.location)


def _at_parameter(at: Location, old: Parameter | None, new: Parameter | None) -> Location:
    names = [each.name for each in (old, new) if each]
    return replace(
        at,
        subject=f"{at.subject}, parameter {names[-1]}",
        parameter=names[0],
        was=old.place if old else None,
        now=new.place if new else None,
        directions=SENT,
    )


def _parameter(old: Parameter, new: Parameter, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    if old.name != new.name:
        yield from _parameter_name(old, new, at.into("name"))
    if old.location != new.location:
        yield Difference("parameter-moved", at.into("in"), old.location, new.location)
    if old.required != new.required:
        code = "parameter-became-required" if new.required else "parameter-became-optional"
        yield Difference(code, at.into("required"), old.required, new.required)
    if old.style and new.style and old.style != new.style:
        yield Difference("parameter-style-changed", at, old.style, new.style)
    # Swagger 2.0 writes a parameter's schema beside its name.
    yield from schemas.compare(old.schema, new.schema, at)
    for key in sorted(old.other.keys() | new.other.keys()):
        yield from other_keyword(key, old.other.get(key), new.other.get(key), at)


def _parameter_name(old: Parameter, new: Parameter, at: Location) -> Iterator[Difference]:
    if old.location != new.location or (old.location != "path" and old.name.lower() != new.name.lower()):
        yield Difference("parameter-renamed", at, old.name, new.name, guess=True)
    elif attribute_name(old.name) != attribute_name(new.name):
        # That of a placeholder is the client's alone, and other places read names in any case.
        yield Difference("argument-renamed", at, old.name, new.name)
    else:
        yield Difference("parameter-respelled", at, old.name, new.name)


def _body(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    here = replace(at, subject=f"{at.subject}, body", directions=SENT)
    if old.body is None or new.body is None:
        if old.body is not new.body:
            code = "body-added" if old.body is None else "body-removed"
            yield Difference(code, _at_content(here, old.body, new.body), _content(old.body), _content(new.body))
        return
    here = _at_content(here, old.body, new.body)
    # A form is required when one of its fields is, and that is said of the field.
    if old.body_required != new.body_required and not is_form(new.body.encoding):
        yield Difference("body-required-changed", here, old.body_required, new.body_required)
    yield from _contents(old.body, new.body, schemas, here, "body-encoding-changed")


def _answers(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    here = replace(at, subject=f"{at.subject}, response", directions=RECEIVED)
    responses = at.into("responses")
    if old.status != new.status:
        yield Difference("response-status-changed", responses, old.status, new.status)
    if old.answer and new.answer:
        content = _at_content(here, old.answer, new.answer)
        yield from _contents(old.answer, new.answer, schemas, content, "response-encoding-changed")
    elif old.answer or new.answer:
        code = "response-added" if new.answer else "response-removed"
        yield Difference(code, _at_content(here, old.answer, new.answer), _content(old.answer), _content(new.answer))
    for code, was, now in (
        ("other-responses-changed", old.further_answers, new.further_answers),
        ("error-responses-changed", old.errors, new.errors),
    ):
        if canonical(was) != canonical(now):
            yield Difference(code, responses, _statuses(was), _statuses(now))


def _at_content(at: Location, old: Content | None, new: Content | None) -> Location:
    return replace(
        at,
        was=old.place if old else None,
        now=new.place if new else None,
        fields_was=old.fields if old else {},
        fields_now=new.fields if new else {},
    )


def _contents(old: Content, new: Content, schemas: SchemaComparison, at: Location, code: str) -> Iterator[Difference]:
    if old.encoding != new.encoding:
        yield Difference(code, at, old.encoding, new.encoding)
    yield from schemas.compare(old.schema, new.schema, at)


def _content(content: Content | None) -> str | None:
    return None if content is None else shown(content.schema)


def _statuses(answers: dict[str, object]) -> str:
    said = [status if answers[status] is None else f"{status} with a body" for status in sorted(answers)]
    return ", ".join(said) or "none"
