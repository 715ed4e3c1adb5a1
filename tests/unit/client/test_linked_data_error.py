"""The error "Possible quotation not found": recognised in every shape, and reported with a redacted message."""

from __future__ import annotations

import httpx
import pytest
from webcrm_api.api.persons import persons_create
from webcrm_api.api.quotation_lines import quotation_lines_create, quotation_lines_get, quotation_lines_upsert
from webcrm_api.models import PersonDto, QuotationLineUpdateDto

from webcrm_ext.quotation_lines.linked_data import LinkedDataMemory
from webcrm_ext.quotation_lines.linked_data_error import is_linked_data_error, linked_data_error
from webcrm_ext.transport.redaction import Redactor

SECRET = "00000000-1111-2222-3333-444444444444"
SHAPES = {
    "model": b'{"Message": "Possible quotation not found", "Type": "Exception"}',
    "other property": b'{"errors": [{"detail": "Possible quotation not found"}]}',
    "JSON string": b'"Possible  quotation NOT found"',
    "escaped line break": rb'"Possible\r\nquotation\u0020not found"',
    "text": b"Possible quotation not found",
    "HTML": b"<p>Possible&nbsp;quotation<br/>not <b>found</b></p>",
    "HTML in JSON": rb'{"Message": "Possible \u003cb\u003equotation\u003c/b\u003e not found"}',
    "UTF-16": "Possible quotation not found".encode("utf-16"),
}
LINE = quotation_lines_create.call(body=QuotationLineUpdateDto(quotation_line_id=0))
PERSON = persons_create.call(body=PersonDto(person_id=0))


def response(status: int, body: bytes) -> httpx.Response:
    return httpx.Response(status, content=body, request=httpx.Request("POST", "https://example.com/QuotationLines"))


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("status", [200, 400, 404, 500])
def test_every_shape_and_status_is_recognised(status, body):
    error = linked_data_error(LINE, response(status, body), Redactor(SECRET))
    assert error is not None
    assert error.status == status
    assert error.answers is None
    assert "QuotationLineLinkedDataId" in str(error)


def test_patch_error_has_the_redacted_string_of_each_line():
    body = f'["17", null, "Possible quotation not found {SECRET}"]'.encode()
    patch = quotation_lines_upsert.call(body=[QuotationLineUpdateDto(quotation_line_id=0)] * 3)
    error = linked_data_error(patch, response(200, body), Redactor(SECRET))
    assert error is not None
    assert error.answers == ["17", "", "Possible quotation not found ***"]
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("call", "status", "body"),
    [
        (quotation_lines_get.call(1), 200, b'{"QuotationLineComment": "Possible quotation not found"}'),
        (PERSON, 200, b'{"PersonComment": "Possible quotation not found"}'),
        (LINE, 400, b'{"Message": "Possible quotation"}'),
        (LINE, 200, b"17"),
        (LINE, 500, b""),
    ],
    ids=["read record", "other entity", "other message", "new id", "empty body"],
)
def test_other_responses_are_not_this_error(call, status, body):
    assert linked_data_error(call, response(status, body), Redactor(SECRET)) is None


@pytest.mark.parametrize("call", [quotation_lines_get.call(1), PERSON], ids=["read record", "other entity"])
def test_error_object_in_a_success_is_recognised(call):
    body = b'{"Message": "Possible quotation not found", "Type": "Exception"}'
    assert linked_data_error(call, response(200, body), Redactor(SECRET)) is not None


def test_rule_remembers_that_linked_data_is_on():
    memory = LinkedDataMemory({})
    assert memory.error_rule(LINE, response(400, b"Other"), Redactor(SECRET)) is None
    assert memory.enabled("QuotationLines") is None
    assert memory.error_rule(LINE, response(400, SHAPES["text"]), Redactor(SECRET)) is not None
    assert memory.enabled("QuotationLines") is True


def test_many_tags_do_not_slow_down_recognition():
    assert not is_linked_data_error("<" * 1_000_000 + "possible " * 100_000)
