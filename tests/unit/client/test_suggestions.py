"""The tables of synonyms name only what exists, and suggestions follow what was typed."""

from __future__ import annotations

import inspect

import pytest
from attrs import fields
from webcrm_api import synonyms
from webcrm_api.resource import public_names
from webcrm_api.resources import Resources
from webcrm_api.suggestions import suggest

from webcrm_ext import Config, WebCRM

TOKEN = "00000000-0000-4000-8000-000000000001"


@pytest.mark.generated  # a newer definition may lack a resource, or have one that is a synonym now
def test_every_synonym_is_for_a_name_that_exists():
    crm = WebCRM(TOKEN)
    resources = [name for name in dir(crm) if name in public_names(Resources)] + ["hooks"]
    methods = [getattr(getattr(crm, each), name) for each in resources for name in dir(getattr(crm, each))]
    checked = (*methods, crm.query, crm.fields, crm.request, crm.check)
    arguments = {name for method in checked for name in inspect.signature(method).parameters}
    assert set(synonyms.RESOURCES) <= set(resources)
    assert set(synonyms.CLIENT) <= set(dir(crm))
    assert set(synonyms.METHODS) <= {each.__name__ for each in methods}
    assert set(synonyms.IMPOSSIBLE) <= set(synonyms.METHODS)
    assert set(synonyms.ARGUMENTS) <= arguments
    assert set(synonyms.SETTINGS) <= {each.name for each in fields(Config)}


@pytest.mark.generated
def test_no_synonym_is_itself_a_name():
    crm = WebCRM(TOKEN)
    for words in (synonyms.RESOURCES, synonyms.CLIENT):
        for text in words.values():
            assert [word for word in text.split() if word in dir(crm)] == []


def test_suggestions_ignore_case_and_underscores():
    assert suggest("PageSize", {"size": "page_size"}, ["size"]) == " Did you mean 'size'?"
    assert suggest("SIZE", {}, ["size"]) == " Did you mean 'size'?"
    assert suggest("siez", {}, ["size"]) == " Did you mean 'size'?"
    assert suggest("xyz", {}, ["size"]) == ""


def test_wrong_call_keeps_the_signature_of_the_method():
    crm = WebCRM(TOKEN)
    assert list(inspect.signature(crm.persons.list).parameters) == [
        "include",
        "size",
        "limit",
        "concurrency",
        "progress",
    ]
    assert crm.persons.get.__qualname__ == "Persons.get"
    assert crm.documents.upload.__doc__.startswith("Upload a file")
