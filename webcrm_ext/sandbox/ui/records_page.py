"""The pages of records: browse, search, open, edit, delete."""

import zlib
from collections.abc import Mapping
from typing import Any

from webcrm_ext.sandbox.custom_fields import CustomField
from webcrm_ext.sandbox.entities import MEETINGS, Entity, is_id
from webcrm_ext.sandbox.handlers import Handlers
from webcrm_ext.sandbox.responses import bad_request, dumps, not_found
from webcrm_ext.sandbox.tenant import Tenant
from webcrm_ext.sandbox.tokens import Caller

from .record_fields import Field, changes, fields_of

PAGE_SIZE = 50
_FOUND_PER_ENTITY = 10
_WRITTEN = 20
_TITLES = ("Name", "Title", "Subject", "Description", "Number", "Text")


class RecordsPage:
    """What the pages of records show and change."""

    def __init__(self, tenant: Tenant, handlers: Handlers) -> None:
        self._tenant = tenant
        self._handlers = handlers

    @property
    def _entities(self) -> dict[str, Entity]:
        tenant = self._tenant
        stored = {**tenant.entities, **tenant.attached, MEETINGS: tenant.meeting}
        return {
            path: stored[path]
            for path in sorted(stored, key=lambda each: ("/" in each, each))
            if tenant.store.has(path)
        }

    def overview(self, text: str) -> dict[str, Any]:
        """Return what the first page shows: entities, the records written last, and the results of a search."""
        store, entities = self._tenant.store, self._entities
        written = [
            (path, id_, record)
            for path, id_ in store.written()
            if path in entities and (record := store.record(path, id_)) is not None
        ]
        found = []
        if text:
            for path in entities:
                records = store.search(path, text, limit=_FOUND_PER_ENTITY + 1)
                rows = [self._row(entities[path], each) for each in records[:_FOUND_PER_ENTITY]]
                found.append((path, rows, len(records) > _FOUND_PER_ENTITY))
        return {
            "counts": {path: store.count(path) for path in entities},
            "written": [(path, *self._row(entities[path], record)) for path, _, record in written[:_WRITTEN]],
            "text": text,
            "found": [each for each in found if each[1]],
        }

    def listing(self, path: str, text: str, page: int) -> dict[str, Any]:
        """Return a page of the records of an entity; those that were written last are on top.

        Raises:
            HTTPError: 404 for an unknown entity.
        """
        entity, store = self._entity(path), self._tenant.store
        last = [id_ for written, id_ in store.written() if written == entity.path][:PAGE_SIZE]
        offset = (max(page, 1) - 1) * PAGE_SIZE
        records = store.search(entity.path, text, first=last, limit=PAGE_SIZE + 1, offset=offset)
        order = {id_: position for position, id_ in enumerate(last)}
        rows = [self._row(entity, each) for each in records[:PAGE_SIZE]]
        rows.sort(key=lambda row: order.get(row[0], len(order)))
        return {
            "entity": entity, "text": text, "rows": rows, "page": max(page, 1), "count": store.count(entity.path),
            "has_more": len(records) > PAGE_SIZE, "written": set(last),
        }  # fmt: skip

    def record(self, path: str, id_: int, sent: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return what the page of one record shows.

        Args:
            path: The entity.
            id_: The number of the record.
            sent: The fields of a form that was refused, to show them again.

        Raises:
            HTTPError: 404 for an unknown entity or record.
        """
        entity, record = self._entity(path), self._stored(path, id_)
        label_of = self._tenant.custom_fields.label
        fields = fields_of(record, self._tenant.definition, entity.properties, self._custom(entity), label_of)
        if sent is not None:
            fields = [
                Field(each.name, each.label, each.kind, sent.get(each.name, each.text), each.choices, each.is_custom)
                for each in fields
            ]
        return {
            "entity": entity,
            "id": id_,
            "title": f"{entity.name} {id_}: {self._title(entity, record)}".removesuffix(": "),
            "version": _version(record),
            "fields": [each for each in fields if not self._is_read_only(entity, each.name)],
            "facts": [each for each in fields if self._is_read_only(entity, each.name) and each.text],
        }

    def save(self, path: str, id_: int, sent: Mapping[str, str], version: str) -> list[str]:
        """Store the changed fields of a record as a PUT does, and return the names of their properties.

        Raises:
            HTTPError: 404 for an unknown record; 400 for invalid values, or if the record has changed since the form
                was opened.
        """
        entity = self._entity(path)
        with self._tenant.store.transaction():
            record = self._stored(path, id_)
            if version != _version(record):
                raise bad_request("The record has changed since this page was opened. Open it again")
            changed = changes(sent, record, self._tenant.definition, entity.properties, self._custom(entity))
            changed = {name: value for name, value in changed.items() if not self._is_read_only(entity, name)}
            if not changed:
                return []
            for name, value in changed.items():
                self._tenant.validators.of(entity.properties[name])(value, name)
            records = self._handlers.records.get(path)
            if records is None:
                self._tenant.custom_fields.validate(path, changed)
                self._tenant.put_record(path, id_, {**record, **changed})
            else:
                records.change(id_, changed, Caller(self._tenant.tokens.application_tokens[0]))
        return list(changed)

    def delete(self, path: str, id_: int) -> None:
        """Delete a record, even if the API has no operation for that.

        Raises:
            HTTPError: 404 for an unknown entity or record.
        """
        entity = self._entity(path)
        records = self._handlers.records.get(path)
        if records is not None:
            records.remove(id_)
        elif not self._tenant.store.delete(entity.path, id_):
            raise not_found(f"{entity.key} {id_}")
        if path == "Documents":
            self._tenant.store.delete_file(id_)

    def _entity(self, path: str) -> Entity:
        entity = self._entities.get(path)
        if entity is None:
            raise not_found(f"The entity {path[:60]!r}")
        return entity

    def _stored(self, path: str, id_: int) -> dict[str, Any]:
        record = self._tenant.store.record(path, id_) if is_id(id_) else None
        if record is None:
            raise not_found(f"{self._entity(path).key} {id_}")
        return record

    def _custom(self, entity: Entity) -> Mapping[str, CustomField]:
        return self._tenant.custom_fields.of(entity.path)

    def _is_read_only(self, entity: Entity, name: str) -> bool:
        records = self._handlers.records.get(entity.path)
        return name == entity.key or (records is not None and records.is_set_by_the_server(name))

    def _row(self, entity: Entity, record: Mapping[str, Any]) -> tuple[int, str, str]:
        """Return the number, the title and the last change of a record."""
        number = record[entity.key]
        id_ = number if isinstance(number, int) else int(str(number).rpartition("-")[2])
        updated = next((record[name] for name in _dates(entity) if record.get(name)), "")
        return id_, self._title(entity, record), str(updated)[:19].replace("T", " ")

    def _title(self, entity: Entity, record: Mapping[str, Any]) -> str:
        names = [entity.name + suffix for suffix in _TITLES]
        names += [name for name, schema in entity.properties.items() if schema.get("type") == "string"]
        return next(
            (str(record[name])[:80] for name in names if isinstance(record.get(name), str) and record[name]), ""
        )


def _dates(entity: Entity) -> list[str]:
    return [name for suffix in ("UpdatedAt", "LastUpdatedAt", "CreatedAt") if (name := entity.property(suffix))]


def _version(record: Mapping[str, Any]) -> str:
    return f"{zlib.crc32(dumps(record)):08x}"
