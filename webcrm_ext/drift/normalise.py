"""Settle a definition into what a client depends on, so that two of them can be compared.

What the client is generated alike from is alike here: Swagger 2.0 and OpenAPI 3, the order of keys, the
media types that are offered beside the one that the client speaks, operation ids, and null where the
client allows it anyway. Words are kept apart. Each part knows its address in the file as it came.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass

from webcrm_ext.definition.document import (
    METHODS,
    Document,
    PipelineError,
    is_error,
    listing,
    mapping,
    models,
    operations,
    pointer,
)
from webcrm_ext.definition.enums import inline_enums
from webcrm_ext.definition.media_types import MULTIPART, URLENCODED, one_media_type
from webcrm_ext.definition.naming import method_name
from webcrm_ext.definition.upgrade import is_bearer, upgrade
from webcrm_ext.drift.normalise_schema import (
    PROSE,
    TYPE_NAME,
    WORDS,
    Schema,
    canonical,
    normalise_schema,
    without_prose,
)

_PARAMETERS = "#/components/parameters/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a path, a query or a header."""

    name: str
    place: str
    location: str
    required: bool
    schema: Schema
    style: str
    other: Document


@dataclass(frozen=True, slots=True)
class Content:
    """A body or an answer: how it is written, and what is in it.

    In Swagger 2.0 a form's fields have their own places, among the parameters.
    """

    place: str
    encoding: str
    schema: Schema
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `method_name` is what it is called in a client: `persons.get`."""

    method: str
    path: str
    place: str
    tag: str
    method_name: str | None
    parameters: dict[tuple[str, str], Parameter]
    body: Content | None
    body_required: bool
    status: str
    answer: Content | None
    further_answers: Document
    errors: Document
    security: list[Document]
    deprecated: bool
    prose: Document
    other: Document

    @property
    def title(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Definition:
    """A settled definition: operations by method and path as the service tells them apart, and models by name.

    `other` is by the keys that lead to it, and `type_names` are what the client calls lists of values that have
    no name of their own.
    """

    source: Document
    operations: dict[str, Operation]
    models: dict[str, Schema]
    version: str
    servers: list[str]
    base_path: str
    security: list[Document]
    prose: Document
    other: dict[tuple[str, ...], object]
    type_names: frozenset[str]

    def place_of_model(self, name: str) -> str:
        """Give the address of a model in the file as it came."""
        return pointer(*(("definitions",) if "swagger" in self.source else ("components", "schemas")), name)


def normalise(source: Document) -> Definition:
    """Settle a definition as it came; the argument is not changed.

    Raises:
        PipelineError: It holds a construct that cannot be read.
    """
    document = upgrade(source)
    _check(document)
    places = _resolve_parameters(source, document)
    inline = inline_enums(document)
    for each in inline:
        each.schema[TYPE_NAME] = each.name
    spelled = Counter(_key(method, path) for method, path, _ in operations(document))
    settled: dict[str, Operation] = {}
    for method, path, operation in operations(document):
        key = _key(method, path)
        settled[key if spelled[key] == 1 else f"{method} {path}"] = _operation(
            source, document, method, path, operation, places[method, path]
        )
    addresses = [str(server.get("url", "")) for server in document.get("servers", [])]
    return Definition(
        source=source,
        operations=settled,
        models={name: normalise_schema(schema, is_record=True) for name, schema in models(document).items()},
        version=str(document.get("info", {}).get("version", "")),
        servers=sorted({host for address in addresses if (host := re.sub(r"(?<=[^:/])/.*|^/.*", "", address))}),
        base_path=next((path for each in addresses if (path := re.sub(r"^\w+://[^/]*", "", each).rstrip("/"))), ""),
        security=_security(document, document),
        prose=_prose_of(document),
        other=_rest_of(document),
        type_names=frozenset(each.name for each in inline),
    )


def _check(document: Document) -> None:
    """Refuse what has not the shape of a definition, for OpenAPI 3 passes through the upgrade as it is."""
    components = mapping(document.get("components", {}), pointer("components"))
    for key in ("schemas", "securitySchemes", "parameters"):
        mapping(components.get(key, {}), pointer("components", key))
    mapping(document.get("info", {}), pointer("info"))
    for index, server in enumerate(listing(document.get("servers", []), pointer("servers"))):
        mapping(server, pointer("servers", index))
    _check_security(document, "")
    for scheme in components.get("securitySchemes", {}).values():
        mapping(scheme, pointer("components", "securitySchemes"))
    for path, item in mapping(document.get("paths", {}), pointer("paths")).items():
        mapping(item, pointer("paths", path))
        for index, parameter in enumerate(listing(item.get("parameters", []), pointer("paths", path, "parameters"))):
            mapping(parameter, pointer("paths", path, "parameters", index))
    for method, path, operation in operations(document):
        place = pointer("paths", path, method.lower())
        mapping(operation, place)
        _check_security(operation, place)
        listing(operation.get("tags", []), place + pointer("tags"))
        for index, parameter in enumerate(listing(operation.get("parameters", []), place + pointer("parameters"))):
            mapping(parameter, place + pointer("parameters", index))
        answers = mapping(operation.get("responses", {}), place + pointer("responses"))
        for holder in (operation.get("requestBody", {}), *answers.values()):
            for offered in mapping(mapping(holder, place).get("content", {}), place + pointer("content")).values():
                schema = mapping(offered, place + pointer("content")).get("schema", {})
                mapping(schema, place + pointer("content"))


def _check_security(holder: Document, place: str) -> None:
    for each in listing(holder.get("security", []), place + pointer("security")):
        mapping(each, place + pointer("security"))


def _resolve_parameters(source: Document, document: Document) -> dict[tuple[str, str], list[str]]:
    """Put where it counts each parameter that is said once for several operations.

    OpenAPI 3 can say it beside the operations of a path, or refer to it. Gives the addresses of each operation's
    parameters in the file as it came, by method and path.
    """
    shared = document.get("components", {}).get("parameters", {})
    places = {}
    for method, path, operation in operations(document):
        here = pointer("paths", path, method.lower(), "parameters")
        found: dict[tuple[str, str], tuple[Document, str]] = {}
        for holder, place in ((operation, here), (document["paths"][path], pointer("paths", path, "parameters"))):
            for index, each in enumerate(holder.get("parameters", [])):
                parameter, where = each, place + pointer(index)
                name = str(each.get("$ref", "")).removeprefix(_PARAMETERS)
                if isinstance(shared.get(name), dict):
                    parameter, where = shared[name], pointer("components", "parameters", name)
                key = (str(parameter.get("in")), str(parameter.get("name", where)))
                found.setdefault(key, (copy.deepcopy(parameter), where))
        if "swagger" in source:
            # There a body and the fields of a form stand among them.
            originals = source["paths"][path][method.lower()].get("parameters", [])
            by_name = {(str(each["in"]), str(each["name"])): index for index, each in enumerate(originals)}
            found = {key: (each, here + pointer(by_name[key])) for key, (each, _) in found.items()}
        operation["parameters"] = [each for each, _ in found.values()]
        places[method, path] = [where for _, where in found.values()]
    return places


def _prose_of(document: Document) -> Document:
    """Give the words on the whole."""
    prose: Document = {key: document[key] for key in ("tags", "externalDocs") if key in document}
    prose["info"] = {key: value for key, value in document.get("info", {}).items() if key != "version"}
    for path, item in document.get("paths", {}).items():
        if words := {key: item[key] for key in WORDS if key in item}:
            prose[f"paths {path}"] = words
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    # By what they say: what a scheme is called means nothing.
    prose["securitySchemes"] = sorted(str(each["description"]) for each in schemes if each.get("description"))
    return prose


def _rest_of(document: Document) -> dict[tuple[str, ...], object]:
    known = ("openapi", "info", "paths", "components", "servers", "security", "tags", "externalDocs")
    rest: dict[tuple[str, ...], object] = {(key,): value for key, value in document.items() if key not in known}
    for key, value in document.get("components", {}).items():
        if key not in ("schemas", "securitySchemes", "parameters") and value:
            rest["components", key] = value
    for path, item in document.get("paths", {}).items():
        for key, value in item.items():
            if key not in METHODS and key not in WORDS and key != "parameters":
                rest["paths", path, key] = value
    return rest


def _key(method: str, path: str) -> str:
    """Give what the service tells operations apart by: the case of a path and a placeholder's name mean nothing."""
    return f"{method} {re.sub(r'{[^}]*}', '{}', path.lower())}"


