"""Compare two normalised operations: parameters, body, responses, security."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webcrm_ext.definition.naming import attribute_name
from webcrm_ext.drift.codes import Direction
from webcrm_ext.drift.compare_schemas import SchemaComparison, described
from webcrm_ext.drift.definition import Content, Operation, Parameter
from webcrm_ext.drift.difference import Difference, Location
from webcrm_ext.drift.normalise_operation import is_form
from webcrm_ext.drift.normalise_schema import canonical, shape
from webcrm_ext.drift.renames import Candidate, renames

_SENT = frozenset({Direction.SENT})
_RECEIVED = frozenset({Direction.RECEIVED})
_NO_SECURITY = "none"


def compare_operations(
    old: Operation, new: Operation, schemas: SchemaComparison, *, same_path: bool = True
) -> Iterator[Difference]:
    """Yield the differences between two operations.

    Args:
        old: The old operation.
        new: The new one.
        schemas: Compares their schemas.
        same_path: Whether both have the same path; if not, their paths and method names are not compared.
    """
    at = Location(new.title, old.address, new.address, operations=(old, new))
    if same_path:
        yield from _names(old, new, at)
    if old.deprecated != new.deprecated:
        code = "operation-deprecated" if new.deprecated else "operation-restored"
        yield Difference(code, at.child("deprecated"), old.deprecated, new.deprecated)
    yield from _parameters(old, new, schemas, at)
    yield from _body(old, new, schemas, at)
    yield from _responses(old, new, schemas, at)
    if canonical(old.documentation) != canonical(new.documentation):
        yield Difference("documentation-changed", at, old.documentation, new.documentation)
    for key in sorted(old.other.keys() | new.other.keys()):
        yield from other_keyword(key, old.other.get(key), new.other.get(key), at)


def other_keyword(key: str, old: object, new: object, at: Location) -> Iterator[Difference]:
    """Yield the difference of a keyword without its own code."""
    if canonical(old) != canonical(new):
        yield Difference("extension-changed" if key.startswith("x-") else "keyword-changed", at.child(key), old, new)


def security_change(old: list[dict[str, object]], new: list[dict[str, object]], at: Location) -> Iterator[Difference]:
    """Yield the difference of two security requirements."""
    if canonical(old) != canonical(new):
        code = "security-changed" if new else "security-dropped"
        yield Difference(code, at.child("security"), _described_security(old), _described_security(new))


def _described_security(alternatives: list[dict[str, object]]) -> str:
    return " or ".join(" and ".join(each) or _NO_SECURITY for each in alternatives) or _NO_SECURITY


def _names(old: Operation, new: Operation, at: Location) -> Iterator[Difference]:
    if old.path.lower() == new.path.lower() and old.path != new.path:
        yield Difference("path-respelled", at, old.path, new.path)
    if old.tag != new.tag:
        yield Difference("operation-moved", at.child("tags"), old.tag, new.tag)
    elif old.method_name != new.method_name:
        yield Difference("method-renamed", at, old.method_name, new.method_name)


def _parameters(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    was, now = old.parameters, new.parameters
    removed, added = was.keys() - now.keys(), now.keys() - was.keys()
    pairs = {key: key for key in was.keys() & now.keys()}
    for key in sorted(removed):
        moved_to = [new_key for new_key in added if was[key].name == now[new_key].name]
        if len(moved_to) == 1:
            pairs[key] = moved_to[0]
    pairs |= renames(
        {key: _candidate(was[key]) for key in removed - pairs.keys()},
        {key: _candidate(now[key]) for key in added - set(pairs.values())},
    )
    for key in sorted(removed - pairs.keys()):
        yield Difference("parameter-removed", _parameter_location(at, was[key], None), described(was[key].schema), None)
    for key in sorted(added - set(pairs.values())):
        code = "required-parameter-added" if now[key].required else "parameter-added"
        yield Difference(code, _parameter_location(at, None, now[key]), None, described(now[key].schema))
    for key, new_key in sorted(pairs.items()):
        here = _parameter_location(at, was[key], now[new_key])
        yield from _parameter(was[key], now[new_key], schemas, here)
    old_order = [key for key in was if key in pairs]
    new_order = [key for new_key in now for key in pairs if pairs[key] == new_key]
    if old_order != new_order:
        before, after = ([was[key].name for key in order] for order in (old_order, new_order))
        yield Difference("parameters-reordered", at.child("parameters"), before, after)


def _candidate(parameter: Parameter) -> Candidate:
    return Candidate(parameter.name, canonical([shape(parameter.schema), parameter.required]), parameter.location)


def _parameter_location(at: Location, old: Parameter | None, new: Parameter | None) -> Location:
    names = [each.name for each in (old, new) if each]
    return replace(
        at,
        subject=f"{at.subject}, parameter {names[-1]}",
        parameter=names[0],
        was=old.address if old else None,
        now=new.address if new else None,
        directions=_SENT,
    )


def _parameter(old: Parameter, new: Parameter, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    if old.name != new.name:
        yield from _parameter_name(old, new, at.child("name"))
    if old.location != new.location:
        yield Difference("parameter-moved", at.child("in"), old.location, new.location)
    if old.required != new.required:
        code = "parameter-became-required" if new.required else "parameter-became-optional"
        yield Difference(code, at.child("required"), old.required, new.required)
    if old.style and new.style and old.style != new.style:
        yield Difference("parameter-style-changed", at, old.style, new.style)
    # The address is the parameter's: Swagger 2.0 has the schema's keywords beside the name.
    yield from schemas.compare(old.schema, new.schema, at)
    for key in sorted(old.other.keys() | new.other.keys()):
        yield from other_keyword(key, old.other.get(key), new.other.get(key), at)


def _parameter_name(old: Parameter, new: Parameter, at: Location) -> Iterator[Difference]:
    if old.location != new.location or (old.location != "path" and old.name.lower() != new.name.lower()):
        yield Difference("parameter-renamed", at, old.name, new.name, guess=True)
    elif attribute_name(old.name) != attribute_name(new.name):
        # The service ignores the names of path parameters, and the case of other names.
        yield Difference("argument-renamed", at, old.name, new.name)
    else:
        yield Difference("parameter-respelled", at, old.name, new.name)


def _body(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    here = _content_location(replace(at, subject=f"{at.subject}, body", directions=_SENT), old.body, new.body)
    if old.body is None or new.body is None:
        if old.body is not new.body:
            code = "body-added" if old.body is None else "body-removed"
            yield Difference(code, here, _described_content(old.body), _described_content(new.body))
        return
    # A form is required if a field is, which is reported for the field.
    if old.body_required != new.body_required and not is_form(new.body.encoding):
        yield Difference("body-required-changed", here, old.body_required, new.body_required)
    yield from _contents(old.body, new.body, schemas, here, "body-encoding-changed")


def _responses(old: Operation, new: Operation, schemas: SchemaComparison, at: Location) -> Iterator[Difference]:
    responses = at.child("responses")
    if old.status != new.status:
        yield Difference("response-status-changed", responses, old.status, new.status)
    here = replace(at, subject=f"{at.subject}, response", directions=_RECEIVED)
    here = _content_location(here, old.response, new.response)
    if old.response and new.response:
        yield from _contents(old.response, new.response, schemas, here, "response-encoding-changed")
    elif old.response or new.response:
        code = "response-added" if new.response else "response-removed"
        yield Difference(code, here, _described_content(old.response), _described_content(new.response))
    for code, was, now in (
        ("other-responses-changed", old.other_responses, new.other_responses),
        ("error-responses-changed", old.error_responses, new.error_responses),
    ):
        if canonical(was) != canonical(now):
            yield Difference(code, responses, _described_statuses(was), _described_statuses(now))


def _content_location(at: Location, old: Content | None, new: Content | None) -> Location:
    return replace(
        at,
        was=old.address if old else None,
        now=new.address if new else None,
        fields_was=old.field_addresses if old else {},
        fields_now=new.field_addresses if new else {},
    )


def _contents(
    old: Content, new: Content, schemas: SchemaComparison, at: Location, encoding_code: str
) -> Iterator[Difference]:
    if old.encoding != new.encoding:
        yield Difference(encoding_code, at, old.encoding, new.encoding)
    yield from schemas.compare(old.schema, new.schema, at)


def _described_content(content: Content | None) -> str | None:
    return None if content is None else described(content.schema)


def _described_statuses(responses: dict[str, object]) -> str:
    statuses = [status if responses[status] is None else f"{status} with a body" for status in sorted(responses)]
    return ", ".join(statuses) or "none"
