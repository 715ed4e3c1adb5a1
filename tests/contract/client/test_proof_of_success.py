"""A write counts as done only when the response proves it, and an error object is a refusal whatever its status."""

from __future__ import annotations

import gzip

import httpx
import pytest
from webcrm_api.models import (
    AuthApiLoginForm,
    CreateActivityNoteDto,
    EventDto,
    MoveDto,
    OrganisationDto,
    PersonDto,
    PersonHookDto,
    UserDto,
)

from tests.clock import SimulatedClock
from tests.contract.client.records import KEY, line, organisations
from tests.contract.client.service import EVENT_LOOPS, TOKEN, MockService, run_in
from webcrm_ext import (
    APIConnectionError,
    AsyncWebCRM,
    AuthenticationError,
    BadRequestError,
    LinkedDataRequiredError,
    OutcomeUnknownError,
    Retries,
    UnexpectedResponseError,
    WebCRM,
    WebCRMError,
    WriteResult,
)

PAGE = b"<html><body>Please log in to the proxy</body></html>"
PROOFS = [b"", b" ", b"null", b"12", b"1.5", b"true", b'""', b'"OK"', b"OK", b"\xef\xbb\xbfnull"]
NO_PROOFS = [PAGE, b'"No"', b"No", b"{}", b"[]", b'["OK"]', b'{"PersonId": 0}', b'{"EventPersonId": 5}', b'{"Id": ']
WRITES = {
    "update": ("PersonId", lambda crm: crm.persons.update(1, PersonDto(person_id=1))),
    "update of a hook": ("Id", lambda crm: crm.persons.update_hook(1, PersonHookDto.from_dict({"Id": 1}))),
    "delete": ("ProductId", lambda crm: crm.products.delete(1)),
    "create with an inferred id": ("EventId", lambda crm: crm.events.create(EventDto(event_id=0))),
    "another create with an inferred id": ("UserId", lambda crm: crm.users.create(UserDto(user_id=0))),
    "move": (None, lambda crm: crm.deliveries.move(1, MoveDto(new_organisation_id=1))),
    "create of a note": (None, lambda crm: crm.activities.create_note(1, CreateActivityNoteDto())),
}
ERROR_OBJECTS = {
    "Message and Type": b'{"Message": "No such thing", "Type": "ArgumentException"}',
    "lower case": b'\xef\xbb\xbf {"type": "ArgumentException", "message": "No such thing"}',
    "IsError": b'{"IsError": true, "ErrorDescription": "No such thing"}',
}


@pytest.fixture
def service_with(request):
    """Return a client, and the service whose responses all have the same status and body."""

    def connected(body, *, status=200, headers=None, login=None, attempts=3):
        def respond(_request):
            return httpx.Response(status, stream=httpx.ByteStream(body), headers=headers)

        service = MockService(respond, *([login] if login else []))
        clock = SimulatedClock()
        options = {"clock": clock, "sleep": clock.sleep, "retries": Retries(max_attempts=attempts)}
        crm = WebCRM(TOKEN, transport=service, requests_per_minute=None, **options)
        request.addfinalizer(crm.close)
        return crm, service

    return connected


@pytest.mark.parametrize(("id_property", "write"), WRITES.values(), ids=WRITES)
def test_proof_of_success_is_accepted(service_with, id_property, write):
    bodies = [*PROOFS, *([b'{"%s": 12}' % id_property.encode()] if id_property else [])]
    for body in bodies:
        crm, service = service_with(body)
        write(crm)
        assert len(service.requests) == 2, body  # a login and the call


@pytest.mark.parametrize(("id_property", "write"), WRITES.values(), ids=WRITES)
def test_other_content_is_no_success(service_with, id_property, write):
    for body in NO_PROOFS:
        crm, service = service_with(body)
        with pytest.raises((UnexpectedResponseError, OutcomeUnknownError)) as caught:
            write(crm)
        idempotent = service.requests[1].method != "POST"
        assert isinstance(caught.value, UnexpectedResponseError) == idempotent, body
        assert len(service.requests) == (4 if idempotent else 2), body


