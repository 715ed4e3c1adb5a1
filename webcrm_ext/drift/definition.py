"""The normalised form of a definition, in which two definitions are compared.

Every part has an `address`: a JSON Pointer into the original file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from webcrm_ext.definition.document import Document, pointer
from webcrm_ext.drift.normalise_schema import Schema


class Ignored(NamedTuple):
    """A part that is not compared.

    Attributes:
        why: The reason.
        address: Its address in the original file; None if it does not exist there.
        value: Its content, to find out whether it differs.
    """

    why: str
    address: str | None
    value: Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query or header parameter.

    Attributes:
        address: Its address in the original file.
        location: `path`, `query` or `header`.
        style: How several values are serialised; empty for a single value.
        other: Keywords without their own rule.
    """

    name: str
    address: str
    location: str
    required: bool
    schema: Schema
    style: str
    other: Document


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a request body or a response.

    Attributes:
        address: Its address in the original file.
        encoding: The media type.
        field_addresses: The addresses of form fields by name: Swagger 2.0 lists them among the parameters.
    """

    address: str
    encoding: str
    schema: Schema
    field_addresses: dict[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        address: Its address in the original file.
        method_name: Its name in the client (`persons.get`).
        is_named_by_default: Whether no naming rule names it, and nobody chose another name.
        parameters: By location and name; a path parameter by location and position.
        status: The status of the first success response.
        response: The content of that response.
        other_responses: The other success responses, by status.
        error_responses: The error responses, by status.
        documentation: Its documentation, by keyword.
        other: Keywords without their own rule.
    """

    method: str
    path: str
    address: str
    tag: str
    method_name: str
    is_named_by_default: bool
    parameters: dict[tuple[str, str], Parameter]
    body: Content | None
    body_required: bool
    status: str
    response: Content | None
    other_responses: Document
    error_responses: Document
    security: list[Document]
    deprecated: bool
    documentation: Document
    other: Document

    @property
    def title(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Definition:
    """A normalised definition.

    Attributes:
        source: The original document.
        operations: By method and path, in the form that the service routes by.
        models: Schemas by name.
        other: Keywords without their own rule, by the keys that lead to them.
        type_names: The names that the client generates for inline enums.
        ignored: The parts that mean nothing to a client, by their subject in reports.
        unreadable: The parts that no rule reads, by their keys in the form of OpenAPI 3.
    """

    source: Document
    operations: dict[str, Operation]
    models: dict[str, Schema]
    version: str
    servers: list[str]
    base_path: str
    security: list[Document]
    documentation: Document
    other: dict[tuple[str, ...], object]
    type_names: frozenset[str]
    ignored: dict[str, Ignored]
    unreadable: dict[tuple[str, ...], Ignored]

    def model_address(self, name: str) -> str:
        """Return the address of a model in the original file."""
        return pointer(*(("definitions",) if "swagger" in self.source else ("components", "schemas")), name)