def _operation(
    source: Document, document: Document, method: str, path: str, operation: Document, places: list[str]
) -> Operation:
    place = pointer("paths", path, method.lower())
    original = source["paths"][path][method.lower()]
    tag = str(next(iter(operation.get("tags", [])), ""))
    answers = operation.get("responses", {})
    good = sorted(status for status in answers if not is_error(status))
    status = good[0] if good else ""
    body = operation.get("requestBody")
    known = ("tags", "operationId", "parameters", "requestBody", "responses", "security", "deprecated", *WORDS)
    return Operation(
        method=method,
        path=path,
        place=place,
        tag=tag,
        method_name=method_name(method, path, tag),
        parameters=_parameters(operation["parameters"], places, path),
        body=None if body is None else _body(body, original, place),
        body_required=bool(body and body.get("required", False)),
        status=status,
        answer=_answer(answers.get(status, {}), place + pointer("responses", status), is_swagger="swagger" in source),
        further_answers={each: _bare_answer(answers[each]) for each in good[1:]},
        errors={each: _bare_answer(answer) for each, answer in answers.items() if is_error(each)},
        security=_security(operation if "security" in operation else document, document),
        deprecated=operation.get("deprecated", False) is True,
        prose={key: operation[key] for key in WORDS if key in operation}
        | ({"requestBody": body["description"]} if body and body.get("description") else {})
        | {
            f"responses {each}": answer["description"]
            for each, answer in answers.items()
            if not is_error(each) and answer.get("description")
        },
        other={key: value for key, value in operation.items() if key not in known},
    )


