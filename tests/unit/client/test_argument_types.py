"""Arguments of a wrong type raise errors of the tree; a fuzz (tests/fuzz) found each of these as another error."""

from __future__ import annotations

import asyncio
import datetime
import io
from decimal import Decimal

import attrs
import pytest
from webcrm_api.api.persons import persons_get
from webcrm_api.calls import Call
from webcrm_api.models import OrganisationDto, PersonDto, QuotationLineDto, QuotationLineLinkedDataItemDto
from webcrm_api.types import UNSET

from tests.contract.client.service import TOKEN, MockService, run_in
from webcrm_ext import (
    AsyncWebCRM,
    Config,
    ConfigurationError,
    FieldValueError,
    FileTokenStore,
    LocalRateLimiter,
    MemoryTokenStore,
    QueryError,
    Retries,
    Token,
    WebCRM,
)
from webcrm_ext.custom_fields import check_choice, read_selection
from webcrm_ext.errors import short_repr
from webcrm_ext.queries import format_query
from webcrm_ext.webhooks import parse

HUGE = 10**5000
"""An integer that Python does not convert to a string."""


class Unprintable:
    def __repr__(self):
        raise RuntimeError("This object has no repr.")


class NotAnIndex:
    """As an array of several numbers."""

    def __index__(self):
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


def circular():
    found = [1]
    found.append(found)
    return found


def nested():
    found = []
    for _ in range(20_000):
        found = [found]
    return found


@pytest.fixture
def service():
    return MockService()


@pytest.fixture
def crm(service):
    with WebCRM(TOKEN, transport=service, base_url="http://127.0.0.1:9") as crm:
        yield crm


@pytest.mark.parametrize("no_id", [int, NotAnIndex(), HUGE, Unprintable()], ids=["class", "array", "huge", "no repr"])
def test_an_id_that_is_no_integer_is_refused(crm, service, no_id):
    with pytest.raises(FieldValueError, match="id is"):
        crm.persons.get(no_id)
    with pytest.raises(FieldValueError, match=r"Size is|Page is"):
        crm.run(attrs.evolve(persons_get.call(1), query={"Size": [no_id] if no_id == HUGE else no_id, "Page": int}))
    assert service.requests == []


@pytest.mark.parametrize("size", [HUGE, Unprintable()], ids=["huge", "no repr"])
def test_an_argument_without_a_repr_is_refused(crm, size):
    for call in (
        lambda: crm.persons.list(size=size),
        lambda: crm.persons.list(concurrency=size),
        lambda: crm.persons.list().page(size if isinstance(size, Unprintable) else -HUGE),
        lambda: crm.quotation_lines.upsert([], batch=size if isinstance(size, Unprintable) else -HUGE),
        lambda: crm.query("SELECT * FROM Person", dates=size),
        lambda: crm.request(size, "/Persons"),
        lambda: crm.linked_data.enabled(size),
    ):
        with pytest.raises(ConfigurationError):
            call()


def test_short_repr_of_a_value_without_a_repr_is_its_type():
    assert short_repr(HUGE) == "<int>"
    assert short_repr(Unprintable()) == "<Unprintable>"
    assert len(short_repr("x" * 1000)) == 201


@pytest.mark.parametrize("progress", [True, "x", 5])
def test_progress_that_is_no_function_is_refused(crm, service, progress):
    with pytest.raises(ConfigurationError, match="progress is"):
        crm.persons.list(progress=progress)
    assert service.requests == []


@pytest.mark.parametrize("body", [circular(), nested()], ids=["circular", "deep"])
def test_a_body_that_is_nested_too_deeply_is_refused(crm, service, body):
    with pytest.raises(FieldValueError, match="nested too deeply"):
        crm.persons.update(1, PersonDto(person_id=1, person_first_name=body))
    with pytest.raises(FieldValueError, match="nested too deeply"):
        crm.quotation_lines.create(QuotationLineDto(quotation_line_id=0, quotation_line_memo=body))
    with pytest.raises(ConfigurationError, match="cannot be sent"):
        crm.request("POST", "/Persons", json=body)
    assert service.requests == []


