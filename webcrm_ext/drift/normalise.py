"""Normalise a definition to what the generated client depends on.

Two definitions that generate the same client are equal afterwards. These differences disappear: Swagger 2.0
and OpenAPI 3, the order of keys, media types that the client does not use, operation ids, and null where the
client allows it anyway. Documentation is kept apart.
"""

from __future__ import annotations

import re
from collections import Counter

from webcrm_ext.definition.document import METHODS, Document, listing, mapping, models, operations, pointer
from webcrm_ext.definition.enums import inline_enums
from webcrm_ext.definition.naming import Naming, operation_names, route
from webcrm_ext.definition.upgrade import parameter_key, parameters_of, upgrade
from webcrm_ext.drift.definition import Definition, Operation
from webcrm_ext.drift.normalise_operation import normalise_operation, normalise_security
from webcrm_ext.drift.normalise_schema import DOCUMENTATION_KEYS, TYPE_NAME, normalise_schema
from webcrm_ext.drift.unread import OF_COMPONENTS, OF_THE_API, ignored, read_what_is_readable


def normalise(source: Document, naming: Naming | None = None) -> Definition:
    """Return the normalised form of a definition; the arguments are not changed.

    Args:
        source: The definition.
        naming: What the names of its operations depend on.

    Raises:
        ConstructError: So much cannot be read that a comparison would mean nothing.
    """
    original = source
    source, document, unreadable = read_what_is_readable(original, _read)
    addresses = _resolve_parameters(source, document)
    inline = inline_enums(document)
    for each in inline:
        each.schema[TYPE_NAME] = each.name
    names = operation_names(document, naming)
    keys = Counter(route(method, path) for method, path, _ in operations(document))
    normalised: dict[str, Operation] = {}
    for method, path, operation in operations(document):
        key = route(method, path)
        normalised[key if keys[key] == 1 else f"{method} {path}"] = normalise_operation(
            source, document, method, path, operation, addresses[method, path], names[method, path]
        )
    urls = [str(server.get("url", "")) for server in document.get("servers", [])]
    return Definition(
        source=original,
        operations=normalised,
        models={name: normalise_schema(schema, is_record=True) for name, schema in models(document).items()},
        version=str(document.get("info", {}).get("version", "")),
        servers=sorted({host for url in urls if (host := re.sub(r"(?<=[^:/])/.*|^/.*", "", url))}),
        base_path=next((path for url in urls if (path := re.sub(r"^\w+://[^/]*", "", url).rstrip("/"))), ""),
        security=normalise_security(document, document),
        documentation=_documentation(document),
        other=_other_keywords(document),
        type_names=frozenset(each.name for each in inline),
        ignored=ignored(source),
        unreadable=unreadable,
    )


def _read(source: Document) -> Document:
    document = upgrade(source)
    _validate(document)
    return document


def _validate(document: Document) -> None:
    """Validate the structure of the document: `upgrade` passes OpenAPI 3 through unchecked."""
    components = mapping(document.get("components", {}), pointer("components"))
    for key in ("schemas", "securitySchemes", "parameters"):
        mapping(components.get(key, {}), pointer("components", key))
    mapping(document.get("info", {}), pointer("info"))
    for index, server in enumerate(listing(document.get("servers", []), pointer("servers"))):
        mapping(server, pointer("servers", index))
    _validate_security(document, "")
    for scheme in components.get("securitySchemes", {}).values():
        mapping(scheme, pointer("components", "securitySchemes"))
    for path, item in mapping(document.get("paths", {}), pointer("paths")).items():
        mapping(item, pointer("paths", path))
        for index, parameter in enumerate(listing(item.get("parameters", []), pointer("paths", path, "parameters"))):
            mapping(parameter, pointer("paths", path, "parameters", index))
    for method, path, operation in operations(document):
        address = pointer("paths", path, method.lower())
        _validate_operation(mapping(operation, address), address)


def _validate_operation(operation: Document, address: str) -> None:
    _validate_security(operation, address)
    listing(operation.get("tags", []), address + pointer("tags"))
    for index, parameter in enumerate(listing(operation.get("parameters", []), address + pointer("parameters"))):
        mapping(parameter, address + pointer("parameters", index))
    responses = mapping(operation.get("responses", {}), address + pointer("responses"))
    for holder in (operation.get("requestBody", {}), *responses.values()):
        for media_type in mapping(mapping(holder, address).get("content", {}), address + pointer("content")).values():
            schema = mapping(media_type, address + pointer("content")).get("schema", {})
            mapping(schema, address + pointer("content"))


def _validate_security(holder: Document, address: str) -> None:
    for each in listing(holder.get("security", []), address + pointer("security")):
        mapping(each, address + pointer("security"))


def _resolve_parameters(source: Document, document: Document) -> dict[tuple[str, str], list[str]]:
    """Copy shared parameters into the operations that use them.

    OpenAPI 3 can declare a parameter for all operations of a path, or refer to a component.

    Returns:
        The addresses of each operation's parameters in the original file, by method and path.
    """
    addresses = {}
    for method, path, operation in operations(document):
        locations: dict[tuple[str, str], str] = {}
        for each in parameters_of(source, method, path):
            locations.setdefault(parameter_key(each.value), each.location)
        declared: dict[tuple[str, str], Document] = {}
        for parameter in operation.get("parameters", []):
            declared.setdefault(parameter_key(parameter), parameter)
        operation["parameters"] = list(declared.values())
        addresses[method, path] = [locations[key] for key in declared]
    return addresses


def _documentation(document: Document) -> Document:
    """Return the documentation of the API as a whole."""
    found: Document = {key: document[key] for key in ("tags", "externalDocs") if key in document}
    found["info"] = {key: value for key, value in document.get("info", {}).items() if key != "version"}
    for path, item in document.get("paths", {}).items():
        if of_path := {key: item[key] for key in DOCUMENTATION_KEYS if key in item}:
            found[f"paths {path}"] = of_path
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    # Sorted by description: the names of security schemes carry no meaning.
    found["securitySchemes"] = sorted(str(each["description"]) for each in schemes if each.get("description"))
    return found


def _other_keywords(document: Document) -> dict[tuple[str, ...], object]:
    known = ("openapi", "info", "paths", "components", "servers", "security", "tags", "externalDocs", *OF_THE_API)
    other: dict[tuple[str, ...], object] = {(key,): value for key, value in document.items() if key not in known}
    for key, value in document.get("components", {}).items():
        if key not in ("schemas", "securitySchemes", "parameters", "examples", *OF_COMPONENTS) and value:
            other["components", key] = value
    for path, item in document.get("paths", {}).items():
        for key, value in item.items():
            if key not in METHODS and key not in DOCUMENTATION_KEYS and key != "parameters":
                other["paths", path, key] = value
    return other
