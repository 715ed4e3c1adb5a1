"""The documentation page: how to log in, every operation, decisions, options, faults and control addresses."""

from collections.abc import Iterable
from dataclasses import fields
from html import escape
from itertools import groupby
from typing import Any

from .control import ADDRESSES
from .decisions import DECISIONS
from .definition import Operation, Schema
from .faults import FaultSettings
from .options import Options
from .tenant import Tenant

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #1c2530 }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #dde3ea }
code { font-size: 13px } h2 { margin-top: 2.5rem } .method { font-weight: 600 }
nav { display: flex; flex-wrap: wrap; gap: .2rem .8rem }
"""


def page(tenant: Tenant, not_simulated: Iterable[Operation]) -> str:
    """Return the page as HTML; it marks the operations that are not simulated."""
    marked = {each.id for each in not_simulated}
    by_tag = [(tag, list(each)) for tag, each in groupby(tenant.definition.operations, key=lambda each: each.tag)]
    head = (
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>webCRM sandbox</title>"
        f"<style>{_STYLE}</style></head><body><h1>webCRM sandbox</h1>"
        f"<p>{len(tenant.definition.operations)} operations at <code>{escape(tenant.address)}</code>. Log in by "
        "<code>POST /Auth/ApiLogin</code> with the form field <code>authCode</code>, then send "
        "<code>Authorization: Bearer &lt;AccessToken&gt;</code>.</p>"
    )
    faults = (
        "<h2 id='faults'>Faults of all requests</h2><p>Set at the start, or by <code>PATCH /_sandbox/faults</code>. "
        "<code>POST /_sandbox/faults</code> injects a fault into single requests.</p>"
    )
    control = (
        "<h2 id='control'>Control addresses</h2><p>They need no token and accept requests only from this machine: "
        f"{', '.join(_codes([each]) for each in ADDRESSES)}.</p>"
    )
    parts = [
        head,
        _table(("Application token", "Name", "Rights"), (_token(each) for each in tenant.tokens.application_tokens)),
        "<nav>" + "".join(f"<a href='#{escape(tag)}'>{escape(tag)}</a>" for tag, _ in by_tag),
        "<a href='#decisions'>Decisions</a><a href='#options'>Options</a>",
        "<a href='#faults'>Faults</a><a href='#control'>Control addresses</a></nav>",
    ]
    for tag, operations in by_tag:
        parts.append(f"<h2 id='{escape(tag)}'>{escape(tag)}</h2>")
        parts.append(
            _table(
                ("Operation", "Parameters", "Response"),
                (_operation(each, is_simulated=each.id not in marked) for each in operations),
            )
        )
    parts += [
        "<h2 id='decisions'>Decisions: what the API does not document</h2>",
        _table(
            ("Question", "Decision", "Option"),
            ((each.question, each.answer, _codes([each.option] if each.option else [])) for each in DECISIONS),
        ),
        "<h2 id='options'>Options</h2><p>Set at the start, or by <code>PATCH /_sandbox/options</code>.</p>",
        _table(("Option", "Now", "Meaning"), _settings(Options, tenant.options)),
        faults,
        _table(("Fault", "Now", "Meaning"), _settings(FaultSettings, tenant.faults.settings)),
        control,
        "</body></html>",
    ]
    return "".join(parts)


class _Html(str):
    """A string that is already HTML."""

    __slots__ = ()


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    cells = "".join(f"<th>{escape(each)}</th>" for each in head)
    body = "".join("<tr>" + "".join(f"<td>{_cell(each)}</td>" for each in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _cell(content: str) -> str:
    return content if isinstance(content, _Html) else escape(content)


def _codes(names: Iterable[str]) -> _Html:
    return _Html(" ".join(f"<code>{escape(name)}</code>" for name in names))


def _token(token: Any) -> tuple[str, ...]:
    rights = ", ".join(f"{area}: {right}" for area, right in token.rights.items()) or "all"
    return _codes([token.token]), token.name, rights


def _operation(operation: Operation, *, is_simulated: bool) -> tuple[str, ...]:
    name = _Html(f"<span class='method'>{operation.method}</span> <code>{escape(operation.path)}</code>")
    parameters = [
        f"{each.name}{'' if each.required else '?'}: {_type(each.schema)}"
        for each in operation.parameters
        if each.location != "path"
    ]
    if operation.body is not None:
        parameters.append(("form: " if operation.body_is_form else "body: ") + _type(operation.body))
    body = _type(operation.response_schema) if operation.response_schema is not None else "no body"
    note = "" if is_simulated else " (not simulated: a value of this type)"
    return name, ", ".join(parameters), f"{operation.status}: {body}{note}"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "items" in schema:
        return f"[{_type(schema['items'])}]"
    bounds = f" {schema['minimum']}-{schema['maximum']}" if "maximum" in schema else ""
    return str(schema.get("format") or schema.get("type", "any")) + bounds


def _settings(kind: type[Options] | type[FaultSettings], values: Options | FaultSettings) -> Iterable[tuple[str, ...]]:
    for each in fields(kind):
        value = getattr(values, each.name)
        shown = ", ".join(sorted(value)) or "none" if isinstance(value, frozenset) else str(value)
        yield _codes([each.name]), shown, each.metadata["help"]
