"""What a comparison gives: the changes, judged, with their addresses and what of the client they touch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from webcrm_ext.drift.codes import Judgement

API = "The API"
SEVERAL = "Several entities"
NO_ENTITY = "No entity"
"""What a change belongs to where it is not one entity of the API."""


@dataclass(frozen=True, slots=True)
class Affected:
    """What of the client a change touches.

    Args:
        methods: Methods of a client, `persons.get`.
        models: Classes and their attributes, `PersonDto.person_name`.
        modules: Files of the hand-written layer that name it, `webcrm_ext/upsert/operation.py`.
    """

    methods: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the API.

    Args:
        code: Its stable code, a key of `webcrm_ext.drift.codes.CODES`.
        judgement: What it means for those who use the client.
        entity: What it belongs to: a tag of the definition, `API`, `SEVERAL` or `NO_ENTITY`.
        subject: What changed: `GET /Persons, parameter Page`, `PersonDto.PersonName`.
        before: What stood there.
        after: What stands there now.
        why: Why it is judged so.
        guess: Whether that it is one change (a rename) and not two is a guess.
        was: The address in the old definition as it came, a JSON Pointer; None where it is not in it.
        now: The address in the new one.
        touches: What of the client it touches.
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
class DefinitionSummary:
    """One of the two definitions: what it is called, and how much is in it."""

    name: str
    operations: int
    models: int


@dataclass(frozen=True, slots=True)
class Drift:
    """All changes from one definition to another, the worst first; those of words alone stand apart."""

    was: DefinitionSummary
    now: DefinitionSummary
    changes: tuple[Change, ...]
    documentation: tuple[Change, ...]

    @property
    def counts(self) -> dict[Judgement, int]:
        """The number of changes by judgement, the worst first. Words are not counted."""
        found = Counter(each.judgement for each in self.changes)
        return {judgement: found[judgement] for judgement in reversed(Judgement)}

    @property
    def worst(self) -> Judgement | None:
        """The worst judgement there is, or None when the definitions are the same."""
        return next((judgement for judgement, count in self.counts.items() if count), None)
