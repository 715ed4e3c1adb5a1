"""`upsert_csv`: files as people have them are written right, or raise a list of what to correct."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import httpx
import pytest
from webcrm_api.tables import ORGANISATIONS

from webcrm_ext import ConfigurationError, FieldValueError, InvalidRowsError, QueryError

KEY = "ERP number"
KEY_COLUMN = "OrganisationCustom2"
DANISH = (
    "ERP number;Navn;Customer segment;Wants the newsletter;Customer since;Agreed discount;Number of employees;"
    "Interested in;City\r\n"
    "007;Ærø Bådværft;A;ja;31/12/2019;1.234,50;1 200;Outdoor;Ærøskøbing\r\n"
    ";;;;;;;;\r\n"
    '\r\n8;"Nord; ""Lys""\r\nA/S";B;No;2020-02-29;-2,5;;;"Årslev"\r\n'
)
MAPPING = {"Navn": "organisation_name"}


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a file, and its path."""

    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path: Path = tmp_path / "customers.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def sandbox(open_sandbox):
    return open_sandbox(records=5)


def stored(sandbox: Any, id_: int, *names: str) -> list[Any]:
    record = sandbox.record("Organisations", id_)
    return [record[f"Organisation{name}"] for name in names]


def writes(sandbox: Any) -> list[str]:
    return [
        each.method
        for each in sandbox.requests
        if each.method in ("PATCH", "PUT") or ("Organisations" in each.path and each.method == "POST")
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheet_is_written_in_each_encoding(sandbox, either, file, encoding):
    report = either.organisations.upsert_csv(file(DANISH, encoding), KEY, MAPPING)
    assert [(each.key, each.outcome) for each in report.results] == [("007", "created"), ("8", "created")]
    first, second = report.ids
    names = ("Custom2", "Name", "Custom1", "Custom3", "Custom6", "Custom5", "Custom4", "Custom8", "City")
    assert stored(sandbox, first, *names) == [
        "007", "Ærø Bådværft", "A", "Yes", "2019-12-31", "1234.50", "1200", "02: Outdoor", "Ærøskøbing",
    ]  # fmt: skip
    assert stored(sandbox, second, *names[1:6]) == ['Nord; "Lys"\r\nA/S', "B", "No", "2020-02-29", "-2.5"]
    again = either.organisations.upsert_csv(file(DANISH, encoding), "organisation_custom_2", MAPPING)
    assert again.count("unchanged") == 2


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_separator_is_detected_beside_others(sandbox, crm, file, delimiter):
    rows = [[KEY, "OrganisationName", "City"], ["1", "A, B", "C; D"], ["2", "1,5", "x|y"]]
    path = file("")
    with path.open("w", newline="") as opened:
        csv.writer(opened, delimiter=delimiter).writerows(rows)
    assert crm.organisations.upsert_csv(path, KEY).count("created") == 2
    marked = file(f"sep={delimiter}\n" + path.read_text())
    assert crm.organisations.upsert_csv(marked, KEY).count("unchanged") == 2
    assert crm.organisations.upsert_csv(marked, KEY, delimiter=delimiter).count("unchanged") == 2


def test_separator_that_fits_the_rows_is_detected(crm, file):
    path = file(f"{KEY};Rebate, percent, new\n1;2\n2;3\n")
    assert crm.organisations.upsert_csv(path, KEY, {"Rebate, percent, new": None}).count("created") == 2


def test_empty_cell_keeps_the_value(sandbox, crm, file):
    (id_,) = crm.organisations.upsert_csv(file(f"{KEY};City;OrganisationComment\n1;Odense;x\n"), KEY).ids
    report = crm.organisations.upsert_csv(file(f"{KEY};City;OrganisationComment;;\n1;;y;;\n"), KEY)
    assert report.results[0].changed == ("OrganisationComment",)
    assert stored(sandbox, id_, "City", "Comment") == ["Odense", "y"]


BAD = (
    f"{KEY};Customer segment;Customer since;Agreed discount;Wants the newsletter;OrganisationName\n"
    'K1;A;2024-12-31;1;yes;"two\nlines"\n'
    "k1;a;31/12/24;1.234;maybe;x\n"
    ";A;;;;no key\n"
    "K2;A\n"
    f"K3;;;;;{'x' * 300}\n"
)


def test_bad_rows_are_listed_and_nothing_is_written(sandbox, either, file):
    with pytest.raises(InvalidRowsError) as caught:
        either.organisations.upsert_csv(file(BAD), KEY)
    assert [(each.line, each.column, each.value) for each in caught.value.errors] == [
        (2, KEY, "K1"), (4, "Customer segment", "a"), (4, "Customer since", "31/12/24"),
        (4, "Agreed discount", "1.234"), (4, "Wants the newsletter", "maybe"), (4, KEY, "k1"), (5, KEY, ""),
        (6, None, None), (7, "OrganisationName", "x" * 300),
    ]  # fmt: skip
    for part in (
        "5 of 5 rows of customers.csv cannot be written. Nothing was written.",
        "- Line 2, column 'ERP number': 'K1' is the ERP number of line 4, too.",
        "- Line 4, column 'Customer segment': 'a' is not a choice of the list. Did you mean 'A'?",
        "Write 1234, or 1.2340 for the number with decimals.",
        "- Line 5, column 'ERP number': The row has no ERP number, which is the key.",
        "- Line 6: The row has 2 cells, and the header has 6 columns.",
    ):
        assert part in str(caught.value)
    assert writes(sandbox) == []


def test_long_list_of_bad_rows_is_shortened(crm, file):
    with pytest.raises(InvalidRowsError, match=r"and 20 more, in the attribute `errors`") as caught:
        crm.organisations.upsert_csv(file(f"{KEY};Customer segment\n" + "".join(f"{n};Z\n" for n in range(1, 51))), KEY)
    assert (len(caught.value.errors), str(caught.value).count("\n- ")) == (50, 31)


def test_skipped_rows_are_reported_and_can_be_corrected(sandbox, either, file, tmp_path):
    content = f"{KEY};OrganisationName;Customer segment;Note\n1;One;A;n\n2;Two;z;n\n3;Three;B;n;surplus\n"
    options = {"columns": {"Note": None}, "on_error": "skip", "report": tmp_path / "out"}
    report = either.organisations.upsert_csv(file(content), KEY, **options)
    assert [(each.key, each.outcome) for each in report.results] == [("1", "created"), ("2", "failed"), ("3", "failed")]
    assert str(report.failed[0].error).startswith("Line 3, column 'Customer segment': 'z' is not a choice")
    assert report.failed[0].error.errors[0].line == 3
    failed = (tmp_path / "out/failed.csv").read_text(encoding="utf-8-sig")
    header, first, second = failed.splitlines()
    assert header.endswith(f"webcrm_changes;{KEY};OrganisationName;Customer segment;Note")
    assert first.endswith(";2;Two;z;n")
    assert second.endswith(';3;Three;B;"n;surplus"')
    corrected = tmp_path / "out/failed.csv"
    corrected.write_text(failed.replace(";z;", ";C;"), encoding="utf-8-sig")
    assert either.organisations.upsert_csv(corrected, KEY, **options).count("created") == 2


def test_more_skipped_rows_than_max_failures_write_nothing(sandbox, crm, file):
    path = file(f"{KEY};Customer segment\n1;A\n2;Z\n3;Z\n4;A\n")
    with pytest.raises(InvalidRowsError, match=r"2 of 4 rows.*or raise max_failures"):
        crm.organisations.upsert_csv(path, KEY, on_error="skip", max_failures=0.25)
    assert writes(sandbox) == []
    assert crm.organisations.upsert_csv(path, KEY, on_error="skip", max_failures=0.5).count("created") == 2


@pytest.mark.parametrize(
    ("header", "columns", "messages"),
    [
        (
            f"{KEY};Citty;x", {},
            ("Column 'Citty' is neither a property nor a label of organisations. Did you mean 'City'",
             "Column 'x' is neither", "ignore it: columns={'Citty': None, 'x': None}."),
        ),
        (f"{KEY};City", {"Cty": "City"}, ("columns names 'Cty', and the file has no such column. Did you mean",)),
        (
            f"{KEY};Navn", {"Navn": "organisation_nam"},
            ("columns has 'organisation_nam' for 'Navn', which is neither", "Did you mean 'organisation_name'"),
        ),
        ("City;OrganisationName", {}, ("No column has the key ERP number (OrganisationCustom2).",)),
        (f"{KEY};City;organisation_city", {}, ("Columns 'City' and 'organisation_city' are written to the same",)),
        (f"{KEY};City;City", {}, ("2 columns have the name 'City'. Rename or delete all but one.",)),
        (f"{KEY};;City", {}, ("Column 2 has no name. Name each in the first row, or delete it.",)),
        (f"{KEY};x", {"x": "OrganisationUpdatedAt"}, ("'x' cannot be written to OrganisationUpdatedAt: the service",)),
        (f"{KEY};OrganisationCountryData", {}, ("which has a record or a list. Ignore it",)),
    ],
)  # fmt: skip
def test_wrong_columns_are_listed_with_suggestions(sandbox, crm, file, header, columns, messages):
    with pytest.raises(FieldValueError) as caught:
        crm.organisations.upsert_csv(file(f"{header}\n1;2;3\n"), KEY, columns)
    assert str(caught.value).startswith("The columns of customers.csv cannot be written. Nothing was sent.\n- ")
    for message in messages:
        assert message in str(caught.value)
    assert writes(sandbox) == []


def test_derived_columns_are_noted_and_result_columns_ignored(crm, file):
    path = file(f"webcrm_reason;{KEY};OrganisationUpdatedAt;OrganisationId\nbad;1;x;0\n")
    report = crm.organisations.upsert_csv(path, KEY)
    assert report.notes[0] == "Not written, because the service assigns or derives it: OrganisationUpdatedAt."
    assert report.count("created") == 1


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (b"", {}, "is empty. Its first row must have the names"),
        (b"\r\n  \r\n", {}, "is empty"),
        (b"ERP number;City\n\n", {}, "has no rows below its header"),
        (b"ERP number;City\n1;x\n2;\xe6\n", {"encoding": "utf-8"}, "decoded as UTF-8: line 3 has invalid bytes"),
        (b"ERP number;City\n1;\x81\n", {}, "decoded as UTF-8 or Windows-1252: line 2 has invalid bytes"),
        (b"ERP number;City\n1;a\0b\n", {}, "contains a NUL character in line 2"),
        (b"PK\x03\x04\x14\0", {}, "is an Excel workbook or a zip file"),
        (b'ERP number;City\n1;"x\n2;y\n', {}, "a quote that opens in the row of line 2 is not closed"),
        (b'ERP number;City\n1;"a\nb" x\n', {}, "line 3 .the row begins in line 2. has characters between the closing"),
    ],
)  # fmt: skip
def test_unreadable_file_is_refused_with_its_line(sandbox, crm, file, content, options, message):
    with pytest.raises(FieldValueError, match=f"^customers.csv:? .*{message}"):
        crm.organisations.upsert_csv(file(content), KEY, **options)
    assert writes(sandbox) == []


