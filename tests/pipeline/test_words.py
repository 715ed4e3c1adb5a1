"""The documentation of operations, parameters and models."""

from __future__ import annotations

from typing import Any

import pytest

from scripts import words
from scripts.describe import describe
from webcrm_ext.definition.document import models, operations
from webcrm_ext.definition.naming import name_operations

from .documents import small_openapi


@pytest.mark.parametrize(
    ("tag", "one", "many", "a_one"),
    [
        ("Persons", "person", "persons", "a person"),
        ("Activities", "activity", "activities", "an activity"),
        ("PersonsB2C", "B2C person", "B2C persons", "a B2C person"),
        ("FieldsMetadata", "field's metadata", "fields' metadata", "a field's metadata"),
        ("SupportCases", "support case", "support cases", "a support case"),
        ("Users", "user", "users", "a user"),
        ("NewThings", "new thing", "new things", "a new thing"),
    ],
)
def test_noun_has_singular_plural_and_article(tag: str, one: str, many: str, a_one: str) -> None:
    noun = words.noun(tag)
    assert (noun.one, noun.many, noun.a_one) == (one, many, a_one)


def test_plural_keeps_a_plural() -> None:
    assert words.plural("settings") == "settings"


@pytest.mark.parametrize(
    ("name", "tag", "sentence"),
    [
        ("get", "Persons", "Return one person."),
        ("create", "Activities", "Create an activity, whose id must be 0."),
        ("create", "Meetings", "Create a meeting."),
        ("list", "Meetings", "Return the meetings of one user between two moments."),
        ("list", "Persons", "Return all persons, by id."),
        ("clear_linked_data", "QuotationLines", "Delete ALL linked data of quotation lines. This cannot be undone."),
        ("update_hook", "PersonsB2C", "Update one hook on B2C persons."),
        ("by_responsible_2", "Deliveries", "Return the deliveries that one user is the second responsible for."),
        ("by_support_case", "EmailSupports", "Return the support e-mails of one support case."),
        ("by_pipeline_level", "Opportunities", "Return the opportunities by pipeline level."),
        ("convert_to_opportunity", "Deliveries", "Convert one delivery to an opportunity, and return its id."),
        ("delete_newest_note", "Activities", "Delete the newest note of one activity."),
        (
            "find_by_update_dates",
            "Organisations",
            "Return the organisations changed between two moments, the first included.",
        ),
        ("quotation_lines", "Deliveries", "Return the quotation lines of one delivery."),
        ("never_seen_before", "NewThings", "Return the never seen before of one new thing."),
    ],
)
def test_summary_follows_the_operation_name(name: str, tag: str, sentence: str) -> None:
    assert words.summary(name, tag) == sentence


@pytest.mark.parametrize(
    ("name", "method", "sentence"),
    [
        ("approve", "POST", "Run the action `approve` on one delivery."),
        ("notes_sign", "PATCH", "Run the action `notes sign` on one delivery."),
        ("approve", "GET", "Return the approve of one delivery."),
        ("delete_all", "DELETE", "Delete ALL deliveries. This cannot be undone."),
    ],
)
def test_summary_of_a_default_name_follows_the_method(name: str, method: str, sentence: str) -> None:
    assert words.summary(name, "Deliveries", method) == sentence


@pytest.mark.parametrize(
    ("name", "schema", "operation", "sentence"),
    [
        ("id", {}, "get", "The person's id."),
        ("id", {}, "get_hook", "The hook's id."),
        ("id", {}, "delete_linked_data", "The item's id."),
        ("id", {}, "by_organisation", "The organisation's id."),
        ("id", {}, "by_responsible", "The user's id."),
        ("supportCaseId", {}, "by_support_case", "The support case's id."),
        ("Script", {}, "list", "A SELECT statement."),
        ("limit", {"minimum": 1, "maximum": 9}, "list", "The limit. 1 to 9."),
        ("limit", {"minimum": 1}, "list", "The limit. At least 1."),
        ("limit", {"maximum": 9}, "list", "The limit. At most 9."),
        ("flag", {"default": True}, "list", "The flag. The service's default is true."),
    ],
)
def test_parameter_documentation_has_its_limits(
    name: str, schema: dict[str, Any], operation: str, sentence: str
) -> None:
    assert words.parameter(name, schema, "Persons", operation) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("PersonDto", "A person, as the API returns and accepts it."),
        ("PersonB2CHookDto", "A person B2C hook, as the API returns and accepts it."),
        ("MoveDto", "The organisation to move a record to."),
    ],
)
def test_model_documentation_follows_its_name(name: str, sentence: str) -> None:
    assert words.model(name) == sentence


@pytest.mark.parametrize(
    ("reference", "name"), [("PersonDto", "Person"), ("MeetingInfoCreateDto", "MeetingInfo"), ("AuthForm", "AuthForm")]
)
def test_body_is_named_after_its_model(reference: str, name: str) -> None:
    assert words.body_name(reference) == name


def test_every_summary_is_a_whole_sentence(openapi: dict[str, Any]) -> None:
    documented = [operation["summary"] for _, _, operation in operations(openapi)]
    documented += [
        schema["description"].splitlines()[0] for schema in models(openapi).values() if "properties" in schema
    ]
    for sentence in documented:
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
        assert "  " not in sentence, sentence
        assert "{" not in sentence.replace("`{", "").split("`")[0], sentence


def test_definition_texts_follow_the_summary() -> None:
    document = small_openapi()
    document["paths"]["/Persons"]["post"] |= {"summary": "Its own.", "description": "And more."}
    document["components"]["schemas"]["PersonDto"]["description"] = "Its own words."
    described = describe(name_operations(document))
    create = described["paths"]["/Persons"]["post"]
    assert create["summary"] == "Create a person, whose id must be 0."
    assert create["description"] == "Its own.\n\nAnd more."
    assert models(described)["PersonDto"]["description"] == "Its own words."
    login = described["paths"]["/Auth/ApiLogin"]["post"]
    assert "description" not in login


def test_model_without_properties_is_not_documented() -> None:
    document = small_openapi()
    document["components"]["schemas"]["Kind"] = {"type": "string", "enum": ["A"]}
    assert "description" not in models(describe(name_operations(document)))["Kind"]
