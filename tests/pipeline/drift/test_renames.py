"""What is taken for a rename, and what is not."""

from __future__ import annotations

from webcrm_ext.drift.renames import Candidate, renames


def named(*names: str, shape: str | None = "text") -> dict[str, Candidate]:
    return {name: Candidate(name, shape) for name in names}


def test_names_of_the_same_letters_are_each_other_whatever_they_name() -> None:
    came = named("personName", "person_id", shape="number")
    assert renames(named("PersonName", "PersonId"), came) == {"PersonName": "personName", "PersonId": "person_id"}


def test_of_several_with_the_same_letters_none_is_taken() -> None:
    assert renames(named("PersonName"), named("personName", "person_name")) == {}
    # Nor is one of them taken for something else, that is less alike.
    assert renames(named("PersonName", "PersonNames"), named("personName", "person_name")) == {}


def test_like_names_of_the_same_shape_are_each_other() -> None:
    gone, came = named("PersonName", "PersonPhone"), named("PersonNames", "PersonPhones")
    assert renames(gone, came) == {"PersonName": "PersonNames", "PersonPhone": "PersonPhones"}
    assert renames(gone, named("PersonNames", "PersonPhones", shape="number")) == {}
    assert renames(named("PersonName", shape=None), named("PersonNames", shape=None)) == {}


def test_less_likeness_is_enough_only_where_nothing_else_went_or_came() -> None:
    assert renames(named("filter"), named("filterText")) == {"filter": "filterText"}
    assert renames(named("filter", "other"), named("filterText", "unlike")) == {}
    assert renames(named("filter"), named("filterText", "unlike")) == {}


def test_another_number_is_another_of_the_same_family() -> None:
    assert renames(named("PersonCustom3"), named("PersonCustom16")) == {}
    assert renames(named("PersonCustom3"), named("PersonsCustom3")) == {"PersonCustom3": "PersonsCustom3"}
    assert renames(named("PersonCustom"), named("PersonCustom1")) == {"PersonCustom": "PersonCustom1"}


def test_of_two_that_are_equally_likely_none_is_taken() -> None:
    assert renames(named("NoteOfA"), named("NoteOfB", "NoteOfC")) == {}
    assert renames(named("NoteOfB", "NoteOfC"), named("NoteOfA")) == {}


def test_what_is_of_another_kind_is_no_rename() -> None:
    assert renames({"Page": Candidate("Page", "", "query")}, {"page": Candidate("page", "", "header")}) == {}
    assert renames({"Page": Candidate("Page", "", "query")}, {"Pages": Candidate("Pages", "", "header")}) == {}


def test_further_evidence_counts_where_names_are_unlike() -> None:
    found = renames(named("One", "Two"), named("Alpha", "Beta"), further=lambda a, b: float((a, b) == ("One", "Beta")))
    assert found == {"One": "Beta"}


def test_a_shape_can_be_told_by_a_comparison() -> None:
    gone, came = named("/ByStatus", shape=None), named("/ByState", shape=None)
    assert renames(gone, came, same=lambda _old, _new: True) == {"/ByStatus": "/ByState"}
    assert renames(gone, came, same=lambda _old, _new: False) == {}
