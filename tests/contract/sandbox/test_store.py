"""The store: atomic transactions, and no overwritten records."""

import sqlite3
from collections.abc import Iterator

import pytest

from webcrm_ext.sandbox.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """Open a store with one record."""
    store = Store()
    store.make_collection("Persons")
    store.put("Persons", 1, {"PersonId": 1})
    yield store
    store.close()


def test_failed_transaction_is_rolled_back(store):
    first = store.next_id("Persons")
    with pytest.raises(LookupError), store.transaction():
        store.put("Persons", store.next_id("Persons"), {})
        store.delete("Persons", 1)
        store.put_file(1, b"bytes")
        with store.transaction():
            store.put("Persons", 9, {})
        raise LookupError
    assert (store.ids("Persons"), store.file_bytes(1), store.next_id("Persons")) == ([1], None, first + 1)


def test_transaction_is_committed_before_the_next_begins(store):
    with store.transaction():
        store.put("Persons", 2, {})
    with pytest.raises(LookupError), store.transaction():
        store.delete("Persons", 2)
        raise LookupError
    assert store.ids("Persons") == [1, 2]


def test_add_does_not_overwrite_a_record(store):
    with pytest.raises(sqlite3.IntegrityError):
        store.add("Persons", 1, {"PersonId": 2})
    assert store.record("Persons", 1) == {"PersonId": 1}
    store.put("Persons", 1, {"PersonId": 3})
    assert store.record("Persons", 1) == {"PersonId": 3}