def test_record_of_another_entity_is_no_proof(service_with):
    crm, _ = service_with(b'{"OrganisationId": 5}')
    with pytest.raises(UnexpectedResponseError, match="PUT /Persons/1: Expected no value, OK or the record's id"):
        crm.persons.update(1, PersonDto(person_id=1))


def test_page_of_a_proxy_writes_nothing(open_sandbox, connect_either):
    sandbox = open_sandbox()
    crm = connect_either(sandbox, retries=Retries(max_attempts=1))
    before = sandbox.record("Persons", 1)
    sandbox.fail_next(1, kind="html", path="/Persons/1")
    with pytest.raises(UnexpectedResponseError):
        crm.persons.update(1, PersonDto(person_id=1, person_title="New"))
    assert sandbox.record("Persons", 1) == before

    delivery = crm.deliveries.list().first().delivery_id
    crm.quotation_lines.replace_for_delivery(delivery, [line("old")])
    sandbox.fail_next(50, kind="html", method="DELETE")
    with pytest.raises(WebCRMError):
        crm.quotation_lines.replace_for_delivery(delivery, [line("new")])
    sandbox.clear_faults()

    crm.organisations.upsert_by(KEY, organisations(1))
    sandbox.fail_next(1, kind="html", method="PUT")
    changed = organisations(1, OrganisationComment="New")
    assert crm.organisations.upsert_by(KEY, changed).count("updated") == 0
    assert crm.organisations.upsert_by(KEY, changed).count("updated") == 1


@pytest.mark.parametrize("body", ERROR_OBJECTS.values(), ids=ERROR_OBJECTS)
def test_error_object_is_a_refusal_and_never_retried(service_with, body):
    for call in (
        lambda crm: crm.persons.get(1),
        lambda crm: crm.persons.list().to_list(),
        lambda crm: crm.request("GET", "/New"),
        lambda crm: crm.persons.create(PersonDto(person_id=0)),
        lambda crm: crm.persons.upsert([PersonDto(person_id=0)]),
        *(write for _, write in WRITES.values()),
    ):
        crm, service = service_with(body)
        with pytest.raises(BadRequestError, match="No such thing") as caught:
            call(crm)
        assert caught.value.status == 200
        assert len(service.requests) == 2


def test_record_with_a_message_is_no_error_object(service_with):
    crm, _ = service_with(b'{"PersonId": 1, "Message": "Hello", "IsError": false}')
    assert crm.persons.get(1).person_id == 1


def test_file_may_look_like_an_error_object(service_with, tmp_path):
    for body in ERROR_OBJECTS.values():
        crm, _ = service_with(body)
        assert crm.documents.download(1) == body
        assert crm.documents.download(1, to=tmp_path, file_name="x").read_bytes() == body


@pytest.mark.parametrize("body", [b'{"Message": "Possible quotation not found", "Type": "Exception"}'])
def test_error_object_of_linked_data_is_recognised(service_with, body):
    for call in (
        lambda crm: crm.request("GET", "/QuotationLines/1"),
        lambda crm: crm.request("PUT", "/QuotationLines/1", json={}),
        lambda crm: crm.request("POST", "/QuotationLines", json={}),
    ):
        crm, service = service_with(body)
        with pytest.raises(LinkedDataRequiredError):
            call(crm)
        assert len(service.requests) == 2


@pytest.mark.parametrize("body", ERROR_OBJECTS.values(), ids=ERROR_OBJECTS)
def test_error_object_at_login_is_a_refused_token(service_with, body):
    def log_in(_number, _request):
        return httpx.Response(200, content=body)

    crm, service = service_with(b"{}", login=log_in)
    with pytest.raises(AuthenticationError, match="No such thing"):
        crm.persons.get(1)
    assert service.logins == 1
    with pytest.raises(AuthenticationError, match="No such thing"):
        crm.auth.api_login(AuthApiLoginForm(auth_code=TOKEN))
    assert service.logins == 2


UPDATED = ["", "0", "7", "OK", "ok", "Updated", "UPDATED", " 7 ", None]
FAILED = ["-7", "No such person", "12 is invalid"]
CONFIRMS_NOTHING = ["", "0", "OK", "Updated", "updated", None]


