"""Which names are paired as renames, and which are not."""

from __future__ import annotations

from webcrm_ext.drift.renames import Candidate, renames


def named(*names: str, shape: str | None = "text") -> dict[str, Candidate]:
    return {name: Candidate(name, shape) for name in names}


def test_names_with_equal_letters_pair_whatever_their_shape() -> None:
    added = named("personName", "person_id", shape="number")
    assert renames(named("PersonName", "PersonId"), added) == {"PersonName": "personName", "PersonId": "person_id"}


def test_ambiguous_equal_letters_do_not_pair() -> None:
    assert renames(named("PersonName"), named("personName", "person_name")) == {}
    # Nor does one of them pair with a less similar name.
    assert renames(named("PersonName", "PersonNames"), named("personName", "person_name")) == {}


def test_similar_names_of_one_shape_pair() -> None:
    removed, added = named("PersonName", "PersonPhone"), named("PersonNames", "PersonPhones")
    assert renames(removed, added) == {"PersonName": "PersonNames", "PersonPhone": "PersonPhones"}
    assert renames(removed, named("PersonNames", "PersonPhones", shape="number")) == {}
    assert renames(named("PersonName", shape=None), named("PersonNames", shape=None)) == {}


def test_a_lone_candidate_needs_less_similarity() -> None:
    assert renames(named("filter"), named("filterText")) == {"filter": "filterText"}
    assert renames(named("filter", "other"), named("filterText", "unlike")) == {}


def test_a_rename_is_found_beside_an_addition_or_a_removal() -> None:
    assert renames(named("filter"), named("filterText", "unlike")) == {"filter": "filterText"}
    assert renames(named("filterText", "unlike"), named("filter")) == {"filterText": "filter"}
    beside = named("PersonGivenName", "PersonNickname", "PersonCity", "PersonCountry")
    assert renames(named("PersonFirstName"), beside) == {"PersonFirstName": "PersonGivenName"}
    given, maiden = named("PersonGivenName", "PersonPhone"), named("PersonGivenName", "PersonMaidenName")
    assert renames(named("PersonFirstName"), given) == {"PersonFirstName": "PersonGivenName"}
    # Two additions that are about as similar: no guess.
    assert renames(named("PersonFirstName"), maiden) == {}


def test_names_with_different_numbers_do_not_pair() -> None:
    assert renames(named("PersonCustom3"), named("PersonCustom16")) == {}
    assert renames(named("PersonCustom3"), named("PersonsCustom3")) == {"PersonCustom3": "PersonsCustom3"}
    assert renames(named("PersonCustom"), named("PersonCustom1")) == {"PersonCustom": "PersonCustom1"}


def test_equally_likely_pairs_are_not_renames() -> None:
    assert renames(named("NoteOfA"), named("NoteOfB", "NoteOfC")) == {}
    assert renames(named("NoteOfB", "NoteOfC"), named("NoteOfA")) == {}


def test_different_kinds_do_not_pair() -> None:
    assert renames({"Page": Candidate("Page", "", "query")}, {"page": Candidate("page", "", "header")}) == {}
    assert renames({"Page": Candidate("Page", "", "query")}, {"Pages": Candidate("Pages", "", "header")}) == {}


def test_further_evidence_pairs_dissimilar_names() -> None:
    found = renames(named("One", "Two"), named("Alpha", "Beta"), evidence=lambda a, b: float((a, b) == ("One", "Beta")))
    assert found == {"One": "Beta"}


def test_a_custom_shape_comparison_decides() -> None:
    removed, added = named("/ByStatus", shape=None), named("/ByState", shape=None)
    assert renames(removed, added, same_shape=lambda _old, _new: True) == {"/ByStatus": "/ByState"}
    assert renames(removed, added, same_shape=lambda _old, _new: False) == {}
