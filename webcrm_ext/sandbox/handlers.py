"""The handler of each operation, found by its method and path."""

from .activity_notes import ActivityNotes
from .call import Call, Handler
from .conversions import Conversions
from .custom_fields import FieldsMetadata
from .declared import declared
from .definition import Operation
from .filtered_lists import filtered_list, indexes
from .linked_data import LinkedSetup, linked_data_item
from .login import Login
from .meetings import Meetings
from .queries import Queries
from .records import Records
from .responses import Response, json_response
from .rules import RULES
from .tenant import Tenant


class Handlers:
    """The handlers of every operation of the definition."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self.records = {path: Records(tenant, each, RULES.get(path)) for path, each in tenant.entities.items()} | {
            path: Records(tenant, each, linked_data_item if path.endswith("/LinkedData") else None)
            for path, each in tenant.attached.items()
        }
        self._conversions = Conversions(tenant, self.records)
        self._special = self._specials()
        self._by_id: dict[str, Handler | None] = {}

    @property
    def not_simulated(self) -> list[Operation]:
        """The operations that are served by their declared shape alone."""
        return [each for each in self._tenant.definition.operations if self._simulated(each) is None]

    def of(self, operation: Operation) -> Handler:
        """Return the handler of an operation."""
        return self._simulated(operation) or declared(operation, self.records, self._tenant)

    def _simulated(self, operation: Operation) -> Handler | None:
        if operation.id not in self._by_id:
            self._by_id[operation.id] = self._find(operation)
        return self._by_id[operation.id]

    def make_indexes(self) -> None:
        """Create the indexes of filtered lists. Faster after seeding than before."""
        for operation in self._tenant.definition.operations:
            for collection, property_ in indexes(operation, self.records):
                self._tenant.store.make_index(collection, property_)

    def _specials(self) -> dict[tuple[str, str], Handler]:
        tenant = self._tenant
        notes, meetings = ActivityNotes(tenant), Meetings(tenant)
        metadata = FieldsMetadata(tenant.custom_fields)
        return Login(tenant).handlers() | {
            ("POST", "/Activities/{id}/Notes"): notes.create,
            ("GET", "/Activities/{id}/Notes"): notes.list,
            ("DELETE", "/Activities/{id}/NewestNote"): notes.delete_newest,
            ("POST", "/Opportunities/{id}/ConvertToDelivery"): self._conversions.to_delivery,
            ("POST", "/Deliveries/{id}/ConvertToOpportunity/{level}"): self._conversions.to_opportunity,
            ("GET", "/Documents/{id}/Download"): self._download,
            ("DELETE", "/Documents/{id}"): self._delete_document,
            ("GET", "/FieldsMetadata"): metadata.list,
            ("GET", "/FieldsMetadata/{entityTypes}"): metadata.list,
            ("GET", "/Settings/Features"): lambda _: json_response([{"CalendarIntegration": "Disabled"}]),
            ("GET", "/Queries"): Queries(tenant).run,
            ("GET", "/Meetings"): meetings.list,
            ("POST", "/Meetings"): meetings.create,
            ("GET", "/Meetings/ByOrganisation/{organisationId}"): meetings.by_organisation,
            ("GET", "/Meetings/{meetingId}"): meetings.get,
            ("PUT", "/Meetings/{meetingId}"): meetings.update,
            ("DELETE", "/Meetings/{meetingId}"): meetings.delete,
            ("PUT", "/Meetings/{meetingId}/Connections"): meetings.update_connections,
        }

    def _find(self, operation: Operation) -> Handler | None:
        special = self._special.get((operation.method, operation.path))
        return special or filtered_list(operation, self.records) or self._generic(operation)

    def _generic(self, operation: Operation) -> Handler | None:
        """Return the handler of an operation that every entity has: list, get, create, update, delete."""
        match operation.method, operation.segments:
            case ("POST", (path, "{id}", "Move")) if path in self.records:
                return self._conversions.move(path)
            case ("GET", (path, "LinkedSetup")) if operation.response_schema is not None:
                return LinkedSetup(self._tenant, path, operation.response_schema).get
        *head, last = operation.segments
        keyed = last == "{id}"
        records = self.records.get("/".join(head if keyed else operation.segments))
        if records is None:
            return None
        if keyed:
            return {"GET": records.get, "PUT": records.update, "DELETE": records.delete}.get(operation.method)
        listed = records.list if operation.paged else records.list_all
        handlers: dict[str, Handler] = {
            "GET": listed, "POST": records.create, "PATCH": records.upsert, "DELETE": records.clear,
        }  # fmt: skip
        return handlers.get(operation.method)

    def _download(self, call: Call) -> Response:
        content = self._tenant.store.file_bytes(call.id)
        if content is None:
            raise self._tenant.missing(f"A file of DocumentId {call.id}")
        return Response(200, content, "application/octet-stream")

    def _delete_document(self, call: Call) -> Response:
        response = self.records["Documents"].delete(call)
        self._tenant.store.delete_file(call.id)
        return response
