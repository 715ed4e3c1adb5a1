"""Give every operation and model a sentence in the project's own words; what the file says stays below it."""

from __future__ import annotations

import copy

from scripts import words
from webcrm_ext.definition.document import Document, models, operations
from webcrm_ext.definition.naming import snake_case


def describe(document: Document) -> Document:
    """Give the document with summaries; the argument is not changed. Wants operations already named."""
    described = copy.deepcopy(document)
    for _method, _path, operation in operations(described):
        tag = operation["tags"][0]
        name = operation["operationId"].removeprefix(snake_case(tag) + "_")
        said = [operation.pop(key) for key in ("summary", "description") if operation.get(key)]
        operation["summary"] = words.summary(name, tag)
        if said:
            operation["description"] = "\n\n".join(said)
    for name, schema in models(described).items():
        if "properties" in schema:
            schema.setdefault("description", words.model(name))
    return described
