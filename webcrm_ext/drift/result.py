"""The result of a comparison: judged changes with their addresses, and the parts of the client that they touch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from webcrm_ext.drift.codes import Judgement

# The values of `Change.entity` that are not an entity of the API.
API = "The API"
SEVERAL = "Several entities"
NO_ENTITY = "No entity"


@dataclass(frozen=True, slots=True)
class Affected:
    """The parts of the client that a change touches.

    Attributes:
        methods: Methods of a client, such as `persons.get`.
        models: Classes and their attributes, such as `PersonDto.person_name`.
        modules: Files of the hand-written layer that name it, such as `webcrm_ext/webhooks.py`.
    """

    methods: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the API.

    Attributes:
        code: Its stable code, a key of `webcrm_ext.drift.codes.CODES`.
        judgement: What it means for users of the client.
        entity: The entity that it belongs to: a tag of the definition, `API`, `SEVERAL` or `NO_ENTITY`.
        subject: What changed: `GET /Persons, parameter Page`, `PersonDto.PersonName`.
        before: The old value.
        after: The new value.
        why: The reason for the judgement.
        guess: Whether it is a guess that this is one change (a rename) and not two.
        was: The JSON Pointer into the old file; None if it does not exist there.
        now: The JSON Pointer into the new file, likewise.
        touches: The parts of the client that it touches.
    """

    code: str
    judgement: Judgement
    entity: str
    subject: str
    before: Any
    after: Any
    why: str
    guess: bool
    was: str | None
    now: str | None
    touches: Affected


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A part that differs and was not compared.

    Attributes:
        subject: What it is: `GET /Persons, headers of response 200`.
        why: The reason.
        was: The JSON Pointer into the old file; None if it does not exist there.
        now: The JSON Pointer into the new file, likewise.
    """

    subject: str
    why: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class DefinitionSummary:
    """One of the two definitions: its name and its size."""

    name: str
    operations: int
    models: int


@dataclass(frozen=True, slots=True)
class Drift:
    """All changes from one definition to another, breaking changes first.

    Attributes:
        was: The old definition.
        now: The new one.
        changes: The changes, without those of documentation.
        documentation: Changes of documentation.
        uncompared: The parts that differ and were not compared.
    """

    was: DefinitionSummary
    now: DefinitionSummary
    changes: tuple[Change, ...]
    documentation: tuple[Change, ...]
    uncompared: tuple[Uncompared, ...] = ()

    @property
    def counts(self) -> dict[Judgement, int]:
        """The number of changes by judgement, breaking first, without changes of documentation."""
        counter = Counter(each.judgement for each in self.changes)
        return {judgement: counter[judgement] for judgement in reversed(Judgement)}

    @property
    def worst(self) -> Judgement | None:
        """The worst judgement of all changes, or None without changes."""
        return next((judgement for judgement, count in self.counts.items() if count), None)