def test_a_class_in_a_body_is_refused(crm, service):
    with pytest.raises(ConfigurationError, match="cannot be sent"):
        crm.quotation_lines.create(QuotationLineDto(quotation_line_id=0, quotation_line_memo=OrganisationDto))
    assert service.requests == []


def test_a_missing_body_is_refused(crm, service):
    for write in (crm.persons.create, crm.persons.upsert):
        with pytest.raises(FieldValueError, match="The body of"):
            write(UNSET)
    assert service.requests == []


def test_only_strings_are_names_of_parameters_and_headers(crm, service):
    for arguments in ({"params": {1: 2}}, {"headers": {HUGE: "x"}}, {"headers": {"X-A": Unprintable()}}):
        with pytest.raises((ConfigurationError, FieldValueError)):
            crm.request("GET", "/Persons", **arguments)
    with pytest.raises(ConfigurationError):
        crm.request("POST", "/Persons", json={HUGE: "x"})
    assert service.requests == []


@pytest.mark.parametrize("what", [5, None, "persons.get", persons_get])
def test_what_is_no_call_is_refused(crm, service, what):
    with pytest.raises(ConfigurationError, match="Expected a prepared call"):
        crm.run(what)

    async def run():
        async with AsyncWebCRM(TOKEN, transport=service, base_url="http://127.0.0.1:9") as async_crm:
            with pytest.raises(ConfigurationError, match="Expected a prepared call"):
                await async_crm.run(what)
            with pytest.raises(ConfigurationError, match="Expected a prepared call"):
                await async_crm.raw.send_async(what)
            with pytest.raises(ConfigurationError, match="Expected a prepared call"):
                async_crm.raw.send(what)

    run_in(asyncio.run, run)
    assert service.requests == []


@pytest.mark.parametrize("file", [5, io.StringIO(), None], ids=["number", "text", "none"])
def test_a_download_to_what_is_no_binary_file_is_refused(crm, service, file):
    call: Call[bytes] = persons_get.call(1)
    with pytest.raises(ConfigurationError, match="file"):
        crm.download(call, file)
    closed = io.BytesIO()
    closed.close()
    with pytest.raises(ConfigurationError, match="closed"):
        crm.download(call, closed)
    assert service.requests == []


@pytest.mark.parametrize("records", [5, None, datetime.timedelta(1)])
def test_upsert_by_takes_records_only(crm, records):
    with pytest.raises(FieldValueError, match="Expected a list of records"):
        crm.persons.upsert_by("PersonEmail", records)
    for key in (5, [], None):
        with pytest.raises(FieldValueError, match="Pass the name of one property"):
            crm.persons.upsert_by(key, [])


@pytest.mark.parametrize("name", ["timeout", "connect_timeout", "retries"])
@pytest.mark.parametrize("seconds", [HUGE, -HUGE], ids=["huge", "below 0"])
def test_seconds_without_a_sensible_limit_are_refused(name, seconds):
    with pytest.raises(ConfigurationError, match=rf"{name}|max_wait"):
        Config(TOKEN, **{name: Retries(max_wait=seconds) if name == "retries" else seconds})


def test_a_wait_that_is_no_number_is_refused():
    with pytest.raises(ConfigurationError, match="max_wait"):
        Retries(max_wait=Decimal("sNaN"))
    with pytest.raises(ConfigurationError, match="event_hooks"):
        Config(TOKEN, event_hooks={1: []})
    with pytest.raises(ConfigurationError, match="has no linked data"):
        WebCRM(TOKEN, linked_data={1: True})


