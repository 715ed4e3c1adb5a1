"""Reading of responses: declared ones, inferred ones, and invalid ones."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from webcrm_api.api.activities import activities_notes
from webcrm_api.api.auth import auth_who_am_i
from webcrm_api.api.events import events_create
from webcrm_api.api.meetings import meetings_create
from webcrm_api.api.organisations import organisations_create
from webcrm_api.api.persons import persons_get, persons_list, persons_upsert
from webcrm_api.api.relations import relations_create
from webcrm_api.api.users import users_create
from webcrm_api.calls import Call
from webcrm_api.errors import UnexpectedContent
from webcrm_api.models import ActivityNoteDto, PersonDto
from webcrm_api.readers import integer, optional

from .payloads import model

CREATES: dict[str, tuple[Any, str]] = {
    "EventDto": (events_create, "EventId"),
    "MeetingInfoCreateDto": (meetings_create, "MeetingId"),
    "RelationDto": (relations_create, "RelationId"),
    "UserDto": (users_create, "UserId"),
}
EVERY_CREATE = pytest.mark.parametrize("name", CREATES)


def read(call: Call[Any], content: bytes) -> Any:
    return call.read(httpx.Response(200, content=content))


def create(name: str) -> Call[Any]:
    found: Call[Any] = CREATES[name][0].call(body=model(name).from_dict({}))
    return found


@EVERY_CREATE
@pytest.mark.parametrize("content", [b"7", b'"7"', b" 7\n"])
def test_create_returns_an_optional_id_in_any_form(name: str, content: bytes) -> None:
    assert read(create(name), content) == ("7" if name == "MeetingInfoCreateDto" else 7)


def test_meeting_id_may_be_any_string() -> None:
    assert read(create("MeetingInfoCreateDto"), b'"AAMkAD="') == "AAMkAD="


@EVERY_CREATE
@pytest.mark.parametrize("content", [b"", b" ", b"null", b"OK", b"true", b"7.5", b'""'])
def test_create_without_declared_response_returns_none_for_a_success(name: str, content: bytes) -> None:
    assert read(create(name), content) in (None, "" if name == "MeetingInfoCreateDto" else None)


@EVERY_CREATE
@pytest.mark.parametrize("content", [b"[]", b"<html></html>", b'{"a":', b"{}", b'{"Message": "No"}'])
def test_create_without_declared_response_refuses_other_bodies(name: str, content: bytes) -> None:
    with pytest.raises(UnexpectedContent):
        read(create(name), content)


@EVERY_CREATE
def test_create_without_declared_response_returns_none_for_a_record(name: str) -> None:
    assert read(create(name), json.dumps({CREATES[name][1]: 7}).encode()) is None


@pytest.mark.parametrize("content", [b"", b"null", b"true", b"{}", b"OK"])
def test_create_that_is_known_to_return_an_id_requires_it(content: bytes) -> None:
    call = organisations_create.call(body=model("OrganisationDto").from_dict({}))
    assert read(call, b"7") == 7
    with pytest.raises(UnexpectedContent):
        read(call, content)


def test_optional_response_is_checked_if_it_is_not_empty() -> None:
    may_be_empty = optional(integer)
    assert [may_be_empty(httpx.Response(200, content=each)) for each in (b"", b"null", b"7")] == [None, None, 7]
    with pytest.raises(UnexpectedContent, match=r"^Expected an integer.*contains: OK$|^Expected JSON.*contains: OK$"):
        may_be_empty(httpx.Response(200, content=b"OK"))


def test_notes_may_be_a_list_or_one_record() -> None:
    one, other = {"ActivityNoteId": 1}, {"ActivityNoteId": 2}
    call = activities_notes.call(1)
    notes = [ActivityNoteDto.from_dict(each) for each in (one, other)]
    assert read(call, json.dumps([one, other]).encode()) == notes
    assert read(call, b"[]") == []
    for mark in (b"", b"\xef\xbb\xbf", b"\r\n "):
        assert read(call, mark + json.dumps(one).encode()) == notes[:1]


@pytest.mark.parametrize("content", [b"", b"null", b"7", b"[7]", b"{"])
def test_notes_refuse_any_other_body(content: bytes) -> None:
    with pytest.raises(UnexpectedContent):
        read(activities_notes.call(1), content)


def test_other_lists_refuse_a_single_record() -> None:
    with pytest.raises(UnexpectedContent, match="Expected a list of PersonDto"):
        read(persons_list.call(), b'{"PersonId": 1}')


def test_body_is_ignored_if_none_is_declared() -> None:
    assert read(auth_who_am_i.call(), b"<html>") is None


CUT = r'{"PersonId": 1, "PersonName": "\ud83d", "PersonMiddleName": "😀 \ud83d\ude00"}'
PERSON = {"PersonId": 1, "PersonName": "\ud83d", "PersonMiddleName": "😀 😀"}


@pytest.mark.parametrize("half", [r"\ud83d", r"\uD83D", r"\ude00", r"\ud83d\ud83d", r"\ud83dx"])
def test_string_cut_within_a_character_is_kept(half: str) -> None:
    text = f'{{"PersonId": 1, "PersonName": "{half}"}}'
    assert read(persons_get.call(1), text.encode()).to_dict() == json.loads(text)


def test_string_cut_within_a_character_keeps_the_rest_of_the_page() -> None:
    body = f'[{{"PersonId": 2}}, {CUT}, {{"PersonId": 3}}]'.encode()
    persons = read(persons_list.call(), body)
    assert persons == [PersonDto.from_dict(each) for each in ({"PersonId": 2}, PERSON, {"PersonId": 3})]
    assert r"person_name='\ud83d'" in repr(persons[1])
    assert read(persons_upsert.call(body=[]), rb'["\ud83d", "7"]') == ["\ud83d", "7"]


def test_string_cut_within_a_character_is_not_sent_silently() -> None:
    person = read(persons_get.call(1), CUT.encode())
    with httpx.Client() as client, pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        client.build_request("POST", "http://127.0.0.1/Persons", json=person.to_dict())


@pytest.mark.parametrize("wrong", ["NaN", "-Infinity", "", "1,", "[", '"', "nul"])
def test_invalid_json_beside_a_cut_string_is_refused(wrong: str) -> None:
    record = f'{{"PersonName": "\\ud83d", "PersonId": {wrong}}}'
    for call, text in ((persons_get.call(1), record), (persons_list.call(), f"[{record}]")):
        with pytest.raises(UnexpectedContent, match="^Expected JSON"):
            read(call, text.encode())


@pytest.mark.parametrize("wrong", ['"\\ud83d"', '{"a": "\\ud83d"}', '["\\ud83d"]', '[{"PersonName": "\\ud83d"}, 7]'])
def test_cut_string_outside_a_list_of_records_is_refused(wrong: str) -> None:
    with pytest.raises(UnexpectedContent, match="^Expected a list of PersonDto"):
        read(persons_list.call(), wrong.encode())


def test_deep_nesting_beside_a_cut_string_is_refused() -> None:
    with pytest.raises(UnexpectedContent, match="Expected JSON"):
        read(persons_list.call(), rb'["\ud83d", ' + b"[" * 100_000)
