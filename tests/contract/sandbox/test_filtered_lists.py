"""Lists of related records, or of records with the same status, responsible or time range."""

import pytest


@pytest.mark.parametrize(
    ("address", "path", "property_"),
    [
        ("/Activities/ByOrganisation/{}", "Activities", "ActivityOrganisationId"),
        ("/Activities/ByResponsible/{}", "Activities", "ActivityAssignedTo"),
        ("/Activities/ByStatus/{}", "Activities", "ActivityStatus"),
        ("/Deliveries/ByOrganisation/{}", "Deliveries", "DeliveryOrganisationId"),
        ("/Deliveries/ByResponsible/{}", "Deliveries", "DeliveryAssignedTo"),
        ("/Deliveries/ByResponsible2/{}", "Deliveries", "DeliveryAssignedTo2"),
        ("/Deliveries/ByStatus/{}", "Deliveries", "DeliveryStatus"),
        ("/Deliveries/{}/QuotationLines", "QuotationLines", "QuotationLineOpportunityId"),
        ("/EmailSupports/BySupportCase/{}", "EmailSupports", "EmailSupportSupportCaseId"),
        ("/Events/ByOrganisation/{}", "Events", "EventOrganisationId"),
        ("/Events/ByResponsible/{}", "Events", "EventAssignedTo"),
        ("/Events/ByStatus/{}", "Events", "EventStatus"),
        ("/Opportunities/ByOrganisation/{}", "Opportunities", "OpportunityOrganisationId"),
        ("/Opportunities/ByPipelineLevel/{}", "Opportunities", "OpportunityLevel"),
        ("/Opportunities/ByResponsible/{}", "Opportunities", "OpportunityAssignedTo"),
        ("/Opportunities/ByResponsible2/{}", "Opportunities", "OpportunityAssignedTo2"),
        ("/Opportunities/{}/QuotationLines", "QuotationLines", "QuotationLineOpportunityId"),
        ("/Opportunities/{}/Revenues", "Revenues", "RevenueOpportunityId"),
        ("/Organisations/{}/Events", "Events", "EventOrganisationId"),
        ("/Organisations/{}/Persons", "Persons", "PersonOrganisationId"),
        ("/Organisations/{}/Products", "Products", "ProductOrganisationId"),
        ("/Organisations/{}/Revenues", "Revenues", "RevenueOrganisationId"),
        ("/Organisations/{}/SupportCases", "SupportCases", "SupportCaseOrganisationId"),
        ("/Persons/ByOrganisation/{}", "Persons", "PersonOrganisationId"),
        ("/SupportCases/ByChannel/{}", "SupportCases", "SupportCaseChannel"),
        ("/SupportCases/ByOrganisation/{}", "SupportCases", "SupportCaseOrganisationId"),
        ("/SupportCases/ByResponsible/{}", "SupportCases", "SupportCaseAssignedTo"),
        ("/SupportCases/ByStatus/{}", "SupportCases", "SupportCaseStatus"),
        ("/Users/{}/Activities", "Activities", "ActivityAssignedTo"),
        ("/Users/{}/Events", "Events", "EventAssignedTo"),
    ],
)
def test_filtered_list_has_exactly_the_matching_records(browser, address, path, property_):
    everything = browser.read(f"/{path}?Size=1000")
    values = {each[property_] for each in everything if each[property_] is not None}
    assert values
    for value in sorted(values)[:6]:
        expected = [each for each in everything if each[property_] == value]
        assert browser.read(f"{address.format(value)}?Size=1000") == expected
        assert browser.read(f"{address.format(value)}?Size=1&Page=2") == expected[1:2]
    if not isinstance(value, str):
        assert browser.read(address.format(987_654)) == []


def test_relations_are_listed_from_both_ends(browser):
    persons = {"RelationType": "PersonToPerson", "RelationPerson1Id": 5, "RelationPerson2Id": 6}
    organisations = {
        "RelationType": "OrganisationToOrganisation",
        "RelationOrganisation1Id": 5,
        "RelationOrganisation2Id": 6,
    }
    ids = [browser.create("/Relations", {"RelationId": 0, **sent}) for sent in (persons, organisations)]
    for end in (5, 6):
        for path, id_ in (("Persons", ids[0]), ("Organisations", ids[1])):
            listed = [each["RelationId"] for each in browser.read(f"/{path}/{end}/Relations?Size=1000")]
            assert id_ in listed
            assert not set(ids) - {id_} & set(listed)


def test_all_active_lists_users_with_access_and_open_cases(browser):
    users = browser.read("/Users?Size=1000")
    assert browser.read("/Users/AllActive") == [each for each in users if each["UserAccessLevel"] > 0]
    assert len(browser.read("/Users/AllActive")) < len(users)
    cases = browser.read("/SupportCases?Size=1000")
    active = browser.read("/SupportCases/AllActive?Size=1000")
    assert active == [each for each in cases if each["SupportCaseStatus"] != "Closed"]
    assert len(active) < len(cases)


def test_search_finds_parts_of_names_and_addresses(browser):
    sent = {"PersonFirstName": "Ægir", "PersonLastName": "Ødegård", "PersonEmail2": "post@Brønd.example"}
    id_ = browser.create("/Persons", {"PersonId": 0, **sent})
    for text in ("gir ød", "BRØND", "Ødegård"):
        found = browser.get("/Persons/Search", params={"input": text}).json()
        assert [each["PersonId"] for each in found] == [id_]
    assert browser.read("/Persons/Search?input=nobody-at-all") == []
    assert browser.read("/Persons/Search?input=100%25") == []
    assert len(browser.read("/Persons/Search?Size=1000")) == len(browser.read("/Persons?Size=1000"))


@pytest.mark.parametrize(
    "path", ["Activities", "Deliveries", "Events", "Opportunities", "Organisations", "SupportCases"]
)
def test_date_range_includes_start_and_excludes_end(tenant, browser, path):
    name = {"Activities": "Activity", "Deliveries": "Delivery", "Opportunities": "Opportunity"}.get(path, path[:-1])
    key = f"{name}Id"
    moments = ("2031-01-01T00:00:00", "2031-01-01T23:59:59.9999999Z", "2031-01-02T00:00:00Z", None)
    for id_, at in enumerate(moments, 7001):
        tenant.put_record(path, id_, {key: id_, f"{name}CreatedAt": at, f"{name}UpdatedAt": at})

    def found(start: str, end: str, word: str = "FindByCreateDates") -> list[int]:
        return [each[key] for each in browser.read(f"/{path}/{word}/{start}/{end}")]

    try:
        assert found("2031-01-01T00:00:00", "2031-01-02T00:00:00") == [7001, 7002]
        assert found("2031-01-02T00:00:00", "2031-01-02T00:00:01") == [7003]
        assert found("2031-01-02T00:00:00", "2031-01-02T00:00:00") == []
        assert found("2031-01-01T02:00:00%2B02:00", "2031-01-01T00:00:01") == [7001]
        if path == "Organisations":
            assert found("2031-01-01", "2032-01-01", "FindByUpdateDates") == [7001, 7002, 7003]
    finally:
        for id_ in (7001, 7002, 7003, 7004):
            tenant.delete_record(path, id_)
