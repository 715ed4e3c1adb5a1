"""`upsert_by` against a simple model, with faults: no key exists twice, and the report agrees with the sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from webcrm_api.models import OrganisationDto

from tests.contract.client.records import KEY
from tests.examples import examples
from webcrm_ext import APIConnectionError, APIError, UnexpectedResponseError, UpsertResult
from webcrm_ext.sandbox import Sandbox

NAME = "OrganisationName"
LATER = 2000
"""Seconds after which every late write has been made."""

KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
NAMES = st.sampled_from(["Acme", "Nordlys", "Sol"])
WRITES = ("organisations.create", "organisations.update", "organisations.upsert")
FAULTS = (
    *({"operation": operation, **fault} for operation in WRITES for fault in (
        {"kind": "late-commit", "delay": 3}, {"kind": "late-commit", "delay": 1000}, {"kind": "close-before"},
        {"kind": "close-after"}, {"kind": "html"}, {"status": 500}, {"status": 500, "after_work": True},
        {"status": 429}, {"status": 409},
    )),
    {"operation": "queries.list", "kind": "html"},
    {"operation": "queries.list", "status": 503},
)  # fmt: skip


class UpsertMachine(RuleBasedStateMachine):
    """Upserts, changes and deletes organisations, and tracks which name each key may have; None is no record."""

    def __init__(self, sandbox: Sandbox, crm: Any) -> None:
        super().__init__()
        self.sandbox = sandbox
        self.crm = crm
        self.prefix = f"{len(sandbox.requests)} "
        self.first_id = sandbox.count("Organisations") + 1
        self.possible: dict[str, set[str | None]] = {}

    @rule(
        names=st.dictionaries(KEYS, NAMES, min_size=1),
        faults=st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(1, 3)), max_size=3),
        batch=st.sampled_from([1, 2, 100]),
    )
    def upsert(self, names: Mapping[str, str], faults: Sequence[tuple[Mapping[str, Any], int]], batch: int) -> None:
        self.run_later()
        for fault, times in faults:
            self.sandbox.fail_next(times, **fault)
        records = [OrganisationDto.from_dict({KEY: self.prefix + key, NAME: name}) for key, name in names.items()]
        results = self.results_of(records, batch)
        self.sandbox.clear_faults()
        for result in results:  # after an error, not those of the first records: creates are written before updates
            key = str(result.key).removeprefix(self.prefix)
            name, before = names[key], self.possible.get(key, {None})
            match result.outcome:
                case "created" | "updated" | "unchanged":
                    self.possible[key] = {name}
                    assert self.sandbox.record("Organisations", result.id)[NAME] == name
                    assert (None in before) == (result.outcome == "created")
                case "unknown":
                    self.possible[key] = before | {name}
                case "failed":
                    self.possible[key] = before

    def results_of(self, records: list[OrganisationDto], batch: int) -> list[UpsertResult]:
        """Return the results of an upsert; those so far if the service became unreachable."""
        try:
            report = self.crm.organisations.upsert_by(KEY, records, batch=batch, confirm_timeout=20)
        except (APIConnectionError, APIError, UnexpectedResponseError) as error:
            return error.report.results if error.report else []
        assert len(report.results) == len(records)
        return report.results

    @rule(key=KEYS, name=NAMES)
    def change_elsewhere(self, key: str, name: str) -> None:
        self.run_later()
        for id_, record in self.stored(key).items():
            self.sandbox.put_record("Organisations", id_, {**record, NAME: name})
            self.possible[key] = {name}

    @rule(key=KEYS)
    def delete_elsewhere(self, key: str) -> None:
        self.run_later()
        for id_, record in self.stored(key).items():
            # The API cannot delete an organisation. One with another key is no record of this key.
            self.sandbox.put_record("Organisations", id_, {**record, KEY: ""})
            self.possible[key] = {None}

    @invariant()
    def each_key_exists_once_with_a_possible_name(self) -> None:
        for key, names in self.possible.items():
            stored = [record[NAME] for record in self.stored(key).values()]
            assert len(stored) <= 1
            assert (stored or [None])[0] in names

    def run_later(self) -> None:
        """Let every late write be made, as a user does who runs it again later."""
        self.sandbox.clock.advance(LATER)
        self.each_key_exists_once_with_a_possible_name()
        for key in self.possible:
            self.possible[key] = {record[NAME] for record in self.stored(key).values()} or {None}

    def stored(self, key: str) -> dict[int, dict[str, Any]]:
        """Return the organisations of the sandbox with a key, by id."""
        ids = range(self.first_id, self.sandbox.count("Organisations") + 1)
        records = {id_: self.sandbox.record("Organisations", id_) for id_ in ids}
        return {id_: each for id_, each in records.items() if each and each[KEY] == self.prefix + key}


def test_upserts_agree_with_a_model(open_sandbox, connect_either):
    sandbox = open_sandbox(records=10)
    crm = connect_either(sandbox)
    run_state_machine_as_test(
        lambda: UpsertMachine(sandbox, crm), settings=settings(max_examples=examples(10), stateful_step_count=8)
    )
