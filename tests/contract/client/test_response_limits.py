"""`max_response_bytes`: what is read into memory is bounded, compressed or not, whatever the status."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest
from webcrm_api.models import PersonDto

from tests.contract.client.raw_server import json_response, serving
from tests.contract.client.service import LOGIN_RESPONSE, TOKEN, MockService
from webcrm_ext import (
    APIConnectionError,
    BadRequestError,
    OutcomeUnknownError,
    ServerError,
    UnexpectedResponseError,
    WebCRM,
)
from webcrm_ext.transport.downloads import DecompressionError, Decompressor

LIMIT = 1_000_000
BUFFERS = 16 * 2**20
"""More bytes than the sockets of both sides hold."""

PERSON = PersonDto(person_id=0, person_last_name="Dahl")


def endless(status: int, beginning: bytes = b'{"Message": "'):
    """Return a responder whose chunked body has no end."""

    def respond(_request, send) -> bool:
        send(b"HTTP/1.1 %d Status\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" % status)
        send(b"%x\r\n%s\r\n" % (len(beginning), beginning))
        while True:
            send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")

    return respond


@pytest.fixture
def connect_to(connect_either):
    """Connect a client to a server, with a limit."""
    return lambda server, **options: connect_either(server, **{"max_response_bytes": LIMIT, **options})


def test_endless_success_is_an_unexpected_response(connect_to):
    with serving(endless(200)) as server:
        crm = connect_to(server)
        match = r"^GET /Persons/1: The response is larger than max_response_bytes \(1000000\)\. Request less"
        with pytest.raises(UnexpectedResponseError, match=match) as caught:
            crm.persons.get(1)
        assert (caught.value.status, caught.value.body[:16]) == (200, '{"Message": "xxx')
        assert len(caught.value.body) < 1000
        with pytest.raises(UnexpectedResponseError):
            crm.persons.update(1, {"PersonTitle": "x"})
        with pytest.raises(OutcomeUnknownError, match=r"was sent.*larger than max_response_bytes.*Look for the record"):
            crm.persons.create(PERSON)
        assert [each.method for each in server.requests] == ["POST", "GET", "PUT", "POST"]  # nothing is retried
    assert server.sent < 3 * (LIMIT + BUFFERS)


@pytest.mark.slow
def test_endless_refusal_is_the_error_of_its_status(connect_to):
    for status, error in ((400, BadRequestError), (503, ServerError)):
        with serving(endless(status, b"what is wrong: ")) as server:
            with pytest.raises(error, match=f"status {status}.*what is wrong: xxx"):
                connect_to(server).persons.get(1)
            attempts = len(server.paths)
        assert attempts == (1 if status == 400 else 5)
        assert server.sent < attempts * (LIMIT + BUFFERS)


def test_endless_login_is_stopped_and_not_retried(connect_to):
    with serving(lambda *_: True, endless(200, b'{"AccessToken": "')) as server:
        match = r"POST /Persons was not sent\. No access token\. POST /Auth/ApiLogin: .*larger than max_response_bytes"
        with pytest.raises(APIConnectionError, match=match):
            connect_to(server).persons.create(PERSON)
        assert len(server.requests) == 1
    assert server.sent < LIMIT + BUFFERS


@pytest.mark.slow
def test_small_compressed_response_that_unfolds_is_stopped(sandbox, connect_either):
    crm = connect_either(sandbox, max_response_bytes=LIMIT)
    crm.persons.get(1)
    sandbox.fail_next(kind="oversized-gzip", megabytes=64)
    with pytest.raises(UnexpectedResponseError, match="larger than max_response_bytes"):
        crm.persons.get(1)
    sandbox.fail_next(kind="oversized-gzip", megabytes=2)
    assert crm.with_options(max_response_bytes=3 * 2**20).persons.get(1).person_id == 1


def test_response_of_exactly_the_limit_is_read(connect_to):
    for extra in (0, 1):
        text = "x" * 1000
        with serving(lambda _request, send, text=text: send(json_response(text)) or True) as server:
            crm = connect_to(server, max_response_bytes=1002 - extra)
            if extra:
                with pytest.raises(UnexpectedResponseError, match=r"max_response_bytes \(1001\)"):
                    crm.request("GET", "/x")
            else:
                assert crm.request("GET", "/x") == text


def test_calls_ask_for_one_coding_and_refuse_several(connect_to):
    twice = gzip.compress(gzip.compress(b"{}"))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(twice)
    with serving(lambda _request, send: send(head + twice) or True) as server:
        with pytest.raises(APIConnectionError, match="Content-Encoding is 'gzip, gzip'"):
            connect_to(server, deadline=None).persons.get(1)
        assert {each.headers["accept-encoding"] for each in server.requests} == {"gzip"}


@pytest.mark.slow
@pytest.mark.parametrize(("coding", "bits"), [("gzip", 31), ("x-gzip", 31), ("deflate", 15)])
def test_compressed_response_is_read(connect_to, coding, bits):
    compressor = zlib.compressobj(wbits=bits)
    body = compressor.compress(b'[{"PersonId": 7}]' + b" " * 600_000) + compressor.flush()
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding.encode(), len(body))
    with serving(lambda _request, send: send(head + body) or True) as server:
        assert [each.person_id for each in connect_to(server).persons.list()] == [7]


def test_empty_body_under_a_coding_is_empty(connect_to):
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"
    with serving(lambda _request, send: send(head) or True) as server:
        crm = connect_to(server)
        crm.products.delete(1)
        assert len(server.paths) == 1


def test_hook_that_reads_a_body_reads_all_of_it():
    def respond(request: httpx.Request) -> httpx.Response:
        body = LOGIN_RESPONSE if "Auth" in request.url.path else [{"PersonId": 1}] * 50
        return httpx.Response(200, json=body)

    hooks = {"response": [lambda response: response.read()]}
    with WebCRM(TOKEN, transport=MockService(respond), event_hooks=hooks, max_response_bytes=500) as crm:
        with pytest.raises(UnexpectedResponseError, match="larger than max_response_bytes"):
            crm.persons.list().page(1)


def test_decompression_returns_small_parts():
    bomb = gzip.compress(b"\0" * 5_000_000)
    decompressor, size = Decompressor("gzip"), 0
    for start in range(0, len(bomb), 1_000):
        for part in decompressor.pieces(bomb[start : start + 1_000]):
            assert len(part) <= 256 * 1024
            size += len(part)
    decompressor.finish()
    assert size == 5_000_000
    decompressor = Decompressor("gzip")
    assert b"".join(decompressor.pieces(gzip.compress(b"a") + gzip.compress(b"b" * 256 * 1024))) == b"a" + b"b" * 262144
    decompressor.finish()
    with pytest.raises(DecompressionError):
        list(Decompressor("gzip").pieces(b"not gzip"))
