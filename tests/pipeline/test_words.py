"""Sentences for operations, parameters and models."""

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
def test_nouns(tag: str, one: str, many: str, a_one: str) -> None:
    noun = words.noun(tag)
    assert (noun.one, noun.many, noun.a_one) == (one, many, a_one)


def test_plural_leaves_a_plural_alone() -> None:
    assert words.plural("settings") == "settings"


@pytest.mark.parametrize(
    ("name", "tag", "sentence"),
    [
        ("get", "Persons", "One person."),
        ("create", "Activities", "Create an activity, whose id must be 0."),
        ("create", "Meetings", "Create a meeting."),
        ("list", "Meetings", "The meetings of one user between two moments."),
        ("list", "Persons", "All persons, by id."),
        ("clear_linked_data", "QuotationLines", "Delete ALL linked data of quotation lines. Nothing brings it back."),
        ("update_hook", "PersonsB2C", "Change one hook on B2C persons."),
        ("by_responsible_2", "Deliveries", "The deliveries that one user is the second responsible for."),
        ("by_support_case", "EmailSupports", "The support e-mails of one support case."),
        ("by_pipeline_level", "Opportunities", "The opportunities by pipeline level."),
        ("convert_to_opportunity", "Deliveries", "Turn one delivery into an opportunity; gives its id."),
        ("delete_newest_note", "Activities", "Delete the newest note of one activity."),
        ("find_by_update_dates", "Organisations", "The organisations changed between two moments, the first included."),
        ("quotation_lines", "Deliveries", "The quotation lines of one delivery."),
        ("never_seen_before", "NewThings", "The never seen before of one new thing."),
    ],
)
def test_summaries(name: str, tag: str, sentence: str) -> None:
    assert words.summary(name, tag) == sentence


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
def test_parameters(name: str, schema: dict[str, Any], operation: str, sentence: str) -> None:
    assert words.parameter(name, schema, "Persons", operation) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("PersonDto", "A person, as the API sends and takes it."),
        ("PersonB2CHookDto", "A person B2C hook, as the API sends and takes it."),
        ("MoveDto", "Where a record is moved."),
    ],
)
def test_models(name: str, sentence: str) -> None:
    assert words.model(name) == sentence


@pytest.mark.parametrize(
    ("reference", "name"), [("PersonDto", "Person"), ("MeetingInfoCreateDto", "MeetingInfo"), ("AuthForm", "AuthForm")]
)
def test_names_of_bodies(reference: str, name: str) -> None:
    assert words.body_name(reference) == name


def test_every_sentence_begins_and_ends_as_one(openapi: dict[str, Any]) -> None:
    said = [operation["summary"] for _, _, operation in operations(openapi)]
    said += [schema["description"].splitlines()[0] for schema in models(openapi).values() if "properties" in schema]
    for sentence in said:
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
        assert "  " not in sentence, sentence
        assert "{" not in sentence.replace("`{", "").split("`")[0], sentence


def test_what_the_definition_says_stands_below() -> None:
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


def test_a_model_without_properties_gets_no_sentence() -> None:
    document = small_openapi()
    document["components"]["schemas"]["Kind"] = {"type": "string", "enum": ["A"]}
    assert "description" not in models(describe(name_operations(document)))["Kind"]
