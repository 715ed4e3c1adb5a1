"""A state machine: products of the sandbox, written and read in any order, equal a dictionary of records."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from webcrm_ext.sandbox import Clock, Sandbox

from .browser import Browser

pytestmark = pytest.mark.slow

MISSING = 1_000_000
LONGEST_LIST = 1000
TEXTS = st.sampled_from(["", " ", "a", "Å", "'", "10 % LIKE _", "0", "x" * 200]) | st.none()
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "ProductComment": TEXTS,
        "ProductMemo": TEXTS,
        "ProductPrice": st.sampled_from([0, 1.5, -1, 1e9]) | st.none(),
        "ProductUnknown": TEXTS,  # the API ignores what it does not know
        "ProductCreatedBy": TEXTS,  # and what only the server sets
    },
)
IGNORED = {"ProductUnknown", "ProductCreatedBy"}
IDS = st.integers(0, 30)
"""The position of a record among those that exist; a large one names a record that does not exist."""


class Records(RuleBasedStateMachine):
    """Compares a sandbox with `self.records`, by id. Its clock stands still, so that dates are equal."""

    def __init__(self) -> None:
        super().__init__()
        self._closing = ExitStack()
        self._file = Path(self._closing.enter_context(tempfile.TemporaryDirectory())) / "records.sqlite"
        self._clock = Clock(frozen=True)
        self.records: dict[int, dict[str, Any]] = {}
        self.unset: dict[str, Any] = {}
        self._last_id = 0
        self._start()

    def _start(self) -> None:
        self._running = self._closing.enter_context(ExitStack())
        sandbox = Sandbox(records=0, data=self._file, clock=self._clock, requests_per_minute=None)
        self.sandbox = self._running.enter_context(sandbox)
        self.crm = self._running.enter_context(Browser(self.sandbox.url))
        self.crm.log_in(self.sandbox.application_token)

    def teardown(self) -> None:
        self._closing.close()

    @initialize()
    def learn_the_values_of_an_empty_record(self) -> None:
        id_ = self.crm.create("/Products", {"ProductId": 0})
        self.unset = self.crm.read(f"/Products/{id_}")
        self._put(id_, {})

    def _put(self, id_: int, sent: dict[str, Any]) -> None:
        """Store what a create sends. Ids grow, and are never used again."""
        assert id_ > self._last_id
        self._last_id = id_
        self.records[id_] = {**self.unset, "ProductId": id_}
        self._change(id_, sent)

    def _change(self, id_: int, sent: dict[str, Any]) -> None:
        self.records[id_] |= {name: value for name, value in sent.items() if name not in IGNORED | {"ProductId"}}

    def _id(self, position: int) -> int:
        ids = sorted(self.records)
        return ids[position] if position < len(ids) else MISSING + position

    @rule(sent=PROPERTIES)
    def create(self, sent: dict[str, Any]) -> None:
        self._put(self.crm.create("/Products", {"ProductId": 0, **sent}), sent)

    @rule(position=IDS, sent=PROPERTIES, names_id=st.booleans())
    def update(self, position: int, sent: dict[str, Any], names_id: bool) -> None:
        id_ = self._id(position)
        response = self.crm.put(f"/Products/{id_}", sent | ({"ProductId": id_} if names_id else {}))
        assert response.status_code == (200 if id_ in self.records else 404)
        if id_ in self.records:
            self._change(id_, sent)

    @rule(rows=st.lists(st.tuples(st.none() | IDS, PROPERTIES), max_size=4))
    def patch(self, rows: list[tuple[int | None, dict[str, Any]]]) -> None:
        ids = [0 if position is None else self._id(position) for position, _ in rows]
        body = [{"ProductId": id_, **sent} for id_, (_, sent) in zip(ids, rows, strict=True)]
        answers = self.crm.patch("/Products", body).json()
        assert len(answers) == len(rows)
        for id_, (_, sent), answer in zip(ids, rows, answers, strict=True):
            if id_ == 0:
                self._put(int(answer), sent)
            elif id_ in self.records:
                assert answer == ""
                self._change(id_, sent)
            else:
                assert "was not found" in answer

    @rule(position=IDS)
    def delete(self, position: int) -> None:
        id_ = self._id(position)
        status = self.crm.delete(f"/Products/{id_}").status_code
        assert status == (404 if self.records.pop(id_, None) is None else 200)

    @rule(position=IDS)
    def read(self, position: int) -> None:
        id_ = self._id(position)
        response = self.crm.get(f"/Products/{id_}")
        assert response.status_code == (200 if id_ in self.records else 404)
        if id_ in self.records:
            assert response.json() == self.records[id_]

    @rule(size=st.integers(1, 7))
    def list_by_pages(self, size: int) -> None:
        found: list[dict[str, Any]] = []
        page = 1
        while records := self.crm.read(f"/Products?Page={page}&Size={size}"):
            found += records
            page += 1
        assert found == [self.records[id_] for id_ in sorted(self.records)]
        assert page - 1 == -(-len(found) // size)

    @rule(position=IDS)
    def query_by_id(self, position: int) -> None:
        id_ = self._id(position)
        script = f"SELECT ProductId, ProductComment, ProductPrice FROM Product WHERE ProductId = {id_}"
        rows = self.crm.get("/Queries", params={"script": script}).json()
        names = ("ProductId", "ProductComment", "ProductPrice")
        expected = [{name: self.records[id_][name] for name in names}] if id_ in self.records else []
        assert [{name: row[name] for name in names} for row in rows] == expected

    @rule()
    def restart(self) -> None:
        self._running.close()
        self._start()

    @invariant()
    def no_record_is_lost(self) -> None:
        assert self.sandbox.count("Products") == len(self.records)


def test_records_equal_a_dictionary_in_any_order_of_calls():
    run_state_machine_as_test(Records, settings=settings(max_examples=12, stateful_step_count=20))
