"""Say of operations, models and properties what they are, in the project's own words, above what the file says."""

from __future__ import annotations

import copy

from scripts import words
from scripts.property_words import custom_fields_words, property_words
from webcrm_ext.definition.document import Document, models, operations
from webcrm_ext.definition.naming import name_of


def describe(document: Document) -> Document:
    """Give the document with summaries; the argument is not changed. Wants operations already named."""
    described = copy.deepcopy(document)
    for _method, _path, operation in operations(described):
        tag = operation["tags"][0]
        said = [operation.pop(key) for key in ("summary", "description") if operation.get(key)]
        operation["summary"] = words.summary(name_of(operation), tag)
        if said:
            operation["description"] = _paragraphs(*said)
    for name, schema in models(described).items():
        if "properties" in schema:
            _describe_model(name, schema)
    return described


def _describe_model(name: str, schema: Document) -> None:
    if "description" not in schema:
        schema["description"] = _paragraphs(words.model(name), custom_fields_words(schema))
    for key, value in schema["properties"].items():
        # A reference has no room for a description, and that of an enum would be the enum's.
        if "$ref" not in value and "enum" not in value:
            said = _paragraphs(property_words(name, key, value), value.get("description"))
            if said:
                value["description"] = said


def _paragraphs(*texts: str | None) -> str:
    return "\n\n".join(text for text in texts if text)
