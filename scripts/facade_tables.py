"""The facts on the tables that queries can select from, one for a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scripts.facade_arguments import identifier
from scripts.read_only import read_only_columns
from webcrm_ext.definition.document import Document, models

if TYPE_CHECKING:
    from scripts.facade import Method

_TABLE_NAMES = {"SupportCaseEmailDto": "EmailSupport"}
"""The tables that are not named as their model is."""


class Table(NamedTuple):
    """The facts on the table that a resource's records are in."""

    resource: str
    name: str
    model: str
    id_column: str
    changed_column: str | None
    created_column: str | None
    read_only_columns: tuple[str, ...]
    can_create: bool
    can_update: bool
    can_upsert: bool
    can_delete: bool

    @property
    def constant(self) -> str:
        """The name of its constant in `webcrm_api.tables`."""
        return self.resource.upper()

    @property
    def model_module(self) -> str:
        """The module of its model."""
        return identifier(self.model)

    @property
    def id_property(self) -> str:
        """The name of its id in Python."""
        return identifier(self.id_column)


def table_of(module: str, methods: dict[str, Method], document: Document) -> Table | None:
    """Return the table of a resource: one that lists and gets the same model, which has the table's id."""
    model = methods["get"].returns if "get" in methods else ""
    name = _TABLE_NAMES.get(model, model.removesuffix("Dto"))
    columns = models(document).get(model, {}).get("properties", {})
    if f"{name}Id" not in columns or "list" not in methods or methods["list"].item != model:
        return None

    def column(*suffixes: str) -> str | None:
        return next((name + suffix for suffix in suffixes if name + suffix in columns), None)

    return Table(
        resource=module,
        name=name,
        model=model,
        id_column=f"{name}Id",
        changed_column=column("UpdatedAt", "LastUpdatedAt"),
        created_column=column("CreatedAt"),
        read_only_columns=read_only_columns(name, columns),
        can_create="create" in methods,
        can_update="update" in methods,
        can_upsert={"upsert", "get"} <= set(methods),
        can_delete="delete" in methods,
    )
