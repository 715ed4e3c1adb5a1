"""One webCRM system: its records, its tokens, its time, and the rules it goes by."""

from collections.abc import Iterable
from pathlib import Path

from .clock import Clock
from .custom_fields import CustomFields
from .definition import Definition
from .entities import Entity, entities
from .faults import Faults
from .hooks import Outbox
from .ledger import Ledger
from .options import Options
from .rate_limit import RateLimit
from .store import Store
from .tokens import ApplicationToken, Tokens
from .values import Checks


class Tenant:
    """What the operations work on."""

    def __init__(
        self,
        *,
        definition: Definition,
        options: Options,
        clock: Clock,
        application_tokens: Iterable[ApplicationToken],
        file: Path | None,
    ) -> None:
        self.definition = definition
        self.options = options
        self.clock = clock
        self.entities: dict[str, Entity] = entities(definition)
        self.checks = Checks(definition)
        self.custom_fields = CustomFields(self.entities)
        self.tokens = Tokens(clock, application_tokens)
        self.rate_limit = RateLimit(clock)
        self.faults = Faults()
        self.ledger = Ledger()
        self.outbox = Outbox()
        self.store = Store(file)
        self.address = ""
        """Where the sandbox is served; known once it is."""

    def has_linked_data(self, path: str) -> bool:
        """Whether linked data is on for the entity at this path."""
        on = {each.lower() for each in self.options.linked_data}
        return "all" in on or path.lower() in on

    def close(self) -> None:
        """Stop delivering hooks and close the store."""
        self.outbox.close()
        self.store.close()