def test_token_stores_check_what_they_are_passed(tmp_path):
    token = Token(access="a", expires_at=1.0)
    for store in (FileTokenStore(tmp_path / "tokens"), MemoryTokenStore()):
        for key in (5, [], "\ud800", None):
            for call in (
                lambda store=store, key=key: store.load(key),
                lambda store=store, key=key: store.save(key, token),
                lambda store=store, key=key: store.acquire_lease(key, "me", 1.0),
                lambda store=store, key=key: store.release_lease(key, "me"),
            ):
                with pytest.raises(ConfigurationError, match="is not the key of a token"):
                    call()
        for holder, seconds in ((5, 1.0), ("me", "1"), ("me", 0), ("me", HUGE)):
            with pytest.raises(ConfigurationError, match="lease needs"):
                store.acquire_lease("key", holder, seconds)
        with pytest.raises(ConfigurationError, match="keeps a Token"):
            store.save("key", {"access": "a"})
        assert store.load("key") is None
    for kind in (lambda: FileTokenStore(tmp_path / "tokens", clock=5), lambda: MemoryTokenStore(clock=5)):
        with pytest.raises(ConfigurationError, match="function"):
            kind()
    for arguments in ({"access": 5}, {"expires_at": "1"}, {"lifetime": None}):
        with pytest.raises(ConfigurationError, match="token"):
            Token(**{"access": "a", "expires_at": 1.0, **arguments})


@pytest.mark.parametrize(
    ("method", "arguments", "named"),
    [
        ("acquire", (5, 250), "key"),
        ("acquire", ([], 250), "key"),
        ("acquire", ("key", 0), "requests_per_minute"),
        ("acquire", ("key", True), "requests_per_minute"),
        ("acquire", ("key", 2.5), "requests_per_minute"),
        ("confirm", (None,), "reservation"),
        ("release", ("key",), "reservation"),
        ("block", (None, 1.0), "key"),
        ("block", ("key", "1"), "seconds"),
        ("block", ("key", float("nan")), "seconds"),
        ("block", ("key", -HUGE), "seconds"),
    ],
)
def test_rate_limiter_checks_what_it_is_passed(method, arguments, named):
    with pytest.raises(ConfigurationError, match=f"^{named} of the rate limiter must be"):
        getattr(LocalRateLimiter(), method)(*arguments)


def test_rate_limiter_refuses_a_clock_that_is_no_function():
    with pytest.raises(ConfigurationError, match="clock of the rate limiter"):
        LocalRateLimiter(clock=5)


@pytest.mark.parametrize("choices", [5, None, [1], "VIP"])
def test_choices_that_are_no_list_of_strings_are_refused(choices):
    for call in (lambda: check_choice("VIP", choices), lambda: read_selection("VIP", choices)):
        with pytest.raises(FieldValueError, match="choices must be a list of strings"):
            call()
    with pytest.raises(FieldValueError, match="match is"):
        check_choice("VIP", ["VIP"], match="nearest")


def test_values_of_a_query_are_a_mapping_of_names():
    for values in (5, [1], {1: 2}):
        with pytest.raises(QueryError, match="not a mapping of names"):
            format_query("SELECT * FROM Person WHERE PersonId = :a", values)
    with pytest.raises(ConfigurationError, match="dates is"):
        format_query("SELECT * FROM Person", {}, dates=[])


def test_a_payload_that_contains_itself_names_no_record():
    payload = {"a": []}
    payload["a"].append(payload)
    for body in (payload, circular(), {HUGE: "x"}):
        with pytest.raises(FieldValueError, match="names no record"):
            parse(body)


def test_a_payload_of_a_subclass_of_str_is_read():
    class Own(str):
        __slots__ = ()

    assert parse(Own('{"Entity": "Persons", "Id": 5}')).id == 5


def test_a_line_takes_an_item_and_an_item_id_only(crm, service):
    with pytest.raises(FieldValueError, match="The linked-data item"):
        crm.quotation_lines.create({"QuotationLineId": 0}, item=[])
    with pytest.raises(FieldValueError, match="nested too deeply"):
        crm.quotation_lines.create(
            {"QuotationLineId": 0},
            item=QuotationLineLinkedDataItemDto(
                quotation_line_linked_data_item_id=0,
                quotation_line_linked_data_item_data_memo=nested(),
                quotation_line_linked_data_item_entity_type="Product",
            ),
        )
    with pytest.raises(FieldValueError, match="QuotationLineLinkedDataId is"):
        crm.quotation_lines.replace_for_delivery(1, [{"QuotationLineLinkedDataId": [1]}])
    assert service.requests == []
