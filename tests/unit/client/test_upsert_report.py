"""`UpsertReport`: counts, ids, failures, and how it is shown."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest
from webcrm_api.results import UpsertReport, UpsertResult

from webcrm_ext import FieldValueError, NotFoundError, UpsertError

REFUSED = NotFoundError(status=404, message="gone", kind=None, method="PUT", path="/Persons/2", body="")
MONDAY = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
RESULTS = [
    UpsertResult("A", "created", 7),
    UpsertResult("B", "updated", 2, {"Name": ("old", "new")}),
    UpsertResult("C", "failed", error=REFUSED),
    UpsertResult("D", "unknown"),
]


def test_report_has_the_ids_and_refuses_unknown_words():
    report = UpsertReport(RESULTS)
    assert report.ids == [7, 2, None, None]
    assert report.count("created") == 1
    with pytest.raises(FieldValueError, match=r"There is no outcome 'create'\. Did you mean 'created'"):
        report.count("create")


def test_failures_raise_an_error_with_the_report():
    report = UpsertReport(RESULTS)
    with pytest.raises(UpsertError, match="1 created, 1 updated, 0 unchanged, 1 failed, 1 unknown") as caught:
        report.raise_for_failures()
    for error in (caught.value, copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert [each.key for each in error.failures] == ["C", "D"]
        assert [each.key for each in error.report.results] == ["A", "B", "C", "D"]
    UpsertReport(RESULTS[:2]).raise_for_failures()


def test_report_shows_counts_and_at_most_ten_failures():
    failures = [UpsertResult(f"K{n}", "failed", error=REFUSED) for n in range(12)]
    lines = str(UpsertReport([*RESULTS[:2], *failures])).splitlines()
    assert lines[0] == "1 created, 1 updated, 0 unchanged, 12 failed, 0 unknown"
    assert lines[1] == "'K0' failed: PUT /Persons/2 was refused with status 404: gone"
    assert (len(lines), lines[-1]) == (12, "… and 2 more that failed")
    assert repr(UpsertReport(RESULTS[:2])) == "<UpsertReport: 1 created, 1 updated, 0 unchanged, 0 failed, 0 unknown>"


def test_dry_run_shows_old_and_new_values_without_secrets():
    differences = {
        "Name": ("old", "n" * 100),
        "ChangedAt": (None, MONDAY),
        "LoginPassword": ("p1", "p2"),
        "Url": ("", "https://x.example/?key=1"),
    }
    result = UpsertResult("B", "updated", 2, differences, dry_run=True)
    created = UpsertResult("A", "created", dry_run=True)
    assert str(UpsertReport([created, result], dry_run=True)).splitlines() == [
        "1 would be created, 1 would be updated, 0 unchanged, 0 failed, 0 unknown (dry run: nothing was written)",
        "'A' would be created",
        f"'B' would be updated (id 2): Name 'old' → '{'n' * 59}…, ChangedAt None → 2024-01-01T00:00:00+00:00, "
        "LoginPassword *** → ***, Url '' → 'https://x.example/?…'",
    ]
    assert result.changed == tuple(differences)
    assert "p1" not in repr(result)
