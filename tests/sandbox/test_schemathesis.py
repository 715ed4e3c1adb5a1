"""The sandbox against its definition, with calls that Schemathesis makes up."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from webcrm_ext.sandbox import Sandbox

from .browser import Browser
from .definitions import SERVICE_DATE, definition, with_service_dates

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
DOCUMENT = definition()
OPERATIONS = [(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods]

schemathesis.openapi.format(SERVICE_DATE, st.datetimes().map(lambda each: each.isoformat()))
SCHEMA = schemathesis.openapi.from_dict(with_service_dates(DOCUMENT))


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with Sandbox(records=24, requests_per_minute=None) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tenant) -> Iterator[Browser]:
    with Browser(tenant.url) as client:
        client.log_in(tenant.application_token)
        yield client


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_one_that_the_definition_allows(path, method, browser):
    @given(case=SCHEMA[path][method].as_strategy())
    @settings(
        max_examples=4,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case):
        answer = case.call(base_url=browser.url, session=browser.session)
        case.validate_response(answer, checks=CHECKS)

    check()