def _parameters(parameters: list[Document], places: list[str], path: str) -> dict[tuple[str, str], Parameter]:
    placeholders = re.findall(r"{([^}]*)}", path)
    settled = {}
    for number, (each, place) in enumerate(zip(parameters, places, strict=True)):
        location, name = str(each.get("in", "")), str(each.get("name", number))
        # A placeholder is known by its position; its name is the client's alone.
        known_by = str(placeholders.index(name)) if location == "path" and name in placeholders else name
        schema = normalise_schema(each.get("schema", {}))
        is_list = isinstance(schema, dict) and schema.get("type") == "array"
        style = each.get("style", "form" if location == "query" else "simple")
        exploded = each.get("explode", style == "form")
        known = ["name", "in", "schema", "style", "explode", "deprecated", *WORDS]
        if each.get("required") in (None, True, False):
            known.append("required")
        words = {word: each[word] for word in WORDS if word in each}
        if each.get("deprecated") is True:
            words["deprecated"] = True
        if words and isinstance(schema, dict):
            schema = {**schema, PROSE: {**schema.get(PROSE, {}), **words}}
        settled[location, known_by] = Parameter(
            name=name,
            place=place,
            location=location,
            required=bool(each.get("required", False)),
            schema=schema,
            style=f"{style}, {'each by itself' if exploded else 'together'}" if is_list else "",
            other={word: value for word, value in each.items() if word not in known},
        )
    return settled


def _body(body: Document, original: Document, place: str) -> Content:
    if "requestBody" in original:
        return _content(body, place + pointer("requestBody")) or Content(place, "", {}, {})
    fields = {}
    where = place
    for index, each in enumerate(original["parameters"]):
        here = place + pointer("parameters", index)
        if each["in"] == "body":
            where = here + pointer("schema")
        elif each["in"] == "formData":
            fields[each["name"]] = here
    settled = _content(body, where)
    return Content(where, settled.encoding if settled else "", settled.schema if settled else {}, fields)


def _answer(answer: Document, place: str, *, is_swagger: bool) -> Content | None:
    settled = _content(answer, place)
    if settled is None or not is_swagger:
        return settled
    return Content(place + pointer("schema"), settled.encoding, settled.schema, {})


def _content(holder: Document, place: str) -> Content | None:
    content = holder.get("content", {})
    if not content:
        # A reference, which the pipeline does not read, must still be seen to differ.
        return Content(place, str(holder["$ref"]), {}, {}) if "$ref" in holder else None
    try:
        offered, encoding = one_media_type(content, place)
    except PipelineError:
        offered, encoding = next(iter(content)), " or ".join(sorted(content))
    here = place + pointer("content", offered, "schema")
    schema = normalise_schema(content[offered].get("schema", {}), is_record=is_form(encoding))
    return Content(here, encoding, schema, {})


def is_form(encoding: str) -> bool:
    """Say whether a body is written as a form."""
    return encoding in (URLENCODED, MULTIPART)


def _bare_answer(answer: Document) -> Schema:
    settled = _content(answer, "")
    return None if settled is None else {"encoding": settled.encoding, "schema": without_prose(settled.schema)}


def _security(holder: Document, document: Document) -> list[Document]:
    """Give what is wanted, by what the schemes are and not by what they are called."""
    schemes = document.get("components", {}).get("securitySchemes", {})
    wanted = [
        {canonical(_scheme(name, schemes.get(name, {"type": name}))): scopes for name, scopes in each.items()}
        for each in holder.get("security", [])
    ]
    return sorted(wanted, key=canonical)


def _scheme(name: str, scheme: Document) -> Document:
    if is_bearer(name, scheme):
        return {"type": "http", "scheme": "bearer"}
    return {key: value for key, value in scheme.items() if key not in (*WORDS, "bearerFormat")}
