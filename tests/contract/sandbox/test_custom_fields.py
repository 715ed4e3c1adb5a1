"""Custom fields: defaults, validation and /FieldsMetadata."""

import pytest

PATHS = {
    "Activity": "Activities", "Delivery": "Deliveries", "Event": "Events", "Opportunity": "Opportunities",
    "Organisation": "Organisations", "Person": "Persons", "Product": "Products", "SupportCase": "SupportCases",
    "User": "Users",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("OrganisationCustom1", ["A", "-- choose --"], ["a", "D", "", " A"]),
        ("OrganisationType", ["Customer"], ["customer", "Client"]),
        ("OrganisationCustom2", ["x" * 50, ""], ["x" * 51]),
        ("OrganisationCustom3", ["Yes", "No"], ["yes", "true", "1", ""]),
        ("OrganisationCustom4", ["12", "-3", ""], ["1.5", "twelve", "1 2", "١"]),
        ("OrganisationCustom5", ["12", "2.5", "2,5", ""], ["2.", "two"]),
        ("OrganisationCustom6", ["2018-06-28", ""], ["28-06-2018", "2018-02-30", "2018-06-28T00:00:00", "20180628"]),
        ("OrganisationCustom8", ["[]", "00: Pendants, 02: Outdoor", ""], ["Pendants", "04: Lava", "0: Pendants"]),
        ("OrganisationCustom8", ["02: Outdoor"], ["02: Outdoor, 02: Outdoor", "02: Outdoor, "]),
        ("OrganisationPlus2", ["20180130", ""], ["2018-01-30", "20180230", "2018013"]),
        ("OrganisationPlus4", ["0", "7", ""], ["-7", "7.0"]),
        ("OrganisationXText1", ["x" * 50], ["x" * 51]),
        ("OrganisationExtraCustom1", ["DAP"], ["dap"]),
    ],
)  # fmt: skip
def test_field_accepts_values_of_its_type_and_null(browser, name, good, bad):
    id_ = browser.create("/Organisations", {"OrganisationId": 0})
    for value in [*good, None]:
        assert browser.put(f"/Organisations/{id_}", {name: value}).status_code == 200, value
        assert browser.read(f"/Organisations/{id_}")[name] == value
    for value in bad:
        for response in (
            browser.put(f"/Organisations/{id_}", {name: value}),
            browser.post("/Organisations", {"OrganisationId": 0, name: value}),
        ):
            assert (response.status_code, response.json()["Message"].startswith(name)) == (400, True), value
        assert browser.read(f"/Organisations/{id_}")[name] is None


def test_custom_fields_are_strings(browser):
    for value in (12, True, ["A"]):
        assert browser.post("/Organisations", {"OrganisationId": 0, "OrganisationCustom4": value}).status_code == 400
    assert (
        browser.post("/Persons", {"PersonId": 0, "PersonLastName": "x", "PersonCheckMark1": "Yes"}).status_code == 400
    )


def test_unset_field_has_its_default(browser):
    read = browser.read(f"/Organisations/{browser.create('/Organisations', {'OrganisationId': 0})}")
    untouched = {
        "OrganisationType": "-- choose --", "OrganisationCustom1": "-- choose --", "OrganisationCustom2": "",
        "OrganisationCustom3": "No", "OrganisationCustom4": "0", "OrganisationCustom6": "", "OrganisationCustom8": "[]",
        "OrganisationPlus4": None, "OrganisationXInt1": 0,
    }  # fmt: skip
    assert {name: read[name] for name in untouched} == untouched


def metadata_of(browser, kind: str) -> dict:
    return {each["FieldMetadataFriendlyFieldName"]: each for each in browser.read(f"/FieldsMetadata/{kind}")}


@pytest.mark.parametrize("kind", [*PATHS, "SyncedMeeting"])
def test_every_entity_has_metadata(browser, kind):
    fields = metadata_of(browser, kind)
    labels = [each["FieldMetadataLabel"] for each in fields.values()]
    assert all(labels)
    assert len({each["FieldMetadataDbFieldName"] for each in fields.values()}) == len(fields)
    types = {each["FieldMetadataDisplayType"] for each in fields.values()}
    assert types <= {"D", "C", "ML", "T", "M", "PI", "I", "R", "DA", "DT", "EMA", "HTML"}
    for each in fields.values():
        listed = each["FieldMetadataDropdownListData"]
        assert bool(listed) == (each["FieldMetadataDisplayType"] in {"D", "ML"})
        assert all(entry.keys() == {"Text", "Value"} for entry in listed)


def test_metadata_has_the_shape_of_the_service(browser):
    fields = metadata_of(browser, "Organisation")
    assert fields["OrganisationType"]["FieldMetadataDbFieldName"] == "o_type"
    assert fields["OrganisationCustom2"]["FieldMetadataLabel"] == "ERP number"
    assert fields["OrganisationCustom2"]["FieldMetadataTextFieldMaxLength"] == 50
    assert fields["OrganisationHistory"]["FieldMetadataDisplayType"] == "HTML"
    assert fields["OrganisationMemo"]["FieldMetadataDisplayType"] == "M"
    assert fields["OrganisationCustom8"]["FieldMetadataDropdownListData"][0] == {
        "Text": "Pendants",
        "Value": "00: Pendants",
    }
    assert metadata_of(browser, "Person")["PersonEmail"]["FieldMetadataDisplayType"] == "EMA"


def test_all_lists_every_field_with_a_unique_id(browser):
    everything = browser.read("/FieldsMetadata")
    assert browser.read("/FieldsMetadata/all") == everything
    assert len({each["FieldMetadataId"] for each in everything}) == len(everything)
    assert len(everything) == sum(len(metadata_of(browser, kind)) for kind in [*PATHS, "SyncedMeeting"])
    assert browser.get("/FieldsMetadata/Nothing").status_code == 400


@pytest.mark.parametrize(("kind", "path"), PATHS.items())
def test_seeded_records_match_the_metadata(browser, kind, path):
    fields = metadata_of(browser, kind)
    records = browser.read(f"/{path}?Size=1000")
    assert records
    for record in records:
        for name, field in fields.items():
            value, code = record.get(name), field["FieldMetadataDisplayType"]
            if not isinstance(value, str):
                continue
            entries = [entry["Value"] for entry in field["FieldMetadataDropdownListData"]]
            if code == "D":
                assert value in entries, (name, value)
            elif code == "C":
                assert value in {"Yes", "No"}
            elif code == "ML":
                assert value == "[]" or all(each in entries for each in value.split(", "))
            elif code in {"T", "EMA"} and field["FieldMetadataTextFieldMaxLength"]:
                assert len(value) <= field["FieldMetadataTextFieldMaxLength"]


def test_seeded_record_can_be_written_back(browser):
    for path in ("Persons", "Organisations", "Opportunities", "Activities", "Products"):
        for record in browser.read(f"/{path}?Size=5"):
            key = {"Opportunities": "Opportunity", "Activities": "Activity"}.get(path, path[:-1]) + "Id"
            response = browser.put(f"/{path}/{record[key]}", record)
            assert response.status_code == 200, response.text[:300]
