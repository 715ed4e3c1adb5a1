"""Add the project's own descriptions of operations, models and properties, above those of the definition."""

from __future__ import annotations

import copy

from scripts import words
from scripts.property_words import custom_fields_words, property_words
from webcrm_ext.definition.document import Document, models, operations
from webcrm_ext.definition.naming import name_of


def describe(document: Document) -> Document:
    """Return the document with descriptions. Operations must have names. The argument is not changed."""
    described = copy.deepcopy(document)
    for method, _path, operation in operations(described):
        tag = operation["tags"][0]
        original = [operation.pop(key) for key in ("summary", "description") if operation.get(key)]
        operation["summary"] = words.summary(name_of(operation), tag, method)
        if original:
            operation["description"] = _paragraphs(*original)
    for name, schema in models(described).items():
        if "properties" in schema:
            _describe_model(name, schema)
    return described


def _describe_model(name: str, schema: Document) -> None:
    if "description" not in schema:
        schema["description"] = _paragraphs(words.model(name), custom_fields_words(schema))
    for key, value in schema["properties"].items():
        # A reference takes no description, and that of an inline enum becomes the enum's.
        if "$ref" not in value and "enum" not in value:
            description = _paragraphs(property_words(name, key, value), value.get("description"))
            if description:
                value["description"] = description


def _paragraphs(*texts: str | None) -> str:
    return "\n\n".join(text for text in texts if text)