def test_strings_of_a_patch_become_results(service_with):
    records = [PersonDto(person_id=7), PersonDto(person_id=0), PersonDto.from_dict({})]

    def results(update, create):
        crm, service = service_with(httpx.Response(200, json=[update, create, create]).content)
        found = crm.persons.upsert(records)
        assert len(service.requests) == 2
        return found

    for string in UPDATED:
        assert results(string, "12") == [WriteResult(7, "updated"), *[WriteResult(12, "created")] * 2]
    for string in FAILED:
        assert results(string, "12")[0] == WriteResult(7, "failed", string)
    another = results("8", "12")[0]
    assert (another.id, another.outcome, "returned 8" in (another.error or "")) == (7, "unknown", True)
    for string in CONFIRMS_NOTHING:
        update, *creates = results("", string)
        assert update.outcome == "updated"
        assert [(each.id, each.outcome, "look the record up" in (each.error or "")) for each in creates] == [
            (None, "unknown", True)
        ] * 2
    for string in ("-5", "No such organisation", "²"):
        assert results("", string)[1:] == [WriteResult(None, "failed", string)] * 2


@pytest.mark.parametrize("strings", [[], ["1"], ["1", "2", "3"]])
def test_another_number_of_strings_leaves_every_outcome_unknown(service_with, strings):
    crm, service = service_with(httpx.Response(200, json=strings).content)
    results = crm.organisations.upsert([OrganisationDto(organisation_id=7), OrganisationDto(organisation_id=0)])
    assert [(each.id, each.outcome) for each in results] == [(7, "unknown"), (None, "unknown")]
    assert f"{len(strings)} strings for 2 records" in str(results[0].error)
    assert len(service.requests) == 2


def test_upsert_returns_results(sandbox, either):
    new = PersonDto(person_id=0, person_last_name="New", person_organisation_id=1)
    missing = PersonDto(person_id=99_999, person_title="x")
    created, updated, failed = either.persons.upsert([new, PersonDto(person_id=1, person_title="x"), missing])
    assert created.outcome == "created"
    assert sandbox.record("Persons", created.id)["PersonLastName"] == "New"
    assert updated == WriteResult(1, "updated")
    assert (failed.id, failed.outcome) == (99_999, "failed")
    assert "99999" in str(failed.error)


CONTENT = bytes(range(256)) * 400


@pytest.mark.parametrize("cut", [1, 8, 200])
def test_document_with_a_truncated_gzip_stream_is_refused(service_with, tmp_path, cut):
    whole = gzip.compress(CONTENT)
    for body, complete in ((whole, True), (whole[:-cut], False)):
        crm, service = service_with(body, headers={"Content-Encoding": "gzip"})
        for download in (
            lambda crm: crm.documents.download(1),
            lambda crm: crm.documents.download(1, to=tmp_path, file_name="x").read_bytes(),
        ):
            if complete:
                assert download(crm) == CONTENT
            else:
                (tmp_path / "x").write_bytes(b"old")
                with pytest.raises(APIConnectionError, match="cut off"):
                    download(crm)
                assert (tmp_path / "x").read_bytes() == b"old"
        assert {each.headers["accept-encoding"] for each in service.requests[1:]} == {"identity"}


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "nonsense"])
def test_download_in_another_coding_is_refused(service_with, coding):
    crm, _ = service_with(b"x", headers={"Content-Encoding": coding}, attempts=1)
    with pytest.raises(APIConnectionError, match="Content-Encoding"):
        crm.documents.download(1)


@EVENT_LOOPS
def test_async_client_refuses_a_truncated_document(run, tmp_path):
    body = gzip.compress(CONTENT)[:-8]
    headers = {"Content-Encoding": "gzip"}
    service = MockService(lambda _: httpx.Response(200, stream=httpx.ByteStream(body), headers=headers))

    async def main():
        async with AsyncWebCRM(TOKEN, transport=service, retries=Retries(max_attempts=1)) as crm:
            with pytest.raises(APIConnectionError, match="cut off"):
                await crm.documents.download(1)
            with pytest.raises(APIConnectionError, match="cut off"):
                await crm.documents.download(1, to=tmp_path, file_name="x")

    run_in(run, main)
    assert [*tmp_path.iterdir()] == []
