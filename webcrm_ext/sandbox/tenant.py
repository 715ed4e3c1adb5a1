"""One webCRM system: its records, tokens, clock, options and faults."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from .clock import Clock
from .custom_fields import CustomFields
from .dates import format_date
from .definition import Definition
from .entities import LARGEST_ID, MEETINGS, Entity, attached_entities, entities, is_id, meeting_entity
from .faults import Faults
from .hooks import Outbox
from .late_commits import LateCommits
from .messages import nearest, shown
from .options import Options
from .rate_limit import RateLimit
from .request_log import RequestLog
from .responses import HTTPError, not_found
from .store import Store
from .tokens import ApplicationToken, Tokens
from .validation import Validators


class Tenant:
    """The state that the operations read and change."""

    def __init__(
        self,
        *,
        definition: Definition,
        clock: Clock,
        application_tokens: Iterable[ApplicationToken],
        file: Path | None,
        image: bytes | None = None,
    ) -> None:
        self.definition = definition
        self.options = Options()
        self.clock = clock
        self.entities = entities(definition)
        self.attached = attached_entities(definition)
        self.validators = Validators(definition)
        self.meeting = meeting_entity(definition)
        self.custom_fields = CustomFields(definition)
        # Logins need no right.
        areas = {operation.tag for operation in definition.operations} - {"Auth"}
        self.tokens = Tokens(clock, application_tokens, areas)
        self.rate_limit = RateLimit(clock)
        self.faults = Faults(operation.name for operation in definition.operations)
        self.late_commits = LateCommits(clock)
        self.request_log = RequestLog()
        self.outbox = Outbox()
        self.store = Store(file, image)
        self.address = ""
        """The base URL; empty until the sandbox listens."""

    def change_options(self, changes: Mapping[str, Any]) -> None:
        """Set options, all of them or none.

        Raises:
            ValueError: An option is unknown or its value is invalid.
        """
        options = replace(self.options)
        for name, value in changes.items():
            options.change(name, value)
        unknown = [each for each in options.linked_data if each.lower() not in self._with_linked_data]
        if unknown:
            names = ", ".join(sorted(self._with_linked_data.values()))
            msg = f"linked_data must be some of {names}, not {unknown[0]!r}"
            raise ValueError(msg)
        self.options = options

    @cached_property
    def _with_linked_data(self) -> dict[str, str]:
        """The entities that can have linked data, by path in lower case, and `all`."""
        paths = (each.segments[0] for each in self.definition.operations if each.segments[1:] == ("LinkedSetup",))
        return {path.lower(): path for path in paths} | {"all": "all"}

    def has_linked_data(self, path: str) -> bool:
        """Return whether linked data is on for the entity at this path."""
        on = {each.lower() for each in self.options.linked_data}
        return "all" in on or path.lower() in on

    def unset_record(self, entity: Entity) -> dict[str, Any]:
        """Return the default values of a new record."""
        return {**entity.unset, **self.custom_fields.unset(entity.path, plus_null=self.options.plus_null)}

    def now(self) -> str:
        """Return the sandbox's current time as it is written into records."""
        return format_date(self.clock.now(), self.options.date_offset)

    def missing(self, what: str) -> HTTPError:
        """Return the error of a request for a record that does not exist."""
        return not_found(what, self.options.missing_status)

    def entity_at(self, path: str) -> Entity:
        """Return the entity at a path, such as `Persons` or `Persons/Hooks`.

        Raises:
            ValueError: The API has no records at `path`.
        """
        stored = {**self.entities, **self.attached, MEETINGS: self.meeting}
        if not isinstance(path, str) or path not in stored:
            meant = nearest(path, stored) if isinstance(path, str) else ""
            msg = f"The API has no records at {shown(path)}.{meant} The paths are {', '.join(sorted(stored))}"
            raise ValueError(msg)
        return stored[path]

    def put_record(self, path: str, id_: int, record: Mapping[str, Any]) -> None:
        """Store a record without any check. No new record gets its id.

        Raises:
            ValueError: The API has no records at `path`, or the id is invalid.
        """
        entity = self.entity_at(path)
        if not is_id(id_):
            msg = f"An id must be a whole number from 1 to {LARGEST_ID}, not {shown(id_)}"
            raise ValueError(msg)
        sent: object = record
        if not isinstance(sent, Mapping):
            msg = f"A record must be a dict, not {shown(sent)}"
            raise ValueError(msg)  # noqa: TRY004 - as for the other arguments
        values = {**record, entity.key: entity.key_value(id_)}
        with self.store.transaction():
            try:
                self.store.put(path, id_, values)
            except UnicodeEncodeError as error:
                msg = f"A string of the record cannot be stored: {error}"
                raise ValueError(msg) from None
            self.store.skip_ids(entity.sequence, id_)

    def close(self) -> None:
        """Stop the delivery of hooks, and close the store."""
        self.outbox.close()
        self.store.close()