def test_wrong_arguments_are_refused(sandbox, crm, file, tmp_path):
    path = file(f"{KEY};City\n1;x\n")
    for wrong, message in (
        (tmp_path / "no.csv", "There is no file 'no.csv' in the folder"), (tmp_path, "is a folder"), (3, "path is 3"),
        ("", "path is ''"), (b"x", "path is b'x'"), ("a\0b", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(FieldValueError, match=message):
            crm.organisations.upsert_csv(wrong, KEY)
    for options in ({"encoding": "hex"}, {"encoding": 3}, {"delimiter": ";;"}, {"delimiter": '"'}, {"on_error": "go"}):
        with pytest.raises(ConfigurationError, match=f"^{next(iter(options))} is"):
            crm.organisations.upsert_csv(path, KEY, **options)
    for columns in ([], {"a": 1}, {1: "a"}):
        with pytest.raises(FieldValueError, match=r"^columns "):
            crm.organisations.upsert_csv(path, KEY, columns)
    assert len(sandbox.requests) == 0
    with pytest.raises(QueryError, match=r"'Kundenr' is a column of the file: pass .*key='ERP number'"):
        crm.organisations.upsert_csv(path, "Kundenr", {"Kundenr": KEY})
    with pytest.raises(FieldValueError, match="cannot be the key"):
        crm.organisations.upsert_csv(path, "OrganisationId")


def test_declared_types_and_enums_are_checked(sandbox, crm, file):
    header = (
        "DeliveryAssignedTo2;DeliveryResponsible;DeliveryNumber;"
        "DeliveryErpStatus;DeliveryDiscount;DeliveryAssignedTo;DeliveryNextFollowUp;DeliveryId\n"
    )
    good = "0;0;D1;Synchronized;12,5;0;31/12/2024 15:30;\n"
    (id_,) = crm.deliveries.upsert_csv(file(header + good), "delivery_number").ids
    record = crm.deliveries.get(id_)
    assert (record.delivery_erp_status, record.delivery_discount) == ("Synchronized", 12.5)
    assert record.delivery_next_follow_up.isoformat() == "2024-12-31T15:30:00+00:00"
    bad = f"0;0;D2;synchronized;{'9' * 400};1,5;12/31/2024;-1\n"
    with pytest.raises(InvalidRowsError) as caught:
        crm.deliveries.upsert_csv(file(header + bad), "delivery_number")
    assert [each.column for each in caught.value.errors] == header.strip().split(";")[3:]
    assert "Did you mean 'Synchronized'?" in str(caught.value)


def test_entities_without_labels_and_quotation_lines(sandbox, either, file):
    path = file("PersonB2CEmail,PersonB2CLastName\na@nordlys.example,Dahl\n")
    assert either.persons_b2c.upsert_csv(path, "person_b2c_email").count("created") == 1
    path = file("QuotationLineComment;QuotationLineOrganisationId;QuotationLineQuantity\nL1;1;2,5\n")
    for outcome in ("created", "unchanged"):
        assert either.quotation_lines.upsert_csv(path, "QuotationLineComment").count(outcome) == 1


def test_change_after_the_check_is_detected(sandbox, connect_either, file):
    path = file(f"{KEY};City\n1;Odense\n")

    def change(request: httpx.Request) -> None:
        if request.url.path == "/FieldsMetadata/Organisation":  # after the file was opened
            path.write_text(f"{KEY};City\n1;Aarhus C\n")

    crm = connect_either(sandbox, on_request=change)
    with pytest.raises(FieldValueError, match="was changed or removed while it was read"):
        crm.organisations.upsert_csv(path, KEY)
    assert writes(sandbox) == []


def test_large_file_is_written_in_chunks(sandbox, crm, file, tmp_path):
    path = file(f"{KEY};City\n" + "".join(f"{number};x\n" for number in range(1, 6)))
    options = {"columns": None, "encoding": None, "delimiter": None, "on_error": "stop"}
    report = crm.upsert_csv(ORGANISATIONS, path, KEY, report=tmp_path / "all.csv", chunk=2, **options)
    assert (report.results, report.counts) == ([], {"created": 5})
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 6


def test_dry_run_shows_each_row(sandbox, either, file):
    report = either.organisations.upsert_csv(file(DANISH), KEY, MAPPING, dry_run=True)
    assert str(report).splitlines()[0].startswith("2 would be created, 0 would be updated")
    assert writes(sandbox) == []
