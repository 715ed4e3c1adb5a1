"""Downloads, the origin, and the dates: what no other file here is about."""

from __future__ import annotations

import asyncio
import datetime
import io
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from webcrm_api.api.documents import documents_download
from webcrm_api.calls import Call
from webcrm_api.models import AuthApiLoginForm
from webcrm_api.types import Response

from tests.clock import MovedClock
from tests.contract.client.service import TOKEN, MockService
from webcrm_ext import AsyncWebCRM, AuthenticationError, ConfigurationError, NotFoundError, Retries, WebCRM, WebCRMError
from webcrm_ext.dates import from_ole_date, is_empty_date, ole_date, query_date


def documents(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/Documents/1/Download":
        return httpx.Response(200, content=b"bytes of a file", headers={"X-Of": "the file"})
    if request.url.path == "/Documents/1":
        return httpx.Response(200, json={"DocumentFileName": "a.txt"})
    return httpx.Response(404, json={"Message": "no such document"})


def test_refused_download_leaves_the_file_unchanged():
    with WebCRM(TOKEN, transport=MockService(documents)) as crm:
        file = io.BytesIO(b"what was there before, which was longer")
        crm.download(documents_download.call(1), file)
        assert file.getvalue() == b"bytes of a file"
        with pytest.raises(NotFoundError, match="no such document"):
            crm.download(documents_download.call(2), file)
        assert file.getvalue() == b"bytes of a file"

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(documents)) as crm:
            file = io.BytesIO(b"what was there before, which was longer")
            await crm.download(documents_download.call(1), file)
            assert file.getvalue() == b"bytes of a file"
            with pytest.raises(NotFoundError, match="no such document"):
                await crm.download(documents_download.call(2), file)
            assert (await crm.auth.api_login(AuthApiLoginForm(auth_code=TOKEN))).access_token == "a" * 20

    asyncio.run(main())


@pytest.mark.parametrize("named", [{}, {"file_name": "a.txt"}], ids=["its own name", "a name given"])
def test_raw_response_of_a_download_has_no_content(tmp_path, named):
    def check(answer: Response[Path]) -> None:
        assert (answer.status_code, answer.headers["X-Of"], answer.content) == (200, "the file", b"")
        assert (answer.parsed, answer.parsed.read_bytes()) == (tmp_path / "a.txt", b"bytes of a file")

    with WebCRM(TOKEN, transport=MockService(documents)) as crm:
        check(crm.with_raw_response(crm.documents.download, 1, to=tmp_path, **named))

    async def main() -> None:
        async with AsyncWebCRM(TOKEN, transport=MockService(documents)) as crm:
            check(await crm.with_raw_response(crm.documents.download, 1, to=tmp_path, **named))

    asyncio.run(main())


def test_header_in_any_case_replaces_the_default():
    service = MockService(documents)
    given = {"accept": "text/csv", "USER-AGENT": "mine", "X-More": "1"}
    with WebCRM(TOKEN, transport=service, user_agent="theirs") as crm:
        crm.request("GET", "/Documents/1", headers=given)
        crm.request("GET", "/Documents/1", headers={"X-More": "1"})
    names = ("Accept", "User-Agent", "X-More")
    held = [[request.headers.get_list(name) for name in names] for request in service.asked]
    own = [["application/json"], ["theirs"]]
    assert held == [[*own, []], [["text/csv"], ["mine"], ["1"]], [*own, ["1"]]]


def test_tokens_are_sent_to_the_configured_origin_only():
    elsewhere: Call[None] = Call(name="x", method="GET", path="http://example.com/Persons", reader=lambda _: None)
    with WebCRM(TOKEN, transport=MockService()) as crm:
        with pytest.raises(ConfigurationError, match="tokens are sent there only"):
            crm.run(elsewhere)


def test_async_client_waits_before_retries_and_obeys_a_429():
    clock = MovedClock()
    statuses = iter([503, 429, 200])

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(statuses), json={"PersonId": 1, "RetryAfterSeconds": 9})

    async def main() -> None:
        settings = {"clock": clock, "sleep_async": clock.sleep_async, "jitter": lambda: 1.0}
        async with AsyncWebCRM(TOKEN, transport=MockService(answer), **settings) as crm:
            assert (await crm.persons.get(1)).person_id == 1

    asyncio.run(main())
    assert clock.slept == [0.5, 9]


def test_async_client_sleeps_in_its_event_loop():
    async def main() -> None:
        answers = iter([httpx.Response(503), httpx.Response(200, json={"PersonId": 1})])
        service = MockService(lambda _: next(answers))
        async with AsyncWebCRM(TOKEN, transport=service, retries=Retries(initial_wait=0.001)) as crm:
            assert (await crm.persons.get(1)).person_id == 1

    asyncio.run(main())


def test_error_message_can_be_extended():
    error = AuthenticationError("Refused.")
    error.add_to_message("Nothing was written.")
    empty = WebCRMError()
    empty.add_to_message("Nothing was written.")
    assert (str(error), str(empty)) == ("Refused. Nothing was written.", "Nothing was written.")


@given(st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)))
def test_ole_dates_read_back_to_the_millisecond(moment):
    assert abs(from_ole_date(ole_date(moment)) - moment) <= datetime.timedelta(milliseconds=1)


def test_query_and_ole_dates_are_in_utc():
    moment = datetime.datetime(2018, 6, 28, 8, 32, 8, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert query_date(moment) == "2018-06-28T06:32:08.0000000Z"
    assert query_date(moment.replace(tzinfo=None)) == "2018-06-28T08:32:08.0000000"
    assert ole_date(datetime.datetime(1900, 1, 1, 12)) == 2.5
    assert ole_date(moment) == ole_date(datetime.datetime(2018, 6, 28, 6, 32, 8))
    assert [is_empty_date(each) for each in (None, "", "0001-01-01T00:00:00+00:00", datetime.date(1, 1, 1))] == [
        True
    ] * 4
    assert not is_empty_date("2018-06-28")
